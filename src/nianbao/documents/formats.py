"""The forms a finished document takes: each declared once, several written at a time.

``written(published, ("docx", "pdf"), writer_for(county))`` gives the bytes of each.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nianbao.documents.composition import Published
    from nianbao.documents.missing_glyphs import MissingGlyphs
    from nianbao.documents.writer import Writer


class Format(NamedTuple):
    """How a form of the document is called, how its files end, which method of Writer writes it."""

    title: str
    ending: str
    method: str


FORMATS: Mapping[str, Format] = {
    "docx": Format("Word", ".docx", "word"),
    "html": Format("网页", ".html", "web"),
    "pdf": Format("PDF", ".pdf", "pdf"),
    "fragment": Format("网页正文", "（网页正文）.html", "fragment"),
}
USUAL = ("docx", "html")
PDF = "pdf"


class Written(NamedTuple):
    """The finished documents by format, and why the PDF is not among them."""

    documents: dict[str, bytes]
    lacking: "MissingGlyphs | None"


def written(published: "Published", formats: Iterable[str], writer: "Writer") -> Written:
    """Return the finished documents, each read back; ``ProgramFault`` if one differs."""
    from nianbao.documents.missing_glyphs import MissingGlyphs

    made: dict[str, bytes] = {}
    try:
        for name in formats:
            made[name] = getattr(writer, FORMATS[name].method)(published)
    except MissingGlyphs as lacking:
        return Written(made, lacking)
    return Written(made, None)


@lru_cache(maxsize=2)
def writer_for(county: Path | None) -> "Writer":
    """Return the writer with the county's templates, compiled once per process."""
    # The libraries that write documents are of no use to most commands.
    from nianbao.documents.writer import Writer
    from nianbao.templating import template

    return Writer(lambda name: template(name, county))
