"""``nianbao status``: who has reported, what goes back, who is late."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from nianbao.cli.chinese import ChineseCommand, help_option
from nianbao.cli.console import console
from nianbao.cli.options import chosen_year, json_option, opened, year_option
from nianbao.county.folder import County
from nianbao.county.issuing import issued_workbooks
from nianbao.county.reminders import FOLDER, reminders, write_messages
from nianbao.county.status import CountyStatus, Result, county_status, in_china
from nianbao.county.status_page import PAGE, status_page

_COLOURS = {
    Result.MISSING: "yellow",
    Result.RETURNED: "red",
    Result.ACCEPTED: "green",
    Result.NIL: "green",
}


@click.command(cls=ChineseCommand, add_help_option=False)
@json_option("只输出一个 JSON，不写网页和通知。")
@click.option("--csv", "is_csv", is_flag=True, help="只输出 CSV，不写网页和通知。")
@year_option("报告年度，默认是去年。")
@help_option
@click.pass_obj
def status(folder: Path, year: int | None, *, is_json: bool, is_csv: bool) -> None:
    """谁报了、退了、没报、逾期：列表，写收件情况网页和催报、退回通知。

    \b
    例：nianbao status
        nianbao status --csv > 收件情况.csv
    """
    if is_json and is_csv:
        raise click.UsageError("--json 和 --csv 只能选一个。")
    with opened(folder) as (county, store):
        standing = county_status(county, store, chosen_year(county, year), datetime.now(UTC))
    if is_json:
        click.echo(json.dumps(standing.as_json(), ensure_ascii=False))
    elif is_csv:
        sys.stdout.buffer.write(standing.as_csv())
    else:
        _print_status(standing, console(sys.stdout))
        _write_status(county, standing)


def _print_status(standing: CountyStatus, out: Console) -> None:
    table = Table(box=box.SQUARE)
    for head in ("机关", "情况", "最近收到", "文件"):
        table.add_column(head, overflow="fold")
    for each in standing.bodies:
        sent = each.later or each.current
        unlisted = "" if each.is_listed else "（名册之外）"
        table.add_row(
            escape(each.name + unlisted),
            f"[{_COLOURS[each.result]}]{each.sentence}[/]",
            in_china(sent.received_at) if sent else "",
            escape(sent.shown_name if sent else ""),
        )
    if standing.bodies:
        out.print(table)
    out.print(standing.sentence, soft_wrap=True)
    if standing.unattributed:
        out.print(f"\n认不出是哪个机关的文件 {len(standing.unattributed)} 个：")
        for nobodys in standing.unattributed:
            told = " ".join(found.message for found in nobodys.findings)
            out.print(f"  {escape(nobodys.file_name)}  {escape(told)}", soft_wrap=True)


def _write_status(county: County, standing: CountyStatus) -> None:
    """Write the page and the messages, and say where they are."""
    county.write_aside(PAGE, status_page(county, standing))
    messages = reminders(county, standing, issued_workbooks(county, standing.year))
    write_messages(county, messages)
    click.echo(f"\n网页：{PAGE}")
    if messages:
        click.echo(f"催报、退回通知 {len(messages)} 份，在 {FOLDER}/，可直接粘贴或作为邮件发出。")
    if not len(county.roster):
        click.echo("没有名册，只列出报来的机关。写好名册才知道谁没有报。", err=True)
