"""What editing did to a table: cells covered by a merge, figures that stand beside their cell."""

from collections.abc import Collection, Iterator, Mapping
from itertools import product

from nianbao.formats.spreadsheet.sheet import Merge, Sheet
from nianbao.workbook.read.entries import read_count
from nianbao.workbook.read.labels import Binding, Position, key
from nianbao.workbook.read.narratives import as_text

_MARGIN = 3
_OFF = frozenset({"negative", "fraction", "too large"})


def contents(binding: Binding) -> dict[str, str]:
    """Return what a clerk put into a table's entry cells, untouched zeros left out."""
    texts = {
        path: as_text(binding.sheet.cells.get(binding.cells[path]))
        for path in (entry.path for entry in binding.table.entries)
        if path in binding.cells
    }
    return {path: text for path, text in texts.items() if text not in ("", "0")}


def covered(binding: Binding) -> Mapping[str, Merge]:
    """Return the figures that nobody sees: not at the top left of the merge they lie in."""
    found: dict[str, Merge] = {}
    wanted = {position: path for path, position in binding.cells.items()}
    for merge in binding.sheet.merges:
        top, left, _, _ = merge
        for position in _inside(merge, wanted):
            if position != (top, left):
                found[wanted[position]] = merge
    return found


def strays(binding: Binding) -> list[Position]:
    """Return the cells among the figures of a table that hold a number and belong to no figure."""
    taken = set(binding.cells.values())
    if not taken:
        return []
    rows, columns = [row for row, _ in taken], [column for _, column in taken]
    area = _with_margin((min(rows), min(columns), max(rows), max(columns)), binding.sheet)
    loose = {place for place in _inside(area, binding.sheet.cells) if place not in taken}
    if not loose:
        return []
    labels = {key(label.text) for label in binding.table.labels}
    hidden = {place for merge in binding.sheet.merges for place in _inside(merge, loose)}
    return sorted(
        place for place in loose if place not in hidden and _is_figure(binding.sheet, place, labels)
    )


def _with_margin(area: Merge, sheet: Sheet) -> Merge:
    """Return the area of a table's figures with what lies right below and beside it, up to a text.

    Figures that slid out of the last row or column are no less lost than those inside.
    """
    top, left, bottom, right = area
    end = next((row for row in _next(bottom) if _has_text((row, left, row, right), sheet)), None)
    bottom = bottom + _MARGIN if end is None else end - 1
    beyond = (each for each in _next(right) if _has_text((top, each, bottom, each), sheet))
    end = next(beyond, None)
    return (top, left, bottom, right + _MARGIN if end is None else end - 1)


def _next(last: int) -> range:
    return range(last + 1, last + 1 + _MARGIN)


def _has_text(area: Merge, sheet: Sheet) -> bool:
    values = (sheet.cells[place] for place in _inside(area, sheet.cells))
    return any(isinstance(value, str) and read_count(value).value is None for value in values)


def _inside(area: Merge, places: Collection[Position]) -> Iterator[Position]:
    top, left, bottom, right = area
    rows, columns = range(top, bottom + 1), range(left, right + 1)
    if len(rows) * len(columns) < len(places):
        return (place for place in product(rows, columns) if place in places)
    return (place for place in places if place[0] in rows and place[1] in columns)


def _is_figure(sheet: Sheet, place: Position, labels: set[str]) -> bool:
    value = sheet.cells[place]
    if isinstance(value, str) and key(value) in labels:
        return False
    amount = read_count(value)
    return bool(amount.value) or amount.sentence in _OFF
