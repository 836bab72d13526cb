"""The PDF: archival, tagged, read back by its tags; and what happens where faces are missing."""

from typing import Any

import pymupdf
import pytest
from hypothesis import given, settings

from nianbao.documents import fonts
from nianbao.documents.composition import Published
from nianbao.documents.pdfread import pdf_blocks, plain
from nianbao.documents.readback import Form, verify
from nianbao.documents.volume import Volume
from nianbao.documents.writer import Writer
from nianbao.errors import OutputProblem, ProgramFault
from nianbao.prose import clean_line
from support.published_reports import HOSTILE, MARKUP, published, settable, with_text_everywhere

FORM = Form("PDF 文件", normal=plain)


@pytest.mark.parametrize("hostile", [*(text for text in HOSTILE if "👨" not in text), *MARKUP])
def test_hostile_texts_come_out_as_they_went_in(writer: Writer, hostile: str) -> None:
    case = with_text_everywhere(hostile)
    blocks = pdf_blocks(writer.pdf(case))
    texts = "".join(block.removeprefix("\f") for block in blocks if isinstance(block, str))
    assert plain(f"（一）主动公开情况。{hostile}（二）") in texts
    assert writer.volume_pdf(Volume(clean_line(hostile[:40]), 2025, (case,))).content


@pytest.mark.parametrize("text", ["𠮷𡿨甲", "ﬁ fi ffi", "电话：0818-" * 12, "a-\nb- " + "x" * 200])
def test_rare_characters_ligatures_and_hyphens_at_line_ends_are_read(
    writer: Writer, text: str
) -> None:
    assert writer.pdf(published(overview__platform=text))


@settings(max_examples=25, deadline=None)
@given(case=settable())
def test_any_report_becomes_a_pdf_equal_to_it(writer: Writer, case: Published) -> None:
    assert writer.pdf(case)


@pytest.mark.parametrize(
    "changed",
    [
        {"disclosure__licences": 126},
        {"applications__received__natural_person": 4},
        {"overview__platform": "设置查阅点5处。"},
        {"problems": "一是报送信息不够及时。"},
        {"problems": "二是解读形式单一。\n一是报送信息不够及时。"},
        {"organisation": "青溪镇人民政府"},
        {"year": 2024},
        {"other__text": ""},
    ],
)
def test_a_pdf_of_another_report_is_noticed(writer: Writer, changed: dict[str, Any]) -> None:
    blocks = pdf_blocks(writer.pdf(published(**changed)))
    with pytest.raises(ProgramFault, match=r"^PDF 文件与报告不一致"):
        verify(blocks, published(), FORM)


def test_a_paragraph_over_several_pages_is_one(writer: Writer) -> None:
    case = published(overview__platform="长句" * 1500)
    blocks = pdf_blocks(writer.pdf(case))
    assert sum(isinstance(block, str) and block.startswith("\f") for block in blocks) > 4
    verify(blocks, case, FORM)


def test_it_is_an_archival_tagged_titled_chinese_pdf(writer: Writer) -> None:
    finished = writer.pdf(published())
    with pymupdf.open(stream=finished, filetype="pdf") as document:
        catalog = document.pdf_catalog()
        metadata = document.get_xml_metadata()
        assert document.metadata["title"] == "清溪镇人民政府2025年政府信息公开工作年度报告"
        assert document.metadata["author"] == "清溪镇人民政府"
        assert "zh-CN" in document.xref_get_key(catalog, "Lang")[1]
        assert "true" in document.xref_get_key(catalog, "MarkInfo")[1]
        faces = {face[0]: face for page in document for face in page.get_fonts(full=True)}
        assert all(document.extract_font(xref)[3] for xref in faces)
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata


def test_the_same_report_gives_the_same_bytes(writer: Writer) -> None:
    assert writer.pdf(published()) == writer.pdf(published())


def test_the_standards_faces_are_taken_where_they_are() -> None:
    families = {"FangSong_GB2312", "KaiTi", "SimHei", "SimSun", "FZXiaoBiaoSong-B05S"}
    faces = fonts.found({*families, "Times New Roman", "Noto Serif CJK SC"})
    assert faces.families == {
        "仿宋": "FangSong_GB2312",
        "楷体": "KaiTi",
        "黑体": "SimHei",
        "宋体": "SimSun",
        "小标宋": "FZXiaoBiaoSong-B05S",
        "西文": "Times New Roman",
    }
    assert faces.title_weight == "regular"


def test_without_the_titles_face_a_bold_one_stands_in() -> None:
    faces = fonts.found({"Noto Serif CJK SC", "Libertinus Serif"})
    assert (faces.families["小标宋"], faces.title_weight) == ("Noto Serif CJK SC", "bold")


def test_a_machine_without_chinese_faces_is_told_what_to_do() -> None:
    with pytest.raises(OutputProblem) as problem:
        fonts.found({"Libertinus Serif", "DejaVu Sans"})
    assert str(problem.value) == (
        "本机没有可用的中文字体，不能生成 PDF。请安装“仿宋”“宋体”或“思源宋体”等任一中文字体后重试，"
        "或者先不要 PDF：Word 文件和网页不用本机的字体。"
    )
