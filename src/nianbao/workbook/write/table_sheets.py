"""The sheets of tables 二, 三 and 四: drawn to the letter from the geometry of the form."""

from collections.abc import Mapping

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from nianbao.form import report
from nianbao.form.tables import Entry, Label, Total
from nianbao.workbook import layout as at
from nianbao.workbook.issue import Issue
from nianbao.workbook.layout import Spot, TablePlace, layout
from nianbao.workbook.write import styling
from nianbao.workbook.write.drawing import (
    AMBER,
    RED,
    cell_at,
    colour_where,
    draw_filer,
    draw_status,
    draw_title,
    merge,
    put_entry,
)
from nianbao.workbook.write.text_cells import put_formula, put_text
from nianbao.workbook.write.validations import Prompt, add_dropdown, add_number, add_prompt

TABLE_WIDTHS: Mapping[str, Mapping[str, float]] = {
    "disclosure": dict.fromkeys("ABCD", 24.0),
    "applications": {"A": 6, "B": 9, "C": 38, **dict.fromkeys("DEFGHIJ", 9.5)},
    "disputes": dict.fromkeys("ABCDEFGHIJKLMNO", 9.5),
}


def draw_table(sheet: Worksheet, place: TablePlace, issue: Issue) -> None:
    """One official table with its declaration above it."""
    table, width = place.table, place.table.columns
    styling.set_widths(sheet, TABLE_WIDTHS[table.key])
    draw_title(sheet, table.title, width)
    draw_filer(sheet, width)
    declared = place.declaration
    put_text(cell_at(sheet, declared.label), declared.text, styling.LABEL)
    put_text(cell_at(sheet, declared.entry), issue.known.get(declared.path, ""), styling.CHOICE)
    prompt = Prompt(
        declared.text, "有任何一格不为 0 选“有数据”；全表没有数据选“全部为零”。必须选。"
    )
    add_dropdown(sheet, [declared.entry], at.LIST_DECLARATIONS, prompt)
    right = Spot(place.sheet, at.STATUS_ROW, declared.entry.column + 1)
    draw_status(sheet, right, width - declared.entry.column)
    sheet.row_dimensions[at.DECLARATION_ROW].height = 30
    for cell in table.cells:
        _draw_cell(sheet, place, cell, issue)
    for row in range(table.rows):
        tall = TALL_ROWS.get(table.key, {}).get(row, 22)
        sheet.row_dimensions[at.TABLE_TOP + row].height = tall
    _draw_explanation(sheet, place, issue)
    _explain_rows(sheet, place)
    _colour_table(sheet, place)
    top = at.TABLE_TOP + table.head_rows
    if table.head_rows:
        sheet.freeze_panes = f"{get_column_letter(1 + table.label_columns)}{top}"
    rows = f"{at.TABLE_TOP}:{top - 1}" if table.head_rows else "1:1"
    is_wide = table.key == "disputes"
    styling.set_paper(sheet, title_rows=rows, landscape=is_wide, footer=str(issue.form_code))


TALL_ROWS: Mapping[str, Mapping[int, float]] = {
    "applications": {2: 30, 6: 30, 23: 30, 24: 30},
    "disputes": {3: 30},
}


def _draw_explanation(sheet: Worksheet, place: TablePlace, issue: Issue) -> None:
    """The line below a table where a difference from last year is explained."""
    pair = place.explanation
    if pair is None:
        return
    put_text(cell_at(sheet, pair.label), pair.text, styling.NOTE)
    across = place.table.columns - pair.label.column
    for column in range(across):
        sheet.cell(pair.entry.row, pair.entry.column + column).style = styling.LINE
    put_text(cell_at(sheet, pair.entry), str(issue.known.get(pair.path, "")), styling.LINE)
    merge(sheet, pair.entry, 1, across)
    sheet.row_dimensions[pair.entry.row].height = 34
    add_prompt(sheet, [pair.entry], Prompt(pair.text, "没有不符的不用填。"))


def _draw_cell(
    sheet: Worksheet, place: TablePlace, cell: Label | Entry | Total, issue: Issue
) -> None:
    spot, style = place.spot(cell.row, cell.column), _style_of(cell)
    if isinstance(cell, Label):
        put_text(cell_at(sheet, spot), cell.text, style)
    elif isinstance(cell, Total):
        spots = [layout().spots[part] for part in cell.parts]
        area = f"{spots[0].cell}:{spots[-1].cell}"
        put_formula(cell_at(sheet, spot), f"SUM({area})", style)
    else:
        put_entry(cell_at(sheet, spot), issue.known.get(cell.path, 0), style)
    if cell.down > 1 or cell.across > 1:
        for row in range(cell.down):
            for column in range(cell.across):
                sheet.cell(spot.row + row, spot.column + column).style = style
        merge(sheet, spot, cell.down, cell.across)


def _style_of(cell: Label | Entry | Total) -> str:
    if isinstance(cell, Label):
        return styling.HEADING if cell.role == "heading" else styling.ROW_LABEL
    if isinstance(cell, Total):
        return styling.TOTAL
    return styling.MONEY if cell.is_money else styling.NUMBER


def _explain_rows(sheet: Worksheet, place: TablePlace) -> None:
    """Give every entry cell the official explanation of its row (table 四: of its block)."""
    rows: dict[str, list[Entry]] = {}
    for entry in place.table.entries:
        is_single = isinstance(report.kind_of(entry.path.rpartition(".")[0]), type) and (
            report.declaration(entry.path).description
        )
        rows.setdefault(entry.path if is_single else entry.path.rpartition(".")[0], []).append(
            entry
        )
    for path, entries in rows.items():
        text = (
            report.declaration(path).description or "按案件结果填件数；作为共同被告的，只计原机关。"
        )
        spots = [place.spot(entry.row, entry.column) for entry in entries]
        prompt = Prompt(report.label(path), text)
        add_number(sheet, spots, prompt, is_money=entries[0].is_money)


def _colour_table(sheet: Worksheet, place: TablePlace) -> None:
    """Redden what is not a number, totals typed over, and the columns of a broken identity."""
    table = place.table
    for area in layout().rectangles(entry.path for entry in table.entries):
        cells = area.rpartition("!")[2].replace("$", "")
        first = cells.partition(":")[0]
        colour_where(sheet, cells, f'AND({first}<>"",NOT(ISNUMBER({first})))', RED)
    for total in table.totals:
        parts = [layout().spots[part].cell for part in total.parts]
        spot = layout().spots[total.path].cell
        area = f"{parts[0]}:{parts[-1]}"
        colour_where(sheet, spot, f"{spot}<>SUM({area})", RED)
    declared = place.declaration.entry.cell
    colour_where(sheet, declared, f'{declared}=""', AMBER)
    if table.key == "applications":
        _colour_identity(sheet)


def _colour_identity(sheet: Worksheet) -> None:
    spots = layout().spots
    first, last = (
        {
            row: spots[f"applications.{row}.{column}"]
            for row in (
                "received",
                "carried_in",
                "outcomes.granted",
                "outcomes.total",
                "carried_out",
            )
        }
        for column in ("natural_person", "other")
    )
    column = get_column_letter(first["received"].column)
    rows = {name: f"{column}${spot.row}" for name, spot in first.items()}
    outcomes = f"{rows['outcomes.granted']}:{column}${first['outcomes.total'].row - 1}"
    broken = f"SUM({rows['received']}:{rows['carried_in']})<>SUM({outcomes},{rows['carried_out']})"
    for top, bottom in (("received", "carried_in"), ("outcomes.total", "carried_out")):
        area = f"{first[top].cell}:{last[bottom].cell}"
        colour_where(sheet, area, broken, RED)
