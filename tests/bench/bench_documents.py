"""Milliseconds a document, ours beside docxtpl afresh: ``python tests/bench/bench_documents.py``.

Of each the best and the median by the clock, and the best by the processor's time.

Both fill the same template with the same report in the same run; ours also reads every document
back and compares it with the report.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from docxtpl import DocxTemplate

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from nianbao.documents import fields
from nianbao.documents.composition import compose
from nianbao.documents.writer import Writer
from support.published_reports import TEMPLATES, published

ROUNDS = 40


def docxtpl_afresh() -> None:
    """Fill the template the straightforward way, nothing read back."""
    case = published()
    template = DocxTemplate(str(TEMPLATES / "report.docx"))
    template.render(fields.fields(case, compose(case)), autoescape=True)
    template.save(BytesIO())


def different_pdf(writer: Writer) -> Callable[[], object]:
    """Return a writer of PDFs that never sets the same report twice: Typst would remember it."""
    numbers = count()
    writer.pdf(published())
    return lambda: writer.pdf(published(organisation=f"第{next(numbers)}镇人民政府"))


def milliseconds(write: Callable[[], object]) -> tuple[float, float, float]:
    """Return best and median of ``ROUNDS`` runs, and the best in processor time.

    The machine's other work only ever adds.
    """
    clock, processor = [], []
    for _ in range(ROUNDS):
        start, used = perf_counter(), process_time()
        write()
        processor.append(1000 * (process_time() - used))
        clock.append(1000 * (perf_counter() - start))
    return min(clock), median(clock), min(processor)


def main() -> None:
    """Print one line a form of document."""
    case = published()
    writer = Writer(lambda name: TEMPLATES / name)
    forms: dict[str, Callable[[], object]] = {
        "Word file, read back": lambda: writer.word(case),
        "web page, read back": lambda: writer.web(case),
        "PDF, read back": different_pdf(writer),
        "Word file by docxtpl": docxtpl_afresh,
    }
    print(f"{'ms':24}{'best':>8}{'median':>8}{'CPU':>8}")
    for name, write in forms.items():
        best, middle, used = milliseconds(write)
        print(f"{name:24}{best:8.1f}{middle:8.1f}{used:8.1f}")


if __name__ == "__main__":
    main()
