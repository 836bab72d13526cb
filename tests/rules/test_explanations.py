from pathlib import Path

import pytest

from nianbao.errors import UsageProblem
from nianbao.findings.finding import RULES
from nianbao.rules.explanations import explanation


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_explained_in_words_a_console_can_print(code: str) -> None:
    explained = explanation(code)
    assert all(
        text.endswith("。") for text in (explained.source, explained.mend, explained.example)
    )
    str(explained).encode("gbk")


def test_an_explanation_is_printed_in_four_lines() -> None:
    assert str(explanation("t-01")) == (
        "T-01（警告）正文中收到申请的件数与表三一致。\n"
        "依据：《格式》要求数据准确、前后一致：正文与表三第一项（或加第二项）相符。\n"
        "改法：对照台账，正文错的改正文，表错的改表。\n"
        "例子：正文“共收到申请8件”，表三第一项总计是 5。"
    )


def test_a_county_words_it_its_own_way(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    own = '["X-01"]\nsource = "县里。"\nmend = "删。"\nexample = "无。"\n'
    (tmp_path / "templates" / "explanations.toml").write_text(own, encoding="utf-8")
    assert explanation("X-01", tmp_path).source == "县里。"
    assert explanation("X-02", tmp_path) == explanation("X-02")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '["X-01"]\nsource = "县里。"\n',
            "explanations.toml 中“X-01”一节不全。每节要有 source、mend、example 三行。",
        ),
        ("[X-01", "explanations.toml 写法有误，读不了。请恢复原来的文件。"),
    ],
)
def test_a_broken_file_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "explanations.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageProblem) as problem:
        explanation("X-01", tmp_path)
    assert str(problem.value) == sentence


def test_an_unknown_code_is_told() -> None:
    with pytest.raises(
        UsageProblem, match="没有编号为“Z-01”的规则。可以用 nianbao rules 查看全部。"
    ):
        explanation("Z-01")
