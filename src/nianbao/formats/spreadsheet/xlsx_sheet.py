"""The gate's pass over the XML of one sheet.

A sheet written plainly takes the short road (``plain_sheet``). On the long one start tags tell
nearly everything, so expat reports little else; names are compared without their prefixes, as
calamine compares them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from xml.sax.saxutils import escape

from nianbao.findings.finding import Refusal
from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet.addresses import address, is_beyond_grid, parse_address
from nianbao.formats.spreadsheet.number_formats import Shown
from nianbao.formats.spreadsheet.plain_sheet import PlainSheet, plain_sheet
from nianbao.formats.spreadsheet.plain_text import SharedStrings
from nianbao.formats.spreadsheet.sheet import Merge, Place, SheetNotes, Value
from nianbao.formats.spreadsheet.xlsx_empty_rows import without_empty_cells
from nianbao.formats.spreadsheet.xml_parts import has_digit_references, new_parser, parse, plain
from nianbao.formats.zip_package import refused, too_large

_KNOWN_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
)


@dataclass
class Totals:
    """What is bounded over all the sheets together."""

    tags: int = 0
    cells: int = 0
    area: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    """The numbers of the column letters met so far."""


class SheetPass:
    """One pass over one sheet; ``run`` returns its notes and the XML calamine may read.

    ``values`` are those of a sheet written plainly, None where calamine has to read them.
    """

    def __init__(
        self, name: str, shown: Mapping[str, Shown], totals: Totals, strings: SharedStrings
    ) -> None:
        self._name = name
        self._shown_by_style = shown
        self._totals = totals
        self._strings = strings
        self.values: Mapping[Place, Value] | None = None
        self._kinds = {kind: kind for kind in ("c", "v", "row", "f", "is", "t", "r")}
        self._cell: dict[str, str] | None = None
        self._place: Place | None = None
        self._valued: Place | None = None
        self._reference = ""
        self._behind = 0
        self._row = -1
        self._is_thinned = False
        self._row_number = ""
        self._columns = totals.columns
        self._text: list[str] = []
        self._awaits_value = False
        self._others = 0
        self._errors: dict[Place, str] = {}
        self._filled: set[Place] = set()
        self._formulas: set[Place] = set()
        self._uncomputed: set[Place] = set()
        self._shown: dict[Place, Shown] = {}
        self._merges: list[Merge] = []
        self._is_unusual = False

    def run(self, part: bytes, is_thinned: bool, is_hidden: bool) -> tuple[SheetNotes, bytes]:
        """Read the sheet; ``Refusal`` where it is over the limits or contradicts itself."""
        self._is_thinned = is_thinned
        texts = self._strings.texts
        plainly = None if texts is None else plain_sheet(part, self._shown_by_style, texts)
        if plainly is None:
            part = without_empty_cells(part)
            self._is_unusual = has_digit_references(part)
            self._look_closer(part)
        else:
            self._adopt(plainly)
            part = plainly.part
        if self._filled:
            rows = max(self._filled)[0] + 1
            self._totals.area += rows * (max(column for _, column in self._filled) + 1)
            if self._totals.area > LIMITS.area:
                raise too_large("各工作表的范围")
        notes = SheetNotes(
            name=self._name,
            is_hidden=is_hidden,
            errors=self._errors,
            formulas=frozenset(self._formulas),
            uncomputed=frozenset(self._uncomputed),
            merges=tuple(self._merges),
            shown=self._shown,
            filled=frozenset(self._filled),
        )
        return notes, self._with_known_errors(plain(part) if self._is_unusual else part)

    def _look_closer(self, part: bytes) -> None:
        self._totals.tags += part.count(b"<")
        if self._totals.tags > LIMITS.tags:
            raise too_large("各工作表的内容")
        parser = new_parser()
        parser.buffer_text = True
        parser.CharacterDataHandler = self._text.append
        parser.StartElementHandler = self._start
        parser.CommentHandler = self._note_unusual
        parser.StartCdataSectionHandler = self._note_unusual
        parser.ProcessingInstructionHandler = self._note_unusual
        parse(parser, part)
        if self._awaits_value:
            self._take_value()

    def _adopt(self, plainly: PlainSheet) -> None:
        self._filled, self._formulas = plainly.filled, plainly.formulas
        self._uncomputed, self._shown = plainly.uncomputed, plainly.shown
        self._errors, self._merges = plainly.errors, plainly.merges
        self.values = plainly.values
        self._totals.cells += len(plainly.filled)
        if self._totals.cells > LIMITS.cells:
            raise too_large(f"有内容的单元格超过 {LIMITS.cells} 个")

    def _note_unusual(self, *_anything: object) -> None:
        self._is_unusual = True

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._awaits_value:
            self._take_value()
        kind = self._kinds.get(name) or self._learn(name)
        if kind == "c":
            self._cell = attributes
            self._place = None
            reference = attributes.get("r")
            if reference is None:
                self._behind += 1
            else:
                self._reference = reference
                self._behind = 0
        elif kind == "v" or kind == "f" or kind == "is":
            if self._cell is not None:
                self._content(kind, attributes)
        elif kind == "row":
            self._begin_row(attributes.get("r"))
        elif kind != "t" and kind != "r":
            self._other(kind, attributes)

    def _learn(self, name: str) -> str:
        kind = name.rpartition(":")[2]
        if len(self._kinds) < LIMITS.names:
            self._kinds[name] = kind
        return kind

    def _begin_row(self, number: str | None) -> None:
        self._cell = None
        self._reference = ""
        self._behind = 0
        if number is None:
            if self._is_thinned:
                raise refused("suspicious", "没有编号的行")
            self._row += 1
            self._row_number = str(self._row + 1)
        elif number.isascii() and number.isdecimal() and len(number) < 8 and number != "0":
            self._row = int(number) - 1
            self._row_number = str(self._row + 1)
        else:
            raise refused("suspicious", "不合规范的行号")

    def _content(self, kind: str, attributes: dict[str, str]) -> None:
        place = self._place or self._locate()
        if kind != "f":
            if place == self._valued:
                raise refused("suspicious", "一个单元格里有两个值")
            self._valued = place
        if kind == "f":
            self._formulas.add(place)
            self._uncomputed.add(place)
            if attributes.get("t") == "array" and "ref" in attributes:
                self._formulas.update(self._array(attributes["ref"]))
            return
        cell = self._cell or {}
        type_ = cell.get("t")
        if type_ is None or type_ == "n":
            shown = self._shown_by_style.get(cell.get("s", ""))
            if shown is not None:
                self._shown[place] = shown
            if place not in self._uncomputed:
                return
        elif kind == "is" or type_ == "str":
            self._uncomputed.discard(place)
            return
        if kind == "v":
            self._awaits_value = True
            self._text.clear()

    def _take_value(self) -> None:
        self._awaits_value = False
        text = "".join(self._text).strip()
        place = self._place
        if place is None or self._cell is None:
            return
        type_ = self._cell.get("t")
        if type_ == "s" and not self._is_string_index(text):
            raise refused("suspicious", "指向不存在的文字")
        if type_ == "e":
            self._errors[place] = text or "#N/A"
        if text:
            self._uncomputed.discard(place)

    def _is_string_index(self, text: str) -> bool:
        return not text or (
            text.isascii()
            and text.isdecimal()
            and len(text) < 9
            and int(text) < self._strings.number
        )

    def _locate(self) -> Place:
        """Return the row and column of the open cell, counted on from the last address."""
        column = self._behind - 1
        if self._reference:
            # Most columns have been met before, in this sheet or in another.
            known = self._columns.get(self._reference.removesuffix(self._row_number))
            column = (self._column(self._reference) if known is None else known) + self._behind
        place = self._place = (self._row, column)
        if self._row >= LIMITS.rows or column >= LIMITS.columns:
            raise self._far(place)
        if place in self._filled:
            raise refused("suspicious", "两个地址相同的单元格")
        self._filled.add(place)
        self._totals.cells += 1
        if self._totals.cells > LIMITS.cells:
            raise too_large(f"有内容的单元格超过 {LIMITS.cells} 个")
        return place

    def _column(self, reference: str) -> int:
        place = parse_address(reference)
        if place is None:
            if is_beyond_grid(reference):
                raise refused("far cell", reference[:20], sheet=self._name)
            raise refused("suspicious", "不合规范的单元格地址")
        row, column = place
        if row != self._row:
            raise refused("suspicious", "单元格不在它所写的行里")
        self._columns[reference.removesuffix(self._row_number)] = column
        return column

    def _far(self, place: Place) -> Refusal:
        return refused("far cell", address(*place), sheet=self._name)

    def _array(self, reference: str) -> Iterator[Place]:
        top, left, bottom, right = self._range(reference)
        if (bottom - top + 1) * (right - left + 1) > LIMITS.merged:
            raise too_large("数组公式的范围")
        return product(range(top, bottom + 1), range(left, right + 1))

    def _range(self, reference: str) -> Merge:
        first, _, last = reference.partition(":")
        start, end = parse_address(first), parse_address(last or first)
        if start is None or end is None:
            raise refused("suspicious", "不合规范的单元格地址")
        return (*start, *end)

    def _other(self, kind: str, attributes: dict[str, str]) -> None:
        self._cell = None
        self._others += 1
        if self._others > LIMITS.asides:
            raise refused("suspicious", "过多的非表格内容")
        if kind == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _merge(self, reference: str) -> None:
        merge = top, left, bottom, right = self._range(reference)
        if (bottom - top + 1) * (right - left + 1) > LIMITS.merged:
            raise refused("large merge", reference, sheet=self._name)
        self._merges.append(merge)
        if len(self._merges) > LIMITS.merges:
            raise too_large(f"工作表“{self._name}”的合并单元格")

    def _with_known_errors(self, part: bytes) -> bytes:
        """Return the XML with errors unknown to calamine as ``#N/A``; the notes keep them."""
        for error in set(self._errors.values()) - _KNOWN_ERRORS:
            stored = escape(error).encode()
            part = part.replace(b">" + stored + b"<", b">#N/A<")
        return part
