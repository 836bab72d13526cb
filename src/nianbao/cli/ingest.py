"""``nianbao ingest``: what came back is read, recorded, checked and written as documents."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from nianbao.cli.chinese import Between, ChineseCommand, help_option
from nianbao.cli.console import console, print_json, print_outcomes, with_progress
from nianbao.cli.options import chosen_year, json_option, year_option
from nianbao.county.folder import County
from nianbao.county.settings import CLUSTERS, PROCESSES
from nianbao.documents.formats import PDF, USUAL
from nianbao.errors import OutputProblem
from nianbao.intake.batch import Options, ingest
from nianbao.intake.inbox import items
from nianbao.intake.outcome import Outcome


def _formats(with_pdf: bool) -> tuple[str, ...]:
    return (*USUAL, PDF) if with_pdf else USUAL


def _executor(asked: str | None, county: County) -> str:
    """Return the address of the cluster asked for, else the one set; empty for this machine."""
    chosen = asked or county.settings.executor
    if chosen in ("", PROCESSES):
        return ""
    if not chosen.startswith(CLUSTERS):
        told = f"应是 {PROCESSES}，或以 {'、'.join(CLUSTERS)} 开头的地址，填的是“{chosen}”。"
        raise click.BadParameter(told, param_hint="--executor")
    return chosen


@click.command("ingest", cls=ChineseCommand, add_help_option=False)
@click.argument("files", metavar="文件|文件夹|压缩包…", nargs=-1, required=True)
@json_option("每个文件输出一行 JSON。")
@click.option("--dry-run", is_flag=True, help="只检查，不登记，不写任何文件。")
@click.option("--jobs", type=Between(1, 64), metavar="个数", help="同时读取几个文件。")
@click.option(
    "--executor",
    metavar="地址",
    help="在哪里读取：tcp:// 开头的 Dask 集群地址，或 processes（本机，默认）。",
)
@click.option("--no-documents", is_flag=True, help="不写成文。")
@click.option("--pdf", is_flag=True, help="成文另写一份 PDF。")
@year_option("收的是哪一年度，默认是去年。")
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
        chosen_year(county, year),
        is_dry_run,
        _formats(asked["pdf"]) if not (asked["no_documents"] or is_dry_run) else (),
        asked["jobs"],
        _executor(asked["executor"], county),
    )
    found = list(items(files, county.own_paths))
    outcomes: list[Outcome] = []
    try:
        for outcome in with_progress(ingest(found, county, options), len(found)):
            outcomes.append(outcome)
            if is_json:
                print_json(outcome.as_json())
    except OutputProblem:
        # The run ends here; what was done by then is recorded, and told.
        if outcomes and not is_json:
            print_outcomes(outcomes, console(sys.stdout))
        raise
    if not is_json:
        print_outcomes(outcomes, console(sys.stdout))
    is_clean = all(outcome.status in ("accepted", "skipped") for outcome in outcomes)
    raise SystemExit(0 if is_clean and outcomes else 1)
