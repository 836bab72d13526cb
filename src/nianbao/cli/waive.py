"""``nianbao waive``: accept a finding with a reason."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from nianbao.cli.chinese import ChineseCommand, help_option
from nianbao.cli.console import console, print_findings
from nianbao.cli.options import body_named, chosen_year, opened, year_option
from nianbao.county.status import BodyStatus, body_status
from nianbao.errors import UsageProblem
from nianbao.store.submissions import Submission
from nianbao.store.waivers import Pardon, waivers_for


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
        sent = _open_submission(body_status(county, store, chosen, now, name), chosen)
        pardon = Pardon(asked["rule"], asked["reason"], asked["by"], asked["place"])
        given = waivers_for(sent, pardon, now)
        for waiver in given:
            store.waive(waiver)
        reexamine(county, store, sent)
        standing = body_status(county, store, chosen, now, name)
    for waiver in given:
        click.echo(f"已豁免 {waiver.rule}：{waiver.message}")
    click.echo(f"{name}：{standing.sentence}")
    raise SystemExit(_print_rest(standing))


def _print_rest(standing: BodyStatus) -> int:
    """Print what still goes back, else where the documents are; return the exit status."""
    if standing.goes_back:
        print_findings(standing.goes_back[1].standing, console(sys.stdout))
        return 1
    outputs = standing.current.outputs if standing.current else {}
    for kind in ("docx", "html", "pdf"):
        if path := outputs.get(kind):
            click.echo(path)
    return 0


def _open_submission(standing: BodyStatus, year: int) -> Submission:
    """Return what a waiver can speak of: the return that goes back, else the one that counts."""
    if standing.current is None:
        raise UsageProblem(f"“{standing.name}”{year} 年度还没有报送过，没有可以豁免的问题。")
    return standing.goes_back[0] if standing.goes_back else standing.current
