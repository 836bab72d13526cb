"""Where everything stands in the workbook: the one module that knows an address.

Rows and columns are Excel's, counted from 1. Sheets, fixed words and the order of things are
declared here; the cells of the official tables follow from their geometry.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from nianbao.form import report
from nianbao.form.basics import Declaration, Particulars
from nianbao.form.report import PART_FIVE_TITLE, Overview
from nianbao.form.tables import Table, official_tables
from nianbao.formats.spreadsheet.addresses import column_letters

GUIDE, BASICS, CHECKS, IDENTITY = "填报说明", "基本信息", "核对", "标识"
OVERVIEW, PROBLEMS, OTHER = "一、总体情况", "五、问题改进", "六、其他事项"
TABLE_SHEETS: Mapping[str, str] = {
    "disclosure": "二、主动公开",
    "applications": "三、申请办理",
    "disputes": "四、复议诉讼",
}
SHEETS = (GUIDE, BASICS, OVERVIEW, *TABLE_SHEETS.values(), PROBLEMS, OTHER, CHECKS, IDENTITY)
PART_TITLES: Mapping[str, str] = {
    OVERVIEW: report.label("overview"),
    **{sheet: report.label(key) for key, sheet in TABLE_SHEETS.items()},
    PROBLEMS: PART_FIVE_TITLE,
    OTHER: report.label("other"),
}

# Who signs the remarks in a workbook that goes back.
REMARKS_AUTHOR = "年报核对"
DECLARATION_LABEL = "本表填报情况"
# Where a body explains what differs from its last report: table → label, and whose difference.
EXPLANATION_LABELS: Mapping[str, str] = {
    "disclosure": "现行有效件数与上年推算不符的，说明原因",
    "applications": "第二项与上年年报第四项不符的，说明原因",
}
EXPLAINED: Mapping[str, tuple[str, ...]] = {
    "disclosure": ("disclosure.regulations", "disclosure.normative_documents"),
    "applications": ("applications.carried_in",),
}
FORM_CODE = "form_code"
FORM_CODE_LABEL = "填报编码"

# Dropdown lists: defined name → column on the hidden sheet.
LIST_BODIES, LIST_YEARS, LIST_KINDS = "nb_bodies", "nb_years", "nb_kinds"
LIST_DECLARATIONS, LIST_YES_NO = "nb_declarations", "nb_yes_no"
LIST_COLUMNS: Mapping[str, int] = {
    LIST_BODIES: 4,
    LIST_YEARS: 5,
    LIST_KINDS: 6,
    LIST_DECLARATIONS: 7,
    LIST_YES_NO: 8,
}
CODE_NAME = "nianbao_code"

TABLE_TOP, FIRST_LABEL_ROW = 5, 4
STATUS_ROW = DECLARATION_ROW = 3
TEXT_COLUMN, LAST_YEAR_COLUMN = 1, 3
CHECK_HEAD_ROW = 4
CHECK_HEADS = ("序号", "规则", "所在表", "核对内容", "结果", "说明", "定位")


@dataclass(frozen=True, order=True)
class Spot:
    """One cell of one sheet."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The address inside its sheet, ``D36``."""
        return f"{column_letters(self.column - 1)}{self.row}"

    @property
    def place(self) -> str:
        """The address as findings print it, ``三、申请办理!D36``."""
        return f"{self.sheet}!{self.cell}"

    @property
    def reference(self) -> str:
        """The address as a formula on another sheet writes it."""
        return f"'{self.sheet}'!${column_letters(self.column - 1)}${self.row}"


@dataclass(frozen=True)
class Block:
    """The rows of a narrative: below its label, one paragraph a row."""

    path: str
    label: Spot
    rows: int

    @property
    def first(self) -> Spot:
        """Its first row."""
        return Spot(self.label.sheet, self.label.row + 1, TEXT_COLUMN)

    @property
    def reference(self) -> str:
        """The whole block as a formula on another sheet writes it."""
        column, top = column_letters(TEXT_COLUMN - 1), self.first.row
        return f"'{self.label.sheet}'!${column}${top}:${column}${top + self.rows - 1}"

    def spots(self) -> Iterator[Spot]:
        """Yield the cell of each row."""
        for row in range(self.first.row, self.first.row + self.rows):
            yield Spot(self.first.sheet, row, TEXT_COLUMN)


@dataclass(frozen=True)
class Pair:
    """A label with its entry in the next column."""

    path: str
    text: str
    label: Spot
    note: str = ""

    @property
    def entry(self) -> Spot:
        """The cell to fill in."""
        return Spot(self.label.sheet, self.label.row, self.label.column + 1)


@dataclass(frozen=True)
class TablePlace:
    """An official table on its sheet, top left at column A."""

    table: Table
    sheet: str

    @property
    def declaration(self) -> Pair:
        """The declaration above the table, in its last label column."""
        column = max(1, self.table.label_columns)
        label = Spot(self.sheet, DECLARATION_ROW, column)
        return Pair(f"declaration.{self.table.key}", DECLARATION_LABEL, label)

    @property
    def explanation(self) -> Pair | None:
        """Where the body explains a difference from last year, two rows below the table."""
        text = EXPLANATION_LABELS.get(self.table.key)
        if text is None:
            return None
        row, column = TABLE_TOP + self.table.rows + 1, max(1, self.table.label_columns)
        return Pair(f"explanation.{self.table.key}", text, Spot(self.sheet, row, column))

    def spot(self, row: int, column: int) -> Spot:
        """Return the cell of grid ``row`` and ``column`` (from 0)."""
        return Spot(self.sheet, TABLE_TOP + row, 1 + column)


_BASICS_NOTES: Mapping[str, str] = {
    "organisation": "与公章一致的全称。发错了请联系县里换表，不要改成别的机关。",
    "year": "报告的是哪一年的工作，不是填表的年份。",
    "kind": "从下拉框中选择。",
    "address": "公众可以来信来访的地址。",
    "postcode": "6 位数字。",
    "telephone": "带区号的办公电话。",
    "website": "公布本报告的网址。",
    "dated": "报告落款的日期，如 2026年1月20日。",
    FORM_CODE: "系统编号，已锁定，请勿改动。",
}


def _basics() -> Iterator[Pair]:
    fields = [
        ("organisation", report.label("organisation")),
        ("year", report.label("year")),
        *((name, field.title or "") for name, field in Particulars.model_fields.items()),
        (FORM_CODE, FORM_CODE_LABEL),
    ]
    for at, (path, text) in enumerate(fields):
        note = _BASICS_NOTES.get(path, "")
        yield Pair(path, text, Spot(BASICS, FIRST_LABEL_ROW + at, 1), note)


def _fee_pairs() -> Iterator[Pair]:
    for at, name in enumerate(("fee_charged", "fee_notices", "fee_yuan")):
        path = f"other.{name}"
        yield Pair(path, report.label(path), Spot(OTHER, FIRST_LABEL_ROW + at, 1))


def _blocks() -> Iterator[Block]:
    groups: tuple[tuple[str, tuple[str, ...], int, int], ...] = (
        (
            OVERVIEW,
            tuple(f"overview.{name}" for name in Overview.model_fields),
            15,
            FIRST_LABEL_ROW,
        ),
        (PROBLEMS, ("problems", "improvements"), 20, FIRST_LABEL_ROW),
        (OTHER, ("other.text",), 15, FIRST_LABEL_ROW + 4),
    )
    for sheet, paths, rows, top in groups:
        for path in paths:
            yield Block(path, Spot(sheet, top, TEXT_COLUMN), rows)
            top += rows + 1


@dataclass(frozen=True)
class Layout:
    """The whole workbook. ``spots`` finds entries, totals, declarations and texts by path."""

    tables: tuple[TablePlace, ...]
    basics: tuple[Pair, ...]
    fees: tuple[Pair, ...]
    blocks: tuple[Block, ...]
    spots: Mapping[str, Spot]

    def block(self, path: str) -> Block:
        """Return the narrative block of ``path``."""
        return next(block for block in self.blocks if block.path == path)

    def rectangles(self, paths: Iterable[str]) -> list[str]:
        """Return the fewest ranges (``'三、申请办理'!$D$8:$I$30``) that cover just ``paths``."""
        return list(_rectangles({self.spots[path] for path in paths}))


def _rectangles(spots: set[Spot]) -> Iterator[str]:
    while spots:
        first = min(spots)
        wide = 1
        while Spot(first.sheet, first.row, first.column + wide) in spots:
            wide += 1
        down = 1
        while all(
            Spot(first.sheet, first.row + down, first.column + at) in spots for at in range(wide)
        ):
            down += 1
        spots = spots - {
            Spot(first.sheet, first.row + at, first.column + over)
            for at in range(down)
            for over in range(wide)
        }
        last = Spot(first.sheet, first.row + down - 1, first.column + wide - 1)
        corner = f":{last.reference.rpartition('!')[2]}" if last != first else ""
        yield f"{first.reference}{corner}"


@cache
def layout() -> Layout:
    """Return the layout of the workbook of edition 2021."""
    tables = tuple(TablePlace(table, TABLE_SHEETS[table.key]) for table in official_tables())
    basics, fees, blocks = tuple(_basics()), tuple(_fee_pairs()), tuple(_blocks())
    beside = [table.explanation for table in tables if table.explanation is not None]
    pairs = (*basics, *fees, *(table.declaration for table in tables), *beside)
    spots = {pair.path: pair.entry for pair in pairs}
    spots |= {block.path: block.first for block in blocks}
    for place in tables:
        spots |= {cell.path: place.spot(cell.row, cell.column) for cell in place.table.entries}
        spots |= {cell.path: place.spot(cell.row, cell.column) for cell in place.table.totals}
    return Layout(tables, basics, fees, blocks, spots)


DECLARATION_CHOICES = tuple(choice.value for choice in Declaration)
