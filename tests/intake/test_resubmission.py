"""A body sends again: which version counts, what changed, on SQLite and on PostgreSQL."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nianbao.workbook.issue import Issue
from support.clerk import Clerk, sound_report
from support.typed_commands import Typed, typed

YEAR = 2025
BODY, CODE = "东川镇人民政府", "DC01"
ROSTER = (
    "机关全称,简称,机关类型,机关代码,邮箱,联系人,垂直管理",
    f"{BODY},东川镇,乡镇,{CODE},,,",
    "青石县人民政府,,县级政府,QS00,,,",
)
CLERKS = {edit: Clerk(Issue(YEAR, CODE, BODY, edit)) for edit in (1, 2)}
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
DOCUMENT = f"成文/{BODY}{YEAR}年政府信息公开工作年度报告.html"
UNBALANCED = {"applications.received.business": 3}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    settings = f'county = "青石县"\nyear = {YEAR}\ndeadline = {YEAR + 1}-12-31\n'
    (tmp_path / "nianbao.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "名册.csv").write_text("\n".join(ROSTER), encoding="utf-8")
    return tmp_path


def send(
    home: Path, name: str, saved: str, figures: Mapping[str, Any], edit: int = 1
) -> dict[str, Any]:
    """Ingest a return as it was saved on day and hour ``saved`` of China; return what is told."""
    report = sound_report(figures, organisation=BODY, year=YEAR)
    (home / name).write_bytes(_saved_at(f"{saved}:00+08:00", CLERKS[edit].fill(report)))
    (line,) = typed("ingest", name, "--json", home=home).out.splitlines()
    told: dict[str, Any] = json.loads(line)
    return told


def _saved_at(moment: str, workbook: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "docProps/core.xml":
                content, count = _MODIFIED.subn(rb"\g<1>" + moment.encode(), content)
                assert count == 1
            new.writestr(part, content)
    return out.getvalue()


def status(home: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(typed("status", "--json", home=home).out)["bodies"][0]
    return told


def licences(count: int) -> Mapping[str, Any]:
    return {"disclosure.licences": count}


OLD, NEW = f"{YEAR + 1}-01-20T08:00", f"{YEAR + 1}-01-22T09:30"
LATE = [
    (
        "saved before",
        (OLD, 1),
        f"这份表的时间是 {YEAR + 1}-01-20 08:00，早于已接收的“新.xlsx”（{YEAR + 1}-01-22 09:30），"
        "已经留存，仍以那份为准。要以这份为准，请让报送机关打开它重新保存后再报。",
    ),
    (
        "an earlier workbook, saved later",
        (f"{YEAR + 1}-01-25T10:00", 1),
        f"这是第 1 次发出的表（{YEAR + 1}-01-25 10:00），已接收的“新.xlsx”是第 2 次的"
        f"（{YEAR + 1}-01-22 09:30），这份已经留存，仍以那份为准。"
        "要以这份为准，请让报送机关在最近发出的表里填好再报。",
    ),
]


@pytest.mark.parametrize(("why", "late", "sentence"), LATE, ids=lambda each: str(each)[:24])
def test_an_older_version_that_arrives_late_replaces_nothing(
    home: Path, why: str, late: tuple[str, int], sentence: str
) -> None:
    edit = 2 if why.startswith("an earlier workbook") else 1
    assert send(home, "新.xlsx", NEW, licences(5), edit)["status"] == "accepted"
    written = (home / DOCUMENT).read_bytes()
    told = send(home, "旧.xlsx", late[0], licences(3), late[1])
    (found,) = told["findings"]
    assert (told["status"], found["code"], found["severity"]) == ("accepted", "I-07", "warning")
    assert found["message"] == sentence
    assert told["outputs"] == {"docx": None, "html": None, "marked": None}
    assert (home / DOCUMENT).read_bytes() == written
    assert (status(home)["file"], status(home)["sentence"]) == ("新.xlsx", "已接收")
    first, second, *_ = typed("history", BODY, home=home).out.splitlines()
    assert first.endswith("  已接收，现以这份为准  新.xlsx")
    assert second.endswith("  已接收  旧.xlsx")


def test_an_older_version_with_errors_that_arrives_late_is_nothing_to_correct(home: Path) -> None:
    send(home, "新.xlsx", NEW, licences(5))
    told = send(home, "旧.xlsx", OLD, UNBALANCED)
    assert (told["status"], told["outputs"]["marked"]) == ("returned", None)
    assert status(home)["sentence"] == "已接收"
    assert status(home)["later"] is None
    assert not (home / "退回").exists()


def test_of_two_returned_the_newer_is_the_one_to_correct(home: Path) -> None:
    newer = send(home, "新.xlsx", NEW, {"applications.received.other": 2})
    marked = home / str(newer["outputs"]["marked"])
    before = marked.read_bytes()
    told = send(home, "旧.xlsx", OLD, UNBALANCED)
    assert (told["status"], told["outputs"]["marked"]) == ("returned", None)
    assert told["findings"][-1]["message"] == (
        f"这份表的时间是 {YEAR + 1}-01-20 08:00，早于已退回的“新.xlsx”（{YEAR + 1}-01-22 09:30），"
        "已经留存，仍以那份为准。要以这份为准，请让报送机关打开它重新保存后再报。"
    )
    assert [path.name for path in (home / "退回").glob("*.xlsx")] == [marked.name]
    assert marked.read_bytes() == before
    assert (status(home)["file"], status(home)["sentence"]) == ("新.xlsx", "退回（1 条错误）")


def test_a_newer_version_replaces_and_one_with_errors_goes_back(home: Path) -> None:
    send(home, "旧.xlsx", OLD, licences(31))
    send(home, "新.xlsx", NEW, licences(57))
    assert b"57" in (home / DOCUMENT).read_bytes()
    assert status(home)["file"] == "新.xlsx"
    told = send(home, "又改.xlsx", f"{YEAR + 1}-01-23T08:00", UNBALANCED)
    assert (home / str(told["outputs"]["marked"])).exists()
    assert status(home)["sentence"] == "已接收（后来又报的一份已退回）"
    assert status(home)["later"]["file"] == "又改.xlsx"


def test_history_tells_every_entry_that_changed(home: Path) -> None:
    send(home, "一.xlsx", OLD, {**licences(3), "disclosure.fees_wan": Decimal(1), **UNBALANCED})
    changed = {
        **licences(4), "disclosure.fees_wan": Decimal(0), "applications.received.business": 2,
        "applications.outcomes.granted.business": 2, "other.fee_charged": True,
        "other.fee_notices": 1, "problems": "公开栏更新慢，个别村长期不换，图解也很少，群众看不懂。" * 2,
    }  # fmt: skip
    send(home, "二.xlsx", NEW, changed)
    lines = typed("history", "东川镇", home=home).out.splitlines()
    assert [line.split("  ")[1:] for line in (lines[0], lines[1])] == [
        ["退回", "一.xlsx"],
        ["已接收，现以这份为准", "二.xlsx"],
    ]
    assert lines[2:] == [
        "   “行政许可，本年处理决定数量”由 3 改为 4",
        "   “行政事业性收费，本年收费金额（单位：万元）”由 1 改为 0",
        "   “一、本年新收政府信息公开申请数量，商业企业”由 3 改为 2",
        "   “三、本年度办理结果 / （一）予以公开，商业企业”由 0 改为 2",
        "   “主要问题”的文字有改动（47 字改为 54 字）",
        "   “是否收取信息处理费”由 否 改为 是",
        "   “收费件数”由 0 改为 1",
    ]


# PostgreSQL behind the commands

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
COMMANDS = (
    ("ingest", "一.xlsx"),
    ("status",),
    ("waive", "东川镇", "A-01", "--reason", "台账缺页", "--by", "综合科"),
    ("ingest", "一.xlsx", "二.xlsx"),
    ("status", "--csv"),
    ("history", "东川镇"),
    ("totals",),
    ("export",),
)


def story(home: Path, store: str = "") -> list[Typed]:
    """Type every command of the desk in a county folder with that store."""
    settings = (home / "nianbao.toml").read_text(encoding="utf-8")
    (home / "nianbao.toml").write_text(f'{settings}store = "{store}"\n', encoding="utf-8")
    for name, figures, edit in (("一.xlsx", UNBALANCED, 1), ("二.xlsx", licences(4), 2)):
        report = sound_report(figures, organisation=BODY, year=YEAR)
        filled = CLERKS[edit].fill(report)
        (home / name).write_bytes(_saved_at(f"{NEW}:0{edit}+08:00", filled))
    done = (typed(*command, home=home) for command in COMMANDS)
    return [Typed(each.status, _MOMENT.sub("时刻", each.out), each.err) for each in done]


def test_the_commands_say_the_same_on_postgresql(
    home: Path, fresh_postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("postgresql")
    for name in ("nianbao.toml", "名册.csv"):
        shutil.copy(home / name, other)
    here, there = story(home), story(other, fresh_postgres)
    assert there == here
    assert [each.status for each in here] == [1, 0, 0, 0, 0, 0, 0, 0]
    assert "已接收 1，零报告 0，退回 0" not in here[1].out
    assert "现以这份为准  二.xlsx" in here[5].out
    assert (home / "nianbao.db").exists()
    assert not (other / "nianbao.db").exists()
    exported = [(folder / "汇总/年报数据.csv").read_bytes() for folder in (home, other)]
    assert exported[0] == exported[1]
