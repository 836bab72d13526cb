"""What stands in a returned workbook and was not read: notes beside the entries, comments, boxes.

``overlooked(sheets, read_from, findings)`` has a finding for each. What the form itself says is
nobody's note.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from nianbao.findings.finding import Finding, finding
from nianbao.formats.spreadsheet.sheet import Aside, Sheet
from nianbao.prose import squeeze
from nianbao.workbook import layout as at
from nianbao.workbook.layout import layout
from nianbao.workbook.read.entries import read_count
from nianbao.workbook.read.labels import Position, key
from nianbao.workbook.read.narratives import OWN_WORDS, as_text, is_own_head, is_own_note

_SHOWN = 40
# A remark of ours in a workbook that went back; some programs forget who signed it.
_REMARK = re.compile("(?:错误|警告|提示) ?[A-Z]-[0-9]{2}：")
_FORM_SHEETS = frozenset(at.SHEETS) - {at.GUIDE, at.CHECKS, at.IDENTITY}


def overlooked(
    sheets: Sequence[Sheet],
    read_from: Collection[tuple[str, Position]],
    findings: Sequence[Finding],
) -> list[Finding]:
    """Return what was not read from any cell, and is not named in ``findings`` already."""
    named = {each for found in findings for each in found.places}
    told = {
        (sheet.name, at)
        for sheet in sheets
        for at in (sheet.cells if named else ())
        if sheet.address(*at) in named
    }
    return list(_overlooked(sheets, {*read_from, *told}))


def _overlooked(
    sheets: Sequence[Sheet], taken: Collection[tuple[str, Position]]
) -> Iterator[Finding]:
    read = {name for name, _ in taken} & _FORM_SHEETS
    said = {
        key(value)
        for sheet in sheets
        for at, value in sheet.cells.items()
        if isinstance(value, str) and (sheet.name, at) in taken
    }
    for sheet in sheets:
        for aside in sheet.asides:
            if aside.author != at.REMARKS_AUTHOR and not _REMARK.match(aside.text):
                yield _aside(sheet, aside)
        if sheet.name in read and not sheet.is_hidden:
            yield from _notes(sheet, taken, said)


def _aside(sheet: Sheet, aside: Aside) -> Finding:
    seen = squeeze(aside.text)[:_SHOWN]
    return finding(aside.kind, [sheet.address(*aside.place)], seen=seen)


def _notes(
    sheet: Sheet, taken: Collection[tuple[str, Position]], said: Collection[str]
) -> Iterator[Finding]:
    for position in sorted(sheet.cells):
        value = sheet.cells[position]
        is_text = isinstance(value, str) and position not in sheet.formulas
        if not is_text or (sheet.name, position) in taken:
            continue
        text = as_text(value)
        # What was read from another cell needs no reading here.
        is_known = _is_own(text) or key(text) in said or _has_own_head(sheet, position)
        if not is_known and not read_count(value).value and squeeze(text):
            yield finding("stray note", [sheet.address(*position)], seen=squeeze(text)[:_SHOWN])


def _is_own(text: str) -> bool:
    return key(text) in OWN_WORDS or key(text) in _basic_words() or is_own_note(text)


def _has_own_head(sheet: Sheet, position: Position) -> bool:
    """Whether the cell lies below a head of ours beside the narratives, such as 参考语句."""
    row, column = position
    above = (sheet.cells.get((each, column)) for each in range(row))
    return any(isinstance(value, str) and is_own_head(value) for value in above)


@cache
def _basic_words() -> frozenset[str]:
    """Return what 基本信息 and part six say beside their entries."""
    pairs = (*layout().basics, *layout().fees)
    return frozenset(key(text) for pair in pairs for text in (pair.text, pair.note) if text)
