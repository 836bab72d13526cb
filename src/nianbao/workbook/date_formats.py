"""Which number formats show a number as a date or a time (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

import re

_BUILT_IN = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_PARTS = re.compile(r"[ymdhs]", re.IGNORECASE)


def is_date_format(number: int, code: str | None) -> bool:
    """Return whether the format shows a date or a time: by its code, else by its number."""
    if code is None:
        return number in _BUILT_IN
    if code.strip().lower() in {"general", "standard"}:
        return False
    return bool(_PARTS.search(_LITERALS.sub("", code)))
