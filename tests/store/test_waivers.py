from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from nianbao.errors import UsageProblem
from nianbao.findings.finding import Finding, finding
from nianbao.form.report import Report
from nianbao.store.database import writing
from nianbao.store.store import Store
from nianbao.store.submissions import Submission
from nianbao.store.waivers import Pardon, Waiver, settled, waivers_for
from support.submissions import NOON, report, submission

DECLARED = finding("declared figures but nil", ["四、复议诉讼!B3"])
SPOILT = finding("total unreadable", ["三、申请办理!D8", "三、申请办理!D9"], seen="约5")
FEES = finding("total unreadable", ["二、主动公开!B16"], seen="约9", paths=["disclosure.fees_wan"])
UNREAD = finding("not a number", ["三、申请办理!D8"], seen="约5")


def returned(*findings: Finding, **entries: Any) -> Submission:
    return submission(status="returned", findings=findings, report=report(**entries))


def pardoned(sent: Submission, rule: str, place: str = "") -> list[Waiver]:
    return waivers_for(sent, Pardon(rule, "已与单位核实", "综合科", place), NOON)


def standing(
    findings: tuple[Finding, ...], whole: Report | None, waivers: list[Waiver]
) -> tuple[Finding, ...]:
    return settled(findings, whole, waivers).standing


def test_a_waived_finding_stands_no_longer_and_shows_its_reason() -> None:
    sent = returned(DECLARED, SPOILT)
    left, waived = settled(sent.findings, sent.report, pardoned(sent, "a-09"))
    assert left == (SPOILT,)
    assert [(each.finding, each.waiver.reason, each.waiver.by) for each in waived] == [
        (DECLARED, "已与单位核实", "综合科")
    ]


@pytest.mark.parametrize("place", ["D8", "d8", "三、申请办理!D8"])
def test_one_place_of_several(place: str) -> None:
    sent = returned(SPOILT)
    left, waived = settled(sent.findings, sent.report, pardoned(sent, "A-10", place))
    assert [each.places for each in left] == [("三、申请办理!D9",)]
    assert [each.finding.places for each in waived] == [("三、申请办理!D8",)]


def test_void_when_its_numbers_change() -> None:
    waivers = pardoned(returned(SPOILT), "A-10")
    worse = finding("total unreadable", SPOILT.places, seen="约6")
    assert standing((worse,), report(), waivers) == (worse,)


def test_void_when_the_figures_it_names_change_and_not_when_others_do() -> None:
    waivers = pardoned(returned(FEES, disclosure__licences=1), "A-10")
    assert standing((FEES,), report(disclosure__licences=2), waivers) == ()
    assert standing((FEES,), report(disclosure__fees_wan=Decimal(1)), waivers) == (FEES,)


def test_a_finding_without_numbers_speaks_of_all_figures() -> None:
    waivers = pardoned(returned(DECLARED), "A-09")
    assert standing((DECLARED,), report(problems="另一种写法"), waivers) == ()
    assert standing((DECLARED,), report(disclosure__licences=1), waivers) == (DECLARED,)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Pardon("Z-99", "理由", "甲"), "没有“Z-99”这条规则。用 nianbao rules 查看全部规则。"),
        (Pardon("A-09", " ", "甲"), "豁免要写明理由。请用 --reason 写上。"),
        (Pardon("A-09", "理由", ""), "豁免要写明由谁决定。请用 --by 写上姓名。"),
        (
            Pardon("A-01", "理由", "甲"),
            "“东川镇人民政府”最近一次报送没有 A-01 的问题（现有：A-10）。",
        ),
        (
            Pardon("A-10", "理由", "甲", "D7"),
            "“东川镇人民政府”的 A-10 不在“D7”，在：三、申请办理!D8、三、申请办理!D9。",
        ),
    ],
)
def test_what_cannot_be_waived(asked: Pardon, sentence: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        waivers_for(returned(SPOILT), asked, NOON)
    assert str(problem.value) == sentence


def test_what_was_not_read_is_not_waived() -> None:
    with pytest.raises(UsageProblem) as problem:
        pardoned(returned(UNREAD), "A-07")
    assert str(problem.value) == (
        "A-07 不能豁免：没有读到的内容，豁免以后年报里仍然缺，数字会成为 0。请机关改好再报。"
    )


def test_waivers_are_kept_once_by_year_and_body(store: Store) -> None:
    (waiver,) = pardoned(returned(DECLARED), "A-09")
    store.waive(waiver)
    store.waive(waiver.model_copy(update={"given_at": NOON + timedelta(days=1)}))
    assert store.waivers(2025) == store.waivers(2025, waiver.body) == [waiver]
    assert store.waivers(2025, "西坪乡人民政府") == store.waivers(2024) == []


def test_a_database_from_before_waivers_learns_them(store: Store, store_url: str) -> None:
    store.record(submission())
    with writing(store.engine) as connection:
        connection.execute(text("DROP TABLE waivers"))
        connection.execute(text("UPDATE schema_version SET version = 1"))
    older = Store.open(store_url, store.root)
    (waiver,) = pardoned(returned(DECLARED), "A-09")
    older.waive(waiver)
    assert older.waivers(2025) == [waiver]
    assert len(older.submissions(2025)) == 1
    older.close()
