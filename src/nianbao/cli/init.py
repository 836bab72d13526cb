"""``nianbao init``: the county folder with its commented settings and roster."""

from pathlib import Path

import click

from nianbao.cli.chinese import ChineseCommand, help_option
from nianbao.county.folder import County


@click.command(cls=ChineseCommand, add_help_option=False)
@click.argument("folder", metavar="[文件夹]", type=click.Path(path_type=Path), required=False)
@help_option
@click.pass_obj
def init(default: Path, folder: Path | None) -> None:
    """建立县文件夹：nianbao.toml 和 名册.csv，都带说明。

    例：nianbao init 年报2025
    """
    home = folder or default
    written = County.init(home)
    for path in written:
        click.echo(f"已写入 {path.name}")
    if written:
        click.echo(f"请在 {home / '名册.csv'} 中填写机关，再运行 nianbao blank。")
    else:
        click.echo("设置和名册都已经有了，没有改动。")
