"""A sheet's XML without what says nothing: empty formatted cells, and whole rows of them."""

import re
from collections.abc import Iterator

from nianbao.formats.limits import LIMITS
from nianbao.formats.zip_package import refused, too_large

_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b")


def thinned(chunks: Iterator[bytes], sheet: str) -> bytes:
    """Return the XML of cells and merges of a sheet without its empty rows.

    A clerk who formats a column leaves a million rows of styled cells without content; in a large
    sheet those rows are dropped as they come. Whatever holds anything else stays to the letter.
    """
    first, second = next(chunks, b""), next(chunks, None)
    found = _SHEET_DATA.search(first)
    prefix = found[1] if found else b""
    part, has_dropped = first, False
    if second is not None:
        rows = _Rows(prefix)
        rows.take(first)
        rows.take(second)
        for chunk in chunks:
            rows.take(chunk)
        part, has_dropped = rows.finish()
    row = b"<" + prefix + b"row"
    if has_dropped and part.count(row) != part.count(row + b' r="'):
        raise refused("suspicious", "没有编号的行")
    return without_trimmings(part, prefix, sheet)


def without_trimmings(part: bytes, prefix: bytes, sheet: str) -> bytes:
    """Return the XML without what follows the cells, merges excepted.

    Nobody reads validations and formats back; a sheet with far too many is none of ours. Where
    cells or merges seem to stand there once more, nothing is left out.
    """
    cells, end, tail = part.partition(b"</" + prefix + b"sheetData>")
    if tail.count(b"<") > LIMITS.asides or tail.count(b" ") > LIMITS.ranges:
        raise too_large(f"工作表“{sheet}”的数据有效性和条件格式")
    merges = block(tail, b"mergeCells", prefix)
    has_more = b"sheetData" in tail or tail.count(b"mergeCell") != merges.count(b"mergeCell")
    if not end or has_more or b"<!" in tail:
        return part
    return b"".join((cells, end, merges, b"</", prefix, b"worksheet>"))


def block(part: bytes, name: bytes, prefix: bytes = b"") -> bytes:
    """Return the element of this name with all it holds, nothing where it is not to be found."""
    start = part.find(b"<" + prefix + name)
    closing = b"</" + prefix + name + b">"
    end = part.find(closing, start)
    return part[start : end + len(closing)] if 0 <= start < end else b""


def without_empty_cells(part: bytes) -> bytes:
    """Return the XML without cells that have a style only; those tell nothing and take time.

    Where some cells are counted on from their neighbours, all stay.
    """
    found = _SHEET_DATA.search(part)
    prefix = found[1] if found else b""
    cell, end = b"<" + prefix + b"c ", b"></" + prefix + b"c>"
    opening = cell + b'r="'
    head, *cells = part.split(opening)
    if part.count(cell) != len(cells) or b"<" + prefix + b"c>" in part:
        return part
    kept = [head]
    for each in cells:
        tags = each.count(b"<")
        if (tags == 0 and each.endswith(b"/>")) or (tags == 1 and each.endswith(end)):
            continue
        kept.append(each)
    return opening.join(kept)


class _Rows:
    """Collects the rows of a sheet that are not empty."""

    def __init__(self, prefix: bytes) -> None:
        self._opening = b"<" + prefix + b'row r="'
        self._empty_tags = (b"<" + prefix + b"c ", b"</" + prefix + b"c>", b"</" + prefix + b"row>")
        self._kept: list[bytes] = []
        self._size = 0
        self._has_dropped = False
        self._rest = b""

    def take(self, chunk: bytes) -> None:
        text = self._rest + chunk
        cut = text.rfind(self._opening, len(self._opening))
        if cut < 0:
            self._rest = text
            self._grow(0)
            return
        self._rest = text[cut:]
        self._keep(text[:cut])

    def finish(self) -> tuple[bytes, bool]:
        # The last row stays: the end of the sheet comes with it.
        self._kept.append(self._rest)
        return b"".join(self._kept), self._has_dropped

    def _keep(self, text: bytes) -> None:
        if text.startswith(self._opening) and self._is_empty(text, text.count(self._opening)):
            self._has_dropped = True
            return
        head, *rows = text.split(self._opening)
        filled = [row for row in rows if not self._is_empty(row)]
        self._has_dropped = self._has_dropped or len(filled) < len(rows)
        kept = head + b"".join(self._opening + row for row in filled)
        self._kept.append(kept)
        self._grow(len(kept))

    def _is_empty(self, text: bytes, openings: int = 0) -> bool:
        """Return whether the text has no tags but those of rows and of cells without content."""
        return text.count(b"<") == openings + sum(map(text.count, self._empty_tags))

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size + len(self._rest) > LIMITS.part:
            raise too_large(f"一张工作表展开后超过 {LIMITS.part // 1_000_000} MB")
