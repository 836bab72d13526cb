"""A document as a person reads it: texts and tables in order. Knows no form.

A table keeps its cells as they are merged; nothing is filled in and nothing is taken for a label.
Rows and columns count from 0, pages of a PDF from 1.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from nianbao.formats.limits import LIMITS
from nianbao.formats.zip_package import too_large

Mark = Literal["struck", "raised", "hidden"]
"""What makes a text say something else than its characters: struck through, raised or lowered,
not shown at all."""
AsideKind = Literal["text box", "picture", "embedded file"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, the rows and columns it spans, its text; lines are joined with a line feed."""

    row: int
    column: int
    down: int
    across: int
    text: str
    marks: frozenset[Mark] = frozenset()
    page_number: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text, a heading included."""

    text: str
    page_number: int | None = None
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True)
class Table:
    """A table: its cells from the top left, each once."""

    cells: tuple[Cell, ...]

    @property
    def rows(self) -> int:
        """How many grid rows the table has."""
        return max((cell.row + cell.down for cell in self.cells), default=0)

    @property
    def columns(self) -> int:
        """How many grid columns the table has."""
        return max((cell.column + cell.across for cell in self.cells), default=0)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside the text and is not read as part of it."""

    kind: AsideKind
    text: str = ""


@dataclass(frozen=True)
class Page:
    """A document in reading order; ``stated`` is what it says of itself (title, date …)."""

    kind: str
    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...] = ()
    stated: Mapping[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> Iterator[Table]:
        """The tables, in order."""
        return (block for block in self.blocks if isinstance(block, Table))


class Stated(NamedTuple):
    """A cell as a file states it, before it is known where it stands."""

    down: int
    across: int
    text: str
    marks: frozenset[Mark] = frozenset()


def laid_out(lines: Iterable[Iterable[Stated]]) -> Table:
    """Return the table that rows of cells make up, as HTML lays them: spans push others aside.

    Raises ``Refusal`` for a table with more cells or columns than a report could have.
    """
    rows = [list(line) for line in lines]
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(rows):
        column = 0
        for stated in line:
            while (row, column) in taken:
                column += 1
            down = max(1, min(stated.down, len(rows) - row))
            across = max(1, stated.across)
            if column + across > LIMITS.columns or len(cells) >= LIMITS.cells:
                raise too_large("表格的列数或格数")
            cells.append(Cell(row, column, down, across, stated.text, stated.marks))
            for below in range(1, down):
                taken.update((row + below, column + beside) for beside in range(across))
            if len(taken) > LIMITS.area:
                raise too_large("表格合并的范围")
            column += across
    return Table(tuple(cells))


def on_page(table: Table, number: int) -> Table:
    """Return ``table`` with the page it stands on."""
    return Table(tuple(replace(cell, page_number=number) for cell in table.cells))
