"""Reads a finished document back and compares it with its report, before it counts as written.

``verify(blocks, published, form)`` takes the blocks of a document in reading order: a paragraph is
its text, a table the cells of its grid. ``wordread`` and ``webread`` take them out of the files.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from nianbao.documents.composition import (
    PART_TITLES,
    Composition,
    Paragraph,
    Published,
    compose,
)
from nianbao.documents.fields import printed_figures
from nianbao.errors import ProgramFault
from nianbao.form.tables import Label, Table, official_tables
from nianbao.prose import squeeze

Span = tuple[int, int, int, int]
Grid = dict[Span, str]
Block = str | Grid
TITLE_BLOCKS = 3
EXCERPT = 24
NEW_PAGE = "\f"


@dataclass(frozen=True)
class Form:
    """Which kind of document is read and which details its template prints.

    ``normal`` is what texts are brought to before they are compared.
    """

    name: str
    prints_contact: bool = True
    prints_website: bool = True
    prints_signature: bool = True
    normal: Callable[[str], str] = str


def laid_out(lines: Iterable[Iterable[tuple[int, int, str]]]) -> Grid:
    """Return the grid of rows of cells (rows spanned, columns spanned, text), as HTML lays it."""
    cells: Grid = {}
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        column = 0
        for down, across, text in line:
            while (row, column) in taken:
                column += 1
            cells[(row, column, down, across)] = text
            if down > 1:
                taken |= {
                    (row + below, column + beside)
                    for below in range(1, down)
                    for beside in range(across)
                }
            column += across
    return cells


class _Difference(Exception):
    """What differs, as a clause of the sentence for people."""


def verify(blocks: Sequence[Block], published: Published, form: Form) -> None:
    """Raise ``ProgramFault`` unless the document says exactly what the report says.

    Title, part headings, every table cell with its span, every paragraph of the parts, in order and
    with nothing between; before part 一 and after part 六 a template may say more.
    """
    try:
        _compare(_Reader(blocks, form), published, form)
    except _Difference as difference:
        raise ProgramFault(
            f"{form.name}与报告不一致：{difference}。文件没有保存，请联系维护人员。"
        ) from None


class _Reader:
    """The blocks of a document, taken one by one."""

    def __init__(self, blocks: Sequence[Block], form: Form) -> None:
        self.blocks = [block for block in blocks if not isinstance(block, str) or block.strip()]
        self.normal = form.normal
        self.at = 0

    def take(self, expected: str) -> Block:
        if self.at == len(self.blocks):
            raise _Difference(f"“{_short(expected)}”没有出现，文件到此为止")
        self.at += 1
        block = self.blocks[self.at - 1]
        return block.removeprefix(NEW_PAGE) if isinstance(block, str) else block

    def paragraph(self, stated: str) -> None:
        """Take one paragraph, with what runs over to further pages of it."""
        expected, found = self.normal(stated), self.take(stated)
        while isinstance(found, str) and found != expected and self._runs_over():
            found += str(self.take(stated))
        if found != expected:
            text = found if isinstance(found, str) else "（表格）"
            start = _departure(expected, text)
            seen = _short(text, start)
            raise _Difference(f"应为“{_short(expected, start)}”，实为“{seen}”")

    def until(self, stated: str) -> str:
        """Skip to the paragraph ``stated``; return what stood before it."""
        before: list[str] = []
        while (found := self.take(stated)) != self.normal(stated):
            before.append(found if isinstance(found, str) else "")
        return "".join(before)

    def rest(self) -> list[Block]:
        blocks = self.blocks[self.at :]
        return [each.removeprefix(NEW_PAGE) if isinstance(each, str) else each for each in blocks]

    def _runs_over(self) -> bool:
        if self.at == len(self.blocks):
            return False
        block = self.blocks[self.at]
        return isinstance(block, str) and block.startswith(NEW_PAGE)


def _departure(expected: str, found: str) -> int:
    """Return where an excerpt starts that shows how two texts part, in characters."""
    pairs = enumerate(zip(expected, found, strict=False))
    first = next((at for at, (one, other) in pairs if one != other), min(len(expected), len(found)))
    return max(0, first - EXCERPT // 4)


def _short(text: str, start: int = 0) -> str:
    """Return ``EXCERPT`` characters of ``text``, dots for what is left out."""
    end = start + EXCERPT
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _compare(reader: _Reader, published: Published, form: Form) -> None:
    words = compose(published)
    _compare_title(reader, words)
    preamble = reader.until(PART_TITLES[0])
    for is_printed, text in (
        (form.prints_contact, words.contact),
        (form.prints_website, words.website),
    ):
        if is_printed and form.normal(text) not in preamble:
            raise _Difference(f"开头没有“{_short(text)}”")
    _compare_paragraphs(reader, words.overview)
    for title, table in zip(PART_TITLES[1:4], official_tables(), strict=True):
        reader.paragraph(title)
        _compare_table(reader.take(title), table, published)
    reader.paragraph(PART_TITLES[4])
    _compare_paragraphs(reader, words.shortcomings)
    reader.paragraph(PART_TITLES[5])
    _compare_paragraphs(reader, words.other)
    if form.prints_signature:
        rest = iter(reader.rest())
        for line in words.signed:
            if form.normal(line) not in rest:
                raise _Difference(f"落款没有“{line}”")


def _compare_title(reader: _Reader, words: Composition) -> None:
    expected, found = "".join(words.title), ""
    for _ in range(TITLE_BLOCKS):
        block = reader.take(expected)
        found += block if isinstance(block, str) else ""
        if squeeze(found) == squeeze(reader.normal(expected)):
            return
    raise _Difference(f"标题应为“{expected}”，实为“{_short(found)}”")


def _compare_paragraphs(reader: _Reader, expected: Sequence[Paragraph]) -> None:
    for paragraph in expected:
        if paragraph.whole:
            reader.paragraph(paragraph.whole)


def _compare_table(found: Block, table: Table, published: Published) -> None:
    if isinstance(found, str):
        raise _Difference(f"“{table.title}”下应为表格，实为“{_short(found)}”")
    figures = printed_figures(published.report)
    expected = [
        (span, text if is_label else figures[text], is_label)
        for span, text, is_label in _spans(table)
    ]
    misplaced = {span for span, *_ in expected} ^ found.keys()
    if misplaced:
        row, column, *_ = min(misplaced)
        raise _Difference(f"“{table.title}”第{row + 1}行第{column + 1}列的格与官方表式不同")
    for span, text, is_label in expected:
        seen = found[span]
        if text != seen and not (is_label and squeeze(text) == squeeze(seen)):
            place = f"“{table.title}”第{span[0] + 1}行第{span[1] + 1}列"
            raise _Difference(f"{place}应为“{_short(text)}”，实为“{_short(seen)}”")


@cache
def _spans(table: Table) -> tuple[tuple[Span, str, bool], ...]:
    """Return each cell's place and span, its label or path, and whether it is a label."""
    return tuple(
        (
            (cell.row, cell.column, cell.down, cell.across),
            cell.text if isinstance(cell, Label) else cell.path,
            isinstance(cell, Label),
        )
        for cell in table.cells
    )
