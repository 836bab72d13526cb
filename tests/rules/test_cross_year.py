from decimal import Decimal
from typing import Any

import pytest

from nianbao.findings.finding import Severity
from nianbao.form.report import FIGURES, Report
from nianbao.rules import CHECKS, Evidence, cross_year

PLACES = {path: f"表!{path}" for path in FIGURES}
B_RULES = [rule for rule in CHECKS if rule.__name__ in vars(cross_year)]


def report(year: int, **figures: Any) -> Report:
    named = {path.replace("__", "."): value for path, value in figures.items()}
    return Report.from_entries({"organisation": "东川镇人民政府", "year": year, **named})


def found(this: Report, last: Report, **evidence: Any) -> list[tuple[str, str, str]]:
    """Return severity, sentence and places of every finding of rules B."""
    known = Evidence(**{"places": PLACES, "last_year": last, **evidence})
    return [
        (each.severity.chinese, each.message, " ".join(each.places))
        for rule in B_RULES
        for each in rule(this, known)
    ]


def test_all_seven_run() -> None:
    assert len(B_RULES) == 7


def test_nothing_without_last_year() -> None:
    this = report(2025, applications__carried_in__other=1, disclosure__regulations__repealed=9)
    assert found(this, this, last_year=None) == []


def test_nothing_for_two_years_of_zeros() -> None:
    assert found(report(2025), report(2024)) == []


def test_b01_carried_in_is_what_was_carried_out() -> None:
    last = report(2024, applications__carried_out__business=2)
    this = report(2025, applications__carried_in__other=1, disclosure__licences=1)
    assert found(this, last) == [
        (
            "错误",
            "商业企业列：第二项填的是 0，上年年报第四项是 2。"
            "请改成 2；上年报错的，请在表里写明原因。",
            "表!applications.carried_in.business",
        ),
        (
            "错误",
            "其他列：第二项填的是 1，上年年报第四项是 0。请改成 0；上年报错的，请在表里写明原因。",
            "表!applications.carried_in.other",
        ),
    ]
    right = report(2025, applications__carried_in__business=2, disclosure__licences=1)
    assert found(right, last) == []


def test_b01_is_a_warning_when_imported_or_explained() -> None:
    this, last = report(2025, applications__carried_in__other=1), report(2024)
    ((severity, _, _),) = found(this, last, is_last_year_imported=True)
    assert severity == "警告"
    assert found(this, last, explanations={"applications.carried_in": "上年漏报一件"}) == [
        (
            "警告",
            "其他列：第二项填的是 1，上年年报第四项是 0。本机关说明：上年漏报一件。请县里核定。",
            "表!applications.carried_in.other",
        )
    ]


def test_b01_passes_over_what_could_not_be_read() -> None:
    last = report(2024, applications__carried_out__other=1)
    assert found(report(2025), last, unread=frozenset({"applications.carried_in.other"})) == []


def test_b02_in_force() -> None:
    last = report(2024, disclosure__normative_documents__in_force=10)
    this = report(
        2025,
        disclosure__normative_documents__made=3,
        disclosure__normative_documents__repealed=1,
        disclosure__normative_documents__in_force=11,
    )
    assert found(this, last) == [
        (
            "提示",
            "行政规范性文件：上年现行有效 10 加本年制发 3 减本年废止 1 等于 12，"
            "现行有效填的是 11。请核对；数字没错的，请在表里说明原因。",
            "表!disclosure.normative_documents.in_force",
        )
    ]
    explained = {"disclosure.normative_documents": "一件自然失效"}
    assert found(this, last, explanations=explained) == []


def test_b03_repealed_were_there() -> None:
    last = report(2024, disclosure__normative_documents__in_force=1)
    this = report(
        2025,
        disclosure__normative_documents__made=1,
        disclosure__normative_documents__repealed=3,
    )
    explained = {"disclosure.normative_documents": "清理"}
    assert found(this, last, explanations=explained) == [
        (
            "警告",
            "行政规范性文件：本年废止 3 件，多于上年现行有效 1 加本年制发 1。请核对。",
            "表!disclosure.normative_documents.repealed",
        )
    ]


def test_b04_rows_left_over() -> None:
    row = {"applications__outcomes__refused__state_secret__business": 4}
    this = report(2025, disclosure__licences=1, **row)
    assert found(this, report(2024, **row)) == [
        (
            "警告",
            "“1.属于国家秘密”与上年年报相同，本年却没有新收和结转的申请。"
            "请核对是不是上年留下的数字。",
            "表!applications.outcomes.refused.state_secret.business",
        )
    ]
    with_applications = report(2025, applications__received__business=4, **row)
    assert found(with_applications, report(2024, **row)) == []


@pytest.mark.parametrize(
    ("now", "before", "is_found"),
    [
        ("15000", "1.5", True),
        ("1.5", "15000", True),
        ("1500", "1.5", False),
        ("0", "15000", False),
        ("15000", "0", False),
    ],
)
def test_b05_fees(now: str, before: str, is_found: bool) -> None:
    this = report(2025, disclosure__fees_wan=Decimal(now))
    last = report(2024, disclosure__fees_wan=Decimal(before))
    assert found(this, last) == (
        [
            (
                "警告",
                f"收费金额填的是 {now} 万元，上年是 {before} 万元，相差 1000 倍以上。"
                "请核对单位是万元还是元。",
                "表!disclosure.fees_wan",
            )
        ]
        if is_found
        else []
    )


@pytest.mark.parametrize(
    ("now", "before", "is_found"),
    [
        (210, 21, True),
        (21, 210, True),
        (200, 20, False),
        (209, 21, False),
        (0, 1000, True),
        (0, 999, False),
    ],
)
def test_b06_decisions(now: int, before: int, is_found: bool) -> None:
    this, last = (
        report(2025, disclosure__penalties=now),
        report(2024, disclosure__penalties=before),
    )
    assert found(this, last) == (
        [
            (
                "提示",
                f"行政处罚填的是 {now} 件，上年是 {before} 件，变化很大。请核对一下。",
                "表!disclosure.penalties",
            )
        ]
        if is_found
        else []
    )


def test_b07_all_as_last_year() -> None:
    same = {"disclosure__licences": 5, "disputes__reconsideration__upheld": 1}
    assert found(report(2025, **same), report(2024, **same)) == [
        (
            "警告",
            "各表数字与 2024 年年报完全相同。请核对是不是误用了上年的数字。",
            "表!disclosure.licences 表!disputes.reconsideration.upheld",
        )
    ]


def test_findings_name_their_figures_for_waivers() -> None:
    this = report(2025, applications__carried_in__other=1)
    (each,) = B_RULES[0](this, Evidence(last_year=report(2024)))
    assert each.paths == ("applications.carried_in.other",)
    assert each.severity is Severity.ERROR
