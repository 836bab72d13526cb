"""``nianbao status``, ``waive`` and ``history``: what the person at the desk asks day by day."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from nianbao.cli.chinese import ChineseCommand, help_option
from nianbao.cli.console import console, print_findings
from nianbao.cli.options import body_named, chosen_year, json_option, opened, year_option
from nianbao.county.folder import County
from nianbao.county.history import Version, history
from nianbao.county.issued import issued_workbooks
from nianbao.county.reminders import FOLDER, reminders, write_messages
from nianbao.county.status import BodyStatus, CountyStatus, Result, county_status, in_china
from nianbao.county.status_page import PAGE, status_page
from nianbao.errors import UsageProblem
from nianbao.store.submissions import STATUSES, Submission
from nianbao.store.waivers import Pardon, waivers_for

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


@click.command(cls=ChineseCommand, add_help_option=False)
@click.argument("body", metavar="机关")
@click.argument("rule", metavar="规则")
@click.argument("place", metavar="[位置]", default="")
@click.option("--reason", required=True, metavar="理由", help="为什么可以不改。")
@click.option("--by", required=True, metavar="姓名", help="由谁决定。")
@year_option("报告年度，默认是去年。")
@help_option
@click.pass_obj
def waive(folder: Path, /, body: str, year: int | None, **asked: str) -> None:
    """豁免一个问题：写明理由和决定人，随即重新核对，没有别的错误就接收。

    \b
    例：nianbao waive 巡镇镇 A-10 --reason "电话核实无误" --by 张某
        nianbao waive 巡镇镇 T-01 一、总体情况!A9 --reason "口径不同" --by 张某
    """
    from nianbao.intake.batch import reexamine

    with opened(folder) as (county, store):
        chosen, name = chosen_year(county, year), body_named(county, body)
        now = datetime.now(UTC)
        sent = _open_submission(county_status(county, store, chosen, now), name)
        pardon = Pardon(asked["rule"], asked["reason"], asked["by"], asked["place"])
        given = waivers_for(sent, pardon, now)
        for waiver in given:
            store.waive(waiver)
        reexamine(county, store, sent)
        standing = _standing_of(county_status(county, store, chosen, now), name)
    for waiver in given:
        click.echo(f"已豁免 {waiver.rule}：{waiver.message}")
    click.echo(f"{name}：{standing.sentence if standing else ''}")
    raise SystemExit(_print_rest(standing))


def _print_rest(standing: BodyStatus | None) -> int:
    """Print what still goes back, else where the documents are; return the exit status."""
    if standing and standing.goes_back:
        print_findings(standing.goes_back[1].standing, console(sys.stdout))
        return 1
    outputs = standing.current.outputs if standing and standing.current else {}
    for kind in ("docx", "html", "pdf"):
        if path := outputs.get(kind):
            click.echo(path)
    return 0


def _standing_of(standing: CountyStatus, name: str) -> BodyStatus | None:
    return next((each for each in standing.bodies if each.name == name), None)


def _open_submission(standing: CountyStatus, name: str) -> Submission:
    """Return what a waiver can speak of: the return that goes back, else the one that counts."""
    mine = _standing_of(standing, name)
    if mine is None or mine.current is None:
        raise UsageProblem(f"“{name}”{standing.year} 年度还没有报送过，没有可以豁免的问题。")
    return mine.goes_back[0] if mine.goes_back else mine.current


@click.command("history", cls=ChineseCommand, add_help_option=False)
@click.argument("body", metavar="机关")
@json_option("每次报送输出一行 JSON。")
@year_option("报告年度，默认是去年。")
@help_option
@click.pass_obj
def history_command(folder: Path, body: str, year: int | None, *, is_json: bool) -> None:
    """一个机关报过几次，每次结果如何，前后改了哪些格。

    例：nianbao history 巡镇镇
    """
    with opened(folder) as (county, store):
        chosen, name = chosen_year(county, year), body_named(county, body)
        versions = history(store, name, chosen)
    if is_json:
        for each in versions:
            click.echo(json.dumps(_version_json(each), ensure_ascii=False))
        return
    if not versions:
        click.echo(f"“{name}”{chosen} 年度还没有报送过。")
    known: set[str] = set()
    for number, each in enumerate(versions, start=1):
        sent = each.submission
        again = "，重新核对" if sent.sha256 in known else ""
        known.add(sent.sha256)
        counts = "，现以这份为准" if each.counts else ""
        when, result = in_china(sent.received_at), STATUSES[sent.status]
        click.echo(f"{number}. {when}  {result}{again}{counts}  {sent.shown_name}")
        for change in each.changes:
            click.echo(f"   {change.sentence}")


def _version_json(version: Version) -> dict[str, Any]:
    sent = version.submission
    return {
        "file": sent.file_name,
        "sha256": sent.sha256,
        "received_at": sent.received_at.isoformat(),
        "status": sent.status,
        "counts": version.counts,
        "findings": [each.as_json() for each in sent.findings],
        "changes": [
            {"path": each.path, "before": _plain(each.before), "after": _plain(each.after)}
            for each in version.changes
        ],
    }


def _plain(value: Any) -> Any:
    """Return money as its decimal string, everything else as JSON has it."""
    return value if value is None or isinstance(value, bool | int | str) else format(value, "f")
