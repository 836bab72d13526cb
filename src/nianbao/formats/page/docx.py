"""A Word file (.docx) → its texts and tables, as Word shows them with every change accepted.

Every table counts, the inner ones too. A text box stands beside the text: what it says is told,
its tables are read. Runs, fields and links are joined; nothing is fetched and nothing is run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from nianbao.formats.limits import LIMITS
from nianbao.formats.page.page import Aside, AsideKind, Block, Cell, Mark, Page, Paragraph, Table
from nianbao.formats.page.xml_root import root_of
from nianbao.formats.zip_package import Package, refused, too_large

_DOCUMENTS = ("word/document.xml", "word/document2.xml")
_MACROS = "word/vbaproject.bin"
_PARAGRAPH, _TABLE, _BOX = "p", "tbl", "txbxContent"
# Content that a reader does not see: changes taken back, what another program would show instead.
_NOT_SHOWN = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rPrChange"})
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BREAKS = frozenset({"page", "column"})
_OFF = frozenset({"0", "false", "off"})
_BESIDE: Mapping[str, AsideKind] = {
    "pic": "picture", "imagedata": "picture", "OLEObject": "embedded file",
}  # fmt: skip
# Half a millimetre in twentieths of a point: Word puts such columns in where widths do not add up.
_SLIVER = 28
_DEEPEST = 120
_NO_MARKS: frozenset[Mark] = frozenset()


def read(data: bytes) -> Page:
    """Return a Word file as a page; ``Refusal`` where it is damaged, too large or has macros."""
    package = Package(data)
    if _MACROS in package:
        raise refused("document macros")
    name = next((name for name in _DOCUMENTS if name in package), None)
    if name is None:
        raise refused("document damaged")
    body = next((each for each in root_of(package.read(name)) if _name(each) == "body"), None)
    reader = _Reader()
    blocks = tuple(reader.blocks(body)) if body is not None else ()
    return Page("docx", blocks, tuple(reader.asides))


def _name(element: "etree._Element") -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(element: "etree._Element", name: str) -> str | None:
    """Return an attribute by its local name, whatever edition of the format it is written in."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


@dataclass
class _Text:
    """A paragraph being put together from its runs."""

    pieces: list[str] = field(default_factory=list)
    marks: set[Mark] = field(default_factory=set)
    inside: list[Block] = field(default_factory=list)


@dataclass
class _Reader:
    asides: list[Aside] = field(default_factory=list)
    depth: int = 0

    def blocks(self, parent: "etree._Element") -> Iterator[Block]:
        """Yield the texts and tables of ``parent`` in order."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise refused("document suspicious", "层层套叠的内容")
        for element in parent:
            name = _name(element)
            if name == _PARAGRAPH:
                yield from self._paragraph(element)
            elif name == _TABLE:
                yield from self._table(element)
            elif name not in _NOT_SHOWN and len(element):
                yield from self.blocks(element)
        self.depth -= 1

    def _paragraph(self, element: "etree._Element") -> Iterator[Block]:
        text = _Text()
        self._runs(element, text, _NO_MARKS)
        yield Paragraph("".join(text.pieces), None, frozenset(text.marks))
        yield from text.inside

    def _runs(self, parent: "etree._Element", text: _Text, marks: frozenset[Mark]) -> None:
        for element in parent:
            name = _name(element)
            if name == "t":
                self._add(text, element.text or "", marks)
            elif name == "r":
                self._runs(element, text, _marks(element))
            elif name in _CHARACTERS and _name(parent) == "r":
                if _value(element, "type") not in _BREAKS:
                    self._add(text, _CHARACTERS[name], marks)
            elif name == "sym":
                self._add(text, _symbol(element), marks)
            elif name == _BOX:
                self._box(element, text)
            elif name in _BESIDE:
                self.asides.append(Aside(_BESIDE[name]))
            elif name not in _NOT_SHOWN and len(element):
                self._runs(element, text, marks)

    def _add(self, text: _Text, characters: str, marks: frozenset[Mark]) -> None:
        if characters.strip():
            text.marks |= marks
        if "hidden" not in marks:
            text.pieces.append(characters)

    def _box(self, element: "etree._Element", text: _Text) -> None:
        inner = list(self.blocks(element))
        texts = [block.text for block in inner if isinstance(block, Paragraph)]
        told = "\n".join(filter(str.strip, texts))
        if told:
            self.asides.append(Aside("text box", told))
        text.inside += [block for block in inner if isinstance(block, Table)]

    def _table(self, element: "etree._Element") -> Iterator[Block]:
        """Yield a table and the tables in its cells; a frame of one cell gives what it frames."""
        cells, inner = self._cells(element)
        if len(cells) == 1:
            yield from next(iter(inner.values()), ())
            return
        yield Table(tuple(cells))
        for blocks in inner.values():
            yield from (block for block in blocks if isinstance(block, Table))

    def _cells(
        self, table: "etree._Element"
    ) -> tuple[list[Cell], dict[tuple[int, int], list[Block]]]:
        counted = _counted_columns(table)
        cells: dict[tuple[int, int], Cell] = {}
        inner: dict[tuple[int, int], list[Block]] = {}
        reaching: dict[int, tuple[int, int]] = {}
        for row, line in enumerate(_parts(table, "tr")):
            stated = _skipped(line)
            for part in _parts(line, "tc"):
                place = _Place.of(part, stated, counted)
                stated = place.end
                blocks = list(self.blocks(part))
                text, marks = _joined(blocks)
                above = cells.get(reaching.get(place.column, (-1, -1)))
                if place.merge == "continue" and above is not None:
                    joined = f"{above.text}\n{text}" if text.strip() else above.text
                    cells[above.row, above.column] = Cell(
                        above.row, above.column, row + 1 - above.row, above.across, joined,
                        above.marks | marks,
                    )  # fmt: skip
                    inner[above.row, above.column] += blocks
                    continue
                spot = row, place.column
                cells[spot] = Cell(row, place.column, 1, place.across, text, marks)
                inner[spot] = blocks
                reaching.pop(place.column, None)
                if place.merge == "restart":
                    reaching[place.column] = spot
            if len(cells) > LIMITS.cells:
                raise too_large("表格的格数")
        return list(cells.values()), inner


@dataclass(frozen=True)
class _Place:
    """Where a cell stands: its column among those that count, and its part in a merge."""

    column: int
    across: int
    end: int
    merge: str

    @classmethod
    def of(cls, cell: "etree._Element", stated: int, counted: list[int]) -> "_Place":
        across, merge = 1, ""
        for properties in _children(cell, "tcPr"):
            for each in properties:
                if _name(each) == "gridSpan":
                    across = _number(each, 1)
                elif _name(each) == "vMerge":
                    merge = _value(each, "val") or "continue"
        end = stated + across
        if end > LIMITS.columns:
            raise too_large("表格的列数")
        start = counted[stated] if stated < len(counted) else stated
        wide = max(1, counted[end] - start) if end < len(counted) else across
        return cls(start, wide, end, merge)


def _children(parent: "etree._Element", name: str) -> Iterator["etree._Element"]:
    return (element for element in parent if _name(element) == name)


def _parts(parent: "etree._Element", name: str) -> Iterator["etree._Element"]:
    """Yield rows or cells, those in content controls included, those that were deleted not."""
    for element in parent:
        if _name(element) == name:
            if not _is_deleted(element):
                yield element
        elif _name(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _parts(element, name)


def _is_deleted(row: "etree._Element") -> bool:
    return any(_name(each) == "del" for part in _children(row, "trPr") for each in part)


def _skipped(row: "etree._Element") -> int:
    """Return how many columns of the grid a row leaves out before its first cell."""
    for properties in _children(row, "trPr"):
        for each in _children(properties, "gridBefore"):
            return _number(each, 0)
    return 0


def _number(element: "etree._Element", otherwise: int) -> int:
    value = _value(element, "val") or ""
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else otherwise
    if number > LIMITS.columns:
        raise too_large("表格的列数")
    return number


def _counted_columns(table: "etree._Element") -> list[int]:
    """Return how many columns stand before each column of the grid, and in all."""
    before = [0]
    for grid in _children(table, "tblGrid"):
        for column in _children(grid, "gridCol"):
            width = _value(column, "w") or ""
            is_sliver = width.isascii() and width.isdigit() and int(width) <= _SLIVER
            before.append(before[-1] + (not is_sliver))
    return before


def _joined(blocks: list[Block]) -> tuple[str, frozenset[Mark]]:
    """Return the text of a cell: its own paragraphs, not those of tables inside."""
    own = [block for block in blocks if isinstance(block, Paragraph)]
    marks: frozenset[Mark] = frozenset().union(*(block.marks for block in own))
    return "\n".join(block.text for block in own).strip("\n"), marks


def _marks(run: "etree._Element") -> frozenset[Mark]:
    found: set[Mark] = set()
    for properties in _children(run, "rPr"):
        for each in properties:
            name, value = _name(each), _value(each, "val")
            if name in ("strike", "dstrike") and value not in _OFF:
                found.add("struck")
            elif name == "vertAlign" and value in ("superscript", "subscript"):
                found.add("raised")
            elif name == "vanish" and value not in _OFF:
                found.add("hidden")
    return frozenset(found)


def _symbol(element: "etree._Element") -> str:
    """Return the character of a symbol font as a box: what it looks like the file does not say."""
    return "□" if _value(element, "char") else ""
