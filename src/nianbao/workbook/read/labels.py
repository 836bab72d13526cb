"""Finding labels on a sheet wherever they went: moved, renamed, with rows or columns between.

A table is bound to a sheet by its labels. Labels that stand once are matched by their words;
labels that stand several times (结果维持, 总计) are matched in reading order inside the table's own
region. What cannot be matched for certain is named, never guessed.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from nianbao.form.tables import Entry, Label, Table, Total, official_tables
from nianbao.formats.spreadsheet.sheet import Sheet
from nianbao.prose import squeeze

Position = tuple[int, int]

# How far below its head the single row of figures of table 四 may have slid.
_FIGURES_REACH = 6
_ENOUGH = 0.5
_LONGEST_LABEL = 100
_QUOTES = str.maketrans({"“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'"})


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Return what a label is compared by: no white space, one width, one kind of quotes."""
    return squeeze(unicodedata.normalize("NFKC", text)).translate(_QUOTES).rstrip(":")


Words = Mapping[str, tuple[Position, ...]]


def words(sheet: Sheet) -> Words:
    """Return where each text of ``sheet`` that may be a label stands, in reading order."""
    found: dict[str, list[Position]] = defaultdict(list)
    for position in sorted(sheet.cells):
        value = sheet.cells[position]
        if isinstance(value, str) and len(value) <= _LONGEST_LABEL:
            found[key(value)].append(position)
    return {text: tuple(positions) for text, positions in found.items()}


@dataclass(frozen=True)
class Binding:
    """A table bound to a sheet: its cells by path, and the labels that could not be matched."""

    table: Table
    sheet: Sheet
    cells: Mapping[str, Position]
    missing: tuple[str, ...]
    repeated: tuple[str, ...]
    top: int

    def place(self, path: str) -> str:
        """Return the place of a path that was matched."""
        return self.sheet.address(*self.cells[path])


@dataclass(frozen=True)
class _Anchors:
    unique: frozenset[str]
    places: Mapping[str, tuple[Label, ...]]


@cache
def _anchors(table: Table) -> _Anchors:
    """Return the labels of ``table`` that stand once on the whole form, and all by their words."""
    everywhere = [key(label.text) for each in official_tables() for label in each.labels]
    places: dict[str, list[Label]] = defaultdict(list)
    for label in sorted(table.labels, key=lambda label: (label.row, label.column)):
        places[key(label.text)].append(label)
    unique = frozenset(text for text in places if everywhere.count(text) == 1)
    return _Anchors(unique, {text: tuple(labels) for text, labels in places.items()})


def bind(table: Table, sheet: Sheet, found: Words) -> Binding | None:
    """Return ``table`` bound to ``sheet``, or None where too few of its labels stand there."""
    anchors = _anchors(table)
    seen = [text for text in anchors.unique if text in found]
    if len(seen) < _ENOUGH * len(anchors.unique):
        return None
    rows = [position[0] for text in seen for position in found[text][:1]]
    matched, missing, repeated = _match(anchors, found, range(min(rows) - 1, max(rows) + 2))
    cells = _cells(table, sheet, matched)
    return Binding(table, sheet, cells, missing, repeated, min(rows))


@cache
def leading_to(text: str, table: Table) -> frozenset[str]:
    """Return the figures that cannot be found without the label ``text``."""
    heads, rows = _heads(table), _row_labels(table)
    return frozenset(
        cell.path
        for cell, head in heads.items()
        if head.text == text or (cell.row in rows and rows[cell.row].text == text)
    )


def _match(
    anchors: _Anchors, found: Words, region: range
) -> tuple[dict[Label, Position], tuple[str, ...], tuple[str, ...]]:
    matched: dict[Label, Position] = {}
    missing: list[str] = []
    repeated: list[str] = []
    for text, labels in anchors.places.items():
        standing = [position for position in found.get(text, ()) if position[0] in region]
        if len(standing) == len(labels):
            matched |= dict(zip(labels, standing, strict=True))
        else:
            (missing if len(standing) < len(labels) else repeated).append(labels[0].text)
    return matched, tuple(missing), tuple(repeated)


def _cells(table: Table, sheet: Sheet, matched: Mapping[Label, Position]) -> dict[str, Position]:
    heads, rows = _heads(table), _row_labels(table)
    columns = {cell: matched[head] for cell, head in heads.items() if head in matched}
    figures = _figures_row(table, sheet, columns.values())
    cells: dict[str, Position] = {}
    for cell, (_, column) in columns.items():
        label = rows.get(cell.row)
        if label is not None and label not in matched:
            continue
        row = figures if label is None else matched[label][0]
        cells[cell.path] = (row, column)
    return cells if _groups_in_order(table, matched) else {}


@cache
def _heads(table: Table) -> Mapping[Entry | Total, Label]:
    """Return for every figure cell the nearest heading above it."""
    heads = [label for label in table.labels if label.role == "heading"]
    nearest: dict[Entry | Total, Label] = {}
    figures: tuple[Entry | Total, ...] = (*table.entries, *table.totals)
    for cell in figures:
        above = [
            head
            for head in heads
            if head.row < cell.row and head.column <= cell.column < head.column + head.across
        ]
        nearest[cell] = max(above, key=lambda head: head.row)
    return nearest


@cache
def _row_labels(table: Table) -> Mapping[int, Label]:
    """Return for every grid row its innermost row label."""
    innermost: dict[int, Label] = {}
    for label in sorted(table.labels, key=lambda label: label.column):
        if label.role == "row":
            innermost |= dict.fromkeys(range(label.row, label.row + label.down), label)
    return innermost


def _figures_row(table: Table, sheet: Sheet, columns: Iterable[Position]) -> int:
    """Return the row of figures below a head without row labels: the first one with anything."""
    positions = list(columns)
    if table.label_columns or not positions:
        return -1
    below = max(row for row, _ in positions) + 1
    for row in range(below, below + _FIGURES_REACH):
        if any((row, column) in sheet.cells for _, column in positions):
            return row
    return below


def _groups_in_order(table: Table, matched: Mapping[Label, Position]) -> bool:
    """True when every repeated heading stands below the group it belongs to."""
    for label, group, after in _grouped(table):
        if label in matched and group in matched:
            column = matched[label][1]
            beyond = min([matched[other][1] for other in after if other in matched] or [column + 1])
            if not matched[group][1] <= column < beyond:
                return False
    return True


@cache
def _grouped(table: Table) -> tuple[tuple[Label, Label, tuple[Label, ...]], ...]:
    """Return each repeated heading with a group it belongs to and the groups right of that."""
    groups = [label for label in table.labels if label.role == "heading" and label.across > 1]
    return tuple(
        (label, group, tuple(each for each in groups if _is_right_of(each, group)))
        for labels in _anchors(table).places.values()
        if len(labels) > 1
        for label in labels
        for group in groups
        if group.row < label.row and group.column <= label.column < group.column + group.across
    )


def _is_right_of(label: Label, other: Label) -> bool:
    return label.row == other.row and label.column > other.column
