"""The READMEs say what is: commands exist and parse, pictures and links too, output is today's."""

import re
import shlex
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from click.testing import CliRunner

from nianbao.cli.main import cli

ROOT = Path(__file__).parents[1]
ENGINEERS, CLERKS = ROOT / "README.md", ROOT / "README.zh-CN.md"
PAGES = (ENGINEERS, CLERKS, ROOT / "CHANGELOG.md")
SCRIPTS = ("samples/try.sh", "tests/run.sh")
RECEIVED = "收到的附件"
SPOILT = "改错的模板.docx"
# What a shown line may leave out, and what differs from day to day.
LEFT_OUT = "…"
VARYING = ((r"\d{4}-\d\d-\d\d \d\d:\d\d", "时刻"), (r"逾期 \d+ 天", "逾期若干天"))

# A block may stand indented below a point of a list.
_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`(nianbao [^`\n]+)`")
_LINK = re.compile(r"\]\(([^)#]+)\)")


def text(page: Path) -> str:
    return page.read_text("utf-8")


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """Yield kind and content of every fenced block."""
    for indent, kind, block in _BLOCK.findall(text(page)):
        yield kind, re.sub(f"^{indent}", "", block, flags=re.MULTILINE)


def sessions(page: Path) -> Iterator[tuple[str, str]]:
    """Yield every command of the console blocks with the output shown for it, in order."""
    for kind, block in blocks(page):
        if kind == "console":
            for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = shown.partition("\n")
                yield command, output.rstrip("\n")


def commands_shown() -> list[str]:
    found = []
    for page in (ENGINEERS, CLERKS):
        found += _SPAN.findall(text(page))
        for _, block in blocks(page):
            lines = (line.removeprefix("$ ") for line in block.splitlines())
            found += [line for line in lines if line.startswith("nianbao ")]
    return sorted(set(found))


def agrees(shown: str, printed: str) -> bool:
    """Whether ``printed`` is what is shown, but for what is left out and what must vary."""
    for pattern, name in VARYING:
        shown, printed = re.sub(pattern, name, shown), re.sub(pattern, name, printed)
    pattern = re.escape(shown).replace(re.escape(LEFT_OUT), ".*?")
    return re.fullmatch(pattern, printed.rstrip("\n"), re.DOTALL) is not None


def printed_by(*arguments: str) -> str:
    done = CliRunner().invoke(cli, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.stdout


def spoil(templates: Path) -> None:
    """Make the slips in a template that the clerks' README shows the answer to."""
    with (
        zipfile.ZipFile(templates / "report.docx") as sound,
        zipfile.ZipFile(templates / SPOILT, "w") as spoilt,
    ):
        for name in sound.namelist():
            content = sound.read(name).decode()
            slip = content.replace("{{ 机关全称 }}", "{{ 机关名称 }}", 1)
            spoilt.writestr(name, slip.replace("{{ 表三.D7 }}", "", 1))


def sample_county(folder: Path) -> None:
    for name in ("nianbao.toml", "名册.csv"):
        shutil.copy(ROOT / "samples" / name, folder)


@pytest.mark.parametrize(
    ("shown", "printed", "is_same"),
    [
        ("共 8 份", "共 8 份\n", True),
        ("共 8 份", "共 9 份\n", False),
        ("一\n…\n三", "一\n二\n二\n三\n", True),
        ("一\n…\n三", "一\n二\n", False),
        ("逾期 1 天，2026-01-31 08:00", "逾期 30 天，2027-02-01 09:30\n", True),
        ("逾期 1 天", "逾期\n", False),
    ],
)
def test_shown_output_is_compared_whole(shown: str, printed: str, is_same: bool) -> None:
    assert agrees(shown, printed) is is_same


def test_every_command_is_in_the_clerks_readme() -> None:
    names = cli.list_commands(click.Context(cli))
    assert names
    assert [name for name in names if f"`nianbao {name}" not in text(CLERKS)] == []


@pytest.mark.parametrize("line", commands_shown())
def test_every_command_shown_parses(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click.Command, "invoke", lambda *_: None)
    done = CliRunner().invoke(cli, shlex.split(line)[1:])
    assert (done.exit_code, done.output if done.exit_code else "") == (0, "")


@pytest.mark.parametrize("line", ["nianbao ingest", "nianbao blank --yaer 2022", "nianbao gather"])
def test_a_wrong_command_would_be_seen(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError):
        test_every_command_shown_parses(line, monkeypatch)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_exist(page: Path) -> None:
    targets = [unquote(found) for found in _LINK.findall(text(page))]
    assert targets
    near = [target for target in targets if "://" not in target]
    assert [target for target in near if not (ROOT / target).exists()] == []


def test_every_picture_is_shown() -> None:
    pictures = {path.name for path in (ROOT / "samples" / "图片").glob("*.png")}
    shown = "".join(map(text, (ENGINEERS, CLERKS)))
    assert pictures
    assert {name for name in pictures if name not in shown} == set()


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_two_commands_exist_and_ci_runs_them(script: str) -> None:
    assert (ROOT / script).is_file()
    assert f"bash {script}" in text(ENGINEERS)
    assert f"bash {script}\n" in text(ROOT / ".ci" / "run")


def test_first_command_prints_what_the_engineers_readme_shows(tmp_path: Path) -> None:
    shown = dict(sessions(ENGINEERS))["bash samples/try.sh"]
    sample_county(tmp_path)
    with chdir(ROOT):
        printed = printed_by("-C", str(tmp_path), "ingest", f"samples/{RECEIVED}")
    written = sorted(path.name for path in (tmp_path / "成文").iterdir())
    assert shown.splitlines() == [*printed.splitlines(), "", "成文在 out/成文/：", *written]


def test_json_is_what_the_engineers_readme_shows(tmp_path: Path) -> None:
    sample_county(tmp_path)
    line, shown = next(pair for pair in sessions(ENGINEERS) if "--json" in pair[0])
    arguments = [str(tmp_path) if each == "out" else each for each in shlex.split(line)[1:]]
    with chdir(ROOT):
        assert agrees(shown, printed_by(*arguments))


def test_templates_are_looked_over_as_the_engineers_readme_shows(tmp_path: Path) -> None:
    shown = [pair for pair in sessions(ENGINEERS) if " template " in pair[0]]
    assert len(shown) == 2
    for line, output in shown:
        arguments = [each.replace("out", str(tmp_path), 1) for each in shlex.split(line)[1:]]
        assert agrees(output, printed_by(*arguments))


def test_clerks_story_runs_as_shown(tmp_path: Path) -> None:
    for name in (RECEIVED, "改好再报的", "第二年的"):
        shutil.copytree(ROOT / "samples" / name, tmp_path / name)
    here, wrong = tmp_path, []
    for line, shown in sessions(CLERKS):
        command, *arguments = shlex.split(line)
        if SPOILT in line:
            spoil(here / "templates")
        if command == "cd":
            here /= arguments[0]
            sample_county(here)
            continue
        with chdir(here):
            printed = printed_by(*arguments)
        if not agrees(shown, printed):
            wrong.append(f"$ {line}\n{printed}")
    assert wrong == []


def options() -> Iterator[tuple[str, click.Option]]:
    """Yield every option of every command, with the command as typed."""

    def below(command: click.Command, typed: str) -> Iterator[tuple[str, click.Option]]:
        yield from ((typed, each) for each in command.params if isinstance(each, click.Option))
        if isinstance(command, click.Group):
            ctx = click.Context(command)
            for name in command.list_commands(ctx):
                inner = command.get_command(ctx, name)
                assert inner is not None
                yield from below(inner, f"{typed} {name}")

    yield from below(cli, "nianbao")


def untold(found: Iterator[tuple[str, click.Option]]) -> list[str]:
    told = text(CLERKS)
    return [f"{typed} {each.opts[-1]}" for typed, each in found if each.opts[-1] not in told]


def test_every_option_and_environment_variable_is_in_the_clerks_readme() -> None:
    assert untold(options()) == []
    variables = {str(each.envvar) for _, each in options() if each.envvar}
    assert {name for name in variables if name not in text(CLERKS)} == set()


def test_an_untold_option_would_be_noticed() -> None:
    assert untold(iter([("nianbao", click.Option(["--untold"]))])) == ["nianbao --untold"]
