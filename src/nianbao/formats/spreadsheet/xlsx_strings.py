"""The table of shared strings, and texts as Office Open XML writes them.

Most tables are read by one expression that proves nothing else stood there; any other, and one with
pieces struck through or raised, is walked element by element.
"""

import re
from collections.abc import Sequence

from nianbao.formats.limits import FORM_BYTES, LIMITS
from nianbao.formats.spreadsheet.sheet import Run, text_of
from nianbao.formats.spreadsheet.xml_parts import Handler, walk
from nianbao.formats.zip_package import refused, too_large

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
# Excel puts a mark for the phonetic reading behind every Chinese text it saves.
_TEXT = r'<t(?: xml:space="preserve")?(?:/>|>([^<]*)</t>)'
_RUN = re.compile(rf"<r>{_TEXT}</r>")
_STRING = re.compile(rf"<si>(?:{_TEXT}|((?:{_RUN.pattern})+))(?:<phoneticPr [^<>]*/>)?</si>")
_GROUPS = 1 + _STRING.groups
_FORMAT = re.compile("(?:<[^<>/][^<>]*/>)*")
_TABLE = re.compile(
    rf'(?:\ufeff)?(?:<\?xml[^>]*\?>)?\s*<sst xmlns="{MAIN.strip()}"[^<>]*>(.*)</sst>\s*', re.DOTALL
)
# The last but one is how WPS writes a line break; the last must come last.
_ENTITIES = (
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&#10;", "\n"), ("&amp;", "&"),
)  # fmt: skip
_OTHER_ENTITY = re.compile("&(?!(?:lt|gt|quot|apos|#10|amp);)")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n")
_BASELINE = "baseline"


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


def unescaped(text: str) -> str:
    """Return a text with ``_x000D_`` as the character meant; two halves make one character."""
    if "_x" not in text:
        return text
    halves = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def shared_strings(part: bytes) -> Sequence[str]:
    """Return the strings that cells point to; ``Refusal`` where the table says two things."""
    found = plain_strings(part)
    if found is None:
        if part.count(b"<") > LIMITS.elements:
            raise too_large("文字的格式")
        strings = _Strings()
        walk(part, strings)
        found = strings.texts
    if len(found) > LIMITS.strings:
        raise too_large(f"文字超过 {LIMITS.strings} 段")
    return found


def plain_strings(part: bytes) -> list[str] | None:
    """Return the texts of a table of shared strings, None where it takes a closer look."""
    if b"strike" in part or b"vertAlign" in part:
        return None
    text = decoded(part) if len(part) <= FORM_BYTES else None
    found = _TABLE.fullmatch(text) if text is not None else None
    table = _without_formats(found[1]) if found else None
    if table is None:
        return None
    pieces = _STRING.split(table)
    if any(pieces[::_GROUPS]):
        return None
    return [
        resolved("".join(_RUN.findall(runs)) if runs else text or "")
        for text, runs in zip(pieces[1::_GROUPS], pieces[2::_GROUPS], strict=True)
    ]


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


class RichText:
    """One ``si`` or ``is`` while it is walked: runs of text, readings above them left out."""

    _IN_TEXT = frozenset({"t", "r", "rPh", "phoneticPr", "extLst"})

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._is_struck = self._is_raised = False

    def start(self, path: Sequence[str], attributes: dict[str, str]) -> None:
        """Take a start tag; ``path`` leads from below the text to it, names without namespace."""
        match path:
            case ["t"] | ["r", "t"]:
                self.runs.append(Run("", self._is_struck, self._is_raised))
            case ["r"]:
                self._is_struck = self._is_raised = False
            case ["r", "rPr"] | ["rPh" | "phoneticPr" | "extLst", *_]:
                pass
            case ["r", "rPr", "strike"]:
                self._is_struck = attributes.get("val", "1") not in ("0", "false")
            case ["r", "rPr", "vertAlign"]:
                self._is_raised = attributes.get("val", _BASELINE) != _BASELINE
            case ["r", "rPr", *_]:
                pass
            case _:
                raise refused("suspicious", "文字里夹着别的内容")

    def characters(self, path: Sequence[str], text: str) -> None:
        """Take character data."""
        if list(path) in (["t"], ["r", "t"]):
            last = self.runs[-1]
            self.runs[-1] = last._replace(text=last.text + text)

    def text(self) -> str:
        """Return the whole text, escapes resolved."""
        return text_of([run._replace(text=unescaped(run.text)) for run in self.runs])


class _Strings(Handler):
    """A walk over the table."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: RichText | None = None

    def start(self, attributes: dict[str, str]) -> None:
        names = self.names(MAIN)
        if len(names) == 1 and names[0] != "sst":
            raise refused("suspicious", "别的文字表")
        if len(names) == 2:
            if names[1] == "si":
                self._open = RichText()
            elif names[1] != "extLst":
                raise refused("suspicious", "文字表里夹着别的内容")
        elif len(names) > 2 and self._open is not None:
            self._open.start(names[2:], attributes)

    def end(self) -> None:
        if len(self.path) == 2 and self._open is not None:
            self.texts.append(self._open.text())
            self._open = None

    def characters(self, text: str) -> None:
        if self._open is not None:
            self._open.characters(self.names(MAIN)[2:], text)
