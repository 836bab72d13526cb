"""What a province costs: distinct returns, generated cheaply, taken in by ``nianbao ingest``.

``python scripts/bench_province.py FOLDER --bodies 10000`` makes a county folder with its roster
and returns, takes them in, and prints throughput, the memory of all processes together, and what
one more return, ``status``, ``totals`` and ``export`` cost then. ``--store`` names a PostgreSQL,
``--executor`` where the returns are examined, ``--documents`` writes them too. 100,000 bodies are
a matter of patience. Figures: docs/scale.md.
"""

import argparse
import io
import os
import random
import resource
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from pathlib import Path

from nianbao.form.basics import BodyKind, Declaration
from nianbao.form.report import FIGURES, TABLES
from nianbao.workbook.form_code import FormCode
from nianbao.workbook.issue import Issue
from nianbao.workbook.write.blank import blank

YEAR = 2025
_NAME, _CODE, _FIGURE = "丁一山镇人民政府", "QZ99", 987601
_TEXTS = ("overview.disclosure", "overview.applications", "overview.management",
          "overview.platform", "overview.supervision", "problems", "improvements")  # fmt: skip
_CHARACTERS = "山川河湖林田桥亭台谷溪泉石松柏竹梅兰菊云"
_PHRASES = [
    "公开栏",
    "村务",
    "查阅",
    "渡口",
    "照片",
    "台账",
    "登记",
    "复核",
    "群众",
    "会议",
    "名单",
    "补贴",
    "低保",
    "水费",
    "道路",
    "路灯",
]
_STEP = 1000


def names(count: int) -> Iterator[tuple[str, str]]:
    """Yield the names of ``count`` townships, each with its code."""
    for number, letters in enumerate(islice(product(_CHARACTERS, repeat=4), count)):
        yield f"{''.join(letters)}镇人民政府", f"B{number:06}"


def _marker(number: int) -> str:
    return f"此处写第{number}段"


def _parts() -> Mapping[str, bytes]:
    """Return the parts of one filled workbook, with marks where each body has its own."""
    texts = {path: _marker(number) for number, path in enumerate(_TEXTS)}
    contact = {"address": "县城一号", "postcode": "030000", "telephone": "03501234567",
               "website": "https://www.example.gov.cn"}  # fmt: skip
    nil = {f"declaration.{key}": Declaration.NIL.value for key in TABLES}
    nil["declaration.disclosure"] = Declaration.FIGURES.value
    entered = dict.fromkeys(FIGURES, 0) | texts | contact | nil
    entered |= {"disclosure.licences": _FIGURE, "other.fee_charged": "否"}
    issue = Issue(YEAR, _CODE, _NAME, 1, BodyKind.TOWNSHIP, entered=entered)
    with zipfile.ZipFile(io.BytesIO(blank(issue))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def returns(bodies: Sequence[tuple[str, str]], seed: int) -> Iterator[bytes]:
    """Yield one sound return a body: its own figure and its own words."""
    parts, drawn = _parts(), random.Random(seed)
    for name, code in bodies:
        own = {
            _NAME: name,
            str(FormCode(YEAR, _CODE)): str(FormCode(YEAR, code)),
            str(_FIGURE): str(drawn.randrange(1, 9999)),
        }
        own |= {_marker(number): _words(drawn) for number in range(len(_TEXTS))}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for part, content in parts.items():
                for mark, words in own.items():
                    for code in ("utf-8", "ascii"):  # as it is, or by references
                        content = content.replace(
                            mark.encode(code, "xmlcharrefreplace"), words.encode()
                        )
                archive.writestr(part, content)
        yield out.getvalue()


def _words(drawn: random.Random) -> str:
    """Return some sentences that hardly any other body writes."""
    pieces = [drawn.choice(_PHRASES) + "".join(drawn.choices(_CHARACTERS, k=3)) for _ in range(12)]
    return "，".join(pieces) + "。"


class Memory(threading.Thread):
    """Notes the memory (PSS, else RSS, in MB) of a process and all below it, twice a second."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.most, self._process = 0.0, process
        self.seen: list[float] = []

    def run(self) -> None:
        """Note until the process is gone."""
        while (now := sum(map(_megabytes, _family(self._process)))) > 0:
            self.most = max(self.most, now)
            self.seen.append(now)
            time.sleep(0.5)


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _megabytes(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def run(home: Path, *command: str) -> tuple[float, float, Memory]:
    """Run ``nianbao``; return seconds by the clock, seconds of the processor, and the memory."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    with Path(os.devnull).open("w", encoding="utf-8") as nothing:
        process = subprocess.Popen(
            [sys.executable, "-m", "nianbao", *command], cwd=home, stdout=nothing
        )
        memory = Memory(process.pid)
        memory.start()
        status = process.wait()
    memory.join()
    if status not in (0, 1):
        raise SystemExit(f"nianbao {command[0]} ended with {status}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - started, used, memory


def _make(home: Path, bodies: Sequence[tuple[str, str]], arguments: argparse.Namespace) -> None:
    home.mkdir(parents=True)
    store = f'store = "{arguments.store}"\n' if arguments.store else ""
    settings = f'county = "青石县"\nyear = {YEAR}\ndeadline = "不限"\n{store}'
    (home / "nianbao.toml").write_text(settings, encoding="utf-8")
    lines = ["机关全称,简称,机关类型,机关代码,邮箱,联系人,垂直管理"]
    lines += [f"{name},,乡镇,{code},,," for name, code in bodies]
    (home / "名册.csv").write_text("\n".join(lines), encoding="utf-8")
    for number, content in enumerate(returns(bodies, arguments.seed)):
        folder = home / "来件" / f"{number // _STEP:04}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.xlsx").write_bytes(content)


def main() -> None:
    """Make the folder, take everything in, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bodies", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", default="")
    parser.add_argument("--executor", default="")
    parser.add_argument("--documents", action="store_true")
    arguments = parser.parse_args()
    bodies = list(names(arguments.bodies + 1))
    _make(arguments.folder, bodies, arguments)
    last = arguments.folder / f"{arguments.bodies}.xlsx"
    (arguments.folder / "来件" / f"{arguments.bodies // _STEP:04}" / last.name).rename(last)
    options = [] if arguments.documents else ["--no-documents"]
    options += ["--executor", arguments.executor] if arguments.executor else []
    print(f"{'':>12} {'seconds':>9} {'processor':>9} {'MB most':>8}")
    for what, command in (
        ("ingest", ("ingest", "来件", "--json", *options)),
        ("one more", ("ingest", last.name, "--json", *options)),
        ("status", ("status", "--json")),
        ("totals", ("totals",)),
        ("export csv", ("export", "--format", "csv")),
        ("export xlsx", ("export", "--format", "xlsx")),
    ):
        seconds, used, memory = run(arguments.folder, *command)
        print(f"{what:>12} {seconds:9.1f} {used:9.1f} {memory.most:8.0f}", flush=True)
        if what == "ingest":
            quarters = [memory.seen[len(memory.seen) * at // 4 - 1] for at in (1, 2, 3, 4)]
            print(f"{'':>12} memory by quarters: {', '.join(f'{each:.0f}' for each in quarters)}")


if __name__ == "__main__":
    main()
