"""The command line: the group of commands, and every problem as one sentence and a status.

Exit status: 0 all accepted, 1 something was returned or refused, 2 wrong use, 3 our own fault.
"""

import errno
import os
import sys
import traceback
from itertools import pairwise
from pathlib import Path

import click

from nianbao import __version__, fault_log
from nianbao.cli.chinese import ChineseGroup, help_option, sentence
from nianbao.errors import NianbaoError, OutputProblem

COMMANDS = {
    "init": "init.init",
    "blank": "blank.blank",
    "ingest": "ingest.ingest_command",
    "status": "status.status",
    "waive": "waive.waive",
    "history": "history.history_command",
    "document": "document.document",
    "totals": "totals.totals",
    "export": "export.export",
    "template": "template.template_group",
    "rules": "rules.rules",
    "explain": "explain.explain",
}


@click.group(cls=ChineseGroup, modules=COMMANDS, add_help_option=False)
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


_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def main() -> None:
    """Run the command line; every problem is one Chinese sentence and an exit status."""
    from nianbao.cli.console import survive_any_encoding

    survive_any_encoding()
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as done:
        raise SystemExit(done.exit_code) from None
    except click.Abort:
        click.echo("已中断。已经登记的不会丢失，重新运行即可继续。", err=True)
        raise SystemExit(130) from None
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.ctx.get_help() if help_wanted.ctx else "")
        raise SystemExit(2) from None
    except click.ClickException as problem:
        click.echo(f"错误：{sentence(problem)}", err=True)
        click.echo("用 nianbao --help 查看用法。", err=True)
        raise SystemExit(problem.exit_code) from None
    except NianbaoError as problem:
        click.echo(f"错误：{problem}", err=True)
        raise SystemExit(problem.exit_code) from None
    except Exception as problem:  # a person at a desk has no use for a traceback; who mends it has
        if isinstance(problem, OSError) and problem.errno in _FULL:
            told = "磁盘已满，没有做完；已经登记的不会丢失。请腾出空间后再试。"
            click.echo(f"错误：{told}", err=True)
            raise SystemExit(1) from None
        _own_fault(traceback.format_exc())
        raise SystemExit(3) from None


def _own_fault(fault: str) -> None:
    folder = _county_folder()
    try:
        fault_log.note(folder, "nianbao", fault)
        told = f"请把 {folder / fault_log.NAME} 发给维护人员"
    except OutputProblem:
        click.echo(fault, err=True)
        told = "请把以上内容发给维护人员"
    click.echo(f"错误：程序出错，没有做完；已经登记的不会丢失。{told}。", err=True)


def _county_folder() -> Path:
    """Return the folder the command was about, as far as it was told."""
    given = next(
        (after for before, after in pairwise(sys.argv) if before == "-C"),
        os.environ.get("NIANBAO_COUNTY", ""),
    )
    return Path(given)
