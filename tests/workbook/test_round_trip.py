"""Blank → entries typed → saved → read: the report is equal, field by field."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from nianbao.form.basics import Particulars
from nianbao.form.report import Report
from nianbao.workbook.read.reader import read_return
from support import libreoffice
from support.clerk import CONTACT, Clerk, sound_report
from support.drawn_reports import reports
from support.published_figures import names, published

MANY = 200


def read_back(data: bytes) -> tuple[Report, Particulars]:
    reading = read_return(data)
    return reading.report("巡镇镇人民政府", 2022), reading.particulars


@settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=reports())
def test_any_report_reads_back_equal(report: Report, clerk: Clerk) -> None:
    read, particulars = read_back(clerk.fill(report))
    assert read == report
    assert particulars == CONTACT


def difficult_reports() -> dict[str, Report]:
    """Real figures, and figures and texts at the edge of what the form allows."""
    found = {name: sound_report(published(name).entries) for name in names()}
    found["largest"] = sound_report({"disclosure.licences": 10**9, "disclosure.penalties": 99})
    dice = random.Random(7)
    everywhere = {path: dice.randrange(1000) for path in published("scj-2025").entries}
    del everywhere["disclosure.fees_wan"]
    found["everywhere"] = sound_report(everywhere)
    texts: dict[str, Any] = {
        "problems": "=1+1\n+86 开头\n@某\n-一\n'引号\n<b>&amp;</b>\n{{ 7*7 }}",
        "improvements": "_x000D_ 和 _x4E00_\n表情😀\n生僻字𠮷\n" + "长" * 20_000,
        "overview.platform": "\n".join(f"第{at}段" for at in range(40)),
        "other.text": "123\n12:30\n2024-01-01\nTRUE\n#REF!\n1e5",
    }
    entries = {**sound_report().entries(), **texts}
    found["texts"] = Report.from_entries(entries)
    return found


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_reads_back_equal_as_libreoffice_saves_it(kind: str, clerk: Clerk) -> None:
    wanted = difficult_reports()
    saved = libreoffice.convert({name: clerk.fill(report) for name, report in wanted.items()}, kind)
    for name, report in wanted.items():
        read, particulars = read_back(saved[name])
        assert read == report, name
        assert particulars == CONTACT, name
