"""``nianbao explain``: why a rule is, and what to do."""

from pathlib import Path

import click

from nianbao.cli.chinese import ChineseCommand, help_option
from nianbao.rules.explanations import explanation


@click.command(cls=ChineseCommand, add_help_option=False)
@click.argument("code", metavar="规则")
@help_option
@click.pass_obj
def explain(folder: Path, code: str) -> None:
    """解释一条规则：要求、依据、改法、例子。

    例：nianbao explain A-01
    """
    click.echo(str(explanation(code, folder)))
