"""The workbook that goes out, opened with another library: what a clerk may do, sees, and cannot."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nianbao.form.report import Report
from nianbao.form.tables import official_tables
from nianbao.workbook import layout as at
from nianbao.workbook.form_code import GENERAL, FormCode
from nianbao.workbook.issue import Issue
from nianbao.workbook.layout import Spot, layout
from nianbao.workbook.write.blank import blank
from nianbao.workbook.write.text_cells import put_formula, put_text
from nianbao.workbook.write.validations import Prompt, add_number, add_prompt, require_apart
from support.clerk import BODY, ISSUE

VISIBLE = [
    "填报说明", "基本信息", "一、总体情况", "二、主动公开", "三、申请办理", "四、复议诉讼",
    "五、问题改进", "六、其他事项", "核对",
]  # fmt: skip
LAST = Report.from_entries(
    {
        "organisation": BODY,
        "year": 2021,
        "applications.carried_out.natural_person": 2,
        "disclosure.normative_documents.in_force": 11,
        "problems": "去年的第一段。\n去年的第二段。",
        "improvements": "去年的措施。",
    }
)
FULL = Issue(
    year=2022, code="XZ01", organisation=BODY, edit=3, bodies=(BODY, "城关镇人民政府"), last=LAST,
    office="示例县人民政府办公室", deadline="2023年1月15日",
)  # fmt: skip


@pytest.fixture(scope="module")
def data() -> bytes:
    return blank(FULL)


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def package(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def sheet_xml(package: zipfile.ZipFile) -> Iterator[tuple[str, ElementTree.Element]]:
    for number, name in enumerate(at.SHEETS, 1):
        yield name, ElementTree.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


# Sheets, and what stands on them


def test_nine_sheets_in_the_order_of_the_form_and_a_hidden_one(book: Workbook) -> None:
    assert book.sheetnames == [*VISIBLE, "标识"]
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"] * 9 + ["hidden"]
    assert book.active is not None
    assert book.active.title == "基本信息"


@pytest.mark.parametrize("table", official_tables(), ids=lambda table: table.key)
def test_tables_stand_to_the_letter_with_the_official_merges(table: object, book: Workbook) -> None:
    place = next(place for place in layout().tables if place.table is table)
    sheet = book[place.sheet]
    for label in place.table.labels:
        spot = place.spot(label.row, label.column)
        assert sheet[spot.cell].value == label.text
    top, bottom = at.TABLE_TOP, at.TABLE_TOP + place.table.rows - 1
    merged = {str(area) for area in sheet.merged_cells.ranges if top <= area.min_row <= bottom}
    expected = {
        f"{place.spot(cell.row, cell.column).cell}:"
        f"{place.spot(cell.row + cell.down - 1, cell.column + cell.across - 1).cell}"
        for cell in place.table.cells
        if cell.down > 1 or cell.across > 1
    }
    assert merged == expected


def test_entries_start_at_nil_and_declarations_open(book: Workbook) -> None:
    fresh = load_workbook(io.BytesIO(blank(ISSUE)))
    for place in layout().tables:
        for entry in place.table.entries:
            assert fresh[place.sheet][layout().spots[entry.path].cell].value == 0
        assert fresh[place.sheet][place.declaration.entry.cell].value is None
    assert fresh["六、其他事项"]["B4"].value is None
    assert fresh["六、其他事项"]["B5"].value == 0


def test_what_is_known_already_stands_there(book: Workbook) -> None:
    basics = {
        str(row[0].value): row[1].value for row in book["基本信息"].iter_rows(min_row=4, max_row=14)
    }
    assert basics["机关全称"] == BODY
    assert basics["报告年度"] == 2022
    assert basics["填报编码"] == str(FormCode(2022, "XZ01"))
    assert book["三、申请办理"]["D9"].value == 2
    assert book["二、主动公开"]["D8"].value == 11
    part_five = book["五、问题改进"]
    assert part_five["C4"].value == "2021年的“主要问题”，供对照，今年不能照抄"
    assert [part_five["C5"].value, part_five["C6"].value] == ["去年的第一段。", "去年的第二段。"]


def test_the_guide_says_when_and_to_whom(book: Workbook) -> None:
    steps = [row[1].value for row in book["填报说明"].iter_rows(min_row=3, max_row=11)]
    assert steps[-1] == (
        "保存（仍存为 xlsx），以附件发给示例县人民政府办公室，请于2023年1月15日前报送。"
        "文件名改不改都可以。"
    )


# What a clerk may change


def unlocked(sheet: Worksheet) -> set[str]:
    return {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }


def test_entry_cells_are_open_and_everything_else_is_locked(book: Workbook) -> None:
    open_cells: dict[str, set[str]] = {name: set() for name in book.sheetnames}
    for pair in (*layout().basics, *layout().fees):
        if pair.path != at.FORM_CODE:
            open_cells[pair.entry.sheet].add(pair.entry.cell)
    for block in layout().blocks:
        open_cells[block.label.sheet] |= {spot.cell for spot in block.spots()}
    for place in layout().tables:
        open_cells[place.sheet].add(place.declaration.entry.cell)
        for entry in place.table.entries:
            first = place.spot(entry.row, entry.column)
            open_cells[place.sheet] |= {
                Spot(place.sheet, first.row, first.column + over).cell
                for over in range(entry.across)
            }
        if place.explanation:
            first = place.explanation.entry
            open_cells[place.sheet] |= {
                Spot(place.sheet, first.row, column).cell
                for column in range(first.column, place.table.columns + 1)
            }
    for name in book.sheetnames:
        assert unlocked(book[name]) == open_cells[name], name
    assert all(sheet.protection.sheet for sheet in book.worksheets)


def test_rows_and_columns_may_be_made_wider_and_nothing_else(book: Workbook) -> None:
    for sheet in book.worksheets:
        guard = sheet.protection
        assert not guard.formatRows
        assert not guard.formatColumns
        assert guard.insertRows
        assert guard.deleteRows
        assert guard.insertColumns
        assert guard.sort


def test_the_structure_is_locked_without_a_password(book: Workbook) -> None:
    assert book.security is not None
    assert book.security.lockStructure
    assert book.security.workbookPassword is None
    assert all(sheet.protection.password is None for sheet in book.worksheets)


def test_a_password_of_the_county_is_kept_short() -> None:
    guarded = load_workbook(io.BytesIO(blank(ISSUE, "abc-2022")))
    assert guarded.security is not None
    hashes = {sheet.protection.password for sheet in guarded.worksheets}
    assert hashes == {guarded.security.workbookPassword}
    assert all(re.fullmatch("[0-9A-F]{1,4}", str(each)) for each in hashes)


@pytest.mark.parametrize("password", ["", "a" * 16, "密码"])
def test_a_password_that_wps_would_cut_is_refused(password: str) -> None:
    with pytest.raises(ValueError, match="a password has 1 to 15 ASCII characters"):
        blank(ISSUE, password)


def test_narrative_rows_are_single_wrapped_cells(book: Workbook) -> None:
    for block in layout().blocks:
        sheet = book[block.label.sheet]
        assert sheet[block.label.cell].value
        merged = {cell for area in sheet.merged_cells.ranges for cell in area.cells}
        for spot in block.spots():
            assert (spot.row, spot.column) not in merged
            assert sheet[spot.cell].alignment.wrap_text
            assert sheet[spot.cell].number_format == "@"
    assert [block.rows for block in layout().blocks] == [15] * 5 + [20] * 2 + [15]


# Validations, names, formulas


def rules(book: Workbook) -> Iterator[tuple[Worksheet, DataValidation]]:
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            yield sheet, rule


def test_prompts_and_titles_keep_within_what_excel_takes(book: Workbook) -> None:
    seen = 0
    for _, rule in rules(book):
        seen += 1
        assert len(rule.prompt or "") <= 255
        assert len(rule.error or "") <= 255
        assert len(rule.promptTitle or "") <= 31
        assert len(rule.errorTitle or "") <= 31
        assert rule.prompt
    assert seen > 40


def test_validations_never_overlap_and_never_point_to_another_sheet(book: Workbook) -> None:
    for sheet, _ in rules(book):
        require_apart(sheet)
    for _, rule in rules(book):
        assert "!" not in f"{rule.formula1}{rule.formula2}"
        if rule.type == "list":
            assert rule.formula1 in at.LIST_COLUMNS
        elif rule.type in ("whole", "decimal"):
            assert (rule.operator, rule.formula1, rule.formula2) == ("between", "0", "1000000000")
            assert rule.errorStyle == "stop"


def rule_at(book: Workbook, spot: Spot) -> DataValidation:
    (found,) = (
        rule for sheet, rule in rules(book) if sheet.title == spot.sheet and spot.cell in rule.sqref
    )
    return found


def test_every_entry_has_its_kind_of_validation(book: Workbook) -> None:
    for place in layout().tables:
        for entry in place.table.entries:
            kind = "decimal" if entry.is_money else "whole"
            assert rule_at(book, layout().spots[entry.path]).type == kind
        assert rule_at(book, place.declaration.entry).formula1 == "nb_declarations"
    for path, name in (
        ("organisation", "nb_bodies"), ("year", "nb_years"), ("kind", "nb_kinds"),
        ("other.fee_charged", "nb_yes_no"),
    ):  # fmt: skip
        rule = rule_at(book, layout().spots[path])
        assert (rule.formula1, rule.errorStyle) == (name, "stop")
        assert rule.error == "请点击单元格右侧的箭头，从列表中选一项。"


@pytest.mark.parametrize(
    ("path", "title", "prompt"),
    [
        ("applications.outcomes.partly_granted.other", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
         "条例第三十七条：区分处理后公开一部分的，只计在这里，不再计入其他各行。"),
        ("applications.outcomes.refused.state_secret.business", "1.属于国家秘密",
         "条例第十四条：依法确定为国家秘密的政府信息。"),
        ("disclosure.fees_wan", "行政事业性收费",
         "本年收取的行政事业性收费总额，单位是万元，最多 6 位小数（精确到分）。"),
        ("disputes.direct_litigation.upheld", "未经复议直接起诉",
         "按案件结果填件数；作为共同被告的，只计原机关。"),
    ],
)  # fmt: skip
def test_a_cell_explains_itself(path: str, title: str, prompt: str, book: Workbook) -> None:
    rule = rule_at(book, layout().spots[path])
    assert rule.promptTitle == title[:31]
    assert rule.prompt == prompt
    assert rule.error in (
        "请填 0 或正数，可以有小数，不带单位和文字。",
        "请填 0 或正整数，不带单位和文字。没有的填 0。",
    )


def test_lists_stand_on_the_hidden_sheet_under_defined_names(book: Workbook) -> None:
    def listed(name: str) -> list[object]:
        ((sheet, area),) = book.defined_names[name].destinations
        assert sheet == "标识"
        cells = book[sheet][area]
        rows = cells if isinstance(cells, tuple) else ((cells,),)
        return [cell.value for (cell,) in rows]

    assert listed("nb_bodies") == [BODY, "城关镇人民政府"]
    assert listed("nb_years") == [2021, 2022, 2023]
    assert listed("nb_kinds") == ["县级部门", "乡镇", "街道", "县级政府"]
    assert listed("nb_declarations") == ["有数据", "全部为零"]
    assert listed("nb_yes_no") == ["是", "否"]
    assert book.defined_names["nianbao_code"].attr_text == f'"{FormCode(2022, "XZ01")}"'


def test_without_a_roster_the_name_is_typed_in() -> None:
    general = load_workbook(io.BytesIO(blank(Issue(2022, GENERAL))))
    assert "nb_bodies" not in general.defined_names
    assert rule_at(general, layout().spots["organisation"]).type is None
    assert general["基本信息"]["B4"].value is None


def test_formulas_have_no_stored_value(package: zipfile.ZipFile) -> None:
    formulas = 0
    for name, sheet in sheet_xml(package):
        for cell in sheet.iter(f"{MAIN}c"):
            formula, value = cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
            if formula is not None:
                formulas += 1
                assert value is None or not value.text, (name, cell.get("r"))
                assert formula.text
                assert len(formula.text) < 8192
    assert formulas > 34 + 60


def test_totals_are_sums_of_their_own_cells(book: Workbook) -> None:
    table = book["三、申请办理"]
    assert table["J8"].value == "=SUM(D8:I8)"
    assert table["D31"].value == "=SUM(D10:D30)"
    assert table["J31"].value == "=SUM(D31:I31)"
    assert book["四、复议诉讼"]["O8"].value == "=SUM(K8:N8)"
    assert book["四、复议诉讼"]["O8"].protection.locked


def test_no_macro_no_link_no_clock_in_the_file(package: zipfile.ZipFile) -> None:
    names = package.namelist()
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
    assert "xl/calcChain.xml" not in names
    core = package.read("docProps/core.xml").decode()
    assert len(re.findall("2021-09-26T00:00:00Z", core)) == 2
    assert {member.date_time for member in package.infolist()} == {(2021, 9, 26, 0, 0, 0)}


def test_the_same_issue_gives_the_same_bytes(data: bytes) -> None:
    assert blank(FULL) == data
    assert blank(Issue(**{**vars(FULL), "edit": 4})) != data


# Identity, checks, paper


def test_identity_has_two_carriers(book: Workbook) -> None:
    hidden = {row[0].value: row[1].value for row in book["标识"].iter_rows(max_col=2)}
    code = str(FormCode(2022, "XZ01"))
    assert hidden["form_code"] == code == book["基本信息"]["B14"].value
    assert hidden["form"] == "nianbao"
    assert (hidden["edition"], hidden["template"]) == ("2021", "1")
    assert (hidden["year"], hidden["code"], hidden["edit"]) == ("2022", "XZ01", "3")
    assert hidden["organisation"] == BODY
    assert book["基本信息"]["B14"].protection.locked
    sheets: list[Any] = book.worksheets[:9]
    assert {sheet.oddFooter.left.text for sheet in sheets} == {code}


def test_every_line_of_the_checks_links_to_its_place(book: Workbook) -> None:
    sheet: Any = book["核对"]
    heads = [cell.value for cell in sheet[at.CHECK_HEAD_ROW]]
    assert heads == ["序号", "规则", "所在表", "核对内容", "结果", "说明", "定位"]
    lines = list(sheet.iter_rows(min_row=at.CHECK_HEAD_ROW + 1))
    assert len(lines) > 25
    for number, line in enumerate(lines, 1):
        assert line[0].value == number
        assert str(line[4].value).startswith("=IF(")
        assert line[6].value == "转到"
        target, _, cell = str(line[6].hyperlink.location).rpartition("!")
        assert target.strip("'") == line[2].value
        assert re.fullmatch("[A-Z]+[0-9]+", cell)
        assert book[line[2].value][cell].protection.locked is False or line[1].value in (
            "A-02", "A-03", "A-04",
        )  # fmt: skip


def test_every_sheet_with_entries_tells_its_status(book: Workbook) -> None:
    for name in VISIBLE[2:8]:
        formulas = [str(cell.value) for cell in book[name][3] if str(cell.value).startswith("=IF(")]
        assert len(formulas) == 1, name
        assert f'"{name}"' in formulas[0]
        assert '"本表核对通过"' in formulas[0]


def test_it_prints_as_the_official_tables_on_a4(book: Workbook) -> None:
    sheets: list[Any] = book.worksheets[:9]
    for sheet in sheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
    assert book["三、申请办理"].print_title_rows == "$5:$7"
    assert book["四、复议诉讼"].page_setup.orientation == "landscape"
    assert book["三、申请办理"].freeze_panes == "D8"


# Limits the writer asserts


@pytest.fixture
def sheet() -> Worksheet:
    made = Workbook()
    return made.worksheets[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [("长" * 256, "256 characters where a spreadsheet takes 255")],
)
def test_a_prompt_excel_would_refuse_is_not_written(
    text: str, message: str, sheet: Worksheet
) -> None:
    with pytest.raises(ValueError, match=message):
        add_prompt(sheet, [Spot(sheet.title, 1, 1)], Prompt("题", text))
    add_prompt(sheet, [Spot(sheet.title, 1, 1)], Prompt("题" * 40, "长" * 255))
    (rule,) = sheet.data_validations.dataValidation
    assert rule.promptTitle == "题" * 31


def test_two_validations_over_one_cell_are_not_written(sheet: Worksheet) -> None:
    spots = [Spot(sheet.title, 1, column) for column in (1, 2, 3)]
    add_number(sheet, spots, Prompt("题", "文"), is_money=False)
    require_apart(sheet)
    add_prompt(sheet, spots[1:2], Prompt("题", "文"))
    with pytest.raises(ValueError, match="two validations over"):
        require_apart(sheet)


def test_a_text_longer_than_a_cell_is_not_written(sheet: Worksheet) -> None:
    put_text(sheet["A1"], "长" * 32_767, "Normal")
    assert len(str(sheet["A1"].value)) == 32_767
    with pytest.raises(ValueError, match="32768 characters in A2, a cell takes 32767"):
        put_text(sheet["A2"], "长" * 32_768, "Normal")


@pytest.mark.parametrize("formula", ["1+" * 4096 + "1", '"' + "长" * 256 + '"'])
def test_a_formula_excel_would_refuse_is_not_written(formula: str, sheet: Worksheet) -> None:
    with pytest.raises(ValueError, match="formula too long in A1"):
        put_formula(sheet["A1"], formula, "Normal")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@某", "#REF!", "=cmd|'/c calc'!A0", "TRUE"])
def test_text_stays_text_whatever_it_begins_with(text: str, sheet: Worksheet) -> None:
    put_text(sheet["A1"], text, "Normal")
    assert (sheet["A1"].value, sheet["A1"].data_type) == (text, "s")


def test_a_text_like_an_escape_is_escaped(sheet: Worksheet) -> None:
    put_text(sheet["A1"], "_x000D_ 和 _x4E00_", "Normal")
    assert sheet["A1"].value == "_x005F_x000D_ 和 _x005F_x4E00_"
