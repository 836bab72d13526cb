"""OpenDocument spreadsheets: one pass over content.xml. Names are those of ODF 1.3, part 3."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from operator import itemgetter

from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet.addresses import address
from nianbao.formats.spreadsheet.dates import EPOCH, shown_as_date
from nianbao.formats.spreadsheet.number_formats import ShownNumber, says
from nianbao.formats.spreadsheet.ods_styles import OdsStyles
from nianbao.formats.spreadsheet.sheet import (
    ErrorValue,
    Merge,
    Place,
    Sheet,
    Value,
    Workbook,
)
from nianbao.formats.spreadsheet.xml_parts import elements, new_parser, parse
from nianbao.formats.zip_package import Package, refused, too_large

MIME_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT = f"{_ODF}office:1.0 ", f"{_ODF}table:1.0 ", f"{_ODF}text:1.0 "
_STYLE = f"{_ODF}style:1.0 "
_READING = f"{_TEXT}ruby-text"
_STYLE_NAME = f"{_TABLE}style-name"
_DEFAULT_STYLE = f"{_TABLE}default-cell-style-name"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DURATION = re.compile(
    r"(-?)P(?:(\d{1,6})D)?T?(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,11}(?:\.\d+)?)S)?"
)
_MACRO_FOLDERS = ("basic/", "scripts/")
_NESTED_AT_MOST = 200
_NULL_DATE = "1899-12-30"
_TRUTHS = frozenset({"TRUE", "FALSE"})
_ERRORS = ("#", "Err:", "错误:")


def read(package: Package) -> Workbook:
    """Return the notes and the values of an ods package."""
    if any(name.startswith(_MACRO_FOLDERS) for name in package.names()):
        raise refused("macros")
    if "META-INF/manifest.xml" in package:
        manifest = elements(package.read("META-INF/manifest.xml"))
        if any(element.name == "encryption-data" for element in manifest):
            raise refused("opening password")
    content = _Content()
    if "styles.xml" in package:
        content.styles.read(package.read("styles.xml"))
    content.run(package.read("content.xml"))
    names = [table.name.casefold() for table in content.tables]
    if not names or len(set(names)) < len(names):
        raise refused("suspicious", "两张同名的工作表" if names else "没有工作表")
    return Workbook("ods", tuple(table.finished() for table in content.tables))


def is_spreadsheet(package: Package) -> bool:
    """Return whether a package without a ``mimetype`` says in its content that it is one."""
    head = next(package.chunks("content.xml", LIMITS.part), b"")
    return b"office:spreadsheet" in head


@dataclass
class _Table:
    name: str
    is_hidden: bool
    cells: dict[Place, Value] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    row: int = 0
    rows: int = 1
    """How often the open row is repeated."""
    row_style: str = ""
    column: int = 0
    styles: list[tuple[int, str]] = field(default_factory=list)
    """What cells without a style of their own have: the columns before which, and the style."""
    is_cache: bool = False
    """Cells of another file that formulas refer to."""

    def style(self, column: int) -> str:
        """Return the style of a cell of the open row that names none."""
        at = bisect_right(self.styles, column, key=itemgetter(0))
        return self.row_style or (self.styles[at][1] if at < len(self.styles) else "")

    def is_under_merge(self, place: Place) -> bool:
        """Return whether a merge begun before ``place`` covers it."""
        row, column = place
        return any(
            top <= row <= bottom and left <= column <= right
            for top, left, bottom, right in self.merges
        )

    def finished(self) -> Sheet:
        return Sheet(
            name=self.name,
            is_hidden=self.is_hidden,
            cells=self.cells,
            formulas=frozenset(self.formulas),
            uncomputed=frozenset(self.uncomputed - self.cells.keys()),
            merges=tuple(self.merges),
        )


class _Content:
    """One pass over content.xml; the sheets stand in ``tables`` afterwards."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self.styles = OdsStyles()
        self._table: _Table | None = None
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] | None = None
        self._is_in_paragraph = self._is_covered = False
        self._aside = 0
        self._depth = self._filled = self._area = 0
        self._has_other_dates = False
        self._has_dates = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            f"{_STYLE}style": self._begin_style,
            f"{_STYLE}table-properties": self._table_properties,
            f"{_TABLE}null-date": self._null_date,
            f"{_TABLE}table": self._begin_table,
            f"{_TABLE}table-source": self._table_source,
            f"{_TABLE}table-column": self._column,
            f"{_TABLE}table-row": self._begin_row,
            f"{_TABLE}table-cell": self._begin_cell,
            f"{_TABLE}covered-table-cell": self._begin_covered_cell,
            f"{_TEXT}p": self._begin_paragraph,
            f"{_TEXT}s": self._blanks,
            f"{_TEXT}tab": self._tab,
            f"{_TEXT}line-break": self._line_break,
        }
        self._ends: dict[str, Callable[[], None]] = {
            f"{_TABLE}table": self._end_table,
            f"{_TABLE}table-row": self._end_row,
            f"{_TABLE}table-cell": self._end_cell,
            f"{_TABLE}covered-table-cell": self._end_cell,
            f"{_TEXT}p": self._end_paragraph,
        }

    def run(self, part: bytes) -> None:
        """Read the part; ``Refusal`` where it is over the limits."""
        if part.count(b"<") > LIMITS.elements:
            raise too_large("文件内容")
        parser = new_parser(" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parse(parser, part)
        if self._has_other_dates and self._has_dates:
            raise refused("1904 dates")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _NESTED_AT_MOST:
            raise refused("suspicious", "层层嵌套的内容")
        # Comments and drawings stand inside the cell they belong to, and have paragraphs too.
        is_beside = name == _READING or not name.startswith((_TEXT, _TABLE))
        if self._aside or (self._cell is not None and is_beside):
            self._aside += 1
            return
        if self._table is None:
            self.styles.start(name, attributes)
        handler = self._starts.get(name)
        if handler is not None:
            handler(attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._aside:
            self._aside -= 1
            return
        if self._table is None:
            self.styles.end(name)
        handler = self._ends.get(name)
        if handler is not None:
            handler()

    def _begin_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get(f"{_STYLE}name", "")

    def _table_properties(self, attributes: dict[str, str]) -> None:
        if attributes.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def _null_date(self, attributes: dict[str, str]) -> None:
        day = attributes.get(f"{_TABLE}date-value", _NULL_DATE)
        self._has_other_dates = not day.startswith(_NULL_DATE)

    def _begin_table(self, attributes: dict[str, str]) -> None:
        if self._table is not None:
            raise refused("suspicious", "表中有表")
        is_hidden = attributes.get(_STYLE_NAME) in self._hidden_styles
        self._table = _Table(attributes.get(f"{_TABLE}name", ""), is_hidden)

    def _table_source(self, _attributes: dict[str, str]) -> None:
        if self._table is not None:
            self._table.is_cache = True

    def _end_table(self) -> None:
        table, self._table = self._table, None
        if table is None or table.is_cache:
            return
        self.tables.append(table)
        if len(self.tables) > LIMITS.sheets:
            raise too_large(f"工作表超过 {LIMITS.sheets} 张")
        if table.cells:
            rows = max(row for row, _ in table.cells) + 1
            self._area += rows * (max(column for _, column in table.cells) + 1)
            if self._area > LIMITS.area:
                raise too_large("各工作表的范围")

    def _column(self, attributes: dict[str, str]) -> None:
        if self._table is not None:
            styles = self._table.styles
            end = styles[-1][0] if styles else 0
            end += _count(attributes, f"{_TABLE}number-columns-repeated")
            styles.append((end, attributes.get(_DEFAULT_STYLE, "")))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        if self._table is not None:
            self._table.rows = _count(attributes, f"{_TABLE}number-rows-repeated")
            self._table.row_style = attributes.get(_DEFAULT_STYLE, "")
            self._table.column = 0

    def _end_row(self) -> None:
        if self._table is not None:
            self._table.row += self._table.rows

    def _begin_covered_cell(self, attributes: dict[str, str]) -> None:
        self._begin_cell(attributes)
        self._is_covered = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._paragraphs = []
        self._is_covered = False

    def _end_cell(self) -> None:
        cell, paragraphs, table = self._cell, self._paragraphs or [], self._table
        self._cell = self._paragraphs = None
        if cell is None or table is None:
            return
        columns = _count(cell, f"{_TABLE}number-columns-repeated")
        cell.setdefault(_STYLE_NAME, table.style(table.column))
        place = table.row, table.column
        table.column += columns
        has_formula = f"{_TABLE}formula" in cell
        value = self._value(cell, "\n".join(paragraphs))
        if f"{_TABLE}number-columns-spanned" in cell or f"{_TABLE}number-rows-spanned" in cell:
            self._merge(table, place, cell)
        if value in (None, "") and not has_formula:
            return
        for repeated in self._repeated(table, place, columns):
            # What lies under a merge is not seen, so it was not reported.
            if self._is_covered and table.is_under_merge(repeated):
                continue
            if has_formula:
                table.formulas.add(repeated)
            if value is None:
                table.uncomputed.add(repeated)
            elif value != "":
                table.cells[repeated] = value

    def _repeated(self, table: _Table, place: Place, columns: int) -> list[Place]:
        """Return every place a repeated cell stands at, as far as the limits allow."""
        row, column = place
        last = row + table.rows - 1, column + columns - 1
        if last[0] >= LIMITS.rows or last[1] >= LIMITS.columns:
            raise refused("far cell", address(*last), sheet=table.name)
        self._filled += table.rows * columns
        if self._filled > LIMITS.cells:
            raise too_large(f"有内容的单元格超过 {LIMITS.cells} 个")
        return [(r, c) for r in range(row, last[0] + 1) for c in range(column, last[1] + 1)]

    def _merge(self, table: _Table, place: Place, cell: dict[str, str]) -> None:
        rows = _count(cell, f"{_TABLE}number-rows-spanned")
        columns = _count(cell, f"{_TABLE}number-columns-spanned")
        if rows == columns == 1:
            return
        row, column = place
        bottom, right = row + rows - 1, column + columns - 1
        if rows * columns > LIMITS.merged:
            seen = f"{address(row, column)}:{address(bottom, right)}"
            raise refused("large merge", seen, sheet=table.name)
        table.merges.append((row, column, bottom, right))
        if len(table.merges) > LIMITS.merges:
            raise too_large(f"工作表“{table.name}”的合并单元格")

    def _value(self, cell: dict[str, str], text: str) -> Value | None:
        """Return what a cell holds, ``""`` for an empty text, None for no value at all."""
        if cell.get(f"{_CALC}value-type") == "error":
            return ErrorValue(text or "#N/A")
        kind = cell.get(f"{_OFFICE}value-type")
        if kind is None:
            return text or None
        if kind in {"float", "percentage", "currency"}:
            number = cell.get(f"{_OFFICE}value", "")
            if not _NUMBER.fullmatch(number):
                return number
            if kind == "percentage":
                return ShownNumber(text or _percent(number), number) if float(number) else 0.0
            return self._number(float(number), number, text, cell)
        if kind == "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
        if kind in {"date", "time"}:
            self._has_dates = self._has_dates or kind == "date"
            return _moment(cell.get(f"{_OFFICE}{kind}-value", ""), text)
        if kind != "string":
            raise refused("suspicious", "不明类型的单元格")
        held = cell.get(f"{_OFFICE}string-value", text)
        if text and "".join(held.split()) != "".join(text.split()):
            raise refused("suspicious", "一个单元格里两种文字")
        return held

    def _number(self, number: float, written: str, text: str, cell: dict[str, str]) -> Value:
        """Return a number, or what the cell shows instead: by its style, by its own paragraph."""
        if f"{_TABLE}formula" in cell and text.startswith(_ERRORS):
            return ErrorValue(text)
        if text in _TRUTHS:
            return text == "TRUE"
        if not number:
            return number
        style = self.styles.format_of(cell[_STYLE_NAME])
        by_style = number if style is None else style.shown(number)
        if by_style != number:
            return ShownNumber(text or str(by_style), written)
        # A paragraph without a figure tells nothing: some programs leave a word of a format there.
        has_figure = any(sign.isnumeric() for sign in text)
        is_other = has_figure and not says(text, Decimal(f"{number:.15g}"))
        return ShownNumber(text, written) if is_other else number

    def _begin_paragraph(self, _attributes: dict[str, str]) -> None:
        if self._paragraphs is not None:
            self._paragraphs.append("")
            self._is_in_paragraph = True

    def _end_paragraph(self) -> None:
        self._is_in_paragraph = False

    def _blanks(self, attributes: dict[str, str]) -> None:
        self._characters(" " * min(_count(attributes, f"{_TEXT}c"), LIMITS.columns))

    def _tab(self, _attributes: dict[str, str]) -> None:
        self._characters("\t")

    def _line_break(self, _attributes: dict[str, str]) -> None:
        self._characters("\n")

    def _characters(self, text: str) -> None:
        self.styles.characters(text)
        if self._is_in_paragraph and self._paragraphs and not self._aside:
            self._paragraphs[-1] += text


def _count(attributes: dict[str, str], name: str) -> int:
    """Return a number of repetitions; files of no harm say nothing or at least 1."""
    text = attributes.get(name, "1")
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise refused("suspicious", "不合规范的行列数")
    return max(int(text), 1)


def _percent(number: str) -> str:
    shown = f"{Decimal(number) * 100:f}"
    return f"{shown.rstrip('0').rstrip('.') if '.' in shown else shown}%"


def _moment(written: str, shown: str) -> Value:
    """Return a date or a span of time as Excel holds it, else the text that is shown."""
    duration = _DURATION.fullmatch(written)
    if duration is not None:
        sign, *parts = duration.groups(default="0")
        days, hours, minutes, seconds = map(float, parts)
        span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return shown_as_date((-1 if sign == "-" else 1) * (span / timedelta(days=1)))
    try:
        moment = datetime.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        return written or shown
    return shown_as_date((moment - EPOCH) / timedelta(days=1))
