"""Files as other programs write them: read as they are shown, or refused, never read in silence."""

import io
import struct
import zipfile

import pytest

from nianbao.findings.finding import Refusal
from nianbao.formats.spreadsheet import opening
from nianbao.formats.spreadsheet.number_formats import ShownNumber
from nianbao.formats.spreadsheet.sheet import ErrorValue, Sheet
from nianbao.formats.zip_package import directory, is_archive
from support.raw_workbooks import number, ods, ods_table, record, unzipped, xls, xlsx, zipped

ALWAYS, ON_LOAD = 0x1, 0x2
FLOAT = 'office:value-type="float"'


def formula(result: bytes, flags: int = 0) -> bytes:
    return record(0x0006, struct.pack("<HHH", 0, 0, 0) + result + struct.pack("<HIH", flags, 0, 0))


def stored(value: float) -> bytes:
    return struct.pack("<d", value)


TEXT_FOLLOWS = bytes(6) + b"\xff\xff"
RESULT = record(0x0207, b"\x01\x00\x00A")


def only(data: bytes) -> Sheet:
    (sheet,) = opening.read(data).sheets
    return sheet


def refusal(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        opening.read(data)
    return caught.value.finding.message


def ods_cell(attributes: str, inside: str) -> bytes:
    cell = f"<table:table-cell {attributes}>{inside}</table:table-cell>"
    return ods(ods_table(f"<table:table-row>{cell}</table:table-row>"))


@pytest.mark.parametrize("kind", [0x0002, 0x0003, 0x0004, 0x0005, 0x0206, 0x0406, 0x007E, 0x0021])
def test_cells_of_older_versions_inside_an_xls_are_refused(kind: int) -> None:
    assert "旧版本的单元格记录" in refusal(xls(number(0, 0, 7), record(kind, bytes(16))))


@pytest.mark.parametrize("flags", [ALWAYS, ON_LOAD, ALWAYS | ON_LOAD])
def test_a_nought_that_is_to_be_computed_on_opening_is_no_result(flags: int) -> None:
    read = only(xls(formula(stored(0), flags)))
    assert not read.cells
    assert read.uncomputed == {(0, 0)}
    assert only(xls(formula(stored(7), flags))).cells == {(0, 0): 7.0}
    assert only(xls(formula(stored(0)))).cells == {(0, 0): 0.0}


def test_a_formula_of_a_text_that_is_missing_has_no_result() -> None:
    assert only(xls(formula(TEXT_FOLLOWS), RESULT)).cells == {(0, 0): "A"}
    read = only(xls(formula(TEXT_FOLLOWS), number(1, 0, 7), record(0x0208, bytes(16))))
    assert read.cells == {(1, 0): 7.0}
    assert read.uncomputed == {(0, 0)}


@pytest.mark.parametrize(
    "records",
    [
        (formula(stored(7)), RESULT),
        (formula(TEXT_FOLLOWS), number(1, 0, 7), RESULT),
        (formula(TEXT_FOLLOWS), RESULT, RESULT),
    ],
    ids=["after a number", "after another cell", "twice"],
)
def test_a_text_that_no_formula_asked_for_is_refused(records: tuple[bytes, ...]) -> None:
    assert "不属于公式的文字" in refusal(xls(*records))


@pytest.mark.parametrize("text", ["#DIV/0!", "#NAME?", "Err:502"])
def test_an_error_of_an_ods_stored_as_0_is_an_error(text: str) -> None:
    attributes = f'{FLOAT} office:value="0" table:formula="of:=1/0"'
    (value,) = only(ods_cell(attributes, f"<text:p>{text}</text:p>")).cells.values()
    assert isinstance(value, ErrorValue)
    assert value == text


@pytest.mark.parametrize("text", ["9", "-7", "7 W", "柒", "70"])
def test_a_number_whose_paragraph_says_another_is_told(text: str) -> None:
    cell = ods_cell(f'{FLOAT} office:value="7"', f"<text:p>{text}</text:p>")
    (value,) = only(cell).cells.values()
    assert isinstance(value, ShownNumber)
    assert (value, value.held) == (text, "7")


@pytest.mark.parametrize("text", ["1234", "1,234", "1 234", "1234.00", ""])
def test_a_number_whose_paragraph_says_the_same_is_the_number(text: str) -> None:
    cell = ods_cell(f'{FLOAT} office:value="1234"', f"<text:p>{text}</text:p>")
    assert only(cell).cells == {(0, 0): 1234.0}


def test_a_reading_above_a_text_is_not_part_of_it() -> None:
    ruby = (
        "<text:p>1<text:ruby><text:ruby-base>7</text:ruby-base>"
        "<text:ruby-text>0</text:ruby-text></text:ruby></text:p>"
    )
    assert only(ods_cell('office:value-type="string"', ruby)).cells == {(0, 0): "17"}


def test_a_covered_cell_outside_a_merge_is_seen_and_read() -> None:
    covered = f'<table:covered-table-cell {FLOAT} office:value="7"/>'
    alone = ods(ods_table(f"<table:table-row>{covered}</table:table-row>"))
    assert only(alone).cells == {(0, 0): 7.0}
    merge = '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"/>'
    assert not only(ods(ods_table(f"<table:table-row>{merge}{covered}</table:table-row>"))).cells


def test_what_programs_read_differently_in_an_ods_is_refused() -> None:
    unknown = ods_cell('office:value-type="foo" office:value="7"', "<text:p>9</text:p>")
    assert "不明类型的单元格" in refusal(unknown)
    two = ods_cell('office:value-type="string" office:string-value="7"', "<text:p>9</text:p>")
    assert "一个单元格里两种文字" in refusal(two)


def moved(data: bytes, folder: str, *beside: str) -> bytes:
    parts = {f"{folder}/{name}": part for name, part in unzipped(data).items()}
    return zipped({**parts, **dict.fromkeys(beside, b"")})


def test_a_workbook_packed_one_folder_too_deep_is_read_as_one_file() -> None:
    deep = moved(xlsx(), "填报表", "__MACOSX/._填报表")
    assert only(deep).cells == {(0, 0): 7.0}
    assert not is_archive(directory(deep))
    assert is_archive(directory(moved(xlsx(), "填报表", "别的.txt")))


def test_an_ods_without_its_mimetype_is_read() -> None:
    parts = unzipped(ods_cell(f'{FLOAT} office:value="7"', ""))
    del parts["mimetype"]
    data = zipped({**parts, "META-INF/manifest.xml": b"<manifest/>"})
    assert only(data).cells == {(0, 0): 7.0}
    assert not is_archive(directory(data))


def test_names_of_parts_may_be_percent_encoded() -> None:
    parts = {name.replace("sheet1", "sheet%31"): part for name, part in unzipped(xlsx()).items()}
    assert any("%31" in name for name in zipfile.ZipFile(io.BytesIO(zipped(parts))).namelist())
    assert only(zipped(parts)).cells == {(0, 0): 7.0}


def test_the_stream_of_an_xls_is_found_in_capitals() -> None:
    name = "Workbook".encode("utf-16-le")
    data = xls(number(0, 0, 7)).replace(name, "WORKBOOK".encode("utf-16-le"))
    assert only(data).cells == {(0, 0): 7.0}


@pytest.mark.parametrize(
    ("written", "text"), [("4166.24161900000000003", "4166.241619"), ("120.5", "Generl")]
)
def test_digits_beyond_fifteen_and_words_of_a_format_say_no_other_number(
    written: str, text: str
) -> None:
    cell = ods_cell(f'{FLOAT} office:value="{written}"', f"<text:p>{text}</text:p>")
    assert only(cell).cells == {(0, 0): float(written)}
