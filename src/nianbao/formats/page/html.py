"""A web page of any portal → its texts and tables, as a browser shows them.

No site is known by name: scripts, navigation and what is hidden are passed by, everything else is
text or table in reading order. Pages declared as gb2312 are read as gb18030, as browsers do.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from nianbao.formats.limits import LIMITS
from nianbao.formats.page.page import (
    Aside,
    Block,
    Mark,
    Page,
    Paragraph,
    Stated,
    Table,
    laid_out,
)
from nianbao.formats.zip_package import refused, too_large

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_HEAD = 4096
_MARKS_OF_ORDER = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# One family of encodings, of which gb18030 has every character; pages mean it whatever they say.
_CHINESE = re.compile(r"gb|chinese|iso-ir-58|cp936|936|x-euc-cn|euc-cn", re.IGNORECASE)
_PASSED_BY = frozenset({
    "script", "style", "head", "nav", "noscript", "template", "iframe", "object", "embed", "svg",
    "select", "button", "input", "textarea", "audio", "video", "canvas", "map",
})  # fmt: skip
_LINES = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figure", "figcaption", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_STRUCK, _RAISED = frozenset({"s", "strike", "del"}), frozenset({"sup", "sub"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_THROUGH = re.compile(r"line-through", re.IGNORECASE)
_SUPER = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_LONGEST_SPAN = 1000
_DEEPEST = 240
_NO_MARKS: frozenset[Mark] = frozenset()


def read(data: bytes) -> Page:
    """Return a web page as a page; ``Refusal`` where it is empty or too large."""
    return read_text(decoded(data))


def decoded(data: bytes, declared: str = "") -> str:
    """Return the text of a web page in the encoding it is in, told by marks, words and bytes."""
    if len(data) > LIMITS.part:
        raise too_large("网页的大小")
    for mark, encoding in _MARKS_OF_ORDER:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    found = _CHARSET.search(data[:_HEAD])
    stated = declared or (found[1].decode("ascii") if found else "")
    for encoding in (*_candidates(stated), "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    encodings = [*_candidates(stated), "utf-8", "gb18030"]
    return min((data.decode(each, "replace") for each in _known(encodings)), key=_unreadable)


def _candidates(stated: str) -> list[str]:
    if not stated:
        return []
    return ["gb18030"] if _CHINESE.match(stated) else [stated]


def _known(encodings: list[str]) -> Iterator[str]:
    for encoding in encodings:
        try:
            b"".decode(encoding)
        except LookupError:
            continue
        yield encoding


def _unreadable(text: str) -> int:
    return text.count("\ufffd")


def read_text(text: str) -> Page:
    """Return a web page, given as text, as a page."""
    if text.count("<") > LIMITS.elements:
        raise too_large("网页的内容")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    # What is left of the declared encoding would be believed once more.
    plain = _DECLARED.sub("", text).replace("\0", "")
    try:
        root = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise refused("document damaged") from error
    if root is None:
        raise refused("document damaged")
    reader = _Reader()
    body = root if root.tag == "body" else root.find("body")
    if body is not None:
        reader.element(body, _NO_MARKS, 0)
    reader.end_line()
    return Page("html", tuple(reader.blocks), tuple(reader.asides), _stated(root))


def _stated(root: "etree._Element") -> Mapping[str, str]:
    """Return what the page says of itself: its title, and its metadata by name in lower case."""
    stated: dict[str, str] = {}
    title = root.find(".//title")
    if title is not None and title.text:
        stated["title"] = _WHITE.sub(" ", title.text).strip()
    for meta in root.iter("meta"):
        name, content = meta.get("name"), meta.get("content")
        if name and content:
            stated.setdefault(str(name).lower(), _WHITE.sub(" ", str(content)).strip())
    return stated


@dataclass
class _Reader:
    """Gathers lines and tables of one stretch of a page: the page itself, or one cell."""

    blocks: list[Block] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    marks: set[Mark] = field(default_factory=set)

    def element(self, element: "etree._Element", marks: frozenset[Mark], depth: int) -> None:
        """Read an element and what follows inside it."""
        tag = str(element.tag)
        if depth > _DEEPEST:
            raise refused("document suspicious", "层层套叠的内容")
        if tag in _PASSED_BY or _is_hidden(element):
            return
        if tag == "table":
            self.end_line()
            self._table(element, depth)
            return
        if tag == "br":
            self.end_line()
        elif tag == "img":
            self.asides.append(Aside("picture", str(element.get("alt") or "")))
        if is_line := tag in _LINES:
            self.end_line()
        marks |= _marks(tag, element)
        self._add(element.text, marks)
        for child in element:
            self.element(child, marks, depth + 1)
            self._add(child.tail, marks)
        if is_line:
            self.end_line()

    def _add(self, text: str | None, marks: frozenset[Mark]) -> None:
        if text:
            if text.strip():
                self.marks |= marks
            self.line.append(text)

    def end_line(self) -> None:
        """Close the line being put together."""
        text = _WHITE.sub(" ", "".join(self.line)).strip(" ")
        if text:
            self.blocks.append(Paragraph(text, None, frozenset(self.marks)))
        self.line.clear()
        self.marks.clear()

    def _table(self, table: "etree._Element", depth: int) -> None:
        """Read a table; one that holds others, or one cell alone, is a frame around its content."""
        rows: list[list[Stated]] = []
        framed: list[Block] = []
        holds_tables = False
        for line in _lines_of(table):
            row: list[Stated] = []
            for cell in line:
                if cell.tag not in ("td", "th") or _is_hidden(cell):
                    continue
                inner = self._cell(cell, depth + 1)
                holds_tables |= any(isinstance(block, Table) for block in inner)
                framed += inner
                row.append(_stated_cell(cell, inner))
            rows.append(row)
        has_one_cell = sum(map(len, rows)) == 1
        if not has_one_cell:
            self.blocks.append(laid_out(rows))
        if has_one_cell or holds_tables:
            self.blocks += framed

    def _cell(self, cell: "etree._Element", depth: int) -> list[Block]:
        reader = _Reader(asides=self.asides)
        marks = _marks(str(cell.tag), cell)
        reader._add(cell.text, marks)
        for child in cell:
            reader.element(child, marks, depth + 1)
            reader._add(child.tail, marks)
        reader.end_line()
        return reader.blocks


def _lines_of(table: "etree._Element") -> Iterator["etree._Element"]:
    """Yield the rows of a table as they are shown: its foot last, wherever it is written."""
    foot: list[etree._Element] = []
    for part in table:
        if part.tag == "tr" and not _is_hidden(part):
            yield part
        elif part.tag in ("thead", "tbody", "tfoot") and not _is_hidden(part):
            lines = [line for line in part if line.tag == "tr" and not _is_hidden(line)]
            if part.tag == "tfoot":
                foot += lines
            else:
                yield from lines
    yield from foot


def _stated_cell(cell: "etree._Element", inner: list[Block]) -> Stated:
    own = [block for block in inner if isinstance(block, Paragraph)]
    text = "\n".join(block.text for block in own)
    marks: frozenset[Mark] = frozenset().union(*(block.marks for block in own))
    return Stated(_span(cell, "rowspan"), _span(cell, "colspan"), text, marks)


def _span(cell: "etree._Element", name: str) -> int:
    """Return how far a cell spans; 0 rows are all that are left."""
    stated = str(cell.get(name) or "").strip()
    if not stated.isascii() or not stated.isdigit() or len(stated) > 6:
        return 1
    number = int(stated)
    if number == 0:
        return LIMITS.rows if name == "rowspan" else 1
    return number if name == "rowspan" else min(number, _LONGEST_SPAN)


def _is_hidden(element: "etree._Element") -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(str(style)))


def _marks(tag: str, element: "etree._Element") -> frozenset[Mark]:
    style = str(element.get("style") or "")
    found: set[Mark] = set()
    if tag in _STRUCK or (style and _THROUGH.search(style)):
        found.add("struck")
    if tag in _RAISED or (style and _SUPER.search(style)):
        found.add("raised")
    return frozenset(found)
