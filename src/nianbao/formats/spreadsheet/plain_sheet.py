"""The short road through a sheet's XML: written plainly, as every spreadsheet program writes it.

One regular expression takes rows and cells with their values; what is left between its matches
proves that nothing else stood there. Whatever is not written so, or is over a limit, gives None:
the long road then looks closer, words what is wrong, and calamine reads the values.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nianbao.formats.limits import FORM_BYTES, LIMITS
from nianbao.formats.spreadsheet.addresses import parse_address
from nianbao.formats.spreadsheet.number_formats import Shown
from nianbao.formats.spreadsheet.plain_text import decoded, resolved
from nianbao.formats.spreadsheet.sheet import Merge, Place, Value

# Cells that have a style only tell nothing; they are passed by together, once and for good.
# (An empty alternative is much quicker here than an optional group.)
_EMPTY = r'(?:<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]+"|)(?: t="[a-z]+"|)/>)'
_CELL = (
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]+)"|)(?: t="([a-z]+)"|)'
    r">(?:(<f(?: [^<>]*|)(?:/>|>[^<]*</f>))|)(?:<v>([^<]*)</v>|)</c>"
)
_ROW = r'(</row>)?<row r="([1-9][0-9]{0,6})"([^<>]*)>'
_TOKEN = re.compile(rf"{_EMPTY}*+(?:{_CELL}|{_ROW}|(</row>)\Z)|{_EMPTY}++")
_GROUPS = 1 + _TOKEN.groups
_BODY = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:<\?xml([^>]*)\?>)?\s*<worksheet[\s>]")
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"/>')
# Whatever is written otherwise, or too large to be told from infinity at a glance, is for calamine.
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?:[eE](?:-[0-9]{1,3}|[+]?[0-9]{1,2}))?")
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"
_FEW_DIGITS = 16
_INDEX = re.compile("[0-9]{1,8}")

# What a cell holds besides its place: style, type, formula and value as they stand in the XML.
_Cell = tuple[str | None, ...]


@dataclass
class PlainSheet:
    """What a plainly written sheet holds, and its cells as XML without anything else."""

    part: bytes
    filled: set[Place]
    values: dict[Place, Value] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    shown: dict[Place, Shown] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)


def plain_sheet(
    part: bytes, shown: Mapping[str, Shown], strings: Sequence[str]
) -> PlainSheet | None:
    """Return what stands in the sheet, None where it takes a closer look."""
    if len(part) > FORM_BYTES or part.count(b"<sheetData") != 1 or b"<!" in part:
        return None
    opening = _BODY.match(part)
    if b"<sheetData/>" in part:
        part = part.replace(b"<sheetData/>", b"<sheetData></sheetData>", 1)
    _, start, rest = part.partition(b"<sheetData>")
    body, end, tail = rest.partition(b"</sheetData>")
    if opening is None or not start or not end or not _is_utf8(opening[1] or b""):
        return None
    text = decoded(body)
    cells = _cells(text) if text is not None and 't="array"' not in text else None
    if cells is None:
        return None
    sheet = PlainSheet(_HEAD + body + _TAIL, set(cells))
    is_taken = _take_merges(tail, sheet) and _take_values(cells, sheet, strings)
    _note_formulas(cells, sheet)
    _note_shown(cells, sheet, shown)
    return sheet if is_taken else None


def _is_utf8(declaration: bytes) -> bool:
    return b"encoding" not in declaration or b"utf-8" in declaration.lower()


def _cells(body: str) -> dict[Place, _Cell] | None:
    """Return the cells that hold something; None where the rows are not plain rows of cells."""
    taken = _TOKEN.split(body.replace("<v/>", "<v></v>"))
    if any(taken[::_GROUPS]):
        return None
    cells: dict[Place, _Cell] = {}
    columns = _Columns()
    count, here, row, is_open = 0, "", -1, False
    tokens = zip(*(taken[group::_GROUPS] for group in range(1, _GROUPS)), strict=True)
    for letters, number, style, kind, formula, value, closing, begun, aside, end in tokens:
        if letters is not None:
            if number != here or not is_open:
                return None
            if value is not None or formula is not None:
                count += 1
                cells[row, columns[letters]] = style, kind, formula, value
        elif is_open is (closing is None and end is None):
            return None
        elif begun is not None:
            here, row, is_open = begun, int(begun) - 1, aside[-1:] != "/"
        else:
            is_open = False
    is_near = (
        len(cells) <= LIMITS.cells
        and max(cells, default=(0, 0))[0] < LIMITS.rows
        and max(columns.values(), default=0) < LIMITS.columns
    )
    return cells if is_near and not is_open and len(cells) == count else None


class _Columns(dict[str, int]):
    """The numbers of columns by their letters, from 0."""

    def __missing__(self, letters: str) -> int:
        place = parse_address(f"{letters}1")
        self[letters] = LIMITS.columns if place is None else place[1]
        return self[letters]


def _take_values(cells: Mapping[Place, _Cell], sheet: PlainSheet, strings: Sequence[str]) -> bool:
    """Take the values; False where one is written as only the long road knows to read."""
    for place, (_, kind, _, value) in cells.items():
        if not value or kind == "e":
            continue
        if kind == "s":
            if not _INDEX.fullmatch(value) or int(value) >= len(strings):
                return False
            if text := strings[int(value)]:
                sheet.values[place] = text
        elif kind is None or kind == "n":
            is_digits = value.isdigit() and value.isascii() and len(value) < _FEW_DIGITS
            if not is_digits and not _NUMBER.fullmatch(value):
                return False
            sheet.values[place] = float(value)
        elif kind == "str":
            sheet.values[place] = resolved(value)
        elif kind == "b" and value in {"0", "1"}:
            sheet.values[place] = value == "1"
        else:
            return False
    return True


def _note_formulas(cells: Mapping[Place, _Cell], sheet: PlainSheet) -> None:
    """Note formulas, those without a value, and errors."""
    for place, (_, kind, formula, value) in cells.items():
        if formula is not None:
            sheet.formulas.add(place)
            if value is None or (kind != "str" and not value.strip()):
                sheet.uncomputed.add(place)
        if kind == "e" and value is not None:
            sheet.errors[place] = resolved(value).strip() or "#N/A"


def _note_shown(
    cells: Mapping[Place, _Cell], sheet: PlainSheet, shown: Mapping[str, Shown]
) -> None:
    for place, (style, kind, _, value) in cells.items() if shown else ():
        if style in shown and style and value is not None and (kind is None or kind == "n"):
            sheet.shown[place] = shown[style]


def _take_merges(tail: bytes, sheet: PlainSheet) -> bool:
    found = _MERGE.findall(tail)
    if len(found) != tail.count(b"mergeCell ") or len(found) > LIMITS.merges:
        return False
    for first, last in found:
        start, end = parse_address(first.decode()), parse_address(last.decode())
        if start is None or end is None:
            return False
        if (end[0] - start[0] + 1) * (end[1] - start[1] + 1) > LIMITS.merged:
            return False
        sheet.merges.append((*start, *end))
    return True
