"""``nianbao template``: templates copied out to be edited, and checked."""

from collections.abc import Sequence
from pathlib import Path

import click

from nianbao.cli.chinese import ChineseCommand, ChineseGroup, help_option
from nianbao.county.folder import County
from nianbao.errors import UsageProblem
from nianbao.files import safe_name
from nianbao.templating import EDITABLE, OWN, template


@click.group(
    "template",
    cls=ChineseGroup,
    modules={"copy": "template.copy_command", "check": "template.check_command"},
    add_help_option=False,
)
@help_option
def template_group() -> None:
    """拷出模板来改，检查改过的模板。"""


@click.command("copy", cls=ChineseCommand, add_help_option=False)
@click.argument("names", metavar="[模板]…", nargs=-1)
@help_option
@click.pass_obj
def copy_command(folder: Path, names: Sequence[str]) -> None:
    """把自带的模板拷到县文件夹的 templates/ 里来改，默认是 Word 模板；已有的不覆盖。

    例：nianbao template copy report.docx report.html.j2
    """
    county = County.open(folder)
    for name in names or EDITABLE[:1]:
        if name not in EDITABLE:
            raise UsageProblem(f"没有“{name}”这个模板。可以拷的有：{'、'.join(EDITABLE)}。")
        if (county.path / OWN / name).exists():
            raise UsageProblem(f"{OWN}/{name} 已经有了，没有覆盖。要自带的，请先把它改名。")
        county.write_aside(f"{OWN}/{name}", template(name).read_bytes())
        click.echo(f"{OWN}/{name}")


@click.command("check", cls=ChineseCommand, add_help_option=False)
@click.argument("file", metavar="模板文件", type=click.Path(path_type=Path))
@help_option
@click.pass_obj
def check_command(folder: Path, file: Path) -> None:
    """检查一个模板：字段有没有写错、漏掉，并用它写一份样张。

    例：nianbao template check templates/report.docx
    """
    from nianbao.documents.template_check import check_template

    if not file.is_file():
        raise UsageProblem(f"找不到模板“{file}”。请检查文件名和所在文件夹。")
    checked = check_template(file)
    for problem in checked.problems:
        click.echo(f"错误  {problem}")
    for remark in checked.remarks:
        click.echo(f"提示  {remark}")
    if checked.sample is None:
        raise SystemExit(1)
    name = safe_name(f"{file.name.partition('.')[0]}-样张{checked.suffix}")
    path = County.open(folder).write_aside(name, checked.sample)
    click.echo(f"模板可以使用。样张：{path.name}")
