"""Texts that reach Excel as texts, never as formulas: cells of CSV files and of workbooks."""

import csv
import io
from collections.abc import Iterable
from typing import Any

_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def harmless(value: Any) -> Any:
    """Return a cell of a CSV that no spreadsheet program takes for a formula; numbers as they are.

    A text that would be one gets an apostrophe in front, as OWASP advises.
    """
    if isinstance(value, str) and value.lstrip(" \u00a0\u3000").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def csv_file(heading: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Return a CSV as a Chinese Excel opens it: UTF-8 with its mark, CRLF, no formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heading)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
