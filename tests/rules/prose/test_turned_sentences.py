"""Sentences turned in ways that change nothing must draw the same answer."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from nianbao.form.report import Report
from nianbao.rules import Evidence
from nianbao.rules.prose.agreement import words_agree
from nianbao.rules.prose.numerals import numeral

RECEIVED, GRANTED, CARRIED = 48, 44, 4
ENTRIES = {
    "organisation": "柳河县林业局",
    "year": 2025,
    "applications.received.natural_person": RECEIVED,
    "applications.outcomes.granted.natural_person": GRANTED,
    "applications.carried_out.natural_person": CARRIED,
    "disputes.reconsideration.upheld": 3,
    "disputes.direct_litigation.upheld": 2,
    "disclosure.licences": 120,
    "disclosure.normative_documents.made": 5,
}
WHEN = (
    "",
    "全年",
    "2025年，",
    "本年度",
    "2025年度，我局",
    "截至2025年12月31日，",
    "今年以来，我局",
)
ALL = ("", "共", "共计", "累计", "一共")
TAKEN = ("收到", "受理", "接收", "收到并登记", "新收")
OBJECTS = (
    "政府信息公开申请",
    "信息公开申请",
    "依申请公开申请",
    "依申请公开事项",
    "申请公开政府信息的请求",
)
UNITS = ("件", "份", "宗", "起", "条", "项", "封")
CHANNELS = (
    "",
    "通过网站、信函等渠道",
    "通过当面申请、邮寄申请、网上申请三种方式",
    "线上线下",
)
# 一份, 一条, 一起 are as often no count: the words of one are left alone.
NUMBERS = st.integers(0, 300).filter(lambda number: number != 1)
WRITTEN: tuple[Callable[[int], str], ...] = (
    str,
    numeral,
    lambda value: str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    lambda value: f" {value} ",
)
written = st.sampled_from(WRITTEN)


def codes(text: str, aspect: str = "overview.applications") -> set[str]:
    whole = Report.from_entries({**ENTRIES, aspect: text})
    return {found.code for found in words_agree(whole, Evidence())}


@given(
    st.sampled_from(WHEN), st.sampled_from(CHANNELS), st.sampled_from(ALL),
    st.sampled_from(TAKEN), st.sampled_from(OBJECTS), st.sampled_from(UNITS), NUMBERS, written,
)  # fmt: skip
def test_what_was_received_is_told_in_any_words(
    when: str, channel: str, total: str, verb: str, what: str, unit: str, number: int,
    write: Callable[[int], str],
) -> None:  # fmt: skip
    wrong = set() if number == RECEIVED else {"T-01"}
    count = f"{write(number)}{unit}"
    assert codes(f"{when}{channel}{total}{verb}{what}{count}，均已登记。") == wrong
    assert codes(f"{when}{channel}{verb}{count}{what}。") == wrong
    assert codes(f"{when}{what}{total}{verb}{count}。") == wrong


@given(st.permutations(["received", "closed", "carried"]), NUMBERS, NUMBERS, NUMBERS, written)
def test_the_order_of_clauses_changes_nothing(
    order: list[str], received: int, closed: int, carried: int, write: Callable[[int], str]
) -> None:
    told = {
        "received": f"收到政府信息公开申请{write(received)}件",
        "closed": f"办结政府信息公开申请{write(closed)}件",
        "carried": f"结转下年度继续办理{write(carried)}件",
    }
    wrong = {
        code
        for code, number, right in (
            ("T-01", received, RECEIVED),
            ("T-03", closed, GRANTED),
            ("T-04", carried, CARRIED),
        )
        if number != right
    }
    assert codes("，".join(told[name] for name in order) + "。") == wrong
    assert codes("；".join(told[name] for name in order) + "。") == wrong
    assert codes("。".join(told[name] for name in order) + "。") == wrong


@given(NUMBERS, st.sampled_from("（("), written)
def test_a_bracket_is_a_clause_of_its_own(
    carried: int, opened: str, write: Callable[[int], str]
) -> None:
    closed = "）" if opened == "（" else ")"
    wrong = set() if carried == CARRIED else {"T-04"}
    inside = f"{opened}另有{write(carried)}件结转下年度{closed}"
    assert codes(f"收到政府信息公开申请{RECEIVED}件{inside}，均已登记。") == wrong


@given(
    st.sampled_from(["网站", "信函", "当面", "窗口", "电子邮件", "公众号"]),
    st.sampled_from(["通过{}收到", "{}收到", "{}受理"]),
    NUMBERS,
)
def test_the_number_of_one_channel_is_not_the_whole(channel: str, words: str, number: int) -> None:
    assert codes(f"{words.format(channel)}政府信息公开申请{number}件。") == set()


@given(
    st.permutations(["行政复议", "行政诉讼", "举报投诉"]),
    st.sampled_from(["全年未发生因政府信息公开引起的", "无", "2025年，我局没有", "未引发"]),
    st.sampled_from(["", "案件", "等情况", "的情形"]),
    st.sampled_from(["overview.supervision", "overview.applications", "overview.management"]),
)
def test_every_member_of_a_denied_list_is_denied(
    order: list[str], denial: str, tail: str, aspect: str
) -> None:
    text = f"{denial}{order[0]}、{order[1]}和{order[2]}{tail}。"
    whole = Report.from_entries({**ENTRIES, aspect: text})
    found = [each for each in words_agree(whole, Evidence()) if each.code == "T-07"]
    assert len(found) == 2


@given(
    st.sampled_from(["行政许可", "行政许可决定", "行政许可处理决定"]),
    st.sampled_from(["作出", "依法作出", "全年作出", "共办结"]),
    st.sampled_from(["", "数量", "数量为"]),
    NUMBERS,
    written,
)
def test_decisions_in_the_words_of_the_form(
    what: str, verb: str, tail: str, number: int, write: Callable[[int], str]
) -> None:
    wrong = set() if number == ENTRIES["disclosure.licences"] else {"T-08"}
    assert codes(f"{verb}{what}{tail}{write(number)}件。", "overview.disclosure") == wrong
    for published in ("公示", "公开", "归集上传"):
        assert codes(f"{published}{what}{number}件。", "overview.disclosure") == set()
