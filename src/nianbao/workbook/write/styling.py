"""How the workbook looks: the named styles of its cells, colours and paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.header_footer import _HeaderFooterPart as FooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

TITLE, NOTE, LABEL, HEADING, ROW_LABEL = "年报标题", "年报说明", "年报标签", "年报表头", "年报行名"
NUMBER, MONEY, CHOICE, LINE = "年报数字格", "年报金额格", "年报选项格", "年报文本格"
TEXT, TOTAL, STATUS, LINK = "年报正文格", "年报总计", "年报状态", "年报链接"
OUTPUT, LAST_YEAR, ASPECT = "年报核对", "年报上年", "年报栏目"
OUTPUT_NUMBER = "年报汇总数"

ENTRY_TINT, TOTAL_TINT, LABEL_TINT = "FFF9DB", "E9ECEF", "F4F6F8"
RED_TINT, RED, AMBER_TINT, AMBER, GREEN = "FFD9D9", "C00000", "FFE8B8", "9C5700", "2E7D32"
FONT = "宋体"

_thin = Side(style="thin", color="FF7F7F7F")
_box = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)


@dataclass(frozen=True)
class Look:
    """How a kind of cell looks, and whether the clerk may write in it."""

    tint: str = ""
    size: float = 10.5
    is_bold: bool = False
    color: str = "FF000000"
    is_link: bool = False
    is_boxed: bool = True
    across: Literal["left", "center", "right"] = "left"
    down: Literal["top", "center"] = "center"
    is_entry: bool = False
    shape: str = "General"

    def named(self, name: str) -> NamedStyle:
        """Return it as a named style."""
        underline: Literal["single", "none"] = "single" if self.is_link else "none"
        return NamedStyle(
            name=name,
            font=Font(FONT, self.size, self.is_bold, color=self.color, underline=underline),
            fill=PatternFill("solid", fgColor=f"FF{self.tint}") if self.tint else PatternFill(),
            border=_box if self.is_boxed else Border(),
            alignment=Alignment(horizontal=self.across, vertical=self.down, wrap_text=True),
            protection=Protection(locked=not self.is_entry),
            number_format=self.shape,
        )


_LOOKS: Mapping[str, Look] = {
    TITLE: Look(size=16, is_bold=True, across="center", is_boxed=False),
    NOTE: Look(is_boxed=False, color="FF444444"),
    LABEL: Look(is_boxed=False, is_bold=True, across="right"),
    HEADING: Look(is_bold=True, across="center", tint=LABEL_TINT),
    ROW_LABEL: Look(tint=LABEL_TINT),
    NUMBER: Look(tint=ENTRY_TINT, is_entry=True, across="center", shape="0"),
    MONEY: Look(tint=ENTRY_TINT, is_entry=True, across="center"),
    CHOICE: Look(tint=ENTRY_TINT, is_entry=True, across="center"),
    LINE: Look(tint=ENTRY_TINT, is_entry=True, shape="@"),
    TEXT: Look(tint=ENTRY_TINT, is_entry=True, down="top", size=12, shape="@"),
    TOTAL: Look(tint=TOTAL_TINT, across="center", shape="0"),
    STATUS: Look(is_boxed=False, is_bold=True),
    LINK: Look(across="center", color="FF0563C1", is_link=True),
    OUTPUT: Look(),
    OUTPUT_NUMBER: Look(across="center"),
    LAST_YEAR: Look(down="top", color="FF666666", tint="F7F7F7"),
    ASPECT: Look(is_bold=True, size=12, tint=LABEL_TINT),
}


def add_styles(book: Workbook) -> None:
    """Register every named style with ``book``."""
    for name, look in _LOOKS.items():
        book.add_named_style(look.named(name))


def set_paper(sheet: Worksheet, *, title_rows: str, landscape: bool, footer: str) -> None:
    """Set A4, one page wide, ``title_rows`` repeated, the form code at the foot."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = title_rows
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.6
    sheet.page_margins.top = sheet.page_margins.bottom = 0.75
    sheet.oddFooter = HeaderFooterItem(
        left=FooterPart(text=footer), right=FooterPart(text="第 &P 页，共 &N 页")
    )


def set_widths(sheet: Worksheet, widths: Mapping[str, float]) -> None:
    """Set column widths, in characters of the standard font."""
    for column, width in widths.items():
        sheet.column_dimensions[column].width = width


_LINE_HEIGHT = 16.0
# Excel takes rows of up to 409 points.
TALLEST = 400.0


def height_for(texts: Mapping[int, str], tallest: float = TALLEST) -> float:
    """Return the row height, in points, that shows ``texts`` (by the width of their columns).

    Programs do not all grow a row that says nothing of its height; a Chinese character takes two
    of the units that widths are counted in.
    """
    units = {width: sum(1 + (each > "\u2e7f") for each in text) for width, text in texts.items()}
    lines = max((-(-count // int(width - 1)) for width, count in units.items()), default=1)
    return min(_LINE_HEIGHT * max(1, lines) + 2, tallest)
