"""Addresses: ``"D36"`` and back. Rows and columns count from 0."""

import re
from functools import lru_cache

_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_ANY_ADDRESS = re.compile(r"[A-Za-z]+[1-9][0-9]*")
_ROWS, _COLUMNS = 1_048_576, 16_384


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def parse_address(text: str) -> tuple[int, int] | None:
    """Return row and column, None for what is no address or lies beyond Excel's grid."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    row, column = int(found[2]) - 1, _column(found[1])
    return (row, column) if row < _ROWS and column < _COLUMNS else None


def is_beyond_grid(text: str) -> bool:
    """Return whether the text is spelt like an address, wherever it may lie."""
    return bool(_ANY_ADDRESS.fullmatch(text))


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Return ``"D"`` for 3."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return ``"D36"`` for 35, 3."""
    return f"{column_letters(column)}{row + 1}"
