import pytest

from nianbao.rules import Evidence
from nianbao.rules.prose.numbering import numbering_runs_on
from support.findings_of import drawn, report


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一是更新慢。三是培训少。", "提示 序号“三是”前面缺了“二是”。请检查是否漏项。"),
        ("一是更新慢；二是培训少；二是解读少。", "提示 序号“二是”重复出现。请检查序号。"),
        (
            "（一）公开。（二）管理。（四）监督。",
            "提示 序号“（四）”前面缺了“（三）”。请检查是否漏项。",
        ),
        ("1.公开\n2.管理\n4.监督", "提示 序号“4.”前面缺了“3.”。请检查是否漏项。"),
        (
            "存在以下三方面问题：一是更新慢；二是培训少。",
            "提示 前面说“以下三方面问题”，后面列了 2 项。请核对数目。",
        ),
        (
            "抓好两项工作：（一）公开。（二）管理。（三）监督。",
            "提示 前面说“抓好两项工作”，后面列了 3 项。请核对数目。",
        ),
    ],
)
def test_s05_gaps_repeats_and_wrong_counts(text: str, found: str) -> None:
    assert drawn(numbering_runs_on, {"problems": text}) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "一是更新慢；二是培训少；三是解读少。",
        "一是更新慢。二是培训少。改进：一是加快更新。二是加强培训。",
        "存在以下两方面问题：一是更新慢；二是培训少。下一步：一是更新；二是培训；三是解读。",
        "（二）依申请公开。（三）管理。",
        "依照第二十条第（一）项、第（五）项公开。",
        "公开之一是目录，统一是关键。",
        "增长3.5%，1.2万人次。",
        "从三个方面推进工作。",
        "九是解读；十是培训；十一是考核。",
    ],
)
def test_s05_is_silent_of_numbers_that_run_on(text: str) -> None:
    assert drawn(numbering_runs_on, {"problems": text}) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公开不够及时。二是解读不多。三是人手不足。", ["二是"]),
        ("一是公开不够及时。二是解读不多。", []),
        ("首先，公开不够及时。二是解读不多。", []),
    ],
)
def test_a_list_that_begins_at_its_second_member(text: str, found: list[str]) -> None:
    told = numbering_runs_on(report({"problems": text}), Evidence())
    assert [each.seen for each in told if "写起" in each.message] == found
