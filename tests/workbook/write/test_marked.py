"""The workbook that goes back: all the clerk entered, every problem at its cell and on one list."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from nianbao.intake.examine import examine
from nianbao.intake.outcome import Circumstances, Outcome
from nianbao.workbook.layout import layout
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.write import styling
from nianbao.workbook.write.marked import ADVICE
from support.clerk import BODY, Clerk, sound_report
from support.rearranged_workbooks import Rearranged, row_inserted

APPLICATIONS = "三、申请办理"
RECEIVED = "applications.received.business"
UNREADABLE, AS_TYPED = "disclosure.licences", "约三百件"
TOTAL = "applications.received.total"
FIRST_ROW = 5


def sent_back(data: bytes) -> tuple[Outcome, Workbook]:
    outcome = examine("某表.xlsx", data, Circumstances(2022, formats=()))
    assert outcome.status == "returned"
    assert outcome.marked is not None
    return outcome, load_workbook(BytesIO(outcome.marked))


@pytest.fixture(scope="module")
def data() -> bytes:
    """A return whose columns do not agree, with a figure in words and a total typed over."""
    typed = {UNREADABLE: AS_TYPED, TOTAL: 9}
    return Clerk().fill(sound_report({RECEIVED: 3}), typed=typed)


@pytest.fixture(scope="module")
def returned(data: bytes) -> tuple[Outcome, Workbook]:
    return sent_back(data)


def test_the_first_sheet_lists_every_finding(returned: tuple[Outcome, Workbook]) -> None:
    outcome, book = returned
    assert (book.sheetnames[0], book.active.title if book.active else "") == (ADVICE, ADVICE)
    sheet = book[ADVICE]
    assert sheet["A1"].value == f"{BODY}2022年政府信息公开工作年报退回意见"
    rows = sheet.iter_rows(min_row=FIRST_ROW, values_only=True)
    assert [(number, level, code, text) for number, level, code, _, text in rows] == [
        (str(number), each.severity.chinese, each.code, each.message)
        for number, each in enumerate(outcome.findings, 1)
    ]
    assert {"A-01", "A-10"} < {each.code for each in outcome.findings}


def test_every_link_leads_to_a_coloured_cell_that_says_the_same(
    returned: tuple[Outcome, Workbook],
) -> None:
    outcome, book = returned
    for row, each in enumerate(outcome.findings, FIRST_ROW):
        link = book[ADVICE].cell(row, 4).hyperlink
        assert link is not None, each.message
        name, _, cell = str(link.location).replace("'", "").partition("!")
        target = book[name][cell]
        assert f"{each.severity.chinese} {each.code}：{each.message}" in target.comment.text
        assert target.fill.fgColor.rgb in {f"FF{styling.RED_TINT}", f"FF{styling.AMBER_TINT}"}


def test_cells_that_are_right_bear_no_mark(returned: tuple[Outcome, Workbook]) -> None:
    outcome, book = returned
    wrong = {place for each in outcome.findings for place in each.places}
    marked = {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert marked == wrong


def test_what_could_not_be_read_stands_as_it_was_typed(
    returned: tuple[Outcome, Workbook],
) -> None:
    spot = layout().spots[UNREADABLE]
    cell = returned[1][spot.sheet][spot.cell]
    assert (cell.value, cell.data_type) == (AS_TYPED, "s")


def test_totals_are_formulas_again(returned: tuple[Outcome, Workbook]) -> None:
    spot = layout().spots[TOTAL]
    assert str(returned[1][spot.sheet][spot.cell].value).startswith("=")


def test_it_reads_back_as_what_the_clerk_entered(
    data: bytes, returned: tuple[Outcome, Workbook]
) -> None:
    assert returned[0].marked is not None
    first, again = read_return(data), read_return(returned[0].marked)
    assert again.entries == first.entries
    assert again.typed == first.typed
    assert again.evidence.unread == first.evidence.unread


def test_marks_stand_at_home_wherever_the_figures_had_gone(data: bytes) -> None:
    moved = Rearranged(data).slid(APPLICATIONS, row_inserted(8)).bytes()
    outcome, book = sent_back(moved)
    (found,) = [each for each in outcome.findings if each.code == "A-01"]
    assert f"{APPLICATIONS}!E9" in found.places
    sheet = book[APPLICATIONS]
    assert sheet["E8"].value == 3
    assert found.message in sheet["E8"].comment.text
