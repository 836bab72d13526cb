"""The blocks of a finished web page, read as a browser reads them."""

from collections.abc import Iterator

from lxml import etree

from nianbao.documents.readback import Block, Grid, laid_out

_TEXTS = frozenset({"h1", "h2", "h3", "p"})


def web_blocks(finished: bytes) -> list[Block]:
    """Return headings, paragraphs and tables of the body in reading order."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(finished, parser)
    body = root.find("body") if root is not None else None
    return [] if body is None else list(_blocks(body))


def _blocks(parent: etree._Element) -> Iterator[Block]:
    for element in parent:
        if element.tag == "table":
            yield grid(element)
        elif element.tag in _TEXTS:
            yield _text(element)
        else:
            yield from _blocks(element)


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def grid(table: etree._Element) -> Grid:
    """Return the cells of a table with their spans."""
    return laid_out(
        [
            (int(cell.get("rowspan", "1")), int(cell.get("colspan", "1")), _text(cell))
            for cell in line.iterchildren("th", "td")
        ]
        for line in table.iter("tr")
    )
