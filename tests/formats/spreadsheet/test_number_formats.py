"""What a number format makes of a number: where that is not the number itself, both are told."""

import struct
from decimal import Decimal
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.formats.spreadsheet import opening
from nianbao.formats.spreadsheet.number_formats import NumberFormat, ShownNumber, number_format
from nianbao.workbook.read.reader import read_return
from support.clerk import Clerk, sound_report
from support.other_number_formats import formatted, shown_otherwise
from support.raw_workbooks import number, ods, ods_table, record, xls, xlsx
from support.rearranged_workbooks import APPLICATIONS, DISCLOSURE, PROBLEMS, Rearranged

REPORT = sound_report({"disclosure.licences": 5, "disclosure.fees_wan": Decimal("0.5")})
# code, number held, text shown
OTHERWISE = [
    ('"0"', 7, "0"),
    (";;;", 7, ""),
    ('""', 7, ""),
    ('[>5]"9";0', 7, "9"),
    ('[<=5]0;"多"', 7, "多"),
    ("-0", 7, "-7"),
    ("0;0", -7, "7"),
    ("(0)", 7, "(7)"),
    ('0"%"', 7, "7%"),
    ("0%", 7, "700%"),
    ("0.0%", 0.05, "5.0%"),
    ('0"W"', 7, "7W"),
    ('0"千"', 7, "7千"),
    ("0-0", 17, "1-7"),
    ("0!.0", 17, "1.7"),
    ("0,", 7000, "7"),
    ("0.0,", 12345, "12.3"),
    ('0!.0,"万"', 12345, "1.2万"),
    ("0", 2.6, "3"),
    ("0.0", 2.25, "2.3"),
    ('"¥"#,##0.00', 1234.5, "¥1,234.50"),
    ("[$€-407] #,##0", 1234, "€ 1,234"),
    ('General"元"', 7, "7元"),
    ("G/通用格式元", 7, "7元"),
    ("aaaa", 7, "（格式 aaaa）"),
    ("[DBNum1]0", 7, "（格式 [DBNum1]0）"),
    ("# ?/?", 2.5, "（格式 # ?/?）"),
]
PLAIN = [
    ("0", 7), ("0", -7), ("0.00", 7.25), ("#,##0", 1234567), ("#,##0.00", 1234.5), ("000000", 14000),
    ("_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ ", 77), ("[Red]0;[Blue]-0", -3), ("0.######", 5),
    ("0.######", 0.123456), ("[$-804]General", 7), ("0.00E+00", 12345), ("0_元", 7), ('0"."', 7),
    ("#\\ ##0", 12345), ('0;-0;"—"', 0), (";;;", 0), ('0%', 0), ("0;-0;0;@\"元\"", 7), ("@", 7),
]  # fmt: skip


@pytest.mark.parametrize(("code", "held", "text"), OTHERWISE)
def test_a_number_shown_otherwise_is_told_with_what_is_held(
    code: str, held: float, text: str
) -> None:
    shown = NumberFormat(code).shown(float(held))
    assert isinstance(shown, ShownNumber)
    assert (str(shown), Decimal(shown.held)) == (text, Decimal(str(held)))


@pytest.mark.parametrize(("code", "held"), PLAIN)
def test_a_number_shown_as_itself_is_the_number(code: str, held: float) -> None:
    found = number_format(200, code)
    assert found is None or (found.shown(float(held)), found.is_date) == (float(held), False)


@given(st.integers(-(10**9), 10**9), st.sampled_from(["0", "#,##0", "0.00", "#", "0_ ", "[Red]0"]))
def test_a_whole_number_is_shown_as_itself_by_digits_alone(held: int, code: str) -> None:
    assert NumberFormat(code).shown(float(held)) == held


@given(
    st.integers(1, 10**6),
    st.sampled_from(["0", "#,##0", "0.0"]),
    st.text("人次份％%WK万元x", min_size=1, max_size=3),
)
def test_words_beside_the_digits_are_always_told(held: int, digits: str, words: str) -> None:
    shown = NumberFormat(f'{digits}"{words}"').shown(float(held))
    assert isinstance(shown, ShownNumber)
    assert shown.endswith(words)


@pytest.mark.parametrize("code", ['yyyy"年"m"月"d"日"', "yyyy-mm-dd", "m/d/yy h:mm", "[h]:mm"])
def test_dates_stay_dates(code: str) -> None:
    assert NumberFormat(code).is_date
    assert not isinstance(NumberFormat(code).shown(45000.0), ShownNumber)


def in_xlsx(formats: str, *, is_plain: bool = True) -> bytes:
    """Return an xlsx of one number of these styles; the walk is for what is not plain."""
    row = '<row r="1"><c r="A1" s="1"><v>7</v></c></row>'
    return xlsx(row if is_plain else f"<!-- -->{row}", styles=formats)


def in_xls(code: str | None, number_of_format: int = 170) -> bytes:
    """Return an xls of one number of this format."""
    said = (code or "").encode("utf-16-le")
    told = record(0x041E, struct.pack("<HHB", number_of_format, len(said) // 2, 1) + said)
    styles = (record(0xE0, struct.pack("<HH16x", 0, n)) for n in (0, number_of_format))
    return xls(number(0, 0, 7, style=1), book=(told if code else b"") + b"".join(styles))


@pytest.mark.parametrize("code", ['0"W"', "-0", '"0"', ";;;", "0%"])
def test_every_road_of_excel_files_tells_it(code: str) -> None:
    styles = (
        f'<numFmts><numFmt numFmtId="170" formatCode={quoteattr(code)}/></numFmts>'
        '<cellXfs><xf/><xf numFmtId="170"/></cellXfs>'
    )
    wanted = NumberFormat(code).shown(7.0)
    for data in (in_xlsx(styles), in_xlsx(styles, is_plain=False), in_xls(code)):
        (found,) = opening.read(data).sheets[0].cells.values()
        assert isinstance(found, ShownNumber)
        assert (found, found.held) == (wanted, "7")


@pytest.mark.parametrize(
    ("number_of_format", "shown"), [(5, "¥7"), (9, "700%"), (44, "¥7.00"), (3, 7.0), (43, 7.0)]
)
def test_formats_without_a_code(number_of_format: int, shown: float | str) -> None:
    styles = f'<cellXfs><xf/><xf numFmtId="{number_of_format}"/></cellXfs>'
    for data in (in_xlsx(styles), in_xls(None, number_of_format)):
        assert opening.read(data).sheets[0].cells == {(0, 0): shown}


NUMERAL = '<number:number number:decimal-places="2" number:grouping="true"/>'


@pytest.mark.parametrize(
    ("said", "is_other"),
    [
        (NUMERAL, False),
        (f"{NUMERAL}<number:text>元</number:text>", True),
        (f"<number:text>¥</number:text>{NUMERAL}", True),
        (f"<number:currency-symbol>￥</number:currency-symbol>{NUMERAL}", True),
        ('<number:number number:display-factor="1000"/>', True),
        ('<number:number number:display-factor="1"/>', False),
        ('<number:number><number:embedded-text number:position="4">.</number:embedded-text>'
         "</number:number>", True),
        (f'{NUMERAL}<style:map style:condition="value()&gt;=0" style:apply-style-name="N2"/>', True),
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
        f'"2"/><table:table-cell office:value-type="float" office:value="12345.6"{cell}>'
        f"<text:p>12345.60{'万' if is_other else ''}</text:p></table:table-cell></table:table-row>"
    )
    if where == "styles.xml":
        root = (
            '<s xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
            f'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0">{styles}</s>'
        )
        data = ods(table, extra={"styles.xml": root})
    else:
        data = ods(table, styles=styles)
    (found,) = opening.read(data).sheets[0].cells.values()
    assert isinstance(found, ShownNumber) is is_other


@pytest.mark.parametrize(
    ("cell", "code", "shown"),
    [
        ("B11", '#,##0.00"元"', "12,345.00元"),
        ("B11", "0!.0000", "1.2345"),
        ("B11", "0%", "1234500%"),
        ("B11", ";;;", "空白"),
        ("B18", "[$¥-804]#,##0.00", "¥12,345.00"),
        ("B18", "0,", "12"),
    ],
)
def test_a_figure_shown_otherwise_is_a_finding(
    cell: str, code: str, shown: str, clerk: Clerk
) -> None:
    data = formatted(clerk.fill(REPORT), DISCLOSURE, {cell: 12345}, code)
    (found,) = read_return(data).findings
    assert (found.places, found.message) == (
        (f"{DISCLOSURE}!{cell}",), shown_otherwise(shown, "12345")
    )  # fmt: skip


@pytest.mark.parametrize("code", ['0"件"', 'General"件"', '0" 件"'])
def test_a_unit_of_the_form_beside_the_figure_is_a_note(code: str, clerk: Clerk) -> None:
    data = formatted(clerk.fill(REPORT), DISCLOSURE, {"B11": 7}, code)
    reading = read_return(data)
    assert reading.entries["disclosure.licences"] == 7
    assert [each.message for each in reading.findings] == [
        "填的是“7件”，已按 7 计。下次请只填数字。"
    ] or (
        [each.message for each in reading.findings] == ["填的是“7 件”，已按 7 计。下次请只填数字。"]
    )


def test_nil_and_totals_shown_otherwise_do_no_harm(clerk: Clerk) -> None:
    data = formatted(
        clerk.fill(REPORT), APPLICATIONS, {"D8": 0, "E8": 0, "J8": "=SUM(D8:I8)"}, "0%"
    )
    assert read_return(data).findings == ()


def test_a_number_in_a_narrative_reads_as_it_is_shown(clerk: Clerk) -> None:
    cells = {"A5": "收费", "A6": 0.985, "A7": None}
    data = Rearranged(formatted(clerk.fill(REPORT), PROBLEMS, cells, "0.0%")).bytes()
    assert read_return(data).entries["problems"].startswith("收费\n98.5%")


def test_a_number_that_a_narrative_hides_is_told(clerk: Clerk) -> None:
    cells = {"A5": "收费", "A6": 12, "A7": None}
    data = Rearranged(formatted(clerk.fill(REPORT), PROBLEMS, cells, ";;;")).bytes()
    (found,) = [
        each for each in read_return(data).findings if each.places == (f"{PROBLEMS}!A6",)
    ]  # fmt: skip
    assert found.message.startswith("这一格是数字 12，显示成别的样子，文字没有读到。")


@pytest.mark.parametrize("stored", [float("inf"), float("nan")])
def test_what_is_no_number_stays_so(stored: float) -> None:
    assert str(NumberFormat("0%").shown(stored)) == str(stored)
