"""Figures of many digits in narrow cells: smaller type, not under 9 pt, then narrower characters.

The same rule holds in ``templates/report.typ``, where Typst measures the figures itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from nianbao.documents.wordread import W, parser

# Points; GB/T 9704 has no smaller type in a table than 小五.
LEAST_SIZE = 9.0
# The width of a digit in parts of its size: half in 宋体, a little more in what stands in for it.
DIGIT_WIDTH = 0.57
# So many characters get into any cell of the table.
SHORT: Mapping[str, int] = {"表二": 12, "表三": 4, "表四": 4}
_USUAL_SIZE = 10.5
_USUAL_MARGIN = 108
_TWIPS = 20
_FIGURE = re.compile(r"[0-9.]+")
# The properties of a run from the width of characters on, as the schema orders them.
_ORDER = tuple(
    f"{W}{name}"
    for name in (
        "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText",
        "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Fit:
    """The size of a figure in points and the width of its characters in percent."""

    size: float
    scale: int


def fit(digits: int, room: float, size: float) -> Fit | None:
    """Return how ``digits`` digits of ``size`` pt get into ``room`` pt; None where they fit."""
    width = digits * DIGIT_WIDTH
    if width * size <= room:
        return None
    smaller = max(min(size, LEAST_SIZE), int(2 * room / width) / 2)
    return Fit(smaller, min(100, int(100 * room / (width * smaller))))


def with_fitting_figures(document: bytes) -> bytes:
    """Return word/document.xml with the figures that are too long for their cell made to fit."""
    root = etree.fromstring(document, parser())
    for table in root.iter(f"{W}tbl"):
        margins = sum(_margins(table))
        for cell in table.iter(f"{W}tc"):
            _fit_cell(cell, margins)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _margins(table: etree._Element) -> Iterator[int]:
    """Yield the left and right margin of the cells of a table, in twentieths of a point."""
    for side in ("left", "right"):
        stated = table.find(f"{W}tblPr/{W}tblCellMar/{W}{side}")
        yield _USUAL_MARGIN if stated is None else int(stated.get(f"{W}w", _USUAL_MARGIN))


def _fit_cell(cell: etree._Element, margins: int) -> None:
    width = cell.find(f"{W}tcPr/{W}tcW")
    text = "".join(each.text or "" for each in cell.iter(f"{W}t"))
    if width is None or width.get(f"{W}type") != "dxa" or not _FIGURE.fullmatch(text):
        return
    room = (int(width.get(f"{W}w", 0)) - margins) / _TWIPS
    for run in cell.iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            run.insert(0, properties)
        stated = properties.find(f"{W}sz")
        size = _USUAL_SIZE if stated is None else int(stated.get(f"{W}val", 0)) / 2
        fitting = fit(len(text), room, size)
        if fitting:
            _set(properties, fitting)


def _set(properties: etree._Element, fitting: Fit) -> None:
    """Put size and width of characters where the schema wants them."""
    for name in ("w", "sz", "szCs"):
        for old in properties.findall(f"{W}{name}"):
            properties.remove(old)
    half_points = round(2 * fitting.size)
    for name, value in (("w", fitting.scale), ("sz", half_points), ("szCs", half_points)):
        later = _ORDER[_ORDER.index(f"{W}{name}") + 1 :]
        places = (at for at, each in enumerate(properties) if each.tag in later)
        place = next(places, len(properties))
        properties.insert(place, etree.Element(f"{W}{name}", {f"{W}val": str(value)}))
