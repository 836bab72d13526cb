"""``nianbao document``: the documents of accepted returns written again, singly or as a volume."""

from collections.abc import Sequence
from pathlib import Path

import click

from nianbao.chinese import ChineseCommand, OneOf, help_option
from nianbao.commands.options import body_named, chosen_year, opened, year_option
from nianbao.errors import UsageProblem

_KINDS = ("docx", "html")


@click.command(cls=ChineseCommand, add_help_option=False)
@click.argument("names", metavar="[机关]…", nargs=-1)
@year_option("报告年度，默认是去年。")
@click.option(
    "--format",
    "kinds",
    type=OneOf(_KINDS),
    multiple=True,
    metavar="格式",
    help=f"只写一种：{'、'.join(_KINDS)}；可以写几次，默认都写。",
)
@help_option
@click.pass_obj
def document(folder: Path, names: Sequence[str], year: int | None, kinds: Sequence[str]) -> None:
    """把已接收的年报重新写成文，放在 成文/ 里；改了模板以后用。

    \b
    例：nianbao document
        nianbao document 巡镇镇 --format docx
    """
    # The libraries that write documents are of no use to the other commands.
    from nianbao.ingest import Options, publish

    with opened(folder) as (county, store):
        chosen = chosen_year(county, year)
        accepted = store.accepted(chosen)
        wanted = [body_named(county, name) for name in names] or list(accepted)
        for name in wanted:
            if name not in accepted:
                raise UsageProblem(f"“{name}”{chosen} 年度还没有接收的年报，写不了成文。")
        options = Options(chosen, formats=tuple(kinds) or _KINDS)
        published = publish(county, store, [accepted[name] for name in wanted], options)
        written = 0
        for each in published:
            written += 1
            for kind in options.formats:
                click.echo(each.outputs[kind])
    click.echo(f"共 {written} 份年报，{chosen} 年度。", err=True)
