"""One workbook as LibreOffice saves it: xlsx, xls and ods must read alike."""

import io
from datetime import date

import openpyxl
import pytest

from nianbao.formats.spreadsheet import opening
from nianbao.formats.spreadsheet.sheet import ErrorValue, Workbook
from support import libreoffice

pytestmark = pytest.mark.office


def workbook() -> bytes:
    """Return a workbook with what a form has: merges, totals, lists, dates, a hidden sheet."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "三、申请办理"
    for row in range(1, 31):
        first.cell(row, 1, f"第{row}行　“标签”")
        for column in range(2, 8):
            first.cell(row, column, row * column if row % 2 else 0)
        first.cell(row, 8, f"=SUM(B{row}:G{row})")
    first["B3"] = date(2025, 12, 31)
    first["B3"].number_format = "yyyy-mm-dd"
    first["B5"] = True
    first["B7"] = "=1/0"
    first["B9"] = "第一段\n第二段"
    first["B11"] = 0.000001
    first["B13"] = 12
    first["B13"].number_format = "yyyy-mm-dd"
    first.merge_cells("A32:C34")
    hidden = book.create_sheet("标识")
    hidden["A1"] = "编码"
    hidden.sheet_state = "hidden"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.fixture(scope="module")
def grids() -> dict[str, Workbook]:
    return {
        kind: opening.read(libreoffice.convert({"form": workbook()}, kind)["form"])
        for kind in ("xlsx", "xls", "ods")
    }


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_the_other_kinds_read_like_the_xlsx(grids: dict[str, Workbook], kind: str) -> None:
    assert grids[kind].kind == kind
    for like, read in zip(grids["xlsx"].sheets, grids[kind].sheets, strict=True):
        assert read.name == like.name
        assert read.cells == like.cells
        assert read.formulas == like.formulas
        assert read.merges == like.merges
        assert read.is_hidden == like.is_hidden


def test_the_values_are_those_that_were_written(grids: dict[str, Workbook]) -> None:
    cells = grids["xlsx"].sheets[0].cells
    assert cells[2, 1] == date(2025, 12, 31)
    assert cells[4, 1] is True
    assert cells[6, 1] == ErrorValue("#DIV/0!")
    assert cells[8, 1] == "第一段\n第二段"
    assert cells[10, 1] == 0.000001
    assert cells[12, 1] == date(1900, 1, 12)
    assert cells[10, 7] == 275.000001


def test_no_total_is_left_without_a_value(grids: dict[str, Workbook]) -> None:
    assert all(not sheet.uncomputed for each in grids.values() for sheet in each.sheets)


def test_before_office_has_seen_it_every_total_is_without_a_value() -> None:
    first = opening.read(workbook()).sheets[0]
    assert first.uncomputed == first.formulas
    assert (10, 7) in first.uncomputed
