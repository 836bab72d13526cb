"""A return rewritten as other programs save it reads to the equal report, without findings."""

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from nianbao.form.report import figure
from nianbao.rules import check
from nianbao.workbook.form_code import FORM_NAME
from nianbao.workbook.issue import Issue
from nianbao.workbook.layout import layout
from nianbao.workbook.read.reader import read_return
from support.clerk import BODY, Clerk, sound_report
from support.raw_workbooks import unzipped
from support.rewritten_workbooks import REWRITINGS
from support.saved_by_wps import as_wps

FIGURES: dict[str, Any] = {
    "disclosure.licences": 5,
    "disclosure.penalties": 2,
    "disclosure.fees_wan": Decimal("8743.8"),
    "applications.received.natural_person": 4,
    "applications.received.other": 2,
    "applications.carried_in.business": 1,
    "applications.outcomes.granted.natural_person": 3,
    "applications.outcomes.refused.enforcement_file.other": 1,
    "applications.outcomes.other.other.business": 1,
    "applications.outcomes.unavailable.not_held.other": 1,
    "applications.carried_out.natural_person": 1,
    "disputes.reconsideration.upheld": 1,
    "disputes.direct_litigation.pending": 2,
    "problems": "公开内容更新不够及时，  村务公开的细度不足。\n个别村的公开栏长期不换；解读形式比较单一，图解很少，"
    "群众看不懂的地方还有不少，需要继续下功夫改进，答复申请的文书也要更规范。",
}
REPORT = sound_report(FIGURES)


@pytest.fixture(scope="module")
def data(clerk: Clerk) -> bytes:
    return clerk.fill(REPORT)


@pytest.mark.parametrize("program", REWRITINGS)
def test_it_reads_the_same_as_another_program_saves_it(program: str, data: bytes) -> None:
    rewritten = REWRITINGS[program](data)
    assert rewritten != data
    reading = read_return(rewritten)
    report = reading.report(BODY, 2022)
    assert report == REPORT
    assert [*reading.findings, *check(report, reading.evidence)] == []


def test_the_totals_that_wps_keeps_are_read_as_evidence(data: bytes) -> None:
    stored = read_return(as_wps(data)).evidence.totals
    assert {path: total.value for path, total in stored.items()} == {
        total.path: figure(REPORT, total.path)
        for place in layout().tables
        for total in place.table.totals
    }
    assert sum(total.value or 0 for total in stored.values()) > 0
    assert all(total.is_formula for total in stored.values())


def test_the_imitation_is_one(clerk: Clerk) -> None:
    """It has what was seen in files of WPS, and another program opens it."""
    locked = Clerk(Issue(2022, "XZ01", BODY))
    locked.book["三、申请办理"].protection.password = "abc"
    parts = unzipped(as_wps(locked.fill(REPORT)))
    table = parts["xl/worksheets/sheet5.xml"].decode()
    assert re.findall(r'<f t="shared" ref="J\d+:J\d+" si="0">SUM\(D\d+:I\d+\)</f>', table)
    assert len(re.findall(r'<f t="shared" si="\d+"/>', table)) > 20
    assert re.search(r'<sheetProtection [^>]*password="[0-9A-F]{4}"', table)
    assert b"KSOProductBuildVer" in parts["docProps/custom.xml"]
    assert b"custom-properties+xml" in parts["[Content_Types].xml"]
    assert b"inlineStr" not in b"".join(parts.values())
    assert "xl/calcChain.xml" not in parts
    book = load_workbook(io.BytesIO(as_wps(clerk.fill(REPORT))), data_only=True)
    assert book["标识"]["B1"].value == FORM_NAME
    assert book["三、申请办理"]["J8"].value == 6
