"""The workbook that goes back: a sound form with the clerk's own entries, every problem marked.

``marked(issue, findings, places) -> bytes``; it reads back like any other return. The clerk's own
file is never touched.
"""

from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from nianbao.findings.finding import Finding, Severity, told_together
from nianbao.workbook.issue import Issue
from nianbao.workbook.layout import REMARKS_AUTHOR, Spot, layout
from nianbao.workbook.write import styling
from nianbao.workbook.write.blank import drawn
from nianbao.workbook.write.drawing import cell_at, draw_title, link_to
from nianbao.workbook.write.saving import saved
from nianbao.workbook.write.text_cells import put_text

ADVICE = "退回意见"
_HEAD_ROW = 4
_WIDTHS = {"A": 6, "B": 8, "C": 8, "D": 22, "E": 84}
_TINTS: Mapping[Severity, str] = {
    Severity.ERROR: styling.RED_TINT,
    Severity.WARNING: styling.AMBER_TINT,
    Severity.HINT: styling.AMBER_TINT,
}
_LINE, _LINE_CHARACTERS = 15.0, 40
_COMMENT_WIDTH = 320


def marked(
    issue: Issue,
    findings: Iterable[Finding],
    places: Mapping[str, str],
    password: str | None = None,
) -> bytes:
    """Return the workbook of ``issue`` (what was entered is in it) with ``findings`` marked.

    ``places`` maps paths to where they stood in the clerk's file: a place of a finding is marked
    at the same entry's cell of the sound form, wherever it had gone in theirs.
    """
    book = drawn(issue, password)
    told = told_together(findings)
    known = layout().spots
    homes = {place: known[path] for path, place in places.items() if path in known}
    spots = {id(each): [homes[place] for place in each.places if place in homes] for each in told}
    for spot, about in _by_spot(told, spots).items():
        _mark(book[spot.sheet], spot, about)
    _draw_advice(book, issue, told, spots)
    return saved(book)


def _by_spot(told: list[Finding], spots: Mapping[int, list[Spot]]) -> dict[Spot, list[Finding]]:
    by_spot: dict[Spot, list[Finding]] = {}
    for each in told:
        for spot in spots[id(each)]:
            by_spot.setdefault(spot, []).append(each)
    return by_spot


def _mark(sheet: Worksheet, spot: Spot, about: list[Finding]) -> None:
    """Colour the cell by the worst finding and say all of them in a comment."""
    cell = cell_at(sheet, spot)
    severities = [each.severity for each in about]
    worst = next(severity for severity in Severity if severity in severities)
    cell.fill = PatternFill("solid", fgColor=f"FF{_TINTS[worst]}")
    text = "\n".join(f"{each.severity.chinese} {each.code}：{each.message}" for each in about)
    comment = Comment(text, REMARKS_AUTHOR)
    comment.width = _COMMENT_WIDTH
    comment.height = 30 + _LINE * (1 + len(text) // 20)
    if isinstance(cell, Cell):
        cell.comment = comment


def _draw_advice(
    book: Workbook, issue: Issue, told: list[Finding], spots: Mapping[int, list[Spot]]
) -> None:
    """Draw 退回意见 as the first sheet: every finding, with a link to its first cell."""
    sheet = book.create_sheet(ADVICE, 0)
    styling.set_widths(sheet, _WIDTHS)
    draw_title(
        sheet, f"{issue.organisation}{issue.year}年政府信息公开工作年报{ADVICE}", len(_WIDTHS)
    )
    note = (
        "请在本表中直接改正：有问题的格已经着色，批注写明了问题；总计都已恢复为公式。"
        "改好后把本表发回。"
    )
    put_text(sheet["A2"], note, styling.STATUS)
    sheet.merged_cells.add("A2:E2")
    for column, text in enumerate(("序号", "级别", "规则", "位置", "问题和改法"), 1):
        put_text(sheet.cell(_HEAD_ROW, column), text, styling.HEADING)
    for number, each in enumerate(told, 1):
        row = _HEAD_ROW + number
        cells = (str(number), each.severity.chinese, each.code, "", each.message)
        for column, text in enumerate(cells, 1):
            put_text(sheet.cell(row, column), text, styling.OUTPUT)
        _link(sheet.cell(row, 4), each, spots[id(each)])
        sheet.row_dimensions[row].height = 8 + _LINE * (1 + len(each.message) // _LINE_CHARACTERS)
        tint = PatternFill("solid", fgColor=f"FF{_TINTS[each.severity]}")
        sheet.cell(row, 2).fill = tint
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    styling.set_paper(
        sheet, title_rows=f"{_HEAD_ROW}:{_HEAD_ROW}", landscape=True, footer=str(issue.form_code)
    )
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _link(cell: Cell | MergedCell, each: Finding, spots: list[Spot]) -> None:
    if not spots:
        put_text(cell, each.places[0] if each.places else "全表", styling.OUTPUT)
        return
    more = f" 等 {len(spots)} 格" if len(spots) > 1 else ""
    link_to(cell, spots[0], f"{spots[0].place}{more}")
