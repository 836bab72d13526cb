"""Reading a return and writing its documents, beside the straightforward way, in one run.

``python tests/bench/bench_reading.py`` prints processor milliseconds (least and median) a return:
ours, then openpyxl loading the workbook twice (values and formulas) and docxtpl rendering afresh,
and the ratios. A quiet machine gives steadier figures; the ratios hold on a busy one too.
"""

import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from docxtpl import DocxTemplate
from openpyxl import load_workbook

from clerk import ISSUE
from nianbao.documents import Published, Writer, fields
from nianbao.documents.composition import compose
from nianbao.examine import Desk, examine
from nianbao.rules import arithmetic, declarations
from nianbao.templates import template
from nianbao.workbook.blank import blank
from nianbao.workbook.reader import read_return

# A return of the sample county as a spreadsheet program saved it.
RETURN = Path(__file__).resolve().parents[2] / "samples/收到的附件/附件1_市场监管局年报.xlsx"
ROUNDS = 40


def milliseconds(job: Callable[[], object]) -> tuple[float, float]:
    """Return the least and the median processor time of ``job``."""
    job()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        job()
        taken.append((time.process_time() - start) * 1000)
    return min(taken), median(taken)


def main() -> None:
    """Print the table."""
    data = RETURN.read_bytes()
    desk = Desk(2022, formats=())
    outcome = examine("return.xlsx", data, desk)
    if outcome.report is None or outcome.particulars is None:
        raise SystemExit("the sound return was not read")
    out = Published(outcome.report, outcome.particulars)
    writer = Writer(template)

    def with_arithmetic() -> None:
        reading = read_return(data)
        report = reading.report("甲", 2022)
        for rule in (
            arithmetic.equations_hold,
            arithmetic.totals_stand,
            declarations.tables_declared,
        ):
            list(rule(report, reading.evidence))

    def openpyxl_twice() -> None:
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
    taken = {name: milliseconds(job) for name, job in jobs.items()}
    for name, (least, middle) in taken.items():
        print(f"{name:26} {least:8.2f} ms least {middle:8.2f} ms median")
    reading = taken["openpyxl, twice"][0] / taken["read, arithmetic rules"][0]
    writing = taken["docxtpl, afresh"][0] / taken["Word file, read back"][0]
    print(f"openpyxl twice / ours  {reading:6.1f}")
    print(f"docxtpl afresh / ours  {writing:6.1f}")


if __name__ == "__main__":
    main()
