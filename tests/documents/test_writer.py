"""Finished documents say what the report says, whatever people wrote in it."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings

from nianbao.documents.composition import Published
from nianbao.documents.volume import Volume
from nianbao.documents.webread import web_blocks
from nianbao.documents.wordread import word_blocks
from nianbao.documents.writer import Writer
from nianbao.errors import ProgramFault
from nianbao.prose import clean_line
from support.published_reports import (
    HOSTILE,
    MARKUP,
    any_published,
    published,
    with_text_everywhere,
)


@pytest.mark.parametrize("hostile", [*HOSTILE, *MARKUP])
def test_hostile_texts_come_out_as_they_went_in(writer: Writer, hostile: str) -> None:
    case = with_text_everywhere(hostile)
    volume = Volume(clean_line(hostile[:40]), 2025, (case, published()))
    lines = hostile.split("\n")
    for blocks in (
        word_blocks(writer.word(case)),
        web_blocks(writer.web(case)),
        web_blocks(writer.fragment(case)),
        word_blocks(writer.volume_word(volume)),
    ):
        texts = [block for block in blocks if isinstance(block, str)]
        assert f"（一）主动公开情况。{lines[0]}" in texts
        assert f"（二）改进情况。{lines[0]}" in texts
        assert lines[-1] in texts


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(case=any_published())
def test_any_report_becomes_documents_equal_to_it(writer: Writer, case: Published) -> None:
    assert word_blocks(writer.word(case))
    assert web_blocks(writer.web(case))


def test_the_same_report_gives_the_same_bytes(writer: Writer) -> None:
    assert writer.word(published()) == writer.word(published())
    assert writer.web(published()) == writer.web(published())


def test_an_undeclared_fee_is_refused_in_every_form(writer: Writer) -> None:
    for write in (writer.word, writer.web):
        with pytest.raises(ProgramFault, match="没有说明是否收取信息处理费"):
            write(published(other__fee_charged=None))


def test_figures_are_plain_and_fees_as_entered(writer: Writer) -> None:
    tables = [
        block
        for block in word_blocks(writer.word(published(disclosure__licences=1234567)))
        if isinstance(block, dict)
    ]
    assert tables[0][(6, 1, 1, 3)] == "1234567"
    assert tables[0][(13, 1, 1, 3)] == "12.5061"
    assert tables[0][(2, 1, 1, 1)] == "0"


def test_a_charged_fee_is_told_with_its_figures(writer: Writer) -> None:
    page = writer.web(published(other__fee_charged=True, other__fee_notices=2)).decode()
    assert "本年度发出信息处理费收费通知2件，收取信息处理费0元。" in page


def test_the_package_holds_no_field_and_no_trace_of_who_edited_the_template(writer: Writer) -> None:
    with zipfile.ZipFile(BytesIO(writer.word(published()))) as package:
        assert package.testzip() is None
        core = package.read("docProps/core.xml").decode()
        assert not any(b"{{" in package.read(name) for name in package.namelist())
    assert "<dc:title>清溪镇人民政府2025年政府信息公开工作年度报告</dc:title>" in core
    assert "<dc:creator>清溪镇人民政府</dc:creator>" in core
