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


# What clerks do that changes nothing of what a workbook says.
Change = Callable[[Rearranged], object]


def rename(names: dict[str, str]) -> Change:
    def change(clerk: Rearranged) -> None:
        for old, new in names.items():
            clerk.book[old].title = new

    return change


def reorder(clerk: Rearranged) -> None:
    clerk.book._sheets.reverse()


def hide(clerk: Rearranged) -> None:
    sheet = clerk.book[APPLICATIONS]
    for row in (9, 14, 20):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["F"].hidden = True
    clerk.book[DISPUTES].sheet_state = "hidden"


def unmerge(clerk: Rearranged) -> None:
    for sheet in clerk.book.worksheets:
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))


def merge_more(clerk: Rearranged) -> None:
    clerk.book[APPLICATIONS].merge_cells("K5:L9")
    clerk.book[PROBLEMS].merge_cells("A5:A9")


def blanks_in_labels(clerk: Rearranged) -> None:
    sheet = clerk.book[APPLICATIONS]
    sheet["A8"] = " 一、本年新收\n政府信息公开\u3000申请数量 "
    sheet["B10"] = "(一)予以公开"
    sheet["C14"] = '3. 危及"三安全一稳定"'
    clerk.book[DISCLOSURE]["A8"] = "行政\u00a0规范性文件"
    clerk.book[OVERVIEW]["A4"] = "主动公开："


def drop(*names: str) -> Change:
    def change(clerk: Rearranged) -> None:
        for name in names:
            del clerk.book[name]

    return change


def add_own(clerk: Rearranged) -> None:
    own = clerk.book.create_sheet("Sheet1", 0)
    own["A1"], own["B2"] = "草稿", 77
    clerk.book.create_sheet("台账")["A1"] = "一、本年新收政府信息公开申请数量"


HARMLESS: dict[str, Change] = {
    "sheets renamed": rename({DISCLOSURE: "表1", APPLICATIONS: "Sheet3", DISPUTES: "x", PROBLEMS: "五"}),
    "every sheet renamed": lambda clerk: rename(
        {name: f"表{at}" for at, name in enumerate(clerk.book.sheetnames)}
    )(clerk),
    "sheets reordered": reorder,
    "rows and columns hidden": hide,
    "everything unmerged": unmerge,
    "more merged": merge_more,
    "sheets of one's own": add_own,
    "guide and checks deleted": drop("填报说明", "核对"),
    "blanks and line breaks in labels": blanks_in_labels,
    "row above the table": lambda clerk: clerk.slid(APPLICATIONS, row_inserted(1, 3)),
    "row between declaration and table": lambda clerk: clerk.slid(DISCLOSURE, row_inserted(5)),
    "row inside the table": lambda clerk: clerk.slid(APPLICATIONS, row_inserted(15, 2)),
    "row inside the head": lambda clerk: clerk.slid(APPLICATIONS, row_inserted(7)),
    "row between head and figures": lambda clerk: clerk.slid(DISPUTES, row_inserted(8)),
    "column to the left": lambda clerk: clerk.slid(APPLICATIONS, column_inserted(1, 2)),
    "column between the figures": lambda clerk: clerk.slid(APPLICATIONS, column_inserted(6)),
    "column inside table four": lambda clerk: clerk.slid(DISPUTES, column_inserted(8)),
    "table two moved away": lambda clerk: clerk.slid(DISCLOSURE, moved(20, 7)),
    "table three moved away": lambda clerk: clerk.slid(APPLICATIONS, moved(11, 5)),
    "table four moved away": lambda clerk: clerk.slid(DISPUTES, moved(3, 3)),
    "basics moved": lambda clerk: clerk.slid("基本信息", moved(4, 2)),
    "row inside the basics": lambda clerk: clerk.slid("基本信息", row_inserted(7, 2)),
    "narratives moved down": lambda clerk: clerk.slid(OVERVIEW, row_inserted(1, 2)),
    "row inside a narrative": lambda clerk: clerk.slid(OVERVIEW, row_inserted(6, 4)),
    "column between the fees and their labels": (
        lambda clerk: clerk.slid(OTHER, column_inserted(2))
    ),
    "part six moved": lambda clerk: clerk.slid(OTHER, moved(2, 1)),
    "copy left untouched": lambda clerk: clerk.copied(APPLICATIONS, f"{APPLICATIONS} (2)"),
    "row deleted below a text": lambda clerk: clerk.book[PROBLEMS].delete_rows(12, 3),
}  # fmt: skip
