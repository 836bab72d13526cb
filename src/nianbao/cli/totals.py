"""``nianbao totals`` and ``nianbao export``: what accepted returns sum to, and their figures."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from nianbao.cli.chinese import ChineseCommand, OneOf, help_option
from nianbao.cli.console import console, print_findings
from nianbao.cli.options import chosen_year, opened, year_option
from nianbao.county.export import FORMATS, figures
from nianbao.county.folder import TOTALS
from nianbao.errors import UsageProblem
from nianbao.files import write_aside
from nianbao.form.names import named

_EXPORTED = "年报数据"
_MOST_REVIEWS = 8
_STANDARD_OUTPUT = Path("-")


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


@click.command(cls=ChineseCommand, add_help_option=False)
@click.option(
    "--format", "kind", type=OneOf(list(FORMATS)), metavar="格式", help="、".join(FORMATS)
)
@click.option(
    "-o", "output", type=click.Path(path_type=Path), metavar="文件", help="写到哪里，- 是标准输出。"
)
@year_option("只要一个年度的，默认是全部年度。")
@help_option
@click.pass_obj
def export(folder: Path, kind: str | None, output: Path | None, year: int | None) -> None:
    """导出已接收年报的全部数字，一格一行，供别的程序使用。

    \b
    例：nianbao export --format csv
        nianbao export -o 数据.xlsx --year 2025
    """
    chosen = kind or _kind_of(output)
    with opened(folder) as (county, store):
        years = [year] if year else store.years()
        accepted = [each for one in years for each in store.accepted(one).values()]
    content = FORMATS[chosen](figures(accepted))
    if output == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return
    if output is None:
        path = county.write_aside(f"{TOTALS}/{_EXPORTED}.{chosen}", content)
        shown = path.relative_to(county.path)
    else:
        shown = output
        write_aside(output.absolute().parent, output.name, content)
    told = f"{'、'.join(map(str, years))} 年度" if accepted else "还没有接收的年报"
    click.echo(f"已导出 {len(accepted)} 份年报的数字（{told}）：{shown}")


def _kind_of(output: Path | None) -> str:
    """Return the format a file's name asks for, CSV where it asks for none."""
    if output is None or output == _STANDARD_OUTPUT:
        return "csv"
    kind = output.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise UsageProblem(f"看不出“{output.name}”是什么格式。请用 --format 写明。")
    return kind
