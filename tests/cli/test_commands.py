"""The command line as a user types it: a process of its own, its two streams, its exit status."""

import io
import json
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from nianbao import __version__
from nianbao.findings.finding import RULES
from nianbao.form.report import Report
from support.clerk import Clerk, sound_report
from support.typed_commands import HERE, START, Typed, environment, nianbao

COMMANDS = (
    "init", "blank", "ingest", "status", "waive", "history", "document", "totals", "export", "rules",
    "explain",
)  # fmt: skip


@pytest.fixture
def county(tmp_path: Path, clerk: Clerk) -> Path:
    """A folder with a sound return, a faulty one and a file that is none."""
    (tmp_path / "sound.xlsx").write_bytes(clerk.fill(sound_report()))
    broken = sound_report({"applications.received.business": 3})
    (tmp_path / "broken.xlsx").write_bytes(clerk.fill(broken))
    (tmp_path / "none.xlsx").write_bytes(b"<html>")
    return tmp_path


# Help


@cache
def help_of(*command: str) -> Typed:
    return nianbao(*command, "--help", home=HERE)


def test_help_lists_every_command_in_chinese() -> None:
    shown = help_of()
    assert shown.status == 0
    assert shown.out.startswith("用法：nianbao [选项] 命令 [参数]…\n")
    for name in COMMANDS:
        assert f"\n  {name} " in shown.out
    for word in ("Usage", "Options", "Commands", "Show this"):
        assert word not in shown.out


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_is_chinese_with_an_example(name: str) -> None:
    shown = help_of(name)
    assert shown.status == 0
    assert shown.out.startswith(f"用法：nianbao {name} [选项]")
    assert f"例：nianbao {name}" in shown.out
    assert "-h, --help" in shown.out
    assert "显示帮助。" in shown.out
    for word in ("Usage", "Options", "INTEGER", "PATH", "default"):
        assert word not in shown.out
    assert "1<=x" not in shown.out
    shown.out.encode("gbk")


def test_examples_stand_one_a_line() -> None:
    assert (
        "\n  例：nianbao ingest *.xlsx\n      nianbao ingest 收到的附件/ --json\n"
        in help_of("ingest").out
    )


def test_the_version_is_printed() -> None:
    shown = nianbao("--version", home=HERE)
    assert (shown.status, shown.out.strip()) == (0, __version__)


# init, blank, rules


def test_init_makes_a_county_folder_once(tmp_path: Path) -> None:
    made = nianbao("init", "年报2025", home=tmp_path)
    assert made.status == 0
    assert made.out.splitlines() == [
        "已写入 nianbao.toml",
        "已写入 名册.csv",
        f"请在 {Path('年报2025') / '名册.csv'} 中填写机关，再运行 nianbao blank。",
    ]
    assert {path.name for path in (tmp_path / "年报2025").iterdir()} == {"nianbao.toml", "名册.csv"}
    again = nianbao("init", "年报2025", home=tmp_path)
    assert (again.status, again.out) == (0, "设置和名册都已经有了，没有改动。\n")


def test_blank_writes_one_workbook_a_body(tmp_path: Path) -> None:
    shutil.copy(HERE.parent / "samples" / "名册.csv", tmp_path)
    written = nianbao("-C", str(tmp_path), "blank", "--year", "2022", home=HERE)
    assert written.status == 0
    lines = written.out.splitlines()
    assert len(lines) == 8
    assert str(Path("发放") / "巡镇镇人民政府2022年政府信息公开工作年报填报表.xlsx") in lines
    assert written.err == "共 8 份，2022 年度。\n"
    book = load_workbook(tmp_path / lines[0])
    assert book["基本信息"]["B4"].value in lines[0]
    one = nianbao("blank", "巡镇镇", "--year", "2022", home=tmp_path)
    assert len(one.out.splitlines()) == 1
    wrong = nianbao("blank", "巡镇镇政府", home=tmp_path)
    assert wrong.status == 2
    assert wrong.err == "错误：名册中没有“巡镇镇政府”。是不是“巡镇镇人民政府”？\n"


def test_blank_without_a_roster_writes_a_general_workbook(tmp_path: Path) -> None:
    written = nianbao("blank", "--year", "2022", home=tmp_path)
    name = Path("发放") / "2022年政府信息公开工作年报填报表.xlsx"
    assert (written.status, written.out) == (
        0,
        f"名册里还没有机关，生成了一份通用的填报表：{name}\n",
    )
    assert (tmp_path / name).exists()


def test_rules_lists_every_rule(tmp_path: Path) -> None:
    shown = nianbao("rules", home=tmp_path)
    assert shown.status == 0
    for code, (severity, statement) in RULES.items():
        assert f"{code} " in shown.out
        assert severity.chinese in shown.out
        assert statement[:12] in shown.out


# ingest


def test_ingest_tells_of_every_file_and_what_to_do(county: Path) -> None:
    told = nianbao("ingest", "*.xlsx", "--year", "2022", home=county)
    assert told.status == 1
    assert "共 3 个文件：已接收 1 份，退回 1 份，拒收 1 份。" in told.out
    assert (
        "错误 A-01  三、申请办理!E8、E9、E31、E32  商业企业列：第一项 3 加第二项 0 等于 3，"
        "第三项总计 0 加第四项 0 等于 0，相差 3。请对照原始台账改正其中填错的格。"
    ) in told.out
    assert "none.xlsx" in told.out
    back = Path("退回") / "巡镇镇人民政府2022年政府信息公开工作年报退回修改.xlsx"
    assert f"  请发回：{back.as_posix()}\n" in told.out
    assert told.err == ""
    assert (county / "成文" / "巡镇镇人民政府2022年政府信息公开工作年度报告.docx").exists()
    again = nianbao("ingest", "sound.xlsx", "--year", "2022", home=county)
    assert again.status == 0
    assert "跳过 1 份" in again.out


def test_json_is_one_object_a_line_with_exactly_these_keys(county: Path) -> None:
    told = nianbao("ingest", "sound.xlsx", "broken.xlsx", "none.xlsx", "--json", "--year", "2022",
                   home=county)  # fmt: skip
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert [line["status"] for line in lines] == ["accepted", "returned", "refused"]
    for line in lines:
        assert list(line) == [
            "file", "status", "organisation", "year", "findings", "report", "outputs",
        ]  # fmt: skip
        assert {"docx", "html", "marked"} <= line["outputs"].keys()
        for found in line["findings"]:
            assert list(found) == ["code", "severity", "places", "seen", "expected", "message"]
    sound, broken, none = lines
    assert Report.model_validate(sound["report"], strict=False) == sound_report()
    assert sound["outputs"]["docx"].startswith("成文/")
    assert broken["report"]["applications"]["received"]["total"] == 3
    assert broken["outputs"]["marked"].startswith("退回/")
    assert (none["organisation"], none["year"], none["report"]) == (None, None, None)
    assert told.status == 1


def test_a_dry_run_leaves_the_folder_as_it_was(county: Path) -> None:
    before = sorted(county.rglob("*"))
    told = nianbao("ingest", "sound.xlsx", "--dry-run", "--year", "2022", home=county)
    assert told.status == 0
    assert sorted(county.rglob("*")) == before


def test_no_documents_and_two_jobs(county: Path) -> None:
    told = nianbao("ingest", ".", "--no-documents", "--jobs", "2", "--year", "2022", home=county)
    assert told.status == 1
    assert "共 3 个文件" in told.out
    assert not (county / "成文").exists()


def test_the_county_folder_by_option_and_by_environment(county: Path, tmp_path: Path) -> None:
    for number, given in enumerate(("option", "environment")):
        home = tmp_path / f"县{number}"
        home.mkdir()
        option = ("-C", str(home)) if given == "option" else ()
        more = {"NIANBAO_COUNTY": str(home)} if given == "environment" else {}
        told = nianbao(*option, "ingest", "sound.xlsx", "--year", "2022", home=county, more=more)
        assert told.status == 0
        assert (home / "nianbao.db").exists()
    assert not (county / "nianbao.db").exists()


def test_nothing_found_is_no_success(tmp_path: Path) -> None:
    told = nianbao("ingest", ".", home=tmp_path)
    assert told.status == 1
    assert "文件夹里没有文件。请检查文件夹的名字。" in told.out


def test_a_gbk_console_reads_everything(county: Path, clerk: Clerk) -> None:
    odd = sound_report({"problems": "生僻字𠮷和表情😀。", "disclosure.licences": 1})
    typed = {"disclosure.licences": "😀件"}
    (county / "odd.xlsx").write_bytes(clerk.fill(odd, typed=typed))
    asked = ("ingest", "odd.xlsx", "--dry-run", "--year", "2022")
    told = nianbao(*asked, home=county, encoding="gbk")
    assert (told.status, told.err) == (1, "")
    assert "填的是“?件”，不是数字。" in told.out
    assert nianbao("rules", home=county, encoding="gbk").status == 0
    # What programs read is UTF-8 whatever the console, and nothing of it is lost.
    done = subprocess.run(
        [sys.executable, "-c", START, *asked, "--json"],
        cwd=county, env=environment("gbk"), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    (line,) = done.stdout.decode("utf-8").splitlines()
    assert json.loads(line)["report"]["problems"] == "生僻字𠮷和表情😀。"


def test_without_a_console_it_works_all_the_same(county: Path) -> None:
    without = f"import sys; sys.stdout = sys.stderr = None; {START}"
    asked = ("ingest", "sound.xlsx", "--year", "2022")
    done = subprocess.run(
        [sys.executable, "-c", without, *asked],
        cwd=county, env=environment(), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (county / "成文").is_dir()


def test_a_reader_that_has_had_enough_is_no_fault(county: Path) -> None:
    asked = f"{shlex.quote(sys.executable)} -c {shlex.quote(START)} rules"
    done = subprocess.run(
        f"{asked} | head -c 10; echo ${{PIPESTATUS[0]}}",
        shell=True, executable="/bin/bash", cwd=county, env=environment(),
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stderr == b""
    assert not (county / "nianbao-故障.log").exists()


# Wrong use


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ingst",), "没有 ingst 这个命令。是不是 ingest？"),
        (("收表",), "没有 收表 这个命令。"),
        (("ingest",), "缺少 文件|文件夹|压缩包…。"),
        (("ingest", "a.xlsx", "--jsn"), "没有 --jsn 这个选项。是不是 --json？"),
        (("ingest", "a.xlsx", "--jobs"), "选项 --jobs 后面要写一个值。"),
        (("ingest", "a.xlsx", "--jobs", "0"), "--jobs 的值不对：“0”不是 1 到 64 的整数。"),
        (("ingest", "a.xlsx", "--jobs", "两"), "--jobs 的值不对：“两”不是 1 到 64 的整数。"),
        (("blank", "--year", "1999"), "--year 的值不对：“1999”不是 2021 到 2100 的整数。"),
        (("rules", "多余"), "多了参数 多余。"),
        (("-C", "没有这个文件夹", "rules"), ""),
        (("-C", "没有这个文件夹", "blank"),
         "找不到文件夹“没有这个文件夹”。请检查路径，或者先用 nianbao init 建立。"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence_and_status_two(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    told = nianbao(*arguments, home=tmp_path)
    if not sentence:
        assert (told.status, told.err) == (0, "")
        return
    assert told.status == 2
    assert told.out == ""
    assert told.err.splitlines()[0] == f"错误：{sentence}"
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "nianbao.toml",
            'contry = "示例县"\n',
            "nianbao.toml：没有“contry”这项设置。是不是“county”？",
        ),
        ("名册.csv", "机关全称,机关类型\n甲镇,村\n", "名册.csv 第 2 行："),
    ],
)
def test_wrong_settings_are_named(name: str, content: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content.encode("utf-8-sig"))
    told = nianbao("blank", home=tmp_path)
    assert told.status == 2
    assert told.err.startswith(f"错误：{sentence}")


def test_the_workbook_an_issue_left_is_the_one_that_comes_back(tmp_path: Path) -> None:
    """blank → ingest: untouched it is no return; begun, everything still to be filled in is named."""
    nianbao("blank", "--year", "2022", home=tmp_path)
    (issued,) = (tmp_path / "发放").iterdir()
    told = nianbao("ingest", str(issued), "--json", "--year", "2022", home=tmp_path)
    (line,) = map(json.loads, told.out.splitlines())
    assert (line["status"], [each["code"] for each in line["findings"]]) == ("skipped", ["G-07"])
    book = load_workbook(io.BytesIO(issued.read_bytes()))
    label = next(row[0] for row in book["基本信息"].iter_rows() if row[0].value == "填报人")
    label.offset(column=1).value = "张某"
    begun = tmp_path / "begun.xlsx"
    book.save(begun)
    told = nianbao("ingest", str(begun), "--json", "--year", "2022", home=tmp_path)
    (line,) = map(json.loads, told.out.splitlines())
    assert line["status"] == "returned"
    assert {found["code"] for found in line["findings"]} >= {"I-05", "A-09", "F-01", "S-01"}
