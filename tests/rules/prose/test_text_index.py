from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.rules.prose.text_index import Shelf, containment, grams, letters, shared_passages

OWN = "我镇公开栏更新不够及时，部分村务信息公布较晚，群众查阅不便，咨询电话也常常无人接听。"
OTHER = "门户网站栏目偏少，政策解读多为文字，图表和视频不多，学生和老人不容易看懂。"


def test_digits_punctuation_and_white_space_do_not_count() -> None:
    assert letters("2025年，公开 12 条。\n") == "年公开条"


def test_containment_is_the_share_of_the_shorter_text() -> None:
    assert containment(grams(OWN), grams(OWN + OTHER)) == 1
    assert containment(grams(OWN), grams(OTHER)) == 0
    assert containment(grams("短"), grams(OWN)) == 0


def test_shared_passages_stand_as_they_do_in_the_text() -> None:
    text = f"今年，{OTHER[:16]}另有别的情况。{OWN}"
    assert shared_passages(text, OTHER + OWN.replace("，", "")) == [OWN[:-1], OTHER[:16]]


def test_no_passage_is_shared_by_unlike_texts() -> None:
    assert shared_passages(OWN, OTHER) == []


@given(st.text("甲乙丙，。1", max_size=60), st.text("甲乙丙，。1", max_size=60))
def test_every_shared_passage_is_in_both(text: str, other: str) -> None:
    for passage in shared_passages(text, other, most=99):
        assert passage in text
        assert letters(passage) in letters(other)


def test_a_shelf_names_the_closest_first_and_never_oneself() -> None:
    shelf = Shelf({"甲": OWN, "乙": OWN + OTHER, "丙": OWN[:24] + OTHER, "丁": OTHER})
    found = shelf.matches("甲", OWN, 0.3)
    assert [(match.name, round(match.share, 2)) for match in found] == [("乙", 1.0), ("丙", 0.53)]
    assert all(match.share == containment(grams(OWN), grams(match.text)) for match in found)


def test_a_newer_text_takes_the_place_of_the_older() -> None:
    shelf = Shelf({"乙": OWN})
    shelf.add("乙", OTHER)
    assert shelf.matches("甲", OWN, 0.3) == []
    assert [match.name for match in shelf.matches("甲", OTHER, 0.3)] == ["乙"]


@pytest.mark.parametrize("crowd", [4, 256])
def test_a_crowded_shelf_still_measures_exactly(crowd: int) -> None:
    crowded = {f"机关{number}": f"{OTHER}{number}" for number in range(20)}
    shelf = Shelf({**crowded, "甲": OWN}, crowd)
    assert [(match.name, match.share) for match in shelf.matches("乙", OWN + "略有改动", 0.5)] == [
        ("甲", 1.0)
    ]


def test_set_phrases_of_a_large_county_call_nobody_up() -> None:
    letters_of = [chr(0x4E00 + number) for number in range(3000)]

    def own_words(seed: int, size: int) -> str:
        return "".join(Random(seed).choices(letters_of, k=size))

    phrases = own_words(10_000, 400)
    shelf = Shelf({f"第{n}镇": phrases + own_words(n, 1100) for n in range(400)})
    copied = phrases + own_words(7, 800) + own_words(20_000, 300)
    start = process_time()
    found = [shelf.matches(f"第{n}镇", phrases + own_words(n, 1100), 0.3) for n in range(20)]
    assert found == [[]] * 20
    assert (process_time() - start) / 20 < 0.02
    assert [match.name for match in shelf.matches("新镇", copied, 0.3)] == ["第7镇"]


def test_a_short_text_made_of_set_phrases_is_found() -> None:
    phrases = "".join(map(chr, range(0x5000, 0x5000 + 300)))
    others = {f"第{n}镇": phrases + "".join(map(chr, range(0x6000 + 99 * n, 0x6063 + 99 * n))) * 2
              for n in range(40)}  # fmt: skip
    shelf = Shelf({**others, "短镇": phrases}, crowd=16)
    assert shelf.matches("短镇", phrases, 0.9)[0].share == 1
