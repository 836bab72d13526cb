"""Texts that stand in a part as plainly as they are meant: no escapes, no formats inside.

The short road reads these itself. A text with anything unusual about it gives None or False, and
the whole workbook goes the long way, where expat and calamine know every rule.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from nianbao.formats.limits import FORM_BYTES, LIMITS

# Excel puts a mark for the phonetic reading behind every Chinese text it saves.
_TEXT = r'<t(?: xml:space="preserve")?(?:/>|>([^<]*)</t>)'
_RUN = re.compile(rf"<r>{_TEXT}</r>")
_STRING = re.compile(rf"<si>(?:{_TEXT}|((?:{_RUN.pattern})+))(?:<phoneticPr [^<>]*/>)?</si>")
_GROUPS = 1 + _STRING.groups
_FORMAT = re.compile("(?:<[^<>/][^<>]*/>)*")
_TABLE = re.compile(r"(?:\ufeff)?(?:<\?xml[^>]*\?>)?\s*<sst[^<>]*>(.*)</sst>\s*", re.DOTALL)
# The last but one is how WPS writes a line break; the last must come last.
_ENTITIES = (
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&#10;", "\n"), ("&amp;", "&"),
)  # fmt: skip
_OTHER_ENTITY = re.compile("&(?!(?:lt|gt|quot|apos|#10|amp);)")
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n")


class SharedStrings(NamedTuple):
    """The strings that cells point to: their number, their XML, the texts where all are plain."""

    number: int = 0
    part: bytes = b""
    texts: Sequence[str] | None = None


def decoded(part: bytes) -> str | None:
    """Return the text of a part; None where a character in it may not be what it stands for."""
    if b"\r" in part:
        part = part.replace(b"\r\n", b"\n")  # as every XML parser takes it
    if len(part.translate(None, _CONTROLS)) < len(part):
        return None
    try:
        text = part.decode()
    except UnicodeDecodeError:
        return None
    if "&" in text and _OTHER_ENTITY.search(text):
        return None
    is_odd = "\ufffe" in text or "\uffff" in text or ("_x" in text and _ESCAPE.search(text))
    return None if is_odd else text


def resolved(text: str) -> str:
    """Return a decoded text with its entities resolved."""
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return text


def plain_strings(part: bytes) -> list[str] | None:
    """Return the texts of a table of shared strings, None where it takes a closer look."""
    text = decoded(part) if len(part) <= FORM_BYTES else None
    found = _TABLE.fullmatch(text) if text is not None else None
    table = _without_formats(found[1]) if found else None
    if table is None:
        return None
    pieces = _STRING.split(table)
    if any(pieces[::_GROUPS]):
        return None
    strings = [
        resolved("".join(_RUN.findall(runs)) if runs else text or "")
        for text, runs in zip(pieces[1::_GROUPS], pieces[2::_GROUPS], strict=True)
    ]
    return strings if len(strings) <= LIMITS.strings else None


def _without_formats(table: str) -> str | None:
    """Return a table of strings without the formats of runs; None where one is out of place."""
    head, *pieces = table.split("<rPr>")
    split = [each.partition("</rPr>") for each in pieces]
    kept = [head, *(rest for _, _, rest in split)]
    is_plain = (
        all(end for _, end, _ in split)
        and all(each.endswith("<r>") for each in kept[:-1])
        and all(map(_FORMAT.fullmatch, {formats for formats, _, _ in split}))
    )
    return "".join(kept) if is_plain else None
