"""An OFD (GB/T 33190) → its texts and tables, where it keeps texts with their positions.

Text objects and paths are read from the XML of its pages; one that only shows pictures of pages is
named as a scan, one without ruling lines has texts and no tables.
"""

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from statistics import median

from lxml import etree

from nianbao.formats.page.leaves import Leaf, pieced
from nianbao.formats.page.page import Page
from nianbao.formats.page.ruled import Character, Line
from nianbao.formats.page.xml_root import root_of
from nianbao.formats.zip_package import Package, refused, too_large

_MOST_PAGES = 300
# What the size of most characters is brought to: distances between lines are told in points.
_USUAL_SIZE = 10.5
_SHORTEST = 0.8
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_STROKE = re.compile(r"([MLSC])|(-?\d+(?:\.\d+)?)")
_MOST_STROKES = 20_000


def read(data: bytes) -> Page:
    """Return an OFD as a page; ``Refusal`` where it is damaged, too long or a picture."""
    package = Package(data)
    root = _xml(package, "OFD.xml")
    start = next((each.text for each in root.iter() if _name(each) == "DocRoot"), None)
    if not start:
        raise refused("document damaged")
    pages = [_page(package, path) for path in _pages(package, normpath(start.strip().lstrip("/")))]
    texts = [text for each, _, _ in pages for text in each]
    if not texts:
        raise refused("scan" if any(pictures for _, _, pictures in pages) else "document empty")
    factor = _USUAL_SIZE / (median(each.bottom - each.top for each in texts) or 1)
    leaves = [
        Leaf(tuple(_scaled(each, factor) for each in characters), tuple(_lines(lines, factor)))
        for characters, lines, _ in pages
    ]
    return Page("ofd", pieced(leaves))


def _xml(package: Package, name: str) -> "etree._Element":
    return root_of(package.read(name))


def _name(element: "etree._Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _pages(package: Package, start: str) -> Iterator[str]:
    found = [each for each in _xml(package, start).iter() if _name(each) == "Page"]
    if len(found) > _MOST_PAGES:
        raise too_large(f"文件有 {len(found)} 页")
    for each in found:
        if place := each.get("BaseLoc"):
            stated = str(place)
            is_whole = stated.startswith("/")
            yield normpath(stated.lstrip("/") if is_whole else join(dirname(start), stated))


def _page(package: Package, path: str) -> tuple[list[Character], list[Line], bool]:
    characters: list[Character] = []
    lines: list[Line] = []
    has_pictures = False
    for element in _xml(package, path).iter():
        name = _name(element) if isinstance(element.tag, str) else ""
        if name == "TextObject" and element.get("Visible") != "false":
            characters += _characters(element)
        elif name == "PathObject" and element.get("Stroke") != "false":
            lines += _strokes(element)
        elif name == "ImageObject":
            has_pictures = True
    if len(lines) > _MOST_STROKES:
        raise too_large("页面上的线条")
    return characters, lines, has_pictures


def _numbers(stated: object) -> list[float]:
    return [float(number) for number in _NUMBER.findall(str(stated or ""))]


def _placed(element: "etree._Element", x: float, y: float) -> tuple[float, float]:
    """Return a point of an object where it stands on the page."""
    left, top, *_ = [*_numbers(element.get("Boundary")), 0.0, 0.0]
    matrix = _numbers(element.get("CTM"))
    if len(matrix) == 6:
        a, b, c, d, e, f = matrix
        x, y = a * x + c * y + e, b * x + d * y + f
    return left + x, top + y


def _characters(element: "etree._Element") -> Iterator[Character]:
    size = next(iter(_numbers(element.get("Size") or element.get("size"))), 0.0)
    for code in element:
        if _name(code) != "TextCode" or not code.text:
            continue
        x, y = (next(iter(_numbers(code.get(axis))), 0.0) for axis in ("X", "Y"))
        across, down = (_steps(str(code.get(axis) or "")) for axis in ("DeltaX", "DeltaY"))
        for each in code.text:
            (left, base), (right, top) = (
                _placed(element, x, y), _placed(element, x + size, y - size)
            )  # fmt: skip
            if not each.isspace():
                narrow = left + (right - left) / 2 if each.isascii() else right
                yield Character(left, min(base, top), narrow, max(base, top), each)
            x += next(across, 0.0)
            y += next(down, 0.0)


def _steps(stated: str) -> Iterator[float]:
    """Yield how far each character stands from the one before; ``g 3 1.5`` is 1.5 three times."""
    words = iter(stated.split())
    for word in words:
        if word == "g":
            count, step = next(words, "0"), next(words, "0")
            times = int(count) if count.isdigit() and len(count) < 6 else 0
            yield from (next(iter(_numbers(step)), 0.0) for _ in range(times))
        else:
            yield next(iter(_numbers(word)), 0.0)


def _strokes(element: "etree._Element") -> Iterator[Line]:
    data = next((each.text for each in element if _name(each) == "AbbreviatedData"), None) or ""
    points: list[tuple[float, float]] = []
    start: tuple[float, float] | None = None
    command, numbers = "", list[float]()
    for letter, number in [*_STROKE.findall(data), ("C", "")]:
        if number:
            numbers.append(float(number))
            continue
        if command in ("M", "S", "L") and len(numbers) >= 2:
            here = _placed(element, *numbers[:2])
            if command == "L" and points:
                yield from _straight(points[-1], here)
            else:
                start = here
            points.append(here)
        if letter == "C" and start and points:
            yield from _straight(points[-1], start)
        command, numbers = letter, []


def _straight(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Line]:
    (x0, y0), (x1, y1) = one, other
    across, down = abs(x0 - x1), abs(y0 - y1)
    if min(across, down) < _SHORTEST / 2 and max(across, down) >= _SHORTEST:
        yield Line(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _scaled(each: Character, factor: float) -> Character:
    return Character(
        each.left * factor, each.top * factor, each.right * factor, each.bottom * factor, each.text
    )


def _lines(lines: list[Line], factor: float) -> Iterator[Line]:
    return (Line(*(place * factor for place in line)) for line in lines)
