"""The web page: ``WebTemplate(path).render(published)`` gives the bytes of an HTML file.

The template draws the official tables from their declaration; no label of them stands in it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from nianbao.documents import fields
from nianbao.documents.composition import Composition, Published, compose
from nianbao.documents.fields import TABLE_NAMES, Fields, figure_keys
from nianbao.documents.readback import Form, verify
from nianbao.documents.webread import web_blocks
from nianbao.form.tables import Entry, Label, Table, Total, official_tables
from nianbao.templating import compiled, style_digests

TABLES, STYLE_DIGESTS = "表格", "样式指纹"


class WebCell(NamedTuple):
    """A table cell as a template draws it: ``text`` of a heading, or ``key`` of a figure."""

    tag: str
    attributes: Markup
    text: str
    key: str


class WebTemplate:
    """A web page template, compiled."""

    def __init__(self, path: Path) -> None:
        source = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        self._template = compiled(source, path.name)
        self.names = self._template.names
        self._fixed: Fields = {TABLES: drawn_tables(), STYLE_DIGESTS: style_digests(source)}
        self._form = Form(
            "网页",
            fields.CONTACT in self.names,
            fields.WEBSITE in self.names,
            fields.SIGNATURE in self.names,
        )

    def render(self, published: Published) -> bytes:
        """Return the finished page, read back; ``ProgramFault`` where it is not the report."""
        words = compose(published)
        finished = self._filled(published, words)
        verify(web_blocks(finished), published, self._form)
        return finished

    def _filled(self, published: Published, words: Composition) -> bytes:
        return self._template.render(self._fixed | fields.fields(published, words)).encode()


@cache
def drawn_tables() -> dict[str, dict[str, object]]:
    """Return each table as a template draws it: its title, head rows and bodies of rows."""
    return {TABLE_NAMES[table.key]: _drawn(table) for table in official_tables()}


def _drawn(table: Table) -> dict[str, object]:
    keys = figure_keys(table)
    rows: list[list[WebCell]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda each: (each.row, each.column)):
        rows[cell.row].append(_web_cell(cell, keys))
    banners = [cell.row for cell in table.labels if cell.across == table.columns]
    starts = [row for row in banners if row >= table.head_rows] or [table.head_rows]
    ends = [*starts[1:], table.rows]
    return {
        "标题": table.title.partition("、")[2],
        "列数": table.columns,
        "表头": rows[: table.head_rows],
        "表体": [rows[start:end] for start, end in zip(starts, ends, strict=True)],
    }


def _web_cell(cell: Label | Entry | Total, keys: dict[Entry | Total, str]) -> WebCell:
    spans = {"rowspan": cell.down, "colspan": cell.across}
    stated = {name: str(span) for name, span in spans.items() if span > 1}
    if isinstance(cell, Label):
        return WebCell("th", _attributes({"scope": _scope(cell), **stated}), cell.text, "")
    return WebCell("td", _attributes(stated), "", keys[cell])


def _attributes(stated: Mapping[str, str]) -> Markup:
    return Markup().join(Markup(' {}="{}"').format(name, value) for name, value in stated.items())


def _scope(label: Label) -> str:
    if label.role == "row":
        return "rowgroup" if label.down > 1 else "row"
    return "colgroup" if label.across > 1 else "col"
