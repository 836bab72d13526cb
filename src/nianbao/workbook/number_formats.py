"""What number formats make of a number: a date or a time, a percentage (ECMA-376 1, 18.8.30/31).

``shown_as(number, code)`` tells a format by its code, else by its number.
"""

import re
from decimal import Decimal
from typing import Literal

Shown = Literal["date", "percent"]
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENTS = frozenset({9, 10})
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_PARTS = re.compile(r"[ymdhs]", re.IGNORECASE)


def shown_as(number: int, code: str | None) -> Shown | None:
    """Return what the format shows a number as, None where it shows a number."""
    if code is None:
        return "date" if number in _DATES else "percent" if number in _PERCENTS else None
    if code.strip().lower() in {"general", "standard"}:
        return None
    said = _LITERALS.sub("", code)
    return "date" if _PARTS.search(said) else "percent" if "%" in said else None


def percentage(number: float) -> float | str:
    """Return ``"5%"`` for 0.05; zero is zero however it is shown."""
    if not number or number in (float("inf"), float("-inf")) or number != number:
        return number
    text = f"{Decimal(f'{number:.15g}') * 100:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"
