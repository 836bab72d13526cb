from decimal import Decimal
from typing import Any

import pytest

from nianbao.rules import Evidence
from nianbao.rules.prose.fees import fees_agree
from support.findings_of import drawn, report

OTHER, APPLICATIONS = "other.text", "overview.applications"
CHARGED, DENIED = {"other.fee_charged": True}, {"other.fee_charged": False}


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (
            {**DENIED, APPLICATIONS: "全年向申请人收取信息处理费380元。"},
            "警告 正文写“全年向申请人收取信息处理费380元”，是否收取信息处理费却选了“否”。"
            "请核对，收取过的改选“是”，没有的改正文。",
        ),
        (
            {**CHARGED, OTHER: "本年度未收取政府信息公开信息处理费。"},
            "警告 正文写“本年度未收取政府信息公开信息处理费”，是否收取信息处理费却选了“是”。"
            "请核对，没有收取的改选“否”，收取过的改正文。",
        ),
        (
            {**CHARGED, "other.fee_yuan": Decimal(260), OTHER: "收取信息处理费2件，共计380元。"},
            "警告 正文写“收取信息处理费2件，共计380元”，第六部分的收费金额是 260 元，"
            "两处不一致。请核对，改正其中不对的一处。",
        ),
        (
            {
                "overview.disclosure": "公开行政事业性收费1项，收费总额4.5万元。",
                "disclosure.fees_wan": Decimal("4.043"),
            },
            "警告 正文写“公开行政事业性收费1项，收费总额4.5万元”，表二行政事业性收费是 4.043 万元，"
            "两处不一致。请核对，改正其中不对的一处。",
        ),
    ],
)
def test_the_sentence_says_both_sides(entries: dict[str, Any], found: str) -> None:
    assert drawn(fees_agree, entries) == [found]


@pytest.mark.parametrize(
    "entries",
    [
        {**DENIED, OTHER: "本年度未收取信息处理费。"},
        {**DENIED, OTHER: "全年收取政府信息公开信息处理费0元。"},
        {**DENIED, OTHER: "依照《政府信息公开信息处理费管理办法》可以收取信息处理费。"},
        {**DENIED, OTHER: "上年收取信息处理费120元。"},
        {**DENIED, OTHER: "信息处理费标准为每页10元。"},
        {**CHARGED, "other.fee_yuan": Decimal(380), OTHER: "共收取信息处理费380元。"},
        {
            **CHARGED,
            "other.fee_yuan": Decimal(2950),
            OTHER: "收取信息处理费2950元，其中甲局收取信息处理费600元。",
        },
        {
            "overview.disclosure": "行政事业性收费4.04万元。",
            "disclosure.fees_wan": Decimal("4.043"),
        },
        {"overview.disclosure": "行政事业性收费40430元。", "disclosure.fees_wan": Decimal("4.043")},
        {"overview.disclosure": "公开行政事业性收费目录1份。"},
    ],
)
def test_what_agrees_or_is_no_amount_of_the_year(entries: dict[str, Any]) -> None:
    assert drawn(fees_agree, entries) == []


def test_fees_that_could_not_be_read_are_not_compared() -> None:
    told = {"overview.disclosure": "行政事业性收费4万元。"}
    unread = Evidence(unread=frozenset({"disclosure.fees_wan"}))
    assert list(fees_agree(report(told), unread)) == []
