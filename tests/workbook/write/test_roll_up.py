import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pymupdf
import pytest
from python_calamine import CalamineWorkbook

from nianbao.form.report import FIGURES, Report, figure
from nianbao.workbook.layout import layout
from nianbao.workbook.write.roll_up import CHANGES, GUIDE, Sums, roll_up_workbook
from support.libreoffice import convert

BUSINESS = "applications.received.business"


def report(organisation: str, **figures: Any) -> Report:
    named = {path.replace("__", "."): value for path, value in figures.items()}
    return Report.from_entries({"organisation": organisation, "year": 2025, **named})


SUMS = Sums(
    "青石县人民政府",
    2025,
    {
        "=西坪乡": report("=西坪乡", applications__received__business=4),
        "东川镇": report(
            "东川镇", applications__received__business=3, disclosure__fees_wan=Decimal("0.1")
        ),
        "南湾街道": report(
            "南湾街道", disputes__reconsideration__upheld=2, disclosure__fees_wan=Decimal("0.2")
        ),
    },
    missing=("北山乡",),
    notes=("汇总了 3 个机关的年报。", "还没有接收 1 个：北山乡。"),
)


def computed(content: bytes) -> CalamineWorkbook:
    """Return the workbook as LibreOffice computes it."""
    return CalamineWorkbook.from_filelike(io.BytesIO(convert({"汇总": content}, "xlsx")["汇总"]))


def value(book: CalamineWorkbook, sheet: str, row: int, column: int) -> Any:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return rows[row - 1][column - 1]


def figures_of(book: CalamineWorkbook) -> dict[str, Any]:
    spots = {path: layout().spots[path] for path in FIGURES}
    return {path: value(book, spot.sheet, spot.row, spot.column) for path, spot in spots.items()}


@pytest.mark.office
def test_the_live_sums_are_the_sums() -> None:
    book = computed(roll_up_workbook(SUMS))
    for path, shown in figures_of(book).items():
        expected = sum(figure(whole, path) for whole in SUMS.reports.values())
        assert shown == pytest.approx(float(expected)), path
    total = layout().spots["applications.received.total"]
    assert value(book, total.sheet, total.row, total.column) == 7
    assert value(book, CHANGES, 2, 1) == "汇总表与各机关之和一致"
    # The list's own sum, below the bodies; the first year's applications of businesses.
    assert [value(book, "三、各机关", 8, column) for column in (1, 2, 3)] == ["合计", 0, 7]


@pytest.mark.office
def test_a_figure_changed_by_hand_shows_with_the_bodies_it_is_made_of() -> None:
    book = openpyxl.load_workbook(io.BytesIO(roll_up_workbook(SUMS)))
    spot = layout().spots[BUSINESS]
    book[spot.sheet][spot.cell] = 9
    out = io.BytesIO()
    book.save(out)
    changed = computed(out.getvalue())
    row = 5 + FIGURES.index(BUSINESS)
    assert value(changed, CHANGES, 2, 1) == "汇总表有 1 处与各机关之和不一致，见红色的行"
    assert [value(changed, CHANGES, row, column) for column in range(1, 8)] == [
        "三、收到和处理政府信息公开申请情况",
        "一、本年新收政府信息公开申请数量",
        "商业企业",
        9,
        7,
        2,
        "=西坪乡 4、东川镇 3",
    ]


def test_every_body_has_its_row_and_the_missing_are_named() -> None:
    book = openpyxl.load_workbook(io.BytesIO(roll_up_workbook(SUMS)))
    names = [row[0].value for row in book["三、各机关"].iter_rows(min_row=5)]
    assert names == ["=西坪乡", "东川镇", "南湾街道", "合计", "北山乡（未接收）"]
    assert book["三、各机关"]["A5"].data_type == "s"
    assert book[GUIDE]["A4"].value == "还没有接收 1 个：北山乡。"


def test_nobody_has_reported() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(roll_up_workbook(Sums("", 2025, {}, missing=("北山乡",))))
    )
    assert book["二、各机关"]["A7"].value == "北山乡（未接收）"


def test_every_formula_reaches_its_whole_list() -> None:
    book = openpyxl.load_workbook(io.BytesIO(roll_up_workbook(SUMS)))
    spot = layout().spots[BUSINESS]
    assert str(book[spot.sheet][spot.cell].value) == "=SUM('三、各机关'!$C$5:$C$7)"


def test_a_figure_leads_to_its_table_and_to_the_bodies_it_is_summed_from() -> None:
    book = openpyxl.load_workbook(io.BytesIO(roll_up_workbook(SUMS)))
    row, spot = 5 + FIGURES.index(BUSINESS), layout().spots[BUSINESS]
    links = [book[CHANGES].cell(row, column).hyperlink for column in (4, 5)]
    assert [link and link.location for link in links] == [
        f"'{spot.sheet}'!{spot.cell}",
        "'三、各机关'!C5:C7",
    ]


@pytest.mark.office
def test_printed_pages_break_between_rows_of_the_form_and_no_line_lies_on_another() -> None:
    """Wrapped lines have their height; each page of a list begins with whole groups."""
    many = tuple(f"第{number}镇人民政府" for number in range(60))
    notes = (f"还没有接收 60 个：{'、'.join(many)}。", "零报告（已计入） 0 个。")
    content = roll_up_workbook(replace(SUMS, notes=notes))
    printed = convert({"汇总": content}, "pdf")["汇总"]
    with pymupdf.open(stream=printed, filetype="pdf") as pages:
        overlapping = [page.number for page in pages if _has_overlap(page)]
        lists = [page for page in pages if "机关全称" in str(page.get_text())]
        heads = [page.search_for("自然人") for page in lists[1:-1]]
    assert overlapping == []
    # Twenty-four rows of six columns: two rows a page.
    assert [len(head) for head in heads] == [2] * 12


def _has_overlap(page: Any) -> bool:
    """True when two lines of text lie on one another by more than a quarter of their height."""
    boxes = [pymupdf.Rect(line["bbox"]) for block in page.get_text("dict")["blocks"]
             for line in block.get("lines", ())]  # fmt: skip
    return any(
        (one & other).height > 0.25 * min(one.height, other.height) and (one & other).width > 1
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one.intersects(other)
    )
