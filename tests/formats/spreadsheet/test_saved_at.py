from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from nianbao.formats.spreadsheet.opening import read
from support.raw_workbooks import ONE_CELL, parts, sheet, zipped

_CORE = (
    '<?xml version="1.0"?><cp:coreProperties xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
    "<dcterms:created>2020-01-01T00:00:00Z</dcterms:created>{}</cp:coreProperties>"
)
NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)


def packed(core: str | bytes | None, name: str = "docProps/core.xml") -> bytes:
    more = {} if core is None else {name: core}
    return zipped({**parts(sheet(ONE_CELL)), **more})


def modified(text: str) -> bytes:
    return packed(_CORE.format(f"<dcterms:modified>{text}</dcterms:modified>"))


@pytest.mark.parametrize(
    ("what", "data", "moment"),
    [
        ("UTC, as Excel writes it", modified("2026-01-20T12:00:00Z"), NOON),
        ("the local time of China", modified("2026-01-20T20:00:00+08:00"), NOON),
        ("no zone", modified(" 2026-01-20T12:00:00 "), NOON),
        ("the part's name in other letters",
         packed(_CORE.format("<dcterms:modified>2026-01-20T12:00:00Z</dcterms:modified>"),
                "docprops/Core.xml"), NOON),
        ("a year beyond", modified("9999-12-31T23:59:59-08:00"), None),
        ("words", modified("昨天"), None),
        ("nothing", packed(_CORE.format("")), None),
        ("no such part", packed(None), None),
        ("a document type", packed("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), None),
        ("no XML", packed(b"\x00\x01"), None),
        ("a large part", packed(_CORE.format("x" * 70_000)), None),
    ],
)  # fmt: skip
def test_when_the_clerks_program_saved_it(what: str, data: bytes, moment: datetime | None) -> None:
    assert read(data).saved_at == moment, what


def test_a_real_workbook_says_so() -> None:
    book, out = Workbook(), BytesIO()
    before = datetime.now(UTC).replace(microsecond=0)
    book.save(out)
    moment = read(out.getvalue()).saved_at
    assert moment is not None
    assert before <= moment <= datetime.now(UTC)
