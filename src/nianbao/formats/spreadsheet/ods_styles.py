"""What the cell styles of an OpenDocument spreadsheet make of a number.

The elements of ODF 1.3, part 3, 16.29, are put together to the code that Excel would write.
"""

import re
from dataclasses import dataclass, field

from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet.number_formats import NumberFormat, number_format
from nianbao.formats.spreadsheet.xml_parts import new_parser, parse
from nianbao.formats.zip_package import too_large

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_STYLE, _NUMBER = f"{_ODF}style:1.0 ", f"{_ODF}datastyle:1.0 "
# Where a format's elements do not say it, the code it begins with.
_FORMATS = {
    f"{_NUMBER}{kind}-style": code
    for kind, code in {
        "number": "", "currency": "", "percentage": "", "text": "",
        "date": "yyyy-mm-dd", "time": "hh:mm:ss", "boolean": '"TRUE"',
    }.items()
}  # fmt: skip
_NUMERALS = {
    f"{_NUMBER}number": "", f"{_NUMBER}fraction": "General", f"{_NUMBER}scientific-number": "0E+00",
}  # fmt: skip
_MOMENTS = frozenset(f"{_NUMBER}{kind}-style" for kind in ("date", "time", "boolean"))
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|<|>|=|!=)\s*(-?\d+(?:\.\d+)?)")
# Calligra writes the name of the format as its text.
_GENERAL = frozenset({"General", "Generl"})
_MOST_DECIMALS, _MOST_SCALED = 30, 30
_SAID = {
    f"{_NUMBER}text": '"{}"',
    f"{_NUMBER}embedded-text": '0"{}"0',
    f"{_NUMBER}currency-symbol": "[${}]",
}


@dataclass
class _Format:
    code: str = ""
    others: list[tuple[str, str]] = field(default_factory=list)
    """The formats it applies to some numbers: under which condition, by name."""
    is_moment: bool = False


class OdsStyles:
    """What the styles say, fed with the events of a parser whose names are joined by a blank."""

    def __init__(self) -> None:
        self._formats: dict[str, _Format] = {}
        self._cell_styles: dict[str, tuple[str | None, str | None]] = {}
        self._format: _Format | None = None
        self._text: str | None = None
        self._known: dict[str, NumberFormat | None] = {}

    def read(self, part: bytes) -> None:
        """Take the styles of a whole part; ``Refusal`` where it is over the limits."""
        if part.count(b"<") > LIMITS.elements:
            raise too_large("样式")
        parser = new_parser(" ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parse(parser, part)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a start tag."""
        if name == f"{_STYLE}style":
            self._cell_styles[attributes.get(f"{_STYLE}name", "")] = (
                attributes.get(f"{_STYLE}data-style-name"),
                attributes.get(f"{_STYLE}parent-style-name"),
            )
        elif name in _FORMATS:
            made = _Format(_FORMATS[name], is_moment=name in _MOMENTS)
            self._format = self._formats[attributes.get(f"{_STYLE}name", "")] = made
        elif self._format is not None and not self._format.is_moment:
            self._part_of_format(self._format, name, attributes)

    def _part_of_format(self, made: _Format, name: str, attributes: dict[str, str]) -> None:
        if name in _NUMERALS:
            made.code += _NUMERALS[name] or _digits(attributes)
        elif name == f"{_NUMBER}text-content":
            made.code += "@"
        elif name in _SAID:
            self._text = ""
        elif name == f"{_STYLE}map":
            condition = _CONDITION.fullmatch(attributes.get(f"{_STYLE}condition", "").strip())
            sign = condition[1].replace("!=", "<>") + condition[2] if condition else "<0"
            made.others.append((sign, attributes.get(f"{_STYLE}apply-style-name", "")))

    def end(self, name: str) -> None:
        """Take an end tag."""
        if name in _FORMATS:
            self._format = None
        elif self._format is not None and self._text is not None and name in _SAID:
            is_general = self._text.strip() in _GENERAL
            said = _SAID[name].format(self._text.replace('"', ""))
            self._format.code += "General" if is_general else said
            self._text = None

    def characters(self, text: str) -> None:
        """Take character data."""
        if self._text is not None:
            self._text += text

    def format_of(self, style: str) -> NumberFormat | None:
        """Return the format of a cell style, or of one it comes from; None: shown plainly."""
        if style not in self._known:
            self._known[style] = self._looked_up(style)
        return self._known[style]

    def _looked_up(self, style: str) -> NumberFormat | None:
        seen: set[str] = set()
        name: str | None = style
        while name is not None and name not in seen:
            seen.add(name)
            format_name, name = self._cell_styles.get(name, (None, None))
            if format_name is not None:
                found = self._formats.get(format_name, _Format("General"))
                codes = [
                    f"[{condition}]{self._formats.get(other, _Format()).code}"
                    for condition, other in found.others
                ]
                # A format of no elements shows nothing at all.
                return number_format(0, ";".join((*codes, found.code)) or '""')
        return None


def _digits(attributes: dict[str, str]) -> str:
    """Return the code of ``number:number``: General where it does not say how many decimals."""
    decimals = attributes.get(f"{_NUMBER}decimal-places", "")
    factor = attributes.get(f"{_NUMBER}display-factor", "1").partition(".")[0]
    scaled = "," * min((len(factor) - 1) // 3, _MOST_SCALED)
    if not decimals.isdecimal():
        return f"0{scaled}" if scaled else "General"
    places = min(int(decimals[:3]), _MOST_DECIMALS)
    return "0" + scaled + ("." + "0" * places if places else "")
