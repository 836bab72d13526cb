"""A number format can show another unit or scale: what is stored is not what the clerk sees."""

import struct
from decimal import Decimal
from xml.sax.saxutils import quoteattr

import pytest

from nianbao.formats.spreadsheet import opening as grid
from nianbao.formats.spreadsheet.number_formats import as_text, shown_as
from nianbao.workbook.read.reader import read_return
from support.clerk import Clerk, sound_report
from support.other_number_formats import formatted, no_number
from support.raw_workbooks import number, ods, ods_table, record, xls, xlsx
from support.rearranged_workbooks import DISCLOSURE, PROBLEMS, Rearranged

REPORT = sound_report({"disclosure.licences": 5, "disclosure.fees_wan": Decimal("0.5")})
OTHER = "12345.6，格式显示为别的单位或比例"
OTHERS = [
    '#,##0.00"元"',
    '"¥"#,##0.00',
    "¥#,##0.00",
    "￥#,##0.00",
    "\\¥#,##0.00;\\¥\\-#,##0.00",
    "[$¥-804]#,##0.00",
    "[$€-407] #,##0",
    "[$CNY] 0.00",
    "$#,##0",
    '0.00"$"',
    "0.00€",
    "0!.0000",
    "0\\.0,",
    '0"."0000',
    '0!.0,"万"',
    "0,",
    "0,,",
    "#,##0,",
    "0.0,",
    "0,.0",
    "0,;-0,",
    '0.00"万"',
    '0"千"',
    "0百",
    '0.0000"亿"',
    'General"元"',
    "G/通用格式元",
    '"人民币"0.00',
    '0"000"',
    '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    '[>=10000]0!.0,"万";0',
    '[Red]0;0"元',
]
PLAIN = [
    "General",
    "@",
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    "#,###.0#",
    "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
    "_-* #,##0_-;\\-* #,##0_-;_-* \"-\"_-;_-@_-",
    "[$-804]#,##0.00",
    "[$-804]General",
    "[Red]0.00;[Blue]-0.00",
    "[DBNum1][$-804]General",
    "#,##0_);[Red](#,##0)",
    '0"件"',
    '0"次"',
    '0\\条',
    '0"起"',
    '0!份',
    '0", "',
    '0"a,"',
    "0\\,",
    '"No."0',
    '0"."',
    '0;-0;"0"',
    "0_元",
    '0;-0;0;@"元"',
    "0.00E+00",
    "# ?/?",
    "#\\ ##0",
]  # fmt: skip
BUILT_IN = [(5, True), (8, True), (42, True), (44, True), (3, False), (4, False), (39, False), (43, False)]  # fmt: skip
CASES = [(code, OTHER) for code in OTHERS] + [(code, 12345.6) for code in PLAIN]


def in_xlsx(formats: str, *, is_plain: bool = True) -> bytes:
    """Return an xlsx of one number of these styles; the closer look is for what is not plain."""
    row = '<row r="1"><c r="A1" s="1"><v>12345.6</v></c></row>'
    return xlsx(row if is_plain else f"<!-- -->{row}", styles=formats)


def in_xls(code: str | None, number_of_format: int = 170) -> bytes:
    """Return an xls of one number of this format."""
    said = (code or "").encode("utf-16-le")
    told = record(0x041E, struct.pack("<HHB", number_of_format, len(said) // 2, 1) + said)
    styles = (record(0xE0, struct.pack("<HH16x", 0, n)) for n in (0, number_of_format))
    return xls(number(0, 0, 12345.6, style=1), book=(told if code else b"") + b"".join(styles))


@pytest.mark.parametrize(("code", "held"), CASES)
def test_every_road_of_excel_files_tells_other_units(code: str, held: float | str) -> None:
    styles = (
        f'<numFmts><numFmt numFmtId="170" formatCode={quoteattr(code)}/></numFmts>'
        '<cellXfs><xf/><xf numFmtId="170"/></cellXfs>'
    )
    for data in (in_xlsx(styles), in_xlsx(styles, is_plain=False), in_xls(code)):
        assert grid.read(data).sheets[0].cells == {(0, 0): held}


@pytest.mark.parametrize(("number_of_format", "is_other"), BUILT_IN)
def test_formats_without_a_code(number_of_format: int, is_other: bool) -> None:
    held = OTHER if is_other else 12345.6
    styles = f'<cellXfs><xf/><xf numFmtId="{number_of_format}"/></cellXfs>'
    for data in (in_xlsx(styles), in_xls(None, number_of_format)):
        assert grid.read(data).sheets[0].cells == {(0, 0): held}


NUMERAL = '<number:number number:decimal-places="2" number:grouping="true"/>'


@pytest.mark.parametrize(
    ("said", "is_other"),
    [
        (NUMERAL, False),
        (f"{NUMERAL}<number:text>元</number:text>", True),
        (f"{NUMERAL}<number:text>件</number:text>", False),
        (f"<number:text>¥</number:text>{NUMERAL}", True),
        (f"<number:currency-symbol>￥</number:currency-symbol>{NUMERAL}", True),
        ('<number:number number:display-factor="1000"/>', True),
        ('<number:number number:display-factor="1"/>', False),
        ('<number:number><number:embedded-text number:position="4">.</number:embedded-text>'
         "</number:number>", True),
        ('<number:number><number:embedded-text number:position="3"> </number:embedded-text>'
         "</number:number>", False),
        (f'{NUMERAL}<style:map style:condition="value()&gt;=0" style:apply-style-name="N2"/>', True),
        (f'{NUMERAL}<style:map style:condition="value()&gt;=0" style:apply-style-name="N3"/>', False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["cell", "row", "column", "parent", "styles.xml"])
def test_ods_styles_tell_other_units(said: str, is_other: bool, where: str) -> None:
    styles = (
        f'<number:number-style style:name="N1">{said}</number:number-style>'
        f'<number:number-style style:name="N2">{NUMERAL}<number:text>万</number:text>'
        f'</number:number-style><number:number-style style:name="N3">{NUMERAL}'
        '</number:number-style><style:style style:name="ce1" style:data-style-name="N1"/>'
        '<style:style style:name="ce2" style:parent-style-name="ce1"/>'
    )
    name = "ce2" if where == "parent" else "ce1"
    default = f' table:default-cell-style-name="{name}"'
    cell = "" if where in {"row", "column"} else f' table:style-name="{name}"'
    table = ods_table(
        f'<table:table-column table:number-columns-repeated="2"/><table:table-column'
        f"{default if where == 'column' else ''}/><table:table-row"
        f"{default if where == 'row' else ''}><table:table-cell table:number-columns-repeated="
        f'"2"/><table:table-cell office:value-type="float" office:value="12345.6"{cell}/>'
        "</table:table-row>"
    )
    if where == "styles.xml":
        root = (
            '<s xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
            f'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0">{styles}</s>'
        )
        data = ods(table, extra={"styles.xml": root})
    else:
        data = ods(table, styles=styles)
    assert grid.read(data).sheets[0].cells == {(0, 2): OTHER if is_other else 12345.6}


def test_an_amount_of_currency_in_ods() -> None:
    cell = '<table:table-cell office:value-type="currency" office:value="{}"/>'
    row = f"<table:table-row>{cell.format('12345.6')}{cell.format('0')}</table:table-row>"
    assert grid.read(ods(ods_table(row))).sheets[0].cells == {(0, 0): OTHER, (0, 1): 0.0}


@pytest.mark.parametrize("code", ['#,##0.00"元"', "[$¥-804]#,##0.00", "0!.0000", "0,", '0.0"千"'])
@pytest.mark.parametrize("cell", ["B11", "B18"])
def test_a_figure_shown_in_another_unit_is_a_finding(cell: str, code: str, clerk: Clerk) -> None:
    data = formatted(clerk.fill(REPORT), DISCLOSURE, {cell: 12345}, code)
    (found,) = read_return(data).findings
    seen = "12345，格式显示为别的单位或比例"
    assert (found.places, found.message) == ((f"{DISCLOSURE}!{cell}",), no_number(seen))


def test_a_number_of_another_unit_is_no_text_of_a_narrative(clerk: Clerk) -> None:
    cells = {"A5": "收费", "A6": 12345.6, "A7": None}
    data = Rearranged(formatted(clerk.fill(REPORT), PROBLEMS, cells, '0.0"元"')).bytes()
    reading = read_return(data)
    assert "12345" not in reading.entries["problems"]
    (found,) = [each for each in reading.findings if each.places == (f"{PROBLEMS}!A6",)]
    assert found.message.startswith(f"这一格是数字 {OTHER}，文字没有读到。")


def test_every_section_of_an_ods_format_counts() -> None:
    styles = (
        f'<number:number-style style:name="P0"><number:text>¥</number:text>{NUMERAL}'
        '</number:number-style><number:text-style style:name="N1"><number:text-content/>'
        '<style:map style:condition="value()&gt;0" style:apply-style-name="P0"/>'
        '</number:text-style><style:style style:name="ce1" style:data-style-name="N1"/>'
    )
    cell = (
        '<table:table-row><table:table-cell table:style-name="ce1" office:value-type="float" '
        'office:value="12345.6"/></table:table-row>'
    )
    assert grid.read(ods(ods_table(cell), styles=styles)).sheets[0].cells == {(0, 0): OTHER}


@pytest.mark.parametrize("code", PLAIN)
def test_a_figure_shown_as_itself_counts(code: str, clerk: Clerk) -> None:
    data = formatted(clerk.fill(REPORT), DISCLOSURE, {"B18": 0.5}, code)
    assert read_return(data).findings == ()


@pytest.mark.parametrize(
    ("stored", "held"),
    [(0.0, 0.0), (5.0, "5"), (-0.5, "-0.5"), (1e-7, "0.0000001"), (float("inf"), float("inf"))],
)
def test_a_number_of_another_unit_is_told_exactly(stored: float, held: float | str) -> None:
    said = f"{held}，格式显示为别的单位或比例" if isinstance(held, str) else held
    assert as_text(stored, "other unit") == said


@pytest.mark.parametrize("code", ['yyyy"年"m"月"', "[h]:mm", '0.0"万"%', "General"])
def test_dates_and_percentages_stay_what_they_are(code: str) -> None:
    expected = {"[h]:mm": "date", '0.0"万"%': "percent", "General": None}
    assert shown_as(200, code) == expected.get(code, "date")
