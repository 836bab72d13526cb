"""The one expression reads what the walk reads; whatever it is not sure of it leaves to the walk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.findings.finding import Refusal
from nianbao.formats.spreadsheet import xlsx_sheet
from nianbao.formats.spreadsheet.opening import read
from nianbao.formats.spreadsheet.sheet import MarkedText
from nianbao.formats.spreadsheet.xlsx_cells import Totals, plain_cells, walked_cells
from nianbao.formats.spreadsheet.xlsx_strings import plain_strings, shared_strings
from support.raw_workbooks import MAIN, ONE_CELL, parts, sheet, zipped

STYLES = '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>'
TEXTS = (
    "合计",
    " 前后有空格 ",
    "第一段\n第二段",
    "A&amp;B &lt;b&gt; &quot;&apos;",
    "𠮷😀",
    "&amp;lt;",
)
FORMULAS = ("", "<f>SUM(A1:A2)</f>", '<f t="shared" ref="A1:A9" si="0">1+1</f>',
            '<f t="shared" si="0"/>')  # fmt: skip
RUNS = '<r><rPr><b val="true"/><sz val="16"/></rPr><t xml:space="preserve">主动 </t></r>'


@st.composite
def cells(draw: st.DrawFn) -> str:
    """A cell without its address, with ``{0}`` where that goes."""
    style = draw(st.sampled_from(["", ' s="0"', ' s="1"']))
    formula = draw(st.sampled_from(FORMULAS))
    kind, value = draw(
        st.one_of(
            st.tuples(st.sampled_from(["", ' t="n"']), st.integers(-9, 10**9).map(str)),
            st.tuples(st.just(""), st.floats(-1e15, 1e15, allow_nan=False).map("{:.15g}".format)),
            st.tuples(st.just(' t="s"'), st.integers(0, len(TEXTS)).map(str)),
            st.tuples(st.just(' t="str"'), st.sampled_from(["", *TEXTS])),
            st.tuples(st.just(' t="b"'), st.sampled_from("01")),
            st.tuples(st.just(' t="e"'), st.sampled_from(["#REF!", "#DIV/0!", "#N/A", "#忙!"])),
        )
    )
    body = f"{formula}{draw(st.sampled_from([f'<v>{value}</v>', '<v/>', '']))}"
    return f'<c r="{{0}}"{style}{kind}>{body}</c>' if body else f'<c r="{{0}}"{style}/>'


@st.composite
def rows(draw: st.DrawFn) -> str:
    drawn = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        inside = [each.format(f"{'ABCD'[at]}{number}")
                  for at, each in enumerate(draw(st.lists(cells(), max_size=4)))]  # fmt: skip
        tag = f'row r="{number}" ht="20"'
        drawn.append(f"<{tag}>{''.join(inside)}</row>" if inside else f"<{tag}/>")
    return "".join(drawn)


def packed(*bodies: str, strings: str = "") -> bytes:
    merges = '<mergeCells count="1"><mergeCell ref="F1:G2"/></mergeCells>'
    sheets = [sheet(body, merges) for body in bodies]
    return zipped(parts(*sheets, strings=strings, styles=STYLES))


def table(*texts: str) -> str:
    return "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)


@given(rows(), rows())
def test_both_read_the_same(first: str, second: str) -> None:
    data = packed(first, second, strings=f"{table(*TEXTS)}<si>{RUNS}{RUNS}</si>")
    assert all(plain_cells(sheet(body).encode()) is not None for body in (first, second))
    plainly = read(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx_sheet, "plain_cells", lambda _: None)
        assert read(data) == plainly


def test_a_sheet_without_rows_is_plain() -> None:
    empty = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    data = zipped(parts(sheet(ONE_CELL), empty))
    assert plain_cells(empty.encode()) is not None
    assert [each.cells for each in read(data).sheets] == [{(0, 0): 7.0}, {}]


EMPTY = '<c r="A1" s="1"/>'


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('<row r="1"><c r="A2"><v>1</v></c></row>', id="another row"),
        pytest.param('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', id="twice"),
        pytest.param('<row r="1"/><c r="A1"><v>1</v></c>', id="outside of a row"),
        pytest.param('<row r="1"><row r="2"/></row>', id="row in a row"),
        pytest.param('<row r="1"><c r="A1"><v>1</v></c>', id="row left open"),
        pytest.param('<c r="A1"><v>1</v></c></row>', id="row never begun"),
        pytest.param('<row r="1"><c r="A1"><v>1</v></c></row></row>', id="closed twice"),
        pytest.param(f'<row r="1">{EMPTY * 3}字</row>', id="text between the cells"),
        pytest.param(f'<row r="1">{EMPTY * 3}<x/></row>', id="another element"),
        pytest.param('<row><c r="A1"><v>1</v></c></row>', id="row without a number"),
        pytest.param('<row r="1"><c><v>1</v></c></row>', id="cell without an address"),
        pytest.param('<row r="1"><c r="XFD1"><v>1</v></c></row>', id="far column"),
        pytest.param('<row r="9999999"><c r="A9999999"><v>1</v></c></row>', id="far row"),
        pytest.param('<row r="1"><c r="A1" t="str"><v>_x000D_</v></c></row>', id="escape"),
        pytest.param('<row r="1"><c r="A1" t="str"><v>&#65;</v></c></row>', id="reference"),
        pytest.param('<row r="1"><c r="A1" t="str"><v>&nbsp;</v></c></row>', id="entity"),
        pytest.param('<row r="1"><c r="A1" t="str"><v>a\rb</v></c></row>', id="carriage return"),
        pytest.param('<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>', id="control"),
        pytest.param('<row r="1"><c r="A1" t="str"><v>\uffff</v></c></row>', id="no character"),
        pytest.param(
            '<row r="1"><c r="A1"><f t="array" ref="A1:B2">1</f><v>1</v></c></row>', id="array"
        ),
    ],
)
def test_what_is_not_plain_is_left_to_the_walk(body: str) -> None:
    assert plain_cells(sheet(body).encode()) is None


@pytest.mark.parametrize("before", ["<!-- <sheetData/> -->", "<sheetData></sheetData>"])
def test_rows_that_stand_beside_the_rows_are_left_to_the_walk(before: str) -> None:
    part = sheet(ONE_CELL).replace("<sheetData>", f"{before}<sheetData>")
    assert plain_cells(part.encode()) is None


@pytest.mark.parametrize(
    ("strings", "texts"),
    [
        ("<si><t>甲</t></si><si><t/></si>", ["甲", ""]),
        ('<si><t> 甲</t><phoneticPr fontId="1" type="noConversion"/></si>', [" 甲"]),
        (f"<si>{RUNS}<r><t>公开</t></r></si>", ["主动 公开"]),
        ("<si><t>甲</t><rPh sb='0' eb='1'><t>jia</t></rPh></si>", None),
        ("<si><t>甲<rPr><b/></rPr></t></si>", None),
        ("<si><r><rPr><b>1</b></rPr><t>甲</t></r></si>", None),
        ("<si><t>甲</t></si>乙", None),
        ("<si><t>_x000D_</t></si>", None),
        ("<si><t>甲&#10;乙&amp;#10;</t></si>", ["甲\n乙&#10;"]),
        ("<si><t>&#49;</t></si>", None),
    ],
)
def test_plain_strings_are_read_and_others_left(strings: str, texts: list[str] | None) -> None:
    declared = f'<?xml version="1.0"?>\r\n<sst xmlns="{MAIN}" count="1">{strings}</sst>'
    assert plain_strings(declared.encode()) == texts


FOREIGN = "urn:example:other"


@pytest.mark.parametrize(
    ("what", "part"),
    [
        ("a second block of cells", sheet(ONE_CELL).replace("</worksheet>", "<sheetData/></worksheet>")),
        ("a second block with a prefix",
         sheet(ONE_CELL).replace("</worksheet>", f'<x:sheetData xmlns:x="{MAIN}"/></worksheet>')),
        ("a foreign block before ours",
         sheet(ONE_CELL).replace("<sheetData>", f'<x:sheetData xmlns:x="{FOREIGN}"/><sheetData>')),
        ("a foreign cell", sheet(f'<row r="1"><c xmlns="{FOREIGN}" r="A1"><v>9</v></c></row>')),
        ("a foreign row", sheet(f'<x:row xmlns:x="{FOREIGN}" r="1"><c r="A1"><v>9</v></c></x:row>')),
        ("cells inside another element",
         sheet(f'<row r="1"><x:c xmlns:x="{FOREIGN}"><c r="A1"><v>9</v></c></x:c></row>')),
        ("a cell in a cell", sheet('<row r="1"><c r="A1"><c r="B1"><v>9</v></c></c></row>')),
        ("an element in a value", sheet('<row r="1"><c r="A1"><v>1<x/>2</v></c></row>')),
        ("a foreign type of a value",
         sheet(f'<row r="1"><c xmlns:x="{FOREIGN}" x:t="s" r="A1"><v>1</v></c></row>')),
        ("a type on the value", sheet('<row r="1"><c r="A1"><v t="s">1</v></c></row>')),
        ("two values", sheet('<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>')),
        ("two formulas", sheet('<row r="1"><c r="A1"><f>1</f><f>2</f><v>2</v></c></row>')),
        ("a value and a text", sheet('<row r="1"><c r="A1"><v>1</v><is><t>2</t></is></c></row>')),
        ("a text with more in it",
         sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>1</t><x>2</x></is></c></row>')),
        ("two blocks of merges",
         sheet(ONE_CELL, '<mergeCells><mergeCell ref="A1:B1"/></mergeCells><mergeCells/>')),
        ("a merge elsewhere", sheet(ONE_CELL, '<x><mergeCell ref="A1:B1"/></x>')),
    ],
)  # fmt: skip
def test_where_programs_differ_the_sheet_is_refused(what: str, part: str) -> None:
    assert plain_cells(part.encode()) is None
    with pytest.raises(Refusal) as refusal:
        walked_cells(part.encode(), "甲", Totals())
    assert "内部有不应有的内容" in str(refusal.value), what


@pytest.mark.parametrize(
    ("strings", "texts"),
    [
        ("<si><t>1</t><extLst><ext><t>9</t></ext></extLst></si>", ["1"]),
        ("<si><t>17</t><rPh sb='0' eb='1'><t>0</t></rPh></si>", ["17"]),
        ("<si><r><t>1</t></r><r><rPr><b/></rPr><t>2</t></r></si>", ["12"]),
        ("<si><t>_x4E00_</t></si><si><t><![CDATA[<二>]]></t></si>", ["一", "<二>"]),
    ],
)
def test_the_walk_reads_strings_as_programs_show_them(strings: str, texts: list[str]) -> None:
    part = f'<x:sst xmlns:x="{MAIN}" xmlns="{MAIN}">{strings}</x:sst>'.encode()
    assert list(shared_strings(part)) == texts


@pytest.mark.parametrize(
    "strings",
    [
        f'<x:si xmlns:x="{FOREIGN}"><t>9</t></x:si>',
        f'<si><x:t xmlns:x="{FOREIGN}">9</x:t></si>',
        "<si><AlternateContent><Choice><t>9</t></Choice></AlternateContent></si>",
        "<x><si><t>9</t></si></x>",
    ],
)
def test_strings_that_say_two_things_are_refused(strings: str) -> None:
    with pytest.raises(Refusal):
        shared_strings(f'<sst xmlns="{MAIN}">{strings}</sst>'.encode())


def test_marked_pieces_of_a_text_are_told_apart() -> None:
    strings = (
        "<si><r><rPr><strike/></rPr><t>2418</t></r><r><t> 2420</t></r></si>"
        '<si><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
        '<si><r><rPr><strike val="0"/><vertAlign val="baseline"/></rPr><t>3</t></r></si>'
    )
    struck, raised, plain = shared_strings(f'<sst xmlns="{MAIN}">{strings}</sst>'.encode())
    assert isinstance(struck, MarkedText)
    assert (struck, struck.struck, struck.standing) == ("2418 2420", "2418", " 2420")
    assert isinstance(raised, MarkedText)
    assert (raised, raised.raised) == ("121", "1")
    assert (plain, type(plain)) == ("3", str)


def test_hidden_rows_and_columns_are_told_by_both() -> None:
    body = '<row r="1" hidden="1"><c r="A1"><v>7</v></c></row><row r="2" hidden="0"/>'
    part = sheet(body).replace(
        "<sheetData>", '<cols><col min="2" max="3" hidden="1"/></cols><sheetData>'
    )
    plainly, walked = plain_cells(part.encode()), walked_cells(part.encode(), "甲", Totals())
    assert plainly == walked
    assert plainly is not None
    assert (plainly.hidden_rows, plainly.hidden_columns) == ({0}, {1, 2})
