"""A text that begins like a formula stays text in every workbook and every CSV we write."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from nianbao.county.export import FORMATS, figures
from nianbao.county.folder import County
from nianbao.county.status import county_status
from nianbao.county.status_page import status_page
from nianbao.findings.finding import finding
from nianbao.form.report import Report
from nianbao.store.store import Store
from nianbao.workbook.issue import Issue
from nianbao.workbook.layout import layout
from nianbao.workbook.write.blank import blank
from nianbao.workbook.write.marked import marked
from nianbao.workbook.write.roll_up import Sums, roll_up_workbook
from support import libreoffice
from support.clerk import SOUND, sound_report
from support.submissions import NOON, submission

# What a clerk may type or paste; the ending tells our text from everything else in a file.
END = "·某镇"
STARTS = (
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://a/","b")', "+1+1", "-2+3", "@SUM(1)", "＝1+1",
    "\t=1+1", "\r=1+1", " =1+1", "#REF!", "'=1+1",
)  # fmt: skip
TEXTS = tuple(start + END for start in STARTS)
YEAR = 2022


def said(text: str) -> dict[str, Any]:
    """Every entry that is a text, each as ``text``."""
    return {**dict.fromkeys(SOUND, text), "other.text": text}


def report_of(text: str, organisation: str = "") -> Report:
    clean = text.strip()
    return sound_report(said(clean), organisation=organisation or clean)


def typed(text: str) -> dict[str, Any]:
    contact = ("address", "postcode", "telephone", "website", "prepared_by", "reviewed_by", "dated")
    explained = [place.explanation.path for place in layout().tables if place.explanation]
    chosen = ("organisation", "year", "kind", "disclosure.licences", "declaration.disputes")
    return {**said(text), **dict.fromkeys((*contact, *explained, *chosen), text)}


def marked_workbook(text: str) -> bytes:
    place = f"{text}!A1"
    found = [
        finding("not a number", [place], seen=text),
        finding("not in roster", ["基本信息!B4"], seen=text, advice=text),
    ]
    issue = Issue(YEAR, "0000", text, entered=typed(text), bodies=(text,), office=text)
    return marked(issue, found, {"organisation": "基本信息!B4"})


def roll_up(text: str) -> bytes:
    whole = report_of(text)
    return roll_up_workbook(Sums(text, YEAR, {text: whole}, missing=(text,), notes=(text,)))


def own_report(text: str) -> bytes:
    """The county's own report, its sums filled in and words that somebody wrote kept."""
    return blank(Issue(YEAR, "QS00", text, entered=typed(text), bodies=(text,)))


def prefilled(text: str) -> bytes:
    """This year's workbook with last year's words beside it."""
    return blank(Issue(YEAR, "ZJ01", text, last=report_of(text), bodies=(text,), deadline=text))


def exported(text: str) -> bytes:
    return FORMATS["xlsx"](figures([submission(report=report_of(text))]))


WORKBOOKS: dict[str, Callable[[str], bytes]] = {
    "退回": marked_workbook,
    "汇总": roll_up,
    "县里自己的年报": own_report,
    "发放": prefilled,
    "导出": exported,
}  # fmt: skip


def cells(content: bytes) -> Iterator[Any]:
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_holds_it_as_text(name: str, text: str) -> None:
    ours = [cell for cell in cells(WORKBOOKS[name](text)) if END in str(cell.value)]
    assert ours
    assert {cell.data_type for cell in ours} == {"s"}
    assert text.strip() in {str(cell.value).strip() for cell in ours}


@pytest.mark.office
def test_another_program_computes_none_of_it() -> None:
    written = {
        f"{name}{number}": WORKBOOKS[name](text)
        for name in WORKBOOKS
        for number, text in enumerate(TEXTS[:5])
    }
    for stem, content in libreoffice.convert(written, "xlsx").items():
        text = TEXTS[int(stem[-1])]
        ours = [cell for cell in cells(content) if END in str(cell.value)]
        assert text in {cell.value for cell in ours}, stem
        assert {cell.data_type for cell in ours} == {"s"}, stem


def status_of(text: str, folder: Path) -> bytes:
    store, county = standing(text, folder)
    listed = county_status(county, store, YEAR, NOON + timedelta(days=1)).as_csv()
    store.close()
    return listed


def standing(text: str, folder: Path) -> tuple[Store, County]:
    (folder / "nianbao.toml").write_text(f"year = {YEAR}\n", encoding="utf-8")
    county = County.open(folder)
    store = Store.open("sqlite://", folder)
    name = text.strip()
    store.record(
        submission("文件", body=name, year=YEAR, file_name=f"{text}.xlsx", report=report_of(text))
    )
    return store, county


def csv_cells(content: bytes) -> list[str]:
    assert content.startswith(b"\xef\xbb\xbf")
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [cell for line in lines for cell in line if END in cell]


@pytest.mark.parametrize("text", TEXTS)
def test_no_csv_has_a_cell_that_begins_like_a_formula(text: str, tmp_path: Path) -> None:
    exported_csv = FORMATS["csv"](figures([submission(report=report_of(text))]))
    for content in (exported_csv, status_of(text, tmp_path)):
        ours = csv_cells(content)
        assert ours
        for cell in ours:
            assert not cell.lstrip(" \t\r\u3000").startswith(tuple("=+-@＝")), cell
            assert cell.strip("' \t\r").startswith(text.strip("' \t\r")[:3])


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7*7 }}", "</w:t>&amp;"])
def test_the_page_shows_markup_as_text(text: str, tmp_path: Path) -> None:
    store, county = standing(text + END, tmp_path)
    shown = status_page(county, county_status(county, store, YEAR, NOON)).decode()
    store.close()
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert escaped + END in shown
    assert text + END not in shown or text == escaped
