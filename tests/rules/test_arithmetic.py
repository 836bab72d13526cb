"""Rules A-01, A-08 and A-10 on reports: the exact sentence at the exact cells."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.findings.finding import Finding
from nianbao.form.report import Report
from nianbao.rules import Evidence, StoredTotal
from nianbao.rules.arithmetic import equations_hold, totals_stand
from nianbao.workbook.layout import layout
from nianbao.workbook.read.reader import read_return
from support.clerk import Clerk, sound_report

PLACES = {path: spot.place for path, spot in layout().spots.items()}


def report(**figures: int) -> Report:
    return sound_report(
        {f"applications.{path.replace('__', '.')}": figure for path, figure in figures.items()}
    )


def told(report: Report, evidence: Evidence | None = None) -> list[Finding]:
    return list(equations_hold(report, evidence or Evidence(places=PLACES)))


def test_the_identity_is_told_with_both_sums_and_its_four_cells() -> None:
    broken = report(
        received__natural_person=16, outcomes__granted__natural_person=10,
        outcomes__refused__state_secret__natural_person=8,
    )  # fmt: skip
    (found,) = told(broken)
    assert (found.code, found.severity, found.seen, found.expected) == ("A-01", "error", "16", "18")
    assert found.message == (
        "自然人列：第一项 16 加第二项 0 等于 16，第三项总计 18 加第四项 0 等于 18，相差 2。"
        "请对照原始台账改正其中填错的格。"
    )
    assert found.places == (
        "三、申请办理!D8", "三、申请办理!D9", "三、申请办理!D31", "三、申请办理!D32",
    )  # fmt: skip


def test_each_column_is_told_by_itself_and_the_total_column_not_again() -> None:
    broken = report(received__business=1, received__other=2)
    assert [found.message.split("列")[0] for found in told(broken)] == ["商业企业", "其他"]


def test_errors_that_cancel_out_between_columns_are_still_told() -> None:
    broken = report(received__business=1, outcomes__granted__other=1)
    assert [found.message.split("列")[0] for found in told(broken)] == ["商业企业", "其他"]


def test_more_carried_over_than_received() -> None:
    found = [each for each in told(report(carried_out__research=9)) if each.code == "A-08"]
    assert [each.message for each in found] == [
        "科研机构列：第四项 9，多于第一项 0 加第二项 0 等于 0，相差 9。"
        "结转的不会比收到的多，请改正。"
    ]
    assert found[0].places == ("三、申请办理!F8", "三、申请办理!F9", "三、申请办理!F32")


def test_a_column_with_an_unread_cell_is_not_judged() -> None:
    unread = frozenset({"applications.received.natural_person"})
    broken = report(outcomes__granted__natural_person=1, outcomes__granted__business=1)
    found = told(broken, Evidence(places=PLACES, unread=unread))
    assert [each.message.split("列")[0] for each in found] == ["商业企业"]


COLUMN = st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))


@given(COLUMN)
def test_a_balanced_column_is_never_told(column: tuple[int, int, int]) -> None:
    received, carried_in, granted = column
    granted = min(granted, received + carried_in)
    sound = report(
        received__legal_service=received,
        carried_in__legal_service=carried_in,
        outcomes__granted__legal_service=granted,
        carried_out__legal_service=received + carried_in - granted,
    )
    assert told(sound) == []


def stored(path: str, value: int | None, *, is_formula: bool = False) -> Evidence:
    return Evidence(places=PLACES, totals={path: StoredTotal(value, is_formula)})


ROW = "applications.received.total"


@pytest.mark.parametrize(
    ("path", "name", "place"),
    [
        (ROW, "“一、本年新收政府信息公开申请数量”行", "三、申请办理!J8"),
        ("applications.outcomes.total.total", "“（七）总计”行", "三、申请办理!J31"),
        ("applications.outcomes.total.business", "“（七）总计”行商业企业列", "三、申请办理!E31"),
        ("disputes.direct_litigation.total", "“未经复议直接起诉”", "四、复议诉讼!J8"),
    ],
)
def test_a_total_typed_over_is_told_with_both_numbers(path: str, name: str, place: str) -> None:
    (found,) = totals_stand(sound_report(), stored(path, 7))
    assert found.message == (
        f"{name}的总计被改写成 7，按各格相加是 0。"
        "请核对各格：各格没错的，把总计恢复为公式或改成 0。"
    )
    assert (found.code, found.seen, found.expected) == ("A-10", "7", "0")
    assert found.places == (place,)


@pytest.mark.parametrize(
    "evidence",
    [
        stored(ROW, 0),
        stored(ROW, None),
        stored(ROW, 99, is_formula=True),
        stored(ROW, None, is_formula=True),
        Evidence(),
        Evidence(
            totals={ROW: StoredTotal(7, is_formula=False)},
            unread=frozenset({"applications.received.other"}),
        ),
    ],
    ids=["right", "blank", "old value", "never computed", "elsewhere", "cells unread"],
)
def test_a_total_is_no_finding(evidence: Evidence) -> None:
    assert list(totals_stand(sound_report(), evidence)) == []


@pytest.mark.parametrize(
    ("typed", "messages"),
    [
        ({ROW: 3}, ["“一、本年新收政府信息公开申请数量”行的总计被改写成 3，按各格相加是 2。"
                    "请核对各格：各格没错的，把总计恢复为公式或改成 2。"]),
        ({ROW: "约2件"}, ["总计被改写成“约2件”，不是数字。请恢复为公式，或填各格相加的数。"]),
        ({ROW: 2}, []),
        ({ROW: None}, []),
    ],
)  # fmt: skip
def test_typed_over_in_the_workbook(
    typed: Mapping[str, Any], messages: list[str], clerk: Clerk
) -> None:
    entered = report(received__business=2, carried_out__business=2)
    reading = read_return(clerk.fill(entered, typed=typed))
    found = [*reading.findings, *totals_stand(entered, reading.evidence)]
    assert [each.message for each in found if each.code == "A-10"] == messages
