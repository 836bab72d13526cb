"""Figures of real reports as they were published, wrong sums included (tests/figures)."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from nianbao.form.report import Applicants, DisputeOutcomes, Figure
from nianbao.form.tables import Entry, Total, official_tables
from nianbao.workbook.read.labels import key

_FILE = Path(__file__).parents[1] / "figures" / "published.json"
_ROW_NAMES = {"规范性文件": "行政规范性文件"}
# The one report on the older form.
OLDER_FORM = frozenset({"hongze-2023"})


@dataclass(frozen=True)
class PublishedFigures:
    """Entries by path, and the totals that were printed, by path."""

    year: int
    entries: dict[str, Figure]
    totals: dict[str, int]


@cache
def published(name: str) -> PublishedFigures:
    given = json.loads(_FILE.read_text(encoding="utf-8"))[name]
    entries: dict[str, Figure] = {}
    totals: dict[str, int] = {}
    for row, figures in given["table2"].items():
        paths = _paths_of_row("disclosure", _ROW_NAMES.get(row, row))
        for path, figure in zip(paths, figures, strict=True):
            entries[path] = Decimal(str(figure)) if path.endswith("_wan") else figure or 0
    columns = [*Applicants.model_fields, "total"]
    for row, figures in given["table3"].items():
        for path, figure in zip(_paths_of_row("applications", row), figures, strict=True):
            is_total = path.endswith(f".{columns[-1]}") or ".total." in path
            (totals if is_total else entries)[path] = figure or 0
    for at, figure in enumerate(given["table4"]):
        path = _disputes_paths()[at]
        (totals if path.endswith(".total") else entries)[path] = figure or 0
    return PublishedFigures(given["year"], entries, totals)


def names() -> list[str]:
    """Every report on the form of 2021."""
    given = json.loads(_FILE.read_text(encoding="utf-8"))
    return [name for name in given if name not in OLDER_FORM]


def _paths_of_row(table_key: str, text: str) -> list[str]:
    table = next(table for table in official_tables() if table.key == table_key)
    label = next(
        label for label in table.labels if label.role == "row" and key(label.text) == key(text)
    )
    every: tuple[Entry | Total, ...] = (*table.entries, *table.totals)
    cells = [cell for cell in every if cell.row == label.row]
    return [cell.path for cell in sorted(cells, key=lambda cell: cell.column)]


def _disputes_paths() -> list[str]:
    blocks = ("reconsideration", "direct_litigation", "litigation_after_reconsideration")
    return [
        f"disputes.{block}.{name}"
        for block in blocks
        for name in (*DisputeOutcomes.model_fields, "total")
    ]
