"""Copies of the sheets that are no tables: 基本信息 and the parts in words, one, five and six.

``one_of_each(sheets) -> (sheets, findings)``. Copies of a table are told apart by its figures,
where the table is read.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from nianbao.findings.finding import Finding, finding
from nianbao.form import report
from nianbao.formats.spreadsheet.sheet import ErrorValue, Sheet
from nianbao.prose import squeeze
from nianbao.workbook.layout import Spot, layout
from nianbao.workbook.read.labels import Position, Words, bind, key
from nianbao.workbook.read.narratives import as_text

Told = tuple[Sheet, Words]


def one_of_each(sheets: Sequence[Told]) -> tuple[list[Told], list[Finding]]:
    """Leave out the copies that add nothing; of copies that differ all stay, with one finding.

    A copy adds nothing when all that stands on it stands in the same cells of another one: equal
    copies are one, an untouched one is none. A sheet with an official table is never left out.
    """
    kept, findings = list(sheets), []
    for name, labels in _labels().items():
        holders = [each for each in kept if labels <= each[1].keys()]
        if len(holders) < 2:
            continue
        items = {id(sheet): frozenset(_standing(sheet, name)) for sheet, _ in holders}
        # Of equal copies the one with its zeros typed in stays, then the one with our name.
        fullest = sorted(
            holders,
            key=lambda each: (-len(items[id(each[0])]), -len(each[0].cells), each[0].name != name),
        )
        staying: list[Told] = []
        for each in fullest:
            own = items[id(each[0])]
            if _has_table(each) or not any(own <= items[id(other[0])] for other in staying):
                staying.append(each)
        if len({items[id(sheet)] for sheet, _ in staying}) > 1:
            places = [_place(each, labels) for each in holders if each in staying]
            findings.append(finding("sheet twice", places, seen=name))
        kept = [each for each in kept if each not in holders or each in staying]
    return kept, findings


@cache
def _labels() -> dict[str, frozenset[str]]:
    """Return what a sheet must say to be 基本信息 or a part in words, by our name of the sheet."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair in (*layout().basics, *layout().fees):
        found[pair.label.sheet].add(key(pair.text))
    for block in layout().blocks:
        found[block.label.sheet].add(key(report.label(block.path)))
    return {name: frozenset(labels) for name, labels in found.items()}


@cache
def _entries(name: str) -> frozenset[Position]:
    """Return the cells of our sheet ``name`` that a clerk fills in."""
    pairs = (*layout().basics, *layout().fees)
    spots: list[Spot] = [pair.entry for pair in pairs]
    spots += [spot for block in layout().blocks for spot in block.spots()]
    return frozenset((spot.row - 1, spot.column - 1) for spot in spots if spot.sheet == name)


def _standing(sheet: Sheet, name: str) -> Iterator[tuple[Position, str]]:
    """Yield what stands on ``sheet`` beside our formulas; zeros and blanks are nothing.

    A text like ``-加强公开`` became a formula in a cell of the clerk's: it counts.
    """
    formulas = sheet.formulas | sheet.uncomputed
    for position in formulas & _entries(name):
        yield position, f"={sheet.cells.get(position)}"
    for position, value in sheet.cells.items():
        text = f"={value}" if isinstance(value, ErrorValue) else squeeze(as_text(value))
        if position not in formulas and text not in ("", "0"):
            yield position, text


def _has_table(told: Told) -> bool:
    return any(bind(place.table, *told) is not None for place in layout().tables)


def _place(told: Told, labels: frozenset[str]) -> str:
    sheet, found = told
    return sheet.address(min(found[text][0][0] for text in labels), 0)
