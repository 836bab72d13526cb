"""Seconds and peak memory of every hostile file, each read in a process of its own.

Run as ``python tests/bench/bench_gate.py [WORD…]``; the words choose cases by name. Exit status 1
where one takes over 2 seconds or 300 MB (Linux).
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from support.hostile_files import BOMBS, CASES, Case
from support.raw_workbooks import ONE_CELL, number, ods, ods_table, xls, xlsx

SECONDS, MEGABYTES = 2.0, 300.0
READ = """
import sys, time
from nianbao.findings.finding import Refusal
from nianbao.formats.spreadsheet import opening
content = open(sys.argv[1], "rb").read()
start = time.perf_counter()
try:
    opening.read(content)
    answer = "read"
except Refusal as refusal:
    answer = str(refusal)
seconds = time.perf_counter() - start
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seconds, int(peak.split()[1]) / 1024, answer)
"""


def formatted_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(2, 1_048_577))
    return xlsx(ONE_CELL + rows)


def formatted_block() -> bytes:
    cells = "".join(f'<c r="{letter}%d" s="1"/>' for letter in "ABCDEFGH")
    rows = "".join(f'<row r="{n}">{cells % ((n,) * 8)}</row>' for n in range(2, 1_048_577))
    return xlsx(ONE_CELL + rows)


def many_cells(count: int) -> bytes:
    return xlsx("".join(f"<row>{'<c><v>1</v></c>' * 100}</row>" for _ in range(count // 100)))


def many_cells_of_ods(count: int) -> bytes:
    cell = '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p>'
    row = f"<table:table-row>{(cell + '</table:table-cell>') * 100}</table:table-row>"
    return ods(ods_table(row * (count // 100)))


def many_cells_of_xls(count: int) -> bytes:
    return xls(*[number(n // 100, n % 100, 1.0) for n in range(count)])


SOUND = (
    Case("190,000 cells", lambda: many_cells(190_000), "read"),
    Case("ods: 100,000 cells", lambda: many_cells_of_ods(100_000), "read"),
    Case("xls: 190,000 cells", lambda: many_cells_of_xls(190_000), "read"),
    Case("1,048,576 formatted rows", formatted_rows, "read"),
    Case("1,048,576 formatted rows of eight cells", formatted_block, "read"),
)


def measured(case: Case, folder: Path) -> tuple[float, float, str]:
    """Return seconds, peak megabytes and the answer of one file."""
    file = folder / "file"
    file.write_bytes(case.build())
    done = subprocess.run(
        [sys.executable, "-c", READ, str(file)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
    )
    seconds, megabytes, answer = done.stdout.strip().split(" ", 2)
    return float(seconds), float(megabytes), answer


def main(words: list[str]) -> int:
    """Print a line per file, the slowest last; return the exit status."""
    cases = [*SOUND, *(CASES if words == ["all"] else BOMBS)]
    chosen = [
        case for case in cases if words in ([], ["all"]) or set(words) & set(case.what.split())
    ]
    with tempfile.TemporaryDirectory() as folder:
        lines = [(*measured(case, Path(folder)), case) for case in chosen]
    broken = 0
    for seconds, megabytes, answer, case in sorted(lines, key=lambda line: line[0]):
        is_within = seconds <= SECONDS and megabytes <= MEGABYTES and answer == case.message
        broken += not is_within
        mark = " " if is_within else "×"
        print(f"{mark} {seconds:6.2f} s {megabytes:6.0f} MB  {case.what}: {answer[:40]}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
