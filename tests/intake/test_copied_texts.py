"""X-04 at the desk: both bodies are told of a copied text, whichever came first."""

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from nianbao.county.folder import County
from nianbao.intake.batch import Options, ingest
from nianbao.intake.inbox import items
from nianbao.workbook.issue import Issue
from support.clerk import Clerk, sound_report
from support.typed_commands import typed

YEAR = 2025
EAST, WEST, NORTH = "东川镇人民政府", "西坪乡人民政府", "北山乡人民政府"
CODES = {EAST: "DC01", WEST: "XP02", NORTH: "BS03"}
CLERKS = {body: Clerk(Issue(YEAR, code, body, 1)) for body, code in CODES.items()}
OWN_WORDS = {
    "overview.disclosure": "公开渡口检查和采砂监管情况，配发现场照片。",
    "overview.management": "照片里的人脸发布前作遮挡处理。",
    "overview.platform": "渡口公示牌印有查询二维码。",
    "overview.supervision": "开展自查一次，没有追责情形，评议未收到差评。",
    "problems": "台账由多人经手，数字没有当场核对；专栏里旧信息没有及时下线，查阅点的电脑常常打不开。",
    "improvements": "台账改由一人登记、一人复核；每季度清理一次过期信息，清理结果在干部会上通报，电脑换新并专人看管。",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    lines = ["机关全称,简称,机关类型,机关代码,邮箱,联系人,垂直管理"]
    lines += [f"{body},,乡镇,{code},,," for body, code in CODES.items()]
    (tmp_path / "名册.csv").write_text("\n".join(lines), encoding="utf-8")
    settings = f'year = {YEAR}\ndeadline = "不限"\n'
    (tmp_path / "nianbao.toml").write_text(settings, encoding="utf-8")
    return tmp_path


def sent(home: Path, name: str, body: str, more: dict[str, Any] | None = None) -> str:
    """Let ``body`` send the usual texts, the same as everybody's, with ``more`` over them."""
    report = sound_report(more, organisation=body, year=YEAR)
    (home / name).write_bytes(CLERKS[body].fill(report))
    return name


def told(home: Path) -> dict[str, list[str]]:
    """Return by body its result, then the bodies that X-04 names."""
    status = json.loads(typed("status", "--json", home=home).out)
    return {
        each["body"]: [
            each["result"],
            *(other for other in CODES if any(_names(found, other) for found in each["findings"])),
        ]
        for each in status["bodies"]
    }


def _names(found: dict[str, Any], body: str) -> bool:
    return found["code"] == "X-04" and body in found["message"]


def test_both_of_one_batch_are_told(home: Path) -> None:
    files = [sent(home, "一.xlsx", EAST), sent(home, "二.xlsx", WEST)]
    assert typed("ingest", *files, home=home).status == 0
    assert told(home) == {EAST: ["nil", WEST], WEST: ["nil", EAST], NORTH: ["missing"]}
    history = typed("history", EAST, home=home).out.splitlines()
    assert [line.split("  ")[1] for line in history] == ["已接收", "已接收，重新核对，现以这份为准"]


def test_the_earlier_is_told_when_the_copy_comes_days_later(home: Path) -> None:
    typed("ingest", sent(home, "一.xlsx", EAST), home=home)
    assert told(home)[EAST] == ["nil"]
    typed("ingest", sent(home, "二.xlsx", WEST), home=home)
    assert told(home) == {EAST: ["nil", WEST], WEST: ["nil", EAST], NORTH: ["missing"]}
    again = typed("ingest", "一.xlsx", "二.xlsx", home=home)
    assert again.out.count("已经收过") == 2
    assert len(typed("history", EAST, home=home).out.splitlines()) == 2


def test_the_earlier_is_cleared_when_the_other_finds_its_own_words(home: Path) -> None:
    typed("ingest", sent(home, "一.xlsx", EAST), sent(home, "二.xlsx", WEST), home=home)
    typed("ingest", sent(home, "三.xlsx", WEST, OWN_WORDS), home=home)
    assert told(home) == {EAST: ["nil"], WEST: ["nil"], NORTH: ["missing"]}


def test_a_run_cut_short_has_told_the_earlier_of_what_it_yielded(home: Path) -> None:
    files = [sent(home, "一.xlsx", EAST), sent(home, "二.xlsx", WEST)]
    run = ingest(items([str(home / name) for name in files]), County.open(home), Options(YEAR))
    assert len(list(islice(run, 2))) == 2
    del run
    assert told(home) == {EAST: ["nil", WEST], WEST: ["nil", EAST], NORTH: ["missing"]}


def test_where_copies_are_errors_the_later_goes_back_and_the_earlier_stays(home: Path) -> None:
    with (home / "nianbao.toml").open("a", encoding="utf-8") as settings:
        settings.write('[rules]\n"X-04" = "错误"\n')
    typed("ingest", sent(home, "一.xlsx", EAST), sent(home, "二.xlsx", WEST), home=home)
    assert told(home) == {EAST: ["nil", WEST], WEST: ["returned", EAST], NORTH: ["missing"]}
    assert "零报告（2 条警告）" in typed("status", home=home).out
    (marked,) = (home / "退回").glob("*.xlsx")
    assert marked.name == f"{WEST}{YEAR}年政府信息公开工作年报退回修改.xlsx"
    noted = load_workbook(marked)["五、问题改进"]["A5"].comment
    assert noted is not None
    assert noted.text.startswith(f"错误 X-04：五、存在的主要问题及改进情况与“{EAST}”有 100% 相同")
