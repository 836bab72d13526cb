"""Chinese numerals as reports write counts: 十二, 两, 一百零三, 一万二千.

``number("一百零三")`` is 103, ``numeral(103)`` is 一百零三. Whole numbers from 0 to below 10^12.
"""

import re

NUMERAL_CHARACTERS = "零〇○一二两三四五六七八九十百千万亿"

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_VALUES = _DIGITS | {"〇": 0, "○": 0, "两": 2}
_PLACES = ("千", 1000), ("百", 100), ("十", 10)
_GROUP = re.compile(
    "(?:([一二两三四五六七八九])千)?(零)?(?:([一二两三四五六七八九])百)?(零)?"
    "(?:([一二三四五六七八九])?(十))?(零)?([一二两三四五六七八九])?"
)
_SCALES = ("亿", 10**8), ("万", 10**4), ("", 1)
_YEAR = re.compile("[零〇○一二三四五六七八九]{4}")


def number(text: str) -> int:
    """Return the number a Chinese numeral names; ``ValueError`` where it names none for certain.

    Colloquial and vague ones are refused: 一百二 (120), 两三 (two or three), 几十.
    """
    if text in ("零", "〇", "○"):
        return 0
    total, rest = 0, text.replace("〇", "零").replace("○", "零")
    if not rest:
        raise ValueError("not a numeral: nothing")
    for scale, worth in _SCALES:
        group, found, after = rest.partition(scale) if scale else (rest, "", "")
        if scale and not found:
            continue
        if group or scale:
            value = _group(group, text)
            if total and value < 1000 and not group.startswith("零"):
                raise ValueError(f"not a numeral for certain: {text}")
            total += value * worth
        rest = after
    return total


def numeral(value: int) -> str:
    """Return the usual numeral of ``value``, 0 <= value < 10^12 (``ValueError`` outside)."""
    if not 0 <= value < 10**12:
        raise ValueError(f"no numeral for {value}")
    if value == 0:
        return "零"
    words, owed = "", False
    for scale, worth in _SCALES:
        group, value = divmod(value, worth)
        if not group:
            owed = owed or bool(words)
            continue
        words += ("零" if words and (owed or group < 1000) else "") + _numeral(group) + scale
        owed = False
    return words.removeprefix("一") if words.startswith("一十") else words


def year(text: str) -> int:
    """Return the year written digit by digit (二〇二五); ``ValueError`` for anything else."""
    if not _YEAR.fullmatch(text):
        raise ValueError(f"not a year: {text}")
    return int("".join(str(_VALUES[character]) for character in text))


def _group(text: str, whole: str) -> int:
    """Return the value of up to four places (千百十个); a skipped place needs its 零."""
    text = text.removeprefix("零") if text != whole else text
    match = _GROUP.fullmatch(text)
    if not text or match is None or text.endswith("零"):
        raise ValueError(f"not a numeral: {whole}")
    thousand, gap_one, hundred, gap_two, tens, ten, gap_three, unit = match.groups()
    skips = unit and not ten and (hundred or thousand) and not (gap_one or gap_two or gap_three)
    if skips or (thousand and not hundred and ten and not (gap_one or gap_two)):
        raise ValueError(f"not a numeral for certain: {whole}")
    ten_value = _VALUES[tens] if tens else bool(ten)
    places = (_VALUES.get(thousand, 0), _VALUES.get(hundred, 0), int(ten_value))
    ranks = sum(digit * worth for digit, (_, worth) in zip(places, _PLACES, strict=True))
    return ranks + _VALUES.get(unit, 0)


def _numeral(value: int) -> str:
    words, owed = "", False
    for place, worth in (*_PLACES, ("", 1)):
        digit, value = divmod(value, worth)
        if digit:
            words += ("零" if owed and words else "") + "零一二三四五六七八九"[digit] + place
            owed = False
        else:
            owed = True
    return words
