"""Word file and PDF have the same pages: tables whole, long figures on one line, heads repeated."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nianbao.documents.composition import Published
from nianbao.documents.fields import printed_figures
from nianbao.documents.pdf import PdfTemplate
from nianbao.documents.word import WordTemplate
from nianbao.documents.writer import Writer
from nianbao.form.basics import BodyKind
from nianbao.form.report import FIGURES, Report
from nianbao.form.tables import Entry, Total, official_tables
from support import libreoffice
from support.measured_pages import Page, measured
from support.published_figures import published as real_figures
from support.published_reports import PARTICULARS, PLAIN, TEMPLATES, published

pytestmark = pytest.mark.office

SENTENCE = (
    "全年主动公开信息一百二十六条，解读政策文件四份，公开内容与群众生活密切相关（详见网站）。"
)
HEADINGS = ("一、总体", "二、主动", "三、收到", "四、政府", "五、存在", "六、其他")
LONG: dict[str, Any] = {
    path.replace(".", "__"): 10 ** (4 + number % 5) + number
    for number, path in enumerate(FIGURES)
    if not path.endswith("_wan")
}
CASES: dict[str, Published] = {
    "short": published(),
    "usual": published(overview__disclosure=SENTENCE * 5, improvements=SENTENCE * 6),
    "long": published(
        organisation="示例自治县经济技术开发区管理委员会（示例自治县高新技术产业园区管理委员会）",
        overview__disclosure="\n".join([SENTENCE * 6] * 9),
        problems=SENTENCE * 40,
    ),
    "long figures": published(**LONG),
    "published figures": Published(
        Report.from_entries({**PLAIN, **real_figures("suqian-2023").entries}),
        PARTICULARS.model_copy(update={"kind": BodyKind.COUNTY}),
    ),
}


@dataclass(frozen=True)
class Both:
    """The pages of one report in both forms."""

    word: list[Page]
    pdf: list[Page]


def has(page: Page, opening: str) -> bool:
    return any(line.text.startswith(opening) for line in page.lines)


def place(pages: list[Page], opening: str) -> tuple[int, float]:
    """Return the page a line stands on and its baseline in pt."""
    return next(
        (at, line.baseline)
        for at, page in enumerate(pages)
        for line in page.lines
        if line.text.startswith(opening)
    )


@pytest.fixture(scope="module")
def printed(writer: Writer) -> dict[str, Both]:
    """Every case, the Word files printed in one run."""
    files = {name: writer.word(case) for name, case in CASES.items()}
    sheets = libreoffice.convert_from(files, "docx", "pdf")
    return {
        name: Both(measured(sheets[name]), measured(writer.pdf(case)))
        for name, case in CASES.items()
    }


@pytest.fixture(params=CASES)
def both(request: pytest.FixtureRequest, printed: dict[str, Both]) -> Both:
    return printed[request.param]


def test_both_have_the_same_pages(both: Both) -> None:
    assert len(both.word) == len(both.pdf)
    for heading in HEADINGS:
        assert place(both.word, heading)[0] == place(both.pdf, heading)[0]
    # Before these stands no prose that one form may break into a line more.
    for heading in HEADINGS[2:5]:
        in_word, in_pdf = place(both.word, heading), place(both.pdf, heading)
        assert in_word[1] == pytest.approx(in_pdf[1], abs=2)


@pytest.mark.parametrize("form", ["word", "pdf"])
def test_no_table_is_broken(both: Both, form: str) -> None:
    pages = getattr(both, form)
    for heading, last in (
        ("二、主动", "行政事业性收费"),
        ("三、收到", "四、结转下年度"),
        ("四、政府", "总计"),
    ):
        page = pages[place(pages, heading)[0]]
        assert has(page, last)


@pytest.mark.parametrize("form", ["word", "pdf"])
def test_long_figures_stand_on_one_line_between_their_borders(
    printed: dict[str, Both], form: str
) -> None:
    figures = printed_figures(CASES["long figures"].report)
    pages = getattr(printed["long figures"], form)
    for table, heading in zip(official_tables(), HEADINGS[1:4], strict=True):
        printed_on = pages[place(pages, heading)[0]].figures
        cells: tuple[Entry | Total, ...] = (*table.entries, *table.totals)
        expected = sorted(figures[cell.path] for cell in cells)
        assert sorted(figure.digits for figure in printed_on) == expected
        assert min(figure.size for figure in printed_on) >= 9 - 0.05


def taller_word(folder: Path) -> WordTemplate:
    """Return the Word template as an official has it who made the rows of table 三 half as high again."""
    target = folder / "report.docx"
    with zipfile.ZipFile(TEMPLATES / "report.docx") as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "word/document.xml":
                assert 'w:trHeight w:val="341"' in content
                content = content.replace('w:trHeight w:val="341"', 'w:trHeight w:val="511"')
            new.writestr(name, content)
    return WordTemplate(target)


def taller_pdf(folder: Path) -> PdfTemplate:
    """Return the template of the PDF with rows as high."""
    source = (TEMPLATES / "report.typ").read_text("utf-8")
    assert "14pt, 6mm" in source
    (folder / "report.typ").write_text(source.replace("14pt, 6mm", "14pt, 9mm"), "utf-8")
    return PdfTemplate(folder / "report.typ")


@pytest.fixture(scope="module", params=["word", "pdf"])
def taller(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    folder = tmp_path_factory.mktemp("taller")
    if request.param == "pdf":
        return measured(taller_pdf(folder).render(published()))
    return measured(
        libreoffice.convert_from({"t": taller_word(folder).render(published())}, "docx", "pdf")["t"]
    )


def test_a_table_too_long_for_a_page_repeats_its_heads(taller: list[Page]) -> None:
    first, second = [
        page for page in taller if any("第一项加第二项" in line.text for line in page.lines)
    ]
    for page in (first, second):
        assert any("法人或其他组织" in line.text for line in page.lines)
    assert has(second, "四、结转下年度")
