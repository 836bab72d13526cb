"""Sheets of cells with their addresses, read with calamine once the gate has passed the file.

``read(data)`` returns a ``Grid``; a cell's value is a text, a number, a truth value, a date or an
``ErrorValue``. Numbers shown as dates are converted here, exactly; ``serial`` gives them back.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

from nianbao.workbook import gate
from nianbao.workbook.addresses import address
from nianbao.workbook.limits import LIMITS
from nianbao.workbook.notes import Kind, Merge, Place, SheetNotes
from nianbao.workbook.package import refused, too_large

_EPOCH = datetime(1899, 12, 30)
_LEAP_THAT_NEVER_WAS = 60
_LAST_SERIAL = 2_958_465


class ErrorValue(str):
    """An error a cell shows instead of a value: ``"#REF!"``."""

    __slots__ = ()


Value = str | float | int | bool | datetime | date | time | timedelta


@dataclass(frozen=True)
class Sheet:
    """One sheet: the cells that hold something, by row and column from 0."""

    name: str
    cells: Mapping[Place, Value]
    formulas: frozenset[Place]
    uncomputed: frozenset[Place]
    """Formulas without a stored value; such cells are not among ``cells``."""
    merges: tuple[Merge, ...]
    is_hidden: bool

    def address(self, row: int, column: int) -> str:
        """Return ``"三、申请办理!D36"``."""
        return f"{self.name}!{address(row, column)}"


@dataclass(frozen=True)
class Grid:
    """A workbook: its kind by content, its sheets in workbook order."""

    kind: Kind
    sheets: tuple[Sheet, ...]


def read(data: bytes) -> Grid:
    """Return the cells of a workbook; ``Refusal`` with one sentence where it cannot be read."""
    admitted = gate.admit(data)
    try:
        rows = _rows(admitted.content)
    except (KeyboardInterrupt, SystemExit):
        raise
    # A panic of the library is no Exception; with a broken file either means the same.
    except BaseException as error:
        raise refused("damaged") from error
    sheets = (_sheet(notes, each) for notes, each in zip(admitted.notes.sheets, rows, strict=True))
    return Grid(admitted.notes.kind, tuple(sheets))


def shown_as_date(serial: float) -> date | datetime | float:
    """Return the date Excel shows for a number, or the number itself where no date is exact.

    Excel counts from 1900-01-01 as 1 and believes in 1900-02-29, which is 60.
    """
    if not 1 <= serial < _LAST_SERIAL + 1 or int(serial) == _LEAP_THAT_NEVER_WAS:
        return serial
    days = serial + 1 if serial < _LEAP_THAT_NEVER_WAS else serial
    moment = _EPOCH + timedelta(days=days)
    return moment.date() if serial == int(serial) else moment


def serial(moment: date | datetime) -> float:
    """Return the number that Excel shows as this date, ``shown_as_date`` backwards."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    days = (moment - _EPOCH) / timedelta(days=1)
    return days - 1 if days < _LEAP_THAT_NEVER_WAS + 1 else days


def _rows(content: bytes) -> list[list[list[Value]]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    count = len(workbook.sheet_names)
    return [workbook.get_sheet_by_index(i).to_python(skip_empty_area=False) for i in range(count)]


def _sheet(notes: SheetNotes, rows: list[list[Value]]) -> Sheet:
    cells: dict[Place, Value] = {
        (row, column): value
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    }
    if not cells.keys() <= notes.filled:
        raise refused("suspicious", "前后不一的单元格")
    for value in cells.values():
        if isinstance(value, str) and len(value) > LIMITS.characters:
            raise too_large(f"一个单元格里有 {len(value)} 个字")
    for place in notes.dates:
        number = cells.get(place)
        if isinstance(number, float):
            cells[place] = shown_as_date(number)
    for place, error in notes.errors.items():
        cells[place] = ErrorValue(error)
    return Sheet(
        name=notes.name,
        cells=cells,
        formulas=notes.formulas,
        uncomputed=notes.uncomputed,
        merges=notes.merges,
        is_hidden=notes.is_hidden,
    )
