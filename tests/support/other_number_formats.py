"""Figures in cells of other number formats than the form gives them, and what is said of them."""

import io
from typing import Any

from openpyxl import load_workbook


def no_number(seen: str) -> str:
    """Return the sentence for what is no number."""
    return f"填的是“{seen}”，不是数字。请只填阿拉伯数字，说明文字写到正文里。"


def formatted(data: bytes, sheet: str, cells: dict[str, Any], code: str) -> bytes:
    """Return the workbook with these values in cells of this number format."""
    book = load_workbook(io.BytesIO(data))
    for cell, value in cells.items():
        book[sheet][cell].value = value
        book[sheet][cell].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
