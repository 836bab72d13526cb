"""Rebuild samples/: the county folder, a blank workbook and the returns saved by LibreOffice.

Run from the top of the checkout: ``python tests/make_samples.py``.
"""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE.parent / "src")]

from nianbao.county.folder import ROSTER, SETTINGS
from nianbao.county.roster import read_roster
from nianbao.form.basics import Particulars
from nianbao.form.report import Report
from nianbao.intake.examine import examine
from nianbao.intake.outcome import Circumstances
from nianbao.workbook.form_code import GENERAL
from nianbao.workbook.write.blank import Issue, blank
from support import libreoffice
from support.clerk import Clerk
from support.county_of_sixty import typed_into
from support.published_figures import published
from support.sample_county import (
    CORRECTIONS,
    COUNTY,
    NEXT_YEAR,
    RETURNS,
    RIGHT_FORM,
    YEAR,
    Correction,
    SampleReturn,
)

SAMPLES = HERE.parent / "samples"
RECEIVED, BLANK = "收到的附件", "空白填报表.xlsx"
AGAIN, NEXT = "改好再报的", "第二年的"

_SETTINGS = f"""# 示例县的设置
county = "示例县"
office = "示例县人民政府办公室"
year = {YEAR}
# 收的是往年的，不计逾期。
deadline = "不限"
"""


def roster() -> str:
    """The roster as a county keeps it."""
    lines = ["机关全称,简称,机关类型,机关代码,邮箱,联系人,垂直管理"]
    own = ",".join((*COUNTY, "", "", "否"))
    lines += [f"{each.body},{each.short_name},{each.kind},{each.code},,,否" for each in RETURNS]
    return "\r\n".join((*lines, own)) + "\r\n"


def issue(each: SampleReturn) -> Issue:
    bodies = tuple(other.body for other in RETURNS)
    return Issue(each.year, each.code, each.body, 1, each.kind, bodies)


def filled(each: SampleReturn) -> bytes:
    """The body's own workbook with its figures and texts typed in."""
    figures = published(each.figures)
    report = Report.from_entries(
        {
            "organisation": each.body,
            "year": each.year,
            **figures.entries,
            **each.narratives,
            "other.fee_charged": False,
        }
    )
    contact = Particulars(
        kind=each.kind,
        address=f"示例县{each.short_name}办公楼",
        postcode="000000",
        telephone=f"0000-0000{each.code[-2:]}0",
        website="http://www.example.gov.cn/zwgk",
        prepared_by="综合办公室",
        reviewed_by="分管领导",
        dated=f"{each.year + 1}年1月12日",
    )
    totals = figures.totals if each.has_typed_totals else {}
    return Clerk(issue(each)).fill(report, contact, {**totals, **each.typed})


def corrected(each: Correction) -> bytes:
    """The marked workbook of a body with its corrections typed in."""
    sent = next(other for other in RETURNS if other.code == each.code)
    desk = Circumstances(YEAR, read_roster(SAMPLES / ROSTER), formats=())
    marked = examine(sent.saved_as, filled(sent), desk).marked
    if marked is None:
        raise RuntimeError(f"{sent.body} goes back with no workbook")
    return typed_into(marked, each.typed)


def save(folder: str, files: Mapping[str, bytes]) -> None:
    """Let LibreOffice save ``files``, by name, into a folder of the samples, made anew."""
    home = SAMPLES / folder
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    for kind in ("xlsx", "xls", "ods"):
        chosen = {name[: -len(kind) - 1]: name for name in files if name.endswith(f".{kind}")}
        # Started without a file, the program would wait for one.
        given = {stem: files[name] for stem, name in chosen.items()}
        saved = libreoffice.convert(given, kind) if given else {}
        for stem, name in chosen.items():
            (home / name).write_bytes(saved[stem])


def main() -> None:
    """Write everything anew; what is not rebuilt here stays."""
    (SAMPLES / ROSTER).write_bytes(roster().encode("utf-8-sig"))
    (SAMPLES / SETTINGS).write_text(_SETTINGS, encoding="utf-8")
    (SAMPLES / BLANK).write_bytes(blank(Issue(YEAR, GENERAL)))
    save(RECEIVED, {each.saved_as: filled(each) for each in RETURNS})
    again = {each.saved_as: corrected(each) for each in CORRECTIONS}
    save(AGAIN, again | {each.saved_as: filled(each) for each in RIGHT_FORM})
    save(NEXT, {each.saved_as: filled(each) for each in NEXT_YEAR})


if __name__ == "__main__":
    main()
