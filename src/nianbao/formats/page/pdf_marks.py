"""What stands on a page of a PDF: characters with their boxes, and ruling lines. PDFium reads it.

Lengths are points; x grows to the right and y downwards, as the page is turned when shown.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from nianbao.formats.page.leaves import Leaf
from nianbao.formats.page.ruled import Character, Line
from nianbao.formats.zip_package import too_large

# A report has some 1,000 characters and 200 lines a page.
_MOST_CHARACTERS, _MOST_OBJECTS, _DEEPEST = 60_000, 60_000, 8
# A filled rectangle thinner than this is a line, a thicker one a background.
_THICKEST = 3.0
_SHORTEST = 3.0
_INVISIBLE = 3
# Points; the largest title is half of it.
_LARGEST = 50.0


Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def leaf(page: pdfium.PdfPage) -> Leaf:
    """Return what stands on ``page``."""
    width, height = page.get_size()
    turn = _Turn(page.get_rotation(), width, height)
    objects = list(_objects(page.raw, _AS_IT_IS, 0))
    if len(objects) > _MOST_OBJECTS:
        raise too_large("页面上的图形")
    hides = any(_is_invisible(each) for each, _, kind in objects if kind == pdf.FPDF_PAGEOBJ_TEXT)
    characters = tuple(_characters(page, turn, hides))
    lines = tuple(
        turn.line(line)
        for each, matrix, kind in objects
        if kind == pdf.FPDF_PAGEOBJ_PATH
        for line in _lines(each, matrix)
    )
    covered = sum(_area(each) for each, _, kind in objects if kind == pdf.FPDF_PAGEOBJ_IMAGE)
    is_picture = covered > 0.5 * width * height
    return Leaf(characters, lines, is_picture)


@dataclass(frozen=True)
class _Turn:
    """How a page is turned when it is shown, in degrees clockwise; sizes as shown."""

    degrees: int
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the page's own space as it is shown, y downwards."""
        match self.degrees:
            case 90:
                return y, x
            case 180:
                return self.width - x, y
            case 270:
                return self.width - y, self.height - x
        return x, self.height - y

    def line(self, line: tuple[float, float, float, float]) -> Line:
        (x0, y0), (x1, y1) = self.point(*line[:2]), self.point(*line[2:])
        return Line(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _objects(owner: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix, int]]:
    """Yield the objects of a page with the matrix they are drawn by, those of forms included."""
    is_page = depth == 0
    count = pdf.FPDFPage_CountObjects(owner) if is_page else pdf.FPDFFormObj_CountObjects(owner)
    for at in range(min(count, _MOST_OBJECTS)):
        take = pdf.FPDFPage_GetObject if is_page else pdf.FPDFFormObj_GetObject
        each = take(owner, at)
        kind = pdf.FPDFPageObj_GetType(each)
        if kind == pdf.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _objects(each, _times(_matrix(each), matrix), depth + 1)
        else:
            yield each, matrix, kind


def _matrix(each: Any) -> Matrix:
    found = pdf.FS_MATRIX()
    if not pdf.FPDFPageObj_GetMatrix(each, found):
        return _AS_IT_IS
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    if then == _AS_IT_IS:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _is_invisible(each: Any) -> bool:
    mode: int = pdf.FPDFTextObj_GetTextRenderMode(each)
    return mode == _INVISIBLE


def _area(image: Any) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdf.FPDFPageObj_GetBounds(image, left, bottom, right, top)
    return abs((right.value - left.value) * (top.value - bottom.value))


def _characters(page: pdfium.PdfPage, turn: _Turn, hides: bool) -> Iterator[Character]:
    """Yield the characters that are shown; what lies invisible over a scan is not read."""
    texts = page.get_textpage()
    count = texts.count_chars()
    if count > _MOST_CHARACTERS:
        raise too_large("一页上的文字")
    raw, box = texts.raw, pdf.FS_RECTF()
    for at in range(count):
        code = pdf.FPDFText_GetUnicode(raw, at)
        if code <= 32 or pdf.FPDFText_IsGenerated(raw, at) == 1:
            continue
        if hides and _is_invisible(pdf.FPDFText_GetTextObject(raw, at)):
            continue
        if edges := _box(raw, at, box):
            (x0, y0), (x1, y1) = turn.point(*edges[:2]), turn.point(*edges[2:])
            yield Character(
                min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1),
                chr(code) if code < 0x110000 else "\ufffd",
            )  # fmt: skip


def _box(texts: Any, at: int, box: Any) -> tuple[float, float, float, float] | None:
    """Return left, bottom, right and top of a character, the height of its type included.

    Where a type face states a height that cannot be, upright ones do, it is the drawn shape.
    """
    if not pdf.FPDFText_GetLooseCharBox(texts, at, box):
        return None
    if box.right - box.left <= _LARGEST and box.top - box.bottom <= _LARGEST:
        return box.left, box.bottom, box.right, box.top
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdf.FPDFText_GetCharBox(texts, at, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _lines(path: Any, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight strokes of a path, and what is filled so thinly that it is a stroke."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdf.FPDFPath_GetDrawMode(path, fill, stroke)
    points = list(_points(path, _times(_matrix(path), matrix)))
    if stroke.value:
        yield from _straight(points)
    elif fill.value and points:
        left, right = min(x for x, _, _ in points), max(x for x, _, _ in points)
        low, high = min(y for _, y, _ in points), max(y for _, y, _ in points)
        if min(right - left, high - low) <= _THICKEST:
            yield _along_the_middle(left, low, right, high)


def _along_the_middle(
    left: float, low: float, right: float, high: float
) -> tuple[float, float, float, float]:
    if right - left < high - low:
        middle = (left + right) / 2
        return middle, low, middle, high
    middle = (low + high) / 2
    return left, middle, right, middle


def _points(path: Any, matrix: Matrix) -> Iterator[tuple[float, float, bool]]:
    """Yield the corners of a path; the last value says whether a line leads there."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start: tuple[float, float] | None = None
    for at in range(min(pdf.FPDFPath_CountSegments(path), _MOST_OBJECTS)):
        segment = pdf.FPDFPath_GetPathSegment(path, at)
        if not pdf.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        here = _applied(matrix, x.value, y.value)
        is_line = pdf.FPDFPathSegment_GetType(segment) == pdf.FPDF_SEGMENT_LINETO
        if not is_line:
            start = here
        yield (*here, is_line)
        if pdf.FPDFPathSegment_GetClose(segment) and start is not None:
            yield (*start, True)


def _straight(
    points: list[tuple[float, float, bool]],
) -> Iterator[tuple[float, float, float, float]]:
    for (x0, y0, _), (x1, y1, is_line) in pairwise(points):
        is_level = abs(x0 - x1) < 1 or abs(y0 - y1) < 1
        if is_line and is_level and max(abs(x0 - x1), abs(y0 - y1)) >= _SHORTEST:
            yield x0, y0, x1, y1
