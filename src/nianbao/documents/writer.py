"""The final document in its forms, each read back before it counts as written."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from nianbao.documents.composition import Published, file_stem
from nianbao.documents.index import IndexTemplate
from nianbao.documents.pdf import PdfTemplate
from nianbao.documents.volume import BoundPdf, Volume, bind_pdf, bind_word
from nianbao.documents.web import WebTemplate
from nianbao.documents.word import WordTemplate

__all__ = ["BoundPdf", "Published", "Volume", "Writer", "file_stem"]


class Writer:
    """Writes documents from templates compiled once: ``Writer(templates.template).word(…)``.

    ``templates`` gives the path of a template by its name. Every document is compared with its
    report before it is returned; a difference raises ``ProgramFault``. A template that cannot be
    used raises ``TemplateProblem``; a machine without Chinese type faces raises ``OutputProblem``
    and a report with characters that none of its faces has ``MissingGlyphs``, both for PDF alone.
    """

    def __init__(self, templates: Callable[[str], Path]) -> None:
        self._templates = templates
        self._word = WordTemplate(templates("report.docx"))
        self._web = WebTemplate(templates("report.html.j2"))

    def word(self, published: Published) -> bytes:
        """Return the Word file (.docx)."""
        return self._word.render(published)

    def web(self, published: Published) -> bytes:
        """Return the web page (.html, UTF-8)."""
        return self._web.render(published)

    def fragment(self, published: Published) -> bytes:
        """Return the body of the web page to paste into a portal's editor (.html, UTF-8)."""
        return self._fragment.render(published)

    def pdf(self, published: Published) -> bytes:
        """Return the PDF (tagged PDF/A-2b)."""
        return self._pdf.render(published)

    def volume_word(self, volume: Volume, starts: Sequence[int] = ()) -> bytes:
        """Return one Word file of all reports; ``starts`` are those of the PDF, where there is one.

        Word counts the pages of the contents itself when it opens the file.
        """
        return bind_word(self._word, volume, starts)

    def volume_pdf(self, volume: Volume) -> BoundPdf:
        """Return one PDF of all reports, and the page each of them starts on."""
        return bind_pdf(self._pdf, volume)

    def index(self, volume: Volume, pages: Sequence[str]) -> bytes:
        """Return the page that links the web pages ``pages`` (file names) of the reports."""
        return IndexTemplate(self._templates("index.html.j2")).render(volume, pages)

    @cached_property
    def _fragment(self) -> WebTemplate:
        return WebTemplate(self._templates("fragment.html.j2"))

    @cached_property
    def _pdf(self) -> PdfTemplate:
        return PdfTemplate(self._templates("report.typ"))
