"""The index of a year: one web page that links the web page of every body, in roster order."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from nianbao.documents.composition import compose
from nianbao.documents.volume import Volume
from nianbao.documents.web import STYLE_DIGESTS
from nianbao.errors import ProgramFault
from nianbao.templating import compiled, style_digests


class IndexTemplate:
    """The template of the index page, compiled."""

    def __init__(self, path: Path) -> None:
        source = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        self._template = compiled(source, path.name)
        self._digests = style_digests(source)

    def render(self, volume: Volume, pages: Sequence[str]) -> bytes:
        """Return the index; ``pages`` are the file names of the web pages, one for each report."""
        bodies = [compose(each).body for each in volume.reports]
        links = [quote(page, safe="") for page in pages]
        finished = self._template.render({
            "汇编机关": volume.author, "题名": volume.title, STYLE_DIGESTS: self._digests,
            "各篇": list(zip(bodies, links, strict=True)),
        }).encode()  # fmt: skip
        if _read(finished) != list(zip(bodies, links, strict=True)):
            raise ProgramFault("汇编目录与各机关的网页不一致。文件没有保存，请联系维护人员。")
        return finished


def _read(finished: bytes) -> list[tuple[str, str]]:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(finished, parser)
    return [("".join(map(str, each.itertext())), each.get("href", "")) for each in root.iter("a")]
