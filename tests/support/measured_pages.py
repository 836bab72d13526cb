"""Measures a rendered document: where lines, borders and page numbers stand, in mm and points."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pymupdf

from support import libreoffice

MM = 25.4 / 72
_LARGEST_IN_A_TABLE = 12
_DIGITS = re.compile(r"[\d.]+")
_PAGE_NUMBER = re.compile(r"[—-]\s*\d+\s*[—-]")


@dataclass(frozen=True)
class Line:
    """A line of text: baseline in pt from the top of the page, edges in mm, sizes in pt."""

    baseline: float
    left: float
    right: float
    size: float
    text: str


@dataclass(frozen=True)
class Figure:
    """The digits that stand on one line of one cell, and the smallest size among them in pt."""

    digits: str
    size: float


@dataclass(frozen=True)
class Page:
    """A page: its size in mm, its lines from the top, borders in mm, its page number's line.

    ``figures`` are what cells hold that hold digits and points alone, one for each line.
    """

    width: float
    height: float
    lines: tuple[Line, ...]
    verticals: tuple[float, ...]
    horizontals: tuple[float, ...]
    number: Line
    figures: tuple[Figure, ...]

    def body(self, size: float = 16) -> list[Line]:
        """Return the lines set in ``size`` pt."""
        return [line for line in self.lines if abs(line.size - size) <= 0.1]


def measured(pdf: bytes) -> list[Page]:
    """Return the pages of a PDF as measured."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [_page(page) for page in document]


def rendered(docx: bytes) -> bytes:
    """Return a Word file as LibreOffice prints it."""
    return libreoffice.convert_from({"r": docx}, "docx", "pdf")["r"]


def _page(page: pymupdf.Page) -> Page:
    lines = sorted(_lines(page), key=lambda line: (line.baseline, line.left))
    number = next(line for line in lines if _PAGE_NUMBER.fullmatch(line.text.strip()))
    verticals, horizontals = _borders(page)
    return Page(
        page.rect.width * MM,
        page.rect.height * MM,
        tuple(line for line in lines if line is not number),
        verticals,
        horizontals,
        number,
        tuple(_figures(page, verticals)),
    )


def _figures(page: pymupdf.Page, verticals: tuple[float, ...]) -> Iterator[Figure]:
    """Yield figures by the borders their characters stand between; crossing one spoils both."""
    held: dict[tuple[float, int], list[tuple[str, float]]] = {}
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", []):
            for span in line["spans"]:
                if span["size"] > _LARGEST_IN_A_TABLE + 0.1:
                    continue
                for char in span["chars"]:
                    middle = (char["bbox"][0] + char["bbox"][2]) / 2 * MM
                    column = sum(border < middle for border in verticals)
                    place = (round(char["origin"][1]), column)
                    # Narrower characters count by their height.
                    high = char["bbox"][3] - char["bbox"][1]
                    size = high / (span["ascender"] - span["descender"])
                    held.setdefault(place, []).append((char["c"], size))
    for characters in held.values():
        text = "".join(character for character, _ in characters).strip()
        if _DIGITS.fullmatch(text):
            yield Figure(text, min(size for _, size in characters))


def _lines(page: pymupdf.Page) -> list[Line]:
    return [
        Line(
            spans[0]["origin"][1],
            line["bbox"][0] * MM,
            line["bbox"][2] * MM,
            max(span["size"] for span in spans),
            "".join(span["text"] for span in spans),
        )
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", [])
        if (spans := line["spans"])
    ]


def _borders(page: pymupdf.Page) -> tuple[tuple[float, ...], tuple[float, ...]]:
    verticals, horizontals = set(), set()
    for drawing in page.get_drawings():
        for item in drawing["items"]:
            start, end = (item[1], item[2]) if item[0] == "l" else (item[1].tl, item[1].br)
            if abs(start.x - end.x) < 1:
                verticals.add(round((start.x + end.x) / 2 * MM, 1))
            if abs(start.y - end.y) < 1:
                horizontals.add(round((start.y + end.y) / 2 * MM, 1))
    return _apart(verticals), _apart(horizontals)


def _apart(places: set[float]) -> tuple[float, ...]:
    """Return the places without near doubles: a border may be drawn in pieces."""
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > 0.3:
            kept.append(place)
    return tuple(kept)
