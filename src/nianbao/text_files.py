"""Text files as Chinese desks save and open them: UTF-8, Excel's GBK, Notepad's UTF-16, CSV."""

import codecs
import csv
import io
from collections.abc import Iterable
from typing import Any

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def decoded(content: bytes) -> str | None:
    """Return the text of a file by its mark, else as UTF-8, else as GB18030; None if it is none."""
    marked = tuple(encoding for mark, encoding in _MARKS if content.startswith(mark))
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


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
