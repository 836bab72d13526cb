"""What the program wrote itself is no input, and a blank that nobody touched is no return."""

import json
from pathlib import Path

import pytest

from nianbao.workbook.issue import Issue
from nianbao.workbook.write.blank import blank
from support.clerk import Clerk, sound_report
from support.typed_commands import typed

YEAR, BODY = 2025, "东川镇人民政府"
ROSTER = f"机关全称,简称,机关类型,机关代码,邮箱,联系人,垂直管理\n{BODY},东川镇,乡镇,DC01,,,\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    settings = f'year = {YEAR}\ndeadline = "不限"\nstore = "sqlite:///县库.db"\n'
    (tmp_path / "nianbao.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "名册.csv").write_text(ROSTER, encoding="utf-8")
    report = sound_report(organisation=BODY, year=YEAR)
    (tmp_path / "东川.xlsx").write_bytes(Clerk(Issue(YEAR, "DC01", BODY, 1)).fill(report))
    return tmp_path


def told(home: Path, *arguments: str) -> list[tuple[str, str]]:
    lines = typed("ingest", *arguments, "--json", home=home).out.splitlines()
    return [(each["file"], each["status"]) for each in map(json.loads, lines)]


def test_a_county_folder_read_whole_gives_only_what_came_in(home: Path) -> None:
    typed("blank", home=home)
    assert told(home, ".") == [("东川.xlsx", "accepted")]
    typed("status", home=home)
    typed("totals", home=home)
    found = told(home, ".")
    assert ("东川.xlsx", "skipped") in found
    assert not [file for file, _ in found if file.split("/")[0] in ("发放", "收件", "成文", "汇总")]


def test_what_an_argument_names_is_read(home: Path) -> None:
    (home / "东川.xlsx").rename(home / "一.xlsx")
    assert told(home, "一.xlsx") == [("一.xlsx", "accepted")]
    ((file, status),) = told(home, "收件")
    assert (file.split("/")[0], status) == ("收件", "skipped")


@pytest.mark.parametrize("last", [None, sound_report({"disclosure.normative_documents.in_force": 4,
                                                      "disclosure.normative_documents.made": 4})])  # fmt: skip
def test_a_blank_that_nobody_touched_is_no_return(home: Path, last: object) -> None:
    issue = Issue(YEAR, "DC01", BODY, 1, last=last)  # type: ignore[arg-type]
    (home / "空.xlsx").write_bytes(blank(issue))
    done = typed("ingest", "空.xlsx", home=home)
    assert "这份表还没有填写，不算报送，已跳过" in done.out
    assert not (home / "退回").exists()
    assert "未报 1" in typed("status", home=home).out


def test_a_store_that_is_lost_is_said_and_built_anew(home: Path) -> None:
    assert told(home, "东川.xlsx") == [("东川.xlsx", "accepted")]
    assert (home / "县库.db").exists()
    for path in home.glob("县库.db*"):
        path.unlink()
    for command in ("status", "totals", "export"):
        lost = typed(command, home=home)
        assert (lost.status, lost.out) == (2, "")
        assert lost.err.startswith("错误：收件/ 里有原件，数据库里却一条记录也没有")
    assert not (home / "退回").exists()
    ((_, status),) = told(home, "收件")
    assert status == "accepted"
    assert "已接收 0，零报告 1" in typed("status", home=home).out


def test_what_somebody_took_away_comes_back_with_the_same_file(home: Path) -> None:
    told(home, "东川.xlsx")
    kept = {
        path: path.read_bytes() for name in ("收件", "成文") for path in (home / name).rglob("*.*")
    }
    for path in kept:
        path.unlink()
    assert told(home, "东川.xlsx") == [("东川.xlsx", "skipped")]
    assert {path: path.read_bytes() for path in kept} == kept
