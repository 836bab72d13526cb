"""核对 in the workbook, recalculated, tells the same as the rules on ingest."""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from nianbao.findings.finding import Finding
from nianbao.form.report import FIGURES, Report
from nianbao.formats.spreadsheet.opening import read
from nianbao.rules import Evidence, check
from nianbao.rules.arithmetic import bound
from nianbao.workbook import layout as at
from nianbao.workbook.layout import layout
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.write.check_sheet import NOTICE, PASSED, CheckLine, check_lines
from nianbao.workbook.write.suggested_sentences import REFERENCES
from support import libreoffice
from support.clerk import Clerk, sound_report
from support.published_figures import names, published

Case = tuple[Report, Mapping[str, Any]]


def cases() -> dict[str, Case]:
    """Right and wrong returns: report and what was typed over it."""
    found: dict[str, Case] = {"sound": (sound_report(), {})}
    for name in names():
        report = sound_report(published(name).entries)
        found[name] = (report, {})
        found[f"{name}-totals"] = (report, published(name).totals)
    dice = random.Random(2021)
    for number in range(12):
        paths = dice.sample(FIGURES, 30)
        figures = {path: dice.randrange(50) for path in paths if not path.endswith("_wan")}
        found[f"random-{number}"] = (sound_report(figures), {})
    typed: dict[str, dict[str, Any]] = {
        "negative": {"applications.received.business": -1},
        "fraction": {"disclosure.licences": 0.5},
        "huge": {"disputes.reconsideration.upheld": 2_000_000_000},
        "words": {"applications.carried_in.other": "三件左右"},
        "money": {"disclosure.fees_wan": 1.1234567},
        "fees": {"other.fee_notices": -2, "other.fee_yuan": "很多"},
        "undeclared": {"declaration.disclosure": None, "declaration.disputes": None},
        "declared nil": {"disclosure.penalties": 3, "declaration.disclosure": "全部为零"},
        "declared figures": {"declaration.applications": "有数据"},
        "blank": {
            "applications.received.natural_person": None, "applications.carried_in.other": None,
            "disclosure.licences": 4, "disclosure.penalties": None,
            "declaration.disclosure": "有数据",
        },
        "no fee": {"other.fee_charged": None},
        "no name": {"organisation": None},
        "no year": {"year": None},
        "aspect": {"overview.platform": ""},
        "says nothing": {"overview.platform": "暂 无。", "problems": "无"},
        "part one": {path: "" for path in sound_report().entries() if path.startswith("overview.")},
        "part five": {"problems": "无", "improvements": " "},
        "too long": {"overview.platform": "长" * 1001},
        "regulations": {
            "kind": "乡镇", "disclosure.regulations.made": 2,
            "declaration.disclosure": "有数据",
        },
        "county's regulations": {
            "kind": "县级政府", "disclosure.regulations.made": 2,
            "declaration.disclosure": "有数据",
        },
        "fee denied": {"other.fee_notices": 2},
        "fee without notices": {"other.fee_charged": "是"},
        "carried out": {"applications.carried_out.research": 9},
    }  # fmt: skip
    return found | {name: (sound_report(), over) for name, over in typed.items()}


def told_by_workbook(data: bytes) -> set[tuple[str, str]]:
    """Return (code, subject) of every line of 核对 that has not passed."""
    sheet = next(sheet for sheet in read(data).sheets if sheet.name == at.CHECKS)
    told = set()
    for number, line in enumerate(check_lines()):
        row = at.CHECK_HEAD_ROW + number
        verdict = sheet.cells[row, 4]
        assert verdict in (PASSED, line.verdict), (line, verdict)
        if verdict != PASSED:
            told.add((line.code, line.subject))
    return told


def told_on_ingest(data: bytes) -> set[tuple[str, str]]:
    """Return (code, subject) of every line of 核对 that a finding on ingest stands for."""
    reading = read_return(data)
    report = reading.report("巡镇镇人民政府", 2022)
    evidence = replace(reading.evidence, kind=reading.particulars.kind)
    found = [*reading.findings, *check(report, evidence)]
    told = {
        (line.code, line.subject)
        for line in check_lines()
        if any(_speaks_of(each, line, reading.evidence.places) for each in found)
    }
    if not reading.entries["organisation"] or not reading.typed_year:
        told.add(("I-05", "organisation"))
    return told


def _speaks_of(found: Finding, line: CheckLine, places: Mapping[str, str]) -> bool:
    if line.code in ("A-02", "A-03", "A-04"):
        totals = {places[each.total] for each in bound(line.code) if each.total}
        return found.code == "A-10" and not totals.isdisjoint(found.places)
    if found.code != line.code:
        return False
    if line.code != "S-01":
        return any(place.startswith(f"{line.target.sheet}!") for place in found.places)
    if line.subject.endswith(".*"):
        return found.severity == "error" and found.places[0].startswith(line.target.sheet)
    return places[line.subject] in found.places


def _only_in_workbook(on_ingest: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What the sheet says beyond the findings.

    One empty text of part 五 is a reminder there. Where a cell of a table could not be read, its
    sums are not judged on ingest, while a formula has to say something.
    """
    unread = {subject for code, subject in on_ingest if code in ("A-05", "A-07")}
    sums = ("A-01", "A-02", "A-03", "A-04", "A-08", "A-09")
    return {("S-01", "problems"), ("S-01", "improvements")} | {
        (code, subject) for code in sums for subject in unread
    }


@pytest.mark.office
def test_workbook_and_ingest_tell_the_same(clerk: Clerk) -> None:
    wanted = cases()
    filled = {name: clerk.fill(report, typed=typed) for name, (report, typed) in wanted.items()}
    stems = {f"case{number}": name for number, name in enumerate(filled)}
    saved = libreoffice.convert({stem: filled[name] for stem, name in stems.items()}, "xlsx")
    told = {name: told_by_workbook(saved[stem]) for stem, name in stems.items()}
    for stem, name in stems.items():
        on_ingest = told_on_ingest(saved[stem])
        assert on_ingest <= told[name], name
        assert told[name] - _only_in_workbook(on_ingest) <= on_ingest, name
    assert not told["sound"]
    assert told["haitan-2024-totals"] == {
        (code, "applications") for code in ("A-01", "A-02", "A-03")
    }


@pytest.mark.office
def test_sentence_on_the_sheet_is_the_sentence_of_the_finding(clerk: Clerk) -> None:
    data = clerk.fill(sound_report(published("junshan-2022").entries))
    saved = libreoffice.convert({"return": data}, "xlsx")["return"]
    sheet = next(sheet for sheet in read(saved).sheets if sheet.name == at.CHECKS)
    row = next(at_ for at_, line in enumerate(check_lines()) if line.code == "A-01")
    assert sheet.cells[at.CHECK_HEAD_ROW + row, 5] == (
        "自然人列：第一项 0 加第二项 0 等于 0，第三项总计 3 加第四项 0 等于 3，相差 3；"
        "其他列：第一项 0 加第二项 0 等于 0，第三项总计 2 加第四项 0 等于 2，相差 2"
    )


def test_every_table_has_its_lines() -> None:
    lines = {(line.code, line.subject) for line in check_lines()}
    for key in at.TABLE_SHEETS:
        assert {("A-05", key), ("A-06", key), ("A-07", key), ("A-09", key)} <= lines
    assert all(line.verdict == NOTICE for line in check_lines() if line.code == "A-06")
    assert {line.target.sheet for line in check_lines()} <= set(at.SHEETS)
    assert all(line.target in set(layout().spots.values()) for line in check_lines())


def _is_of_words(code: str) -> bool:
    return code.startswith("T-") or code == "D-04"


@pytest.mark.office
def test_reference_sentences_say_the_figures_and_no_rule_objects_to_them(clerk: Clerk) -> None:
    report = sound_report(published("suqian-2024").entries)
    saved = libreoffice.convert({"return": clerk.fill(report)}, "xlsx")["return"]
    sheet = next(sheet for sheet in read(saved).sheets if sheet.name == at.OVERVIEW)
    column = at.LAST_YEAR_COLUMN - 1
    said = {}
    for path in REFERENCES:
        block = layout().block(path)
        rows = range(block.first.row - 1, block.first.row - 1 + block.rows)
        told = (str(sheet.cells.get((row, column), "")) for row in rows)
        said[path] = "\n".join(filter(None, told))
    closed, applied, refused, *_ = said["overview.applications"].splitlines()
    assert closed == (
        "本年度新收政府信息公开申请 3525 件，上年结转 121 件；办结 3521 件，其中予以公开 1431 件、"
        "部分公开 471 件、不予公开 92 件、无法提供 941 件、不予处理 117 件、其他处理 469 件；"
        "结转下年度 125 件。"
    )
    received = report.applications.received
    natural, others = received.natural_person, received.total - received.natural_person
    assert applied == (
        f"新收的政府信息公开申请中，自然人申请 {natural} 件，法人或其他组织申请 {others} 件。"
    )
    assert refused.startswith("不予公开 92 件，其中属于国家秘密 ")
    copied = Report.from_entries({**report.entries(), **said})
    evidence = read_return(saved).evidence
    assert not [each for each in check(copied, evidence) if _is_of_words(each.code)]
    nil = Report.from_entries({"organisation": report.organisation, "year": report.year, **said})
    found = {each.code for each in check(nil, Evidence()) if _is_of_words(each.code)}
    compared = {"T-01", "T-03", "T-04", "T-05", "T-06", "T-07", "T-08", "T-09"}
    assert found == compared | ({"D-04"} if report.disclosure.fees_wan else set())


@pytest.mark.parametrize("path", REFERENCES)
def test_a_reference_sentence_fits_an_old_file_and_its_block(path: str) -> None:
    assert all(len(formula) < 1000 for formula in REFERENCES[path])
    assert 2 * len(REFERENCES[path]) <= layout().block(path).rows
