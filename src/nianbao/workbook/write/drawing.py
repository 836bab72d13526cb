"""What the sheets have in common: the issue they are drawn for, title, filer and status lines."""

from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from nianbao.workbook import layout as at
from nianbao.workbook.layout import Spot, layout
from nianbao.workbook.write import styling
from nianbao.workbook.write.check_sheet import BROKEN, check_lines, quoted
from nianbao.workbook.write.text_cells import put_formula, put_text

RED = PatternFill("solid", bgColor=f"FF{styling.RED_TINT}")
AMBER = PatternFill("solid", bgColor=f"FF{styling.AMBER_TINT}")


def draw_title(sheet: Worksheet, text: str, width: int) -> None:
    """Write the title over ``width`` columns."""
    put_text(sheet["A1"], text, styling.TITLE)
    merge(sheet, Spot(sheet.title, 1, 1), 1, width)
    sheet.row_dimensions[1].height = 32


def merge(sheet: Worksheet, spot: Spot, down: int, across: int) -> None:
    """Merge the cells from ``spot`` on; a single cell stays as it is.

    Every cell of the area is styled by whoever draws it, so the library's own pass over the
    borders, which takes half the time of a workbook, is left out.
    """
    if down > 1 or across > 1:
        last = Spot(spot.sheet, spot.row + down - 1, spot.column + across - 1)
        sheet.merged_cells.add(f"{spot.cell}:{last.cell}")


def cell_at(sheet: Worksheet, spot: Spot) -> Cell | MergedCell:
    """Return the cell at ``spot``."""
    return sheet.cell(spot.row, spot.column)


def link_to(cell: Cell | MergedCell, target: Spot, text: str) -> None:
    """Write ``text`` as a link to another cell of the workbook."""
    if isinstance(cell, Cell):
        place = f"'{target.sheet}'!{target.cell}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place, display=text)
    put_text(cell, text, styling.LINK)


def put_entry(cell: Cell | MergedCell, value: Any, style: str) -> None:
    """Write an entry: a number as a number, everything else as text."""
    if isinstance(value, str):
        put_text(cell, value, style)
    else:
        cell.style = style
        if isinstance(cell, Cell):
            cell.value = value


def draw_status(sheet: Worksheet, spot: Spot, across: int) -> None:
    """Draw the line that says whether 核对 has something on this sheet."""
    last = at.CHECK_HEAD_ROW + len(check_lines())
    sheets = f"{at.CHECKS}!$C${at.CHECK_HEAD_ROW + 1}:$C${last}"
    verdicts = f"{at.CHECKS}!$E${at.CHECK_HEAD_ROW + 1}:$E${last}"
    count = f"COUNTIFS({sheets},{quoted(spot.sheet)},{verdicts},{quoted(BROKEN)})"
    formula = f'IF({count}=0,"本表核对通过","本表有 "&{count}&" 处问题，见“{at.CHECKS}”表")'
    put_formula(cell_at(sheet, spot), formula, styling.STATUS)
    merge(sheet, spot, 1, across)
    area = f"{spot.cell}:{get_column_letter(spot.column + across - 1)}{spot.row}"
    red = Font(color=f"FF{styling.RED}", bold=True)
    green = Font(color=f"FF{styling.GREEN}", bold=True)
    passed = f'LEFT({spot.cell},4)="本表核对"'
    colour_where(sheet, area, passed, green)
    colour_where(sheet, area, f"NOT({passed})", red)


def colour_where(sheet: Worksheet, area: str, formula: str, look: Font | PatternFill) -> None:
    """Colour the cells of ``area`` where ``formula`` (for its first cell) is true."""
    look_of_cell = DifferentialStyle()
    if isinstance(look, Font):
        look_of_cell.font = look
    else:
        look_of_cell.fill = look
    rule = Rule(type="expression", dxf=look_of_cell, formula=[formula])
    sheet.conditional_formatting.add(area, rule)


def draw_filer(sheet: Worksheet, width: int) -> None:
    """Draw the line that names body and year."""
    name, year = (layout().spots[path].reference for path in ("organisation", "year"))
    put_formula(sheet["A2"], f'"填报机关："&{name}&"　　报告年度："&{year}&"年"', styling.NOTE)
    merge(sheet, Spot(sheet.title, 2, 1), 1, width)
