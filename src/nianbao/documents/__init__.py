"""The final document in its forms, each read back before it counts as written."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from nianbao.documents.composition import Published
from nianbao.documents.naming import file_stem
from nianbao.documents.pdf import PdfTemplate
from nianbao.documents.web import WebTemplate
from nianbao.documents.word import WordTemplate

__all__ = ["Published", "Writer", "file_stem"]


class Writer:
    """Writes documents from templates compiled once: ``Writer(templates.template).word(…)``.

    ``templates`` gives the path of a template by its name. Every document is compared with its
    report before it is returned; a difference raises ``ProgramFault``.
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

    def pdf(self, published: Published) -> bytes:
        """Return the PDF (tagged PDF/A-2b); ``OutputProblem`` where type faces are missing."""
        return self._pdf.render(published)

    @cached_property
    def _pdf(self) -> PdfTemplate:
        return PdfTemplate(self._templates("report.typ"))
