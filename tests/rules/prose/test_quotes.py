import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.rules.prose.quotes import clipped, opening, quoted
from nianbao.rules.prose.statements import statements

LONG = "我镇" + "进一步规范办理流程、" * 8


def test_a_short_sentence_is_quoted_whole() -> None:
    (each,) = statements("全年受理政府信息公开申请8件。")
    assert quoted(each) == "全年受理政府信息公开申请8件"


def test_a_long_one_from_the_clause_that_says_it() -> None:
    (each,) = statements(f"{LONG}，全年受理政府信息公开申请8件，均已答复。")
    assert quoted(each) == "…全年受理政府信息公开申请8件…"


def test_a_denial_begins_with_its_negation() -> None:
    (each,) = statements(f"{LONG}，2025年我镇未收到政府信息公开申请，今后继续做好。")
    assert quoted(each) == "…未收到政府信息公开申请…"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("所有申请均已办结", "所有申请均已办结"),
        (f"{LONG}2025年12月31日前均已办结", "…2025年12月31日前均已办结"),
    ],
)
def test_the_end_of_a_long_text_begins_with_a_clause(words: str, found: str) -> None:
    assert clipped(words).endswith(found.removeprefix("…"))
    assert len(clipped(words)) <= 61


@given(st.text("甲乙丙，、", max_size=120))
def test_an_opening_is_the_beginning_and_ends_with_a_clause(words: str) -> None:
    shown = opening(words)
    assert words.startswith(shown.removesuffix("…"))
    assert len(shown) <= 41
