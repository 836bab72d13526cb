"""The short road reads what the long one reads; whatever it is not sure of it leaves to that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.formats.spreadsheet import gate
from nianbao.formats.spreadsheet import opening as grid
from nianbao.formats.spreadsheet import xlsx_sheet as sheet_xml
from nianbao.formats.spreadsheet.plain_sheet import plain_sheet
from nianbao.formats.spreadsheet.plain_text import plain_strings
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
def test_both_roads_read_the_same(first: str, second: str) -> None:
    data = packed(first, second, strings=f"{table(*TEXTS)}<si>{RUNS}{RUNS}</si>")
    assert gate.admit(data).values is not None
    short = grid.read(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_xml, "plain_sheet", lambda *_anything: None)
        assert gate.admit(data).values is None
        assert grid.read(data) == short


def test_a_sheet_without_rows_is_plain() -> None:
    empty = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    data = zipped(parts(sheet(ONE_CELL), empty))
    assert gate.admit(data).values == ({(0, 0): 7.0}, {})


def test_one_unusual_sheet_sends_the_whole_workbook_the_long_way() -> None:
    unusual = '<row r="1"><c r="A1"><!-- --><v>8</v></c></row>'
    data = packed(ONE_CELL, unusual)
    assert gate.admit(data).values is None
    assert [each.cells for each in grid.read(data).sheets] == [{(0, 0): 7.0}, {(0, 0): 8.0}]


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
        pytest.param('<row r="1"><c r="A1"><v>NaN</v></c></row>', id="not a number"),
        pytest.param('<row r="1"><c r="A1"><v>1e308</v></c></row>', id="close to infinity"),
        pytest.param('<row r="1"><c r="A1"><v>1_0</v></c></row>', id="as Python writes numbers"),
        pytest.param('<row r="1"><c r="A1"><v>１</v></c></row>', id="full width"),
        pytest.param('<row r="1"><c r="A1"><v> 1</v></c></row>', id="blank before the number"),
        pytest.param('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', id="no such string"),
        pytest.param('<row r="1"><c r="A1" t="s"><v>٠</v></c></row>', id="other digits"),
        pytest.param('<row r="1"><c r="A1" t="b"><v>2</v></c></row>', id="neither true nor false"),
        pytest.param('<row r="1"><c r="A1" t="d"><v>2022-01-01</v></c></row>', id="ISO date"),
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
def test_what_is_not_plain_is_left_to_the_long_road(body: str) -> None:
    assert plain_sheet(sheet(body).encode(), {}, ["甲"]) is None


@pytest.mark.parametrize("before", ["<!-- <sheetData/> -->", "<sheetData></sheetData>"])
def test_rows_that_stand_beside_the_rows_are_left_to_the_long_road(before: str) -> None:
    part = sheet(ONE_CELL).replace("<sheetData>", f"{before}<sheetData>")
    assert plain_sheet(part.encode(), {}, ()) is None


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
