"""Texts longer than a cell may hold, as other programs write them: read, noted, sent back whole."""

import pytest

from nianbao.formats.limits import CELL_CHARACTERS, LIMITS
from nianbao.intake.examine import examine
from nianbao.intake.outcome import Circumstances, Outcome
from nianbao.prose import squeeze
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.write.text_cells import in_rows
from support.clerk import BODY, Clerk, sound_report
from support.raw_workbooks import ods, ods_table, unzipped, zipped

MARK = "STANDS-FOR-A-LONG-TEXT"
WORDS = "公开内容更新不够及时"


def returned(path: str, text: str, clerk: Clerk) -> Outcome:
    """Examine a return that has to go back, with a text at ``path`` that openpyxl would cut."""
    data = clerk.fill(sound_report(), typed={"disclosure.licences": -1, path: MARK})
    parts = unzipped(data)
    (name,) = [name for name, part in parts.items() if MARK.encode() in part]
    parts[name] = parts[name].replace(MARK.encode(), text.encode())
    return examine("a.xlsx", zipped(parts), Circumstances(2022, formats=()))


def told(outcome: Outcome, code: str) -> list[tuple[tuple[str, ...], str]]:
    return [(each.places, each.message) for each in outcome.findings if each.code == code]


def too_long(what: str, length: int) -> str:
    return f"“{what}”有 {length} 个字，一格最多存 32767 个字，可能已被截断。请分段填写。"


@pytest.mark.parametrize(
    "text",
    [
        WORDS * 4_000,
        WORDS * 12_000,
        "\n".join([WORDS * 100] * 90),
        "\n".join([WORDS] * 9_000),
    ],
    ids=["one paragraph", "one of four cells", "90 paragraphs", "9,000 paragraphs"],
)
def test_a_long_text_goes_back_whole(text: str, clerk: Clerk) -> None:
    outcome = returned("problems", text, clerk)
    assert (outcome.status, outcome.fault) == ("returned", "")
    assert told(outcome, "L-01") == [(("五、问题改进!A5",), too_long("主要问题", len(text)))]
    assert outcome.marked is not None
    sent_back = read_return(outcome.marked).report(BODY, 2022)
    assert squeeze(sent_back.problems) == squeeze(text)


@pytest.mark.parametrize(
    ("path", "label", "place"),
    [("address", "联系地址", "基本信息!B7"), ("prepared_by", "填报人", "基本信息!B11")],
)
def test_a_long_entry_goes_back_as_far_as_a_cell_holds_it(
    path: str, label: str, place: str, clerk: Clerk
) -> None:
    outcome = returned(path, "长" * 40_000, clerk)
    assert (outcome.status, outcome.fault) == ("returned", "")
    assert told(outcome, "L-01") == [((place,), too_long(label, 40_000))]
    assert outcome.marked is not None
    assert read_return(outcome.marked).typed[path] == "长" * CELL_CHARACTERS


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("disclosure.penalties", "填的是“{}…”，不是数字。请只填阿拉伯数字，说明文字写到正文里。"),
        ("declaration.disputes", "“本表填报情况”填的是“{}…”。请在下拉框中选“有数据”或“全部为零”。"),
        ("other.fee_charged", "“是否收取信息处理费”填的是“{}…”。请在下拉框中选“是”或“否”。"),
        ("year", "报告年度“{}…”不是年份。请在“基本信息”中选择年份，如 2025。"),
    ],
)
def test_a_sentence_quotes_the_beginning_of_a_long_entry(
    path: str, message: str, clerk: Clerk
) -> None:
    outcome = returned(path, "长" * 40_000, clerk)
    quoted = 40 if path == "disclosure.penalties" else 500
    assert (outcome.status, outcome.fault) == ("returned", "")
    assert message.format("长" * quoted) in [each.message for each in outcome.findings]


@pytest.mark.parametrize(
    ("text", "rows", "cells"),
    [
        ("", 3, []),
        ("一\n二", 3, ["一", "二"]),
        ("一\n二\n三\n四", 3, ["一", "二", "三\n四"]),
        ("长" * 32_768, 3, ["长" * 32_767, "长"]),
        ("一\n二\n" + "长" * 32_767, 2, ["一\n二", "长" * 32_767]),
    ],
)
def test_paragraphs_are_rows_as_long_as_that_fits(text: str, rows: int, cells: list[str]) -> None:
    assert in_rows(text, rows) == cells


def test_a_sheet_of_a_long_name_is_refused() -> None:
    outcome = examine("a", ods(ods_table("", "表" * (LIMITS.name + 1))), Circumstances(2022))
    assert [each.message for each in outcome.findings] == [
        "文件内部有不应有的内容（过长的工作表名称），不予打开。"
        "请在 Excel 或 WPS 中打开，另存为 xlsx 后重新发送。"
    ]
