import pytest

from nianbao.rules import Policy, Thresholds
from nianbao.rules.prose.narratives import TEXTS, overview_is_short, part_five_has_substance, texts
from support.findings_of import drawn, report

PROBLEM = "一是公开栏更新不够及时，部分村务信息公布较晚；二是政策解读形式单一，图表和视频偏少。"
REMEDY = "下一步将按月核对公开栏，逾期未更新的通报到村；全年安排两次解读培训，增加图表和短视频。"


def test_texts_stand_in_the_forms_order() -> None:
    assert [path for path, _ in texts(report({}))] == list(TEXTS)
    assert TEXTS[0] == "overview.disclosure"
    assert TEXTS[-1] == "other.text"


@pytest.mark.parametrize(
    ("length", "found"),
    [
        (1000, []),
        (1001, ["提示 总体情况有 1001 字，格式要求原则上不超过一千字。请适当精简。"]),
        (1301, ["警告 总体情况有 1301 字，超过 1300 字，远多于一千字的要求。请精简。"]),
    ],
)
def test_x01_length_of_part_one_without_white_space(length: int, found: list[str]) -> None:
    entries = {"overview.disclosure": "公 开" * 300, "overview.platform": "网" * (length - 600)}
    assert drawn(overview_is_short, entries) == found


def test_x01_keeps_to_the_countys_threshold() -> None:
    policy = Policy(Thresholds(overview_advised=500))
    assert drawn(overview_is_short, {"overview.disclosure": "公" * 600}, policy=policy) == [
        "提示 总体情况有 600 字，格式要求原则上不超过一千字。请适当精简。"
    ]


@pytest.mark.parametrize(
    ("problems", "improvements", "found"),
    [
        (PROBLEM, REMEDY, []),
        (PROBLEM + REMEDY, "", []),
        ("", "", []),
        (
            PROBLEM * 3,
            "",
            [f"警告 第五部分“{PROBLEM[:40]}…”只有问题，没有改进措施。请补写改进情况。"],
        ),
        (
            "更新不够及时。",
            "下一步加强更新。",
            ["警告 第五部分只有 15 字，内容过于简单。请写具体，至少 80 字。"],
        ),
        (
            "暂无明显问题。",
            REMEDY * 2,
            ["警告 第五部分“暂无明显问题。”没有写出具体问题。请写明今年存在的一两个具体问题。"],
        ),
        (
            "工作总体平稳有序。",
            "继续做好各项工作。",
            ["警告 第五部分“工作总体平稳有序。”没有写出具体问题。请写明今年存在的一两个具体问题。"],
        ),
    ],
)
def test_x02_problems_and_improvements(problems: str, improvements: str, found: list[str]) -> None:
    entries = {"problems": problems, "improvements": improvements}
    assert drawn(part_five_has_substance, entries) == found
