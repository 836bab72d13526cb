"""What a text is: paragraphs of printable characters, joined with one line feed.

Everything a person typed or pasted passes ``clean`` once, on the way in; the model refuses a text
that did not, so a document never meets a character that breaks it.
"""

import re
from collections.abc import Iterable

_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0]")
# Controls, lone surrogates, non-characters, byte order mark, bidirectional overrides, invisible
# separators. The zero-width joiner stays: emoji are spelt with it.
_UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
    + "]"
)
_JOINERS = re.compile("[\u200c\u200d]")
_WHITE = re.compile(r"\s+")
BLANK_WORDS = frozenset({"", "无", "暂无"})


def clean(text: str) -> str:
    """Return ``text`` as paragraphs joined with one line feed, unprintable characters dropped.

    Paragraphs are trimmed of white space (the document indents them itself); empty ones vanish.
    """
    plain = _UNPRINTABLE.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", text)))
    lines = (line.strip() for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def drops_characters(text: str) -> bool:
    """True where ``clean`` has to remove unprintable characters, not only white space."""
    return bool(_UNPRINTABLE.search(_SPACES.sub(" ", _BREAKS.sub("\n", text))))


def join(parts: Iterable[str]) -> str:
    """Return one text from cells that hold a paragraph each, or several with line breaks inside."""
    return clean("\n".join(parts))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a clean text, an empty list for an empty one."""
    return text.split("\n") if text else []


def clean_line(text: str) -> str:
    """Return a name, an address or another one-line text: clean, white space runs as one space."""
    return _WHITE.sub(" ", _JOINERS.sub("", clean(text))).strip()


def squeeze(text: str) -> str:
    """Return ``text`` without any white space, the form in which names and lengths are compared."""
    return _WHITE.sub("", _JOINERS.sub("", _UNPRINTABLE.sub("", text)))


def says_nothing(text: str) -> bool:
    """True for an empty text and for one that only says 无 or 暂无."""
    return squeeze(text).rstrip("。.") in BLANK_WORDS


def require_clean(text: str) -> str:
    """Return ``text``; raise ``ValueError`` where it is not what ``clean`` gives."""
    if clean(text) != text:
        raise ValueError("text holds unprintable characters, blank lines or untrimmed paragraphs")
    return text
