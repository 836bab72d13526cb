"""One volume of a year: contents in roster order, each report on a new page, nothing changed."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pymupdf
import pytest

from nianbao.documents.index import IndexTemplate
from nianbao.documents.pdfread import pdf_blocks, plain
from nianbao.documents.volume import Volume, bind_pdf
from nianbao.documents.wordread import word_blocks
from nianbao.documents.writer import Writer
from nianbao.errors import ProgramFault
from support.measured_pages import rendered
from support.published_reports import published

BODIES = ("清溪镇人民政府", "白石镇人民政府", "东门街道办事处")
VOLUME = Volume(
    "示例县人民政府",
    2025,
    tuple(
        published(organisation=body, overview__platform="设置查阅点。" * (1 + 60 * number))
        for number, body in enumerate(BODIES)
    ),
)
TITLE = ["示例县人民政府", "2025年政府信息公开工作年度报告汇编"]


def test_the_word_volume_is_contents_and_the_single_files(writer: Writer) -> None:
    blocks = word_blocks(writer.volume_word(VOLUME, (2, 6, 10)))
    assert blocks[:6] == [
        *TITLE,
        "目　　录",
        *(f"{body}\t{page}" for body, page in zip(BODIES, (2, 6, 10), strict=True)),
    ]
    assert blocks[6:] == [
        block for each in VOLUME.reports for block in word_blocks(writer.word(each))
    ]


def test_the_pdf_volume_is_contents_and_the_single_files(writer: Writer) -> None:
    bound = writer.volume_pdf(VOLUME)
    blocks = [
        block.removeprefix("\f") for block in pdf_blocks(bound.content) if isinstance(block, str)
    ]
    assert blocks[:5] == [
        "".join(TITLE),
        "目录",
        *(f"{body}{start}" for body, start in zip(BODIES, bound.starts, strict=True)),
    ]


def test_each_report_starts_where_the_contents_say(writer: Writer) -> None:
    bound = writer.volume_pdf(VOLUME)
    with pymupdf.open(stream=bound.content, filetype="pdf") as document:
        openings = [document[start - 1].get_text() for start in bound.starts]
        outline = [(level, page) for level, _, page in document.get_toc()]
        assert document.metadata["title"] == "".join(TITLE)
    for body, text in zip(BODIES, openings, strict=True):
        assert plain(text).startswith(f"{body}2025年政府信息公开工作年度报告")
    assert [page for level, page in outline if level == 1] == list(bound.starts)
    assert len([level for level, _ in outline if level == 2]) == 6 * len(BODIES)


@pytest.mark.office
def test_the_contents_of_the_word_volume_count_its_own_pages(
    writer: Writer, tmp_path: Path
) -> None:
    pdf = rendered(writer.volume_word(VOLUME))
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        texts = [plain(page.get_text()) for page in document]
    contents = re.sub(r"\.{2,}", "", texts[0])
    for body in BODIES:
        start = next(at for at, text in enumerate(texts) if text.startswith(f"{body}2025年"))
        assert f"{body}{start + 1}" in contents


def test_the_word_volume_has_no_mark_twice(writer: Writer) -> None:
    finished = writer.volume_word(VOLUME)
    with zipfile.ZipFile(BytesIO(finished)) as package:
        source = package.read("word/document.xml").decode()
    assert source.count("<w:sectPr>") == 1
    for number in (1, 2, 3):
        assert source.count(f'w:name="report{number}"') == 1
    properties = docx.Document(BytesIO(finished)).core_properties
    assert (properties.title, properties.author) == ("".join(TITLE), "示例县人民政府")


def test_a_volume_that_differs_from_the_single_files_is_noticed(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = writer._pdf
    typeset = template.typeset

    def loses_one(stated: dict[str, object], reports: tuple[object, ...]) -> bytes:
        return typeset(stated, reports[:2] if stated["成册"] else reports)  # type: ignore[arg-type]

    monkeypatch.setattr(template, "typeset", loses_one)
    with pytest.raises(ProgramFault) as fault:
        bind_pdf(template, VOLUME)
    assert str(fault.value) == "合订本 PDF与各单行本不一致。文件没有保存，请联系维护人员。"


def test_the_index_links_every_page_in_roster_order(writer: Writer) -> None:
    pages = ["清溪 镇.html", "a&b#c?.html", "javascript:alert(1)"]
    source = writer.index(VOLUME, pages).decode()
    assert '<a href="%E6%B8%85%E6%BA%AA%20%E9%95%87.html">清溪镇人民政府</a>' in source
    assert '<a href="a%26b%23c%3F.html">白石镇人民政府</a>' in source
    assert '<a href="javascript%3Aalert%281%29">东门街道办事处</a>' in source


def test_an_index_that_loses_a_body_is_noticed(tmp_path: Path) -> None:
    template = tmp_path / "index.html.j2"
    template.write_text(
        "{% for 机关, 网页 in 各篇[1:] %}<a href='{{ 网页 }}'>{{ 机关 }}</a>{% endfor %}", "utf-8"
    )
    with pytest.raises(ProgramFault, match="汇编目录与各机关的网页不一致"):
        IndexTemplate(template).render(VOLUME, ["1", "2", "3"])
