import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nianbao.rules.prose.statements import statements

UNITS = ("件次", "件", "条", "次", "起", "份", "宗", "个", "例", "篇", "项", "封")


def read(text: str) -> list[tuple[str, int | None, str]]:
    """Return phrase, number and unit of every statement that counts something."""
    return [(s.phrase, s.number, s.unit) for s in statements(text) if not s.is_denial]


def denied(text: str) -> list[str]:
    return [s.counted for s in statements(text) if s.is_denial]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共收到申请12件。", [("共收到申请|", 12, "件")]),
        ("收到申请１２件", [("收到申请|", 12, "件")]),
        ("收到 12 件申请", [("收到|申请", 12, "件")]),
        ("受理申请十二件", [("受理申请|", 12, "件")]),
        ("举办培训两次", [("举办培训|", 2, "次")]),
        ("作出决定一百零三份", [("作出决定|", 103, "份")]),
        ("公开信息1,234条", [("公开信息|", 1234, "条")]),
        ("公开信息1，234条", [("公开信息|", 1234, "条")]),
        ("收到申请0件次", [("收到申请|", 0, "件次")]),
        ("“予以公开”3宗", [("予以公开|", 3, "宗")]),
        ("发生诉讼2起，开设专栏3个", [("发生诉讼|", 2, "起"), ("开设专栏|", 3, "个")]),
        ("收到申请九件", [("收到申请|", 9, "件")]),
        ("公开1件、不公开2件", [("公开|", 1, "件"), ("、不公开|", 2, "件")]),
    ],
)
def test_counts(text: str, found: list[tuple[str, int | None, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "7700余条",
        "近20件",
        "约3件",
        "20多件",
        "超过5次",
        "不少于4次",
        "数十件",
        "几百件",
        "1.2万件",
        "两三件",
    ],
)
def test_approximations_have_no_number(text: str) -> None:
    assert [number for _, number, _ in read(text)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "2025年12月31日",
        "国办发〔2019〕14号",
        "《条例》第三十六条、第20条",
        "第十二次会议",
        "20个工作日、3个月、5个百分点",
        "一次性告知",
        "一起推进",
        "一件事一次性办成",
        "三条例",
        "3至5件",
        "3-5件",
        "《快检天天报丨今日检测3件》",
        "H5件",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全年未收到政府信息公开申请。", ["政府信息公开申请"]),
        ("没有发生行政复议、行政诉讼", ["行政复议、行政诉讼"]),
        ("无依申请公开事项", ["依申请公开事项"]),
        ("未被提起行政诉讼", ["提起行政诉讼"]),
        ("行政复议、行政诉讼均为零。", ["行政复议、行政诉讼"]),
        ("依申请公开数量为0，", ["依申请公开"]),
        ("费用为0.5万元", []),
    ],
)
def test_denials(text: str, found: list[str]) -> None:
    assert denied(text) == found


def test_a_statement_knows_its_place_its_sentence_and_what_led_to_it() -> None:
    text = "做好公开工作。2025年，共收到申请１２件（含结转1件），办结10件。"
    first, second, inside = statements(text)
    assert text[first.start : first.end] == "１２件"
    assert (first.lead, first.counted) == ("2025年，", "共收到申请")
    assert (second.lead, second.counted) == (
        "2025年，共收到申请１２件，".translate({0xFF11: "1", 0xFF12: "2"}),
        "办结",
    )
    assert second.sentence == "2025年，共收到申请１２件（含结转1件），办结10件"
    assert (inside.counted, inside.number, inside.is_aside) == ("含结转", 1, True)
    assert inside.lead == "2025年，共收到申请12件，"
    assert first.rest == "，办结10件"


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_counts(unit: str) -> None:
    assert read(f"收到3{unit}") == [("收到|", 3, unit)]


@given(
    st.text(
        "0123456789一二三十百零件条次起份宗个年第约近余，。；、（）《》未收到无为申请公开 \n",
        max_size=80,
    )
)
@example("为0")
def test_any_text_is_read_and_every_place_holds_a_unit(text: str) -> None:
    for each in statements(text):
        assert 0 <= each.start < each.end <= len(text)
        if not each.is_denial:
            assert text[each.start : each.end].endswith(tuple(UNITS))


def test_a_number_of_absurd_length_is_no_number() -> None:
    assert read("1" * 5000 + "件") == [("|", None, "件")]
