"""Rebuild samples/: the county folder, a blank workbook and eight returns saved by LibreOffice.

Run from the top of the checkout: ``python tests/make_samples.py``.
"""

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

import office
from clerk import Clerk
from nianbao.county.folder import ROSTER, SETTINGS
from nianbao.particulars import Particulars
from nianbao.report import Report
from nianbao.workbook.blank import Issue, blank
from nianbao.workbook.identity import GENERAL
from published import published
from sample_county import RETURNS, YEAR, SampleReturn

SAMPLES = HERE.parent / "samples"
RECEIVED, BLANK = "收到的附件", "空白填报表.xlsx"


def roster() -> str:
    """The roster as a county keeps it."""
    lines = ["机关全称,简称,机关类型,机关代码,邮箱,联系人,垂直管理"]
    lines += [f"{each.body},{each.short_name},{each.kind},{each.code},,,否" for each in RETURNS]
    return "\r\n".join(lines) + "\r\n"


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


def main() -> None:
    """Write everything anew; what is not rebuilt here stays."""
    received = SAMPLES / RECEIVED
    shutil.rmtree(received, ignore_errors=True)
    received.mkdir(parents=True)
    (SAMPLES / ROSTER).write_bytes(roster().encode("utf-8-sig"))
    settings = (
        f'# 示例县的设置\ncounty = "示例县"\noffice = "示例县人民政府办公室"\nyear = {YEAR}\n'
    )
    (SAMPLES / SETTINGS).write_text(settings, encoding="utf-8")
    (SAMPLES / BLANK).write_bytes(blank(Issue(YEAR, GENERAL)))
    for kind in ("xlsx", "xls", "ods"):
        chosen = {each.code: each for each in RETURNS if each.saved_as.endswith(f".{kind}")}
        saved = office.convert({code: filled(each) for code, each in chosen.items()}, kind)
        for code, each in chosen.items():
            (received / each.saved_as).write_bytes(saved[code])


if __name__ == "__main__":
    main()
