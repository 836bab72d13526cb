"""Figures in cells of other number formats than the form gives them, and what is said of them."""

import io
from typing import Any

from openpyxl import load_workbook


def shown_otherwise(shown: str, held: str) -> str:
    """Return the sentence for a cell that shows another number than it holds."""
    advice = "请把这一格的格式改成“常规”，看清是哪个数，重新填。"
    return f"格里显示的是“{shown}”，存的是 {held}。{advice}"


def formatted(data: bytes, sheet: str, cells: dict[str, Any], code: str) -> bytes:
    """Return the workbook with these values in cells of this number format."""
    book = load_workbook(io.BytesIO(data))
    for cell, value in cells.items():
        book[sheet][cell].value = value
        book[sheet][cell].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
