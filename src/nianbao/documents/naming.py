"""File names of documents: readable, and safe on Windows and Linux whatever a body is called."""

import re

from nianbao.documents.composition import TITLE_SUFFIX, Published
from nianbao.prose import clean_line

LONGEST = 180
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])", re.I)


def file_stem(published: Published) -> str:
    """Return ``{机关名}{年}年政府信息公开工作年度报告``, without an extension."""
    whole = published.report
    return safe_stem(whole.organisation, f"{whole.year}{TITLE_SUFFIX}")


def safe_stem(name: str, suffix: str = "") -> str:
    """Return ``name + suffix`` as a file name of at most 180 bytes of UTF-8, ``suffix`` whole.

    Separators and characters Windows forbids become ``_``; a device name of Windows gets one.
    """
    plain = _UNSAFE.sub("_", clean_line(name)).strip(". ") or "_"
    if _RESERVED.fullmatch((plain + suffix).partition(".")[0].rstrip()):
        plain = f"_{plain}"
    room = LONGEST - len(suffix.encode())
    return plain.encode()[:room].decode(errors="ignore") + suffix
