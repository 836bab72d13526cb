from typing import Any

import pytest

from nianbao.rules import Evidence
from nianbao.rules.prose import drafting
from nianbao.rules.prose.typos import Slips
from support.findings_of import drawn, report

TEXT = "overview.disclosure"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("全年公开信息XX条。", "XX"),
        ("全年公开信息××条。", "××"),
        ("截至X月底。", "X月"),
        ("xx镇认真落实。", "xx"),
        ("某某镇认真落实。", "某某"),
        ("（文字描述）", "（文字描述）"),
        ("（请在此处填写情况）", "（请在此处填写情况）"),
        ("请研究，此函。", "此函"),
        ("全年平稳。\n抄送：县档案馆", "抄送："),
        ("（此件公开发布）", "（此件公开发布）"),
        ("table.MsoNormalTable", "MsoNormal"),
        ("<p>全年平稳</p>", "<p>"),
        ("全年&nbsp;平稳", "&nbsp;"),
        ("{{ 机关全称 }}认真落实", "{{ 机关全称 }}"),
        ("数据待核实。", "待核实"),
    ],
)
def test_s02_leftovers(text: str, seen: str) -> None:
    found = drawn(drafting.no_leftovers, {TEXT: text})
    assert found[0] == f"警告 有“{seen}”，像是模板或别的文件留下的。请删改。"


@pytest.mark.parametrize(
    "text",
    ["图片、H5、XML等形式", "抄送县档案馆3份", "（一）主动公开", "24×7小时", "增长3<5", "MIX展"],
)
def test_s02_is_silent_of_ordinary_words(text: str) -> None:
    assert drawn(drafting.no_leftovers, {TEXT: text}) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("2024年，我镇主动公开信息80条。", "2024年，我镇主动公开信息80条"),
        ("（一）主动公开。2023年度我镇认真落实要求。", "2023年度我镇认真落实要求"),
        ("截至2024年底，全镇共公开信息80条。", "2024年底，全镇共公开信息80条"),
        ("二〇二四年，我镇收到申请2件。", "2024年，我镇收到申请2件"),
    ],
)
def test_s03_work_of_another_year(text: str, seen: str) -> None:
    assert drawn(drafting.years_are_right, {TEXT: text}) == [
        f"警告 “{seen}”写的不是 2025 年的工作。请核对年份，或者写明是往年情况。"
    ]


def test_s03_a_next_step_in_the_past() -> None:
    assert drawn(drafting.years_are_right, {"improvements": "2025年，我镇将继续加强培训。"}) == [
        "警告 “2025年，我镇将继续加强培训”写的是今后打算，年份却不晚于报告年度 2025。请改正年份。"
    ]


@pytest.mark.parametrize(
    "entries",
    [
        {TEXT: "2025年，我镇主动公开信息80条。"},
        {TEXT: "2024年，我镇公开信息80条，2025年公开90条。"},
        {TEXT: "2024年以来，我镇坚持以公开为常态。"},
        {TEXT: "2019年修订的《条例》施行后，我镇认真落实。"},
        {TEXT: "按照《2024年政务公开工作要点》，我镇主动公开信息80条。"},
        {TEXT: "县政府2023年印发通知，我镇认真落实。"},
        {"improvements": "2026年，我镇将继续加强培训。"},
        {"improvements": "2025年已完成栏目调整，将继续完善。"},
    ],
)
def test_s03_years_of_documents_and_of_comparison_are_no_years_of_work(
    entries: dict[str, Any],
) -> None:
    assert drawn(drafting.years_are_right, entries) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("认真疏理公开目录。", "提示 “疏理”疑为“梳理”（梳理工作、梳理信息用“梳”）。请核对。"),
        ("数据截止2025年底。", "提示 “截止2”疑为“截至2”（后面有日期时用“截至”）。请核对。"),
        ("存在一些问题问题。", "提示 “问题问题”像是重复了。请核对，多余的删去。"),
        ("公开栏公开栏更新。", "提示 “公开栏公开栏”像是重复了。请核对，多余的删去。"),
        ("工作的的开展。", "提示 “的的”像是重复了。请核对，多余的删去。"),
        ("更新，，及时。", "提示 “，，”像是重复了。请核对，多余的删去。"),
    ],
)
def test_s06_slips(text: str, found: str) -> None:
    assert drawn(drafting.no_slips, {TEXT: text}) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "一项一项落实",
        "研究研究再定",
        "以公开为目的的活动",
        "的的确确",
        "报名截止日期",
        "条条块块",
        "逐条逐条核对",
    ],
)
def test_s06_is_silent_of_good_chinese(text: str) -> None:
    assert drawn(drafting.no_slips, {TEXT: text}) == []


def test_s06_reads_the_countys_own_list() -> None:
    own = Slips.of([("公示蓝", "公示栏", "")])
    assert drawn(drafting.no_slips, {TEXT: "在公示蓝公布。"}, slips=own) == [
        "提示 “公示蓝”疑为“公示栏”。请核对。"
    ]


def test_s06_tells_ten_of_a_kind_at_most() -> None:
    text = "".join(f"{a}{b}{a}{b}，" for a in "甲乙丙丁" for b in "子丑寅卯")
    assert len(drawn(drafting.no_slips, {TEXT: text})) == 10


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("全年共主动公开条，其中机构职能3条。", ["全年共主动公开条"]),
        ("制定规范性文件0件，废止规范性文件0件，现行有效的规范性文件。", ["现行有效的规范性文件"]),
        ("收到政府信息公开申请 件，均已答复。", ["收到政府信息公开申请 件"]),
        ("收到申请件，及时登记。", []),
        ("发布头条，转载要件。", []),
        ("制定规范性文件2件，废止规范性文件1件，均已公开。", []),
    ],
)
def test_a_number_left_out(text: str, seen: list[str]) -> None:
    told = drafting.numbers_stand(report({TEXT: text}), Evidence())
    assert [each.seen for each in told] == seen


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("联系电话：010-12345678）。", 1),
        ("根据条例（国务院令第711号，认真公开。", 1),
        ("做到：1）及时；2）准确。", 0),
        ("根据条例（国务院令第711号），认真公开。", 0),
        ("公开信息，对并群众关注的及时更新。", 1),
        ("逐项核对并落实到人。", 0),
        ("河口镇人民政府政府信息公开工作有序。", 0),
        ("镇政府政府高度重视。", 1),
    ],
)
def test_brackets_and_words_that_clash(text: str, count: int) -> None:
    assert len(drawn(drafting.no_slips, {TEXT: text})) == count
