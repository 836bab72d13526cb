"""Every accepted figure as one tidy table, for those who compute on: CSV, Excel, JSON, Parquet.

``FORMATS["csv"](figures(submissions))`` gives the bytes of a file. One row a cell of the form:
body, year, table, row, column, value. Entries only: totals would count everything twice.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain, islice
from textwrap import indent
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from nianbao.errors import UsageProblem
from nianbao.form import report
from nianbao.form.fields import shortest
from nianbao.form.names import cell
from nianbao.form.report import FIGURES, MONEY_PLACES, Figure
from nianbao.store.submissions import Submission
from nianbao.text_files import csv_file

HEADING = ("机关全称", "报告年度", "表", "行", "列", "数值")
_SHEET = "年报数据"
_MOST_ROWS = 1_048_575
_WIDTHS = (30, 10, 30, 46, 24, 12)
_DIGITS = 18


class TidyFigure(NamedTuple):
    """One cell of one accepted report; names of the fields are the keys in JSON and Parquet."""

    body: str
    year: int
    table: str
    row: str
    column: str
    value: Figure


def figures(accepted: Iterable[Submission]) -> Iterator[TidyFigure]:
    """Yield every entry cell of the accepted reports, report by report in the form's order."""
    for submission in accepted:
        whole = submission.report
        if whole is None:
            continue
        for path in FIGURES:
            value = report.figure(whole, path)
            yield TidyFigure(whole.organisation, whole.year, *cell(path), value)


def as_csv(tidy: Iterable[TidyFigure]) -> bytes:
    """Return a CSV as a Chinese Excel opens it, no cell a formula."""
    return csv_file(HEADING, ((*each[:-1], shortest(each.value)) for each in tidy))


def as_json(tidy: Iterable[TidyFigure]) -> bytes:
    """Return one JSON array; counts are numbers, money is a decimal string."""
    out = io.StringIO()
    out.write("[")
    for number, each in enumerate(tidy):
        value = each.value if _is_count(each.value) else shortest(each.value)
        written = json.dumps({**each._asdict(), "value": value}, ensure_ascii=False, indent=1)
        out.write(("," if number else "") + "\n" + indent(written, " "))
    out.write("\n]\n" if out.tell() > 1 else "]\n")
    return out.getvalue().encode()


def as_xlsx(tidy: Iterable[TidyFigure], most_rows: int = _MOST_ROWS) -> bytes:
    """Return a workbook: one sheet, and another one wherever Excel holds no more rows."""
    book, rows = Workbook(write_only=True), iter(tidy)
    _sheet(book, _SHEET, islice(rows, most_rows))
    for number, first in enumerate(rows, start=2):
        _sheet(book, f"{_SHEET}{number}", chain((first,), islice(rows, most_rows - 1)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, title: str, rows: Iterable[TidyFigure]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_text(sheet, name) for name in HEADING])
    for each in rows:
        texts = (_text(sheet, text) for text in each[2:-1])
        sheet.append([_text(sheet, each.body), each.year, *texts, each.value])


def as_parquet(tidy: Iterable[TidyFigure]) -> bytes:
    """Return a Parquet file, values as exact decimals; ``UsageProblem`` without pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as problem:
        raise UsageProblem(
            "没有安装写 parquet 的部件。请运行 pip install nianbao[parquet]。"
        ) from problem
    fields = {
        **dict.fromkeys(TidyFigure._fields, pyarrow.string()),
        "year": pyarrow.int16(),
        "value": pyarrow.decimal128(_DIGITS, MONEY_PLACES),
    }
    rows = [{**each._asdict(), "value": _exact(each.value)} for each in tidy]
    table = pyarrow.Table.from_pylist(rows, schema=pyarrow.schema(list(fields.items())))
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out)
    return out.getvalue()


FORMATS: Mapping[str, Callable[[Iterable[TidyFigure]], bytes]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "json": as_json,
    "parquet": as_parquet,
}


def _text(sheet: WriteOnlyWorksheet, text: str) -> Any:
    """Return a cell that stays text; openpyxl takes some texts for formulas and errors."""
    if not text.startswith(("=", "#")):
        return text
    written: Any = WriteOnlyCell(sheet, text)
    written.data_type = "s"
    return written


def _is_count(value: Figure) -> bool:
    return isinstance(value, int)


def _exact(value: Figure) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-MONEY_PLACES))
