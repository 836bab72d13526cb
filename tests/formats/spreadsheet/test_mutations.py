"""Whatever happens to the bytes of a workbook, it is read or refused, and nothing else."""

import contextlib
import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nianbao.findings.finding import Refusal
from nianbao.formats.spreadsheet import opening
from support.raw_workbooks import number, ods, ods_table, parts, record, sheet, xls, zipped

SHEET = sheet(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000</v></c></row>'
    '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><f>SUM(A1:A2)</f><v>3</v></c>'
    '<c r="C2" t="inlineStr"><is><t>甲</t></is></c><c r="D2" t="b"><v>1</v></c></row>',
    '<mergeCells><mergeCell ref="A4:B5"/></mergeCells>',
)
XLSX = zipped(
    parts(
        SHEET,
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
        strings="<si><t>合计</t></si>",
        styles='<cellXfs><xf/><xf numFmtId="14"/></cellXfs>',
    )
)
ODS = ods(
    ods_table(
        '<table:table-row table:number-rows-repeated="2"><table:table-cell '
        'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-spanned="2"/><table:covered-table-cell/>'
        "</table:table-row>"
    )
)
XLS = xls(
    number(0, 0, 1.5),
    record(0x027E, bytes([0, 0, 1, 0, 0, 0, 30, 0, 0, 0])),
    record(0xFD, bytes([1, *bytes(9)])),
    record(0xE5, bytes([1, 0, 3, 0, 4, 0, 0, 0, 1, 0])),
    book=record(0xFC, bytes([1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 65, 66])),
)
TOKENS = (
    b"<", b">", b'"', b"&", b"]]>", b"<![CDATA[", b"<!--", b"&#0;", b"\0", b"\xff", b"</row>",
    b'r="XFD1048576"', b"99999999999", b"-1", b"1e999", b"NaN", b't="s"', b't="e"', b' s="1"',
    b'<c r="ZZZ9"><v>1</v></c>', b'table:number-columns-repeated="999999999"',
)  # fmt: skip

Mutation = Callable[[bytes], bytes]


def at(position: float, content: bytes) -> int:
    return int(position * len(content))


@st.composite
def mutations(draw: st.DrawFn) -> Mutation:
    position, other = draw(st.floats(0, 1)), draw(st.floats(0, 1))
    inserted = draw(st.sampled_from(TOKENS) | st.binary(min_size=1, max_size=4))
    kind = draw(st.sampled_from(["insert", "replace", "remove", "repeat"]))

    def mutate(content: bytes) -> bytes:
        start, end = sorted((at(position, content), at(other, content)))
        if kind == "insert":
            return content[:start] + inserted + content[start:]
        if kind == "replace":
            return content[:start] + inserted + content[start + len(inserted) :]
        if kind == "remove":
            return content[:start] + content[min(end, start + 40) :]
        return content[:end] + content[start:end][:200] + content[end:]

    return mutate


def read_or_refuse(content: bytes) -> None:
    with contextlib.suppress(Refusal):
        opening.read(content)


def with_one_part_changed(content: bytes, choice: float, changes: list[Mutation]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        made = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(made)[min(at(choice, bytes(len(made))), len(made) - 1)]
    for change in changes:
        made[name] = change(made[name])
    return zipped(made)


many = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # the machine may be slow


@pytest.mark.parametrize("content", [XLSX, ODS, XLS], ids=["xlsx", "ods", "xls"])
def test_the_workbook_itself_reads(content: bytes) -> None:
    assert opening.read(content).sheets[0].cells


@many
@given(st.sampled_from([XLSX, ODS, XLS]), st.lists(mutations(), min_size=1, max_size=4))
def test_a_file_whose_bytes_changed_is_read_or_refused(
    content: bytes, changes: list[Mutation]
) -> None:
    for change in changes:
        content = change(content)
    read_or_refuse(content)


@many
@given(
    st.sampled_from([XLSX, ODS]),
    st.floats(0, 1),
    st.lists(mutations(), min_size=1, max_size=4),
)
def test_a_file_whose_parts_changed_is_read_or_refused(
    content: bytes, choice: float, changes: list[Mutation]
) -> None:
    read_or_refuse(with_one_part_changed(content, choice, changes))
