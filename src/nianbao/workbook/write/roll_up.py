"""The county's roll-up as a workbook of live sums, so that a person can follow every figure.

``roll_up_workbook(Sums(...))`` gives the bytes: what is in it and who is missing, the three
official tables as formulas, one list a table with a row for each body, and a sheet that names
every figure that is not its sum any more with the bodies it is made of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from nianbao.form import report
from nianbao.form.names import cell
from nianbao.form.report import FIGURES, Report
from nianbao.form.tables import Entry, Label, Total
from nianbao.rules.roll_up import contributions
from nianbao.workbook.layout import TABLE_TOP, Spot, TablePlace, layout
from nianbao.workbook.write import styling
from nianbao.workbook.write.drawing import RED, cell_at, colour_where, draw_title, merge, put_entry
from nianbao.workbook.write.saving import saved
from nianbao.workbook.write.table_sheets import TABLE_WIDTHS, TALL_ROWS
from nianbao.workbook.write.text_cells import put_formula, put_text

GUIDE, CHANGES = "汇总说明", "改动核对"
_LISTS: Mapping[str, str] = {
    "disclosure": "二、各机关",
    "applications": "三、各机关",
    "disputes": "四、各机关",
}
_NAME_COLUMN, _FIRST_FIGURE = 1, 2
_LIST_HEAD, _LIST_TOP = 3, 5
_CHANGES_HEAD = 4
_CHANGES_HEADINGS = ("表", "行", "列", "汇总表", "各机关之和", "相差", "来自")
_CHANGES_WIDTHS = (36, 50, 24, 12, 12, 10, 64)
_TALLEST_CHANGE = 130.0
_CHANGES_TEXTS = {at: _CHANGES_WIDTHS[at - 1] for at in (1, 2, 3, 7)}
_HEADLINE, _GUIDE_WIDTH = 8, 84
# Table 二 has rows of one figure, whose label stands above a single column.
_FIGURE_WIDTHS: Mapping[str, float] = {"disclosure": 13, "applications": 11, "disputes": 11}
# So many columns of figures go on a printed page, at this scale.
_ON_A_PAGE, _SCALE = 12, 60
_SUM = "合计"
_MISSING = "（未接收）"
_LONGEST_LIST = 2000
_HOW_TO = (
    "二、三、四各表的数是公式，按“各机关”表逐列相加；各机关的数来自已接收的年报。",
    "汇总表里改动过的格会变红，并在“改动核对”中列出与各机关之和的差和来自哪些机关。",
    "各机关的数有错，请退回机关更正后重新汇总，不要直接改汇总表。",
)


@dataclass(frozen=True)
class Sums:
    """What a roll-up shows: ``reports`` by body in the roster's order, who is missing, notes."""

    organisation: str
    year: int
    reports: Mapping[str, Report]
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def last_row(self) -> int:
        """The last row of a list; one empty row where no body is in it."""
        return _LIST_TOP + max(1, len(self.reports)) - 1


def roll_up_workbook(sums: Sums) -> bytes:
    """Return the workbook; formulas have no stored results, every program computes them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    styling.add_styles(book)
    _draw_guide(book.create_sheet(GUIDE), sums)
    for place in layout().tables:
        _draw_table(book.create_sheet(place.sheet), place, sums)
    for place in layout().tables:
        _draw_list(book.create_sheet(_LISTS[place.table.key]), place, sums)
    _draw_changes(book.create_sheet(CHANGES), sums)
    book.properties.title = f"{sums.year}年政府信息公开工作年度报告汇总表"
    book.properties.creator = "nianbao"
    return saved(book)


def _title(sums: Sums) -> str:
    return f"{sums.organisation}{sums.year}年政府信息公开工作年度报告汇总表"


def _draw_guide(sheet: Worksheet, sums: Sums) -> None:
    styling.set_widths(sheet, {"A": _GUIDE_WIDTH})
    draw_title(sheet, _title(sums), 1)
    for row, text in enumerate((*sums.notes, "", *_HOW_TO), start=3):
        put_text(sheet.cell(row, 1), text, styling.NOTE)
        sheet.row_dimensions[row].height = styling.height_for({_GUIDE_WIDTH: text})
    styling.set_paper(sheet, title_rows="1:1", landscape=False, footer=str(sums.year))


@dataclass(frozen=True)
class _Column:
    """Where the figures of one path stand in their list."""

    sheet: str
    letter: str

    def area(self, sums: Sums) -> str:
        """Return the column's figures as a formula writes them."""
        return f"'{self.sheet}'!${self.letter}${_LIST_TOP}:${self.letter}${sums.last_row}"


def _columns() -> dict[str, _Column]:
    return {
        entry.path: _Column(_LISTS[place.table.key], get_column_letter(_FIRST_FIGURE + at))
        for place in layout().tables
        for at, entry in enumerate(place.table.entries)
    }


def _draw_table(sheet: Worksheet, place: TablePlace, sums: Sums) -> None:
    """One official table: entries sum up the list, totals add up entries; changed cells redden."""
    table = place.table
    styling.set_widths(sheet, TABLE_WIDTHS[table.key])
    draw_title(sheet, table.title, table.columns)
    put_text(sheet.cell(2, 1), _title(sums), styling.NOTE)
    merge(sheet, Spot(sheet.title, 2, 1), 1, table.columns)
    columns = _columns()
    for each in table.cells:
        spot = place.spot(each.row, each.column)
        target = cell_at(sheet, spot)
        if isinstance(each, Label):
            style = styling.HEADING if each.role == "heading" else styling.ROW_LABEL
            put_text(target, each.text, style)
        else:
            style, formula = _sum_of(each, columns, sums)
            put_formula(target, formula, style)
            changed = f"IFERROR(ROUND({spot.cell}-{formula},6)<>0,TRUE)"
            colour_where(sheet, spot.cell, changed, RED)
        _spread(sheet, spot, (each.down, each.across), style)
    for row in range(table.rows):
        tall = TALL_ROWS.get(table.key, {}).get(row, 22)
        sheet.row_dimensions[TABLE_TOP + row].height = tall
    is_wide = table.key == "disputes"
    styling.set_paper(sheet, title_rows="1:1", landscape=is_wide, footer=str(sums.year))


def _sum_of(each: Entry | Total, columns: Mapping[str, _Column], sums: Sums) -> tuple[str, str]:
    if isinstance(each, Entry):
        return styling.OUTPUT_NUMBER, f"SUM({columns[each.path].area(sums)})"
    spots = [layout().spots[part] for part in each.parts]
    return styling.TOTAL, f"SUM({spots[0].cell}:{spots[-1].cell})"


def _spread(sheet: Worksheet, spot: Spot, size: tuple[int, int], style: str) -> None:
    down, across = size
    for row in range(down):
        for column in range(across):
            sheet.cell(spot.row + row, spot.column + column).style = style
    merge(sheet, spot, down, across)


def _draw_list(sheet: Worksheet, place: TablePlace, sums: Sums) -> None:
    """Every body's row: first those summed, then those missing, named and without figures."""
    entries = place.table.entries
    styling.set_widths(sheet, {"A": 30})
    put_text(sheet["A1"], f"{_title(sums)}：{place.table.title}（各机关）", styling.NOTE)
    merge(sheet, Spot(sheet.title, 1, 1), 1, _HEADLINE)
    figures = range(_FIRST_FIGURE, _FIRST_FIGURE + len(entries))
    width = _FIGURE_WIDTHS[place.table.key]
    styling.set_widths(sheet, {get_column_letter(at): width for at in figures})
    put_text(sheet.cell(_LIST_HEAD, _NAME_COLUMN), "机关全称", styling.HEADING)
    _spread(sheet, Spot(sheet.title, _LIST_HEAD, _NAME_COLUMN), (2, 1), styling.HEADING)
    for start, row, names in _groups(entries):
        put_text(sheet.cell(_LIST_HEAD, start), row, styling.HEADING)
        _spread(sheet, Spot(sheet.title, _LIST_HEAD, start), (1, len(names)), styling.HEADING)
        for at, name in enumerate(names):
            put_text(sheet.cell(_LIST_HEAD + 1, start + at), name, styling.HEADING)
    for number, (body, whole) in enumerate(sums.reports.items(), start=_LIST_TOP):
        put_text(sheet.cell(number, _NAME_COLUMN), body, styling.OUTPUT)
        for at, entry in enumerate(entries, start=_FIRST_FIGURE):
            figure = report.figure(whole, entry.path)
            put_entry(sheet.cell(number, at), figure, styling.OUTPUT_NUMBER)
    _draw_sum(sheet, entries, sums)
    for number, body in enumerate(sums.missing, start=sums.last_row + 2):
        put_text(sheet.cell(number, _NAME_COLUMN), f"{body}{_MISSING}", styling.OUTPUT)
    sheet.row_dimensions[_LIST_HEAD].height = 60
    sheet.row_dimensions[_LIST_HEAD + 1].height = 44
    sheet.freeze_panes = sheet.cell(_LIST_TOP, _FIRST_FIGURE).coordinate
    rows = f"{_LIST_HEAD}:{_LIST_HEAD + 1}"
    styling.set_paper(sheet, title_rows=rows, landscape=True, footer=str(sums.year))
    _set_pages(sheet, entries)


def _draw_sum(sheet: Worksheet, entries: tuple[Entry, ...], sums: Sums) -> None:
    """The row below those summed: what the official table takes over."""
    row = sums.last_row + 1
    put_text(sheet.cell(row, _NAME_COLUMN), _SUM, styling.HEADING)
    columns = _columns()
    for at, entry in enumerate(entries, start=_FIRST_FIGURE):
        put_formula(sheet.cell(row, at), f"SUM({columns[entry.path].area(sums)})", styling.TOTAL)


def _set_pages(sheet: Worksheet, entries: tuple[Entry, ...]) -> None:
    """A row a body, dozens of columns: several pages wide, broken between rows of the form."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.page_setup.scale = _SCALE
    sheet.print_title_cols = "A:A"
    left = _FIRST_FIGURE
    for start, _, names in _groups(entries):
        if start + len(names) - left > _ON_A_PAGE:
            sheet.col_breaks.append(Break(id=start - 1))
            left = start


def _groups(entries: tuple[Entry, ...]) -> Iterator[tuple[int, str, list[str]]]:
    """Yield first column, row label and column labels of neighbours that share their row."""
    start, row, names = _FIRST_FIGURE, "", list[str]()
    for at, entry in enumerate(entries, start=_FIRST_FIGURE):
        named = cell(entry.path)
        if names and named.row != row:
            yield start, row, names
            names = []
        if not names:
            start, row = at, named.row
        names.append(named.column)
    yield start, row, names


def _draw_changes(sheet: Worksheet, sums: Sums) -> None:
    """One line a figure: the table's, the sum of the bodies', the difference, whose they are."""
    letters = [get_column_letter(at) for at in range(1, len(_CHANGES_HEADINGS) + 1)]
    styling.set_widths(sheet, dict(zip(letters, _CHANGES_WIDTHS, strict=True)))
    draw_title(sheet, f"{_title(sums)}：{CHANGES}", len(letters))
    first, last = _CHANGES_HEAD + 1, _CHANGES_HEAD + len(FIGURES)
    count = f'COUNTIF($F${first}:$F${last},"<>0")'
    status = (
        f'IF({count}=0,"汇总表与各机关之和一致",'
        f'"汇总表有 "&{count}&" 处与各机关之和不一致，见红色的行")'
    )
    put_formula(sheet.cell(2, 1), status, styling.STATUS)
    merge(sheet, Spot(sheet.title, 2, 1), 1, len(letters))
    for at, heading in enumerate(_CHANGES_HEADINGS, start=1):
        put_text(sheet.cell(_CHANGES_HEAD, at), heading, styling.HEADING)
    columns = _columns()
    for row, path in enumerate(FIGURES, start=first):
        _draw_change(sheet, row, path, (sums, columns[path]))
        height = {width: str(sheet.cell(row, at).value) for at, width in _CHANGES_TEXTS.items()}
        sheet.row_dimensions[row].height = styling.height_for(height, _TALLEST_CHANGE)
    colour_where(sheet, f"A{first}:G{last}", f"$F{first}<>0", RED)
    sheet.freeze_panes = f"A{first}"
    styling.set_paper(
        sheet, title_rows=f"{_CHANGES_HEAD}:{_CHANGES_HEAD}", landscape=True, footer=str(sums.year)
    )


def _draw_change(sheet: Worksheet, row: int, path: str, source: tuple[Sums, _Column]) -> None:
    sums, column = source
    spot = layout().spots[path]
    for at, text in enumerate(cell(path), start=1):
        put_text(sheet.cell(row, at), text, styling.OUTPUT)
    _put_linked(sheet, (row, 4), spot.reference, f"'{spot.sheet}'!{spot.cell}")
    area = column.area(sums)
    _put_linked(sheet, (row, 5), f"SUM({area})", area.replace("$", ""))
    # Sums of decimals differ in their last binary digit where nothing was changed.
    put_formula(sheet.cell(row, 6), f"ROUND(D{row}-E{row},6)", styling.OUTPUT_NUMBER)
    made_of = "、".join(f"{each.body} {each.figure}" for each in contributions(path, sums.reports))
    put_text(sheet.cell(row, 7), made_of[:_LONGEST_LIST], styling.OUTPUT)


def _put_linked(sheet: Worksheet, at: tuple[int, int], formula: str, location: str) -> None:
    """Put a formula that leads to where its figures stand."""
    linked = sheet.cell(*at)
    put_formula(linked, formula, styling.LINK)
    if isinstance(linked, Cell):
        linked.hyperlink = Hyperlink(ref=linked.coordinate, location=location)
        linked.style = styling.LINK
