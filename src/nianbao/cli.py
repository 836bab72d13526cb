"""The commands: options, printing, exit status. No rules, no wording of findings.

Exit status: 0 all accepted, 1 something was returned or refused, 2 wrong use.
"""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from nianbao import __version__
from nianbao.chinese import Between, ChineseGroup, help_option, sentence
from nianbao.console import (
    console,
    print_outcomes,
    print_rules,
    survive_any_encoding,
    with_progress,
)
from nianbao.county.folder import County
from nianbao.errors import NianbaoError
from nianbao.inbox import items
from nianbao.ingest import FORMATS, Options, ingest
from nianbao.report import FIRST_YEAR, LAST_YEAR

_YEAR = Between(FIRST_YEAR, LAST_YEAR)


@click.group(cls=ChineseGroup, add_help_option=False)
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path),
    envvar="NIANBAO_COUNTY",
    default=Path(),
    metavar="文件夹",
    help="县文件夹，默认是当前文件夹。也可以用环境变量 NIANBAO_COUNTY 指定。",
)
@click.version_option(__version__, "-V", "--version", message="%(version)s", help="显示版本。")
@help_option
@click.pass_context
def cli(ctx: click.Context, folder: Path) -> None:
    """政府信息公开工作年度报告：发放、回收、核对、成文。"""
    ctx.obj = folder


@cli.command(add_help_option=False)
@click.argument("folder", metavar="[文件夹]", type=click.Path(path_type=Path), required=False)
@help_option
@click.pass_obj
def init(default: Path, folder: Path | None) -> None:
    """建立县文件夹：nianbao.toml 和 名册.csv，都带说明。

    例：nianbao init 年报2025
    """
    written = County.init(folder or default)
    for path in written:
        click.echo(f"已写入 {path.name}")
    home = folder or default
    if written:
        click.echo(f"请在 {home / '名册.csv'} 中填写机关，再运行 nianbao blank。")
    else:
        click.echo("设置和名册都已经有了，没有改动。")


@cli.command(add_help_option=False)
@click.argument("names", metavar="[机关]…", nargs=-1)
@click.option("--year", type=_YEAR, metavar="年份", help="报告年度，默认是去年。")
@help_option
@click.pass_obj
def blank(folder: Path, names: Sequence[str], year: int | None) -> None:
    """生成空白填报表，放在 发放/ 里，名册上每个机关一份。

    \b
    例：nianbao blank
        nianbao blank 巡镇镇人民政府 --year 2025
    """
    # Writing workbooks takes a library that reading them does without.
    from nianbao.issuing import issue_general, issue_workbooks

    county = County.open(folder)
    chosen = year or county.settings.report_year(date.today())
    if not len(county.roster) and not names:
        path = issue_general(county, chosen)
        click.echo(f"名册里还没有机关，生成了一份通用的填报表：{path.relative_to(county.path)}")
        return
    written = issue_workbooks(county, names, chosen)
    for path in written:
        click.echo(str(path.relative_to(county.path)))
    click.echo(f"共 {len(written)} 份，{chosen} 年度。", err=True)


@cli.command("ingest", add_help_option=False)
@click.argument("files", metavar="文件|文件夹|压缩包…", nargs=-1, required=True)
@click.option("--json", "is_json", is_flag=True, help="每个文件输出一行 JSON。")
@click.option("--dry-run", is_flag=True, help="只检查，不登记，不写任何文件。")
@click.option("--jobs", type=Between(1, 64), metavar="个数", help="同时读取几个文件。")
@click.option("--no-documents", is_flag=True, help="不写成文。")
@click.option("--year", type=_YEAR, metavar="年份", help="收的是哪一年度，默认是去年。")
@help_option
@click.pass_obj
def ingest_command(
    folder: Path, /, files: Sequence[str], year: int | None, *, is_json: bool, **asked: Any
) -> None:
    """读取报回的填报表：登记、核对、写成文，列出问题。

    \b
    例：nianbao ingest *.xlsx
        nianbao ingest 收到的附件/ --json
    """
    county = County.open(folder)
    is_dry_run = bool(asked["dry_run"])
    options = Options(
        year or county.settings.report_year(date.today()),
        is_dry_run,
        () if asked["no_documents"] or is_dry_run else FORMATS,
        asked["jobs"],
    )
    found = list(items(files))
    outcomes = []
    for outcome in with_progress(ingest(found, county, options), len(found)):
        outcomes.append(outcome)
        if is_json:
            click.echo(json.dumps(outcome.as_json(), ensure_ascii=False))
    if not is_json:
        print_outcomes(outcomes, console(sys.stdout))
    is_clean = all(outcome.status in ("accepted", "skipped") for outcome in outcomes)
    raise SystemExit(0 if is_clean and outcomes else 1)


@cli.command(add_help_option=False)
@help_option
def rules() -> None:
    """列出全部规则：代码、级别、要求。

    例：nianbao rules
    """
    print_rules(console(sys.stdout))


def main() -> None:
    """Run the command line; every problem is one Chinese sentence and an exit status."""
    survive_any_encoding()
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as done:
        raise SystemExit(done.exit_code) from None
    except click.Abort:
        click.echo("已中断。已经登记的不会丢失，重新运行即可继续。", err=True)
        raise SystemExit(130) from None
    except click.ClickException as problem:
        click.echo(f"错误：{sentence(problem)}", err=True)
        click.echo("用 nianbao --help 查看用法。", err=True)
        raise SystemExit(problem.exit_code) from None
    except NianbaoError as problem:
        click.echo(f"错误：{problem}", err=True)
        raise SystemExit(problem.exit_code) from None
