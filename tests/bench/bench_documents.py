"""Milliseconds a document, ours beside docxtpl afresh: ``python tests/bench/bench_documents.py``.

Both fill the same template with the same report in the same run; ours also reads every document
back and compares it with the report.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from itertools import count
from pathlib import Path
from time import perf_counter

from docxtpl import DocxTemplate

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from documents.cases import TEMPLATES, published
from nianbao.documents import Writer, fields
from nianbao.documents.composition import compose

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


def milliseconds(write: Callable[[], object]) -> float:
    """Return the best of ``ROUNDS`` runs: the machine's other work only ever adds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = perf_counter()
        write()
        best = min(best, perf_counter() - start)
    return 1000 * best


def main() -> None:
    """Print one line a form of document."""
    case = published()
    writer = Writer(lambda name: TEMPLATES / name)
    word = milliseconds(lambda: writer.word(case))
    page = milliseconds(lambda: writer.web(case))
    pdf = milliseconds(different_pdf(writer))
    afresh = milliseconds(docxtpl_afresh)
    print(f"Word file, read back      {word:7.1f} ms")
    print(f"web page, read back       {page:7.1f} ms")
    print(f"PDF, read back            {pdf:7.1f} ms")
    print(f"Word file by docxtpl      {afresh:7.1f} ms, {afresh / word:.1f} times ours")


if __name__ == "__main__":
    main()
