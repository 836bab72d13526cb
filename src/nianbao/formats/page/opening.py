"""The door: ``read(data) -> Page`` for whatever document it is; its kind is told by content."""

from nianbao.formats.limits import LIMITS
from nianbao.formats.page import docx, html, mht, ofd, pdf, through_office
from nianbao.formats.page.kind import kind_of
from nianbao.formats.page.page import Page
from nianbao.formats.zip_package import refused, too_large

__all__ = ["kind_of", "read"]

_READERS = {"docx": docx.read, "html": html.read, "mht": mht.read, "pdf": pdf.read, "ofd": ofd.read}


def read(data: bytes) -> Page:
    """Return a document as texts and tables; ``Refusal`` for whatever cannot be read as one."""
    if not data:
        raise refused("empty file")
    if len(data) > LIMITS.file:
        raise too_large(f"文件有 {len(data) // 1_000_000} MB")
    kind = kind_of(data)
    if kind is None:
        raise refused("not a document")
    reader = _READERS.get(kind)
    return reader(data) if reader else through_office.read(data, kind)
