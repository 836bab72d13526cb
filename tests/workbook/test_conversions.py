"""One workbook as LibreOffice saves it: xlsx, xls and ods must read alike."""

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from nianbao.workbook import grid

pytestmark = pytest.mark.office


def workbook() -> bytes:
    """Return a workbook with what a form has: merges, totals, lists, dates, a hidden sheet."""
    book = Workbook()
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


def converted(source: Path, kind: str) -> bytes:
    """Return the workbook as LibreOffice saves it."""
    office = shutil.which("soffice")
    assert office is not None
    profile = (source.parent / "profile").as_uri()
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(source.parent / "out"),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (source.parent / "out" / f"{source.stem}.{kind}").read_bytes()


@pytest.fixture(scope="module")
def grids(tmp_path_factory: pytest.TempPathFactory) -> dict[str, grid.Grid]:
    source = tmp_path_factory.mktemp("office") / "form.xlsx"
    source.write_bytes(workbook())
    return {kind: grid.read(converted(source, kind)) for kind in ("xlsx", "xls", "ods")}


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_the_other_kinds_read_like_the_xlsx(grids: dict[str, grid.Grid], kind: str) -> None:
    assert grids[kind].kind == kind
    for like, read in zip(grids["xlsx"].sheets, grids[kind].sheets, strict=True):
        assert read.name == like.name
        assert read.cells == like.cells
        assert read.formulas == like.formulas
        assert read.merges == like.merges
        assert read.is_hidden == like.is_hidden


def test_the_values_are_those_that_were_written(grids: dict[str, grid.Grid]) -> None:
    cells = grids["xlsx"].sheets[0].cells
    assert cells[2, 1] == date(2025, 12, 31)
    assert cells[4, 1] is True
    assert cells[6, 1] == grid.ErrorValue("#DIV/0!")
    assert cells[8, 1] == "第一段\n第二段"
    assert cells[10, 1] == 0.000001
    assert cells[12, 1] == date(1900, 1, 12)
    assert cells[10, 7] == 275.000001


def test_no_total_is_left_without_a_value(grids: dict[str, grid.Grid]) -> None:
    assert all(not sheet.uncomputed for each in grids.values() for sheet in each.sheets)


def test_before_office_has_seen_it_every_total_is_without_a_value() -> None:
    first = grid.read(workbook()).sheets[0]
    assert first.uncomputed == first.formulas
    assert (10, 7) in first.uncomputed
