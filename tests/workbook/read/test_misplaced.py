"""Cells a clerk merged, split or filled beside the form: a finding, never a silent zero."""

from typing import Any

import pytest

from nianbao.county.bodies import Roster
from nianbao.findings.finding import has_errors
from nianbao.intake.attribution import book
from nianbao.workbook.read.reader import read_return
from support.clerk import BODY, Clerk, sound_report
from support.rearranged_workbooks import (
    APPLICATIONS,
    DISCLOSURE,
    DISPUTES,
    OTHER,
    OVERVIEW,
    PROBLEMS,
    Rearranged,
)

REPORT = sound_report(
    {
        "disclosure.licences": 5,
        "applications.received.natural_person": 4,
        "applications.received.business": 2,
        "applications.outcomes.granted.natural_person": 4,
        "applications.outcomes.granted.business": 2,
    }
)


@pytest.fixture(scope="module")
def data(clerk: Clerk) -> bytes:
    return clerk.fill(REPORT)


NOTE = "这里写了“{}”，不是填报的格，没有读到。要报的请移到该填的格里。"


def told(data: bytes) -> list[tuple[tuple[str, ...], str]]:
    return [(each.places, each.message) for each in read_return(data).findings]


def merged_to(area: str) -> str:
    return f"这一格被合并到 {area} 里，数字没有读到。请取消合并，把各格的数字分别填好。"


def stray(seen: str) -> str:
    return f"这里填了“{seen}”，但不是填数的格，没有计入。请移到该填的格里，或者删掉。"


@pytest.mark.parametrize(
    ("area", "hidden"),
    [
        ("D8:E8", ["E8"]),
        ("D8:D10", ["D9", "D10"]),
        ("C10:D10", ["D10"]),
        ("D8:E9", ["E8", "D9", "E9"]),
    ],
)
def test_a_figure_under_a_merge_is_named_and_not_taken_for_nil(
    area: str, hidden: list[str], data: bytes
) -> None:
    clerk = Rearranged(data)
    clerk.book[APPLICATIONS].merge_cells(area)
    found = told(clerk.bytes())
    assert sorted(found) == sorted(
        ((f"{APPLICATIONS}!{cell}",), merged_to(area)) for cell in hidden
    )
    assert {each.severity for each in read_return(clerk.bytes()).findings} == {"error"}


@pytest.mark.parametrize("left", [0, None])
def test_a_figure_typed_beside_its_cell_after_unmerging_is_named(
    left: int | None, data: bytes
) -> None:
    clerk = Rearranged(data)
    clerk.book[DISCLOSURE].unmerge_cells("B11:D11")
    clerk.set(DISCLOSURE, {"B11": left, "C11": 5})
    assert told(clerk.bytes()) == [((f"{DISCLOSURE}!C11",), stray("5"))]


@pytest.mark.parametrize(("typed", "seen"), [(7, "7"), ("7件", "7件"), (-1, "-1"), (0.5, "0.5")])
def test_a_figure_in_a_row_of_its_own_is_named(typed: Any, seen: str, data: bytes) -> None:
    clerk = Rearranged(data).slid(APPLICATIONS, lambda row, column: (row + (row >= 15), column))
    clerk.set(APPLICATIONS, {"D15": typed})
    assert told(clerk.bytes()) == [((f"{APPLICATIONS}!D15",), stray(seen))]


def test_words_beside_the_figures_are_told_and_do_no_harm(data: bytes) -> None:
    clerk = Rearranged(data).slid(APPLICATIONS, lambda row, column: (row + (row >= 15), column))
    clerk.set(APPLICATIONS, {"D15": "见台账", "E15": 0, "F15": "无"})
    assert told(clerk.bytes()) == [
        ((f"{APPLICATIONS}!D15",), NOTE.format("见台账")),
        ((f"{APPLICATIONS}!F15",), NOTE.format("无")),
    ]
    assert not has_errors(read_return(clerk.bytes()).findings)
    assert read_return(clerk.bytes()).report(BODY, 2022) == REPORT


def test_a_fee_whose_label_is_gone_is_named(data: bytes) -> None:
    clerk = Rearranged(data)
    sheet = clerk.book[OTHER]
    (label,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "收费件数"]
    label.value = None
    assert told(clerk.bytes()) == [
        ((), "找不到“收费件数”，对应的 1 格没有读到。请用原来发放的表重新填报。")
    ]


@pytest.mark.parametrize("version", ["0", "2"])
def test_another_version_of_our_own_template_is_named(version: str, data: bytes) -> None:
    clerk = Rearranged(data)
    hidden = next(sheet for sheet in clerk.book.worksheets if sheet["A1"].value == "form")
    hidden["B3"] = version
    booking = book(read_return(clerk.bytes()), Roster(), 2022)
    assert [(each.code, each.message) for each in booking.findings] == [
        (
            "I-01",
            f"这是第 {version} 版的填报表，现行的是第 1 版。请换用县里这次发放的表重新填报。",
        )
    ]
    assert booking.body is None
    assert booking.form_is_wrong


@pytest.mark.parametrize(
    ("sheet", "cells", "wrong"),
    [
        (DISPUTES, {"A9": 1, "C9": 2}, {"A9": "1", "C9": "2"}),
        (DISCLOSURE, {"E11": 123}, {"E11": "123"}),
        (APPLICATIONS, {"K8": 99}, {"K8": "99"}),
        (APPLICATIONS, {"D33": 5, "E33": 0}, {"D33": "5"}),
    ],
)
def test_a_figure_right_below_or_beside_the_table_is_named(
    sheet: str, cells: dict[str, Any], wrong: dict[str, str], data: bytes
) -> None:
    spoilt = Rearranged(data).set(sheet, cells).bytes()
    assert told(spoilt) == [((f"{sheet}!{cell}",), stray(seen)) for cell, seen in wrong.items()]


def test_what_stands_below_a_text_under_the_table_is_no_figure_of_it(data: bytes) -> None:
    spoilt = Rearranged(data).set(DISPUTES, {"A9": "备注", "A10": 3}).bytes()
    # The text itself is a note, and told; the figure below it is none of the form's.
    assert told(spoilt) == [((f"{DISPUTES}!A9",), NOTE.format("备注"))]


@pytest.mark.parametrize(
    ("sheet", "cell", "text"),
    [
        (PROBLEMS, "B6", "三是人员变动频繁，业务衔接不到位。"),
        (OVERVIEW, "B21", "另外，新增了线上受理渠道。"),
        (OVERVIEW, "B53", "120条"),
        (OTHER, "C10", "另有一项。"),
    ],
)
def test_a_text_beside_its_column_is_named(sheet: str, cell: str, text: str, data: bytes) -> None:
    spoilt = Rearranged(data).set(sheet, {cell: text}).bytes()
    assert told(spoilt) == [
        (
            (f"{sheet}!{cell}",),
            f"这里写了“{text}”，不是填文字的格，没有读到。请移到本部分该填的格里，或者删掉。",
        )
    ]


def test_a_note_beside_a_blank_fee_is_not_the_fee(data: bytes) -> None:
    spoilt = Rearranged(data).set(OTHER, {"B4": "是", "B5": 3, "B6": None, "C6": 500}).bytes()
    reading = read_return(spoilt)
    assert told(spoilt) == [((f"{OTHER}!C6",), stray("500"))]
    assert reading.entries["other.fee_notices"] == 3
    assert "other.fee_yuan" not in reading.entries
    assert "other.fee_yuan" in reading.evidence.blank
