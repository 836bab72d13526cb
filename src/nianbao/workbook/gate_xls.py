"""The gate's road for compound files: .xls and .et, and what else is kept in one.

The Workbook stream is walked record by record. calamine gets a stream with nothing but strings,
sheet names and cell values: its reader reserves memory for as many cells and strings as a record
claims, follows any chain of sectors, and shows numbers as dates inexactly.
"""

import struct
from dataclasses import dataclass, field

from nianbao.workbook import biff
from nianbao.workbook.addresses import address
from nianbao.workbook.biff import Record
from nianbao.workbook.compound import of_one_stream, opened, stream
from nianbao.workbook.date_formats import is_date_format
from nianbao.workbook.limits import LIMITS
from nianbao.workbook.notes import Admitted, Merge, Notes, Place, SheetNotes
from nianbao.workbook.package import refused, too_large

_WORKSHEET, _MACRO_SHEET, _MODULE = 0, 1, 6
_PLACE = struct.Struct("<HHH")
_RANGE = struct.Struct("<4H")
_OTHER_STREAMS = {
    "WordDocument": "，而是 Word 文档",
    "PowerPoint Document": "，而是演示文稿",
    "VisioDocument": "，而是 Visio 图",
    "__properties_version1.0": "，而是 Outlook 邮件",
}


def admit(data: bytes) -> Admitted:
    """Return the notes of an .xls or .et file and the file calamine may read."""
    with opened(data) as file:
        names = {"/".join(path) for path in file.listdir(streams=True, storages=True)}
        if "EncryptedPackage" in names:
            raise refused("opening password")
        for name, seen in _OTHER_STREAMS.items():
            if name in names:
                raise refused("not a workbook", seen)
        if "Workbook" not in names:
            if "Book" in names:
                raise refused("other format", " Excel 95 或更早的")
            raise refused("damaged")
        if any(name.split("/")[0] == "_VBA_PROJECT_CUR" for name in names):
            raise refused("macros")
        content = stream(file, "Workbook")
    try:
        return _Workbook(content).admit()
    except (struct.error, IndexError) as error:  # a record shorter than its kind asks for
        raise refused("damaged") from error


@dataclass
class _SheetEntry:
    name: str
    is_hidden: bool
    start: int
    record: Record


class _Workbook:
    """The globals of a workbook: sheets, strings, date formats."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._sheets: list[_SheetEntry] = []
        self._strings: list[Record] = []
        self._code_page = Record(biff.CODE_PAGE, struct.pack("<H", 1200))
        self._formats: dict[int, str] = {}
        self._styles: list[int] = []
        self._counts_from_1904 = False

    def admit(self) -> Admitted:
        """Walk the globals and every worksheet."""
        self._read_globals()
        names = [sheet.name.casefold() for sheet in self._sheets]
        if not names or len(set(names)) < len(names):
            raise refused("suspicious", "两张同名的工作表" if names else "没有工作表")
        totals = _Totals()
        dates = frozenset(
            index
            for index, number in enumerate(self._styles)
            if is_date_format(number, self._formats.get(number))
        )
        notes: list[SheetNotes] = []
        streams: list[bytes] = []
        for entry in self._sheets:
            sheet = _Sheet(entry, dates, self._string_count(), totals)
            sheet.read(self._content)
            notes.append(sheet.notes())
            streams.append(b"".join(sheet.kept))
        if self._counts_from_1904 and any(sheet.dates for sheet in notes):
            raise refused("1904 dates")
        return Admitted(
            Notes("xls", tuple(notes)), of_one_stream("Workbook", self._joined(streams))
        )

    def _read_globals(self) -> None:
        previous = 0
        for number, (kind, body) in enumerate(biff.substream(self._content)):
            if number == 0 and (kind != biff.BEGIN or body[:2] != b"\x00\x06"):
                raise refused("other format", " Excel 95 或更早的")
            if kind == biff.FILE_PASS:
                raise refused("opening password")
            if kind == biff.DATE_1904:
                self._counts_from_1904 = body[:2] == b"\x01\x00"
            elif kind == biff.BOUND_SHEET:
                self._add_sheet(body)
            elif kind == biff.FORMAT:
                self._formats[int.from_bytes(body[:2], "little")] = biff.text(body[2:], 2)
            elif kind == biff.EXTENDED_FORMAT:
                self._styles.append(int.from_bytes(body[2:4], "little"))
            elif kind == biff.STRINGS or (
                kind == biff.CONTINUE and self._strings and previous in _STRING_KINDS
            ):
                self._strings.append(Record(kind, body))
            previous = kind

    def _add_sheet(self, body: bytes) -> None:
        start, state, kind = struct.unpack_from("<IBB", body)
        if kind in {_MACRO_SHEET, _MODULE}:
            raise refused("macros")
        if kind == _WORKSHEET:
            name = biff.text(body[6:], 1).replace("\0", "")
            record = Record(biff.BOUND_SHEET, body[4:])
            self._sheets.append(_SheetEntry(name, state & 3 != 0, start, record))
        if len(self._sheets) > LIMITS.sheets:
            raise too_large(f"工作表超过 {LIMITS.sheets} 张")

    def _string_count(self) -> int:
        """Return how many strings the table says it has, which its size must allow."""
        if not self._strings:
            return 0
        (count,) = struct.unpack_from("<4xI", self._strings[0].body)
        if count > LIMITS.strings:
            raise too_large(f"文字超过 {LIMITS.strings} 段")
        return int(count)

    def _joined(self, streams: list[bytes]) -> bytes:
        """Return the stream with the sheets at their new places."""
        begin = Record(biff.BEGIN, struct.pack("<HHHHII", biff.BIFF8, 5, 0, 0, 0, 0)).packed()
        strings = b"".join(record.packed() for record in self._strings)
        head = begin + self._code_page.packed()
        end = Record(biff.END, b"").packed()
        start = len(head) + len(strings) + len(end)
        start += sum(len(sheet.record.body) + 8 for sheet in self._sheets)
        entries: list[bytes] = []
        for sheet, part in zip(self._sheets, streams, strict=True):
            body = struct.pack("<I", start) + sheet.record.body
            entries.append(Record(biff.BOUND_SHEET, body).packed())
            start += len(part)
        return b"".join((head, *entries, strings, end, *streams))


_STRING_KINDS = frozenset({biff.STRINGS, biff.CONTINUE})


@dataclass
class _Totals:
    records: int = 0
    cells: int = 0
    area: int = 0


@dataclass
class _Sheet:
    """One pass over the records of a sheet."""

    entry: _SheetEntry
    dates: frozenset[int]
    strings: int
    totals: _Totals
    kept: list[bytes] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    shown_as_dates: set[Place] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    filled: set[Place] = field(default_factory=set)
    last: Place = (0, 0)

    def read(self, content: bytes) -> None:
        """Walk the sheet's records; ``Refusal`` where it is over the limits."""
        handlers = {
            biff.FORMULA: self._formula,
            biff.STRING: self._keep,
            biff.NUMBER: self._number,
            biff.RK: self._number,
            biff.LABEL: self._label,
            biff.LABEL_SST: self._shared_label,
            biff.BOOL_ERR: self._truth_or_error,
            biff.MUL_RK: self._numbers,
            biff.MERGE_CELLS: self._merge_cells,
            biff.ARRAY: self._array,
        }
        for number, record in enumerate(biff.substream(content, self.entry.start)):
            self.totals.records += 1
            if self.totals.records > LIMITS.records:
                raise too_large("文件内容")
            if number == 0:
                if record.kind != biff.BEGIN:
                    raise refused("damaged")
                self._keep(record)
            handler = handlers.get(record.kind)
            if handler is not None:
                handler(record)
        self._keep(Record(biff.END, b""))
        if self.filled:
            rows = max(row for row, _ in self.filled) + 1
            self.totals.area += rows * (max(column for _, column in self.filled) + 1)
            if self.totals.area > LIMITS.area:
                raise too_large("各工作表的范围")

    def notes(self) -> SheetNotes:
        return SheetNotes(
            name=self.entry.name,
            is_hidden=self.entry.is_hidden,
            errors=self.errors,
            formulas=frozenset(self.formulas),
            uncomputed=frozenset(),
            merges=tuple(self.merges),
            dates=frozenset(self.shown_as_dates),
            filled=frozenset(self.filled),
        )

    def _keep(self, record: Record) -> None:
        self.kept.append(record.packed())

    def _fill(self, row: int, column: int, style: int = -1) -> Place:
        place = self.last = row, column
        if row >= LIMITS.rows or column >= LIMITS.columns:
            raise refused("far cell", address(row, column), sheet=self.entry.name)
        if place in self.filled:
            raise refused("suspicious", "两个地址相同的单元格")
        self.filled.add(place)
        self.totals.cells += 1
        if self.totals.cells > LIMITS.cells:
            raise too_large(f"有内容的单元格超过 {LIMITS.cells} 个")
        if style in self.dates:
            self.shown_as_dates.add(place)
        return place

    def _formula(self, record: Record) -> None:
        row, column, style = _PLACE.unpack_from(record.body)
        value = record.body[6:14]
        kind = value[0] if value[6:8] == b"\xff\xff" else None
        place = self._fill(row, column, style if kind is None else -1)
        self.formulas.add(place)
        if kind == 2:
            self.errors[place] = biff.ERRORS.get(value[2], "#N/A")
        else:
            # The value alone: calamine would take the formula apart as well.
            self._keep(Record(biff.FORMULA, record.body[:20].ljust(20, b"\0") + b"\0\0"))

    def _number(self, record: Record) -> None:
        self._fill(*_PLACE.unpack_from(record.body))
        self._keep(record)

    def _label(self, record: Record) -> None:
        self._fill(*_PLACE.unpack_from(record.body))
        biff.text(record.body[6:], 2)
        self._keep(record)

    def _shared_label(self, record: Record) -> None:
        row, column, _, index = struct.unpack_from("<HHHI", record.body)
        if index >= self.strings:
            raise refused("suspicious", "指向不存在的文字")
        self._fill(row, column)
        self._keep(record)

    def _truth_or_error(self, record: Record) -> None:
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", record.body)
        place = self._fill(row, column)
        if is_error:
            self.errors[place] = biff.ERRORS.get(value, "#N/A")
        else:
            self._keep(record)

    def _numbers(self, record: Record) -> None:
        row, first = struct.unpack_from("<HH", record.body)
        (last,) = struct.unpack_from("<H", record.body, len(record.body) - 2)
        if len(record.body) != 6 + 6 * (last - first + 1):
            raise refused("damaged")
        for offset, column in enumerate(range(first, last + 1)):
            (style,) = struct.unpack_from("<H", record.body, 4 + 6 * offset)
            self._fill(row, column, style)
        self._keep(record)

    def _merge_cells(self, record: Record) -> None:
        (count,) = struct.unpack_from("<H", record.body)
        for number in range(count):
            top, bottom, left, right = _RANGE.unpack_from(record.body, 2 + 8 * number)
            if (bottom - top + 1) * (right - left + 1) > LIMITS.merged:
                seen = f"{address(top, left)}:{address(bottom, right)}"
                raise refused("large merge", seen, sheet=self.entry.name)
            self.merges.append((top, left, bottom, right))
        if len(self.merges) > LIMITS.merges:
            raise too_large(f"工作表“{self.entry.name}”的合并单元格")

    def _array(self, record: Record) -> None:
        top, bottom, left, right = struct.unpack_from("<HHBB", record.body)
        if bottom < LIMITS.rows:
            self.formulas.update(
                (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
            )
