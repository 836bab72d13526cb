"""The geometry of the three official tables, derived from the model and from nothing else.

A table is a grid of cells, rows and columns counted from 0, each cell with the rows and columns it
spans. The workbook, the Word template and the web page all draw these cells; the reader looks for
their labels.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal

from pydantic.fields import FieldInfo

from nianbao.form import report
from nianbao.form.report import Applicants, Applications, Disclosure, Disputes, DocumentCounts, Part

Role = Literal["heading", "row"]

# The two headings of table 三 and the one of table 二 that no single field owns.
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = "申请人情况"
CONTENT = "信息内容"


# Cells and tables exist once; comparing them by identity keeps look-ups by cell cheap.
@dataclass(frozen=True, eq=False)
class Cell:
    """A cell and the rows and columns it spans."""

    row: int
    column: int
    down: int = field(default=1, kw_only=True)
    across: int = field(default=1, kw_only=True)


@dataclass(frozen=True, eq=False)
class Label(Cell):
    """An official label; ``role`` says whether it heads columns or a row."""

    text: str
    role: Role


@dataclass(frozen=True, eq=False)
class Entry(Cell):
    """A cell the body fills in."""

    path: str
    is_money: bool = False


@dataclass(frozen=True, eq=False)
class Total(Cell):
    """A computed cell and the entries or totals it adds up."""

    path: str
    parts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """One official table: ``key`` is its field in the report, ``head_rows`` repeat when printed."""

    key: str
    title: str
    columns: int
    head_rows: int
    label_columns: int
    cells: tuple[Label | Entry | Total, ...]

    @property
    def rows(self) -> int:
        """How many grid rows the table has."""
        return max(cell.row + cell.down for cell in self.cells)

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """The labels, top to bottom and left to right."""
        return tuple(cell for cell in self.cells if isinstance(cell, Label))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entry cells, top to bottom and left to right."""
        return tuple(cell for cell in self.cells if isinstance(cell, Entry))

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """The computed cells, top to bottom and left to right."""
        return tuple(cell for cell in self.cells if isinstance(cell, Total))


@dataclass(frozen=True)
class _Node:
    """A label over (or before) other labels; a leaf carries a path instead of children."""

    label: str
    path: str = ""
    children: tuple["_Node", ...] = ()

    @property
    def leaves(self) -> int:
        return sum(child.leaves for child in self.children) or 1

    @property
    def depth(self) -> int:
        return 1 + max((child.depth for child in self.children), default=0)

    def paths(self) -> Iterator[str]:
        if not self.children:
            yield self.path
        for child in self.children:
            yield from child.paths()


def _nodes(model: type[Part], prefix: str = "", stop: type[Part] | None = None) -> list[_Node]:
    """Return the fields of ``model`` as label nodes, neighbours grouped under a common heading."""
    nodes: list[_Node] = []
    for name, declared in model.model_fields.items():
        kind = declared.annotation
        children: tuple[_Node, ...] = ()
        if isinstance(kind, type) and issubclass(kind, Part) and kind is not stop:
            children = tuple(_nodes(kind, f"{prefix}{name}.", stop))
        node = _Node(declared.title or "", f"{prefix}{name}", children)
        group = report.stated(declared, "under")
        if group and nodes and nodes[-1].label == group:
            nodes[-1] = _Node(group, "", (*nodes[-1].children, node))
        else:
            nodes.append(_Node(group, "", (node,)) if group else node)
    for name, total in model.model_computed_fields.items():
        nodes.append(_Node(total.title or "", f"{prefix}{name}"))
    return nodes


def _headings(nodes: list[_Node], top: int, left: int, bottom: int) -> Iterator[Label]:
    """Yield the heading cells of ``nodes``: a leaf reaches down to ``bottom`` (exclusive)."""
    for node in nodes:
        down = 1 if node.children else bottom - top
        yield Label(top, left, down=down, across=node.leaves, text=node.label, role="heading")
        yield from _headings(list(node.children), top + 1, left, bottom)
        left += node.leaves


def _row_labels(nodes: list[_Node], top: int, left: int, right: int) -> Iterator[Label]:
    """Yield the row label cells of ``nodes``: a leaf reaches across to ``right`` (exclusive)."""
    for node in nodes:
        across = 1 if node.children else right - left
        yield Label(top, left, down=node.leaves, across=across, text=node.label, role="row")
        yield from _row_labels(list(node.children), top, left + 1, right)
        top += node.leaves


def _figure_cell(path: str, row: int, column: int, across: int = 1) -> Entry | Total:
    declared = report.declaration(path)
    if isinstance(declared, FieldInfo) and ".total." not in path:
        is_money = declared.annotation is not int
        return Entry(row, column, across=across, path=path, is_money=is_money)
    return Total(row, column, across=across, path=path, parts=tuple(_parts(path)))


def _parts(path: str) -> Iterator[str]:
    """Yield what a total adds up: its neighbours in the row, or the rows above it in the column."""
    parent, _, name = path.rpartition(".")
    if name == "total":
        yield from (f"{parent}.{sibling}" for sibling in report.kind_of(parent).model_fields)
    else:
        above = parent.removesuffix(".total")
        for node in _nodes(report.kind_of(above), f"{above}.", stop=Applicants)[:-1]:
            yield from (f"{row}.{name}" for row in node.paths())


def _disclosure(model: type[Disclosure]) -> Table:
    width = 1 + len(DocumentCounts.model_fields)
    cells: list[Label | Entry | Total] = []
    row, section, heading = 0, None, ""
    for name, declared in model.model_fields.items():
        path = f"disclosure.{name}"
        single = report.stated(declared, "heading")
        counts = [] if single else _nodes(DocumentCounts, f"{path}.")
        if report.stated(declared, "section") != section:
            section, heading = report.stated(declared, "section"), ""
            cells.append(Label(row, 0, across=width, text=section or "", role="heading"))
            row += 1
        if not heading:
            heading = single or DocumentCounts.__name__
            cells.append(Label(row, 0, text=CONTENT, role="heading"))
            if single:
                cells.append(Label(row, 1, across=width - 1, text=single, role="heading"))
            cells += _headings(counts, row, 1, row + 1)
            row += 1
        cells.append(Label(row, 0, text=declared.title or "", role="row"))
        if single:
            cells.append(_figure_cell(path, row, 1, width - 1))
        cells += (_figure_cell(node.path, row, 1 + at) for at, node in enumerate(counts))
        row += 1
    return Table("disclosure", report.label("disclosure"), width, 0, 1, tuple(cells))


def _applications(model: type[Applications]) -> Table:
    rows = _nodes(model, "applications.", stop=Applicants)
    heads = [_Node(APPLICANTS, "", tuple(_nodes(Applicants)))]
    label_columns, head_rows = max(node.depth for node in rows), heads[0].depth
    leaf_rows = [path for node in rows for path in node.paths()]
    columns = list(heads[0].paths())
    cells: list[Label | Entry | Total] = [
        Label(0, 0, down=head_rows, across=label_columns, text=CORNER, role="heading"),
        *_headings(heads, 0, label_columns, head_rows),
        *_row_labels(rows, head_rows, 0, label_columns),
        *(
            _figure_cell(f"{row}.{name}", head_rows + down, label_columns + across)
            for down, row in enumerate(leaf_rows)
            for across, name in enumerate(columns)
        ),
    ]
    width = label_columns + len(columns)
    title = report.label("applications")
    return Table("applications", title, width, head_rows, label_columns, tuple(cells))


def _disputes(model: type[Disputes]) -> Table:
    heads = _nodes(model, "disputes.")
    depth = max(node.depth for node in heads)
    paths = [path for node in heads for path in node.paths()]
    cells = [
        *_headings(heads, 0, 0, depth),
        *(_figure_cell(path, depth, at) for at, path in enumerate(paths)),
    ]
    return Table("disputes", report.label("disputes"), len(paths), depth, 0, tuple(cells))


@cache
def official_tables() -> tuple[Table, ...]:
    """Return tables 二, 三 and 四 of the form, in the form's order."""
    return _disclosure(Disclosure), _applications(Applications), _disputes(Disputes)
