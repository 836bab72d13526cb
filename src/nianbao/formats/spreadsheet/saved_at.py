"""When a program saved a workbook, as the file says itself: ``docProps/core.xml`` of an xlsx.

``saved_at(package) -> datetime | None``; a file that does not say gives None.
"""

from datetime import UTC, datetime

from nianbao.findings.finding import Refusal
from nianbao.formats.spreadsheet.xml_parts import new_parser, parse
from nianbao.formats.zip_package import Package

_PART, _LARGEST = "docProps/core.xml", 65_536
_MODIFIED = "http://purl.org/dc/terms/ modified"


def saved_at(package: Package) -> datetime | None:
    """Return the moment, in UTC."""
    try:
        text = _modified(package.read(_PART, _LARGEST)) if _PART in package else ""
    except Refusal:  # a part that is no part of the form keeps nobody from reading it
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _modified(part: bytes) -> str:
    """Return the text of the first ``dcterms:modified``."""
    texts: list[list[str]] = []
    is_inside = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal is_inside
        is_inside = name == _MODIFIED
        if is_inside:
            texts.append([])

    def end(_: str) -> None:
        nonlocal is_inside
        is_inside = False

    def characters(text: str) -> None:
        if is_inside:
            texts[-1].append(text)

    parser = new_parser(" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parse(parser, part)
    return "".join(texts[0]) if texts else ""
