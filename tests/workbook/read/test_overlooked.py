"""What the form itself says is nobody's note; what a clerk wrote beside the entries is told."""

import io

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from nianbao.form.basics import BodyKind
from nianbao.workbook.issue import Issue
from nianbao.workbook.layout import REMARKS_AUTHOR
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.write.blank import blank
from support.clerk import Clerk, sound_report

LAST = sound_report({"problems": "一是更新偏慢。\n二是解读偏少。", "improvements": "逐项整改。"})


@pytest.mark.parametrize("kind", [None, *BodyKind])
def test_a_blank_says_nothing_that_is_told(kind: BodyKind | None) -> None:
    issue = Issue(2023, "XZ01", "巡镇镇人民政府", 1, kind, ("巡镇镇人民政府", "乙局"), LAST)
    assert [each.message for each in read_return(blank(issue)).findings] == []


@pytest.mark.parametrize(
    ("sheet", "cell", "text"),
    [
        ("一、总体情况", "A3", "概述写在这里"),
        ("三、申请办理", "A4", "说明"),
        ("三、申请办理", "A34", "备注：以系统为准"),
        ("三、申请办理", "L10", "其中3件补正"),
        ("六、其他事项", "A7", "收费依据另附"),
        ("基本信息", "E9", "手机也行"),
    ],
)
def test_a_note_beside_the_entries_is_told_at_its_place(
    sheet: str, cell: str, text: str, clerk: Clerk
) -> None:
    book = load_workbook(io.BytesIO(clerk.fill(sound_report())))
    book[sheet][cell] = text
    out = io.BytesIO()
    book.save(out)
    (found,) = read_return(out.getvalue()).findings
    assert (found.places, found.message) == (
        (f"{sheet}!{cell}",),
        f"这里写了“{text}”，不是填报的格，没有读到。要报的请移到该填的格里。",
    )


def test_a_line_of_ours_above_a_note_does_not_hide_it(clerk: Clerk) -> None:
    """As other programs save it, the head of a sheet is a text: nobody's notes go with it."""
    book = load_workbook(io.BytesIO(clerk.fill(sound_report())))
    book["三、申请办理"]["A2"] = "填报机关：巡镇镇人民政府"
    book["三、申请办理"]["A34"] = "上年结转的2件已办结"
    out = io.BytesIO()
    book.save(out)
    (found,) = read_return(out.getvalue()).findings
    assert found.places == ("三、申请办理!A34",)


@pytest.mark.parametrize(
    ("author", "text", "told"),
    [
        ("李某", "应为3件", ["这里有批注“应为3件”。批注不读，要报的请写到格里。"]),
        (REMARKS_AUTHOR, "错误 A-01：相差 1", []),
        ("", "错误 A-01：相差 1", []),
    ],
)
def test_comments_are_told_but_our_own_remarks(
    author: str, text: str, told: list[str], clerk: Clerk
) -> None:
    book = load_workbook(io.BytesIO(clerk.fill(sound_report())))
    book["三、申请办理"]["D8"].comment = Comment(text, author)
    out = io.BytesIO()
    book.save(out)
    assert [each.message for each in read_return(out.getvalue()).findings] == told
