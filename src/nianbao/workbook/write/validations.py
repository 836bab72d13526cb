"""Dropdowns, number checks and prompts, with Excel's limits checked at the call.

A list or prompt over 255 characters, or a title over 31, is saved without a word and Excel then
refuses the file; two rules over one cell lose one of them in WPS. Both raise ``ValueError``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nianbao.form.report import LARGEST
from nianbao.workbook.layout import Spot

LONGEST_PROMPT, LONGEST_TITLE = 255, 31


@dataclass(frozen=True)
class Prompt:
    """What appears beside a cell when it is entered; a long title is cut."""

    title: str
    text: str


def _require(text: str, limit: int) -> str:
    if len(text) > limit:
        raise ValueError(f"{len(text)} characters where a spreadsheet takes {limit}: {text[:40]}…")
    return text


def _add(sheet: Worksheet, rule: DataValidation, spots: Sequence[Spot]) -> None:
    for area in _areas(spots):
        rule.add(area)
    sheet.add_data_validation(rule)


def _areas(spots: Sequence[Spot]) -> Iterator[str]:
    """Yield ``spots`` as ranges, neighbours in a row or a column together."""
    start = last = spots[0]
    for spot in spots[1:]:
        right = (spot.row, spot.column) == (last.row, last.column + 1) and spot.row == start.row
        below = (spot.row, spot.column) == (last.row + 1, last.column) and (
            spot.column == start.column
        )
        if not (right or below):
            yield f"{start.cell}:{last.cell}"
            start = spot
        last = spot
    yield f"{start.cell}:{last.cell}"


def require_apart(sheet: Worksheet) -> None:
    """Raise ``ValueError`` where two validations of ``sheet`` lie over one cell."""
    taken: set[tuple[int, int]] = set()
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            cells = set(area.cells)
            if cells & taken:
                raise ValueError(f"two validations over {sheet.title}!{area}")
            taken |= cells


def _with_prompt(rule: DataValidation, prompt: Prompt) -> DataValidation:
    rule.promptTitle = _require(prompt.title[:LONGEST_TITLE], LONGEST_TITLE)
    rule.prompt = _require(prompt.text, LONGEST_PROMPT)
    rule.showInputMessage = True
    return rule


def add_dropdown(sheet: Worksheet, spots: Sequence[Spot], name: str, prompt: Prompt) -> None:
    """Let ``spots`` take only the values of the list that ``name`` is defined for."""
    rule = DataValidation(type="list", formula1=name, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "请从下拉框中选择", "请点击单元格右侧的箭头，从列表中选一项。"
    rule.errorStyle = "stop"
    _add(sheet, _with_prompt(rule, prompt), spots)


def add_number(sheet: Worksheet, spots: Sequence[Spot], prompt: Prompt, *, is_money: bool) -> None:
    """Let ``spots`` take only numbers from 0 to 10^9: whole ones, or money with decimals."""
    rule = DataValidation(
        type="decimal" if is_money else "whole",
        operator="between",
        formula1="0",
        formula2=str(LARGEST),
        allow_blank=True,
        showErrorMessage=True,
    )
    rule.errorTitle = "请填数字"
    rule.error = (
        "请填 0 或正数，可以有小数，不带单位和文字。"
        if is_money
        else "请填 0 或正整数，不带单位和文字。没有的填 0。"
    )
    rule.errorStyle = "stop"
    _add(sheet, _with_prompt(rule, prompt), spots)


def add_prompt(sheet: Worksheet, spots: Sequence[Spot], prompt: Prompt) -> None:
    """Show ``prompt`` at ``spots`` without restricting them."""
    _add(sheet, _with_prompt(DataValidation(allow_blank=True), prompt), spots)
