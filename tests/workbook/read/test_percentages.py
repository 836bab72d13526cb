"""A clerk types 5 into a cell that shows percentages: 0.05 is stored, 5% shown, neither counts."""

import struct
from decimal import Decimal
from typing import Any

import pytest

from nianbao.formats.spreadsheet import opening as grid
from nianbao.formats.spreadsheet.number_formats import as_text, shown_as
from nianbao.workbook.read.reader import read_return
from support.clerk import BODY, Clerk, sound_report
from support.other_number_formats import formatted, no_number
from support.raw_workbooks import number, ods, ods_table, record, xls, xlsx
from support.rearranged_workbooks import APPLICATIONS, DISCLOSURE, PROBLEMS, Rearranged

REPORT = sound_report({"disclosure.licences": 5, "disclosure.fees_wan": Decimal("0.5")})


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0##%", '#,##0%;[Red]"减"0%'])
@pytest.mark.parametrize(
    ("cell", "value", "seen"),
    [("B11", 0.05, "5%"), ("B11", 5, "500%"), ("B18", 0.05, "5%"), ("B18", 0.001234, "0.1234%")],
)
def test_a_figure_shown_as_a_percentage_is_a_finding(
    cell: str, value: Any, seen: str, code: str, clerk: Clerk
) -> None:
    data = formatted(clerk.fill(REPORT), DISCLOSURE, {cell: value}, code)
    (found,) = read_return(data).findings
    assert (found.places, found.message) == ((f"{DISCLOSURE}!{cell}",), no_number(seen))


def test_nil_and_totals_shown_as_percentages_do_no_harm(clerk: Clerk) -> None:
    data = formatted(
        clerk.fill(REPORT), APPLICATIONS, {"D8": 0, "E8": 0, "J8": "=SUM(D8:I8)"}, "0%"
    )
    reading = read_return(data)
    assert reading.report(BODY, 2022) == REPORT
    assert reading.findings == ()


def test_a_percentage_in_a_text_is_what_the_clerk_sees(clerk: Clerk) -> None:
    cells = {"A5": "办结率", "A6": 0.985, "A7": None}
    data = Rearranged(formatted(clerk.fill(REPORT), PROBLEMS, cells, "0%")).bytes()
    assert read_return(data).entries["problems"].startswith("办结率\n98.5%")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(
            xlsx(
                '<row r="1"><c r="A1" s="1"><v>0.05</v></c><c r="B1" s="2"><v>0.05</v></c></row>',
                styles='<numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts>'
                '<cellXfs><xf/><xf numFmtId="9"/><xf numFmtId="170"/></cellXfs>',
            ),
            "xlsx",
            id="xlsx",
        ),
        pytest.param(
            xls(
                number(0, 0, 0.05, style=1),
                record(0x027E, struct.pack("<HHHI", 0, 1, 2, 5 << 2 | 3)),
                book=record(0x041E, struct.pack("<HHB", 170, 4, 0) + b"0.0%")
                + b"".join(record(0xE0, struct.pack("<HH16x", 0, n)) for n in (0, 9, 170)),
            ),
            "xls",
            id="xls",
        ),
        pytest.param(
            ods(
                ods_table(
                    "<table:table-row>"
                    + '<table:table-cell office:value-type="percentage" office:value="0.05"/>' * 2
                    + "</table:table-row>"
                )
            ),
            "ods",
            id="ods",
        ),
    ],
)
def test_every_kind_tells_percentages(data: bytes, kind: str) -> None:
    read = grid.read(data)
    assert read.kind == kind
    assert read.sheets[0].cells == {(0, 0): "5%", (0, 1): "5%"}


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (9, None, "percent"),
        (10, None, "percent"),
        (0, None, None),
        (14, None, "date"),
        (200, "0%", "percent"),
        (9, "General", None),
        (200, '0.0"%"', None),
        (200, "0\\%", None),
        (200, '[$-804]yyyy"年"m"月"', "date"),
        (200, "[Red]0.00%", "percent"),
    ],
)
def test_formats_tell_what_they_show(number: int, code: str | None, shown: str | None) -> None:
    assert shown_as(number, code) == shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (0.05, "5%"),
        (0.0, 0.0),
        (-0.5, "-50%"),
        (1.0, "100%"),
        (0.1 + 0.2, "30%"),
        (1e-7, "0.00001%"),
        (float("inf"), float("inf")),
    ],
)
def test_a_percentage_is_exact(stored: float, shown: float | str) -> None:
    assert as_text(stored, "percent") == shown
