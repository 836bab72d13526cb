"""The short road through a sheet's XML: written plainly, as every spreadsheet program writes it.

One regular expression takes rows and cells; a count of the tags proves that nothing stood between
them. Whatever is not written so, or is over a limit, gives None: the long road then looks closer
and words what is wrong.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from html import unescape

from nianbao.workbook.addresses import parse_address
from nianbao.workbook.limits import FORM_BYTES, LIMITS
from nianbao.workbook.notes import Merge, Place

_TOKEN = re.compile(
    rb'<row r="([1-9][0-9]{0,6})"[^<>]*>'
    rb'|<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]+)")?(?: t="([a-z]+)")?'
    rb"(?:/>|>(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?(<v>[^<]*</v>|<v/>)?</c>)"
)
_TAGS = (b"<row ", b"</row>", b"<c ", b"</c>", b"<v>", b"</v>", b"<v/>", b"<f>", b"<f ", b"</f>")
_UNUSUAL = (b"&#", b't="array"')
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_BODY = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:<\?xml([^>]*)\?>)?\s*<worksheet[\s>]")
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"/>')
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"


# A cell: its row's number, then letters, number, style, type, formula and value as they stand.
_Token = tuple[bytes, ...]


@dataclass
class PlainSheet:
    """What a plainly written sheet holds, and its cells as XML without anything else."""

    part: bytes
    places: list[Place] = field(default_factory=list)
    filled: set[Place] = field(default_factory=set)
    formulas: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    dates: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)


def plain_sheet(part: bytes, date_styles: Collection[str], strings: int) -> PlainSheet | None:
    """Return what stands in the sheet, None where it takes a closer look."""
    if len(part) > FORM_BYTES:
        return None
    opening = _BODY.match(part)
    _, start, rest = part.partition(b"<sheetData>")
    body, end, tail = rest.partition(b"</sheetData>")
    if opening is None or not start or not end or not _is_utf8(opening[1] or b"", part):
        return None
    if any(mark in body for mark in _UNUSUAL) or len(body.translate(None, _CONTROLS)) < len(body):
        return None
    taken = _taken(body)
    if taken is None:
        return None
    sheet = PlainSheet(_HEAD + body + _TAIL)
    if not _note_places(taken, sheet) or not _strings_exist(taken, strings):
        return None
    _note_formulas(taken, sheet)
    _note_dates(taken, sheet, frozenset(style.encode() for style in date_styles))
    return sheet if _take_merges(tail, sheet) else None


def _is_utf8(declaration: bytes, part: bytes) -> bool:
    if b"encoding" in declaration and b"utf-8" not in declaration.lower():
        return False
    try:
        part.decode()
    except UnicodeDecodeError:
        return False
    return True


def _taken(body: bytes) -> list[_Token] | None:
    """Return the cells that hold something, each with its row; None where a tag is left over."""
    counts = {tag: body.count(tag) for tag in _TAGS}
    if sum(counts.values()) != body.count(b"<"):
        return None
    cells: list[_Token] = []
    rows = count = formulas = values = 0
    current = b""
    for row, *token in _TOKEN.findall(body):
        if row:
            current = row
            rows += 1
        else:
            count += 1
            if token[4] or token[5]:
                cells.append((current, *token))
                formulas += token[4] != b""
                values += token[5] != b""
    told = (rows, count, formulas, values)
    stands = (
        counts[b"<row "],
        counts[b"<c "],
        counts[b"<f>"] + counts[b"<f "],
        counts[b"<v>"] + counts[b"<v/>"],
    )
    return cells if told == stands else None


def _note_places(cells: list[_Token], sheet: PlainSheet) -> bool:
    """Note where each cell stands; False where two stand at one place, in a wrong row, or far."""
    columns = {letters: _column(letters) for letters in {cell[1] for cell in cells}}
    sheet.places = [(int(cell[2]) - 1, columns[cell[1]]) for cell in cells]
    sheet.filled = set(sheet.places)
    return (
        len(sheet.filled) == len(cells) <= LIMITS.cells
        and all(cell[0] == cell[2] for cell in cells)
        and max(columns.values(), default=0) < LIMITS.columns
        and max(sheet.filled, default=(0, 0))[0] < LIMITS.rows
    )


def _column(letters: bytes) -> int:
    place = parse_address(f"{letters.decode()}1")
    return LIMITS.columns if place is None else place[1]


def _strings_exist(cells: list[_Token], strings: int) -> bool:
    """True when every cell that names a shared string names one there is."""
    named = [cell[6][3:-4] for cell in cells if cell[4] == b"s"]
    if not all(map(bytes.isdigit, named)):
        return False
    return len(max(named, key=len, default=b"")) < 9 and max(map(int, named), default=-1) < strings


def _note_formulas(cells: list[_Token], sheet: PlainSheet) -> None:
    for place, (*_, kind, formula, value) in zip(sheet.places, cells, strict=True):
        if formula:
            sheet.formulas.add(place)
            if not value or (kind != b"str" and not value[3:-4].strip()):
                sheet.uncomputed.add(place)
        if kind == b"e":
            sheet.errors[place] = unescape(value[3:-4].decode()).strip() or "#N/A"


def _note_dates(cells: list[_Token], sheet: PlainSheet, date_styles: frozenset[bytes]) -> None:
    for place, cell in zip(sheet.places, cells, strict=True):
        if cell[3] in date_styles and cell[6] and cell[4] in (b"", b"n"):
            sheet.dates.add(place)


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
