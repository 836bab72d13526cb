"""All accepted reports of a year in one volume: one Word file and one PDF, with contents.

Both are read back: after the contents they must say exactly what the single documents say, each of
which was compared with its report.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from xml.sax.saxutils import escape

from lxml import etree

from nianbao.documents import fields
from nianbao.documents.composition import TITLE_SUFFIX, Published, compose
from nianbao.documents.pdf import PdfTemplate
from nianbao.documents.pdf import blocks_of as pdf_blocks_of
from nianbao.documents.pdfread import page_count, plain
from nianbao.documents.readback import NEW_PAGE, Block
from nianbao.documents.word import WordTemplate
from nianbao.documents.word import blocks_of as word_blocks_of
from nianbao.documents.wordread import W, parser
from nianbao.errors import ProgramFault, TemplateProblem

# 156 mm in twentieths of a point: where the page numbers of the contents stand.
_RIGHT_EDGE = "8844"
_BEFORE_BREAK = frozenset({f"{W}pStyle", f"{W}keepNext", f"{W}keepLines"})
_FACE = (
    '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
    'w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr>'
)

_HEADING = (
    f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:spacing w:after="280"/><w:jc w:val="center"/></w:pPr>'
    f"<w:r>{_FACE.replace('仿宋_GB2312', '黑体')}<w:t>目　　录</w:t></w:r></w:p>"
)


@dataclass(frozen=True)
class Volume:
    """The reports of one ``year`` in roster order, at least one; ``author`` is the county."""

    author: str
    year: int
    reports: tuple[Published, ...]

    @property
    def title(self) -> str:
        """The second line of its title; the first is the author."""
        return f"{self.year}{TITLE_SUFFIX}汇编"


@dataclass(frozen=True)
class BoundPdf:
    """A volume as PDF and the page each report starts on, counted from 1."""

    content: bytes
    starts: tuple[int, ...]


def bind_pdf(template: PdfTemplate, volume: Volume) -> BoundPdf:
    """Return the volume as PDF."""
    content = template.typeset(
        {"题名": volume.author + volume.title, "作者": volume.author, "成册": True}, volume.reports
    )
    singles = [template.render(each) for each in volume.reports]
    _compare("合订本 PDF", pdf_blocks_of(content), [*map(pdf_blocks_of, singles)], volume)
    lengths = [page_count(single) for single in singles]
    first = page_count(content) - sum(lengths) + 1
    starts = tuple(first + sum(lengths[:at]) for at in range(len(lengths)))
    return BoundPdf(content, starts)


def bind_word(template: WordTemplate, volume: Volume, starts: Sequence[int] = ()) -> bytes:
    """Return the volume as Word file.

    ``starts`` are the page numbers to show in the contents until Word counts them itself.
    """
    contexts = [fields.fields(each, compose(each)) for each in volume.reports]
    documents = [etree.fromstring(template.document(each), parser()) for each in contexts]
    stated = contexts[0] | {fields.BODY: volume.author}
    content = template.package(
        stated, _bound(documents, volume, starts), volume.author + volume.title
    )
    singles = [word_blocks_of(template.render(each)) for each in volume.reports]
    _compare("合订本 Word 文件", word_blocks_of(content), singles, volume)
    return content


def _bound(documents: Sequence[etree._Element], volume: Volume, starts: Sequence[int]) -> bytes:
    """Return one word/document.xml: contents, then each report from a new page on."""
    openings = [next(document.iter(f"{W}p")) for document in documents]
    contents = [*_title(documents[0], volume), *_contents(volume, starts)]
    for number, opening in enumerate(openings):
        _open_on_new_page(opening, number)
    whole = _body(documents[0])
    section = whole[-1]
    for document in documents[1:]:
        for element in list(_body(document))[:-1]:
            section.addprevious(element)
    for position, paragraph in enumerate(contents):
        whole.insert(position, paragraph)
    return etree.tostring(documents[0], encoding="UTF-8", xml_declaration=True, standalone=True)


def _body(document: etree._Element) -> etree._Element:
    body = document.find(f"{W}body")
    if body is None or body[-1].tag != f"{W}sectPr":
        raise TemplateProblem("模板 report.docx 没有页面设置。请在 Word 中重新保存。")
    return body


def _open_on_new_page(opening: etree._Element, number: int) -> None:
    """Make a title open a page, stand in Word's navigation and be found by the contents."""
    properties = opening.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        opening.insert(0, properties)
    place = sum(each.tag in _BEFORE_BREAK for each in properties)
    properties.insert(place, etree.Element(f"{W}pageBreakBefore"))
    stated = {f"{W}id": str(number), f"{W}name": _mark(number)}
    opening.insert(1, etree.Element(f"{W}bookmarkStart", stated))
    opening.append(etree.Element(f"{W}bookmarkEnd", {f"{W}id": str(number)}))


def _mark(number: int) -> str:
    return f"report{number + 1}"


def _title(document: etree._Element, volume: Volume) -> Iterator[etree._Element]:
    """Yield the two lines of the volume's title, set like those of its first report."""
    opening, *others = islice(document.iter(f"{W}p"), 2)
    is_second_line = bool(others) and "".join(map(str, others[0].itertext())).endswith(TITLE_SUFFIX)
    for model, line in (
        (opening, volume.author),
        (others[0] if is_second_line else opening, volume.title),
    ):
        paragraph = deepcopy(model)
        first, *rest = paragraph.iter(f"{W}t")
        first.text = line
        for text in rest:
            text.text = ""
        yield paragraph


def _contents(volume: Volume, starts: Sequence[int]) -> Iterator[etree._Element]:
    yield etree.fromstring(_HEADING, parser())
    for number, published in enumerate(volume.reports):
        start = str(starts[number]) if number < len(starts) else ""
        yield _entry(compose(published).body, number, start)


def _entry(body: str, number: int, start: str) -> etree._Element:
    """Return a line of the contents: name, dots, page number that Word keeps up to date."""
    field = (
        '<w:r>{face}<w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        '<w:r>{face}<w:instrText xml:space="preserve"> PAGEREF {mark} \\h </w:instrText></w:r>'
        '<w:r>{face}<w:fldChar w:fldCharType="separate"/></w:r>'
        "<w:r>{face}<w:t>{start}</w:t></w:r>"
        '<w:r>{face}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    line = (
        '<w:p xmlns:w="{namespace}"><w:pPr><w:tabs>'
        '<w:tab w:val="right" w:leader="dot" w:pos="{edge}"/></w:tabs></w:pPr>'
        '<w:hyperlink w:anchor="{mark}" w:history="1"><w:r>{face}<w:t xml:space="preserve">{body}'
        "</w:t></w:r><w:r>{face}<w:tab/></w:r>" + field + "</w:hyperlink></w:p>"
    )
    filled = line.format(
        namespace=W[1:-1], edge=_RIGHT_EDGE, mark=_mark(number), face=_FACE, start=start,
        body=escape(body),
    )  # fmt: skip
    return etree.fromstring(filled, parser())


def _compare(
    name: str, bound: Sequence[Block], singles: Sequence[Sequence[Block]], volume: Volume
) -> None:
    """Raise ``ProgramFault`` unless ``bound`` is contents and exactly the blocks of the singles."""
    found = [_bare(block) for block in bound]
    expected = [_bare(block) for blocks in singles for block in blocks]
    end = max(0, len(found) - len(expected))
    listed = found[max(0, end - len(singles)) : end]
    bodies = [plain(compose(each).body) for each in volume.reports]
    is_listed = len(listed) == len(bodies) and all(
        plain(str(line)).startswith(body) for line, body in zip(listed, bodies, strict=True)
    )
    if found[end:] != expected or not is_listed:
        raise ProgramFault(f"{name}与各单行本不一致。文件没有保存，请联系维护人员。")


def _bare(block: Block) -> Block:
    return block.removeprefix(NEW_PAGE) if isinstance(block, str) else block
