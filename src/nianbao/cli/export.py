"""``nianbao export``: the figures of accepted returns for other programs."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from nianbao.cli.chinese import ChineseCommand, OneOf, help_option
from nianbao.cli.options import opened, year_option
from nianbao.county.export import FORMATS, figures
from nianbao.county.folder import TOTALS
from nianbao.errors import UsageProblem
from nianbao.files import write_aside
from nianbao.store.submissions import Submission

_EXPORTED = "年报数据"
_STANDARD_OUTPUT = Path("-")


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
        counted = Counted(each for one in years for each in store.each_accepted(one))
        content = FORMATS[chosen](figures(counted))
    if output == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return
    if output is None:
        path = county.write_aside(f"{TOTALS}/{_EXPORTED}.{chosen}", content)
        shown = path.relative_to(county.path)
    else:
        shown = output
        write_aside(output.absolute().parent, output.name, content)
    told = f"{'、'.join(map(str, years))} 年度" if counted.number else "还没有接收的年报"
    click.echo(f"已导出 {counted.number} 份年报的数字（{told}）：{shown}")


class Counted:
    """Passes submissions on and counts them: nobody keeps them all."""

    def __init__(self, submissions: Iterable[Submission]) -> None:
        self._submissions = submissions
        self.number = 0

    def __iter__(self) -> Iterator[Submission]:
        for each in self._submissions:
            self.number += 1
            yield each


def _kind_of(output: Path | None) -> str:
    """Return the format a file's name asks for, CSV where it asks for none."""
    if output is None or output == _STANDARD_OUTPUT:
        return "csv"
    kind = output.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise UsageProblem(f"看不出“{output.name}”是什么格式。请用 --format 写明。")
    return kind
