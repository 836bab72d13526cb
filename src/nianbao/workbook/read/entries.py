"""What clerks type into a number cell → the exact value, or the sentence that says why not.

The only number parser. Nothing is guessed: what reads in one way only is read (and noted where it
was more than a number), everything else is a finding that shows what stands there.
"""

import datetime
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from nianbao.form.report import LARGEST, MONEY_PLACES, Figure
from nianbao.formats.spreadsheet.dates import serial, to_the_second
from nianbao.formats.spreadsheet.number_formats import ShownNumber
from nianbao.formats.spreadsheet.sheet import ErrorValue, MarkedText, Value
from nianbao.prose import clean_line, squeeze

_NIL_WORDS = frozenset({"无", "/", "-", "--", "—", "——", "–", "零", "〇", "暂无", "没有", "〇件"})
# Full-width signs stand for their narrow ones. No more than that: 10² is not 102, 3① not 31.
_NARROW = {0xFF01 + at: 0x21 + at for at in range(94)} | dict.fromkeys(map(ord, "−﹣"), ord("-"))
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WORD_JOINER = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?|([+-]?)(\.\d+)", re.ASCII)
_COUNT_UNITS = "件|条|次|起|份|宗|个|项|人次|人"
_REMARK = r"(?:\(([^()]*)\))?"
# A remark that names another unit or scale, 5000（元）, or another number, 100（+23）.
_OTHER_NUMBER = re.compile(
    "[百千万亿元角+=＋＝?？]|更正|改为|应|实[际为有]|不含|未含|另|未计|作废|无效|取消|删除|有误|错|不对"
    "|[约估]|左右|待核|待定|暂定|重复"
)
_OTHER_MONEY = re.compile(rf"(?:{_NUMBER.pattern})\s*\(?[十百千万亿]*元\)?", re.ASCII)
_LONGEST_NUMBER = 40
_LONGEST_SEEN = 40
# The serial of a date is a count in a cell that was formatted as a date; a real date typed into a
# count cell lies in these years.
_REAL_DATES = range(1980, 2101)


@dataclass(frozen=True)
class Amount:
    """What a cell was read as. ``sentence`` names the finding; with a value it is only a note."""

    value: Figure | None
    sentence: str = ""
    seen: str = ""
    held: str = ""
    """What the cell holds or leaves standing, where that is not what it shows."""

    @property
    def is_blank(self) -> bool:
        """True when nothing stands in the cell."""
        return self.value is None and not self.sentence


BLANK = Amount(None)
ZERO = Amount(0)


def read_count(value: Value | None) -> Amount:
    """Return a count: a whole number from 0 to 10^9."""
    if type(value) is float and 0 <= value <= LARGEST and value.is_integer():
        # Nearly every cell; the rest takes the long way.
        return Amount(int(value)) if value else ZERO
    return _read(value, _COUNT_UNITS, _whole)


def read_money(value: Value | None, unit: str) -> Amount:
    """Return an amount of money in ``unit`` (元 or 万元), exact, at most 6 decimal places."""
    return _read(value, unit, _money)


def plain(number: float | Decimal) -> str:
    """Return a number as a person writes it: 15 digits, no exponent, no trailing zeros."""
    exact = number if isinstance(number, Decimal) else Decimal(f"{number:.15g}")
    if not exact.is_finite():
        return str(number)
    if exact.adjusted() > _LONGEST_NUMBER:
        return f"{exact:.0E}"
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _read(value: Value | None, units: str, fit: Callable[[Decimal, str], Amount]) -> Amount:
    match value:
        case None:
            return BLANK
        case ErrorValue():
            return Amount(None, "error value", str(value))
        case bool():
            return Amount(None, "not a number", str(value).upper())
        case int() | float():
            if not math.isfinite(value):
                return Amount(None, "not a number", str(value))
            return fit(Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value), "")
        case str():
            return _said(value, units, fit)
        case datetime.date():
            return _serial(value, fit)
        case datetime.time() if value == datetime.time():
            return fit(Decimal(0), str(value))
    return Amount(None, "not a number", str(value))


def _text(typed: str, units: str, fit: Callable[[Decimal, str], Amount]) -> Amount:
    text = clean_line(typed.translate(_WORD_JOINER)).translate(_NARROW).lstrip("'").strip()
    if not text:
        return BLANK
    seen = _cut(clean_line(_REORDERING.sub("□", typed)))
    if squeeze(text) in _NIL_WORDS:
        return Amount(0 if fit is _whole else Decimal(0), "noted", seen)
    pattern = rf"({_NUMBER.pattern})\s*({units})?\s*{_REMARK}"
    found = re.fullmatch(pattern, text, re.ASCII)
    if found is None or _REORDERING.search(typed) or _OTHER_NUMBER.search(_remark(found[8], units)):
        is_money = fit is _money and _OTHER_MONEY.fullmatch(text)
        return Amount(None, "other unit" if is_money else "not a number", seen)
    digits = found[1].replace(",", "").rstrip(".")
    if len(digits) > _LONGEST_NUMBER:
        return Amount(None, "too large", seen)
    is_bare = text == found[1]
    return fit(Decimal(digits), "" if is_bare else seen)


def _said(value: str, units: str, fit: Callable[[Decimal, str], Amount]) -> Amount:
    if isinstance(value, ShownNumber):
        return _shown(value, units, fit)
    return _marked(value) if isinstance(value, MarkedText) else _text(value, units, fit)


def _shown(value: ShownNumber, units: str, fit: Callable[[Decimal, str], Amount]) -> Amount:
    """Take a number that is shown with words where both say the same, ``"7件"`` for 7."""
    shown = _text(value, units, fit)
    if shown.value is not None and Decimal(value.held) == shown.value:
        return shown
    if fit is _whole and Decimal(value.held) % 1:
        return fit(Decimal(value.held), "")  # rounded where it is shown: no count all the same
    return Amount(None, "shown otherwise", _cut(clean_line(value)) or "空白", value.held)


def _marked(value: MarkedText) -> Amount:
    if value.struck:
        standing = _cut(clean_line(value.standing))
        return Amount(None, "figure struck", _cut(clean_line(value.struck)), standing or "没有字")
    return Amount(None, "figure raised", _cut(clean_line(value.raised)), _cut(clean_line(value)))


def _remark(remark: str | None, unit: str) -> str:
    return "" if remark is None or remark == unit else remark


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SEEN else f"{text[:_LONGEST_SEEN]}…"


def _serial(
    value: datetime.date | datetime.datetime, fit: Callable[[Decimal, str], Amount]
) -> Amount:
    moment = (
        value
        if isinstance(value, datetime.datetime)
        else datetime.datetime.combine(value, datetime.time())
    )
    shape = "%Y-%m-%d" if moment.time() == datetime.time() else "%Y-%m-%d %H:%M:%S"
    seen = to_the_second(moment).strftime(shape)
    if moment.year in _REAL_DATES:
        return Amount(None, "not a number", seen)
    return fit(Decimal(f"{serial(value):.15g}"), seen)


def _whole(number: Decimal, seen: str) -> Amount:
    if number < 0:
        return Amount(None, "negative", seen or plain(number))
    if number > LARGEST:
        return Amount(None, "too large", seen or plain(number))
    if number != number.to_integral_value():
        return Amount(None, "fraction", seen or plain(number))
    return Amount(int(number), "noted" if seen else "", seen)


def _money(number: Decimal, seen: str) -> Amount:
    if number < 0:
        return Amount(None, "negative", seen or plain(number))
    if number > LARGEST:
        return Amount(None, "too large", seen or plain(number))
    exact = Decimal(plain(number))
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MONEY_PLACES:
        return Amount(None, "too many places", seen or plain(number))
    return Amount(abs(exact), "noted" if seen else "", seen)
