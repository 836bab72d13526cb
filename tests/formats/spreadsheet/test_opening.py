"""What stands in the file, and what is read of it."""

import struct
from collections.abc import Mapping
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.formats.spreadsheet import opening
from nianbao.formats.spreadsheet.dates import serial, shown_as_date
from nianbao.formats.spreadsheet.number_formats import ShownNumber
from nianbao.formats.spreadsheet.sheet import ErrorValue, Sheet, Value
from support.raw_workbooks import (
    MAIN,
    ONE_CELL,
    number,
    ods,
    ods_table,
    parts,
    record,
    sheet,
    xls,
    xlsx,
    zipped,
)

STYLES = (
    '<numFmts><numFmt numFmtId="200" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf/><xf numFmtId="14"><alignment/></xf><xf numFmtId="200"/><xf numFmtId="9"/>'
    "</cellXfs>"
    '<cellStyles><cellStyle xfId="0"/></cellStyles><dxfs><dxf><numFmt numFmtId="9"/></dxf></dxfs>'
)


def only(content: bytes) -> Sheet:
    (one,) = opening.read(content).sheets
    return one


def row(xml: str, strings: str = "") -> Sheet:
    return only(xlsx(f'<row r="1">{xml}</row>', strings=strings, styles=STYLES))


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ('<row r="2"><c r="C2"><v>1</v></c></row>', {(1, 2): 1.0}),
        (
            "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row/><row><c r='B3'><v>3</v></c>"
            "<c><v>4</v></c></row>",
            {(0, 0): 1.0, (0, 2): 2.0, (2, 1): 3.0, (2, 2): 4.0},
        ),
        (
            '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
            {(2, 0): 3.0, (0, 0): 1.0},
        ),
        ('<row r="1"><c r="a1"><v>1</v></c></row>', {(0, 0): 1.0}),
        ('<row r="1"><c r="XFD1" s="1"/><c r="A1"><v>1</v></c></row>', {(0, 0): 1.0}),
        ('<row r="1048576"><c r="XFD1048576" s="1"/></row>', {}),
    ],
    ids=["addressed", "cells counted", "rows out of order", "small", "far style", "far row"],
)
def test_cells_stand_where_excel_would_put_them(rows: str, cells: Mapping[object, Value]) -> None:
    assert only(xlsx(rows)).cells == cells


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ("<c><v>12</v></c>", 12.0),
        ('<c t="n"><v>-0</v></c>', 0.0),
        ("<c><v>1e308</v></c>", 1e308),
        ("<c><v>12345678901234567890</v></c>", 12345678901234567890.0),
        ("<c><v>1<!-- -->2</v></c>", 12.0),
        ("<c><v><![CDATA[12]]></v></c>", 12.0),
        ("<c><v>&#49;2</v></c>", 12.0),
        ("<c><v>&#x31;2</v></c>", 12.0),
        ('<c t="b"><v>1</v></c>', True),
        ('<c t="str"><v>１２</v></c>', "１２"),
        ('<c t="str"><v>甲_x000D_乙&#10;丙</v></c>', "甲\r乙\n丙"),
        ('<c t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>', "甲乙"),
        ('<c t="inlineStr"><is><t>&#30002;</t></is></c>', "甲"),
        ('<c t="s"><v>1</v></c>', "乙"),
        ('<c t="e"><v>#REF!</v></c>', ErrorValue("#REF!")),
        ('<c t="e"><v>#SPILL!</v></c>', ErrorValue("#SPILL!")),
        ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', ErrorValue("#DIV/0!")),
        ('<c s="3"><v>0.12</v></c>', ShownNumber("12%", "0.12")),
        ('<c s="1"><v>12</v></c>', date(1900, 1, 12)),
        ('<c s="2"><v>45000</v></c>', date(2023, 3, 15)),
        ('<c s="1"><v>45000.5</v></c>', datetime(2023, 3, 15, 12)),
        ('<c s="1"><v>60</v></c>', 60.0),
        ('<c s="1"><v>0</v></c>', 0.0),
        ('<c s="1"><v>-1</v></c>', -1.0),
        ('<c s="1"><v>1e15</v></c>', 1e15),
        ('<c s="99"><v>12</v></c>', 12.0),
    ],
)
def test_a_cell_reads_as_what_it_shows(xml: str, value: Value) -> None:
    read = row(xml, strings="<si/><si><t>乙</t></si>")
    assert read.cells == {(0, 0): value}
    assert type(read.cells[0, 0]) is type(value)


@pytest.mark.parametrize("xml", ["<c/>", '<c s="1"/>', "<c><v/></c>", '<c t="s"><v>0</v></c>'])
def test_an_empty_cell_is_no_cell(xml: str) -> None:
    assert row(xml, strings="<si/>").cells == {}


@pytest.mark.parametrize(
    ("xml", "uncomputed"),
    [
        ("<f>SUM(B1)</f>", True),
        ("<f>SUM(B1)</f><v/>", True),
        ("<f>SUM(B1)</f><v></v>", True),
        ("<f>SUM(B1)</f><v>0</v>", False),
        ('<f t="shared" si="0"/><v>3</v>', False),
        ('<f t="shared" si="0"/>', True),
    ],
)
def test_a_formula_without_a_value_is_told_from_one_with(xml: str, uncomputed: bool) -> None:
    read = row(f'<c r="A1">{xml}</c><c r="B1"><v>1</v></c>')
    assert read.formulas == {(0, 0)}
    assert read.uncomputed == ({(0, 0)} if uncomputed else set())


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("第一段_xD83D__xDE00_甲", "第一段😀甲"),
        ("甲_xD800_乙", "甲\ud800乙"),
        ("甲_xD80_乙", "甲_xD80_乙"),
    ],
)
def test_halves_of_characters_become_the_character(stored: str, text: str) -> None:
    assert row('<c t="s"><v>0</v></c>', strings=f"<si><t>{stored}</t></si>").cells == {(0, 0): text}


def test_a_formula_that_gives_an_empty_text_is_computed() -> None:
    read = row('<c r="A1" t="str"><f>IF(1,"")</f><v></v></c>')
    assert read.formulas == {(0, 0)}
    assert read.uncomputed == set()
    assert read.cells == {}


def test_formulas_in_extensions_belong_to_no_cell() -> None:
    read = only(xlsx(ONE_CELL, after='<extLst><ext><x:f xmlns:x="x">A1</x:f></ext></extLst>'))
    assert read.formulas == set()


def test_members_of_an_array_formula_are_formulas() -> None:
    read = row('<c r="A1"><f t="array" ref="A1:B1">C1:D1</f><v>1</v></c><c r="B1"><v>2</v></c>')
    assert read.formulas == {(0, 0), (0, 1)}


def test_prefixed_names_and_a_wrong_dimension_do_not_matter() -> None:
    part = (
        f'<ns2:worksheet xmlns:ns2="{MAIN}"><ns2:dimension ref="A1"/><ns2:sheetData>'
        '<ns2:row r="2"><ns2:c r="A2" s="1"/><ns2:c r="B2"><ns2:v>5</ns2:v></ns2:c></ns2:row>'
        '</ns2:sheetData><ns2:mergeCells><ns2:mergeCell ref="A1:B1"/></ns2:mergeCells>'
        "</ns2:worksheet>"
    )
    read = only(zipped(parts(part)))
    assert read.cells == {(1, 1): 5.0}
    assert read.merges == ((0, 0, 0, 1),)


def test_sheets_keep_their_order_and_hidden_ones_are_known() -> None:
    read = opening.read(
        zipped(
            parts(
                *[sheet(f"<row><c><v>{n}</v></c></row>") for n in range(3)],
                names=["乙", "甲 &amp; 丙", "_表"],
                states=["visible", "hidden", "veryHidden"],
            )
        )
    )
    assert [(each.name, each.is_hidden, each.cells[0, 0]) for each in read.sheets] == [
        ("乙", False, 0.0),
        ("甲 & 丙", True, 1.0),
        ("_表", True, 2.0),
    ]


def test_an_address_names_sheet_and_cell() -> None:
    named = only(zipped(parts(sheet(ONE_CELL), names=["三、申请办理"])))
    assert named.address(35, 3) == "三、申请办理!D36"
    assert named.address(0, 27) == "三、申请办理!AB1"


def test_absolute_targets_and_capitals_are_found() -> None:
    made = parts(sheet(ONE_CELL))
    relations = str(made["xl/_rels/workbook.xml.rels"])
    made["xl/_rels/workbook.xml.rels"] = relations.replace("worksheets", "/xl/Worksheets")
    assert only(zipped(made)).cells == {(0, 0): 7.0}


def test_links_to_other_workbooks_are_left_alone() -> None:
    made = parts(sheet("<row><c><f>[1]表!A1</f><v>3</v></c></row>"))
    made["xl/externalLinks/externalLink1.xml"] = "<!DOCTYPE x><not xml"
    assert only(zipped(made)).cells == {(0, 0): 3.0}


def test_a_workbook_that_counts_from_1904_reads_where_it_has_no_dates() -> None:
    read = only(xlsx(ONE_CELL, book='<workbookPr date1904="1"/>'))
    assert read.cells == {(0, 0): 7.0}


@pytest.mark.parametrize("cells", ['<c r="A{0}" s="1"/>', '<c r="A{0}" s="1"></c>', ""])
def test_a_million_formatted_rows_read(cells: str) -> None:
    rows = "".join(f'<row r="{n}" s="1">{cells.format(n)}</row>' for n in range(2, 1_048_577))
    read = only(xlsx(ONE_CELL + rows, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'))
    assert read.cells == {(0, 0): 7.0}
    assert read.merges == ((0, 0, 0, 1),)


def ods_row(xml: str) -> Sheet:
    return only(ods(ods_table(f"<table:table-row>{xml}</table:table-row>")))


@pytest.mark.parametrize(
    ("attributes", "inside", "value"),
    [
        ('office:value-type="float" office:value="12"', "<text:p>12</text:p>", 12.0),
        ('office:value-type="percentage" office:value="0.5"', "50%", ShownNumber("50%", "0.5")),
        ('office:value-type="boolean" office:boolean-value="true"', "", True),
        ('office:value-type="float" office:value="1_0"', "", "1_0"),
        (
            'office:value-type="string"',
            "<text:p>甲<text:s text:c='2'/>乙</text:p><text:p>丙<text:span>丁</text:span></text:p>",
            "甲  乙\n丙丁",
        ),
        (
            'office:value-type="string"',
            "<office:annotation><text:p>批注</text:p></office:annotation><text:p>正文</text:p>",
            "正文",
        ),
        (
            'table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"',
            "<text:p>#DIV/0!</text:p>",
            ErrorValue("#DIV/0!"),
        ),
        ('office:value-type="date" office:date-value="1900-01-11"', "", date(1900, 1, 12)),
        ('office:value-type="date" office:date-value="2025-12-31"', "", date(2025, 12, 31)),
        (
            'office:value-type="date" office:date-value="2025-12-31T12:00:00"',
            "",
            datetime(2025, 12, 31, 12),
        ),
        ('office:value-type="time" office:time-value="PT12H00M00S"', "", 0.5),
    ],
)
def test_a_cell_of_an_ods_reads_as_what_it_shows(
    attributes: str, inside: str, value: Value
) -> None:
    read = ods_row(f"<table:table-cell {attributes}>{inside}</table:table-cell>")
    assert read.cells == {(0, 0): value}
    assert type(read.cells[0, 0]) is type(value)


def test_repeated_rows_and_cells_of_an_ods_stand_where_they_are_shown() -> None:
    one = '<table:table-cell office:value-type="float" office:value="1"{}/>'
    rows = (
        '<table:table-row table:number-rows-repeated="2"/>'
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="3"/>'
        f"{one.format(' table:number-columns-repeated=' + chr(34) + '2' + chr(34))}"
        '<table:table-cell table:number-columns-repeated="16379"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048572"/>'
    )
    read = only(ods(ods_table(rows)))
    assert read.cells == {(2, 3): 1.0, (2, 4): 1.0, (3, 3): 1.0, (3, 4): 1.0}


def test_what_lies_under_a_merge_of_an_ods_is_not_read() -> None:
    read = ods_row(
        '<table:table-cell table:number-columns-spanned="2" office:value-type="float" '
        'office:value="1"/><table:covered-table-cell office:value-type="float" office:value="2"/>'
        '<table:table-cell office:value-type="float" office:value="3"/>'
    )
    assert read.cells == {(0, 0): 1.0, (0, 2): 3.0}
    assert read.merges == ((0, 0, 0, 1),)


def test_formulas_and_hidden_sheets_of_an_ods_are_known() -> None:
    styles = (
        '<style:style style:name="ta2"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    body = ods_table(
        '<table:table-row><table:table-cell table:formula="of:=1"/><table:table-cell '
        'table:formula="of:=2" office:value-type="float" office:value="2"/></table:table-row>',
        more=' table:style-name="ta2"',
    )
    cache = ods_table("<table:table-source/>", name="'file:///别的表.ods'#表1")
    read = only(ods(cache + body, styles=styles))
    assert read.is_hidden
    assert read.formulas == {(0, 0), (0, 1)}
    assert read.uncomputed == {(0, 0)}
    assert read.cells == {(0, 1): 2.0}


def test_the_cells_of_an_xls_read_as_what_they_show() -> None:
    text = "合计".encode("utf-16-le")
    date_style = record(0xE0, struct.pack("<HH16x", 0, 0)) + record(
        0xE0, struct.pack("<HH16x", 0, 14)
    )
    strings = record(0xFC, struct.pack("<IIHB", 1, 1, 2, 1) + text)
    read = only(
        xls(
            number(0, 0, 1.5),
            record(0x027E, struct.pack("<HHHI", 0, 1, 0, 7 << 2 | 2)),
            record(0xBD, struct.pack("<HHHIHIH", 1, 0, 0, 8 << 2 | 2, 1, 60 << 2 | 2, 1)),
            number(2, 0, 12, style=1),
            record(0xFD, struct.pack("<HHHI", 3, 0, 0, 0)),
            record(0x0205, struct.pack("<HHHBB", 4, 0, 0, 1, 0)),
            record(0x0205, struct.pack("<HHHBB", 4, 1, 0, 0x17, 1)),
            record(0x06, struct.pack("<HHHdHI", 5, 0, 0, 9.0, 0, 0) + b"\x03\0\x1e\x01\0"),
            record(0x06, struct.pack("<HHHBxBxxxHHI", 5, 1, 0, 2, 0x2A, 0xFFFF, 0, 0) + b"\0\0"),
            record(0x06, struct.pack("<HHHBxxxxxHHI", 5, 2, 0, 0, 0xFFFF, 0, 0) + b"\0\0"),
            record(0x0207, struct.pack("<HB", 2, 1) + text),
            record(0xE5, struct.pack("<5H", 1, 7, 8, 0, 3)),
            book=date_style + strings,
            state=1,
        )
    )
    assert read.cells == {
        (0, 0): 1.5,
        (0, 1): 7.0,
        (1, 0): 8.0,
        (1, 1): 60.0,
        (2, 0): date(1900, 1, 12),
        (3, 0): "合计",
        (4, 0): True,
        (4, 1): ErrorValue("#REF!"),
        (5, 0): 9.0,
        (5, 1): ErrorValue("#N/A"),
        (5, 2): "合计",
    }
    assert read.formulas == {(5, 0), (5, 1), (5, 2)}
    assert read.merges == ((7, 0, 8, 3),)
    assert read.is_hidden


def shared(*bodies: bytes) -> list[Value | None]:
    """Return the texts of a column that shows the strings of a table in these records."""
    table = record(0xFC, bodies[0]) + b"".join(record(0x3C, body) for body in bodies[1:])
    (count,) = struct.unpack_from("<4xI", bodies[0])
    labels = [record(0xFD, struct.pack("<HHHI", n, 0, 0, n)) for n in range(count)]
    cells = only(xls(*labels, book=table)).cells
    return [cells.get((n, 0)) for n in range(count)]


def test_strings_of_an_xls_go_on_in_the_next_record() -> None:
    wide = "合计总数".encode("utf-16-le")
    head = struct.pack("<II", 3, 3)
    assert shared(
        head + struct.pack("<HB", 4, 1) + wide[:4],
        b"\1" + wide[4:] + struct.pack("<HB", 3, 0) + b"a",
        b"\1" + "bc".encode("utf-16-le"),
        struct.pack("<HB", 1, 0) + b"z",
    ) == ["合计总数", "abc", "z"]


def test_formats_and_phonetics_of_a_string_are_no_text() -> None:
    rich = struct.pack("<HBH", 2, 0x8, 2) + b"ab" + bytes(8)
    phonetic = struct.pack("<HBI", 2, 0x5, 6) + "甲乙".encode("utf-16-le") + b"xxx"
    assert shared(
        struct.pack("<II", 3, 3) + rich + phonetic, b"xxx" + struct.pack("<HB", 0, 0)
    ) == ["ab", "甲乙", None]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (7 << 2 | 2, 7.0),
        (12345 << 2 | 3, 123.45),
        ((-3 & 0x3FFFFFFF) << 2 | 2, -3.0),
        (0x3FF80000, 1.5),
        (0x40590001, 1.0),
    ],
)
def test_short_numbers_of_an_xls_are_exact(written: int, number: float) -> None:
    assert only(xls(record(0x027E, struct.pack("<HHHI", 0, 0, 0, written)))).cells == {
        (0, 0): number
    }


@given(st.integers(0, 3_000_000) | st.floats(0, 3_000_000).map(lambda n: round(n * 8) / 8))
def test_a_number_shown_as_a_date_comes_back(number: float) -> None:
    shown = shown_as_date(float(number))
    assert (serial(shown) if isinstance(shown, date) else shown) == number
