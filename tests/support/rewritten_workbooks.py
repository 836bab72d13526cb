"""Our filled workbook as other programs write it: ``REWRITINGS["WPS"](data)`` and so on.

Only what was seen in their files is imitated; the cells and their values stay.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

from support.saved_by_wps import as_wps

Rewriting = Callable[[bytes], bytes]
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")


def as_onlyoffice(data: bytes) -> bytes:
    """Return ``data`` without dimensions."""
    return _sheets(data, lambda text: re.sub(r"<dimension [^>]*/>", "", text))


def as_tencent(data: bytes) -> bytes:
    """Return ``data`` with prefixed names and a dimension of one cell."""
    return _sheets(data, lambda text: _prefixed(_dimension(text, "A1")))


def as_libreoffice(data: bytes) -> bytes:
    """Return ``data`` with the dimension of a whole sheet."""
    return _sheets(data, lambda text: _dimension(text, "A1:AMJ1048576"))


REWRITINGS: Mapping[str, Rewriting] = {
    "WPS": as_wps, "ONLYOFFICE": as_onlyoffice, "腾讯文档": as_tencent,
    "LibreOffice": as_libreoffice,
}  # fmt: skip


def _dimension(text: str, area: str) -> str:
    return re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{area}"', text)


def _prefixed(text: str) -> str:
    named = re.sub(r"<(/?)(?=[A-Za-z])(?!\?)", r"<\1ns2:", text)
    return named.replace(' xmlns="', ' xmlns:ns2="', 1)


def _sheets(data: bytes, change: Callable[[str], str]) -> bytes:
    return _packed(
        {
            name: change(text) if _SHEET.fullmatch(name) else text
            for name, text in _parts(data).items()
        }
    )


def _parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def _packed(made: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in made.items():
            archive.writestr(name, text)
    return out.getvalue()
