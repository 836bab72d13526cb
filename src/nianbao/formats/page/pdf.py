"""A PDF → its texts and tables: words by position, put into the cells that are ruled on the page.

A page that is a picture is named as a scan, whatever invisible text lies over it.
"""

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from nianbao.formats.page.leaves import pieced
from nianbao.formats.page.page import Page
from nianbao.formats.page.pdf_marks import leaf
from nianbao.formats.zip_package import refused, too_large

_MOST_PAGES = 300


def read(data: bytes) -> Page:
    """Return a PDF as a page; ``Refusal`` where it is damaged, locked, too long or a scan."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        is_locked = pdf.FPDF_GetLastError() == pdf.FPDF_ERR_PASSWORD
        raise refused("document password" if is_locked else "document damaged") from fault
    with document:
        if len(document) > _MOST_PAGES:
            raise too_large(f"文件有 {len(document)} 页")
        try:
            leaves = [leaf(document[number]) for number in range(len(document))]
        except pdfium.PdfiumError as fault:
            raise refused("document damaged") from fault
        stated = {key.lower(): value for key, value in document.get_metadata_dict().items()}
    if not any(each.characters for each in leaves):
        raise refused("scan" if any(each.is_picture for each in leaves) else "document empty")
    return Page("pdf", pieced(leaves), (), stated)
