"""A finished document that differs from its report in anything is noticed."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from nianbao.documents.readback import Form, verify
from nianbao.documents.webread import web_blocks
from nianbao.documents.wordread import DOCUMENT, word_blocks
from nianbao.documents.writer import Writer
from nianbao.errors import ProgramFault
from support.published_reports import published

CASE = published(applications__carried_in__business=7, applications__carried_out__business=7)
Tampering = Callable[[str], str]


def tampered_word(finished: bytes, tamper: Tampering) -> bytes:
    """Return the Word file with its document.xml changed."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(finished)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == DOCUMENT:
                changed = tamper(content.decode())
                assert changed != content.decode()
                content = changed.encode()
            new.writestr(name, content)
    return buffer.getvalue()


def tampered_page(finished: bytes, tamper: Tampering) -> bytes:
    """Return the page changed."""
    changed = tamper(finished.decode())
    assert changed != finished.decode()
    return changed.encode()


def swapped(source: str, first: str, second: str) -> str:
    return source.replace(first, "\0", 1).replace(second, first, 1).replace("\0", second, 1)


def without_paragraph(source: str, tag: str, text: str) -> str:
    return re.sub(rf"<{tag}>(?:(?!<{tag}>).)*{text}.*?</{tag}>", "", source, count=1, flags=re.S)


WORD = {
    "a digit": lambda xml: xml.replace(">128<", ">126<"),
    "a digit of an amount": lambda xml: xml.replace(">12.5061<", ">12.5067<"),
    "a dropped paragraph": lambda xml: without_paragraph(xml, "w:p", "解读政策文件"),
    "two cells swapped": lambda xml: swapped(xml, ">7</w:t>", ">3</w:t>"),
    "a label": lambda xml: xml.replace("行政强制", "行政强迫"),
    "a part heading": lambda xml: xml.replace("六、其他需要报告的事项", "六、其他"),
    "the title": lambda xml: xml.replace("清溪镇人民政府", "青溪镇人民政府", 1),
    "the year": lambda xml: xml.replace("2025年政府", "2024年政府", 1),
    "a cut paragraph": lambda xml: xml.replace("均按期答复。", ""),
    "a doubled paragraph": lambda xml: xml.replace("解读政策文件4份。", "解读政策文件4份。4份。"),
    "a merge": lambda xml: xml.replace('<w:gridSpan w:val="5"/>', '<w:gridSpan w:val="4"/>', 1),
    "the contact": lambda xml: xml.replace("635000", "635001"),
    "the signature": lambda xml: xml.replace("2026年1月9日", "2026年1月8日"),
    "the end": lambda xml: re.sub(r"<w:p>(?:(?!<w:p>).)*六、其他.*</w:p>", "", xml, flags=re.S),
}
PAGE = {
    "a digit": lambda html: html.replace(">128<", ">126<"),
    "a dropped paragraph": lambda html: html.replace("<p>解读政策文件4份。</p>", ""),
    "two paragraphs swapped": lambda html: swapped(html, "二是解读形式单一", "二是增加图表解读"),
    "two cells swapped": lambda html: swapped(html, ">7</td>", ">3</td>"),
    "a label": lambda html: html.replace("行政强制", "行政强迫"),
    "a span": lambda html: html.replace('rowspan="22"', 'rowspan="21"'),
    "the title": lambda html: html.replace("<h1><span>清溪", "<h1><span>青溪"),
    "a table lost": lambda html: re.sub(r"<table.*?</table>", "", html, count=1, flags=re.S),
}


@pytest.mark.parametrize("tamper", WORD.values(), ids=WORD.keys())
def test_a_tampered_word_file_is_noticed(writer: Writer, tamper: Tampering) -> None:
    finished = tampered_word(writer.word(CASE), tamper)
    with pytest.raises(ProgramFault, match=r"^Word 文件与报告不一致"):
        verify(word_blocks(finished), CASE, Form("Word 文件"))


@pytest.mark.parametrize("tamper", PAGE.values(), ids=PAGE.keys())
def test_a_tampered_page_is_noticed(writer: Writer, tamper: Tampering) -> None:
    finished = tampered_page(writer.web(CASE), tamper)
    with pytest.raises(ProgramFault, match=r"^网页与报告不一致"):
        verify(web_blocks(finished), CASE, Form("网页"))


@pytest.mark.parametrize(
    ("written", "tampered", "difference"),
    [
        ("<td>3</td>", "<td>4</td>",
         "“三、收到和处理政府信息公开申请情况”第4行第4列应为“3”，实为“4”"),
        ("均按期答复。", "均已答复。", "应为“…申请3件，均按期答复。”，实为“…申请3件，均已答复。”"),
        ("清溪镇人民政府</span>", "</span>",
         "标题应为“清溪镇人民政府2025年政府信息公开工作年度报告”，"
         "实为“2025年政府信息公开工作年度报告根据《中华人民…”"),
        ("<p>2026年1月9日</p>", "", "落款没有“2026年1月9日”"),
    ],
)  # fmt: skip
def test_the_fault_names_the_place_and_both_readings(
    writer: Writer, written: str, tampered: str, difference: str
) -> None:
    finished = tampered_page(writer.web(CASE), lambda html: html.replace(written, tampered, 1))
    with pytest.raises(ProgramFault) as fault:
        verify(web_blocks(finished), CASE, Form("网页"))
    assert str(fault.value) == f"网页与报告不一致：{difference}。文件没有保存，请联系维护人员。"


def test_an_untouched_document_passes(writer: Writer) -> None:
    verify(word_blocks(writer.word(CASE)), CASE, Form("Word 文件"))
    verify(web_blocks(writer.web(CASE)), CASE, Form("网页"))


def test_a_broken_package_is_no_document() -> None:
    with pytest.raises(ValueError, match="not a zip file"):
        word_blocks(b"PK")
