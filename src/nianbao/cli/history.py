"""``nianbao history``: what a body sent, and what changed between."""

import json
from pathlib import Path
from typing import Any

import click

from nianbao.cli.chinese import ChineseCommand, help_option
from nianbao.cli.options import body_named, chosen_year, json_option, opened, year_option
from nianbao.county.history import Version, history
from nianbao.county.status import in_china
from nianbao.store.submissions import STATUSES


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
