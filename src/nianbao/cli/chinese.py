"""click in Chinese: the words it prints itself — usage, headings, its errors."""

import ast
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click


def _usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    pieces = [piece.replace("[OPTIONS]", "[选项]") for piece in command.collect_usage_pieces(ctx)]
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")


def _options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    rows = [row for param in command.get_params(ctx) if (row := param.get_help_record(ctx))]
    if rows:
        with formatter.section("选项"):
            formatter.write_dl(rows)


class ChineseCommand(click.Command):
    """A command whose help is in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        _usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        _options(self, ctx, formatter)


class ChineseGroup(click.Group):
    """A group whose help is in Chinese; a command is imported when it is asked for.

    ``modules`` maps the names of the commands, in the order of the help, to ``module.attribute``
    below ``nianbao.cli``.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the work."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None where there is none of that name."""
        if cmd_name not in self._modules:
            return None
        module, _, attribute = self._modules[cmd_name].partition(".")
        command: click.Command = getattr(import_module(f"nianbao.cli.{module}"), attribute)
        return command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, "[选项] 命令 [参数]…", prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        _options(self, ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl([(name, _help_of(at)) for name, at in self._modules.items()])


def _help_of(place: str) -> str:
    """Return the first line of a command's docstring: it is read, for importing takes longer."""
    module, _, attribute = place.partition(".")
    found = find_spec(f"nianbao.cli.{module}")
    source = found.loader.get_source(found.name) if found else ""  # type: ignore[union-attr]
    functions = [each for each in ast.parse(source or "").body if isinstance(each, ast.FunctionDef)]
    told = next((ast.get_docstring(each) for each in functions if each.name == attribute), None)
    return (told or "").partition("\n")[0]


class Between(click.IntRange):
    """A whole number between two bounds, refused in Chinese."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"“{value}”不是 {self.min} 到 {self.max} 的整数。", param, ctx)

    def _describe_range(self) -> str:
        return f"{self.min} 到 {self.max}"


class OneOf(click.Choice[str]):
    """One of some words, anything else refused in Chinese."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the word."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"“{value}”不是 {'、'.join(self.choices)} 之一。", param, ctx)


def help_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--help`` with its help in Chinese."""
    option = click.help_option("-h", "--help", help="显示帮助。")
    return option(command)


def sentence(problem: click.ClickException) -> str:
    """Return what is wrong with the command line, in one Chinese sentence."""
    match problem:
        case click.NoSuchOption():
            near = f"是不是 {problem.possibilities[0]}？" if problem.possibilities else ""
            return f"没有 {problem.option_name} 这个选项。{near}"
        case click.MissingParameter():
            return f"缺少 {_name(problem.param)}。"
        case click.BadOptionUsage():
            return f"选项 {problem.option_name} 后面要写一个值。"
        case click.BadParameter():
            name = problem.param.opts[0] if problem.param else "参数"
            return f"{name} 的值不对：{problem.message}"
        case click.UsageError() if problem.message.startswith("No such command"):
            name = problem.message.split("'")[1]
            return f"没有 {name} 这个命令。{_nearest_command(name, problem.ctx)}"
        case click.UsageError() if "unexpected extra argument" in problem.message:
            extra = problem.message.partition("(")[2].rstrip(").")
            return f"多了参数 {extra}。"
    return problem.format_message()


def _name(param: click.Parameter | None) -> str:
    """Return what people type for a parameter: ``--reason``, or the word for an argument."""
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.human_readable_name if param else ""


def _nearest_command(name: str, ctx: click.Context | None) -> str:
    group = ctx.command if ctx else None
    known = group.list_commands(ctx) if ctx and isinstance(group, click.Group) else []
    near = get_close_matches(name, known, 1)
    return f"是不是 {near[0]}？" if near else ""
