"""``nianbao blank``: the workbooks that go out."""

from collections.abc import Sequence
from pathlib import Path

import click

from nianbao.cli.chinese import ChineseCommand, help_option
from nianbao.cli.options import chosen_year, year_option
from nianbao.county.folder import County


@click.command(cls=ChineseCommand, add_help_option=False)
@click.argument("names", metavar="[机关]…", nargs=-1)
@year_option("报告年度，默认是去年。")
@help_option
@click.pass_obj
def blank(folder: Path, names: Sequence[str], year: int | None) -> None:
    """生成空白填报表，放在 发放/ 里，名册上每个机关一份。

    \b
    例：nianbao blank
        nianbao blank 巡镇镇人民政府 --year 2025
    """
    # Writing workbooks takes a library that most commands do without.
    from nianbao.county.issuing import issue_general, issue_workbooks

    county = County.open(folder)
    chosen = chosen_year(county, year)
    if not len(county.roster) and not names:
        path = issue_general(county, chosen)
        click.echo(f"名册里还没有机关，生成了一份通用的填报表：{path.relative_to(county.path)}")
        return
    written = issue_workbooks(county, names, chosen)
    for path in written:
        click.echo(str(path.relative_to(county.path)))
    click.echo(f"共 {len(written)} 份，{chosen} 年度。", err=True)
