"""Whose return it is, and of which year: every contradiction named, nothing booked by guess."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from nianbao.county.bodies import Body, Roster
from nianbao.form.basics import BodyKind
from nianbao.intake.attribution import Booking, book
from nianbao.workbook.form_code import GENERAL, FormCode
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.read.reading import Carriers, Reading
from support.clerk import BODY, Clerk, sound_report

TOWN, BUREAU = "城关镇人民政府", "示例县教育局"
ROSTER = Roster(
    (
        Body(name=BODY, short_name="巡镇镇", kind=BodyKind.TOWNSHIP, code="XZ01"),
        Body(name=TOWN, short_name="城关镇", kind=BodyKind.TOWNSHIP, code="CG04"),
        Body(name=BUREAU, short_name="教育局", kind=BodyKind.DEPARTMENT, code="JY07"),
    )
)
NONE = Roster()


def code(year: int = 2022, body: str = "XZ01") -> str:
    return str(FormCode(year, body))


@pytest.fixture(scope="module")
def sound(clerk: Clerk) -> Reading:
    return read_return(clerk.fill(sound_report()))


@dataclass(frozen=True)
class Case:
    """What the workbook carries, what the clerk chose, and what is said."""

    said: tuple[str, ...] = ()
    at: str = ""
    body: str | None = BODY
    printed: str = code()
    hidden: str = code()
    issued_to: str = BODY
    name: str = BODY
    year: str = "2022"
    roster: Roster = field(default=ROSTER)


def booked(case: Case, sound: Reading) -> Booking:
    hidden = {"form_code": case.hidden, "organisation": case.issued_to} if case.hidden else {}
    carriers = Carriers(case.printed, hidden, "基本信息!B14" if case.printed else "")
    entries: Mapping[str, Any] = {**sound.entries, "organisation": case.name}
    reading = replace(sound, carriers=carriers, entries=entries, typed_year=case.year)
    return book(reading, case.roster, 2022)


CASES: dict[str, Case] = {
    "sound": Case(),
    "sound without a roster": Case(roster=NONE),
    "the short name": Case(name="巡镇镇"),
    "blanks and width in the name": Case(name="巡镇镇　人民 政府"),
    "a code typed small and wide": Case(printed=code().lower().replace("-", "－")),
    "the printed code lost": Case(printed=""),
    "the hidden sheet lost": Case(hidden=""),
    "the general form": Case(printed=code(body=GENERAL), hidden=code(body=GENERAL), issued_to=""),
    "the general form, no roster": Case(
        printed=code(body=GENERAL), hidden=code(body=GENERAL), issued_to="", roster=NONE,
        name="某镇人民政府", body="某镇人民政府",
    ),
    "both carriers lost": Case(
        ("找不到填报编码，已按填写的机关名称登记。下次请直接在发放的表里填报。",),
        printed="", hidden="",
    ),
    "the code broken": Case(
        (f"填报编码“2022-XZ01-0000”不完整或被改动，应为“{code()}”。请用原来发放的表重新填报。",),
        "基本信息!B14", None, printed="2022-XZ01-0000",
    ),
    "the code cut, nothing hidden": Case(
        ("填报编码“2022-XZ”不完整或被改动，应为“发放时的编码”。请用原来发放的表重新填报。",),
        "基本信息!B14", None, printed="2022-XZ", hidden="",
    ),
    "two codes": Case(
        (f"表上的填报编码是“{code(body='CG04')}”，表内登记的是“{code()}”。"
         "请用发给本机关的原表重新填报。",),
        "基本信息!B14", None, printed=code(body="CG04"),
    ),
    "last year's form": Case(
        ("这是 2021 年度的表，现在收的是 2022 年度的。请用 2022 年度的表填报。",),
        "基本信息!B14", None, printed=code(2021), hidden=code(2021), year="2021",
    ),
    "last year's form with this year chosen": Case(
        ("这是 2021 年度的表，现在收的是 2022 年度的。请用 2022 年度的表填报。",),
        "基本信息!B14", None, printed=code(2021), hidden=code(2021),
    ),
    "this year's form with last year chosen": Case(
        ("表是 2022 年度的，报告年度却填成 2021。请改回 2022，或者用正确年度的表。",),
        "基本信息!B5", None, year="2021",
    ),
    "no code and another year": Case(
        ("找不到填报编码，已按填写的机关名称登记。下次请直接在发放的表里填报。",
         "这是 2023 年度的表，现在收的是 2022 年度的。请用 2022 年度的表填报。"),
        "基本信息!B5", None, printed="", hidden="", year="2023",
    ),
    "another body's form": Case(
        (f"这张表发给“{BODY}”，填报机关却是“{TOWN}”。请用发给本机关的表填报。",),
        "基本信息!B4", None, name=TOWN,
    ),
    "another body's form, no roster": Case(
        (f"这张表发给“{BODY}”，填报机关却是“{TOWN}”。请用发给本机关的表填报。",),
        "基本信息!B4", None, name=TOWN, roster=NONE,
    ),
    "the own name misspelt": Case(
        ("名册中没有“巡镇人民政府”，这张表发给“巡镇镇人民政府”。请把机关全称改成“巡镇镇人民政府”；"
         "不是这个机关的，请用发给本机关的表。",),
        "基本信息!B4", None, name="巡镇人民政府",
    ),
    "a name near one of the roster": Case(
        ("名册中没有“示例县教育体育局”。是不是“示例县教育局”？请改成名册上的全称。",),
        "基本信息!B4", None, name="示例县教育体育局", printed=code(body=GENERAL),
        hidden=code(body=GENERAL), issued_to="",
    ),
    "a name like none of the roster": Case(
        ("名册中没有“外县林业局”。请核对机关全称。",),
        "基本信息!B4", None, name="外县林业局", printed=code(body=GENERAL),
        hidden=code(body=GENERAL), issued_to="",
    ),
    "a code of another county": Case(
        ("名册中没有机关代码“ZZ99”，可能是别的县或以前发放的表。请换用这次发放的表填报。",),
        "基本信息!B14", None, printed=code(body="ZZ99"), hidden=code(body="ZZ99"),
    ),
    "no name": Case(
        ("没有填写机关全称。请在“基本信息”中选择或填写。",), "基本信息!B4", None, name="",
    ),
    "no year": Case(
        ("没有选择报告年度。请在“基本信息”中选择年份。",), "基本信息!B5", None, year="",
    ),
    "a year that is none": Case(
        ("报告年度“去年”不是年份。请在“基本信息”中选择年份，如 2025。",),
        "基本信息!B5", None, year="去年",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_return_is_booked_or_the_contradiction_named(name: str, sound: Reading) -> None:
    case = CASES[name]
    booking = booked(case, sound)
    assert tuple(each.message for each in booking.findings) == case.said
    assert booking.body == case.body
    if case.at:
        assert booking.findings[-1].places == (case.at,)
        assert booking.findings[-1].severity == "error"


@pytest.mark.parametrize(
    ("case", "form_is_wrong"),
    [("another body's form", True), ("last year's form", True), ("the code broken", True),
     ("both carriers lost", False), ("no year", False), ("the own name misspelt", False), ("a code of another county", False),
     ("a name near one of the roster", False), ("sound", False)],
)  # fmt: skip
def test_which_contradictions_need_another_form(
    case: str, form_is_wrong: bool, sound: Reading
) -> None:
    assert booked(CASES[case], sound).form_is_wrong is form_is_wrong


def test_year_and_name_of_a_return_in_doubt_are_still_told(sound: Reading) -> None:
    booking = booked(CASES["last year's form"], sound)
    assert (booking.organisation, booking.year, booking.code) == (BODY, 2021, "XZ01")
    assert booked(CASES["no year"], sound).year == 2022
    assert booked(CASES["the short name"], sound).organisation == BODY


def test_the_roster_knows_the_kind_better_than_the_dropdown(sound: Reading) -> None:
    chosen = sound.particulars.model_copy(update={"kind": BodyKind.COUNTY})
    assert book(replace(sound, particulars=chosen), ROSTER, 2022).kind is BodyKind.TOWNSHIP
    assert book(replace(sound, particulars=chosen), NONE, 2022).kind is BodyKind.COUNTY
    assert book(sound, ROSTER, 2022).kind is BodyKind.TOWNSHIP
    assert book(sound, NONE, 2022).kind is None


def test_contact_details_left_out_are_one_hint(sound: Reading) -> None:
    blank = sound.particulars.model_copy(update={"telephone": "", "website": ""})
    (found,) = book(replace(sound, particulars=blank), ROSTER, 2022).findings
    assert (found.code, found.severity) == ("I-06", "hint")
    assert found.message == "基本信息中没有填写联系电话、公开网址。请补填，公开的报告要写明。"
    assert found.places == ("基本信息!B9", "基本信息!B10")
    assert book(replace(sound, particulars=blank), ROSTER, 2022).body == BODY


def test_the_code_is_read_off_any_visible_sheet_when_its_own_cell_is_empty(clerk: Clerk) -> None:
    clerk.fill(sound_report())
    clerk.cell("form_code").value = None
    clerk.book["六、其他事项"]["C30"] = code()
    reading = read_return(clerk.save())
    clerk.book["六、其他事项"]["C30"] = None
    clerk.cell("form_code").value = code()
    assert reading.carriers.printed == code()
    assert reading.carriers.place == "六、其他事项!C30"


def test_one_character_of_a_code_changed_is_noticed() -> None:
    whole = code()
    for at in range(len(whole)):
        for other in "0A-":
            changed = whole[:at] + other + whole[at + 1 :]
            parsed = FormCode.parse(changed)
            assert changed == whole or parsed is None or not parsed.agrees_with(changed)
