import tomllib
from dataclasses import asdict
from typing import Any

import pytest

from nianbao.errors import UsageProblem
from nianbao.findings.finding import Severity
from nianbao.rules import Evidence, Policy, Thresholds, check
from nianbao.templating import template
from support.findings_of import report

WRONGLY_WRITTEN = (
    '设置中规则 X-01 的写法不对。请写“错误”“警告”“提示”之一，或者写 { off = "停用的理由" }。'
)
LONG = {"overview.disclosure": "公" * 1001}


def codes(policy: Policy) -> dict[str, Severity]:
    return {each.code: each.severity for each in check(report(LONG), Evidence(policy=policy))}


def test_a_county_takes_a_rule_as_seriously_as_it_likes() -> None:
    assert codes(Policy())["X-01"] is Severity.HINT
    assert codes(Policy.from_settings({"X-01": "错误"}))["X-01"] is Severity.ERROR
    assert codes(Policy.from_settings({"X-01": "warning"}))["X-01"] is Severity.WARNING


def test_a_rule_is_switched_off_with_a_reason() -> None:
    policy = Policy.from_settings({"X-01": {"off": " 县里统一写两千字 "}})
    assert "X-01" not in codes(policy)
    assert policy.switched_off == {"X-01": "县里统一写两千字"}


def test_thresholds_are_the_countys() -> None:
    policy = Policy.from_settings({}, {"overview_advised": 1200, "county_copy_hint": 1})
    assert policy.thresholds == Thresholds(overview_advised=1200, county_copy_hint=1.0)
    assert "X-01" not in codes(policy)


@pytest.mark.parametrize(
    ("rules", "thresholds", "sentence"),
    [
        ({"X-99": "提示"}, {}, "设置中的规则编号“X-99”不存在。可以用 nianbao rules 查看全部。"),
        (
            {"X-01": "重要"},
            {},
            WRONGLY_WRITTEN,
        ),
        (
            {"X-01": {"off": ""}},
            {},
            WRONGLY_WRITTEN,
        ),
        (
            {},
            {"overview_most": "很多"},
            "设置中的限值 overview_most 应是不小于 0 的数字，填的是“很多”。",
        ),
        ({}, {"overview_most": -1}, "设置中的限值 overview_most 应是不小于 0 的数字，填的是“-1”。"),
        (
            {},
            {"overview_most": float("nan")},
            "设置中的限值 overview_most 应是不小于 0 的数字，填的是“nan”。",
        ),
    ],
)
def test_wrong_settings_are_told(
    rules: dict[str, Any], thresholds: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(UsageProblem) as problem:
        Policy.from_settings(rules, thresholds)
    assert str(problem.value) == sentence


def test_an_unknown_threshold_is_told_with_the_known_ones() -> None:
    with pytest.raises(
        UsageProblem, match="设置中的限值“字数”不存在。可用的有：overview_advised、"
    ):
        Policy.from_settings({}, {"字数": 1})


def test_the_settings_that_come_along_name_every_threshold_with_its_default() -> None:
    lines = template("nianbao.toml").read_text(encoding="utf-8").partition("[thresholds]")[2]
    lines = lines.partition("\n# 总体情况里必须")[0]
    told = tomllib.loads("\n".join(line.removeprefix("# ") for line in lines.splitlines()))
    assert told == asdict(Thresholds())


@pytest.mark.parametrize("code", ["A-05", "L-01", "G-03", "I-03"])
@pytest.mark.parametrize("wanted", ["提示", {"off": "太严"}])
def test_what_was_not_read_is_not_for_a_county_to_change(code: str, wanted: Any) -> None:
    with pytest.raises(UsageProblem, match=f"规则 {code} 不能改级别，也不能停用"):
        Policy.from_settings({code: wanted})
