"""What a text is: paragraphs of printable characters, joined with one line feed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao import prose


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("一段", "一段"),
        ("  一段\t", "一段"),
        ("　　首行缩进的一段", "首行缩进的一段"),
        ("一\r\n二\r三\v四\f五\u2028六\u2029七", "一\n二\n三\n四\n五\n六\n七"),
        ("一\n\n \u3000\n二", "一\n二"),
        ("不间断\u00a0空格", "不间断 空格"),
        ("零宽\u200b字符\ufeff和\u2060连接", "零宽字符和连接"),
        ("响铃\x07退格\x08空\x00", "响铃退格空"),
        ("孤立代理\ud800项", "孤立代理项"),
        ("方向\u202e反转\u2066隔离\u200f", "方向反转隔离"),
        ("非字符\ufffe\uffff\U0001fffe", "非字符"),
        ("家\U0001f468\u200d\U0001f469", "家\U0001f468\u200d\U0001f469"),
        ("", ""),
        (" \n\u3000", ""),
    ],
)
def test_pasted_text_is_cleaned_once(pasted: str, text: str) -> None:
    assert prose.clean(pasted) == text


@given(st.text())
def test_clean_text_is_left_as_it_is_and_is_what_the_model_takes(text: str) -> None:
    cleaned = prose.clean(text)
    assert prose.clean(cleaned) == cleaned
    assert prose.require_clean(cleaned) == cleaned
    assert prose.join(prose.paragraphs(cleaned)) == cleaned


@pytest.mark.parametrize("text", [" 缩进", "空行\n\n后", "制表\t符", "\u202e", "尾\n"])
def test_the_model_refuses_a_text_that_was_not_cleaned(text: str) -> None:
    with pytest.raises(ValueError, match="unprintable characters, blank lines or untrimmed"):
        prose.require_clean(text)


@pytest.mark.parametrize(
    ("text", "drops"),
    [("干净", False), ("缩进\t和\r\n换行\u00a0", False), ("零宽\u200b", True), ("\x07", True)],
)
def test_only_dropped_characters_are_worth_a_note(text: str, drops: bool) -> None:
    assert prose.drops_characters(text) is drops


def test_a_cell_with_line_breaks_and_a_row_per_paragraph_are_one_text() -> None:
    assert prose.join(["第一段\n第二段", "", "第三段"]) == "第一段\n第二段\n第三段"
    assert prose.join(["第一段", "第二段", "第三段"]) == "第一段\n第二段\n第三段"
    assert prose.join([]) == ""
    assert prose.paragraphs("") == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("巡镇镇\u200b人民政府", "巡镇镇人民政府"),
        (" 巡镇镇\n人民政府 ", "巡镇镇 人民政府"),
        ("示例县\u3000 教育局", "示例县 教育局"),
        ("零宽\u200d连接", "零宽连接"),
    ],
)
def test_a_name_is_one_line(typed: str, name: str) -> None:
    assert prose.clean_line(typed) == name


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("", True),
        ("无", True),
        (" 暂 无。", True),
        ("无.", True),
        ("\u3000\n", True),
        ("无此情况", False),
        ("没有", False),
        ("0", False),
    ],
)
def test_a_text_that_says_only_nil_says_nothing(text: str, nothing: bool) -> None:
    assert prose.says_nothing(text) is nothing


def test_lengths_are_counted_without_white_space() -> None:
    assert prose.squeeze(" 一 二\u3000三\n四\u200b\u200d") == "一二三四"
