"""What clerks type into a number cell → the exact value, or the exact sentence."""

import datetime
import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nianbao.findings.finding import finding
from nianbao.form.report import LARGEST
from nianbao.formats.spreadsheet.sheet import ErrorValue
from nianbao.workbook.layout import SHEETS
from nianbao.workbook.read.entries import Amount, plain, read_count, read_money
from nianbao.workbook.read.reader import read_return
from support.clerk import Clerk, sound_report
from support.raw_workbooks import unzipped, zipped


def told(amount: Amount) -> str:
    """Return the sentence an amount leads to, empty where there is none."""
    if not amount.sentence:
        return ""
    expected = "" if amount.value is None else str(amount.value)
    return finding(amount.sentence, seen=amount.seen, expected=expected, unit="万元").message


def noted(typed: str, value: str) -> str:
    return f"填的是“{typed}”，已按 {value} 计。下次请只填数字。"


def no_number(typed: str) -> str:
    return f"填的是“{typed}”，不是数字。请只填阿拉伯数字，说明文字写到正文里。"


def other_unit(typed: str, unit: str) -> str:
    return f"填的是“{typed}”，这一格的单位是{unit}。请换算成{unit}，只填数字。"


EXACT: list[tuple[Any, int | None]] = [
    (None, None),
    ("", None),
    (" \u3000\u200b", None),
    ("'", None),
    (0, 0),
    (12, 12),
    (12.0, 12),
    (-0.0, 0),
    (1e9, LARGEST),
    ("12", 12),
    ("'12", 12),
    (" 12 ", 12),
    ("\u00a012\u00a0", 12),
    ("\u300012", 12),
    ("12\u200b", 12),
    ("1\u200b2\ufeff", 12),
    ("12\n", 12),
    ("１２", 12),
    ("1,234", 1234),
    ("１，２３４", 1234),
    ("1,234,567", 1234567),
    ("12.0", 12),
    ("12.", 12),
    ("１２．００", 12),
    ("+12", 12),
    ("-0", 0),
    ("007", 7),
]
NOTED: list[tuple[Any, int, str]] = [
    ("3件", 3, "3件"),
    ("3 件", 3, "3 件"),
    ("４次", 4, "４次"),
    ("12人次", 12, "12人次"),
    ("1,234条", 1234, "1,234条"),
    ("22（其中修订16件）", 22, "22（其中修订16件）"),
    ("22(其中修订16件)", 22, "22(其中修订16件)"),
    ("5件（含上年结转）", 5, "5件（含上年结转）"),
    ("无", 0, "无"),
    (" 无 ", 0, "无"),
    ("暂无", 0, "暂无"),
    ("没有", 0, "没有"),
    ("/", 0, "/"),
    ("／", 0, "／"),
    ("—", 0, "—"),
    ("——", 0, "——"),
    ("-", 0, "-"),
    ("－", 0, "－"),
    ("零", 0, "零"),
    ("〇", 0, "〇"),
    (datetime.date(1900, 1, 12), 12, "1900-01-12"),
    (datetime.datetime(1900, 1, 12), 12, "1900-01-12"),
    (datetime.date(1903, 3, 18), 1173, "1903-03-18"),
]
WRONG: list[tuple[Any, str]] = [
    (-1, "填的是 -1，不能是负数。请改成 0 或正数。"),
    ("-1", "填的是 -1，不能是负数。请改成 0 或正数。"),
    ("－１", "填的是 -1，不能是负数。请改成 0 或正数。"),
    ("−5", "填的是 -5，不能是负数。请改成 0 或正数。"),
    ("-3件", "填的是 -3件，不能是负数。请改成 0 或正数。"),
    (0.5, "填的是 0.5，件数必须是整数。请改成整数。"),
    ("12.5", "填的是 12.5，件数必须是整数。请改成整数。"),
    (".5", "填的是 0.5，件数必须是整数。请改成整数。"),
    (2e9, "填的是 2000000000，超过 10 亿。请核对数字和单位。"),
    (12345678901234567890, "填的是 12345678901234567890，超过 10 亿。请核对数字和单位。"),
    ("12345678901234567890", "填的是 12345678901234567890，超过 10 亿。请核对数字和单位。"),
    (1e308, "填的是 1E+308，超过 10 亿。请核对数字和单位。"),
    ("9" * 60, f"填的是 {'9' * 40}…，超过 10 亿。请核对数字和单位。"),
    (True, no_number("TRUE")),
    (False, no_number("FALSE")),
    ("TRUE", no_number("TRUE")),
    (float("nan"), no_number("nan")),
    (float("inf"), no_number("inf")),
    ("三件", no_number("三件")),
    ("3件左右", no_number("3件左右")),
    ("约3件", no_number("约3件")),
    ("3-5", no_number("3-5")),
    ("3、4", no_number("3、4")),
    ("1 2", no_number("1 2")),
    ("1,23", no_number("1,23")),
    ("1e5", no_number("1e5")),
    ("5%", no_number("5%")),
    ("10²", no_number("10²")),
    ("3①", no_number("3①")),
    ("½", no_number("½")),
    ("٣", no_number("٣")),
    ("（5）", no_number("（5）")),
    ("3（万件）", no_number("3（万件）")),
    ("100（+23）", no_number("100（+23）")),
    ("123（更正为132）", no_number("123（更正为132）")),
    ("123（不含派出机构20件）", no_number("123（不含派出机构20件）")),
    ("12\u202e34", no_number("12□34")),
    ("见附件" * 20, no_number("见附件" * 13 + "见…")),
    ("2025-01-01", no_number("2025-01-01")),
    (datetime.date(2025, 3, 1), no_number("2025-03-01")),
    (datetime.datetime(2025, 3, 1, 8, 30), no_number("2025-03-01 08:30:00")),
    (datetime.time(8, 30), no_number("08:30:00")),
    (ErrorValue("#REF!"), "格里是错误值 #REF!。请删掉，重新填数字。"),
    (ErrorValue("#DIV/0!"), "格里是错误值 #DIV/0!。请删掉，重新填数字。"),
]


@pytest.mark.parametrize(("typed", "value"), EXACT)
def test_a_count_reads_exactly(typed: Any, value: int | None) -> None:
    amount = read_count(typed)
    assert (amount.value, amount.sentence) == (value, "")
    assert amount.is_blank is (value is None)
    assert type(amount.value) is (int if value is not None else type(None))


@pytest.mark.parametrize(("typed", "value", "seen"), NOTED)
def test_a_count_with_something_beside_it_is_read_and_noted(
    typed: Any, value: int, seen: str
) -> None:
    amount = read_count(typed)
    assert (amount.value, told(amount)) == (value, noted(seen, str(value)))


@pytest.mark.parametrize(("typed", "sentence"), WRONG)
def test_what_is_no_count_is_told_as_it_stands(typed: Any, sentence: str) -> None:
    amount = read_count(typed)
    assert (amount.value, told(amount)) == (None, sentence)


@pytest.mark.parametrize(
    ("typed", "value", "sentence"),
    [
        (46.2, "46.2", ""),
        (8743.7999999999993, "8743.8", ""),
        (0.1 + 0.2, "0.3", ""),
        (0.000001, "0.000001", ""),
        ("0.123456", "0.123456", ""),
        ("8,743.80", "8743.8", ""),
        ("1,234.5", "1234.5", ""),
        ("0.5万元", "0.5", noted("0.5万元", "0.5")),
        ("0.5（万元）", "0.5", noted("0.5（万元）", "0.5")),
        ("无", "0", noted("无", "0")),
        (-0.0, "0", ""),
        (0.0000001, None, "填的是 0.0000001，小数最多 6 位。请四舍五入后再填。"),
        ("1.2345678", None, "填的是 1.2345678，小数最多 6 位。请四舍五入后再填。"),
        (-0.5, None, "填的是 -0.5，不能是负数。请改成 0 或正数。"),
        (1e10, None, "填的是 10000000000，超过 10 亿。请核对数字和单位。"),
        ("5000元", None, other_unit("5000元", "万元")),
        ("5,000.5 元", None, other_unit("5,000.5 元", "万元")),
        ("5000（元）", None, other_unit("5000（元）", "万元")),
        ("0.5亿元", None, other_unit("0.5亿元", "万元")),
        ("约5000元", None, no_number("约5000元")),
        ("3件", None, no_number("3件")),
        (True, None, no_number("TRUE")),
    ],
)
def test_money_in_wan_is_exact(typed: Any, value: str | None, sentence: str) -> None:
    amount = read_money(typed, "万元")
    assert amount.value == (None if value is None else Decimal(value))
    assert told(amount) == sentence
    if value is not None:
        assert isinstance(amount.value, Decimal)
        assert "E" not in str(amount.value) or value == "0.000001"


def test_money_in_yuan_is_not_taken_for_wan() -> None:
    assert read_money("120元", "元").value == 120
    assert read_money("0.5万元", "元").value is None


@pytest.mark.parametrize(
    ("number", "written"),
    [(12.0, "12"), (0.1 + 0.2, "0.3"), (1e-7, "0.0000001"), (1e15, "1000000000000000"),
     (Decimal("46.20"), "46.2"), (float("nan"), "nan"), (1e300, "1E+300"), (-2.5, "-2.5")],
)  # fmt: skip
def test_numbers_are_shown_as_people_write_them(number: float | Decimal, written: str) -> None:
    assert plain(number) == written


BLANKS = st.text("\u00a0\u3000\u200b\u200c\ufeff \t", max_size=3)
FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


@st.composite
def disguised(draw: st.DrawFn) -> tuple[int, Any]:
    """A count and one of the harmless ways in which it may stand in a cell."""
    count = draw(st.integers(0, LARGEST))
    if draw(st.booleans()):
        return count, draw(st.sampled_from([count, float(count)]))
    text = draw(st.sampled_from([str(count), f"{count:,}"])) + draw(
        st.sampled_from(["", ".0", "."])
    )
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    at = draw(st.integers(0, len(text)))
    text = text[:at] + draw(st.text("\u200b\ufeff", max_size=2)) + text[at:]
    unit = draw(st.sampled_from(["", "件", " 件", "次"]))
    return count, draw(BLANKS) + text + unit + draw(BLANKS)


@given(disguised())
def test_any_count_in_any_harmless_disguise_reads_exactly(case: tuple[int, Any]) -> None:
    count, typed = case
    amount = read_count(typed)
    assert amount.value == count
    has_unit = isinstance(typed, str) and bool(re.search("[件次]", typed))
    assert amount.sentence == ("noted" if has_unit else "")


ANY_TEXT = st.one_of(
    st.text(max_size=30),
    st.text("0123456789０１２,，.．-－—()（）件万元% \u3000\u200b²①½三〇零无/'+eE", max_size=12),
)


@given(ANY_TEXT)
@example("10²")
@example("3①")
@example("5(3)")
def test_no_text_is_read_as_a_number_it_does_not_hold(typed: str) -> None:
    narrow = re.sub("[\u200b\u200c\u200d\u2060\ufeff,，]", "", typed)
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in narrow)
    for amount in (read_count(typed), read_money(typed, "万元")):
        assert told(amount) or amount.value is not None or amount.is_blank
        if amount.value:
            runs = re.findall(r"\d+\.?\d*|\.\d+", narrow, re.ASCII)
            assert Decimal(runs[0]) == amount.value
        elif amount.value == 0:
            assert re.search("[0０无零〇/／没]|[-－−—–﹣]", typed)


@pytest.mark.parametrize(
    ("path", "typed", "place", "message"),
    [
        ("applications.received.business", "三件", "三、申请办理!E8", no_number("三件")),
        ("disclosure.fees_wan", "5000元", "二、主动公开!B18",
         other_unit("5000元", "万元")),
        ("other.fee_yuan", "0.5万元", "六、其他事项!B6", other_unit("0.5万元", "元")),
        ("disputes.direct_litigation.pending", -2, "四、复议诉讼!I8",
         "填的是 -2，不能是负数。请改成 0 或正数。"),
        ("other.fee_notices", "3件", "六、其他事项!B5", noted("3件", "3")),
        ("other.fee_yuan", "12.5元", "六、其他事项!B6", noted("12.5元", "12.5")),
        ("applications.carried_in.other", "=1+1", "三、申请办理!I9", no_number("=1+1")),
    ],
)  # fmt: skip
def test_a_finding_names_the_cell(
    path: str, typed: Any, place: str, message: str, clerk: Clerk
) -> None:
    reading = read_return(clerk.fill(sound_report(), typed={path: typed}))
    assert [(each.places, each.message) for each in reading.findings] == [((place,), message)]


def test_a_formula_in_an_entry_cell_without_a_value_is_told(clerk: Clerk) -> None:
    clerk.fill(sound_report())
    cell = clerk.cell("applications.received.other")
    cell.value = "=1+1"
    reading = read_return(clerk.save())
    (found,) = reading.findings
    assert found.places == ("三、申请办理!I8",)
    assert found.message == "格里是没有结果的公式。请直接填数字。"
    assert "applications.received.other" in reading.evidence.unread


def test_a_formula_in_an_entry_cell_is_read_by_its_result_and_noted(clerk: Clerk) -> None:
    """As LibreOffice saves a typed TRUE: a formula whose result is 1."""
    data = with_result(clerk.fill(sound_report()), "三、申请办理", "I8", "TRUE()", "1")
    reading = read_return(computed(data))
    assert reading.entries["applications.received.other"] == 1
    assert [(each.places, each.message, each.severity) for each in reading.findings] == [
        (("三、申请办理!I8",),
         "格里填的是公式，已按公式的结果计。请核对数字，下次直接填数字。", "hint"),
    ]  # fmt: skip


def test_a_result_that_nobody_computed_is_none(clerk: Clerk) -> None:
    """Programs that cannot compute write a result of 0, and an order to compute on opening."""
    data = with_result(clerk.fill(sound_report()), "三、申请办理", "I8", "100+3", "0")
    reading = read_return(data)
    assert [(each.places, each.message) for each in reading.findings] == [
        (("三、申请办理!I8",), "格里是没有结果的公式。请直接填数字。")
    ]
    assert reading.evidence.unread == {"applications.received.other"}


def computed(data: bytes) -> bytes:
    """Return the workbook without the order to compute it, as programs save it that have."""
    parts = unzipped(data)
    book = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = book.replace(b' fullCalcOnLoad="1"', b"")
    assert parts["xl/workbook.xml"] != book
    return zipped(parts)


def with_result(data: bytes, sheet: str, cell: str, formula: str, result: str) -> bytes:
    """Return the workbook with a computed formula in a cell, which openpyxl cannot write."""
    number = SHEETS.index(sheet) + 1
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == f"xl/worksheets/sheet{number}.xml":
                pattern = rf'(<c r="{cell}"[^>]*?)( t="n")?(>)<v>0</v>'.encode()
                filled = rf"\1\3<f>{formula}</f><v>{result}</v>".encode()
                part, count = re.subn(pattern, filled, part)
                assert count == 1
            new.writestr(name, part)
    return out.getvalue()
