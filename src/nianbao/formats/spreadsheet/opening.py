"""Sheets of cells with their addresses, read with calamine once the gate has passed the file.

``read(data)`` returns a ``Grid``; a cell's value is a text, a number, a truth value, a date or an
``ErrorValue``. Numbers shown as dates are converted here, exactly; ``serial`` gives them back.
Numbers shown as percentages become the text that is shown, ``"5%"``; numbers shown in another unit
or scale become a text that says so.
"""

import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from python_calamine import CalamineWorkbook

from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet import gate
from nianbao.formats.spreadsheet.addresses import address
from nianbao.formats.spreadsheet.dates import serial, shown_as_date
from nianbao.formats.spreadsheet.number_formats import as_text
from nianbao.formats.spreadsheet.sheet import ErrorValue, Kind, Merge, Place, SheetNotes, Value
from nianbao.formats.zip_package import refused, too_large

_SURROGATE = re.compile("_x(D[89A-F][0-9A-F]{2})_", re.IGNORECASE)

__all__ = ["ErrorValue", "Grid", "Sheet", "Value", "read", "serial"]


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
        return place(self.name, (row, column))


@dataclass(frozen=True)
class Grid:
    """A workbook: its kind by content, its sheets in workbook order."""

    kind: Kind
    sheets: tuple[Sheet, ...]
    saved_at: datetime | None = None
    """When a program saved it, in UTC, where it says so."""


def place(name: str, position: Place) -> str:
    """Return the address of a cell with the name of its sheet."""
    return f"{name}!{address(*position)}"


def read(data: bytes, leaving_out: Collection[str] = ()) -> Grid:
    """Return the cells of a workbook; ``Refusal`` with one sentence where it cannot be read.

    Sheets named ``leaving_out`` hold nothing the caller wants; reading the others is quicker.
    """
    admitted = gate.admit(data, leaving_out)
    if admitted.values is None:
        values = [_cells(rows) for rows in _rows(admitted.content)]
    else:
        values = [dict(cells) for cells in admitted.values]
    sheets = (
        _sheet(notes, cells) for notes, cells in zip(admitted.notes.sheets, values, strict=True)
    )
    wanted = tuple(sheet for sheet in sheets if sheet.name not in leaving_out)
    return Grid(admitted.notes.kind, wanted, admitted.notes.saved_at)


def _rows(content: bytes) -> list[list[list[Value]]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            workbook.get_sheet_by_index(index).to_python(skip_empty_area=False)
            for index in range(len(workbook.sheet_names))
        ]
    except (KeyboardInterrupt, SystemExit):
        raise
    # A panic of the library is no Exception; with a broken file either means the same.
    except BaseException as error:
        raise refused("damaged") from error


def _cells(rows: list[list[Value]]) -> dict[Place, Value]:
    return {
        (row, column): value
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    }


def _with_surrogates(text: str) -> str:
    """Return a text with ``_xD83D__xDE00_`` as the one character meant, halves left as they are."""
    halves = _SURROGATE.sub(lambda found: chr(int(found[1], 16)), text)
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _sheet(notes: SheetNotes, cells: dict[Place, Value]) -> Sheet:
    if not cells.keys() <= notes.filled:
        raise refused("suspicious", "前后不一的单元格")
    for place, value in cells.items():
        if isinstance(value, str):
            if len(value) > LIMITS.characters:
                raise too_large(f"一个单元格里有 {len(value)} 个字")
            if "_xD" in value:
                cells[place] = _with_surrogates(value)
    for place in notes.uncomputed & cells.keys():
        del cells[place]
    for place, shown in notes.shown.items():
        number = cells.get(place)
        if isinstance(number, float | int):
            is_date = shown == "date"
            cells[place] = (
                shown_as_date(float(number)) if is_date else as_text(float(number), shown)
            )
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
