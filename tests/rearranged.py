"""A clerk who rearranges a workbook: the same cells elsewhere, other names, sheets more or fewer.

openpyxl's own insert_rows leaves merges and validations behind, so cells are copied one by one.
"""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from nianbao.workbook import layout as at

Place = Callable[[int, int], tuple[int, int] | None]
OVERVIEW, DISCLOSURE, APPLICATIONS, DISPUTES, PROBLEMS, OTHER = at.SHEETS[2:8]


def stays(row: int, column: int) -> tuple[int, int]:
    return row, column


def row_inserted(before: int, count: int = 1) -> Place:
    """Every row from ``before`` on slides down."""
    return lambda row, column: (row + count if row >= before else row, column)


def column_inserted(before: int, count: int = 1) -> Place:
    """Every column from ``before`` on slides right."""
    return lambda row, column: (row, column + count if column >= before else column)


def row_deleted(gone: int) -> Place:
    return lambda row, column: None if row == gone else (row - (row > gone), column)


def moved(down: int, right: int) -> Place:
    return lambda row, column: (row + down, column + right)


@dataclass
class Rearranged:
    """``data`` opened for rearranging; ``book`` may be changed directly, ``bytes()`` saves it."""

    data: bytes
    book: Any = field(init=False)

    def __post_init__(self) -> None:
        self.book = load_workbook(io.BytesIO(self.data))

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def slid(self, name: str, place: Place) -> "Rearranged":
        """Move the cells of a sheet; merges go, as they do when cells are cut and pasted."""
        old = self.book[name]
        index = self.book.sheetnames.index(name)
        del self.book[name]
        new = self.book.create_sheet(name, index)
        copy_cells(old, new, place)
        return self

    def copied(self, name: str, new_name: str) -> Worksheet:
        """Copy a sheet to the end, as a right click does."""
        sheet: Worksheet = self.book.create_sheet(new_name)
        copy_cells(self.book[name], sheet, stays)
        return sheet

    def set(self, name: str, cells: Mapping[str, Any]) -> "Rearranged":
        for cell, value in cells.items():
            self.book[name][cell].value = value
        return self


def copy_cells(old: Any, new: Any, place: Place) -> None:
    for row in old.iter_rows():
        for cell in row:
            spot = place(cell.row, cell.column)
            if cell.value is not None and spot is not None:
                target = new.cell(*spot)
                target.value = cell.value
                target.number_format = cell.number_format
                target.data_type = cell.data_type


def on_one_sheet(data: bytes, names: Iterable[str]) -> bytes:
    """Return a new workbook with these sheets pasted below each other on its only sheet."""
    book, source = Workbook(), load_workbook(io.BytesIO(data))
    sheet: Any = book.worksheets[0]
    top = 0
    for name in names:
        copy_cells(source[name], sheet, moved(top, 0))
        top += source[name].max_row + 2
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
