"""What a body must declare: each table (A-06, A-09), the fee (F-01), every text (S-01)."""

from collections.abc import Mapping
from typing import Any

import pytest

from nianbao.findings.finding import Finding
from nianbao.rules import Evidence
from nianbao.rules.declarations import fee_declared, tables_declared, texts_filled
from nianbao.workbook.read.reader import read_return
from support.clerk import BODY, Clerk, sound_report

CODES = ("A-06", "A-09", "F-01", "S-01")
ASPECTS = ("disclosure", "applications", "management", "platform", "supervision")


def told(clerk: Clerk, figures: Mapping[str, Any], typed: Mapping[str, Any]) -> list[Finding]:
    """Return what the rules say of a workbook filled with ``figures``, then typed over."""
    reading = read_return(clerk.fill(sound_report(figures), typed=typed))
    report, evidence = reading.report(BODY, 2022), reading.evidence
    rules = (tables_declared, fee_declared, texts_filled)
    return [found for rule in rules for found in rule(report, evidence) if found.code in CODES]


UNDECLARED = "没有选择“本表填报情况”。请在下拉框中选“有数据”或“全部为零”。"


@pytest.mark.parametrize(
    ("figures", "typed", "place", "message"),
    [
        ({}, {"declaration.disclosure": None}, "二、主动公开!B3", UNDECLARED),
        ({}, {"declaration.applications": None}, "三、申请办理!D3", UNDECLARED),
        ({}, {"declaration.disputes": " "}, "四、复议诉讼!B3", UNDECLARED),
        ({"disclosure.licences": 1}, {"declaration.disclosure": None}, "二、主动公开!B3",
         UNDECLARED),
        ({}, {"declaration.disclosure": "有"}, "二、主动公开!B3",
         "“本表填报情况”填的是“有”。请在下拉框中选“有数据”或“全部为零”。"),
        ({"disclosure.licences": 1}, {"declaration.disclosure": "全部为零"}, "二、主动公开!B3",
         "选了“全部为零”，表中却有不为 0 的数字。请改选“有数据”，或者改正数字。"),
        ({}, {"declaration.disputes": "有数据"}, "四、复议诉讼!B3",
         "选了“有数据”，表中却全部为 0。请改选“全部为零”，或者补填数字。"),
        ({}, {"other.fee_charged": None}, "六、其他事项!B4",
         "没有选择“是否收取信息处理费”。请在下拉框中选“是”或“否”。"),
        ({}, {"other.fee_charged": "没收过"}, "六、其他事项!B4",
         "“是否收取信息处理费”填的是“没收过”。请在下拉框中选“是”或“否”。"),
        ({}, {"overview.platform": ""}, "一、总体情况!A53",
         "总体情况中“政府信息公开平台建设”没有填写内容。请补写。"),
        ({}, {"overview.platform": "暂 无。"}, "一、总体情况!A53",
         "总体情况中“政府信息公开平台建设”没有填写内容。请补写。"),
        ({}, {"problems": "无", "improvements": ""}, "五、问题改进!A5",
         "“五、存在的主要问题及改进情况”没有填写内容。请补写后再报。"),
    ],
)  # fmt: skip
def test_one_thing_left_out_is_one_sentence(
    figures: Mapping[str, Any], typed: Mapping[str, Any], place: str, message: str, clerk: Clerk
) -> None:
    (found,) = told(clerk, figures, typed)
    assert (found.message, found.places[0]) == (message, place)


def test_several_aspects_left_out_are_one_warning_and_all_of_them_an_error(clerk: Clerk) -> None:
    two = {"overview.management": "", "overview.supervision": "无"}
    (found,) = told(clerk, {}, two)
    assert found.message == "总体情况中“政府信息管理”“监督保障”没有填写内容。请补写。"
    assert (found.code, found.severity) == ("S-01", "warning")
    (found,) = told(clerk, {}, {f"overview.{name}": "" for name in ASPECTS})
    assert found.message == "“一、总体情况”没有填写内容。请补写后再报。"
    assert found.severity == "error"


def test_part_six_may_say_nothing(clerk: Clerk) -> None:
    assert told(clerk, {}, {"other.text": ""}) == []


def test_blank_cells_of_a_table_are_one_hint(clerk: Clerk) -> None:
    blank = {f"disclosure.{name}": None for name in ("penalties", "coercive_measures", "fees_wan")}
    (found,) = told(clerk, {"disclosure.licences": 3}, blank)
    assert (found.code, found.severity) == ("A-06", "hint")
    assert found.message == "本表选了“有数据”，但有 3 格没有填，已按 0 计。没有数据的格请填 0。"
    assert found.places == ("二、主动公开!B14", "二、主动公开!B15", "二、主动公开!B18")


def test_blank_cells_of_a_nil_table_are_no_finding(clerk: Clerk) -> None:
    assert told(clerk, {}, {"disclosure.penalties": None}) == []


def test_a_nil_table_with_an_unread_cell_is_not_called_nil(clerk: Clerk) -> None:
    typed = {"declaration.disclosure": "有数据", "disclosure.penalties": "若干"}
    assert told(clerk, {}, typed) == []


@pytest.mark.parametrize("choice", ["有数据 ", "有 数据", "　有数据"])
def test_white_space_in_a_choice_is_harmless(choice: str, clerk: Clerk) -> None:
    assert told(clerk, {"disclosure.licences": 1}, {"declaration.disclosure": choice}) == []


def test_a_report_from_elsewhere_has_no_dropdowns() -> None:
    assert list(tables_declared(sound_report(), Evidence())) == []
