"""XML, parsed under limits with expat: no DTD, no entities, a bounded number of elements.

``elements(part)`` lists the elements of a small part with their namespaces; ``new_parser()`` gives
the parser for the large ones, ``parse(parser, part)`` runs it.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree  # only on parts that expat has passed: no DTD, bounded
from xml.parsers import expat

from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet.plain_text import SharedStrings, plain_strings
from nianbao.formats.zip_package import refused, too_large

_TABLE = re.compile(rb"<((?:[\w.-]+:)?)sst\b")
# What a number is written with: + - . / 0 to 9, E and e.
_DIGIT_REFERENCE = re.compile(rb"&#(?:x0*(?:2[bBdDeE]|3[0-9]|45|65)|0*(?:4[35689]|5[0-7]|69|101));")
_KEPT_AT_MOST = 32_000
_REWRITTEN_AT_MOST = LIMITS.part // 4


class Element(NamedTuple):
    """A start tag: namespace, local name, attributes (``"namespace name"`` where prefixed)."""

    namespace: str
    name: str
    attributes: Mapping[str, str]


def new_parser(separator: str | None = None) -> expat.XMLParserType:
    """Return a parser that refuses a document type; namespaces are told apart by ``separator``."""
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def parse(parser: expat.XMLParserType, part: bytes) -> None:
    """Run the parser over a whole part; ``Refusal`` where it is not well-formed."""
    try:
        # One call: expat scans an unfinished token anew with every piece it is given.
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise refused("suspicious", "不规范的 XML") from error
    except (ValueError, LookupError) as error:  # an encoding nobody knows
        raise refused("suspicious", "不认识的文字编码") from error


def elements(part: bytes) -> Sequence[Element]:
    """Return the start tags of a small part in order, with namespaces resolved."""
    if part.count(b"<") > LIMITS.listed:
        raise too_large(f"定义的名称和部件有 {part.count(b'<')} 项")
    return _known_elements(part) if len(part) < _KEPT_AT_MOST else _elements(part)


def _elements(part: bytes) -> Sequence[Element]:
    found: list[Element] = []

    def start(qualified: str, attributes: dict[str, str]) -> None:
        namespace, _, name = qualified.rpartition(" ")
        found.append(Element(namespace, name, attributes))

    parser = new_parser(" ")
    parser.StartElementHandler = start
    parse(parser, part)
    return tuple(found)


# Which parts a workbook has is written alike in every return that one program saved.
_known_elements = lru_cache(maxsize=64)(_elements)


def walk(part: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    """Call ``start`` with every start tag of a part: its name as written, its attributes."""
    if part.count(b"<") > LIMITS.elements:
        raise too_large("样式")
    parser = new_parser()
    parser.StartElementHandler = start
    parse(parser, part)


def has_digit_references(part: bytes) -> bool:
    """Return whether digits, or what else makes up a number, are written as references."""
    return b"&#" in part and bool(_DIGIT_REFERENCE.search(part))


def plain(part: bytes) -> bytes:
    """Return a sound part without comments, CDATA sections and references.

    All of these are good XML, but calamine reads ``1<!-- -->2`` as 1 and ``&#49;2`` as nothing.
    """
    if len(part) > _REWRITTEN_AT_MOST:
        raise refused("suspicious", "过多的注释和转义字符")
    text = io.BytesIO()
    try:
        ElementTree.ElementTree(ElementTree.fromstring(part)).write(text, "utf-8")  # noqa: S314
    except ElementTree.ParseError as error:  # a prefix that nothing declares
        raise refused("suspicious", "不规范的 XML") from error
    return text.getvalue().replace(b"\r", b"&#13;")


def shared_strings(part: bytes) -> SharedStrings:
    """Return the strings of a table, and the table for calamine to read."""
    texts = plain_strings(part)
    if texts is not None:
        return SharedStrings(len(texts), part, texts)
    found = _TABLE.search(part)
    opening = b"<" + (found[1] if found else b"") + b"si"
    strings = sum(part.count(opening + end) for end in (b">", b" ", b"/", b"\n", b"\r", b"\t"))
    if strings > LIMITS.strings:
        raise too_large(f"文字超过 {LIMITS.strings} 段")
    if part.count(b"<") > LIMITS.elements:
        raise too_large("文字的格式")
    parse(new_parser(), part)
    return SharedStrings(strings, plain(part) if b"<!" in part else part)


def _refuse_doctype(*_declaration: object) -> None:
    raise refused("suspicious", "文档类型声明")
