"""The gate's road for compound files: .xls and .et, and what else is kept in one.

The Workbook stream is walked record by record, and the values are read on the way. calamine
reserves memory for as many cells and strings as a record claims, follows any chain of sectors and
panics on records that end too soon, so it is given none of this.
"""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nianbao.formats import kinds
from nianbao.formats.compound import opened, stream
from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet import biff
from nianbao.formats.spreadsheet.addresses import address
from nianbao.formats.spreadsheet.biff import Record
from nianbao.formats.spreadsheet.number_formats import NumberFormat, number_format
from nianbao.formats.spreadsheet.sheet import ErrorValue, Merge, Place, Sheet, Value, Workbook
from nianbao.formats.spreadsheet.xls_cipher import unlocked
from nianbao.formats.zip_package import refused, too_large

_WORKSHEET, _MACRO_SHEET, _MODULE = 0, 1, 6
_PLACE = struct.Struct("<HHH")
_RANGE = struct.Struct("<4H")
_NO_NUMBER = b"\xff\xff"
_TEXT_FOLLOWS, _TRUTH, _ERROR = 0, 1, 2
_TO_COMPUTE = 0x3
"""Formulas computed always, or when the file is opened (MS-XLS 2.4.127)."""
_BETWEEN = frozenset({biff.STRING, biff.SHARED_FORMULA, biff.ARRAY, biff.DATA_TABLE})
"""What may stand between a formula and the text it resulted in."""


def read(data: bytes) -> Workbook:
    """Return the notes and the values of an .xls or .et file."""
    with opened(data) as file:
        names = {"/".join(path) for path in file.listdir(streams=True, storages=True)}
        if "EncryptedPackage" in names:
            # Some programs take a password that every program knows, and nobody has set one.
            raise refused("encrypted package")
        # Streams are found without regard to case (MS-CFB 2.6.4).
        known = {name.casefold() for name in names}
        for name, kind in kinds.STREAMS.items():
            if name in known:
                raise kind.refusal()
        if "workbook" not in known:
            if "book" in known:
                raise kinds.EXCEL_95.refusal()
            raise refused("damaged")
        if any(name.split("/")[0] == "_VBA_PROJECT_CUR" for name in names):
            raise refused("macros")
        content = unlocked(stream(file, "Workbook"))
    try:
        return _workbook(content)
    except (struct.error, IndexError) as error:  # a record shorter than its kind asks for
        raise refused("damaged") from error


@dataclass
class _Globals:
    """What the records before the sheets tell: strings, date formats, the sheets themselves."""

    sheets: list["_Sheet"] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    counts_from_1904: bool = False

    def shown(self) -> dict[int, NumberFormat]:
        """Return the formats of the cell styles that may show other than the number held."""
        formats = {each: number_format(each, self.formats.get(each)) for each in self.styles}
        styles = ((index, formats[number]) for index, number in enumerate(self.styles))
        return {index: shown for index, shown in styles if shown is not None}


@dataclass
class _Totals:
    """What is bounded over all the sheets together."""

    records: int = 0
    cells: int = 0
    area: int = 0


def _workbook(content: bytes) -> Workbook:
    book = _globals(content)
    names = [sheet.name.casefold() for sheet in book.sheets]
    if not names or len(set(names)) < len(names):
        raise refused("suspicious", "两张同名的工作表" if names else "没有工作表")
    shown, totals = book.shown(), _Totals()
    for sheet in book.sheets:
        _Pass(sheet, book.strings, shown, totals).run(content)
    if book.counts_from_1904 and any(sheet.has_dates for sheet in book.sheets):
        raise refused("1904 dates")
    return Workbook("xls", tuple(sheet.finished() for sheet in book.sheets))


def _globals(content: bytes) -> _Globals:
    book = _Globals()
    for number, record in enumerate(biff.substream(content)):
        kind, body, more = record
        if number == 0 and (kind != biff.BEGIN or body[:2] != b"\x00\x06"):
            raise kinds.EXCEL_95.refusal()
        if kind == biff.FILE_PASS:
            raise refused("opening password")
        if kind == biff.DATE_1904:
            book.counts_from_1904 = body[:2] == b"\x01\x00"
        elif kind == biff.BOUND_SHEET:
            _add_sheet(book, body)
        elif kind == biff.FORMAT:
            book.formats[int.from_bytes(body[:2], "little")] = biff.text([body[2:], *more])
        elif kind == biff.EXTENDED_FORMAT:
            book.styles.append(int.from_bytes(body[2:4], "little"))
        elif kind == biff.STRINGS:
            if biff.string_count([body]) > LIMITS.strings:
                raise too_large(f"文字超过 {LIMITS.strings} 段")
            book.strings = biff.strings([body, *more])
    return book


def _add_sheet(book: _Globals, body: bytes) -> None:
    start, state, kind = struct.unpack_from("<IBB", body)
    if kind in {_MACRO_SHEET, _MODULE}:
        raise refused("macros")
    if kind == _WORKSHEET:
        name = biff.text([body[6:]], 1).replace("\0", "")
        book.sheets.append(_Sheet(name, state & 3 != 0, start))
    if len(book.sheets) > LIMITS.sheets:
        raise too_large(f"工作表超过 {LIMITS.sheets} 张")


@dataclass
class _Sheet:
    """What is read of a sheet."""

    name: str
    is_hidden: bool
    start: int
    """Where its records begin in the stream."""
    cells: dict[Place, Value] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    has_dates: bool = False
    merges: list[Merge] = field(default_factory=list)
    filled: set[Place] = field(default_factory=set)

    def finished(self) -> Sheet:
        return Sheet(
            name=self.name,
            is_hidden=self.is_hidden,
            cells=self.cells,
            formulas=frozenset(self.formulas),
            uncomputed=frozenset(self.uncomputed),
            merges=tuple(self.merges),
        )


class _Pass:
    """One pass over the records of a sheet."""

    def __init__(
        self, sheet: _Sheet, strings: list[str], shown: Mapping[int, NumberFormat], totals: _Totals
    ) -> None:
        self._sheet = sheet
        self._strings = strings
        self._shown = shown
        self._totals = totals
        self._awaits_text: Place | None = None
        """The formula whose text has to follow."""
        self._handlers: dict[int, Callable[[Record], None]] = {
            biff.FORMULA: self._formula,
            biff.STRING: self._text_of_formula,
            biff.NUMBER: self._number,
            biff.RK: self._rk_number,
            biff.MUL_RK: self._rk_numbers,
            biff.LABEL: self._label,
            biff.RICH_LABEL: self._label,
            biff.LABEL_SST: self._shared_label,
            biff.BOOL_ERR: self._truth_or_error,
            biff.MERGE_CELLS: self._merge_cells,
            biff.ARRAY: self._array,
        }

    def run(self, content: bytes) -> None:
        """Read the sheet; ``Refusal`` where it is over the limits."""
        for number, record in enumerate(biff.substream(content, self._sheet.start)):
            self._totals.records += 1
            if self._totals.records > LIMITS.records:
                raise too_large("文件内容")
            if number == 0 and record.kind != biff.BEGIN:
                raise refused("damaged")
            if record.kind in biff.OLD_CELLS:
                raise refused("suspicious", "旧版本的单元格记录")
            if record.kind not in _BETWEEN:
                self._awaits_text = None
            handler = self._handlers.get(record.kind)
            if handler is not None:
                handler(record)
        filled = self._sheet.filled
        if filled:
            rows = max(row for row, _ in filled) + 1
            self._totals.area += rows * (max(column for _, column in filled) + 1)
            if self._totals.area > LIMITS.area:
                raise too_large("各工作表的范围")

    def _fill(self, row: int, column: int) -> Place:
        place = row, column
        if row >= LIMITS.rows or column >= LIMITS.columns:
            raise refused("far cell", address(row, column), sheet=self._sheet.name)
        if place in self._sheet.filled:
            raise refused("suspicious", "两个地址相同的单元格")
        self._sheet.filled.add(place)
        self._totals.cells += 1
        if self._totals.cells > LIMITS.cells:
            raise too_large(f"有内容的单元格超过 {LIMITS.cells} 个")
        return place

    def _put_number(self, place: Place, style: int, number: float) -> None:
        shown = self._shown.get(style)
        if shown is None:
            self._sheet.cells[place] = number
            return
        self._sheet.has_dates = self._sheet.has_dates or shown.is_date
        self._sheet.cells[place] = shown.shown(number)

    def _put_text(self, place: Place, text: str) -> None:
        if text:
            self._sheet.cells[place] = text

    def _formula(self, record: Record) -> None:
        row, column, style = _PLACE.unpack_from(record.body)
        place = self._fill(row, column)
        self._sheet.formulas.add(place)
        value, flags = record.body[6:14], int.from_bytes(record.body[14:16], "little")
        if value[6:] != _NO_NUMBER:
            (number,) = struct.unpack("<d", value)
            # A nought that whoever opens the file is told to compute anew was computed by nobody.
            if number == 0 and flags & _TO_COMPUTE:
                self._sheet.uncomputed.add(place)
            else:
                self._put_number(place, style, number)
        elif value[0] == _TEXT_FOLLOWS:
            self._awaits_text = place
            self._sheet.uncomputed.add(place)
        elif value[0] == _TRUTH:
            self._sheet.cells[place] = value[2] != 0
        elif value[0] == _ERROR:
            self._sheet.cells[place] = ErrorValue(biff.ERRORS.get(value[2], "#N/A"))

    def _text_of_formula(self, record: Record) -> None:
        place, self._awaits_text = self._awaits_text, None
        if place is None:
            raise refused("suspicious", "不属于公式的文字")
        self._sheet.uncomputed.discard(place)
        self._put_text(place, biff.text([record.body, *record.more]))

    def _number(self, record: Record) -> None:
        row, column, style, number = struct.unpack_from("<HHHd", record.body)
        self._put_number(self._fill(row, column), style, number)

    def _rk_number(self, record: Record) -> None:
        row, column, style, written = struct.unpack_from("<HHHI", record.body)
        self._put_number(self._fill(row, column), style, biff.rk_number(written))

    def _rk_numbers(self, record: Record) -> None:
        row, first = struct.unpack_from("<HH", record.body)
        cells = struct.iter_unpack("<HI", record.body[4:-2])
        for column, (style, written) in enumerate(cells, start=first):
            self._put_number(self._fill(row, column), style, biff.rk_number(written))

    def _label(self, record: Record) -> None:
        row, column, _ = _PLACE.unpack_from(record.body)
        self._put_text(self._fill(row, column), biff.text([record.body[6:], *record.more]))

    def _shared_label(self, record: Record) -> None:
        row, column, _, index = struct.unpack_from("<HHHI", record.body)
        if index >= len(self._strings):
            raise refused("suspicious", "指向不存在的文字")
        self._put_text(self._fill(row, column), self._strings[index])

    def _truth_or_error(self, record: Record) -> None:
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", record.body)
        place = self._fill(row, column)
        error = ErrorValue(biff.ERRORS.get(value, "#N/A"))
        self._sheet.cells[place] = error if is_error else value != 0

    def _merge_cells(self, record: Record) -> None:
        (count,) = struct.unpack_from("<H", record.body)
        for number in range(count):
            top, bottom, left, right = _RANGE.unpack_from(record.body, 2 + 8 * number)
            if (bottom - top + 1) * (right - left + 1) > LIMITS.merged:
                seen = f"{address(top, left)}:{address(bottom, right)}"
                raise refused("large merge", seen, sheet=self._sheet.name)
            self._sheet.merges.append((top, left, bottom, right))
        if len(self._sheet.merges) > LIMITS.merges:
            raise too_large(f"工作表“{self._sheet.name}”的合并单元格")

    def _array(self, record: Record) -> None:
        top, bottom, left, right = struct.unpack_from("<HHBB", record.body)
        if bottom < LIMITS.rows:
            self._sheet.formulas.update(
                (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
            )
