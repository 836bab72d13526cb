"""XML, parsed under limits with expat: no DTD, no entities, a bounded number of elements.

``elements(part)`` lists the elements of a small part with their namespaces; ``walk(part, handler)``
leads a ``Handler`` through a large one; ``new_parser()`` gives the bare parser.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from nianbao.formats.limits import LIMITS
from nianbao.formats.zip_package import refused, too_large

_KEPT_AT_MOST = 32_000
_DEEPEST = 200
FOREIGN = "?"
"""Stands for the name of an element of another namespace."""


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


class Handler:
    """What is done at each step of a walk; ``path`` leads from the root to the open element."""

    def __init__(self) -> None:
        self.path: list[str] = []

    def names(self, namespace: str) -> list[str]:
        """Return the path in names of ``namespace`` (with its blank), ``FOREIGN`` for others."""
        return [
            each.removeprefix(namespace) if each.startswith(namespace) else FOREIGN
            for each in self.path
        ]

    def start(self, attributes: dict[str, str]) -> None:
        """Take a start tag."""

    def end(self) -> None:
        """Take an end tag, its element still on the path."""

    def characters(self, text: str) -> None:
        """Take character data."""


def walk(part: bytes, handler: Handler) -> None:
    """Lead ``handler`` through a part, with namespaces resolved."""
    path = handler.path

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name)
        if len(path) > _DEEPEST:
            raise refused("suspicious", "过深的嵌套")
        handler.start(attributes)

    def end(_: str) -> None:
        handler.end()
        path.pop()

    parser = new_parser(" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = handler.characters
    parse(parser, part)


def _refuse_doctype(*_declaration: object) -> None:
    raise refused("suspicious", "文档类型声明")
