"""``nianbao totals``: the roll-up workbook and the county's own report."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from nianbao.cli.chinese import ChineseCommand, help_option
from nianbao.cli.console import console, print_findings
from nianbao.cli.options import chosen_year, opened, year_option
from nianbao.form.names import named

_MOST_REVIEWS = 8


@click.command(cls=ChineseCommand, add_help_option=False)
@year_option("报告年度，默认是去年。")
@help_option
@click.pass_obj
def totals(folder: Path, year: int | None) -> None:
    """汇总：各机关之和的工作簿、县里自己的年报，放在 汇总/ 里。

    例：nianbao totals
    """
    # Writing workbooks takes a library that most commands do without.
    from nianbao.county.roll_up_files import SummedUp, sum_up

    with opened(folder) as (county, store):
        chosen = chosen_year(county, year)
        done: SummedUp = sum_up(county, store, chosen, datetime.now(UTC))
    for note in done.roll.notes:
        click.echo(note)
    click.echo(f"\n汇总表：{done.sums.relative_to(county.path)}")
    if done.workbook is None:
        click.echo("名册中没有“县级政府”，没有生成县里自己的年报。要生成，请在名册中加上一行。")
    else:
        click.echo(f"县里自己的年报（已填好合计数）：{done.workbook.relative_to(county.path)}")
        if done.own is None:
            click.echo("写好文字后保存，用 nianbao ingest 收进来，再运行 nianbao totals 就有成文。")
    for path in done.documents:
        click.echo(f"成文：{path.relative_to(county.path)}")
    if done.differences:
        click.echo(f"\n县里已报的年报有 {len(done.differences)} 个数与各机关之和不一致：")
        print_findings(done.differences, console(sys.stdout))
        click.echo("改过的数来自以下机关，请退给它们核对：")
        for body, reviews in done.reviews.items():
            click.echo(f"  {body}：{len(reviews)} 个数")
            for each in reviews[:_MOST_REVIEWS]:
                click.echo(f"    “{named(each.path)}”报的是 {each.contribution.figure}")
            if len(reviews) > _MOST_REVIEWS:
                click.echo(f"    另有 {len(reviews) - _MOST_REVIEWS} 个")
    raise SystemExit(1 if done.differences else 0)
