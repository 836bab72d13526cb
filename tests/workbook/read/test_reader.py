"""Returns as clerks rearrange them: read by their labels, or named where that is not certain."""

import datetime
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell

from nianbao.findings.finding import Finding, Refusal, has_errors
from nianbao.form.report import FIGURES as ENTRIES
from nianbao.form.report import Report, label
from nianbao.rules import check
from nianbao.workbook.layout import DECLARATION_LABEL, layout
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.read.reading import Reading, year_of
from support.clerk import BODY, CONTACT, Clerk, sound_report
from support.rearranged_workbooks import (
    APPLICATIONS,
    DISCLOSURE,
    DISPUTES,
    HARMLESS,
    OTHER,
    OVERVIEW,
    PROBLEMS,
    Rearranged,
    column_inserted,
    drop,
    moved,
    on_one_sheet,
    row_deleted,
    row_inserted,
)

FIGURES: dict[str, Any] = {
    "disclosure.normative_documents.made": 2,
    "disclosure.normative_documents.in_force": 11,
    "disclosure.licences": 5,
    "applications.received.natural_person": 4,
    "applications.received.other": 2,
    "applications.carried_in.business": 1,
    "applications.outcomes.granted.natural_person": 3,
    "applications.outcomes.refused.state_secret.other": 1,
    "applications.outcomes.other.other.business": 1,
    "applications.outcomes.unavailable.not_held.other": 1,
    "applications.carried_out.natural_person": 1,
    "disputes.reconsideration.upheld": 1,
    "disputes.direct_litigation.pending": 2,
    "disputes.litigation_after_reconsideration.corrected": 3,
    "other.fee_charged": True,
    "other.fee_notices": 2,
    "other.fee_yuan": Decimal("35.5"),
}
FEES = ("other.fee_charged", "other.fee_notices", "other.fee_yuan")
REPORT = sound_report(FIGURES)
RETYPE = "请用原来发放的表重新填报。"


@pytest.fixture(scope="module")
def data(clerk: Clerk) -> bytes:
    return clerk.fill(REPORT)


def read_back(data: bytes) -> tuple[Report, Reading]:
    reading = read_return(data)
    return reading.report(BODY, 2022), reading


def findings(data: bytes) -> list[Finding]:
    report, reading = read_back(data)
    return [*reading.findings, *check(report, reading.evidence)]


# What still reads


@pytest.mark.parametrize("name", HARMLESS)
def test_it_reads_just_the_same(name: str, data: bytes) -> None:
    clerk = Rearranged(data)
    HARMLESS[name](clerk)
    report, reading = read_back(clerk.bytes())
    assert report == REPORT
    # What is hidden counts, and is told.
    told = [each for each in findings(clerk.bytes()) if "隐藏" not in each.message]
    assert (told, has_errors(findings(clerk.bytes()))) == ([], False)
    assert reading.carriers.printed == reading.carriers.hidden_code == str(reading.carriers.printed)
    assert reading.carriers.printed.startswith("2022-XZ01-")


@pytest.mark.parametrize("name", ["填报说明", "核对"])
@pytest.mark.parametrize("sheet", [APPLICATIONS, PROBLEMS, OTHER, "基本信息"])
def test_a_sheet_with_the_name_of_one_that_is_passed_by_is_read(
    sheet: str, name: str, data: bytes
) -> None:
    clerk = Rearranged(data)
    drop("填报说明", "核对")(clerk)
    clerk.book[sheet].title = name
    report, reading = read_back(clerk.bytes())
    assert report == REPORT
    # What is hidden counts, and is told.
    told = [each for each in findings(clerk.bytes()) if "隐藏" not in each.message]
    assert (told, has_errors(findings(clerk.bytes()))) == ([], False)
    assert reading.entries["organisation"] == BODY
    assert reading.typed["telephone"] == CONTACT.telephone


def test_everything_pasted_on_a_sheet_that_is_passed_by_is_read(data: bytes) -> None:
    names = ["基本信息", OVERVIEW, DISCLOSURE, APPLICATIONS, DISPUTES, PROBLEMS, OTHER]
    clerk = Rearranged(on_one_sheet(data, names))
    clerk.book.worksheets[0].title = "核对"
    report, reading = read_back(clerk.bytes())
    assert report == REPORT
    assert [each.message for each in reading.findings] == []


@pytest.mark.parametrize("sheet", [OVERVIEW, DISCLOSURE, APPLICATIONS, DISPUTES, PROBLEMS, OTHER])
def test_guide_and_checks_do_not_stand_in_for_a_deleted_sheet(sheet: str, data: bytes) -> None:
    clerk = Rearranged(data)
    drop(sheet)(clerk)
    with_all = read_return(clerk.bytes())
    drop("填报说明", "核对")(clerk)
    without = read_return(clerk.bytes())
    assert with_all.evidence.unread == without.evidence.unread != frozenset()
    assert with_all.findings == without.findings


def test_a_finding_points_to_where_the_cell_went(data: bytes) -> None:
    clerk = Rearranged(data).slid(APPLICATIONS, moved(11, 5)).set(APPLICATIONS, {"I19": 9})
    clerk.book[APPLICATIONS].title = "我的表"
    (found, *_) = [each for each in findings(clerk.bytes()) if each.code == "A-01"]
    assert found.places[0] == "我的表!I19"


def test_an_untouched_copy_before_the_filled_sheet_does_not_matter(clerk: Clerk) -> None:
    empty = clerk.fill(sound_report())
    filled = Rearranged(clerk.fill(REPORT))
    copy = filled.book.create_sheet("三、申请办理 (2)", 0)
    for row in Rearranged(empty).book[APPLICATIONS].iter_rows():
        for cell in row:
            if cell.value is not None:
                copy[cell.coordinate] = cell.value
    report, reading = read_back(filled.bytes())
    assert report == REPORT
    assert reading.findings == ()


def test_figures_filled_in_on_the_copy_alone_are_read_from_it(clerk: Clerk) -> None:
    """The clerk copied the sheet and typed into the copy; the sheet itself was left at nil."""
    filled = Rearranged(clerk.fill(REPORT))
    filled.copied(APPLICATIONS, "三 (2)")
    for path in FIGURES:
        spot = layout().spots[path]
        if spot.sheet == APPLICATIONS:
            filled.book[APPLICATIONS][spot.cell] = 0
    report, reading = read_back(filled.bytes())
    assert report == REPORT
    assert reading.findings == ()


def test_a_sheet_and_its_copy_that_differ_are_named(data: bytes) -> None:
    clerk = Rearranged(data)
    clerk.copied(APPLICATIONS, "三 (2)")["D8"] = 5
    (found,) = [each for each in findings(clerk.bytes()) if each.code == "L-02"]
    assert found.message == (
        "有两张“三、申请办理”，内容不同，不知道以哪一张为准。请删掉多余的一张。"
    )
    assert found.places == ("三、申请办理!A5", "三 (2)!A5")


def test_three_tables_pasted_on_the_only_sheet_of_a_new_workbook(data: bytes) -> None:
    """No identity, no texts: what is lost is named, what is there is read."""
    pasted = on_one_sheet(data, [DISCLOSURE, APPLICATIONS, DISPUTES])
    report, reading = read_back(pasted)
    wanted = REPORT.entries()
    for path, figure in report.entries().items():
        if path.split(".")[0] in ("disclosure", "applications", "disputes"):
            assert figure == wanted[path], path
    assert [each.message for each in reading.findings] == [
        *(f"找不到“{text}”这一栏，文字没有读到。{RETYPE}"
        for text in (
            "主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障",
            "主要问题", "改进情况", "其他事项",
        )),
        *(f"找不到“{text}”，对应的 1 格没有读到。{RETYPE}"
        for text in ("是否收取信息处理费", "收费件数", "收费金额（元）")),
    ]  # fmt: skip


def test_everything_pasted_on_one_sheet(data: bytes) -> None:
    names = ["基本信息", OVERVIEW, DISCLOSURE, APPLICATIONS, DISPUTES, PROBLEMS, OTHER]
    report, reading = read_back(on_one_sheet(data, names))
    assert report == REPORT
    assert [each.message for each in reading.findings] == []


# What cannot be read for certain


@pytest.mark.parametrize(
    ("sheet", "cells", "places", "messages"),
    [
        (APPLICATIONS, {"A8": None}, ("三、申请办理!A5",),
         [f"找不到“一、本年新收政府信息公开申请数量”，对应的 6 格没有读到。{RETYPE}"]),
        (APPLICATIONS, {"A5": None, "D5": None, "B12": None}, (), []),
        (APPLICATIONS, {"A8": "一、本年收到的政府信息公开申请数量"}, ("三、申请办理!A5",),
         ["找不到“一、本年新收政府信息公开申请数量”，对应的 6 格没有读到。"
          "最接近的是“一、本年收到的政府信息公开申请数量”（三、申请办理!A8），请改回原来的名称。"]),
        (APPLICATIONS, {"E7": "企业"}, ("三、申请办理!A5",),
         ["找不到“商业企业”，对应的 24 格没有读到。"
          "最接近的是“企业”（三、申请办理!E7），请改回原来的名称。"]),
        (APPLICATIONS, {"A33": "四、结转下年度继续办理"}, ("三、申请办理!A5",),
         ["“四、结转下年度继续办理”出现了不止一次，不知道以哪一处为准。请删掉多余的，只留一处。"]),
        (DISCLOSURE, {"A11": None}, ("二、主动公开!A5",),
         [f"找不到“行政许可”，对应的 1 格没有读到。{RETYPE}"]),
        (OVERVIEW, {"A20": None}, (),
         [f"找不到“依申请公开”这一栏，文字没有读到。{RETYPE}"]),
        (OTHER, {"A5": None}, (), [f"找不到“收费件数”，对应的 1 格没有读到。{RETYPE}"]),
    ],
)  # fmt: skip
def test_a_label_that_is_missing_or_stands_twice_is_named(
    sheet: str, cells: dict[str, Any], places: tuple[str, ...], messages: list[str], data: bytes
) -> None:
    _, reading = read_back(Rearranged(data).set(sheet, cells).bytes())
    told = [each for each in reading.findings if each.code.startswith("L")]
    assert [each.message for each in told] == messages
    assert [each.places for each in told] == [places] * len(messages)
    assert all(each.severity == "error" for each in told)


def test_a_deleted_row_of_the_table_is_named_and_its_cells_are_not_judged(data: bytes) -> None:
    clerk = Rearranged(data)
    clerk.book[APPLICATIONS].delete_rows(9)
    found = findings(clerk.bytes())
    assert f"找不到“二、上年结转政府信息公开申请数量”，对应的 6 格没有读到。{RETYPE}" in [
        each.message for each in found
    ]
    assert not [each for each in found if each.code == "A-01"]


def test_a_deleted_sheet_is_named(data: bytes) -> None:
    clerk = Rearranged(data)
    drop(DISPUTES)(clerk)
    _, reading = read_back(clerk.bytes())
    assert [each.message for each in reading.findings] == [
        "找不到“四、复议诉讼”这张表。请用原来发放的表重新填报，不要删除工作表。"
    ]


def test_columns_of_table_four_in_another_order_are_not_guessed(data: bytes) -> None:
    """The blocks of litigation changed places."""
    clerk = Rearranged(data).set(DISPUTES, {"F6": "复议后起诉", "K6": "未经复议直接起诉"})
    report, reading = read_back(clerk.bytes())
    assert [each.code for each in reading.findings] == ["L-01"]
    assert reading.findings[0].message == (
        "“四、政府信息公开行政复议、行政诉讼情况”的列次序被改动，认不出各列。请用原来发放的表重新填报。"
    )
    assert report.disputes.direct_litigation.pending == 0


# Narratives


def typed_rows(*values: Any) -> dict[str, Any]:
    return {f"A{5 + row}": value for row, value in enumerate(values)}


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (typed_rows("第一段", "第二段", "第三段"), "第一段\n第二段\n第三段"),
        (typed_rows("第一段\n第二段\n第三段"), "第一段\n第二段\n第三段"),
        (typed_rows("第一段\r\n第二段", None, " 第三段 "), "第一段\n第二段\n第三段"),
        (typed_rows("第一段_x000D_\n第二段"), "第一段\n第二段"),
        (typed_rows(None, None, "第三行开始"), "第三行开始"),
        (typed_rows("　　首行缩进"), "首行缩进"),
        (typed_rows("共办理", 12, "件"), "共办理\n12\n件"),
        (typed_rows(12.5, True), "12.5\nTRUE"),
        (typed_rows(datetime.date(2022, 3, 5)), "2022年3月5日"),
        (typed_rows(datetime.datetime(2022, 3, 5, 8, 30)), "2022-03-05 08:30:00"),
        (typed_rows("=1+1 的写法"), "=1+1 的写法"),
        (typed_rows("主要问题", "确实存在"), "主要问题\n确实存在"),
        (typed_rows(), ""),
    ],
)
def test_a_text_reads_the_same_however_it_was_typed(
    cells: dict[str, Any], text: str, data: bytes
) -> None:
    clerk = Rearranged(data)
    for row in range(5, 25):
        clerk.book[PROBLEMS].cell(row, 1).value = None
    for cell, value in cells.items():
        clerk.book[PROBLEMS][cell].value = value
        if isinstance(value, str):
            clerk.book[PROBLEMS][cell].data_type = "s"
        if isinstance(value, datetime.date):
            clerk.book[PROBLEMS][cell].number_format = "yyyy-mm-dd"
    report, reading = read_back(clerk.bytes())
    assert report.problems == text
    assert report.improvements == REPORT.improvements
    assert reading.findings == ()


def test_a_text_that_runs_past_its_rows_is_read_to_the_end(data: bytes) -> None:
    """The last block of a sheet has room below it."""
    clerk = Rearranged(data)
    for row in range(26, 80):
        clerk.book[PROBLEMS].cell(row, 1).value = f"第{row}行"
    report, _ = read_back(clerk.bytes())
    assert report.improvements.split("\n")[-1] == "第79行"


@pytest.mark.parametrize(
    ("text", "read", "message"),
    [
        ("看不见\u200b的字", "看不见的字", "文字里有看不见的控制字符，已经去掉。请看一下文字是否完整。"),
        ("反转\u202e文字", "反转文字", "文字里有看不见的控制字符，已经去掉。请看一下文字是否完整。"),
        ("长" * 32_767, "长" * 32_767,
         "“主要问题”有 32767 个字，一格最多存 32767 个字，可能已被截断。请分段填写。"),
    ],
)  # fmt: skip
def test_what_was_cleaned_or_cut_is_noted(text: str, read: str, message: str, data: bytes) -> None:
    report, reading = read_back(Rearranged(data).set(PROBLEMS, {"A5": text}).bytes())
    assert report.problems == read
    assert [(each.places, each.message) for each in reading.findings] == [
        (("五、问题改进!A5",), message)
    ]
    assert reading.findings[0].severity != "error"


@pytest.mark.parametrize(
    ("typed", "seen"),
    [("#NAME?", "错误值 #NAME?"), ("#REF!", "错误值 #REF!"), ("=-加强公开", "没有结果的公式")],
)
def test_a_paragraph_that_excel_took_for_a_formula_is_named(
    typed: str, seen: str, data: bytes
) -> None:
    """A clerk types ``-加强公开`` and presses Enter."""
    _, reading = read_back(Rearranged(data).set(PROBLEMS, {"A6": typed}).bytes())
    (found,) = reading.findings
    assert (found.places, found.severity) == (("五、问题改进!A6",), "error")
    assert found.message == (
        f"这一格是{seen}，文字没有读到。请重新填写；以“=”“+”“-”开头的文字，先打一个单引号再填。"
    )


# Basics


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        (2022, 2022), ("2022", 2022), ("2022年", 2022), ("２０２２年度", 2022), (" 2022 年度", 2022),
        ("2022.0", 2022), ("二〇二二", None), ("2019", None), ("22", None), ("", None),
    ],
)  # fmt: skip
def test_a_year_is_read_as_typed(typed: Any, year: int | None) -> None:
    assert year_of(str(typed)) == year


def test_a_kind_that_is_none_is_named_and_left_open(data: bytes) -> None:
    _, reading = read_back(Rearranged(data).set("基本信息", {"B6": "村"}).bytes())
    assert [(each.places, each.message) for each in reading.findings] == [
        (("基本信息!B6",), "机关类型“村”不在下拉框的选项中。请重新选择。")
    ]
    assert reading.particulars.kind is None


def test_numbers_in_the_basics_are_texts(data: bytes) -> None:
    clerk = Rearranged(data).set("基本信息", {"B8": 36500, "B9": 3501234567})
    _, reading = read_back(clerk.bytes())
    assert (reading.particulars.postcode, reading.particulars.telephone) == ("036500", "3501234567")


# What is no return of ours


def workbook(cells: dict[str, Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    book.save(out)
    return out.getvalue()


OLD_FORM = {
    "A1": "二、主动公开政府信息情况", "A2": "信息内容", "B2": "本年新制作数量",
    "C2": "本年新公开数量", "D2": "对外公开总数量", "A3": "规章", "A4": "规范性文件",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (OLD_FORM, "这是 2019 年的旧表式（有“本年新制作数量”），现行表式是 2021 年的。"
                   "请用县里发放的新表重新填报。"),
        ({"A1": "上一年项目\n数量"}, "这是 2019 年的旧表式（有“上一年项目数量”），现行表式是 2021 年的。"
                                "请用县里发放的新表重新填报。"),
        ({"A1": "工资表", "B2": 12}, "这不是年报填报表。请用县里发放的表填报。"),
        ({}, "这不是年报填报表。请用县里发放的表填报。"),
        ({"A1": "自然人", "B1": "总计"}, "这不是年报填报表。请用县里发放的表填报。"),
    ],
)  # fmt: skip
def test_what_is_no_form_of_ours_is_refused_by_name(cells: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_return(workbook(cells))
    assert str(refused.value) == message


def test_a_workbook_of_ours_with_all_tables_deleted_is_still_ours(data: bytes) -> None:
    clerk = Rearranged(data)
    drop(DISCLOSURE, APPLICATIONS, DISPUTES)(clerk)
    _, reading = read_back(clerk.bytes())
    assert [each.code for each in reading.findings] == ["L-01"] * 3


# Any of it, one after another

SHEETS_OF_ENTRIES = (OVERVIEW, DISCLOSURE, APPLICATIONS, DISPUTES, PROBLEMS, OTHER, "基本信息")
LABELS = frozenset(
    (
        *(each.text for place in layout().tables for each in place.table.labels),
        *(pair.text for pair in (*layout().basics, *layout().fees)),
        *(label(block.path) for block in layout().blocks),
        DECLARATION_LABEL,
    )
)
CHANGES = ("rows", "columns", "rename", "delete row", "clear", "copy", "retype")
CHANGE = st.tuples(
    st.sampled_from(CHANGES),
    st.sampled_from(SHEETS_OF_ENTRIES),
    st.integers(1, 34),
    st.integers(1, 3),
)


def apply(clerk: Rearranged, change: tuple[str, str, int, int], names: dict[str, str]) -> None:
    """Do one thing a clerk may do; ``names`` follows the sheets through renaming."""
    kind, home, at, count = change
    name = names.get(home, home)
    sheet = clerk.book[name]
    match kind:
        case "rows":
            clerk.slid(name, row_inserted(at, count))
        case "columns":
            clerk.slid(name, column_inserted(at % 12 + 1, count))
        case "rename":
            names[home] = sheet.title = f"{count}-{at}-{home}"
        case "delete row":
            clerk.slid(name, row_deleted(at))
        case "clear":
            labels = [cell for row in sheet.iter_rows() for cell in row if cell.value in LABELS]
            if labels:
                labels[at % len(labels)].value = None
        case "copy":
            clerk.copied(name, f"{home}{at}{count}")
        case "retype":
            cell = sheet.cell(at, 1 + at % 10)
            if not isinstance(cell, MergedCell):
                cell.value = ("其他", "总计", "主动公开", "规章")[at % 4]


@pytest.fixture(scope="module")
def fresh(data: bytes) -> Callable[[], Rearranged]:
    return lambda: Rearranged(data)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=st.lists(CHANGE, min_size=1, max_size=3))
def test_whatever_is_rearranged_a_figure_is_read_right_or_lost_with_a_word(
    changes: list[tuple[str, str, int, int]], fresh: Callable[[], Rearranged]
) -> None:
    clerk, names = fresh(), dict[str, str]()
    for change in changes:
        apply(clerk, change, names)
    read, reading = read_back(clerk.bytes())
    got, wanted = read.entries(), REPORT.entries()
    lost = {path for path in (*ENTRIES, *FEES) if got[path] != wanted[path]}
    assert lost <= reading.evidence.unread | reading.evidence.blank | {FEES[0]}
    if lost:
        found = [*reading.findings, *check(read, reading.evidence)]
        assert any(each.severity == "error" for each in found)
