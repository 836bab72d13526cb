"""What the cell styles of an xlsx make of a cell: its number format, its type face."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet.number_formats import NumberFormat, number_format
from nianbao.formats.spreadsheet.xlsx_empty_rows import block
from nianbao.formats.spreadsheet.xlsx_strings import MAIN
from nianbao.formats.spreadsheet.xml_parts import Handler, walk
from nianbao.formats.zip_package import refused, too_large

_BASELINE = "baseline"
_SPOKEN = (b"numFmts", b"fonts", b"cellXfs")


class Look(NamedTuple):
    """How a cell looks: ``format`` is None where every number is shown plainly."""

    format: NumberFormat | None
    is_struck: bool = False
    is_raised: bool = False


# The returns of one county mostly carry the very same styles.
@lru_cache(maxsize=16)
def looks(part: bytes) -> Mapping[str, Look]:
    """Return the styles, as the ``s`` of a cell names them, that may show other than is held."""
    if part.count(b"<") > LIMITS.elements:
        raise too_large("样式")
    styles = _Styles()
    walk(_spoken(part), styles)
    if len(styles.cells) > LIMITS.styles:
        raise too_large(f"单元格样式有 {len(styles.cells)} 种")
    known: dict[tuple[str, str], Look] = {}
    for each in set(styles.cells):
        number, font = each
        code = styles.codes.get(number)
        shown = number_format(int(number) if number.isdecimal() else 0, code)
        known[each] = Look(shown, *styles.fonts.get(font, (False, False)))
    found = ((str(index), known[each]) for index, each in enumerate(styles.cells))
    return {style: look for style, look in found if look != Look(None)}


def _spoken(part: bytes) -> bytes:
    """Return what is read of plainly written styles, the whole part where they are not plain."""
    is_plain = part.count(b"<cellXfs") == 1 and b":cellXfs" not in part and b"<!--" not in part
    blocks = [block(part, name) for name in _SPOKEN] if is_plain else []
    if not blocks or not blocks[-1]:
        return part
    head = f'<styleSheet xmlns="{MAIN.strip()}">'.encode()
    return b"".join((head, *blocks, b"</styleSheet>")) if head[:-1] in part else part


class _Styles(Handler):
    """A walk over the part."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, str] = {}
        self.fonts: dict[str, tuple[bool, bool]] = {}
        self.cells: list[tuple[str, str]] = []
        self._groups: set[str] = set()

    def start(self, attributes: dict[str, str]) -> None:
        names = self.names(MAIN)
        match names[1:]:
            case ["numFmts" | "fonts" | "cellXfs" as group]:
                if group in self._groups:
                    raise refused("suspicious", "两份样式")
                self._groups.add(group)
            case ["numFmts", "numFmt"]:
                self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            case ["fonts", "font"]:
                self.fonts[str(len(self.fonts))] = (False, False)
            case ["fonts", "font", "strike" | "vertAlign" as mark]:
                self._mark(mark, attributes.get("val", ""))
            case ["cellXfs", "xf"]:
                known = attributes.get("numFmtId", "0"), attributes.get("fontId", "0")
                self.cells.append(known)

    def _mark(self, mark: str, value: str) -> None:
        last = str(len(self.fonts) - 1)
        is_struck, is_raised = self.fonts[last]
        if mark == "strike":
            self.fonts[last] = value not in ("0", "false"), is_raised
        else:
            self.fonts[last] = is_struck, value not in ("", _BASELINE)
