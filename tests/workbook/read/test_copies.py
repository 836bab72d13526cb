"""Copies of 基本信息 and of the parts in words: equal or untouched ones do no harm, others L-02."""

from decimal import Decimal
from typing import Any

import pytest

from nianbao.rules import check
from nianbao.workbook import layout as at
from nianbao.workbook.layout import layout
from nianbao.workbook.read.reader import read_return
from support.clerk import BODY, CONTACT, Clerk, sound_report
from support.rearranged_workbooks import DISPUTES, OTHER, OVERVIEW, PROBLEMS, Rearranged, moved

REPORT = sound_report(
    {
        "other.fee_charged": True,
        "other.fee_notices": 2,
        "other.fee_yuan": Decimal(35),
        "other.text": "没有其他需要报告的事项。",
    }
)
FIRST = {
    at.BASICS: "address",
    OVERVIEW: "overview.disclosure",
    PROBLEMS: "improvements",
    OTHER: "other.fee_notices",
}
NAMES = pytest.mark.parametrize("name", FIRST)
WHERE = pytest.mark.parametrize("is_before", [False, True], ids=["after", "before"])


@pytest.fixture(scope="module")
def data(clerk: Clerk) -> bytes:
    return clerk.fill(REPORT)


def copied(data: bytes, name: str, is_before: bool) -> tuple[Rearranged, Any]:
    """Return the workbook with a copy of a sheet, at its end or before all others, and the copy."""
    clerk = Rearranged(data)
    copy = clerk.copied(name, f"{name} (2)")
    if is_before:
        clerk.book.move_sheet(copy, 1 - len(clerk.book.sheetnames))
        assert clerk.book.worksheets[0] is copy
    return clerk, copy


def empty(sheet: Any, name: str, left: Any = None) -> None:
    """Take out what a clerk filled in, as in a blank that was mailed out."""
    known = {"organisation", "year", "kind", at.FORM_CODE}
    pairs = [pair for pair in (*layout().basics, *layout().fees) if pair.path not in known]
    for spot in (
        *(pair.entry for pair in pairs),
        *(spot for block in layout().blocks for spot in block.spots()),
    ):
        if spot.sheet == name:
            is_figure = spot in {layout().spots[f"other.fee_{key}"] for key in ("notices", "yuan")}
            sheet[spot.cell].value = left if is_figure else None


def is_read_soundly(data: bytes) -> None:
    reading = read_return(data)
    assert reading.report(BODY, 2022) == REPORT
    assert reading.particulars == CONTACT
    assert [*reading.findings, *check(REPORT, reading.evidence)] == []


@NAMES
@WHERE
@pytest.mark.parametrize("left", [None, 0])
def test_a_filled_copy_beside_the_untouched_sheet_is_read(
    name: str, is_before: bool, left: Any, data: bytes
) -> None:
    clerk, copy = copied(data, name, is_before)
    empty(clerk.book[name], name, left)
    is_read_soundly(clerk.bytes())
    place = read_return(clerk.bytes()).evidence.places[FIRST[name]]
    assert place.startswith(f"{copy.title}!")


@NAMES
@WHERE
def test_an_untouched_copy_is_none(name: str, is_before: bool, data: bytes) -> None:
    clerk, copy = copied(data, name, is_before)
    empty(copy, name)
    is_read_soundly(clerk.bytes())
    place = read_return(clerk.bytes()).evidence.places[FIRST[name]]
    assert place.startswith(f"{name}!")


@NAMES
@WHERE
def test_equal_copies_are_one(name: str, is_before: bool, data: bytes) -> None:
    clerk, _ = copied(data, name, is_before)
    is_read_soundly(clerk.bytes())


@NAMES
@WHERE
@pytest.mark.parametrize("is_half_empty", [False, True])
def test_a_sheet_and_its_copy_that_differ_are_named(
    name: str, is_before: bool, is_half_empty: bool, data: bytes
) -> None:
    clerk, copy = copied(data, name, is_before)
    if is_half_empty:
        empty(copy, name)
    copy[layout().spots[FIRST[name]].cell].value = 7 if name == OTHER else "另一份"
    places = (f"{name}!A4", f"{copy.title}!A4")
    (found,) = read_return(clerk.bytes()).findings
    assert (found.code, found.message) == (
        "L-02", f"有两张“{name}”，内容不同，不知道以哪一张为准。请删掉多余的一张。"
    )  # fmt: skip
    assert found.places == (places[::-1] if is_before else places)


def test_of_a_sheet_and_two_copies_the_untouched_one_is_not_named(data: bytes) -> None:
    clerk, copy = copied(data, PROBLEMS, is_before=False)
    clerk.copied(PROBLEMS, "五 (3)")["A5"] = "另一份"
    empty(clerk.book[PROBLEMS], PROBLEMS)
    (found,) = read_return(clerk.bytes()).findings
    assert found.places == (f"{copy.title}!A4", "五 (3)!A4")


def test_a_text_that_became_a_formula_is_not_left_out_with_its_sheet(data: bytes) -> None:
    clerk, _ = copied(data, PROBLEMS, is_before=False)
    empty(clerk.book[PROBLEMS], PROBLEMS)
    clerk.book[PROBLEMS]["A5"] = "=-加强公开"
    assert "L-02" in [each.code for each in read_return(clerk.bytes()).findings]


def test_zeros_typed_on_the_copy_alone_are_read_from_it(clerk: Clerk) -> None:
    nil = Rearranged(
        clerk.fill(sound_report({"other.fee_notices": 0, "other.fee_yuan": Decimal(0)}))
    )
    nil.copied(OTHER, "六 (2)")
    empty(nil.book[OTHER], OTHER)
    nil.book[OTHER][layout().spots["other.fee_charged"].cell] = "否"
    reading = read_return(nil.bytes())
    assert (reading.entries["other.fee_notices"], reading.findings) == (0, ())
    assert reading.evidence.places["other.fee_notices"].startswith("六 (2)!")


def test_a_copy_that_holds_a_table_stays_for_the_table(data: bytes) -> None:
    """Part five stands above table four on one sheet, and that sheet was copied."""
    clerk = Rearranged(data).slid(DISPUTES, moved(60, 0))
    for row in clerk.book[PROBLEMS].iter_rows():
        for cell in row:
            if cell.value is not None:
                clerk.book[DISPUTES][cell.coordinate] = cell.value
    del clerk.book[PROBLEMS]
    copy = clerk.copied(DISPUTES, "四 (2)")
    clerk.book.move_sheet(copy, 1 - len(clerk.book.sheetnames))
    is_read_soundly(clerk.bytes())
    places = read_return(clerk.bytes()).evidence.places
    assert places["disputes.reconsideration.upheld"].startswith(f"{DISPUTES}!")
    assert places["problems"].startswith("四 (2)!")


def test_a_filled_part_pasted_below_a_table_beside_its_own_sheet_is_named(data: bytes) -> None:
    clerk = Rearranged(data)
    for row in clerk.book[PROBLEMS].iter_rows():
        for cell in row:
            if cell.value is not None:
                clerk.book[DISPUTES].cell(cell.row + 40, cell.column).value = cell.value
    (found,) = read_return(clerk.bytes()).findings
    assert (found.code, found.places) == ("L-02", (f"{DISPUTES}!A44", f"{PROBLEMS}!A4"))
