"""``nianbao rules``: what must hold of a return."""

import sys
from pathlib import Path

import click

from nianbao.cli.chinese import ChineseCommand, help_option
from nianbao.cli.console import console, print_rules
from nianbao.county.folder import County
from nianbao.rules import Policy


@click.command(cls=ChineseCommand, add_help_option=False)
@help_option
@click.pass_obj
def rules(folder: Path) -> None:
    """列出全部规则：代码、级别、要求，以及县里改过的级别和停用的规则。

    例：nianbao rules
    """
    policy = County.open(folder).policy if folder.is_dir() else Policy()
    print_rules(policy, console(sys.stdout))
