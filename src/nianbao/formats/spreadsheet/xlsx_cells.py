"""The cells of one sheet as they stand in its XML, before anybody knows what they mean.

``plain_cells(part)`` takes a sheet that is written as every spreadsheet program writes it, with one
regular expression; what is left between its matches proves that nothing else stood there. For any
other it gives None: ``walked_cells`` then goes through it element by element, and refuses whatever
stands where programs differ about it.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from nianbao.formats.limits import FORM_BYTES, LIMITS
from nianbao.formats.spreadsheet.addresses import address, is_beyond_grid, parse_address
from nianbao.formats.spreadsheet.sheet import Merge, Place
from nianbao.formats.spreadsheet.xlsx_strings import MAIN, RichText, decoded, resolved
from nianbao.formats.spreadsheet.xml_parts import FOREIGN, Handler, walk
from nianbao.formats.zip_package import refused, too_large

# Cells that have a style only tell nothing; they are passed by together, once and for good.
# (An empty alternative is much quicker here than an optional group.)
_EMPTY = r'(?:<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]+"|)(?: t="[a-z]+"|)/>)'
_CELL = (
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]+)"|)(?: t="([a-z]+)"|)'
    r">(?:(<f(?: [^<>]*|)(?:/>|>[^<]*</f>))|)(?:<v>([^<]*)</v>|)</c>"
)
_ROW = r'(</row>)?<row r="([1-9][0-9]{0,6})"([^<>]*)>'
_TOKEN = re.compile(rf"{_EMPTY}*+(?:{_CELL}|{_ROW}|(</row>)\Z)|{_EMPTY}++")
_GROUPS = 1 + _TOKEN.groups
_BODY = re.compile(
    rb'\A(?:\xef\xbb\xbf)?(?:<\?xml([^>]*)\?>)?\s*<worksheet(?: [^<>]*)? xmlns="'
    + MAIN.strip().encode()
    + rb'"[\s>]'
)
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"/>')
_MERGES = re.compile(rb"<mergeCells(?: [^<>]*)?>((?:<mergeCell [^<>]*/>)*)</mergeCells>")
_COLUMN = re.compile(r'<col(?= [^<>]*\bhidden="(?:1|true)")[^<>]*>')
_BOUND = re.compile(r'\b(min|max)="(\d{1,5})"')
_HIDDEN = re.compile(r'\bhidden="(?:1|true)"')
_TRUE = ("1", "true")
_STRICT = "http://purl.oclc.org/ooxml/"


class Cell(NamedTuple):
    """What a cell holds besides its place: style, type, formula and value as they stand there."""

    style: str | None
    kind: str | None
    formula: str | None
    value: str | None


@dataclass
class SheetCells:
    """The cells of a sheet that hold something, and what else its XML tells."""

    cells: dict[Place, Cell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    arrays: list[Merge] = field(default_factory=list)
    """The ranges of array formulas: their members have no formula of their own."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def hide_columns(self, first: int, last: int) -> None:
        """Note columns ``first`` to ``last``, counted from 1."""
        self.hidden_columns.update(range(first - 1, min(last, LIMITS.columns)))


@dataclass
class Totals:
    """What is bounded over all the sheets together."""

    tags: int = 0
    cells: int = 0
    area: int = 0

    def add(self, cells: "dict[Place, Cell]") -> None:
        """Count the cells of a sheet in; ``Refusal`` where it becomes too much."""
        self.cells += len(cells)
        if self.cells > LIMITS.cells:
            raise too_large(f"有内容的单元格超过 {LIMITS.cells} 个")
        if cells:
            rows = max(row for row, _ in cells) + 1
            self.area += rows * (max(column for _, column in cells) + 1)
            if self.area > LIMITS.area:
                raise too_large("各工作表的范围")


def plain_cells(part: bytes) -> SheetCells | None:
    """Return what stands in a plainly written sheet, None where it takes a closer look."""
    if len(part) > FORM_BYTES or b"<!" in part or part.count(b"mergeCells") > 2:
        return None
    opening = _BODY.match(part)
    if b"<sheetData/>" in part:
        part = part.replace(b"<sheetData/>", b"<sheetData></sheetData>", 1)
    head, start, rest = part.partition(b"<sheetData>")
    body, end, tail = rest.partition(b"</sheetData>")
    # Any other spelling of the word, with a prefix or twice, is for the walk.
    is_single = part.count(b"sheetData") == 2 and start and end
    if opening is None or not is_single or not _is_utf8(opening[1] or b""):
        return None
    text, before = decoded(body), decoded(head)
    if text is None or before is None or 't="array"' in text:
        return None
    sheet = SheetCells()
    is_taken = _take_rows(text, sheet) and _take_merges(tail, sheet)
    for found in _COLUMN.findall(before):
        bounds = {name: int(number) for name, number in _BOUND.findall(found)}
        sheet.hide_columns(bounds.get("min", 1), bounds.get("max", 0))
    return sheet if is_taken else None


def _is_utf8(declaration: bytes) -> bool:
    return b"encoding" not in declaration or b"utf-8" in declaration.lower()


def _take_rows(body: str, sheet: SheetCells) -> bool:
    """Take the cells that hold something; False where the rows are not plain rows of cells."""
    taken = _TOKEN.split(body.replace("<v/>", "<v></v>"))
    if any(taken[::_GROUPS]):
        return False
    columns, cells = _Columns(), sheet.cells
    count, here, row, is_open = 0, "", -1, False
    tokens = zip(*(taken[group::_GROUPS] for group in range(1, _GROUPS)), strict=True)
    for letters, number, style, kind, formula, value, closing, begun, aside, end in tokens:
        if letters is not None:
            if number != here or not is_open:
                return False
            if value is not None or formula is not None:
                count += 1
                plain = resolved(value) if value and "&" in value else value
                cells[row, columns[letters]] = Cell(style, kind, formula, plain)
        elif is_open is (closing is None and end is None):
            return False
        elif begun is not None:
            here, row, is_open = begun, int(begun) - 1, aside[-1:] != "/"
            if "hidden" in aside and _HIDDEN.search(aside):
                sheet.hidden_rows.add(row)
        else:
            is_open = False
    is_near = (
        max(cells, default=(0, 0))[0] < LIMITS.rows
        and max(columns.values(), default=0) < LIMITS.columns
    )
    return is_near and not is_open and len(cells) == count


class _Columns(dict[str, int]):
    """The numbers of columns by their letters, from 0."""

    def __missing__(self, letters: str) -> int:
        place = parse_address(f"{letters}1")
        self[letters] = LIMITS.columns if place is None else place[1]
        return self[letters]


def _take_merges(tail: bytes, sheet: SheetCells) -> bool:
    found = _MERGES.findall(tail)
    merges = _MERGE.findall(found[0]) if found else []
    if len(merges) != tail.count(b"mergeCell ") or len(merges) > LIMITS.merges:
        return False
    if b"mergeCells" in tail and len(found) != 1:
        return False
    for first, last in merges:
        start, end = parse_address(first.decode()), parse_address(last.decode())
        if start is None or end is None:
            return False
        if (end[0] - start[0] + 1) * (end[1] - start[1] + 1) > LIMITS.merged:
            return False
        sheet.merges.append((*start, *end))
    return True


def walked_cells(part: bytes, name: str, totals: Totals) -> SheetCells:
    """Return what stands in the sheet called ``name``, element by element.

    ``Refusal`` where it is over the limits, or says what one program shows and another does not:
    cells twice or out of place, a foreign element among them, a second block of cells or merges.
    """
    totals.tags += part.count(b"<")
    if totals.tags > LIMITS.tags:
        raise too_large("各工作表的内容")
    found = _Walk(name)
    walk(part, found)
    return found.sheet


class _Walk(Handler):
    """A walk over a sheet. Elements outside of ``sheetData`` are passed by, bounded in number."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.sheet = SheetCells()
        self._name = name
        self._row, self._column = -1, -1
        self._cell: dict[str, str] = {}
        self._pieces: dict[str, list[str]] = {}
        self._rich: RichText | None = None
        self._blocks: set[str] = set()
        self._others = 0

    def start(self, attributes: dict[str, str]) -> None:
        names = self._names()
        if len(names) > 1 and names[1] == "sheetData":
            self._in_cells(names[2:], attributes)
        else:
            self._beside(names, attributes)

    def _names(self) -> list[str]:
        return self.names(MAIN)

    def _in_cells(self, names: list[str], attributes: dict[str, str]) -> None:
        match names:
            case []:
                self._once("sheetData")
            case ["row"]:
                self._begin_row(attributes)
            case ["row", "c"]:
                self._begin_cell(attributes)
            case ["row", "c", "v" | "f" as piece]:
                self._begin_piece(piece, attributes)
            case ["row", "c", "is"]:
                if self._rich is not None or "v" in self._pieces:
                    raise refused("suspicious", "一个单元格里有两个值")
                self._rich = RichText()
            case ["row", "c", "is", *inner] if self._rich is not None:
                self._rich.start(inner, attributes)
            case ["row", "extLst", *_] | ["row", "c", "extLst", *_]:
                pass
            case _:
                raise refused("suspicious", "单元格之间夹着别的内容")

    def _begin_piece(self, piece: str, attributes: dict[str, str]) -> None:
        if piece in self._pieces or (piece == "v" and self._rich is not None):
            raise refused("suspicious", "一个单元格里有两个值")
        if piece == "v" and attributes.keys() - {_SPACE}:
            raise refused("suspicious", "值上不合规范的标记")
        self._pieces[piece] = []
        if piece == "f" and attributes.get("t") == "array" and "ref" in attributes:
            self._array(attributes["ref"])

    def _beside(self, names: list[str], attributes: dict[str, str]) -> None:
        if len(names) == 1:
            if self.path[0].startswith(_STRICT):
                raise refused("strict xml")
            if names != ["worksheet"]:
                raise refused("suspicious", "不合规范的工作表")
            return
        self._others += 1
        if self._others > LIMITS.asides:
            raise refused("suspicious", "过多的非表格内容")
        match names[1:]:
            case ["mergeCells"]:
                self._once("mergeCells")
            case ["mergeCells", "mergeCell"]:
                self._merge(attributes.get("ref", ""))
            case ["cols", "col"]:
                self._column_seen(attributes)
            case _:
                self._refuse_cells_elsewhere(is_foreign=names[-1] == FOREIGN)

    def _column_seen(self, attributes: dict[str, str]) -> None:
        bounds = [attributes.get(each, "0") for each in ("min", "max")]
        is_bounded = all(each.isdecimal() and len(each) < 6 for each in bounds)
        if attributes.get("hidden") in _TRUE and is_bounded:
            self.sheet.hide_columns(int(bounds[0]), int(bounds[1]))

    def _refuse_cells_elsewhere(self, *, is_foreign: bool) -> None:
        """Refuse cells and merges that stand where only some programs look for them."""
        local = self.path[-1].rpartition(" ")[2]
        if local == "sheetData" or (local in ("row", "c") and not is_foreign):
            raise refused("suspicious", "两份单元格")
        if local in ("mergeCells", "mergeCell"):
            raise refused("suspicious", "两份合并单元格")

    def _once(self, block: str) -> None:
        if block in self._blocks:
            raise refused("suspicious", "两份单元格" if block == "sheetData" else "两份合并单元格")
        self._blocks.add(block)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._require_plain(attributes, ("r",))
        number, self._column = attributes.get("r"), -1
        if number is None:
            self._row += 1
        elif number.isascii() and number.isdecimal() and len(number) < 8 and number != "0":
            self._row = int(number) - 1
        else:
            raise refused("suspicious", "不合规范的行号")
        if attributes.get("hidden") in _TRUE:
            self.sheet.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._require_plain(attributes, ("r", "t", "s"))
        self._cell, self._pieces, self._rich = attributes, {}, None
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        place = parse_address(reference)
        if place is None:
            if is_beyond_grid(reference):
                raise refused("far cell", reference[:20], sheet=self._name)
            raise refused("suspicious", "不合规范的单元格地址")
        if place[0] != self._row:
            raise refused("suspicious", "单元格不在它所写的行里")
        self._column = place[1]

    def _require_plain(self, attributes: dict[str, str], known: tuple[str, ...]) -> None:
        """Refuse what looks like an attribute of a cell and is one of another namespace."""
        if any(" " in each and each.rpartition(" ")[2] in known for each in attributes):
            raise refused("suspicious", "不合规范的单元格")

    def characters(self, text: str) -> None:
        names = self._names()
        match names[2:]:
            case ["row", "c", "v" | "f" as piece]:
                self._pieces[piece].append(text)
            case ["row", "c", "is", *inner] if self._rich is not None:
                self._rich.characters(inner, text)

    def end(self) -> None:
        if self._names()[1:] != ["sheetData", "row", "c"]:
            return
        if not self._pieces and self._rich is None:
            return
        place = self._row, self._column
        if place[0] >= LIMITS.rows or place[1] >= LIMITS.columns:
            raise refused("far cell", address(*place), sheet=self._name)
        if place in self.sheet.cells:
            raise refused("suspicious", "两个地址相同的单元格")
        formula = "".join(self._pieces["f"]) if "f" in self._pieces else None
        value = "".join(self._pieces["v"]) if "v" in self._pieces else None
        kind = self._cell.get("t")
        if self._rich is not None:
            value, kind = self._rich.text(), "inlineStr"
        self.sheet.cells[place] = Cell(self._cell.get("s"), kind, formula, value)
        if len(self.sheet.cells) > LIMITS.cells:
            raise too_large(f"有内容的单元格超过 {LIMITS.cells} 个")

    def _array(self, reference: str) -> None:
        area = self._range(reference)
        if (area[2] - area[0] + 1) * (area[3] - area[1] + 1) > LIMITS.merged:
            raise too_large("数组公式的范围")
        self.sheet.arrays.append(area)

    def _merge(self, reference: str) -> None:
        merge = top, left, bottom, right = self._range(reference)
        if (bottom - top + 1) * (right - left + 1) > LIMITS.merged:
            raise refused("large merge", reference, sheet=self._name)
        self.sheet.merges.append(merge)
        if len(self.sheet.merges) > LIMITS.merges:
            raise too_large(f"工作表“{self._name}”的合并单元格")

    def _range(self, reference: str) -> Merge:
        first, _, last = reference.partition(":")
        start, end = parse_address(first), parse_address(last or first)
        if start is None or end is None:
            raise refused("suspicious", "不合规范的单元格地址")
        return (*start, *end)


_SPACE = "http://www.w3.org/XML/1998/namespace space"
