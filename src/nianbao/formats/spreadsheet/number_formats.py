"""What number formats make a cell show (ECMA-376 1, 18.8.30/31), held against what it holds.

``number_format(number, code)`` gives a ``NumberFormat``; ``format.shown(7.0)`` is the number itself
where the cell shows it plainly, a ``ShownNumber`` – the text a person sees, with what is held –
where it shows anything else: another sign, unit or scale, words, or nothing at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

from nianbao.formats.spreadsheet.dates import shown_as_date

_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    5: '"¥"#,##0', 6: '"¥"#,##0', 7: '"¥"#,##0.00', 8: '"¥"#,##0.00',
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: '#,##0;(#,##0);"-";@', 43: '#,##0.00;(#,##0.00);"-";@',
    42: '"¥"#,##0', 44: '"¥"#,##0.00', 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
# Quoted text, escaped characters (WPS writes ! where Excel writes \), padding and filling, brackets
# other than spans of time; a quote left open runs to the end.
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)(?:"|$)|[\\!](?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)'
    r"|\[\$(?P<symbol>[^\]-]*)[^\]]*\]|\[(?P<condition>[<>=]+[^\]]*)\]|\[(?P<numerals>DBNum\d)\]"
    r"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|(?P<bare>.)",
    re.IGNORECASE | re.DOTALL,
)
_GENERAL = re.compile(r"general|standard|g/通用格式", re.IGNORECASE)
_DATE_PARTS = re.compile(r"[ymdhsgb]|e(?![+-])|aaa", re.IGNORECASE)
# Enough of a date to tell which one it is.
_DAY = re.compile(r"m.*d|d.*m|h|s", re.IGNORECASE)
_CONDITION = re.compile(r"([<>=]{1,2})\s*(-?\d+(?:\.\d+)?)")
_DIGITS = frozenset("0#?")
_GROUPED = re.compile("[0#?],[0#?]")
_LITERAL, _WHOLE = "\0", "\1"


class ShownNumber(str):
    """What a cell shows instead of the plain number it holds; ``held`` is that number."""

    held: str

    def __new__(cls, shown: str, held: str) -> "ShownNumber":
        """Return the text ``shown`` with the number ``held`` in plain digits."""
        made = super().__new__(cls, shown)
        made.held = held
        return made


@dataclass
class _Section:
    """One section of a format: its signs, a mark for each literal, and the literals."""

    signs: str = ""
    literals: list[str] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    is_known: bool = True

    def take(self, token: re.Match[str]) -> None:
        """Add a token that is no semicolon."""
        literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
        if literal is None:
            literal = token["symbol"] if token["symbol"] else " " if token["blank"] else None
        if token["condition"] is not None:
            found = _CONDITION.fullmatch(token["condition"])
            self.is_known = self.is_known and found is not None
            self.condition = (found[1], Decimal(found[2])) if found else None
        elif token["numerals"] is not None:
            self.is_known = False
        elif literal is not None:
            self.signs += _LITERAL
            self.literals.append(literal)
        elif token["bare"] is not None:
            self.signs += token["bare"]

    def holds(self, number: Decimal) -> bool:
        """Whether the section's condition holds of ``number``."""
        sign, bound = self.condition or ("", Decimal(0))
        return {
            "<": number < bound, ">": number > bound, "=": number == bound,
            "<=": number <= bound, ">=": number >= bound, "<>": number != bound,
        }.get(sign, False)  # fmt: skip

    def rendered(self, number: Decimal) -> str | None:
        """Return ``number``, which is not negative, as the section shows it; None: cannot tell."""
        if not self.is_known or "/" in self.signs:
            return None
        if re.search("e[+-]", self.signs, re.IGNORECASE):
            return _plain(number) if not number else f"{number:E}"
        scaled, texts = self._scaled(number), iter(self.literals)
        whole, _, decimal = self.signs.partition(".")
        after = sum(sign in _DIGITS for sign in decimal)
        with localcontext() as context:
            context.prec = 400
            digits = f"{scaled.quantize(Decimal(1).scaleb(-after), ROUND_HALF_UP):f}"
        left, _, right = digits.partition(".")
        is_grouped = re.search("[0#?],[0#?]", whole) is not None and _LITERAL not in whole.strip(
            _LITERAL
        )
        text = "".join(self._whole(whole, _grouped(left.lstrip("0"), is_grouped), texts))
        if "." in self.signs:
            text += "." + "".join(_decimals(decimal, right, texts))
        return text.strip()

    def _scaled(self, number: Decimal) -> Decimal:
        # A comma that no digit follows divides by a thousand.
        bare = self.signs.replace(_LITERAL, "").replace("%", "")
        commas = re.search(r"[0#?.](,+)(?![0#?,])", bare)
        thousands = len(commas[1]) if commas else 0
        return number.scaleb(2 * self.signs.count("%") - 3 * thousands)

    def _whole(self, signs: str, digits: str, texts: Iterator[str]) -> Iterator[str]:
        """Yield the pieces before the decimal point, digits filled in from the right."""
        wanted = sum(sign in _DIGITS for sign in signs)
        padded = digits.rjust(wanted, _LITERAL)
        surplus, is_first = len(padded) - wanted, True
        at = surplus
        for sign in signs:
            if sign == _LITERAL:
                yield next(texts)
            elif sign == _WHOLE:
                yield _WHOLE
            elif sign in _DIGITS:
                if is_first:
                    yield padded[:surplus]
                    is_first = False
                digit, at = padded[at], at + 1
                yield digit if digit != _LITERAL else {"0": "0", "?": " "}.get(sign, "")
            elif sign != ",":
                yield sign


def _grouped(digits: str, is_grouped: bool) -> str:
    return f"{int(digits):,}" if is_grouped and digits else digits


def _decimals(signs: str, digits: str, texts: Iterator[str]) -> Iterator[str]:
    """Yield the pieces behind the decimal point; noughts that ``#`` stands for are left out."""
    optional = len(digits.rstrip("0"))
    at = 0
    for sign in signs:
        if sign == _LITERAL:
            yield next(texts)
        elif sign in _DIGITS:
            is_said = at < optional or sign == "0"
            yield digits[at] if is_said else " " if sign == "?" else ""
            at += 1
        elif sign != ",":
            yield sign


class NumberFormat:
    """A number format, taken apart once; ``code`` as the file has it."""

    def __init__(self, code: str) -> None:
        self.code = code
        sections = [_Section()]
        for token in _TOKEN.finditer(_GENERAL.sub(_WHOLE, code)):
            if token["bare"] == ";":
                sections.append(_Section())
            else:
                sections[-1].take(token)
        # The section of texts says nothing about numbers.
        numeric = sections[:3] if len(sections) > 3 else sections
        self._sections = [each for each in numeric if "@" not in each.signs] or [_Section(_WHOLE)]
        self.is_date = any(_DATE_PARTS.search(each.signs) for each in numeric)

    def shown(self, number: float) -> float | str | date:
        """Return what the cell shows: the number itself where plainly, a date, a ShownNumber."""
        # Most cells of a form hold the same few numbers in the same format.
        return _shown(self, number)

    def told(self, number: float) -> float | str | date:
        """Return what ``shown`` returns, worked out anew."""
        if number != number or number in (float("inf"), float("-inf")):
            return number
        if self.is_date:
            is_told = any(_DAY.search(each.signs) for each in self._sections)
            held = _plain(Decimal(f"{number:.15g}"))
            return shown_as_date(number) if is_told else ShownNumber(self._unknown(), held)
        exact = Decimal(f"{number:.15g}")
        text = self.rendered(exact)
        if text is not None and says(text, exact):
            return number
        return ShownNumber(self._unknown() if text is None else text, _plain(exact))

    def _unknown(self) -> str:
        return f"（格式 {self.code}）"

    def rendered(self, number: Decimal) -> str | None:
        """Return the text a cell shows for ``number``, None where it cannot be told."""
        section, has_own_sign = self._section(number)
        if section is None:
            return None
        text = section.rendered(abs(number))
        if text is None:
            return None
        text = text.replace(_WHOLE, _plain(abs(number)))
        return f"-{text}" if number < 0 and not has_own_sign else text

    def _section(self, number: Decimal) -> tuple[_Section | None, bool]:
        """Return the section that applies, and whether it says the sign itself."""
        sections = self._sections
        if any(each.condition for each in sections):
            for each in sections:
                if each.condition is None or each.holds(number):
                    return each, False
            return None, False
        if len(sections) == 1:
            return sections[0], False
        if number < 0:
            return sections[1], True
        return (sections[2] if number == 0 and len(sections) > 2 else sections[0]), True


@lru_cache(maxsize=4096)
def _shown(shape: NumberFormat, number: float) -> float | str | date:
    return shape.told(number)


@lru_cache(maxsize=1024)
def number_format(number: int, code: str | None) -> NumberFormat | None:
    """Return a format by its code, else by its number; None where every number is shown plainly."""
    if code is None and number in _DATES:
        return NumberFormat("yyyy-mm-dd")
    known = _BUILT_IN.get(number, "General") if code is None else code
    return None if known in ("General", "0.######", "@", "") else NumberFormat(known)


def says(text: str, number: Decimal) -> bool:
    """Whether ``text`` is ``number`` in digits, grouped or not; nothing at all may stand for 0."""
    bare = re.sub(r"[\s,\u00a0\u3000]", "", text).removesuffix(".")
    if number == 0 and not _any_digit_but_nought(bare):
        return True
    try:
        return bool(bare) and bare.isascii() and Decimal(bare) == number
    except ArithmeticError:
        return False


def _any_digit_but_nought(text: str) -> bool:
    return any(sign.isdecimal() and sign != "0" for sign in text)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
