from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.county.folder import County
from nianbao.county.roll_up import RollUp, _listed, roll_up, summed
from nianbao.errors import UsageProblem
from nianbao.form.report import FIGURES, Report, figure
from nianbao.rules.evidence import Evidence
from nianbao.rules.roll_up import SUMMED, sums_hold, to_review
from nianbao.store.store import Store
from support.submissions import NOON, csv_roster, report, submission

ROSTER = (
    "西坪乡人民政府,,乡镇,XP01,,,",
    "东川镇人民政府,,乡镇,DC01,,,",
    "南湾街道办事处,,街道,NW01,,,",
    "青石县税务局,,县级部门,SW01,,,是",
    "青石县人民政府,,县级政府,QS01,,,",
)


@pytest.fixture
def county(tmp_path: Path) -> County:
    csv_roster(tmp_path, *ROSTER)
    return County.open(tmp_path)


def rolled(county: County, *sent: tuple[str, dict[str, Any]], days: int = 0) -> RollUp:
    store = Store.open("sqlite://", county.path)
    for body, figures in sent:
        store.record(submission(body, body=body, report=report(body, **figures)))
    rolled = roll_up(county, store, 2025, NOON + timedelta(days=days))
    store.close()
    return rolled


def test_the_sum_and_where_it_comes_from(county: County) -> None:
    business = "applications__received__business"
    found = rolled(
        county,
        ("东川镇人民政府", {business: 3, "disclosure__fees_wan": Decimal("0.5")}),
        ("西坪乡人民政府", {business: 4, "disclosure__fees_wan": Decimal("1.25")}),
        ("青石县税务局", {business: 100}),
        ("外县某镇人民政府", {business: 1000}),
    )
    assert found.report.organisation == "青石县人民政府"
    assert found.report.applications.received.business == 7
    assert found.report.disclosure.fees_wan == Decimal("1.75")
    assert found.contributions("applications.received.total") == (
        ("西坪乡人民政府", 4),
        ("东川镇人民政府", 3),
    )
    assert found.contributions("disclosure.licences") == ()
    assert found.vertical == ("青石县税务局",)
    assert found.unlisted == ("外县某镇人民政府",)


def test_who_is_missing_late_and_nil(county: County) -> None:
    found = rolled(
        county, ("东川镇人民政府", {}), ("青石县税务局", {"disclosure__licences": 1}), days=14
    )
    assert found.notes == (
        "汇总了 1 个机关的年报。",
        "还没有接收 2 个：西坪乡人民政府、南湾街道办事处。",
        "逾期 2 个：西坪乡人民政府、南湾街道办事处。",
        "零报告（已计入） 1 个：东川镇人民政府。",
        "垂直管理，不计入汇总 1 个：青石县税务局。",
    )


def test_without_roster_everybody_counts(tmp_path: Path) -> None:
    found = rolled(County.open(tmp_path), ("甲", {"disclosure__licences": 1}), ("乙", {}))
    assert list(found.reports) == ["乙", "甲"]
    assert found.report.organisation == ""
    assert found.report.disclosure.licences == 1
    assert found.notes == ("汇总了 2 个机关的年报。", "零报告（已计入） 1 个：乙。")


def test_nobody_has_reported(county: County) -> None:
    found = rolled(county)
    assert not any(figure(found.report, path) for path in FIGURES)
    assert found.report.other.fee_charged is None


@pytest.mark.parametrize(
    ("declared", "summed_up"),
    [
        ([False, False], False),
        ([False, True], True),
        ([None, True], True),
        ([None, False], None),
        ([], None),
    ],
)
def test_the_fee_declaration(declared: list[bool | None], summed_up: bool | None) -> None:
    reports = {
        str(number): report(other__fee_charged=each, other__fee_notices=2)
        for number, each in enumerate(declared)
    }
    total = summed("县", 2025, reports)
    assert total.other.fee_charged is summed_up
    assert total.other.fee_notices == 2 * len(declared)


def test_a_sum_the_form_does_not_take() -> None:
    reports = {body: report(disclosure__licences=600_000_000) for body in "甲乙"}
    with pytest.raises(UsageProblem) as problem:
        summed("县", 2025, reports)
    assert str(problem.value) == (
        "“行政许可，本年处理决定数量”各机关相加是 1200000000，超过 10 亿。请核对单位。"
    )


REPORTS = {
    "甲": report(applications__received__business=3, disclosure__fees_wan=Decimal("0.5")),
    "乙": report(applications__received__business=1),
}


def test_r01_a_changed_figure_names_the_bodies_it_is_made_of() -> None:
    own = summed("县", 2025, REPORTS)
    assert list(sums_hold(own, REPORTS, Evidence())) == []
    changed = Report.from_entries(
        {
            **own.entries(),
            "applications.received.business": 5,
            "disclosure.licences": 2,
            "disclosure.fees_wan": Decimal("0.6"),
        }
    )
    places = {"applications.received.business": "三、申请办理!E8"}
    found = list(sums_hold(changed, REPORTS, Evidence(places=places)))
    assert [(each.message, each.places) for each in found] == [
        (
            "“行政许可，本年处理决定数量”填的是 2，各机关相加是 0（各机关都是 0）。"
            "请改成 0；各机关有错的，退回更正后重新汇总。",
            (),
        ),
        (
            "“行政事业性收费，本年收费金额（单位：万元）”填的是 0.6，各机关相加是 0.5（甲 0.5）。"
            "请改成 0.5；各机关有错的，退回更正后重新汇总。",
            (),
        ),
        (
            "“一、本年新收政府信息公开申请数量，商业企业”填的是 5，各机关相加是 4（甲 3、乙 1）。"
            "请改成 4；各机关有错的，退回更正后重新汇总。",
            ("三、申请办理!E8",),
        ),
    ]
    assert [found[0].severity.chinese, found[0].code] == ["错误", "R-01"]


def test_r03_a_changed_figure_goes_back_to_the_bodies_it_came_from() -> None:
    own = summed("县", 2025, REPORTS)
    changed = Report.from_entries({**own.entries(), "applications.received.business": 5})
    review = to_review(changed, REPORTS)
    assert {
        body: [(each.path, each.own, each.total, each.contribution.figure) for each in cells]
        for body, cells in review.items()
    } == {
        "甲": [("applications.received.business", 5, 4, 3)],
        "乙": [("applications.received.business", 5, 4, 1)],
    }
    assert to_review(own, REPORTS) == {}


_BODY = st.dictionaries(st.sampled_from(SUMMED), st.integers(0, 10**6), max_size=6)


@settings(max_examples=30, deadline=None)
@given(st.lists(_BODY, max_size=8))
def test_every_sum_is_what_adding_up_by_hand_gives(bodies: list[dict[str, int]]) -> None:
    reports = {
        str(number): Report.from_entries(
            {
                "organisation": str(number),
                "year": 2025,
                **{
                    path: Decimal(value) if path.endswith(("fees_wan", "fee_yuan")) else value
                    for path, value in figures.items()
                },
            }
        )
        for number, figures in enumerate(bodies)
    }
    total = summed("县", 2025, reports)
    for path in SUMMED:
        assert figure(total, path) == sum(figures.get(path, 0) for figures in bodies)
    assert list(sums_hold(total, reports, Evidence())) == []


def test_r01_nobody_accepted_yet_is_told_in_one_line() -> None:
    own = report(applications__received__business=5, disclosure__licences=2)
    (found,) = sums_hold(own, {}, Evidence())
    assert (found.severity.chinese, found.message) == (
        "警告",
        "还没有接收任何机关的年报，县级的数无法与各机关之和核对。"
        "请先接收各机关的年报，再核对本表。",
    )
    assert list(sums_hold(report(), {}, Evidence())) == []


def test_a_list_of_thousands_fits_the_cells_of_a_workbook() -> None:
    names = [f"河口县第{number}镇人民政府" for number in range(3_700)]
    notes = list(_listed("逾期", names))
    assert max(map(len, notes)) < 32_767
    assert notes[0].startswith("逾期 3700 个（第 1 至 200 个）：河口县第0镇人民政府、")
    assert all(any(name in note for note in notes) for name in names[::100])
    assert list(_listed("逾期", names[:2])) == [
        "逾期 2 个：河口县第0镇人民政府、河口县第1镇人民政府。"
    ]
