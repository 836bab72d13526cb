"""The web page in a real Chromium: nothing overflows it on a desk, on a phone, on paper."""

import subprocess
from pathlib import Path

import pytest

from documents.test_pages import CASES
from nianbao.documents.fields import printed_figures
from nianbao.documents.writer import Writer
from support.chromium import Browser
from support.measured_pages import measured
from support.published_reports import published

MEASURE = """<body style="margin:0">
<iframe src="page.html" style="width:{width}px;border:0"></iframe>
<script>onload = () => {{
  const page = document.querySelector("iframe").contentDocument;
  const boxes = [...page.querySelectorAll("div")].filter(box => box.querySelector("table"));
  document.title = [page.documentElement.scrollWidth,
    getComputedStyle(page.querySelector("h1")).textAlign,
    boxes.filter(box => box.getBoundingClientRect().right > {width}).length].join(" ");
}}</script></body>"""


@pytest.mark.browser
@pytest.mark.parametrize("form", ["web", "fragment"])
@pytest.mark.parametrize("width", [1200, 390, 320])
def test_the_page_is_as_wide_as_the_screen(
    writer: Writer, tmp_path: Path, form: str, width: int
) -> None:
    (tmp_path / "page.html").write_bytes(getattr(writer, form)(published()))
    (tmp_path / "measure.html").write_text(MEASURE.format(width=width), "utf-8")
    switches = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    switches.append("--allow-file-access-from-files")
    folder = f"--user-data-dir={tmp_path / 'profile'}"
    address = (tmp_path / "measure.html").as_uri()
    shown = subprocess.run(
        ["chromium", *switches, folder, "--dump-dom", address],
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout.decode()
    assert f"<title>{width} center 0</title>" in shown


CROWDED = """[...document.querySelectorAll("td, th")].filter(cell => {
  const text = document.createRange();
  text.selectNodeContents(cell);
  const [inner, outer] = [text.getBoundingClientRect(), cell.getBoundingClientRect()];
  return inner.left < outer.left - 1 || inner.right > outer.right + 1;
}).map(cell => cell.textContent)"""
LINES = """[...document.querySelectorAll("td")].filter(cell => {
  const text = document.createRange();
  text.selectNodeContents(cell);
  return text.getClientRects().length > 1;
}).length"""


@pytest.mark.browser
@pytest.mark.parametrize("form", ["web", "fragment"])
@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("name", ["short", "long figures"])
def test_every_figure_stands_on_one_line_within_its_cell(
    writer: Writer, browser: Browser, tmp_path: Path, form: str, width: int, name: str
) -> None:
    (tmp_path / "page.html").write_bytes(getattr(writer, form)(CASES[name]))
    browser.resize(width, 900)
    browser.open(tmp_path / "page.html")
    assert browser.run(CROWDED) == []
    assert browser.run(LINES) == 0


@pytest.mark.browser
@pytest.mark.parametrize("name", ["short", "usual", "long figures"])
def test_the_page_prints_like_the_document(
    writer: Writer, browser: Browser, tmp_path: Path, name: str
) -> None:
    (tmp_path / "page.html").write_bytes(writer.web(CASES[name]))
    browser.open(tmp_path / "page.html")
    pages = measured(browser.printed())
    for number, page in enumerate(pages, start=1):
        assert page.number.text.strip() == f"— {number} —"
        assert (page.number.right > 150) is bool(number % 2)
    for heading, last in (("二、主动", "行政事业性收费"), ("三、收到", "四、结转下年度")):
        page = next(
            page for page in pages if any(line.text.startswith(heading) for line in page.lines)
        )
        assert any(line.text.startswith(last) for line in page.lines)
    figures = printed_figures(CASES[name].report).values()
    assert {figure.digits for page in pages for figure in page.figures} == set(figures)
