"""The blocks of a finished Word file, read from its package as a reader sees them."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from nianbao.documents.readback import Block, Grid, Span

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
_MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_KIND, _PAGE_BREAKS = f"{W}type", frozenset({"page", "column"})
_TEXT, _TABLE, _PARAGRAPH = f"{W}t", f"{W}tbl", f"{W}p"
_ROW, _CELL, _CELL_PROPERTIES, _RUN = f"{W}tr", f"{W}tc", f"{W}tcPr", f"{W}r"
# Half a millimetre in twentieths of a point.
_WIDTH, _SLIVER = f"{W}w", 28
_VALUE, _SPAN, _MERGE = f"{W}val", f"{W}gridSpan", f"{W}vMerge"


def parser() -> etree.XMLParser:
    """Return a parser that fetches nothing, expands nothing and takes texts of any length."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def word_blocks(finished: bytes) -> list[Block]:
    """Return paragraphs and tables in reading order; raises ``ValueError`` on a broken file."""
    try:
        with zipfile.ZipFile(BytesIO(finished)) as package:
            root = etree.fromstring(package.read(DOCUMENT), parser())
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as fault:
        raise ValueError(str(fault)) from fault
    body = root.find(f"{W}body")
    return [] if body is None else list(_blocks(body))


def _blocks(parent: etree._Element) -> Iterator[Block]:
    for element in parent:
        if element.tag == _PARAGRAPH:
            yield _text(element)
        elif element.tag == _TABLE:
            yield grid(element)
        elif element.tag in (f"{W}sdt", f"{W}sdtContent"):
            yield from _blocks(element)


def _text(paragraph: etree._Element) -> str:
    pieces = []
    for element in paragraph.iter(_TEXT, *_MARKS):
        if element.tag == _TEXT:
            pieces.append(element.text or "")
        elif element.get(_KIND) in _PAGE_BREAKS:
            continue
        elif getattr(element.getparent(), "tag", None) == _RUN:
            pieces.append(_MARKS[str(element.tag)])
    return "".join(pieces)


def grid(table: etree._Element) -> Grid:
    """Return the cells of a table with their spans, vertical merges joined."""
    counted = _counted_columns(table)
    cells: dict[Span, str] = {}
    reaching: dict[int, Span] = {}
    for row, line in enumerate(table.iterchildren(_ROW)):
        column = 0
        for cell in line.iterchildren(_CELL):
            stated, merge = _merging(cell)
            start = counted[column] if column < len(counted) else column
            end = column + stated
            across = max(1, counted[end] - start) if end < len(counted) else stated
            text = "\n".join(_text(each) for each in cell.iterchildren(_PARAGRAPH))
            above = reaching.get(start)
            if merge == "continue" and above is not None:
                longer = (above[0], above[1], above[2] + 1, above[3])
                cells[longer] = cells.pop(above) + text
                reaching[start] = longer
            else:
                span = (row, start, 1, across)
                cells[span] = text
                reaching.pop(start, None)
                if merge == "restart":
                    reaching[start] = span
            column += stated
    return cells


def _counted_columns(table: etree._Element) -> list[int]:
    """Return how many columns stand before each column of the grid, and in all.

    Slivers do not count: programs put them in where widths do not add up by a rounding.
    """
    before = [0]
    for column in table.iterfind(f"{W}tblGrid/{W}gridCol"):
        before.append(before[-1] + (int(column.get(_WIDTH, _SLIVER + 1)) > _SLIVER))
    return before


def _merging(cell: etree._Element) -> tuple[int, str]:
    """Return how many columns a cell spans and its part in a vertical merge, empty for none."""
    across, merge = 1, ""
    for stated in cell.iterchildren(_CELL_PROPERTIES):
        for each in stated:
            if each.tag == _SPAN:
                across = int(each.get(_VALUE, "1"))
            elif each.tag == _MERGE:
                merge = str(each.get(_VALUE, "continue"))
    return across, merge
