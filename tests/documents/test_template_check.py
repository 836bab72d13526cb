"""An official changed a template: (what, the sentence)."""

import zipfile
from pathlib import Path

import pytest

from nianbao.documents.template_check import check_template
from nianbao.documents.volume import Volume
from nianbao.documents.wordread import DOCUMENT, word_blocks
from nianbao.documents.writer import Writer
from support import libreoffice
from support.published_reports import TEMPLATES, published


def changed(folder: Path, written: str, typed: str) -> Path:
    """Return a copy of the Word template with its document.xml changed once."""
    target = folder / "report.docx"
    with zipfile.ZipFile(TEMPLATES / "report.docx") as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == DOCUMENT:
                assert written in content
                content = content.replace(written, typed, 1)
            new.writestr(name, content)
    return target


@pytest.mark.parametrize("name", ["report.docx", "report.html.j2", "report.typ"])
def test_the_templates_that_come_along_are_sound(name: str) -> None:
    check = check_template(TEMPLATES / name)
    assert (check.problems, check.remarks) == ((), ())
    assert check.sample is not None


TRIED = "用示例数据试填，结果与数据不一致："


@pytest.mark.parametrize(
    ("written", "typed", "problem"),
    [
        ("{{ 表三.D7 }}", "",
         "缺少数字字段“表三.D7”（3.危及“三安全一稳定”，社会公益组织）。请补上。"),
        ("{{ 表三.D7 }}", "{{ 表三.D77 }}", "不认识的字段“表三.D77”。是不是“表三.D7”？"),
        ("{{ 表二.A3 }}", "", "缺少数字字段“表二.A3”（行政许可）。请补上。"),
        ("{{ 机关全称 }}", "{{ 机关名称 }}", "不认识的字段“机关名称”。是不是“机关全称”？"),
        ("{{ 表三.B1 }}", "{{ 表三.C1 }}",
         "缺少数字字段“表三.B1”（一、本年新收政府信息公开申请数量，商业企业）。请补上。"),
        ("{{ 段.标题 }}", "{{ 段.标头 }}", "模板 report.docx 填不进去：没有“标头”这个字段。"),
        ("{%p endfor %}", "",
         "模板 report.docx 的字段写法有误。"
         "请检查花括号、百分号是否成对，for 和 endfor、if 和 endif 是否配套。"),
        ("行政强制", "行政强迫",
         f"{TRIED}“二、主动公开政府信息情况”第11行第1列应为“行政强制”，实为“行政强迫”。"),
        ("六、其他需要报告的事项", "六、其他",
         f"{TRIED}应为“六、其他需要报告的事项”，实为“六、其他”。"),
        ("<w:sectPr>", '<w:p><w:ins w:id="1" w:author=""/></w:p><w:sectPr>',
         "模板里有修订痕迹。请在 Word“审阅”中接受全部修订，再保存。"),
    ],
)  # fmt: skip
def test_a_spoilt_template_is_told_what_to_mend(
    tmp_path: Path, written: str, typed: str, problem: str
) -> None:
    check = check_template(changed(tmp_path, written, typed))
    assert problem in check.problems
    assert check.sample is None


def test_two_figures_that_changed_places_are_noticed(tmp_path: Path) -> None:
    once = changed(tmp_path, "{{ 表三.B1 }}", "{{ 中间 }}")
    with zipfile.ZipFile(once) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    parts[DOCUMENT] = parts[DOCUMENT].replace("{{ 表三.C1 }}", "{{ 表三.B1 }}")
    parts[DOCUMENT] = parts[DOCUMENT].replace("中间", "表三.C1")
    with zipfile.ZipFile(once, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert check_template(once).problems == (
        "用示例数据试填，结果与数据不一致："
        "“三、收到和处理政府信息公开申请情况”第4行第5列应为“12”，实为“13”。",
    )


def test_an_own_preamble_and_no_signature_are_fine(tmp_path: Path) -> None:
    own = changed(tmp_path, "编制并公布本报告。", "结合本县实际，编制本报告。")
    assert check_template(own).problems == ()


@pytest.mark.office
def test_a_template_saved_by_another_program_serves_as_well(tmp_path: Path) -> None:
    own = changed(tmp_path, "编制并公布本报告。", "结合我县实际，编制本报告。")
    saved = libreoffice.convert_from({"t": own.read_bytes()}, "docx", "docx:MS Word 2007 XML")["t"]
    own.write_bytes(saved)
    assert b"LibreOffice" in zipfile.ZipFile(own).read("docProps/app.xml")
    check = check_template(own)
    assert (check.problems, check.remarks) == ((), ())
    bound = Writer(lambda name: tmp_path / name if name.endswith("docx") else TEMPLATES / name)
    volume = Volume("示例县人民政府", 2025, (published(), published(year=2025, problems="一是。")))
    for made in (bound.word(published()), bound.volume_word(volume)):
        assert any("结合我县实际，编制本报告。" in str(block) for block in word_blocks(made))


def test_a_page_without_a_field_is_told() -> None:
    assert check_template(Path("mine.pdf")).problems == (
        "mine.pdf 不是模板。模板是 docx、html.j2 或 typ 文件。",
    )
