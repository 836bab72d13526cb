"""收件情况.html of the sample county, as the desk has it after a day's work, in real Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlparse

import pymupdf
import pytest

from support.chromium import Browser
from support.typed_commands import typed

SAMPLES = Path(__file__).parents[2] / "samples"
_ROWS = "[...document.querySelectorAll('main details')].filter(e => e.offsetHeight)"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ingest the first returns and one of the corrected; a folder's name is no easy one."""
    home = tmp_path_factory.mktemp("县") / "年报 #1 100%"
    home.mkdir()
    for name in ("nianbao.toml", "名册.csv"):
        shutil.copy(SAMPLES / name, home)
    shutil.copytree(SAMPLES / "收到的附件", home / "收到的附件")
    shutil.copy(SAMPLES / "改好再报的" / "东山镇改好的.xlsx", home)
    typed("ingest", "收到的附件", home=home)
    typed("ingest", "东山镇改好的.xlsx", home=home)
    waived = ("--reason", "电话核实", "--by", "办公室")
    typed("waive", "教育局", "A-09", *waived, home=home)
    assert typed("status", home=home).status == 0
    return home / "收件情况.html"


@pytest.fixture(scope="module")
def browser(page: Path) -> Iterator[Browser]:
    with Browser() as opened:
        opened.resize(1280, 900)
        opened.open(page)
        yield opened


def test_every_link_leads_to_a_file(browser: Browser, page: Path) -> None:
    links = browser.run(
        "[...document.querySelectorAll('main details')].map(row => ["
        "row.querySelector('b').textContent,"
        "...[...row.querySelectorAll('.links a')].map(a => a.textContent + ' ' + a.href)])"
    )
    shown = {name: [link.rpartition(" ") for link in rest] for name, *rest in links}
    accepted, returned = ["Word", "网页", "原件"], ["退回的表", "原件"]
    assert [[label for label, _, _ in rest] for rest in shown.values()] == [
        *([accepted] * 5),
        *([returned] * 2),
        [],
    ]
    hrefs = [href for rest in shown.values() for _, _, href in rest]
    files = [Path(unquote(urlparse(href).path)) for href in hrefs]
    assert len(files) == 5 * 3 + 2 * 2
    assert [path for path in files if not path.is_file()] == []
    assert {path.is_relative_to(page.parent) for path in files} == {True}


def test_a_filter_leaves_those_returned_and_a_row_opens_what_is_wrong(browser: Browser) -> None:
    browser.click("button[data-filter=returned]")
    assert browser.run(f"{_ROWS}.map(e => e.querySelector('b').textContent)") == [
        "河口镇人民政府",
        "示例县教育局",
    ]
    browser.click("details[data-result=returned]:nth-of-type(7) summary")
    text = browser.run("document.querySelector('details[open]').innerText")
    assert "“五、存在的主要问题及改进情况”没有填写内容。请补写后再报。" in text
    assert "理由：电话核实（办公室，" in text
    browser.click("details[open] summary")
    browser.click("button[data-filter=all]")
    assert browser.run(f"{_ROWS}.length") == 8


@pytest.mark.parametrize("width", [320, 360, 414])
def test_every_row_open_fits_a_phone(browser: Browser, width: int) -> None:
    browser.resize(width, 740)
    browser.run("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert browser.run("document.documentElement.scrollWidth") == width
    browser.run("document.querySelectorAll('details').forEach(e => e.open = false)")
    browser.resize(1280, 900)


def test_it_prints_every_body_and_what_goes_back(browser: Browser) -> None:
    with pymupdf.open(stream=browser.printed(), filetype="pdf") as printed:
        text = "".join(str(page.get_text()) for page in printed)
        beyond = [
            page.number
            for page in printed
            for word in page.get_text("words")
            if word[2] > page.rect.width or word[0] < 0
        ]
    assert text.count("示例县教育局") == 1
    assert "相差 1。请对照原始台账改正其中填错的格。" in text.replace("\n", "")
    assert beyond == []
    assert browser.complaints == []
