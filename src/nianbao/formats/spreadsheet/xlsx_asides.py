"""What lies on a sheet of an xlsx beside its cells: comments, text boxes, pictures, other files."""

from collections.abc import Iterator, Mapping

from nianbao.formats.spreadsheet.addresses import parse_address
from nianbao.formats.spreadsheet.sheet import Aside
from nianbao.formats.spreadsheet.xml_parts import Handler, walk
from nianbao.formats.zip_package import Package

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing "
_TEXT = "http://schemas.openxmlformats.org/drawingml/2006/main "
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_EMBEDDED = ("oleObject", "package")
_LONGEST = 500
_MOST = 1000


def asides(package: Package, relations: Mapping[str, tuple[str, str]]) -> Iterator[Aside]:
    """Yield what the ``relations`` of a sheet lead to; parts that are missing hold nothing."""
    for kind, target in relations.values():
        if target not in package:
            continue
        if kind == "comments" or kind == "threadedComment":
            yield from _comments(package.read(target))
        elif kind == "drawing":
            yield from _drawing(package.read(target))
        elif kind in _EMBEDDED:
            yield Aside("embedded file", (0, 0))


def _comments(part: bytes) -> Iterator[Aside]:
    found = _Comments()
    walk(part, found)
    for reference, author, pieces in found.texts[:_MOST]:
        place, text = parse_address(reference), "".join(pieces).strip()
        # Some programs lay a hint beside every talk, for those that do not know of talks.
        if place is not None and text and not text.startswith("[Threaded comment]"):
            by = found.authors[author] if author < len(found.authors) else ""
            yield Aside("comment", place, text[:_LONGEST], by)


class _Comments(Handler):
    """The comments by their cell; the older kind, and the kind that is a talk."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, int, list[str]]] = []
        self.authors: list[str] = []

    def start(self, attributes: dict[str, str]) -> None:
        if self._local() in ("comment", "threadedComment"):
            author = attributes.get("authorId", "")
            number = int(author[:5]) if author.isdecimal() else len(self.texts) + _MOST
            self.texts.append((attributes.get("ref", ""), number, []))
        elif self._local() == "author":
            self.authors.append("")

    def characters(self, text: str) -> None:
        if self._local() == "author":
            self.authors[-1] += text
        elif self.texts and self._local() in ("t", "text"):
            self.texts[-1][2].append(text)

    def _local(self) -> str:
        return self.path[-1].rpartition(" ")[2]


def _drawing(part: bytes) -> Iterator[Aside]:
    found = _Drawing()
    walk(part, found)
    yield from found.found[:_MOST]


class _Drawing(Handler):
    """The shapes of a drawing at the cell they are anchored to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Aside] = []
        self._place = [0, 0]
        self._texts: list[str] = []
        self._kind = ""

    def start(self, attributes: dict[str, str]) -> None:
        local = self._local()
        if local in _ANCHORS:
            self._place, self._texts, self._kind = [0, 0], [], ""
        elif local in ("sp", "cxnSp") and not self._kind:
            self._kind = "text box"
        elif (local == "pic" and not self._kind) or (local == "graphicFrame" and not self._kind):
            self._kind = "picture"

    def characters(self, text: str) -> None:
        if self.path[-1] == f"{_TEXT}t":
            self._texts.append(text)
        elif self.path[-2:-1] == [f"{_DRAWING}from"] and text.strip().isdecimal():
            at = {"row": 0, "col": 1}.get(self._local())
            if at is not None:
                self._place[at] = int(text[:7])

    def end(self) -> None:
        if self._local() not in _ANCHORS:
            return
        place, text = (self._place[0], self._place[1]), "".join(self._texts).strip()
        if self._kind == "picture":
            self.found.append(Aside("picture", place))
        elif self._kind and text:
            self.found.append(Aside("text box", place, text[:_LONGEST]))

    def _local(self) -> str:
        return self.path[-1].rpartition(" ")[2]
