"""The fields a template may name, all in Chinese: what an official types between ``{{`` and ``}}``.

Figures go by their place: ``表三.A1`` is the first column of the first row of figures in table 三,
whatever labels stand around it. Every template, Word or web or PDF, knows the same fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from string import ascii_uppercase

from nianbao.documents.composition import Composition, Published
from nianbao.form.fields import as_entered
from nianbao.form.report import TABLES, Figure, Report
from nianbao.form.tables import Entry, Label, Table, Total, official_tables

TABLE_NAMES: Mapping[str, str] = dict(zip(TABLES, ("表二", "表三", "表四"), strict=True))

BODY, YEAR, CONTACT, WEBSITE = "机关全称", "报告年度", "联系方式", "公开网址"
OVERVIEW, SHORTCOMINGS, OTHER = "总体情况", "问题和改进", "其他事项"
SIGNATURE, DATE = "署名", "成文日期"
HEADING, TEXT = "标题", "正文"

Fields = dict[str, object]


@dataclass(frozen=True)
class Place:
    """A figure of the form and the field that prints it."""

    table: str
    key: str
    path: str

    @property
    def name(self) -> str:
        """The field as a template names it."""
        return f"{self.table}.{self.key}"


@cache
def places() -> tuple[Place, ...]:
    """Return every figure of the three tables with its field, in the form's order."""
    return tuple(
        Place(TABLE_NAMES[table.key], key, cell.path)
        for table in official_tables()
        for cell, key in figure_keys(table).items()
    )


def figure_keys(table: Table) -> dict[Entry | Total, str]:
    """Return ``A1``, ``B1``, … for the figures of ``table``: letters across, numbers down."""
    figures = [cell for cell in table.cells if not isinstance(cell, Label)]
    lines = sorted({cell.row for cell in figures})
    ordered = sorted(figures, key=attrgetter("row", "column"))
    keys: dict[Entry | Total, str] = {}
    for number, line in enumerate(lines, start=1):
        row = [cell for cell in ordered if cell.row == line]
        keys |= {cell: f"{ascii_uppercase[at]}{number}" for at, cell in enumerate(row)}
    return keys


@cache
def _rows() -> "tuple[tuple[attrgetter[object], tuple[tuple[str, attrgetter[Figure]], ...]], ...]":
    """Return the pieces of a report that hold figures, each with its figures by path."""
    parents: dict[str, list[tuple[str, attrgetter[Figure]]]] = {}
    for place in places():
        parent, _, name = place.path.rpartition(".")
        parents.setdefault(parent, []).append((place.path, attrgetter(name)))
    return tuple((attrgetter(parent), tuple(below)) for parent, below in parents.items())


def printed_figures(whole: Report) -> dict[str, str]:
    """Return every figure of the tables by its path, as documents print it.

    A row is fetched once: the row of totals is computed anew whenever it is asked for.
    """
    return {
        path: as_entered(figure(piece))
        for piece, below in ((row(whole), below) for row, below in _rows())
        for path, figure in below
    }


def figure_fields(published: Published) -> dict[str, dict[str, str]]:
    """Return the printed figures by table and key: ``{"表三": {"A1": "3", …}, …}``."""
    figures = printed_figures(published.report)
    tables: dict[str, dict[str, str]] = {name: {} for name in TABLE_NAMES.values()}
    for place in places():
        tables[place.table][place.key] = figures[place.path]
    return tables


def text_fields(words: Composition) -> Fields:
    """Return the words of a document by field; paragraphs have 标题 (run-in) and 正文."""
    blocks = {OVERVIEW: words.overview, SHORTCOMINGS: words.shortcomings, OTHER: words.other}
    return {
        BODY: words.body,
        YEAR: words.year,
        CONTACT: words.contact,
        WEBSITE: words.website,
        SIGNATURE: words.signature,
        DATE: words.date,
        **{
            name: [{HEADING: each.heading, TEXT: each.text} for each in block]
            for name, block in blocks.items()
        },
    }


def fields(published: Published, words: Composition) -> Fields:
    """Return all fields of one document."""
    return {**text_fields(words), **figure_fields(published)}
