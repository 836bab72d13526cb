"""Builds templates/report.docx: ``python tests/build_word_template.py [FILE]``.

The Word file follows GB/T 9704-2012 as county offices use it. An official may change it in Word
afterwards; this script only makes the one that comes along. Lengths are in twips (1/20 pt) where
Word counts so, else the names say millimetres.
"""

import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from nianbao.documents import fields
from nianbao.documents.composition import PART_TITLES, TITLE_SUFFIX
from nianbao.documents.fields import TABLE_NAMES, figure_keys
from nianbao.form.tables import Label, Table, official_tables
from support.word_parts import (
    DECLARATION,
    LATIN,
    NAMESPACES,
    content_types,
    font_table,
    relationships,
    settings,
    theme,
)

TARGET = Path(__file__).resolve().parent.parent / "templates" / "report.docx"


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


@dataclass(frozen=True)
class Face:
    """A type face and size; sizes in points, ``tighter`` takes points out between characters."""

    eastern: str
    size: float
    latin: str = LATIN
    tighter: float = 0

    @property
    def properties(self) -> str:
        """The run properties, in the schema's order."""
        spacing = f'<w:spacing w:val="{round(-20 * self.tighter)}"/>' if self.tighter else ""
        half_points = round(2 * self.size)
        return (
            f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{self.latin}" w:hAnsi="{self.latin}" '
            f'w:eastAsia="{self.eastern}" w:cs="{self.latin}"/>{spacing}'
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        )


TITLE = Face("方正小标宋简体", 22)
BODY = Face("仿宋_GB2312", 16)
HEADING = Face("黑体", 16)
RUN_IN = Face("楷体_GB2312", 16)
NUMBER = Face("宋体", 14, "宋体")


@dataclass(frozen=True)
class Look:
    """How a table is set: widths, cell margin, row height in mm; type size, line pitch in pt."""

    widths: tuple[float, ...]
    size: float
    pitch: float
    margin: float
    height: float

    @property
    def face(self) -> Face:
        """The face of its cells."""
        return Face("宋体", self.size, "宋体")


LOOKS = {
    "disclosure": Look((39,) * 4, 12, 18, 1.5, 7),
    "applications": Look((12, 15, 52, *(11,) * 7), 10.5, 14, 0.1, 6),
    "disputes": Look((10.4,) * 15, 10, 14, 0.1, 8),
}


def run(text: str, face: Face = BODY) -> str:
    """Return a run; a line feed in ``text`` breaks the line."""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{face.properties}{lines}</w:r>"


def paragraph(style: str, *runs: str, extra: str = "") -> str:
    """Return a paragraph of a named style; ``extra`` are properties that come after the style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{"".join(runs)}</w:p>'


def command(text: str) -> str:
    """Return a paragraph that only steers: it vanishes from the finished document."""
    return paragraph("Body", run(f"{{%p {text} %}}"))


def field(name: str) -> str:
    """Return a field as it stands in a template."""
    return f"{{{{ {name} }}}}"


def texts(name: str) -> Iterator[str]:
    """Yield the loop over the paragraphs of a text, each with its run-in heading.

    Those of part 六 stay with what follows: a signature does not stand on a page of its own.
    """
    keep = "<w:keepNext/>" if name == fields.OTHER else ""
    yield command(f"for 段 in {name}")
    yield paragraph("Body", run(field("段.标题"), RUN_IN), run(field("段.正文")), extra=keep)
    yield command("endfor")


def cell(look: Look, span: tuple[int, int], content: str, merge: str = "") -> str:
    """Return a cell over the columns ``span`` (first, how many)."""
    first, across = span
    width = sum(twips(each) for each in look.widths[first : first + across])
    grid = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{grid}{merge}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table_row(table: Table, row: int, keep: bool) -> str:
    """Return one grid row, cells that reach down from above continued."""
    look, keys = LOOKS[table.key], figure_keys(table)
    extra = "<w:keepNext/>" if keep else ""
    pitch = f'<w:spacing w:line="{round(20 * look.pitch)}" w:lineRule="exact"/>'
    cells = []
    for each in sorted(table.cells, key=lambda one: one.column):
        if not each.row <= row < each.row + each.down:
            continue
        starts = each.row == row
        joined = '<w:vMerge w:val="restart"/>' if starts else "<w:vMerge/>"
        merge = joined if each.down > 1 else ""
        face, text, side = look.face, "", "center"
        if isinstance(each, Label):
            is_group = each.role == "row" and each.down > 1
            if each.role == "row" and not is_group and table.key == "applications":
                side = "left"
            if is_group and each.column:
                # Four characters of 10.5 pt need a hair more than the 15 mm column has.
                face = Face("宋体", look.size, "宋体", tighter=0.5)
            if starts:
                text = each.text.replace("）", "）\n", 1) if is_group else each.text
        elif starts:
            text = field(f"{TABLE_NAMES[table.key]}.{keys[each]}")
        indent = f'<w:ind w:left="{twips(0.9)}"/>' if side == "left" else ""
        properties = f'{extra}{pitch}{indent}<w:jc w:val="{side}"/>'
        content = paragraph("Cell", *([run(text, face)] if text else []), extra=properties)
        cells.append(cell(look, (each.column, each.across), content, merge))
    header = "<w:tblHeader/>" if row < table.head_rows else ""
    height = f'<w:trHeight w:val="{twips(look.height) + 1}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{header}</w:trPr>{''.join(cells)}</w:tr>"


def stays_with_next(table: Table, row: int) -> bool:
    """True for rows that may not end a page: all but the last one, in table 三 all of a group.

    Tables 二 and 四 stay whole. Table 三 fills a page; where an official has made it longer it holds
    together from its heads to the end of its first group, and no page starts within a group.
    """
    if row == table.rows - 1:
        return False
    if table.key != "applications":
        return True
    groups = [one for one in table.labels if one.role == "row" and one.down > 1 and one.column]
    return row < groups[0].row or any(one.row <= row < one.row + one.down - 1 for one in groups)


def official_table(table: Table) -> str:
    """Return a table of the form, 156 mm wide."""
    look = LOOKS[table.key]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{twips(look.margin)}" w:type="dxa"/>' for side in ("left", "right")
    )
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in look.widths)
    rows = (table_row(table, row, stays_with_next(table, row)) for row in range(table.rows))
    width = sum(twips(each) for each in look.widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{sides}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"<w:tblCaption w:val={quoteattr(table.title)}/></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def preamble() -> str:
    """Return the opening paragraph; what a body did not state is left out."""
    body, year = field(fields.BODY), field(fields.YEAR)
    website, contact = field(fields.WEBSITE), field(fields.CONTACT)
    parts = "、".join(title.partition("、")[2] for title in PART_TITLES[:3])
    return paragraph(
        "Body",
        run(
            "根据《中华人民共和国政府信息公开条例》第四十九条、第五十条规定，编制并公布本报告。"
            f"本报告由{parts}、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、"
            "其他需要报告的事项六个部分组成，"
            f"所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
            f"{{% if {fields.WEBSITE} %}}本报告在{website}公布，可供查阅和下载。{{% endif %}}"
            f"{{% if {fields.CONTACT} %}}如对本报告有疑问，请与{body}联系（{contact}）。"
            "{% endif %}"
        ),
    )


def blocks() -> Iterator[str]:
    """Yield the paragraphs and tables of the document."""
    yield paragraph("Title", run(field(fields.BODY), TITLE), extra="<w:keepNext/>")
    second = run(field(fields.YEAR) + TITLE_SUFFIX, TITLE)
    yield paragraph("Title", second, extra='<w:spacing w:after="560"/>')
    yield preamble()
    overview, *tables, shortcomings, other = PART_TITLES
    yield paragraph("Heading1", run(overview, HEADING))
    yield from texts(fields.OVERVIEW)
    for title, table in zip(tables, official_tables(), strict=True):
        space = '<w:spacing w:before="120" w:after="120"/>'
        if table.key == "applications":
            # Table 三 and its heading fill a page.
            space = '<w:pageBreakBefore/><w:spacing w:after="120"/>'
        yield paragraph("Heading1", run(title, HEADING), extra=space)
        yield official_table(table)
    for title, name in ((shortcomings, fields.SHORTCOMINGS), (other, fields.OTHER)):
        space = '<w:spacing w:before="120"/>' if title == shortcomings else ""
        yield paragraph("Heading1", run(title, HEADING), extra=space)
        yield from texts(name)
    for name, extra in (
        (fields.SIGNATURE, '<w:keepNext/><w:spacing w:before="560"/>'),
        (fields.DATE, ""),
    ):
        yield command(f"if {name}")
        yield paragraph("Signature", run(field(name)), extra=extra)
        yield command("endif")


def document() -> str:
    """Return word/document.xml."""
    size = f'<w:pgSz w:w="{twips(210)}" w:h="{twips(297)}"/>'
    margins = (
        f'<w:pgMar w:top="{twips(37)}" w:right="{twips(26)}" w:bottom="{twips(35)}" '
        f'w:left="{twips(28)}" w:header="{twips(15)}" w:footer="{twips(25.5)}" w:gutter="0"/>'
    )
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>'
        f'<w:footerReference w:type="even" r:id="rId2"/>{size}{margins}</w:sectPr>'
    )
    return (
        f"{DECLARATION}<w:document {NAMESPACES}><w:body>{''.join(blocks())}{section}</w:body>"
        "</w:document>"
    )


def footer(side: str) -> str:
    """Return a footer with ``— 1 —``, a character away from the ``side`` of the text block."""
    mark = (
        f"{run('— ', NUMBER)}"
        f'<w:r>{NUMBER.properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{NUMBER.properties}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{NUMBER.properties}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run('1', NUMBER)}"
        f'<w:r>{NUMBER.properties}<w:fldChar w:fldCharType="end"/></w:r>'
        f"{run(' —', NUMBER)}"
    )
    extra = f'<w:ind w:{side}="280"/><w:jc w:val="{side}"/>'
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{paragraph('Footer', mark, extra=extra)}</w:ftr>"


def style(name: str, shown: str, paragraph_properties: str, face: Face) -> str:
    """Return a paragraph style; ``shown`` is its name in Word's list."""
    is_default = ' w:default="1"' if name == "Normal" else ""
    base = "" if is_default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{is_default} w:styleId="{name}"><w:name w:val="{shown}"/>'
        f"{base}<w:qFormat/><w:pPr>{paragraph_properties}</w:pPr>{face.properties}</w:style>"
    )


def styles() -> str:
    """Return word/styles.xml."""
    exact = '<w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/>'
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    title = '<w:spacing w:line="720" w:lineRule="exact"/><w:jc w:val="center"/>'
    right = '<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>'
    listed = (
        style("Normal", "Normal", f'{exact}<w:jc w:val="both"/>', BODY),
        style("Body", "正文段落", indent, BODY),
        style("Title", "Title", title, TITLE),
        style("Heading1", "heading 1", f'<w:keepNext/>{indent}<w:outlineLvl w:val="0"/>', HEADING),
        style("Cell", "表格文字", '<w:jc w:val="center"/>', Face("宋体", 10.5, "宋体")),
        style("Signature", "落款", right, BODY),
        style("Footer", "footer", '<w:spacing w:line="280" w:lineRule="exact"/>', NUMBER),
    )
    defaults = (
        f"<w:docDefaults><w:rPrDefault>{BODY.properties[:-8]}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    return f"{DECLARATION}<w:styles {NAMESPACES}>{defaults}{''.join(listed)}</w:styles>"


def parts() -> dict[str, str]:
    """Return every part of the package by name."""
    kinds = (
        ("document", "document.main"), ("styles", "styles"), ("settings", "settings"),
        ("fontTable", "fontTable"), ("footer1", "footer"), ("footer2", "footer"),
    )  # fmt: skip
    typed = [(name, f"wordprocessingml.{kind}") for name, kind in kinds]
    return {
        "[Content_Types].xml": content_types([*typed, ("theme/theme1", "theme")]),
        "_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relationships(
            ("rId1", "footer", "footer1.xml"),
            ("rId2", "footer", "footer2.xml"),
            ("rId3", "styles", "styles.xml"),
            ("rId4", "settings", "settings.xml"),
            ("rId5", "fontTable", "fontTable.xml"),
            ("rId6", "theme", "theme/theme1.xml"),
        ),
        "word/document.xml": document(),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
        "word/footer1.xml": footer("right"),
        "word/footer2.xml": footer("left"),
    }


def build(target: Path) -> None:
    """Write the template, the same bytes each time."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts().items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            package.writestr(entry, content.encode(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
