"""The sheets a clerk sees beside the tables: guide, basics, narratives, fees and checks."""

from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl.styles import Font, Protection
from openpyxl.worksheet.worksheet import Worksheet

from nianbao.form import report
from nianbao.form.report import Report
from nianbao.workbook import layout as at
from nianbao.workbook.issue import Issue
from nianbao.workbook.layout import Block, Pair, Spot, layout
from nianbao.workbook.write import styling
from nianbao.workbook.write.check_sheet import BROKEN, NOTICE, PASSED, check_lines
from nianbao.workbook.write.drawing import (
    AMBER,
    RED,
    cell_at,
    colour_where,
    draw_filer,
    draw_status,
    draw_title,
    link_to,
    merge,
    put_entry,
)
from nianbao.workbook.write.suggested_sentences import HEAD, REFERENCES
from nianbao.workbook.write.text_cells import in_rows, put_formula, put_text
from nianbao.workbook.write.validations import Prompt, add_dropdown, add_number, add_prompt


def draw_guide(sheet: Worksheet, issue: Issue) -> None:
    """填报说明: what to do, in the order it is done."""
    styling.set_widths(sheet, {"A": 6, "B": 92})
    draw_title(sheet, f"{issue.year}年政府信息公开工作年度报告填报说明", 2)
    by = f"，请于{issue.deadline}前报送" if issue.deadline else ""
    steps = (
        "只填浅黄色的格。其余格已经锁定：表格的行、列、名称和公式不能改动，也不要增删工作表。",
        "先填“基本信息”：核对机关全称和报告年度，补全地址、邮编、电话和网址，公开的报告要写明。",
        "每张表先在“本表填报情况”里选“有数据”或“全部为零”。没有数据也要选“全部为零”，不选等于没有填报。",
        "数字格只填阿拉伯数字，没有的填 0。灰色的总计自动计算，不用填，也不要改写。",
        "点到一格，旁边会出现这一格的说明。每件申请只计一个最终结果；12月31日仍未办结的计入第四项。",
        "文字部分一段占一行。从 Word 里复制多段后，选中第一行，用“选择性粘贴—文本”粘贴。",
        "注意单位：表二“行政事业性收费”以万元计；第六部分信息处理费以元计。",
        "填完打开“核对”表：每一行都是“通过”，才算填好；有问题的，点“转到”就能到那一格。",
        f"保存（仍存为 xlsx），以附件发给{issue.office}{by}。文件名改不改都可以。",
    )
    for at_row, step in enumerate(steps):
        spot = Spot(at.GUIDE, 3 + at_row, 1)
        put_text(cell_at(sheet, spot), str(at_row + 1), styling.NOTE)
        cell = sheet.cell(spot.row, 2)
        put_text(cell, step, styling.NOTE)
        cell.font = Font(name=styling.FONT, size=12)
        sheet.row_dimensions[spot.row].height = 36
    legend = 4 + len(steps)
    for row, style, text in (
        (legend, styling.LINE, "浅黄色：请填写"),
        (legend + 1, styling.TOTAL, "灰色：自动计算"),
        (legend + 2, styling.HEADING, "浅灰色：表格名称，已锁定"),
    ):
        put_text(sheet.cell(row, 2), text, style)
        sheet.cell(row, 2).protection = Protection(locked=True)
    styling.set_paper(sheet, title_rows="1:1", landscape=False, footer=str(issue.form_code))


_BASICS_LISTS: Mapping[str, str] = {
    "organisation": at.LIST_BODIES,
    "year": at.LIST_YEARS,
    "kind": at.LIST_KINDS,
}


def draw_basics(sheet: Worksheet, issue: Issue) -> None:
    """基本信息: who files, how to reach them, and the visible form code."""
    styling.set_widths(sheet, {"A": 16, "B": 56, "C": 44})
    draw_title(sheet, at.BASICS, 3)
    known: dict[str, Any] = {
        "organisation": issue.organisation,
        "year": issue.year,
        "kind": issue.kind.value if issue.kind else "",
        **issue.known,
        at.FORM_CODE: str(issue.form_code),
    }
    for pair in layout().basics:
        put_text(cell_at(sheet, pair.label), pair.text, styling.LABEL)
        style = styling.TOTAL if pair.path == at.FORM_CODE else styling.LINE
        cell = cell_at(sheet, pair.entry)
        put_entry(cell, known.get(pair.path, ""), styling.CHOICE if pair.path == "year" else style)
        put_text(sheet.cell(pair.entry.row, pair.entry.column + 1), pair.note, styling.NOTE)
        sheet.row_dimensions[pair.entry.row].height = 26
        listed = _BASICS_LISTS.get(pair.path)
        if listed and (listed != at.LIST_BODIES or issue.bodies):
            add_dropdown(sheet, [pair.entry], listed, Prompt(pair.text, pair.note))
        elif pair.note and pair.path != at.FORM_CODE:
            add_prompt(sheet, [pair.entry], Prompt(pair.text, pair.note))
    styling.set_paper(sheet, title_rows="1:1", landscape=False, footer=str(issue.form_code))


_LONG_FORMULA, _LONG_ROWS, _SHORT_ROWS = 400, 3, 2


def draw_narrative(sheet: Worksheet, blocks: Iterable[Block], issue: Issue) -> None:
    """A sheet of narratives: every label followed by its block of wrapped rows."""
    drawn = tuple(blocks)
    styling.set_widths(sheet, {"A": 92, "B": 22, "C": 50})
    name = sheet.title
    draw_title(sheet, at.PART_TITLES[name], 2)
    draw_filer(sheet, 1)
    draw_status(sheet, Spot(name, at.STATUS_ROW, at.TEXT_COLUMN), 1)
    for block in drawn:
        put_text(cell_at(sheet, block.label), report.label(block.path), styling.ASPECT)
        _show_length(sheet, block)
        rows = list(block.spots())
        written = in_rows(issue.known.get(block.path, ""), block.rows)
        for spot, text in zip(rows, [*written, *[""] * block.rows], strict=False):
            put_text(cell_at(sheet, spot), text, styling.TEXT)
        text = report.declaration(block.path).description or ""
        prompt = Prompt(report.label(block.path), f"{text}一段占一行，可从 Word 复制多段粘贴。")
        add_prompt(sheet, rows, prompt)
        if block.path in REFERENCES:
            _show_reference(sheet, block)
        if issue.last is not None and name == at.PROBLEMS:
            _show_last_year(sheet, block, issue.last)
    # What stands beside the texts is for the screen; on paper it would shrink them.
    sheet.print_area = f"A1:B{max(block.label.row + block.rows for block in drawn)}"
    rows_repeated = f"1:{at.FIRST_LABEL_ROW - 1}"
    styling.set_paper(sheet, title_rows=rows_repeated, landscape=False, footer=str(issue.form_code))


def _show_length(sheet: Worksheet, block: Block) -> None:
    for at_line, line in enumerate(check_lines()):
        if line.subject == block.path:
            row = at.CHECK_HEAD_ROW + 1 + at_line
            spot = Spot(block.label.sheet, block.label.row, block.label.column + 1)
            put_formula(cell_at(sheet, spot), f"{at.CHECKS}!$F${row}", styling.NOTE)


def _show_reference(sheet: Worksheet, block: Block) -> None:
    """Say the figures in words beside the narrative, over several rows so that none grows."""
    put_text(sheet.cell(block.label.row, at.LAST_YEAR_COLUMN), HEAD, styling.ASPECT)
    row = block.first.row
    for formula in REFERENCES[block.path]:
        rows = _LONG_ROWS if len(formula) > _LONG_FORMULA else _SHORT_ROWS
        spot = Spot(block.first.sheet, row, at.LAST_YEAR_COLUMN)
        put_formula(cell_at(sheet, spot), formula, styling.LAST_YEAR)
        for below in range(1, rows):
            sheet.cell(row + below, spot.column).style = styling.LAST_YEAR
        merge(sheet, spot, rows, 1)
        row += rows


def _show_last_year(sheet: Worksheet, block: Block, last: Report) -> None:
    text = getattr(last, block.path)
    head = f"{last.year}年的“{report.label(block.path)}”，供对照，今年不能照抄"
    put_text(sheet.cell(block.label.row, at.LAST_YEAR_COLUMN), head, styling.ASPECT)
    for spot, paragraph in zip(block.spots(), in_rows(text, block.rows), strict=False):
        put_text(sheet.cell(spot.row, at.LAST_YEAR_COLUMN), paragraph, styling.LAST_YEAR)


def draw_fees(sheet: Worksheet, pairs: Iterable[Pair], issue: Issue) -> None:
    """The fee declaration at the head of part 六, as data, so the document always states it."""
    for pair in pairs:
        field_ = report.declaration(pair.path)
        put_text(cell_at(sheet, pair.label), pair.text, styling.LABEL)
        prompt = Prompt(pair.text, field_.description or "")
        if pair.path == "other.fee_charged":
            put_entry(cell_at(sheet, pair.entry), issue.known.get(pair.path, ""), styling.CHOICE)
            add_dropdown(sheet, [pair.entry], at.LIST_YES_NO, prompt)
        else:
            is_money = report.kind_of(pair.path) is not int
            style = styling.MONEY if is_money else styling.NUMBER
            put_entry(cell_at(sheet, pair.entry), issue.known.get(pair.path, 0), style)
            add_number(sheet, [pair.entry], prompt, is_money=is_money)


def draw_checks(sheet: Worksheet, issue: Issue) -> None:
    """核对: a line per rule, its verdict, what is wrong, and a link to the place."""
    widths = {"A": 6, "B": 8, "C": 14, "D": 62, "E": 10, "F": 62, "G": 8}
    styling.set_widths(sheet, widths)
    draw_title(sheet, "核对", len(widths))
    first, last = at.CHECK_HEAD_ROW + 1, at.CHECK_HEAD_ROW + len(check_lines())
    count = f'COUNTIF(E{first}:E{last},"{BROKEN}")'
    summary = f'IF({count}=0,"全部通过，可以报送。","还有 "&{count}&" 处问题，改好再报送。")'
    put_formula(sheet["A2"], summary, styling.STATUS)
    merge(sheet, Spot(at.CHECKS, 2, 1), 1, len(widths))
    for column, text in enumerate(at.CHECK_HEADS, 1):
        put_text(sheet.cell(at.CHECK_HEAD_ROW, column), text, styling.HEADING)
    for number, line in enumerate(check_lines(), 1):
        row = at.CHECK_HEAD_ROW + number
        problem = line.problem or f'F{row}<>""'
        put_entry(sheet.cell(row, 1), number, styling.OUTPUT)
        for column, text in ((2, line.code), (3, line.target.sheet), (4, line.text)):
            put_text(sheet.cell(row, column), text, styling.OUTPUT)
        put_formula(
            sheet.cell(row, 5), f'IF({problem},"{line.verdict}","{PASSED}")', styling.OUTPUT
        )
        put_formula(sheet.cell(row, 6), line.detail, styling.OUTPUT)
        link_to(sheet.cell(row, 7), line.target, "转到")
    area = f"E{first}:E{last}"
    for word, fill in ((BROKEN, RED), (NOTICE, AMBER)):
        colour_where(sheet, area, f'$E{first}="{word}"', fill)
    sheet.freeze_panes = f"A{first}"
    styling.set_paper(sheet, title_rows=f"{first - 1}:{first - 1}", landscape=True,
                      footer=str(issue.form_code))  # fmt: skip
