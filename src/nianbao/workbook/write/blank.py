"""layout (+ what is known already) → the .xlsx that goes out, locked, with lists and totals.

``blank(Issue(year=2025, code="XZ01", organisation="巡镇镇人民政府")) -> bytes``
"""

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from nianbao.form.basics import YES_NO, BodyKind
from nianbao.form.report import EDITION, FIRST_YEAR
from nianbao.workbook import layout as at
from nianbao.workbook.form_code import FORM_NAME, LONGEST_PASSWORD, TEMPLATE_VERSION
from nianbao.workbook.issue import Issue
from nianbao.workbook.layout import layout
from nianbao.workbook.write import sheets
from nianbao.workbook.write.drawing import put_entry
from nianbao.workbook.write.saving import saved
from nianbao.workbook.write.styling import OUTPUT, add_styles
from nianbao.workbook.write.table_sheets import draw_table
from nianbao.workbook.write.text_cells import put_text
from nianbao.workbook.write.validations import require_apart

__all__ = ["Issue", "blank", "drawn"]


def blank(issue: Issue, password: str | None = None) -> bytes:
    """Return the workbook for ``issue``, structure and labels locked.

    Protection is a guard rail, not a secret. Raises ``ValueError`` for a password that is not
    1 to 15 ASCII characters: WPS cuts the hash of a longer one.
    """
    return saved(drawn(issue, password))


def drawn(issue: Issue, password: str | None = None) -> Workbook:
    """Return the workbook for ``issue``, still open to be drawn on."""
    if password is not None and not (password.isascii() and 0 < len(password) <= LONGEST_PASSWORD):
        raise ValueError("a password has 1 to 15 ASCII characters")
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    made = {name: book.create_sheet(name) for name in at.SHEETS}
    sheets.draw_guide(made[at.GUIDE], issue)
    sheets.draw_basics(made[at.BASICS], issue)
    for place in layout().tables:
        draw_table(made[place.sheet], place, issue)
    for name in (at.OVERVIEW, at.PROBLEMS, at.OTHER):
        blocks = [block for block in layout().blocks if block.label.sheet == name]
        sheets.draw_narrative(made[name], blocks, issue)
    sheets.draw_fees(made[at.OTHER], layout().fees, issue)
    sheets.draw_checks(made[at.CHECKS], issue)
    for sheet in book.worksheets:
        require_apart(sheet)
    _hide_identity(book, made[at.IDENTITY], issue)
    _protect(book, password)
    book.active = at.SHEETS.index(at.BASICS)
    book.properties.title = f"{issue.year}年政府信息公开工作年度报告填报表"
    book.properties.creator = FORM_NAME
    return book


def identity_rows(issue: Issue) -> list[tuple[str, str]]:
    """Return what the hidden sheet says: the second carrier of the workbook's identity."""
    return [
        ("form", FORM_NAME),
        ("edition", EDITION),
        ("template", str(TEMPLATE_VERSION)),
        ("year", str(issue.year)),
        ("code", issue.code),
        ("edit", str(issue.edit)),
        ("organisation", issue.organisation),
        (at.FORM_CODE, str(issue.form_code)),
    ]


def _hide_identity(book: Workbook, sheet: Worksheet, issue: Issue) -> None:
    for row, (key, value) in enumerate(identity_rows(issue), 1):
        put_text(sheet.cell(row, 1), key, OUTPUT)
        put_text(sheet.cell(row, 2), value, OUTPUT)
    years = list(range(max(FIRST_YEAR, issue.year - 3), issue.year + 2))
    lists: dict[str, list[str] | list[int]] = {
        at.LIST_BODIES: list(issue.bodies),
        at.LIST_YEARS: years,
        at.LIST_KINDS: [kind.value for kind in BodyKind],
        at.LIST_DECLARATIONS: list(at.DECLARATION_CHOICES),
        at.LIST_YES_NO: list(YES_NO),
    }
    for name, values in lists.items():
        column = at.LIST_COLUMNS[name]
        for row, listed in enumerate(values, 1):
            put_entry(sheet.cell(row, column), listed, OUTPUT)
        if values:
            letter = get_column_letter(column)
            area = f"'{at.IDENTITY}'!${letter}$1:${letter}${len(values)}"
            book.defined_names[name] = DefinedName(name, attr_text=area)
    constant = f'"{issue.form_code}"'
    book.defined_names[at.CODE_NAME] = DefinedName(at.CODE_NAME, attr_text=constant)
    sheet.sheet_state = "hidden"


def _protect(book: Workbook, password: str | None) -> None:
    for sheet in book.worksheets:
        sheet.protection.sheet = True
        # Rows and columns may be made taller and wider, nothing else.
        sheet.protection.formatRows = sheet.protection.formatColumns = False
        if password:
            sheet.protection.password = password
    book.security = WorkbookProtection(lockStructure=True)
    if password:
        book.security.workbookPassword = password
