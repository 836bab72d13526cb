"""Reading a return and writing its documents, beside the straightforward way, in one run.

``python tests/bench/bench_reading.py`` prints processor milliseconds (least and median) a return:
ours, then openpyxl loading the workbook twice (values and formulas) and docxtpl rendering afresh,
and the ratios. A quiet machine gives steadier figures; the ratios hold on a busy one too.
"""

import sys
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from itertools import cycle
from pathlib import Path
from statistics import median

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from docxtpl import DocxTemplate
from openpyxl import load_workbook

from nianbao.documents import fields
from nianbao.documents.composition import Published, compose
from nianbao.documents.writer import Writer
from nianbao.intake.examine import examine
from nianbao.intake.outcome import Circumstances
from nianbao.rules import arithmetic, declarations
from nianbao.templating import template
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.write.blank import blank
from support.clerk import ISSUE

# Returns of the sample county as a spreadsheet program saved them, each read in its turn.
RETURNS = Path(__file__).resolve().parents[2] / "samples/收到的附件"
SOUND = "附件1_市场监管局年报.xlsx"
ROUNDS, REPEATED = 12, 8


def milliseconds(jobs: Mapping[str, Callable[[], object]]) -> dict[str, tuple[float, float]]:
    """Return the least and the median processor time of each job.

    The jobs take turns, so a machine that is slow for a while is slow for all of them.
    """
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            job()  # what the job before it left in the processor's caches is not its own
            for _ in range(REPEATED):
                start = time.process_time()
                job()
                taken[name].append((time.process_time() - start) * 1000)
    return {name: (min(times), median(times)) for name, times in taken.items()}


def main() -> None:
    """Print the table."""
    data = (RETURNS / SOUND).read_bytes()
    returns = cycle([path.read_bytes() for path in sorted(RETURNS.glob("*.xlsx"))])
    desk = Circumstances(2022, formats=())
    outcome = examine("return.xlsx", data, desk)
    if outcome.report is None or outcome.particulars is None:
        raise SystemExit("the sound return was not read")
    out = Published(outcome.report, outcome.particulars)
    writer = Writer(template)

    def with_arithmetic() -> None:
        reading = read_return(next(returns))
        report = reading.report("甲", 2022)
        for rule in (
            arithmetic.equations_hold,
            arithmetic.totals_stand,
            declarations.tables_declared,
        ):
            list(rule(report, reading.evidence))

    def openpyxl_twice() -> None:
        data = next(returns)
        for data_only in (True, False):
            book = load_workbook(BytesIO(data), data_only=data_only)
            for sheet in book.worksheets:
                for row in sheet.iter_rows(values_only=True):
                    list(row)

    def docxtpl_afresh() -> None:
        word = DocxTemplate(template("report.docx"))
        word.render(fields.fields(out, compose(out)), autoescape=True)
        word.save(BytesIO())

    jobs: dict[str, Callable[[], object]] = {
        "read, arithmetic rules": with_arithmetic,
        "read, booked, all rules": lambda: examine("return.xlsx", data, desk),
        "Word file, read back": lambda: writer.word(out),
        "web page, read back": lambda: writer.web(out),
        "blank workbook": lambda: blank(ISSUE),
        "openpyxl, twice": openpyxl_twice,
        "docxtpl, afresh": docxtpl_afresh,
    }
    taken = milliseconds(jobs)
    for name, (least, middle) in taken.items():
        print(f"{name:26} {least:8.2f} ms least {middle:8.2f} ms median")
    reading = taken["openpyxl, twice"][0] / taken["read, arithmetic rules"][0]
    writing = taken["docxtpl, afresh"][0] / taken["Word file, read back"][0]
    print(f"openpyxl twice / ours  {reading:6.1f}")
    print(f"docxtpl afresh / ours  {writing:6.1f}")


if __name__ == "__main__":
    main()
