"""XML, parsed under limits with expat: no DTD, no entities, a bounded number of elements.

``elements(part)`` lists the elements of a small part with their namespaces; ``new_parser()`` gives
the parser for the large ones, ``parse(parser, part)`` runs it.
"""

import io
from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.etree import ElementTree  # only on parts that expat has passed: no DTD, bounded
from xml.parsers import expat

from nianbao.errors import Refusal
from nianbao.workbook.limits import LIMITS
from nianbao.workbook.package import refused, too_large

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


def elements(part: bytes, limit: int = LIMITS.elements) -> list[Element]:
    """Return the start tags of a part in order, with namespaces resolved."""
    found: list[Element] = []

    def start(qualified: str, attributes: dict[str, str]) -> None:
        namespace, _, name = qualified.rpartition(" ")
        found.append(Element(namespace, name, attributes))
        if len(found) > limit:
            raise too_large(f"内容超过 {limit} 项")

    parser = new_parser(" ")
    parser.StartElementHandler = start
    parse(parser, part)
    return found


def plain(part: bytes) -> bytes:
    """Return a part without comments, CDATA sections and character references.

    All of these are sound XML, but calamine reads ``1<!-- -->2`` as 1 and ``&#49;2`` as nothing.
    """
    if b"<!" not in part and b"&#" not in part and part.find(b"<?", 1) < 0:
        return part
    if len(part) > _REWRITTEN_AT_MOST:
        raise refused("suspicious", "过多的注释和转义字符")
    parse(new_parser(), part)
    text = io.BytesIO()
    ElementTree.ElementTree(ElementTree.fromstring(part)).write(text, "utf-8")  # noqa: S314
    return text.getvalue().replace(b"\r", b"&#13;")


def counting(limit: int, what: str) -> Callable[[], None]:
    """Return a counter that refuses the workbook when called more than ``limit`` times."""
    count = 0

    def one_more() -> None:
        nonlocal count
        count += 1
        if count > limit:
            raise too_large(f"{what}超过 {limit} 个")

    return one_more


def _refuse_doctype(*_declaration: object) -> Refusal:
    raise refused("suspicious", "文档类型声明")
