"""Pages of placed characters and lines → one document: paragraphs put together, tables continued.

A table that runs over pages is one table: its pieces are joined by where their columns stand,
whether the head is repeated or not; page numbers between them are passed by.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nianbao.formats.page.page import Block, Paragraph, Table, on_page
from nianbao.formats.page.ruled import Character, Line, in_lines, line_text, ruled
from nianbao.prose import squeeze

_PAGE_NUMBER = re.compile(r"[-—–－―·~\s]*(第?\d{1,4}页?)([/／共，,\s]*共?\d{1,4}页?)?[-—–－―·~\s]*")
# How far, in points, columns of two pieces may stand apart, and how much a piece may be shifted.
_NEAR, _SHIFTED = 5.0, 40.0
# How many columns a piece may have that the other has not: those of the labels.
_MOST_OF_ITS_OWN, _FEWEST = 2, 3
# In heights of a character: an indent, and how short a line is that ends a paragraph.
_INDENT, _SHORT = 1.2, 1.8


@dataclass(frozen=True)
class Leaf:
    """A page: its characters and lines, and whether pictures cover most of it."""

    characters: tuple[Character, ...]
    lines: tuple[Line, ...]
    is_picture: bool = False


def pieced(leaves: Iterable[Leaf]) -> tuple[Block, ...]:
    """Return the texts and tables of a document, its pages given in order."""
    pieces = [piece for at, each in enumerate(leaves, 1) for piece in _pieces(each, at)]
    return tuple(_whole(pieces))


@dataclass(frozen=True)
class _Piece:
    """A block of one page, and where it stands there; a table with the edges of its columns."""

    block: Block
    number: int
    edges: tuple[float, ...] = ()
    runs_on: bool = False
    """A paragraph whose last line is full: the next page may go on with it."""
    is_indented: bool = True


def _pieces(page: Leaf, number: int) -> Iterator[_Piece]:
    tables, rest = ruled(page.lines, page.characters)
    lines = _without_page_number(in_lines(rest))
    margins = _margins(lines)
    above = 0.0
    for table in (*tables, None):
        below = table.top if table else float("inf")
        between = [line for line in lines if above <= _middle(line) < below]
        yield from _paragraphs(between, margins, number)
        if table:
            above = table.bottom
            yield _Piece(on_page(table.table, number), number, table.edges)
            # Lines beside a table, between its top and bottom, come after it.
            above = table.top


def _middle(line: list[Character]) -> float:
    return (line[0].top + line[0].bottom) / 2


def _without_page_number(lines: list[list[Character]]) -> list[list[Character]]:
    """Return the lines without a page number at the top or the bottom of the page."""
    for end in (-1, 0):
        if lines and _PAGE_NUMBER.fullmatch(line_text(lines[end])):
            del lines[end]
    return lines


def _margins(lines: list[list[Character]]) -> tuple[float, float]:
    left = min((line[0].left for line in lines), default=0.0)
    right = max((line[-1].right for line in lines), default=0.0)
    return left, right


def _paragraphs(
    lines: list[list[Character]], margins: tuple[float, float], number: int
) -> Iterator[_Piece]:
    """Yield the paragraphs of lines: a new one is indented, or the line before it was short."""
    left, right = margins
    texts: list[str] = []
    is_indented = is_full = False
    for line in lines:
        height = line[0].bottom - line[0].top
        begins = line[0].left - left > _INDENT * height
        if texts and (begins or not is_full):
            yield _paragraph(texts, number, is_full, is_indented)
            texts = []
        if not texts:
            is_indented = begins
        texts.append(line_text(line))
        is_full = right - line[-1].right <= _SHORT * height
    if texts:
        yield _paragraph(texts, number, is_full, is_indented)


def _paragraph(texts: list[str], number: int, is_full: bool, is_indented: bool) -> _Piece:
    text = "".join(texts)
    return _Piece(Paragraph(text, number), number, runs_on=is_full, is_indented=is_indented)


def _whole(pieces: list[_Piece]) -> Iterator[Block]:
    """Yield the blocks of the document, what runs over a page put together."""
    held: _Piece | None = None
    for piece in pieces:
        joined = _continued(held, piece) if held else None
        if held and joined is None:
            yield held.block
        held = joined or piece
    if held:
        yield held.block


def _continued(held: _Piece, piece: _Piece) -> _Piece | None:
    """Return two pieces as one where the second, on the next page, goes on with the first."""
    if piece.number != held.number + 1:
        return None
    if isinstance(held.block, Table) and isinstance(piece.block, Table):
        return _joined_tables(held, piece)
    goes_on = held.runs_on and not piece.is_indented
    if goes_on and isinstance(held.block, Paragraph) and isinstance(piece.block, Paragraph):
        text = held.block.text + piece.block.text
        return replace(piece, block=replace(held.block, text=text))
    return None


def _joined_tables(held: _Piece, piece: _Piece) -> _Piece | None:
    """Return two pieces of a table as one: columns of the second stand where the first has them."""
    edges = max(_shifts(held, piece), key=lambda moved: len(_matched(held.edges, moved)))
    own = [edge for edge in edges if _nearest(held.edges, edge) is None]
    is_as_wide = _nearest(held.edges, edges[-1]) == len(held.edges) - 1
    if not is_as_wide or len(own) > _MOST_OF_ITS_OWN or len(edges) - len(own) < _FEWEST:
        return None
    union = sorted([*held.edges, *own])
    above, below = _spread(held, held.edges, union), _spread(piece, edges, union)
    below = _without_repeated_head(above, below)
    down = above.rows
    cells = (*above.cells, *(replace(cell, row=cell.row + down) for cell in below.cells))
    return _Piece(Table(cells), piece.number, tuple(union))


def _shifts(held: _Piece, piece: _Piece) -> Iterator[tuple[float, ...]]:
    """Yield the edges of a piece as they stand, and shifted so that its left or right edge fits."""
    for shift in (0.0, held.edges[0] - piece.edges[0], held.edges[-1] - piece.edges[-1]):
        if abs(shift) <= _SHIFTED:
            yield tuple(edge + shift for edge in piece.edges)


def _matched(edges: tuple[float, ...], others: tuple[float, ...]) -> set[int]:
    return {at for at in (_nearest(edges, each) for each in others) if at is not None}


def _nearest(edges: tuple[float, ...], place: float) -> int | None:
    at = min(range(len(edges)), key=lambda each: abs(edges[each] - place))
    return at if abs(edges[at] - place) <= _NEAR else None


def _spread(piece: _Piece, edges: tuple[float, ...], union: list[float]) -> Table:
    """Return a piece's table over the columns of the whole table."""
    assert isinstance(piece.block, Table)  # noqa: S101
    places = [min(range(len(union)), key=lambda at: abs(union[at] - edge)) for edge in edges]
    return Table(
        tuple(
            replace(
                cell,
                column=places[cell.column],
                across=places[cell.column + cell.across] - places[cell.column],
            )
            for cell in piece.block.cells
        )
    )


def _without_repeated_head(above: Table, below: Table) -> Table:
    """Return a piece without the rows at its top that say again what the first piece began with."""
    tops, again = _rows(above), _rows(below)
    repeated = 0
    while repeated < min(len(tops), len(again)) and tops[repeated] == again[repeated]:
        if not tops[repeated]:
            break
        repeated += 1
    kept = (cell for cell in below.cells if cell.row >= repeated)
    return Table(tuple(replace(cell, row=cell.row - repeated) for cell in kept))


def _rows(table: Table) -> list[frozenset[tuple[int, str]]]:
    rows: list[set[tuple[int, str]]] = [set() for _ in range(table.rows)]
    for cell in table.cells:
        if text := squeeze(cell.text):
            rows[cell.row].add((cell.column, text))
    return [frozenset(row) for row in rows]
