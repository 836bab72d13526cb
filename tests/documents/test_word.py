"""The Word template that comes along, and Word files as other programs see them."""

import subprocess
from io import BytesIO
from pathlib import Path

import docx
import pytest

import build_word_template
from nianbao.documents import fields
from nianbao.documents.word import WordTemplate
from nianbao.documents.writer import Writer
from nianbao.errors import TemplateProblem
from nianbao.form.tables import official_tables
from support.published_reports import TEMPLATES, published


def test_the_template_is_what_its_script_builds(tmp_path: Path) -> None:
    build_word_template.build(tmp_path / "report.docx")
    assert (tmp_path / "report.docx").read_bytes() == (TEMPLATES / "report.docx").read_bytes()


def test_every_label_and_every_figure_stands_in_the_template_once() -> None:
    template = docx.Document(str(TEMPLATES / "report.docx"))
    cells = [
        paragraph.text
        for table in template.tables
        for cell in {cell._tc: cell for row in table.rows for cell in row.cells}.values()
        for paragraph in cell.paragraphs
    ]
    printed = [place.name for place in fields.places()]
    assert sorted(cell for cell in cells if "{{" in cell) == sorted(
        f"{{{{ {name} }}}}" for name in printed
    )
    labels = [label.text for table in official_tables() for label in table.labels]
    assert sorted(cell.replace("\n", "") for cell in cells if "{{" not in cell) == sorted(labels)


def test_python_docx_opens_the_finished_file(writer: Writer) -> None:
    finished = docx.Document(BytesIO(writer.word(published())))
    assert finished.core_properties.title == "清溪镇人民政府2025年政府信息公开工作年度报告"
    assert finished.core_properties.author == "清溪镇人民政府"
    assert len(finished.tables) == 3


@pytest.mark.office
def test_libreoffice_opens_the_finished_file(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "r.docx").write_bytes(writer.word(published()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "r.docx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "r.txt").read_text(encoding="utf-8-sig")
    assert "（二）依申请公开情况。全年收到申请3件，均按期答复。" in text
    assert "12.5061" in text


def test_what_is_no_word_file_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(b"no zip")
    with pytest.raises(TemplateProblem) as problem:
        WordTemplate(tmp_path / "report.docx")
    assert str(problem.value) == (
        "模板 report.docx 不是 Word 文件（.docx）。请在 Word 中另存为 docx。"
    )
