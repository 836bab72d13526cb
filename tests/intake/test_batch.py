"""A batch of returns: kept, written, recorded; nothing lost, doubled or overwritten."""

import hashlib
import io
import mmap
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pebble import ProcessExpired

from nianbao.county.folder import County
from nianbao.errors import OutputProblem
from nianbao.fault_log import NAME as FAULT_LOG
from nianbao.findings.finding import Severity
from nianbao.intake import examine as examining
from nianbao.intake.batch import Options, ingest
from nianbao.intake.inbox import items
from nianbao.intake.outcome import Outcome
from nianbao.intake.workers import MEMORY_A_WORKER, _result, workers_for
from nianbao.store.store import Store
from nianbao.workbook.form_code import GENERAL
from nianbao.workbook.issue import Issue
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.read.reading import Reading
from support.clerk import Clerk, sound_report

RUN = Options(year=2022, workers=1)
FAULT = "程序没能处理这个文件，文件已原样保留。请把 nianbao-故障.log 发给维护人员。"
BROKEN = {"applications.received.business": 3}


@pytest.fixture(scope="session")
def general() -> Clerk:
    """A clerk with the form for any body."""
    return Clerk(Issue(2022, GENERAL))


@dataclass
class Desk:
    """A county folder, and a folder beside it where attachments arrive."""

    county: County
    inbox: Path
    clerk: Clerk

    def returned(self, name: str, body: str, figures: Mapping[str, Any] | None = None) -> Path:
        """Let ``body`` send a file."""
        path = self.inbox / name
        path.write_bytes(self.clerk.fill(sound_report(figures, organisation=body)))
        return path

    def run(self, *paths: Path, options: Options = RUN) -> list[Outcome]:
        found = list(items([str(path) for path in paths or (self.inbox,)]))
        return list(ingest(found, self.county, options))

    def files(self) -> set[str]:
        home = self.county.path
        return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}

    @property
    def store(self) -> Store:
        return Store.open(self.county.store_url, self.county.path)


@pytest.fixture
def desk(tmp_path: Path, general: Clerk) -> Desk:
    for name in ("county", "inbox"):
        (tmp_path / name).mkdir()
    return Desk(County.open(tmp_path / "county"), tmp_path / "inbox", general)


def told(outcome: Outcome) -> list[str]:
    return [each.message for each in outcome.findings]


def stem(body: str) -> str:
    return f"{body}2022年政府信息公开工作年度报告"


# One return


def test_an_accepted_return_is_kept_written_and_recorded(desk: Desk) -> None:
    path = desk.returned("附件1.xlsx", "甲镇人民政府")
    (outcome,) = desk.run()
    assert (outcome.status, outcome.organisation, outcome.year) == (
        "accepted",
        "甲镇人民政府",
        2022,
    )
    assert outcome.outputs == {
        kind: f"成文/{stem('甲镇人民政府')}.{kind}" for kind in ("docx", "html")
    }
    for written in outcome.outputs.values():
        assert (desk.county.path / str(written)).stat().st_size > 1000
    store = desk.store
    kept = store.accepted(2022)["甲镇人民政府"]
    assert store.original(kept) == path.read_bytes()
    assert kept.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert kept.report == sound_report(organisation="甲镇人民政府")
    assert kept.file_name == outcome.file
    store.close()
    assert path.exists()


def test_a_faulty_return_goes_back_marked_and_its_original_stays(desk: Desk) -> None:
    path = desk.returned("a.xlsx", "甲镇人民政府", BROKEN)
    (outcome,) = desk.run()
    assert outcome.status == "returned"
    assert outcome.outputs == {"marked": "退回/甲镇人民政府2022年政府信息公开工作年报退回修改.xlsx"}
    assert outcome.report is not None
    assert outcome.report.applications.received.business == 3
    marked = load_workbook(desk.county.path / str(outcome.outputs["marked"]))
    assert marked.sheetnames[0] == "退回意见"
    assert not (desk.county.path / "成文").exists()
    store = desk.store
    (kept,) = store.submissions(2022)
    assert (kept.status, store.original(kept)) == ("returned", path.read_bytes())
    assert store.accepted(2022) == {}
    store.close()


def test_what_is_no_return_is_refused_and_kept_all_the_same(desk: Desk) -> None:
    (desk.inbox / "工资表.xlsx").write_bytes(b"not a workbook")
    (outcome,) = desk.run()
    assert (outcome.status, outcome.report, outcome.outputs) == ("refused", None, {})
    assert [each.read_bytes() for each in desk.county.received.rglob("*") if each.is_file()] == [
        b"not a workbook"
    ]


def test_a_marked_return_corrected_and_sent_again_is_accepted(desk: Desk) -> None:
    desk.returned("a.xlsx", "甲镇人民政府", BROKEN)
    (outcome,) = desk.run()
    marked = load_workbook(desk.county.path / str(outcome.outputs["marked"]))
    marked["三、申请办理"]["E10"] = 3
    out = io.BytesIO()
    marked.save(out)
    (desk.inbox / "改好了.xlsx").write_bytes(out.getvalue())
    (again,) = desk.run(desk.inbox / "改好了.xlsx")
    assert (again.status, told(again)) == ("accepted", [])
    assert again.edit == 1
    assert list((desk.county.path / "退回").glob("*.xlsx")) == []


# A batch


def test_a_dry_run_says_the_same_and_leaves_nothing(desk: Desk) -> None:
    desk.returned("a.xlsx", "甲镇人民政府")
    desk.returned("b.xlsx", "乙镇人民政府", BROKEN)
    dry = desk.run(options=replace(RUN, is_dry_run=True, formats=()))
    assert desk.files() == set()
    real = desk.run()
    assert [(each.status, told(each)) for each in dry] == [
        (each.status, told(each)) for each in real
    ]
    before = desk.files()
    desk.returned("c.xlsx", "丙镇人民政府")
    again = desk.run(options=replace(RUN, is_dry_run=True, formats=()))
    assert [each.status for each in again] == ["skipped", "returned", "accepted"]
    assert {path for path in desk.files() if "nianbao.db" not in path} == {
        path for path in before if "nianbao.db" not in path
    }


def test_the_same_bytes_twice_count_once(desk: Desk) -> None:
    first = desk.returned("a.xlsx", "甲镇人民政府")
    (desk.inbox / "b.xlsx").write_bytes(first.read_bytes())
    accepted, repeated = desk.run()
    assert (accepted.status, repeated.status) == ("accepted", "skipped")
    assert told(repeated) == [
        f"这个文件已经收过（与“{accepted.file}”相同），内容没有变化，已跳过。"
    ]
    (later,) = desk.run(first)
    assert (later.status, later.organisation) == ("skipped", "甲镇人民政府")
    assert told(later)[0].startswith("这个文件已经收过（20")
    assert told(later)[0].endswith("已接收），内容没有变化，已跳过。")
    store = desk.store
    assert len(store.submissions(2022)) == 1
    store.close()


def test_a_faulty_file_sent_again_unchanged_is_skipped(desk: Desk) -> None:
    path = desk.returned("a.xlsx", "甲镇人民政府", BROKEN)
    desk.run()
    (again,) = desk.run(path)
    assert again.status == "skipped"
    assert told(again)[0].endswith("退回），内容没有变化，已跳过。")


def test_two_workers_tell_what_one_tells(tmp_path: Path, general: Clerk) -> None:
    lines = []
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for workers in (1, 2):
        home = tmp_path / str(workers)
        home.mkdir()
        desk = Desk(County.open(home), inbox, general)
        if workers == 1:
            desk.returned("a.xlsx", "甲镇人民政府")
            desk.returned("b.xlsx", "乙镇人民政府", BROKEN)
            desk.returned("c.xlsx", "丙镇人民政府", {"disclosure.licences": 7})
            (inbox / "d.xlsx").write_bytes(b"")
            (inbox / "~$e.xlsx").write_bytes(b"lock")
        outcomes = desk.run(options=replace(RUN, workers=workers))
        lines.append([outcome.as_json() for outcome in outcomes])
        assert [each.status for each in outcomes] == [
            "accepted", "returned", "accepted", "refused", "skipped",
        ]  # fmt: skip
    assert lines[0] == lines[1]


def test_workers_start_from_a_large_program_too(desk: Desk) -> None:
    """The bound of memory is on what a worker takes, not on what came with its parent."""
    desk.returned("a.xlsx", "甲镇人民政府")
    desk.returned("b.xlsx", "乙镇人民政府")
    with mmap.mmap(-1, MEMORY_A_WORKER + (1 << 30)):
        outcomes = desk.run(options=replace(RUN, workers=2))
    assert [each.status for each in outcomes] == ["accepted"] * 2


def test_a_document_never_overwrites_another_bodys(desk: Desk) -> None:
    """Two names that make the same file name."""
    for name, body in (("a.xlsx", "甲/乙镇人民政府"), ("b.xlsx", "甲:乙镇人民政府")):
        desk.returned(name, body)
    first, second = desk.run()
    assert [each.status for each in (first, second)] == ["accepted"] * 2
    assert first.outputs["html"] == f"成文/{stem('甲_乙镇人民政府')}.html"
    assert second.outputs["html"] == f"成文/{stem('甲_乙镇人民政府')} (2).html"
    for outcome in (first, second):
        page = (desk.county.path / str(outcome.outputs["html"])).read_text("utf-8")
        assert str(outcome.organisation) in page
    desk.returned("c.xlsx", "甲:乙镇人民政府", {"disclosure.licences": 1})
    (third,) = desk.run(desk.inbox / "c.xlsx")
    assert third.outputs == second.outputs


def test_names_that_differ_in_capitals_alone_are_two_files(desk: Desk) -> None:
    """Windows has one file for both."""
    for name, body in (("a.xlsx", "甲镇abc中心"), ("b.xlsx", "甲镇ABC中心")):
        desk.returned(name, body)
    first, second = desk.run()
    assert first.outputs["html"] == f"成文/{stem('甲镇abc中心')}.html"
    assert second.outputs["html"] == f"成文/{stem('甲镇ABC中心')} (2).html"


def marked_name(name: str) -> str:
    return f"退回/{name}2022年政府信息公开工作年报退回修改.xlsx"


def test_of_several_faulty_files_of_a_body_the_last_goes_back(desk: Desk) -> None:
    """定稿 and 最终版 in one run: a body has one workbook to correct."""
    desk.returned("定稿.xlsx", "甲镇人民政府", BROKEN)
    desk.returned("最终版.xlsx", "甲镇人民政府", {"applications.received.other": 7})
    for outcome in desk.run():
        assert outcome.outputs["marked"] == marked_name("甲镇人民政府")
    (marked,) = (desk.county.path / "退回").glob("*.xlsx")
    assert read_return(marked.read_bytes()).entries["applications.received.other"] == 7


def test_faulty_files_of_nobody_known_are_not_written_over_each_other(desk: Desk) -> None:
    """Both are called 附件.xlsx, say no name, and come in runs of their own."""
    marked = []
    for number, folder in enumerate(("1", "2")):
        (desk.inbox / folder).mkdir()
        desk.returned(f"{folder}/附件.xlsx", "", {"disclosure.licences": number})
        (outcome,) = desk.run(desk.inbox / folder)
        assert (outcome.status, outcome.body) == ("returned", None)
        marked.append(outcome.outputs["marked"])
    assert marked == [marked_name("附件"), marked_name("附件").replace(".x", " (2).x")]
    said = [read_return((desk.county.path / str(name)).read_bytes()).entries for name in marked]
    assert [each["disclosure.licences"] for each in said] == [0, 1]


def test_a_later_return_of_a_body_replaces_its_documents(desk: Desk) -> None:
    desk.returned("a.xlsx", "甲镇人民政府")
    (first,) = desk.run()
    page = desk.county.path / str(first.outputs["html"])
    before = page.read_text("utf-8")
    desk.returned("b.xlsx", "甲镇人民政府", {"disclosure.licences": 4321})
    (second,) = desk.run(desk.inbox / "b.xlsx")
    assert second.outputs == first.outputs
    assert "4321" not in before
    assert "4321" in page.read_text("utf-8")


def test_no_documents_means_no_documents(desk: Desk) -> None:
    desk.returned("a.xlsx", "甲镇人民政府")
    (outcome,) = desk.run(options=replace(RUN, formats=()))
    assert (outcome.status, outcome.outputs) == ("accepted", {})
    assert not desk.county.documents.exists()


def test_the_countys_severities_reach_what_the_reader_and_attribution_find(desk: Desk) -> None:
    """I-06 is found where the return is booked, not by a rule of the figures."""
    sheet = "基本信息"
    desk.returned("a.xlsx", "甲镇人民政府")
    book = load_workbook(desk.inbox / "a.xlsx")
    for row in book[sheet].iter_rows():
        if row[0].value == "联系电话":
            row[1].value = None
    book.save(desk.inbox / "a.xlsx")
    dry = replace(RUN, is_dry_run=True)
    found = {each.code: each.severity for each in desk.run(options=dry)[0].findings}
    assert found["I-06"] is Severity.HINT
    for written, severity in (('"错误"', Severity.ERROR), ('{ off = "电话统一公布" }', None)):
        settings = f'[rules]\n"I-06" = {written}\n'
        (desk.county.path / "nianbao.toml").write_text(settings, encoding="utf-8")
        desk.county = County.open(desk.county.path)
        (outcome,) = desk.run(options=dry)
        told = {each.code: each.severity for each in outcome.findings}
        assert told.get("I-06") is severity


# What goes wrong


def test_a_fault_of_the_program_costs_one_file_and_is_logged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.returned("a.xlsx", "甲镇人民政府")
    strange = desk.inbox / "b.xlsx"
    strange.write_bytes(b"strange")
    desk.returned("c.xlsx", "丙镇人民政府")

    def stumbling(data: bytes) -> Reading:
        if data == b"strange":
            raise RuntimeError("a case nobody thought of")
        return read_return(data)

    monkeypatch.setattr(examining, "read_return", stumbling)
    outcomes = desk.run()
    assert [each.status for each in outcomes] == ["accepted", "refused", "accepted"]
    assert told(outcomes[1]) == [FAULT]
    log = (desk.county.path / FAULT_LOG).read_text("utf-8")
    assert "RuntimeError: a case nobody thought of" in log
    assert "b.xlsx" in log
    assert b"strange" in [
        path.read_bytes() for path in desk.county.received.rglob("*") if path.is_file()
    ]


def test_a_place_that_cannot_be_written_ends_the_run_and_loses_nothing(desk: Desk) -> None:
    desk.returned("a.xlsx", "甲镇人民政府")
    (desk.county.path / "成文").write_text("a file where a folder should be")
    with pytest.raises(OutputProblem, match=r"^没能写入“成文/甲镇人民政府.*请改名后再试。$"):
        desk.run()
    (desk.county.path / "成文").unlink()
    (outcome,) = desk.run()
    assert outcome.status == "accepted"
    assert (desk.county.path / str(outcome.outputs["docx"])).exists()


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (TookTooLong(), "读取超时，不予处理。请用原来发放的表重新填报。"),
        (ProcessExpired("gone"), FAULT),  # type: ignore[no-untyped-call]
        (MemoryError(), "读取占用内存过多，不予处理。请用原来发放的表重新填报。"),
    ],
)  # fmt: skip
def test_a_worker_that_dies_or_hangs_costs_its_one_file(problem: Exception, message: str) -> None:
    awaited: Future[Outcome] = Future()
    awaited.set_exception(problem)
    outcome = _result("a.xlsx", awaited)
    assert (outcome.file, outcome.status, told(outcome)) == ("a.xlsx", "refused", [message])


@pytest.mark.parametrize(("files", "asked", "workers"), [(3, None, 1), (3, 2, 2), (500, 1, 1)])
def test_a_few_files_take_no_workers(files: int, asked: int | None, workers: int) -> None:
    assert workers_for(files, asked) == workers
    assert workers_for(500, None) >= 1
