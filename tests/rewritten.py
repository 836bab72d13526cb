"""Our filled workbook as other programs write it: ``as_wps``, ``as_onlyoffice``, ``as_tencent``…

Only what was seen in their files is imitated; the cells and their values stay.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

Rewriting = Callable[[bytes], bytes]
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_FORMULA = re.compile(r"(<c [^>]*?)(?: t=\"\w+\")?(>)<f>(.*?)</f><v\s*/?>(?:</v>)?</c>", re.DOTALL)
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt='
    '"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
    'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
    "<vt:lpwstr>2052-11.1.0.12980</vt:lpwstr></property></Properties>"
)


def as_wps(data: bytes) -> bytes:
    """Return ``data`` with cached values, shared formulas, build number, no full recalculation."""
    made = _parts(data)
    made["docProps/custom.xml"] = _PROPERTIES
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(' fullCalcOnLoad="1"', "")
    made.pop("xl/calcChain.xml", None)
    return _packed(
        {
            name: _with_validations_reversed(_with_cached_values(_with_short_hash(text)))
            if _SHEET.fullmatch(name)
            else text
            for name, text in made.items()
        }
    )


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


def _with_cached_values(text: str) -> str:
    shared = 0

    def cached(found: re.Match[str]) -> str:
        nonlocal shared
        head, close, formula = found.groups()
        if not formula.startswith("SUM("):
            return f'{head} t="str"{close}<f>{formula}</f><v></v></c>'
        shared += 1
        return f'{head}{close}<f t="shared" si="{shared}">{formula}</f><v>0</v></c>'

    return _FORMULA.sub(cached, text)


def _with_short_hash(text: str) -> str:
    return re.sub(r'(password=")(\w{4})\w*"', r'\1\2"', text)


def _with_validations_reversed(text: str) -> str:
    found = re.findall(r"<dataValidation .*?</dataValidation>", text, re.DOTALL)
    if not found:
        return text
    start, end = text.index(found[0]), text.index(found[-1]) + len(found[-1])
    return text[:start] + "".join(reversed(found)) + text[end:]


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
