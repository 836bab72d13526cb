"""An XML part of a document, parsed under limits with lxml: no entities, no network."""

from lxml import etree

from nianbao.formats.limits import LIMITS
from nianbao.formats.zip_package import refused, too_large


def root_of(part: bytes) -> "etree._Element":
    """Return the root; ``Refusal`` where it is too large, broken, or has a document type."""
    if part.count(b"<") > LIMITS.elements:
        raise too_large("文件的内容")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise refused("document damaged") from error
    if b"<!DOCTYPE" in part:
        raise refused("document suspicious", "文档类型声明")
    return root
