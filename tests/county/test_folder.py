import errno
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.county.folder import County
from nianbao.county.settings import Settings
from nianbao.errors import OutputProblem, UsageProblem
from nianbao.files import numbered, safe_name, write_aside
from support.submissions import csv_roster


def test_an_empty_folder_is_a_county(tmp_path: Path) -> None:
    county = County.open(tmp_path)
    assert county.settings == Settings()
    assert len(county.roster) == 0
    assert county.store_url.database == str(tmp_path.resolve() / "nianbao.db")
    assert county.issued == tmp_path.resolve() / "发放"


def test_init_writes_settings_and_roster_that_open(tmp_path: Path) -> None:
    home = tmp_path / "青石县 年报"
    written = County.init(home)
    assert [path.name for path in written] == ["nianbao.toml", "名册.csv"]
    assert (home / "名册.csv").read_bytes().startswith("\ufeff#".encode())
    assert b"\r\n" in (home / "nianbao.toml").read_bytes()
    assert len(County.open(home).roster) == 0


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    csv_roster(tmp_path, "东川镇人民政府,,乡镇,,,,")
    before = (tmp_path / "名册.csv").read_bytes()
    assert [path.name for path in County.init(tmp_path)] == ["nianbao.toml"]
    assert County.init(tmp_path) == ()
    assert (tmp_path / "名册.csv").read_bytes() == before


def test_two_rosters_are_one_too_many(tmp_path: Path) -> None:
    csv_roster(tmp_path)
    (tmp_path / "名册.xlsx").write_bytes(b"")
    with pytest.raises(UsageProblem) as problem:
        County.open(tmp_path)
    assert str(problem.value) == "同时有 名册.csv 和 名册.xlsx，不知道以哪个为准。请只留一个。"


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as problem:
        County.open(tmp_path / "无")
    assert str(problem.value) == (
        f"找不到文件夹“{tmp_path / '无'}”。请检查路径，或者先用 nianbao init 建立。"
    )


def test_written_aside_and_renamed(tmp_path: Path) -> None:
    target = County.open(tmp_path).write_aside("成文/甲.html", b"1")
    write_aside(tmp_path, target, b"2")
    assert target.read_bytes() == b"2"
    assert [path.name for path in target.parent.iterdir()] == ["甲.html"]


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "成文/../../x", "", "..", "成文/..", "a\0b"]
)
def test_never_outside_the_county_folder(tmp_path: Path, name: str) -> None:
    home = tmp_path / "县"
    home.mkdir()
    with pytest.raises(OutputProblem) as problem:
        write_aside(home, name, b"x")
    assert str(problem.value).endswith("”在县文件夹之外，不予写入。")
    assert list(tmp_path.rglob("*")) == [home]


def test_a_link_leads_nowhere_else(tmp_path: Path) -> None:
    home, outside = tmp_path / "县", tmp_path / "外"
    home.mkdir()
    outside.mkdir()
    (outside / "秘").write_bytes(b"old")
    (home / "成文").symlink_to(outside)
    with pytest.raises(OutputProblem):
        write_aside(home, "成文/甲.html", b"x")
    (home / "甲.html").symlink_to(outside / "秘")
    write_aside(home, "甲.html", b"new")
    assert (outside / "秘").read_bytes() == b"old"
    assert (home / "甲.html").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "磁盘已满，没能写入“成文/甲.html”。请腾出空间后再试。"),
        (
            errno.EACCES,
            "没能写入“成文/甲.html”：没有权限，或者文件正被打开。请检查权限、关闭文件后再试。",
        ),
        (errno.EROFS, "没能写入“成文/甲.html”：磁盘是只读的。请换一个能写的文件夹。"),
        (errno.EIO, f"没能写入“成文/甲.html”（错误号 {errno.EIO}）。请检查磁盘和权限后再试。"),
    ],
)
def test_a_failed_write_says_why_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    target = write_aside(tmp_path, "成文/甲.html", b"old")

    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputProblem) as problem:
        write_aside(tmp_path, "成文/甲.html", b"new")
    assert str(problem.value) == sentence
    assert target.read_bytes() == b"old"
    assert [path.name for path in target.parent.iterdir()] == ["甲.html"]


def test_a_folder_of_that_name_and_a_file_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "成文").mkdir()
    (tmp_path / "成文" / "甲").mkdir()
    (tmp_path / "汇总").write_bytes(b"")
    with pytest.raises(OutputProblem, match="同名的文件夹已经存在"):
        write_aside(tmp_path, "成文/甲", b"x")
    with pytest.raises(OutputProblem, match="路径中的文件夹是一个文件"):
        write_aside(tmp_path, "汇总/甲", b"x")


def test_what_a_killed_run_left_aside_is_swept_an_hour_later(tmp_path: Path) -> None:
    county = County.open(tmp_path)
    kept = county.write_aside("成文/甲.html", b"1")
    old, fresh = (kept.parent / f".nianbao-{name}.tmp" for name in ("old", "fresh"))
    for aside in (old, fresh):
        aside.write_bytes(b"half")
    an_hour_ago = time.time() - 3601
    os.utime(old, (an_hour_ago, an_hour_ago))
    county.sweep()
    assert sorted(path.name for path in kept.parent.iterdir()) == [fresh.name, "甲.html"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("东川镇人民政府2025年.docx", "东川镇人民政府2025年.docx"),
        ("../../x", "_.._x"),
        ("/etc/passwd", "_etc_passwd"),
        ('a<b>c:d"e|f?g*h\\i.xlsx', "a_b_c_d_e_f_g_h_i.xlsx"),
        ("CON", "_CON"),
        ("nul.docx", "_nul.docx"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("LPT².txt", "_LPT².txt"),
        ("console.txt", "console.txt"),
        ("甲. . ", "甲"),
        ("甲 .docx", "甲.docx"),
        ("a\0b\x1f\u202ec.txt", "abc.txt"),
        ("", "未命名"),
        ("..", "未命名"),
        (".docx", "docx"),
        ("镇" * 200 + ".docx", "镇" * 58 + ".docx"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_numbered_names_stay_within_the_limit() -> None:
    assert numbered("甲.docx", 2) == "甲 (2).docx"
    long = numbered("镇" * 200 + ".docx", 12)
    assert long == "镇" * 56 + " (12).docx"
    assert len(long.encode()) <= 180


@given(st.text())
def test_any_text_becomes_a_name_that_stays_where_it_is_put(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name.encode()) <= 180
    assert Path(name).name == name
    assert name.strip(" .") == name
    assert not set(name) & set('<>:"/\\|?*\0')
    assert safe_name(name) == name
