from time import process_time
from typing import Any

import pytest

from nianbao.findings.finding import Severity
from nianbao.rules import Evidence
from nianbao.rules.prose.agreement import words_agree
from support.findings_of import drawn, report
from support.labelled_sentences import MISSED, Labelled, labelled

APPLICATIONS = "overview.applications"
RECEIVED = "applications.received.natural_person"
GRANTED = "applications.outcomes.granted.natural_person"


@pytest.mark.parametrize("each", labelled(), ids=lambda each: f"{each.size}-{each.sentence[:24]}")
def test_each_labelled_sentence_draws_what_it_should(each: Labelled) -> None:
    found = {found.code for found in words_agree(each.report, Evidence())}
    assert found == (set() if each.sentence in MISSED else each.expected)


def test_the_labelled_sentences_are_many_and_of_every_rule() -> None:
    wrong = [each for each in labelled() if each.expected]
    assert len(labelled()) >= 600
    assert len(wrong) >= 250
    assert {code for each in wrong for code in each.expected} == {f"T-{n:02}" for n in range(1, 11)}


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (
            {APPLICATIONS: "全年受理政府信息公开申请8件。", RECEIVED: 5},
            "警告 正文写“全年受理政府信息公开申请8件”，表三第一项（新收）是 5，两处不一致。"
            "请核对，改正其中不对的一处。",
        ),
        (
            {
                APPLICATIONS: "收到申请8件。",
                RECEIVED: 5,
                "applications.carried_in.natural_person": 1,
            },
            "警告 正文写“收到申请8件”，表三第一项（新收）是 5（连同上年结转是 6），两处不一致。"
            "请核对，改正其中不对的一处。",
        ),
        (
            {APPLICATIONS: "我镇未收到政府信息公开申请。", RECEIVED: 2, GRANTED: 2},
            "警告 正文写“我镇未收到政府信息公开申请”，表三却有新收 2 件、办理 2 件。"
            "请核对，改正其中不对的一处。",
        ),
        (
            {
                APPLICATIONS: "所有申请均在法定期限内办结。",
                RECEIVED: 2,
                "applications.carried_out.natural_person": 1,
            },
            "提示 正文写“所有申请均在法定期限内办结”，表三却还有 1 件结转下年。请核对。",
        ),
        (
            {
                APPLICATIONS: "政府信息公开行政复议4件。",
                "disputes.reconsideration.upheld": 4,
                "disputes.reconsideration.pending": 1,
            },
            "提示 正文写“政府信息公开行政复议4件”，表四行政复议总计是 5，相差的正好是尚未审结的。"
            "请确认口径。",
        ),
        (
            {"overview.disclosure": "公开信息90条，其中村务70条，其他10条。"},
            "提示 正文写“公开信息90条，其中村务70条，其他10条”，各项相加是 80，不是 90条。"
            "请核对各项和总数。",
        ),
    ],
)
def test_the_sentence_shows_both_numbers(entries: dict[str, Any], found: str) -> None:
    assert drawn(words_agree, entries) == [found]


def test_a_finding_points_at_the_words_and_at_the_cell() -> None:
    entries = {APPLICATIONS: "不予公开3件。", "applications.outcomes.refused.deliberative.other": 1}
    row = "applications.outcomes.refused.deliberative.total"
    evidence = Evidence(places={APPLICATIONS: "一、总体情况!B20", row: "三、申请办理!J16"})
    (found,) = words_agree(report(entries), evidence)
    assert found.places == ("一、总体情况!B20", "三、申请办理!J16")
    assert (found.seen, found.expected) == ("不予公开3件", "1")


def test_a_long_sentence_is_shown_around_the_number() -> None:
    long = "我镇" + "进一步规范办理流程" * 8 + "，全年受理政府信息公开申请8件，均已答复。"
    (found,) = words_agree(report({APPLICATIONS: long}), Evidence())
    assert found.seen == "…全年受理政府信息公开申请8件…"


def test_one_statement_that_agrees_is_enough() -> None:
    text = "受理政府信息公开申请8件。党政办共受理政府信息公开申请5件。"
    assert drawn(words_agree, {APPLICATIONS: text, RECEIVED: 8}) == []


def test_figures_that_could_not_be_read_are_not_compared() -> None:
    entries = {APPLICATIONS: "收到申请8件。"}
    assert drawn(words_agree, entries, unread=frozenset({RECEIVED})) == []
    assert len(drawn(words_agree, entries, unread=frozenset({GRANTED}))) == 1


def test_part_five_is_no_place_for_figures_of_the_year() -> None:
    assert (
        drawn(words_agree, {"improvements": "明年受理政府信息公开申请力争8件全部提前答复。"}) == []
    )


def test_all_of_them_are_at_most_warnings() -> None:
    found = [each for one in labelled() for each in words_agree(one.report, Evidence())]
    assert {each.severity for each in found} == {Severity.WARNING, Severity.HINT}


@pytest.mark.parametrize(
    "piece",
    [
        "件数",
        "受理",
        "其中1件",
        "政府信息公开申请",
        "行政复议",
        "1",
        "一",
        "（",
        "均在法定期限内",
        "结转下年",
        "未收到",
    ],
)
def test_a_hostile_text_keeps_within_what_any_file_may_take(piece: str) -> None:
    whole = report({APPLICATIONS: (piece * 30_000)[:30_000], RECEIVED: 1})
    start = process_time()
    list(words_agree(whole, Evidence()))
    assert process_time() - start < 2
