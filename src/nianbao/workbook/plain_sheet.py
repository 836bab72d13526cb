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
from nianbao.workbook.limits import LIMITS
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
    filled: set[Place] = field(default_factory=set)
    formulas: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    dates: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    _columns: dict[bytes, int] = field(default_factory=dict)

    def take(self, token: _Token, date_styles: frozenset[bytes], strings: int) -> bool:
        """Note a cell; False where it is not as it must be."""
        row, letters, number, style, kind, formula, value = token
        if not formula and not value:
            return True
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = _column(letters)
        place = (int(number) - 1, column)
        is_near = place[0] < LIMITS.rows and column < LIMITS.columns
        if number != row or not is_near or place in self.filled:
            return False
        self.filled.add(place)
        text = value[3:-4]
        if formula:
            self.formulas.add(place)
            if not value or (kind != b"str" and not text.strip()):
                self.uncomputed.add(place)
        return self._take_kind(place, kind, text, strings) and (
            not value or self._take_style(place, kind, style in date_styles)
        )

    def _take_kind(self, place: Place, kind: bytes, text: bytes, strings: int) -> bool:
        if kind == b"e":
            self.errors[place] = unescape(text.decode()).strip() or "#N/A"
        return kind != b"s" or (text.isdigit() and len(text) < 9 and int(text) < strings)

    def _take_style(self, place: Place, kind: bytes, is_date: bool) -> bool:
        if is_date and kind in (b"", b"n"):
            self.dates.add(place)
        return True


def _column(letters: bytes) -> int:
    place = parse_address(f"{letters.decode()}1")
    return LIMITS.columns if place is None else place[1]


def plain_sheet(part: bytes, date_styles: Collection[str], strings: int) -> PlainSheet | None:
    """Return what stands in the sheet, None where it takes a closer look."""
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
    styles = frozenset(style.encode() for style in date_styles)
    if not all(sheet.take(token, styles, strings) for token in taken):
        return None
    if len(sheet.filled) > LIMITS.cells:
        return None
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
    """Return every cell with the number of the row it stands in, None where a tag is left over."""
    counts = {tag: body.count(tag) for tag in _TAGS}
    if sum(counts.values()) != body.count(b"<"):
        return None
    cells: list[_Token] = []
    rows = formulas = values = 0
    current = b""
    for row, *token in _TOKEN.findall(body):
        if row:
            current = row
            rows += 1
        else:
            cells.append((current, *token))
            formulas += token[4] != b""
            values += token[5] != b""
    told = (rows, len(cells), formulas, values)
    stands = (
        counts[b"<row "],
        counts[b"<c "],
        counts[b"<f>"] + counts[b"<f "],
        counts[b"<v>"] + counts[b"<v/>"],
    )
    return cells if told == stands else None


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
