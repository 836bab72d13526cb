"""Which cell styles of an OpenDocument spreadsheet show a number in another unit or scale.

The elements of ODF 1.3, part 3, 16.29, are put together to the code that Excel would write.
"""

from dataclasses import dataclass, field

from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet.number_formats import ShownNumber, number_format
from nianbao.formats.spreadsheet.xml_parts import new_parser, parse
from nianbao.formats.zip_package import too_large

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_STYLE, _NUMBER = f"{_ODF}style:1.0 ", f"{_ODF}datastyle:1.0 "
_FORMATS = frozenset(f"{_NUMBER}{kind}-style" for kind in ("number", "currency", "text"))
_NUMERALS = frozenset(f"{_NUMBER}{kind}" for kind in ("number", "fraction", "scientific-number"))
# Numbers that show what a format does to small, large and broken ones.
_PROBES = (1.0, 7.0, 12345.0)
_SAID = {
    f"{_NUMBER}text": '"{}"',
    f"{_NUMBER}embedded-text": '0"{}"0',
    f"{_NUMBER}currency-symbol": "[${}]",
}


@dataclass
class _Format:
    code: str = ""
    others: list[str] = field(default_factory=list)
    """The formats it applies to some numbers, by name."""


class OdsStyles:
    """What the styles say, fed with the events of a parser whose names are joined by a blank."""

    def __init__(self) -> None:
        self._formats: dict[str, _Format] = {}
        self._cell_styles: dict[str, tuple[str | None, str | None]] = {}
        self._format: _Format | None = None
        self._text: str | None = None
        self._known: dict[str, bool] = {}

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
            self._format = self._formats[attributes.get(f"{_STYLE}name", "")] = _Format()
        elif self._format is None:
            return
        elif name in _NUMERALS:
            is_scaled = attributes.get(f"{_NUMBER}display-factor", "1") not in {"", "1"}
            self._format.code += "0," if is_scaled else "0"
        elif name == f"{_NUMBER}text-content":
            self._format.code += "@"
        elif name in _SAID:
            self._text = ""
        elif name == f"{_STYLE}map":
            self._format.others.append(attributes.get(f"{_STYLE}apply-style-name", ""))

    def end(self, name: str) -> None:
        """Take an end tag."""
        if name in _FORMATS:
            self._format = None
        elif self._format is not None and self._text is not None and name in _SAID:
            self._format.code += _SAID[name].format(self._text.strip().replace('"', ""))
            self._text = None

    def characters(self, text: str) -> None:
        """Take character data."""
        if self._text is not None:
            self._text += text

    def is_of_other_unit(self, style: str) -> bool:
        """Return whether the cell style, or one it comes from, shows another unit or scale."""
        if style not in self._known:
            self._known[style] = self._looked_up(style)
        return self._known[style]

    def _looked_up(self, style: str) -> bool:
        seen: set[str] = set()
        name: str | None = style
        while name is not None and name not in seen:
            seen.add(name)
            format_name, name = self._cell_styles.get(name, (None, None))
            if format_name is not None:
                found = self._formats.get(format_name, _Format())
                codes = [self._formats.get(other, _Format()).code for other in found.others]
                return any(map(_is_of_other_unit, [found.code, *codes]))
        return False


def _is_of_other_unit(code: str) -> bool:
    """Return whether a format shows a number as anything but itself."""
    found = number_format(0, code)
    return found is not None and any(isinstance(found.shown(each), ShownNumber) for each in _PROBES)
