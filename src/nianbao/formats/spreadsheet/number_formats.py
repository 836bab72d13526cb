"""What number formats make of a number (ECMA-376 1, 18.8.30/31).

A date or a time, a percentage, or a number of another unit or scale: yuan, thousands, with the
decimal point moved. ``shown_as(number, code)`` tells a format by its code, else by its number.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Literal

Shown = Literal["date", "percent", "other unit"]
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENTS = frozenset({9, 10})
_CURRENCIES = frozenset({5, 6, 7, 8, 42, 44})
# Quoted text, escaped characters (WPS writes ! where Excel writes \), padding and filling, brackets
# other than spans of time; a quote left open runs to the end.
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)(?:"|$)|[\\!](?P<escaped>.)|[_*].'
    r"|\[\$(?P<symbol>[^\]-]*)[^\]]*\]|\[(?!h+\]|m+\]|s+\])[^\]]*\]|(?P<bare>.)",
    re.IGNORECASE | re.DOTALL,
)
_PARTS = re.compile(r"[ymdhs]", re.IGNORECASE)
_UNITS = re.compile(r"[十百千万亿拾佰仟萬億元圆圓角]|人民币|rmb|cny|usd|eur|hkd", re.IGNORECASE)
_GENERAL = re.compile(r"general|standard|g/通用格式", re.IGNORECASE)
# A comma that no digit follows divides by 1000.
_SCALING = re.compile(r"[0#?.],+(?![0#?,])")
_PLACEHOLDER, _LITERAL = re.compile(r"[0#?]"), "\0"


def shown_as(number: int, code: str | None) -> Shown | None:
    """Return what the format shows a number as, None where it shows the number itself."""
    if code is None:
        return _built_in(number)
    sections = [_Section()]
    for token in _TOKEN.finditer(_GENERAL.sub("0", code)):
        if token["bare"] == ";":
            sections.append(_Section())
        else:
            sections[-1].take(token)
    said = "".join(section.code for section in sections)
    if _PARTS.search(said):
        return "date"
    if "%" in said:
        return "percent"
    # The section of texts says nothing about numbers.
    numeric = [each for each in sections if "@" not in each.code] or sections
    return "other unit" if any(each.is_of_other_unit() for each in numeric) else None


def _built_in(number: int) -> Shown | None:
    if number in _DATES:
        return "date"
    if number in _PERCENTS:
        return "percent"
    return "other unit" if number in _CURRENCIES else None


class OtherUnit(str):
    """A number shown in another unit or scale, and words that say so."""

    __slots__ = ()


class _Section:
    """One section of a format: its code, with a mark for each literal, and its literals."""

    def __init__(self) -> None:
        self.code = ""
        self._literals: list[str] = []
        self._has_symbol = False

    def take(self, token: re.Match[str]) -> None:
        """Add a token that is no semicolon."""
        literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
        if token["bare"] is not None:
            self.code += token["bare"]
        elif literal is not None:
            self.code += _LITERAL
            self._literals.append(literal)
        elif token["symbol"]:
            self._has_symbol = True

    def is_of_other_unit(self) -> bool:
        """True where the number is shown with a currency or a unit, or at another scale."""
        if self._has_symbol or _SCALING.search(self.code):
            return True
        said = self.code + "\n".join(self._literals)
        if _UNITS.search(said) or any(unicodedata.category(sign) == "Sc" for sign in said):
            return True
        return self._has_digits_of_its_own()

    def _has_digits_of_its_own(self) -> bool:
        """True where a literal adds digits to the number, or a point within it."""
        pieces = self.code.split(_LITERAL)
        digits = [bool(_PLACEHOLDER.search(piece)) for piece in pieces]
        return any(
            (any(digits) and any(sign.isdecimal() for sign in literal))
            or (any(digits[:at]) and any(digits[at:]) and bool(set(literal) & set(".．。·")))
            for at, literal in enumerate(self._literals, start=1)
        )


def as_text(number: float, shown: Shown) -> float | str:
    """Return the text for a number shown as a percentage or in another unit; zero stays zero.

    No parser of numbers reads it: ``"5%"``, ``"12345.6，格式显示为别的单位或比例"``.
    """
    if not number or number in (float("inf"), float("-inf")) or number != number:
        return number
    exact = Decimal(f"{number:.15g}")
    text = f"{exact * 100 if shown == 'percent' else exact:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if shown == "percent" else OtherUnit(f"{text}，格式显示为别的单位或比例")
