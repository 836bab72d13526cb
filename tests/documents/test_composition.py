"""The words of a document: headings, fee, contact, signature."""

import pytest

from nianbao.documents.composition import (
    ASPECTS,
    Paragraph,
    compose,
    printed_date,
    under_headings,
    without_own_heading,
)
from nianbao.errors import ProgramFault
from nianbao.form.basics import BodyKind, Particulars
from support.published_reports import PARTICULARS, published


def test_aspects_are_headed_as_the_form_names_them() -> None:
    assert list(ASPECTS.values()) == [
        "主动公开情况",
        "依申请公开情况",
        "政府信息管理情况",
        "政府信息公开平台建设情况",
        "监督保障情况",
    ]


def test_each_aspect_opens_with_its_heading() -> None:
    assert [each.heading for each in compose(published()).overview] == [
        "（一）主动公开情况。",
        "",
        "（二）依申请公开情况。",
        "（三）政府信息管理情况。",
        "（四）政府信息公开平台建设情况。",
        "（五）监督保障情况。",
    ]


def test_an_aspect_left_empty_is_left_out_and_the_rest_numbered_on() -> None:
    overview = compose(published(overview__applications="")).overview
    assert [each.heading for each in overview if each.heading] == [
        "（一）主动公开情况。",
        "（二）政府信息管理情况。",
        "（三）政府信息公开平台建设情况。",
        "（四）监督保障情况。",
    ]


def test_a_lone_text_keeps_its_own_headings() -> None:
    lone = under_headings(
        [("主动公开情况", "（一）主动公开。甲。\n（二）依申请公开。乙。"), ("监督保障情况", "")]
    )
    assert lone == (Paragraph("（一）主动公开。", "甲。"), Paragraph("（二）依申请公开。", "乙。"))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("（一）主动公开情况。全年公开5条。", "全年公开5条。"),
        ("(一)主动公开情况：全年公开5条。", "全年公开5条。"),
        ("一、主动公开工作情况。全年公开5条。", "全年公开5条。"),
        ("1.主动公开。全年公开5条。", "全年公开5条。"),
        ("主动公开情况。全年公开5条。", "全年公开5条。"),
        ("（一）主动公开情况", ""),
        ("（一）主动公开方面，全年公开5条。", "主动公开方面，全年公开5条。"),
        ("主动公开方面，全年公开5条。", "主动公开方面，全年公开5条。"),
        ("主动公开信息5条。", "主动公开信息5条。"),
        ("（一）加强领导。成立小组。", "（一）加强领导。成立小组。"),
    ],
)
def test_the_clerks_own_heading_is_not_printed_twice(written: str, printed: str) -> None:
    assert without_own_heading(written, "主动公开情况") == printed


@pytest.mark.parametrize(
    "written", ["（一）存在的主要问题。一是", "一、主要问题：一是", "（一）存在主要问题。一是"]
)
def test_the_heading_of_part_five_is_known_in_its_variants(written: str) -> None:
    assert without_own_heading(written, "存在的主要问题") == "一是"


def test_a_heading_on_a_line_of_its_own_is_run_in_with_the_next_line() -> None:
    overview = compose(published(overview__disclosure="（一）主动公开情况\n全年公开5条。")).overview
    assert overview[0] == Paragraph("（一）主动公开情况。", "全年公开5条。")


def test_the_fee_is_always_spoken_of() -> None:
    assert compose(published()).other[0].text == "本年度没有向申请人收取信息处理费。"
    charged = published(other__fee_charged=True, other__fee_notices=2)
    assert compose(charged).other[0].text == (
        "本年度发出信息处理费收费通知2件，收取信息处理费0元。"
    )


def test_an_undeclared_fee_reaches_no_document() -> None:
    with pytest.raises(ProgramFault) as fault:
        compose(published(other__fee_charged=None))
    assert str(fault.value) == "报告没有说明是否收取信息处理费，不能成文。请先请该机关补报。"


def test_a_nameless_report_reaches_no_document() -> None:
    with pytest.raises(ProgramFault, match="报告没有机关全称"):
        compose(published(organisation="\u200b"))


def test_contact_details_not_given_are_left_out() -> None:
    assert compose(published()).contact == (
        "地址：清溪镇迎宾路8号，邮政编码：635000，联系电话：0818-0000000"
    )
    assert compose(published(Particulars(telephone="1"))).contact == "联系电话：1"
    assert compose(published(Particulars())).contact == ""


def test_the_countys_own_report_is_not_signed() -> None:
    assert compose(published()).signed == ("清溪镇人民政府", "2026年1月9日")
    own = PARTICULARS.model_copy(update={"kind": BodyKind.COUNTY})
    assert compose(published(own)).signed == ()


@pytest.mark.parametrize(
    "typed",
    [
        "2023年1月9日", "2023-01-09", "2023/1/9", "2023.1.9", "20230109", "２０２３年０１月０９日",
        "2023-01-09 00:00:00", "二〇二三年一月九日", " 2023 年 1 月 9 日 ", "2023年1月9日（公章）",
    ],
)  # fmt: skip
def test_a_date_is_printed_without_leading_zeros(typed: str) -> None:
    assert printed_date(typed) == "2023年1月9日"


def test_chinese_tens_are_read() -> None:
    assert printed_date("二零二三年十二月三十一日") == "2023年12月31日"
    assert printed_date("二〇二三年十月二十日") == "2023年10月20日"


@pytest.mark.parametrize("typed", ["", "2023年", "2023-02-30", "一月九日", "12345", "2023-1-99"])
def test_what_is_no_date_is_left_out(typed: str) -> None:
    assert printed_date(typed) == ""
