"""What a person reads on the terminal: a line a file, then what is wrong with each.

Everything survives a GBK console; results go to standard output, progress to standard error.
"""

import atexit
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from nianbao.documents.formats import FORMATS
from nianbao.findings.finding import RULES, Finding, Severity, told_together
from nianbao.rules import Policy
from nianbao.store.submissions import STATUSES

if TYPE_CHECKING:
    from nianbao.intake.outcome import Outcome

_COLOURS = {"accepted": "green", "returned": "red", "refused": "red", "skipped": "dim"}
_SEVERITY_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}
_PLAIN_WIDTH = 110
_LONG_RUN = 8
_FIRST_SENTENCES = 2
_MOST_PLACES = 4


def console(stream: TextIO) -> Console:
    """Return a console on ``stream``; a pipe or file gets plain lines of a fixed width."""
    width = None if stream.isatty() else _PLAIN_WIDTH
    return Console(file=stream, width=width, highlight=False, emoji=False, soft_wrap=False)


def print_json(content: object) -> None:
    """Print one JSON value a line, in UTF-8 whatever the console; the characters as they are."""
    line = json.dumps(content, ensure_ascii=False)
    sys.stdout.flush()
    # A lone half of a character has no place in UTF-8, an escape of JSON says it.
    written = line.encode("utf-8", "backslashreplace")
    sys.stdout.buffer.write(written + b"\n")
    sys.stdout.buffer.flush()


def _nowhere() -> TextIO:
    """Return a stream that takes everything and keeps nothing, for as long as the program runs."""
    stream = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    atexit.register(stream.close)
    return stream


def survive_any_console() -> None:
    """Let no character that the console lacks, and no missing console, end the program."""
    # Started from a window, a program on Windows has neither.
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def with_progress(outcomes: "Iterable[Outcome]", total: int) -> "Iterator[Outcome]":
    """Pass ``outcomes`` on, with a progress bar where a person looks on at a long run."""
    if total < _LONG_RUN or not sys.stderr.isatty():
        yield from outcomes
        return
    columns = (TextColumn("正在读取"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(sys.stderr), transient=True) as progress:
        task = progress.add_task("", total=total)
        for outcome in outcomes:
            progress.advance(task)
            yield outcome


def print_outcomes(outcomes: "Sequence[Outcome]", out: Console) -> None:
    """Print the table of a batch, the findings of what was not accepted, and the counts."""
    table = Table(box=box.SQUARE)
    table.add_column("机关", overflow="fold")
    table.add_column("年度", no_wrap=True)
    table.add_column("结果", no_wrap=True)
    table.add_column("问题", justify="right", no_wrap=True)
    table.add_column("说明", overflow="fold")
    for outcome in outcomes:
        colour = _COLOURS[outcome.status]
        table.add_row(
            escape(outcome.organisation or outcome.file),
            str(outcome.year or ""),
            f"[{colour}]{STATUSES[outcome.status]}[/]",
            str(len(outcome.findings) or ""),
            escape(_summary(outcome)),
        )
    out.print(table)
    for outcome in outcomes:
        if outcome.findings and outcome.status != "skipped":
            _print_findings(outcome, out)
    counts = Counter(outcome.status for outcome in outcomes)
    told = "，".join(f"{name} {counts[key]} 份" for key, name in STATUSES.items() if counts[key])
    out.print(f"\n共 {len(outcomes)} 个文件：{told}。" if outcomes else "没有找到要读取的文件。")


def _summary(outcome: "Outcome") -> str:
    told = told_together(outcome.findings)
    shown = [each.message.split("。")[0] for each in told[:_FIRST_SENTENCES]]
    if outcome.status == "accepted" and not shown:
        return _written(outcome.outputs)
    rest = len(told) - len(shown)
    return "；".join(shown) + (f"；另有 {rest} 条" if rest > 0 else "")


def _written(outputs: Mapping[str, str | None]) -> str:
    """Return which documents were written and where: ``已写成 Word、网页，在 成文/``."""
    kinds = "、".join(each.title for kind, each in FORMATS.items() if outputs.get(kind))
    folders = dict.fromkeys(path.rpartition("/")[0] for path in outputs.values() if path)
    return f"已写成 {kinds}，在 {'、'.join(folders)}/" if kinds else ""


def _print_findings(outcome: "Outcome", out: Console) -> None:
    name = outcome.organisation or ""
    file = f"（{outcome.file}）" if name else outcome.file
    out.print(f"\n[bold]{escape(name + file)}[/]  {STATUSES[outcome.status]}")
    print_findings(outcome.findings, out)
    if marked := outcome.outputs.get("marked"):
        out.print(f"  请发回：{escape(marked)}", soft_wrap=True)


def print_findings(findings: Iterable[Finding], out: Console) -> None:
    """Print a line a finding: severity, code, places, sentence."""
    for each in told_together(findings):
        out.print(f"  {_line(each)}", soft_wrap=True)


def _line(each: Finding) -> str:
    colour = _SEVERITY_COLOURS[each.severity]
    places = _places(each.places[:_MOST_PLACES])
    if len(each.places) > _MOST_PLACES:
        places += f" 等 {len(each.places)} 格"
    where = f"{places}  " if places else ""
    return f"[{colour}]{each.severity.chinese}[/] {each.code}  {escape(where + each.message)}"


def _places(places: Sequence[str]) -> str:
    """Return places with each sheet named once: ``基本信息!B7、B8，三、申请办理!D8``."""
    by_sheet: dict[str, list[str]] = {}
    for place in places:
        sheet, _, cell = place.rpartition("!")
        by_sheet.setdefault(sheet, []).append(cell)
    return "，".join(f"{sheet}!{'、'.join(cells)}" for sheet, cells in by_sheet.items())


def print_rules(policy: Policy, out: Console) -> None:
    """Print every rule: code, severity as the county has it, what must hold."""
    table = Table(box=box.SQUARE)
    for head in ("代码", "级别", "要求"):
        table.add_column(head, overflow="fold")
    for code, (usual, statement) in RULES.items():
        severity = policy.severities.get(code, usual)
        shown = f"[{_SEVERITY_COLOURS[severity]}]{severity.chinese}[/]"
        if code in policy.switched_off:
            shown = "[dim]停用[/]"
            statement += f"（县里停用：{policy.switched_off[code]}）"
        elif severity is not usual:
            statement += f"（县里定为{severity.chinese}，原为{usual.chinese}）"
        table.add_row(code, shown, escape(statement))
    out.print(table)
