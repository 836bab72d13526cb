"""The blocks of a finished PDF, read by its tags: what a screen reader would read out.

Texts come without white space, for a PDF drops it where lines break; a block that opens a page
starts with a form feed, for what looks like two paragraphs may be one that runs over.
"""

import ctypes
import re
from collections.abc import Callable, Iterator
from typing import Any
from unicodedata import normalize

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from nianbao.documents.readback import NEW_PAGE, Block, laid_out
from nianbao.prose import squeeze

Element = Any
Cells = list[tuple[int, int, str]]
_ROOM_BYTES = 1024
_ROOM = (ctypes.c_ushort * (_ROOM_BYTES // 2))()
_UNMARKED = -1
_LIGATURE = re.compile("[\ufb00-\ufb4f]")
# Letters written from right to left, which come out in the order of the eye.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_ANY_OF_THEM = "\u05d0"
_LINE_END_HYPHEN = "\2"
_TEXTS = frozenset({"P", "H1", "H2", "Title", "Caption"})
_CELLS = frozenset({"TD", "TH"})


def pdf_blocks(finished: bytes) -> list[Block]:
    """Return paragraphs and tables in reading order; raises ``ValueError`` on a broken file."""
    try:
        document = pdfium.PdfDocument(finished)
    except pdfium.PdfiumError as fault:
        raise ValueError(str(fault)) from fault
    with document:
        pages = [list(_page_blocks(document[number])) for number in range(len(document))]
    blocks: list[str | list[Cells]] = []
    for page in pages:
        for at, block in enumerate(page):
            if isinstance(block, str):
                blocks.append(block if at else NEW_PAGE + block)
            elif not at and blocks and not isinstance(blocks[-1], str):
                blocks[-1] += block
            else:
                blocks.append(block)
    return [block if isinstance(block, str) else laid_out(block) for block in blocks]


def page_count(finished: bytes) -> int:
    """Return how many pages a PDF has."""
    with pdfium.PdfDocument(finished) as document:
        return len(document)


def _page_blocks(page: pdfium.PdfPage) -> Iterator[str | list[Cells]]:
    texts = _texts(page)
    tree = pdf.FPDF_StructTree_GetForPage(page.raw)
    try:
        for at in range(pdf.FPDF_StructTree_CountChildren(tree)):
            yield from _blocks(pdf.FPDF_StructTree_GetChildAtIndex(tree, at), texts)
    finally:
        pdf.FPDF_StructTree_Close(tree)


def _texts(page: pdfium.PdfPage) -> dict[int, str]:
    """Return the text of each marked piece of content on the page."""
    text_page = page.get_textpage()
    texts: dict[int, str] = {}
    for at in range(pdf.FPDFPage_CountObjects(page.raw)):
        piece = pdf.FPDFPage_GetObject(page.raw, at)
        if pdf.FPDFPageObj_GetType(piece) == pdf.FPDF_PAGEOBJ_TEXT:
            mark = pdf.FPDFPageObj_GetMarkedContentID(piece)
            text = _utf16(pdf.FPDFTextObj_GetText, piece, text_page.raw)
            texts[mark] = texts.get(mark, "") + text.replace(_LINE_END_HYPHEN, "-")
    return texts


def plain(text: str) -> str:
    """Return ``text`` as it can be read out of a PDF: no white space, ligatures as letters.

    Of letters written from right to left only the number is kept, their order is lost.
    """
    letters = _LIGATURE.sub(lambda found: normalize("NFKC", found[0]), squeeze(text))
    return _RIGHT_TO_LEFT.sub(_ANY_OF_THEM, letters)


def _blocks(element: Element, texts: dict[int, str]) -> Iterator[str | list[Cells]]:
    kind = _kind(element)
    if kind in _TEXTS:
        yield plain(_text(element, texts))
    elif kind == "Table":
        yield [_cells(line, texts) for line in _descendants(element, "TR")]
    else:
        for child in _children(element):
            yield from _blocks(child, texts)


def _cells(line: Element, texts: dict[int, str]) -> Cells:
    return [
        (*_spans(cell), plain(_text(cell, texts)))
        for cell in _children(line)
        if _kind(cell) in _CELLS
    ]


def _text(element: Element, texts: dict[int, str]) -> str:
    pieces = []
    for at in range(pdf.FPDF_StructElement_CountChildren(element)):
        child = pdf.FPDF_StructElement_GetChildAtIndex(element, at)
        if child:
            pieces.append(_text(child, texts))
        else:
            # No mark: the rest of a paragraph that runs over, or a page number.
            mark = pdf.FPDF_StructElement_GetChildMarkedContentID(element, at)
            pieces.append(texts.get(mark, "") if mark != _UNMARKED else "")
    return "".join(pieces)


def _children(element: Element) -> Iterator[Element]:
    for at in range(pdf.FPDF_StructElement_CountChildren(element)):
        child = pdf.FPDF_StructElement_GetChildAtIndex(element, at)
        if child:
            yield child


def _descendants(element: Element, kind: str) -> Iterator[Element]:
    for child in _children(element):
        if _kind(child) == kind:
            yield child
        else:
            yield from _descendants(child, kind)


def _kind(element: Element) -> str:
    return _utf16(pdf.FPDF_StructElement_GetType, element)


def _spans(cell: Element) -> tuple[int, int]:
    """Return how many rows and columns a cell spans."""
    spans = {b"RowSpan": 1, b"ColSpan": 1}
    number = ctypes.c_float()
    for at in range(pdf.FPDF_StructElement_GetAttributeCount(cell)):
        attributes = pdf.FPDF_StructElement_GetAttributeAtIndex(cell, at)
        for name in spans:
            value = pdf.FPDF_StructElement_Attr_GetValue(attributes, name)
            if value and pdf.FPDF_StructElement_Attr_GetNumberValue(value, number):
                spans[name] = int(number.value)
    return spans[b"RowSpan"], spans[b"ColSpan"]


def _utf16(read: Callable[..., int], *handles: Any) -> str:
    """Return what a function of PDFium writes: bytes of UTF-16 with a closing zero."""
    size = read(*handles, _ROOM, _ROOM_BYTES)
    room = _ROOM
    if size > _ROOM_BYTES:
        room = (ctypes.c_ushort * (size // 2))()
        read(*handles, room, size)
    return bytes(memoryview(room).cast("B")[: max(0, size - 2)]).decode("utf-16-le", "replace")
