"""How a cell of the form is called: its table, row and column, in the official labels.

``cell("applications.received.business")`` is ``Cell("三、…", "一、本年新收…", "商业企业")``.
"""

from functools import cache
from typing import NamedTuple

from nianbao.form import report
from nianbao.form.report import FIGURES, TABLES

_BETWEEN = " / "


class Cell(NamedTuple):
    """A cell by its official labels; groups stand before the row they hold, ``甲 / 乙``."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.row}，{self.column}"


@cache
def cell(path: str) -> Cell:
    """Return what the figure (entry or total) at ``path`` is called; ``KeyError`` if it is none."""
    table, *rows = path.split(".")
    if table not in TABLES or not rows:
        raise KeyError(path)
    column = report.label(path)
    heading = report.stated(report.declaration(path), "heading")
    if heading:
        return Cell(report.label(table), column, heading)
    return Cell(report.label(table), _row(table, rows[:-1]), column)


def _row(table: str, names: list[str]) -> str:
    labels: list[str] = []
    for depth in range(1, len(names) + 1):
        declared = report.declaration(".".join((table, *names[:depth])))
        labels += filter(None, (report.stated(declared, "under"), declared.title))
    return _BETWEEN.join(labels)


def named(path: str) -> str:
    """Return what any entry of the report is called in a sentence."""
    return str(cell(path)) if path in FIGURES else report.label(path)
