"""What older records, readings, covered cells and broken results show: that is read, or an error."""

import struct
from typing import Any

import pytest

from nianbao.findings.finding import Refusal
from nianbao.formats.spreadsheet.number_formats import ShownNumber
from nianbao.formats.spreadsheet.opening import read
from nianbao.formats.spreadsheet.sheet import ErrorValue, Sheet
from nianbao.formats.zip_package import Package
from support.raw_workbooks import (
    ONE_CELL,
    number,
    ods,
    ods_table,
    parts,
    record,
    sheet,
    unzipped,
    xls,
    zipped,
)


def of_ods(cell: str, **more: Any) -> Sheet:
    (one,) = read(ods(ods_table(f"<table:table-row>{cell}</table:table-row>"), **more)).sheets
    return one


def of_xls(*records: bytes) -> Sheet:
    (one,) = read(xls(*records)).sheets
    return one


NUMBER = 'office:value-type="float" office:value'
FORMULA = struct.Struct("<HHHdH")


@pytest.mark.parametrize(
    ("what", "cell", "held"),
    [
        ("an error stored as 0", f'<table:table-cell table:formula="of:=1/0" {NUMBER}="0">'
         "<text:p>#DIV/0!</text:p></table:table-cell>", ErrorValue("#DIV/0!")),
        ("an error of LibreOffice", f'<table:table-cell table:formula="of:=x" {NUMBER}="0">'
         "<text:p>Err:508</text:p></table:table-cell>", ErrorValue("Err:508")),
        ("a reading above a figure", '<table:table-cell office:value-type="string"><text:p><text:ruby>'
         "<text:ruby-base>17</text:ruby-base><text:ruby-text>0</text:ruby-text></text:ruby></text:p>"
         "</table:table-cell>", "17"),
        ("a covered cell that nothing covers",
         f'<table:covered-table-cell {NUMBER}="7"><text:p>7</text:p></table:covered-table-cell>', 7.0),
        ("a text that says another number",
         f'<table:table-cell {NUMBER}="7"><text:p>9</text:p></table:table-cell>', ShownNumber("9", "7")),
    ],
)  # fmt: skip
def test_an_ods_reads_as_it_is_shown(what: str, cell: str, held: Any) -> None:
    (found,) = of_ods(cell).cells.values()
    assert (found, type(found)) == (held, type(held)), what


def test_a_cell_under_a_merge_is_not_seen() -> None:
    row = (
        f'<table:table-cell table:number-columns-spanned="2" {NUMBER}="5"/>'
        f'<table:covered-table-cell {NUMBER}="7"/>'
    )
    assert of_ods(row).cells == {(0, 0): 5.0}


def test_an_ods_that_does_not_say_its_type_in_front() -> None:
    whole = unzipped(
        ods(ods_table(f'<table:table-row><table:table-cell {NUMBER}="7"/></table:table-row>'))
    )
    whole["META-INF/manifest.xml"] = (
        b'<m full-path="/" media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    )
    del whole["mimetype"]
    assert read(zipped(whole)).sheets[0].cells == {(0, 0): 7.0}


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("to be computed whenever it is opened", FORMULA.pack(0, 0, 0, 0.0, 1)),
        (
            "a text that is not there",
            struct.pack("<HHH", 0, 0, 0) + b"\x00" * 6 + b"\xff\xff\x00\x00",
        ),
    ],
)
def test_a_formula_without_a_sound_result_has_none(what: str, body: bytes) -> None:
    found = of_xls(record(0x0006, body))
    assert (dict(found.cells), set(found.uncomputed)) == ({}, {(0, 0)}), what


def test_a_stream_in_capitals_is_the_workbook() -> None:
    data = xls(number(0, 0, 7))
    name = "Workbook".encode("utf-16-le")
    assert data.count(name) == 1
    assert read(data.replace(name, "WORKBOOK".encode("utf-16-le"))).sheets[0].cells == {(0, 0): 7.0}


def test_a_package_in_a_folder_of_its_own_is_that_package() -> None:
    deep = {f"年报/{name}": part for name, part in parts(sheet(ONE_CELL)).items()}
    assert read(zipped(deep)).sheets[0].cells == {(0, 0): 7.0}


def test_a_name_that_differs_from_the_directory_is_refused() -> None:
    data = zipped({"甲.xml": "7"})
    at = data.index("甲.xml".encode())
    other = data[:at] + "乙.xml".encode() + data[at + len("甲.xml".encode()) :]
    with pytest.raises(Refusal):
        Package(other).read("甲.xml")
