import pytest

from nianbao.rules import Evidence
from nianbao.rules.prose.promises import promises_are_followed
from support.findings_of import report

LAST = "一是村务公示栏更新偏慢，个别村超过一个月；二是惠农补贴的图解太少，老年人看不懂。"
NEW = "一是窗口人员轮换频繁，新人对答复格式不熟；二是热线记录没有归入台账，查找不便。下一步将编写手册，每季度抽查一次记录，补齐缺项并通报到人。"


def told(problems: str, last: str = LAST) -> list[str]:
    evidence = Evidence(last_year=report({"problems": last, "year": 2024}))
    whole = report({"problems": problems, "improvements": "下一步逐项落实，明确到人。" * 4})
    return [each.message for each in promises_are_followed(whole, evidence)]


def test_what_became_of_last_years_problems_is_asked_for() -> None:
    assert told(NEW) == [
        "第五部分没有提到去年问题改得怎样。去年写的是："
        "“一是村务公示栏更新偏慢，个别村超过一个月；二是惠农补贴的图解太少，老年人看不懂”。"
        "请用一两句话说明整改情况。"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "针对上年指出的问题，已逐村核对。",
        "去年存在的不足已全部整改。",
        "村务公示栏更新偏慢的情况已有好转。",
        "整改落实情况：公示栏按月更新。",
    ],
)
def test_words_that_look_back_are_enough(words: str) -> None:
    assert told(NEW + words) == []


def test_nothing_is_asked_without_last_years_problems() -> None:
    assert told(NEW, last="暂无") == []
    assert told(NEW, last="栏目偏少。") == []
    assert list(promises_are_followed(report({"problems": NEW}), Evidence())) == []


def test_it_is_a_hint_and_never_more() -> None:
    evidence = Evidence(last_year=report({"problems": LAST, "year": 2024}))
    whole = report({"problems": NEW, "improvements": NEW})
    assert [each.severity.value for each in promises_are_followed(whole, evidence)] == ["hint"]
