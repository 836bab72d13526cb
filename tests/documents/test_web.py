"""The web page: official tables with real headings, nothing from outside, nothing that runs."""

import base64
import hashlib
import re

from lxml import html

from nianbao.documents.webread import web_blocks
from nianbao.documents.writer import Writer
from nianbao.form.tables import official_tables
from support.published_reports import published


def page(writer: Writer) -> html.HtmlElement:
    return html.document_fromstring(writer.web(published()).decode())


def test_tables_have_captions_and_scoped_headings(writer: Writer) -> None:
    tables = page(writer).xpath("//table")
    assert [table.findtext("caption") for table in tables] == [
        "主动公开政府信息情况（2025年）",
        "收到和处理政府信息公开申请情况（2025年）",
        "政府信息公开行政复议、行政诉讼情况（2025年）",
    ]
    for table, official in zip(tables, official_tables(), strict=True):
        scopes = [head.get("scope") for head in table.iter("th")]
        assert len(scopes) == len(official.labels)
        assert set(scopes) <= {"col", "colgroup", "row", "rowgroup"}
        assert len(list(table.iter("td"))) == len(official.entries) + len(official.totals)


def test_head_rows_stand_in_thead(writer: Writer) -> None:
    heads = [len(table.xpath("thead/tr")) for table in page(writer).xpath("//table")]
    assert heads == [0, 3, 3]


def test_nothing_comes_from_outside_and_nothing_runs(writer: Writer) -> None:
    source = writer.web(published()).decode()
    assert not re.search(r"<(script|img|link|iframe|object)\b|\b(src|href|on\w+)=|url\(", source)


def test_the_policy_allows_the_pages_own_style_alone(writer: Writer) -> None:
    source = writer.web(published()).decode()
    style = re.findall(r"<style>(.*?)</style>", source, re.S)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    policy = page(writer).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]


def test_the_page_is_chinese_and_titled(writer: Writer) -> None:
    root = page(writer)
    assert root.get("lang") == "zh-CN"
    assert root.findtext("head/title") == "清溪镇人民政府2025年政府信息公开工作年度报告"
    levels = [element.tag for element in root.iter("h1", "h2", "h3")]
    assert levels == ["h1", *["h2"] * 6]


def test_the_fragment_needs_nothing_but_itself(writer: Writer) -> None:
    source = writer.fragment(published()).decode()
    assert not re.search(r"<(html|head|body|style|script|link|img)\b|\bclass=|\bid=", source)
    cells = re.findall(r"<t[hd]\b[^>]*>", source)
    assert len(cells) == sum(len(table.cells) for table in official_tables())
    assert all('style="border:1px solid #333' in cell for cell in cells)


def test_the_fragment_says_what_the_page_says(writer: Writer) -> None:
    page_blocks = web_blocks(writer.web(published()))
    fragment = web_blocks(writer.fragment(published()))
    assert fragment == page_blocks
