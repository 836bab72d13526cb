"""The catalogue: every sentence can be worded, every rule has one severity and one statement."""

import re
import string

import pytest

from nianbao.findings.finding import (
    RULES,
    SENTENCES,
    Finding,
    Severity,
    by_severity,
    finding,
    has_errors,
    merged,
    told_together,
)

FAMILIES = "ABCDFGILNRSTXY"
# Rules without a sentence: their statement stands on 核对 or in a list, a finding tells otherwise.
STATED_ONLY = frozenset({"A-02", "A-03", "A-04", "R-02", "R-03"})

KNOWN_NAMES = re.compile("docx|xlsx|zip|LibreOffice|Numbers|Excel|WPS|PDF|Word|Strict Open XML")


def words_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_can_be_worded(name: str) -> None:
    code, text, _ = SENTENCES[name]
    given = {word: f"<{word}>" for word in words_of(text)}
    found = finding(name, ["基本信息!B4"], **given)
    assert found.code == code
    assert found.code in RULES
    assert "{" not in found.message
    assert all(value in found.message for value in given.values())


@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_is_one_a_clerk_can_read(name: str) -> None:
    _, text, _ = SENTENCES[name]
    assert text.endswith(("。", "{advice}"))
    bare = re.sub(r"\{\w+\}", "", text)
    assert not re.search("[,;:?!]", bare)
    assert not re.search("[A-Za-z]", KNOWN_NAMES.sub("", bare))
    text.encode("gbk")


def test_rules_stand_in_the_order_of_their_codes() -> None:
    assert list(RULES) == sorted(RULES)
    for code, (_, statement) in RULES.items():
        assert re.fullmatch(rf"[{FAMILIES}]-\d\d", code)
        assert statement
        assert not statement.endswith("。")
        statement.encode("gbk")


def test_every_rule_has_a_sentence_or_is_stated_only() -> None:
    worded = {sentence.code for sentence in SENTENCES.values()}
    assert RULES.keys() - worded == STATED_ONLY


def test_a_sentence_that_does_not_exist_is_no_finding() -> None:
    with pytest.raises(KeyError):
        finding("no such sentence")


def test_a_finding_tells_what_stands_there_and_what_was_expected() -> None:
    found = finding(
        "total typed over", ["三、申请办理!J8"], seen="16", expected="18", where="“一”行"
    )
    assert found == Finding(
        "A-10",
        Severity.ERROR,
        ("三、申请办理!J8",),
        "“一”行的总计被改写成 16，按各格相加是 18。"
        "请核对各格：各格没错的，把总计恢复为公式或改成 18。",
        "16",
        "18",
    )
    assert found.as_json() == {
        "code": "A-10",
        "severity": "error",
        "places": ["三、申请办理!J8"],
        "seen": "16",
        "expected": "18",
        "message": found.message,
    }


def test_a_sentence_may_be_milder_than_its_rule() -> None:
    assert RULES["A-07"].severity is Severity.ERROR
    assert finding("noted", seen="3件", expected="3").severity is Severity.HINT
    assert finding("code missing").severity is Severity.WARNING
    assert finding("negative", seen="-1").severity is Severity.ERROR


def test_equal_findings_over_many_cells_become_one_line() -> None:
    found = [
        finding("negative", ["三、申请办理!D8"], seen="-1", paths=["a"]),
        finding("fraction", ["三、申请办理!D9"], seen="0.5", paths=["b"]),
        finding("negative", ["三、申请办理!E8"], seen="-1", paths=["c"]),
        finding("negative", ["三、申请办理!D8"], seen="-1"),
        finding("negative", ["三、申请办理!F8"], seen="-2"),
    ]
    told = merged(found)
    assert [(each.message[:6], each.places) for each in told] == [
        ("填的是 -1", ("三、申请办理!D8", "三、申请办理!E8")),
        ("填的是 0.", ("三、申请办理!D9",)),
        ("填的是 -2", ("三、申请办理!F8",)),
    ]
    assert told[0].paths == ("a", "c")


def test_errors_come_first_and_send_the_return_back() -> None:
    hint, error = finding("noted", seen="3件", expected="3"), finding("undeclared")
    warning = finding("code missing")
    assert by_severity([hint, warning, error]) == [error, warning, hint]
    assert has_errors([hint, error])
    assert not has_errors([hint, warning])
    assert [each.chinese for each in Severity] == ["错误", "警告", "提示"]


def differing(number: int, place: str, sentence: str = "办结申请30件，其中公开…") -> Finding:
    piece = f"“予以公开{number}件”，表三（一）予以公开是 3"
    told = finding(
        "words differ T-05", [place], seen=str(number), expected="3", where="表三", second=""
    )
    return told.within(sentence, piece)


def test_many_findings_on_one_sentence_are_one_line_with_a_list() -> None:
    (line,) = told_together([differing(5, "一!A1"), differing(8, "三!J9")])
    assert line.message == (
        "正文“办结申请30件，其中公开…”这一句有 2 处与表不一致："
        "“予以公开5件”，表三（一）予以公开是 3；“予以公开8件”，表三（一）予以公开是 3。"
        "请逐处核对，改正其中不对的。"
    )
    assert (line.code, line.places) == ("T-05", ("一!A1", "三!J9"))


def test_findings_on_other_sentences_and_single_ones_stay_as_they_are() -> None:
    alone = [differing(5, "一!A1"), differing(5, "一!A2", "另一句"), finding("fee undeclared")]
    assert told_together(alone) == alone
