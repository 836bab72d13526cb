"""The mail of one January: thirty sound returns in every disguise, and files that are none.

``sound_returns()`` builds the returns with what each must read as; ``bad_returns()`` are workbooks
of ours that must go back, each with its sentences. ``hostile.CASES`` are files that are none.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from typing import Any, NamedTuple

from nianbao.form.report import FIGURES, Report
from nianbao.prose import clean
from nianbao.workbook.write.blank import Issue
from support import libreoffice
from support.clerk import Clerk, sound_report
from support.raw_workbooks import unzipped, zipped
from support.rearranged_workbooks import (
    APPLICATIONS,
    DISCLOSURE,
    DISPUTES,
    HARMLESS,
    Rearranged,
    drop,
    on_one_sheet,
)
from support.rewritten_workbooks import REWRITINGS

YEAR = 2022
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
BODIES = {f"{surname}家镇人民政府": f"ZJ{n:02}" for n, surname in enumerate(_SURNAMES, 1)}
FIRST, SECOND = tuple(BODIES)[:2]
OUTSIDER = "无名镇人民政府"
Change = Callable[[bytes], bytes]


class Return(NamedTuple):
    """A file, what it says, the sentences it gets although it is accepted."""

    name: str
    content: bytes
    report: Report
    notes: tuple[str, ...]


_HIDDEN = "这一格所在的行或列被隐藏了，填的 1 已计入。请取消隐藏，核对一下。"


@dataclass(frozen=True)
class Habit:
    """How one clerk's file differs from the one sent out.

    ``typed`` goes over the entries, ``read`` is what they are read as where that is not what stood
    there before; ``notes`` are the sentences it gets.
    """

    name: str
    change: Change = bytes
    typed: Mapping[str, Any] = field(default_factory=dict)
    saved_as: str = ""
    read: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def figures(number: int) -> dict[str, Any]:
    """Figures of the body of this number, no two alike, with which every sum agrees."""
    return {
        "disclosure.normative_documents.made": number % 3,
        "disclosure.normative_documents.in_force": 10 + number,
        "disclosure.licences": 100 + number,
        "disclosure.penalties": 7 * number,
        "disclosure.coercive_measures": number,
        "disclosure.fees_wan": Decimal(8743 + number) + Decimal("0.8"),
        "applications.received.natural_person": number + 2,
        "applications.received.business": 1 + number % 4,
        "applications.carried_in.other": number % 2,
        "applications.outcomes.granted.natural_person": number,
        "applications.outcomes.refused.enforcement_file.business": 1 + number % 4,
        "applications.outcomes.unavailable.not_held.natural_person": 1,
        "applications.outcomes.partly_granted.other": number % 2,
        "applications.carried_out.natural_person": 1,
        "disputes.reconsideration.upheld": number % 5,
        "disputes.direct_litigation.pending": number % 2,
        "disputes.litigation_after_reconsideration.corrected": number % 3,
        "other.fee_charged": True,
        "other.fee_notices": 2,
        "other.fee_yuan": Decimal("35.5"),
    }


def report_of(number: int, entries: Mapping[str, Any] | None = None) -> Report:
    """Return the report of the body of this number, with these entries over its own."""
    body = tuple(BODIES)[number - 1]
    return sound_report({**figures(number), **(entries or {})}, organisation=body)


@cache
def clerk_of(number: int) -> Clerk:
    body = tuple(BODIES)[number - 1]
    return Clerk(Issue(YEAR, BODIES[body], body, edit=2, bodies=tuple(BODIES)))


def older_return() -> bytes:
    """Return a file of the first body in the workbook issued before, filled with other figures."""
    clerk = Clerk(Issue(YEAR, BODIES[FIRST], FIRST, edit=1))
    return clerk.fill(report_of(1, {"disclosure.licences": 999}))


def filled(number: int, typed: Mapping[str, Any] | None = None) -> bytes:
    """Return the own workbook of the body of this number; ``typed`` goes over its entries."""
    clerk, given = clerk_of(number), typed or {}
    cells = {path: clerk.cell(path) for path in given}
    before = {path: (cell.value, cell.number_format) for path, cell in cells.items()}
    clerk.fill(report_of(number), typed=given)
    for path in FIGURES:
        if str(given.get(path)).startswith("="):
            cells[path].data_type = "f"
    data = clerk.save()
    for path, (value, number_format) in before.items():
        cells[path].value, cells[path].number_format = value, number_format
    return data


# What clerks and their programs do


def edited(name: str) -> Change:
    """Return the change of that name among those that do no harm."""

    def change(data: bytes) -> bytes:
        clerk = Rearranged(data)
        HARMLESS[name](clerk)
        return clerk.bytes()

    return change


def in_sheet(number: int, pattern: str, replacement: str) -> Change:
    """Return a change of the XML of one sheet by a regular expression that has to match."""

    def change(data: bytes) -> bytes:
        made, part = unzipped(data), f"xl/worksheets/sheet{number}.xml"
        text, times = re.subn(pattern, replacement, made[part].decode(), flags=re.DOTALL)
        if not times:
            raise ValueError(f"{pattern} does not stand in {part}")
        return zipped(made | {part: text})

    return change


def on_the_copy(data: bytes) -> bytes:
    """Leave the figures on the copy of a sheet alone, the sheet itself at nil."""
    clerk = Rearranged(data)
    clerk.copied(APPLICATIONS, "三 (2)")
    for row in clerk.book[APPLICATIONS].iter_rows(min_row=8, max_row=33, min_col=4, max_col=9):
        for cell in row:
            if isinstance(cell.value, int):
                cell.value = 0
    return clerk.bytes()


def pasted(data: bytes) -> bytes:
    """Paste every sheet one sees, but for guide and checks, below each other in a new workbook."""
    return on_one_sheet(data, Rearranged(data).book.sheetnames[1:8])


def with_formatted_rows(data: bytes) -> bytes:
    """Format a column of table 三 down to the last row there is."""
    last = max(map(int, re.findall(rb'<row r="(\d+)"', unzipped(data)["xl/worksheets/sheet5.xml"])))
    rows = "".join(f'<row r="{n}"><c r="D{n}" s="1"/></row>' for n in range(last + 1, 1_048_577))
    return in_sheet(5, "</sheetData>", f"{rows}</sheetData>")(data)


def with_totals_pasted(data: bytes) -> bytes:
    """Paste the values of table 三 over its totals."""
    clerk = Rearranged(data)
    sheet = clerk.book[APPLICATIONS]
    for row in range(8, 34):
        counts = [sheet.cell(row, column).value for column in range(4, 10)]
        if all(isinstance(count, int) for count in counts):
            sheet.cell(row, 10).value = sum(counts)
    return clerk.bytes()


def from_elsewhere(data: bytes) -> bytes:
    """Take a figure from another workbook: its last value stands beside the formula."""
    linked = in_sheet(4, r'<c r="B11"([^>]*)><v>(\d+)', r'<c r="B11"\1><f>[1]台账!$B$3</f><v>\2')
    return linked(REWRITINGS["WPS"](data))


def noted(typed: str, value: str) -> str:
    return f"填的是“{typed}”，已按 {value} 计。下次请只填数字。"


LICENCES, PENALTIES, MEASURES, FEES = (
    f"disclosure.{name}" for name in ("licences", "penalties", "coercive_measures", "fees_wan")
)
COMPUTED = "格里填的是公式，已按公式的结果计。请核对数字，下次直接填数字。"
LEFT_OVER = "有“{{ 7*7 }}”，像是模板或别的文件留下的。请删改。"
CLEANED = "文字里有看不见的控制字符，已经去掉。请看一下文字是否完整。"
INJECTED = (
    "=cmd|' /C calc'!A0 公开内容更新不够及时，个别村的公开栏长期不换；"
    "<script>alert(1)</script>&amp;{{ 7*7 }}</w:t>，解读形式比较单一，图解很少，村务公开的细度不足。"
)
HALF_SEEN = "公开内容更新\u202e不够及时，\u200b个别村的公开栏长期不换；解读形式比较单一，图解很少，村务公开的细度不足。"
HABITS = (
    Habit("01 发来的.xlsx"),
    Habit("02 模板 - 副本.xlsx", edited("row above the table")),
    Habit("03 模板(3).xlsx", edited("row inside the table")),
    Habit("04（复件）.xlsx", edited("column between the figures")),
    Habit("05 最终版.xlsx", edited("every sheet renamed")),
    Habit("06 定稿.xlsx", edited("sheets reordered")),
    Habit("07.xlsx", edited("everything unmerged")),
    Habit("08.xlsx", edited("guide and checks deleted")),
    Habit("09.xlsx", edited("rows and columns hidden"), notes=(_HIDDEN,)),
    Habit("10.xlsx", edited("blanks and line breaks in labels")),
    Habit("11.xlsx", edited("sheets of one's own")),
    Habit("12.xlsx", edited("table four moved away")),
    Habit("13.xlsx", edited("column between the fees and their labels")),
    Habit("14.xlsx", on_the_copy),
    Habit("15.xlsx", pasted),
    Habit("16.xlsx", with_formatted_rows),
    Habit("17 tcmime.1388.bin", REWRITINGS["WPS"]),
    Habit("18 无扩展名", REWRITINGS["ONLYOFFICE"]),
    Habit("19 名叫.xls", REWRITINGS["腾讯文档"]),
    Habit("20.xlsx", REWRITINGS["LibreOffice"]),
    Habit("21.xlsx", typed={LICENCES: "１２１", PENALTIES: "\u00a0147\u3000", MEASURES: "'21"}),
    Habit(
        "22.xlsx",
        typed={LICENCES: "122件", PENALTIES: "154 件", MEASURES: "22\u200b", FEES: 8765.7999999999993},
        notes=(noted("122件", "122"), noted("154 件", "154")),
    ),
    Habit(
        "23.xlsx",
        with_totals_pasted,
        typed={
            FEES: "８，７６６．８",
            "disputes.reconsideration.corrected": "无",
            "disputes.reconsideration.other": "—",
        },
        notes=(noted("无", "0"), noted("—", "0")),
    ),
    Habit("24 新建 XLS 工作表.xls", saved_as="xls"),
    Habit("25.et", edited("table two moved away"), saved_as="xls"),
    Habit(
        "26.xls",
        typed={LICENCES: "=100+26", PENALTIES: "182", "problems": INJECTED},
        saved_as="xls",
        read={"problems": INJECTED},
        notes=(LEFT_OVER, COMPUTED),
    ),
    Habit("27.ods", saved_as="ods"),
    Habit("28.ods", edited("row between head and figures"), saved_as="ods"),
    Habit(
        "29.xlsx",
        from_elsewhere,
        typed={"problems": INJECTED},
        read={"problems": INJECTED},
        notes=(LEFT_OVER, COMPUTED),
    ),
    Habit(
        "30.xlsx",
        typed={
            MEASURES: datetime.date(1900, 1, 30),
            "problems": HALF_SEEN,
        },
        read={"problems": clean(HALF_SEEN)},
        notes=(noted("1900-01-30", "30"), CLEANED),
    ),
)  # fmt: skip
# Two came in one archive whose Chinese names do not say that they are GBK.
ARCHIVED = ("12.xlsx", "13.xlsx")


def sound_returns() -> list[Return]:
    """Return the thirty, those saved as another format by LibreOffice."""
    made = {at: habit.change(filled(at, habit.typed)) for at, habit in enumerate(HABITS, 1)}
    with ThreadPoolExecutor() as pool:
        for saved in pool.map(partial(_saved_as, made), ("xls", "ods")):
            made |= saved
    return [
        Return(habit.name, made[at], report_of(at, habit.read), habit.notes)
        for at, habit in enumerate(HABITS, 1)
    ]


def _saved_as(made: Mapping[int, bytes], kind: str) -> dict[int, bytes]:
    chosen = [at for at, habit in enumerate(HABITS, 1) if habit.saved_as == kind]
    saved = libreoffice.convert({str(at): made[at] for at in chosen}, kind)
    return {at: saved[str(at)] for at in chosen}


# Workbooks of ours that are not to be accepted


class BadReturn(NamedTuple):
    """What is wrong with it, its bytes, the sentences of its errors."""

    what: str
    content: bytes
    messages: tuple[str, ...]


def _no_number(typed: str) -> str:
    return f"填的是“{typed}”，不是数字。请只填阿拉伯数字，说明文字写到正文里。"


def _too_large(typed: str) -> str:
    return f"填的是 {typed}，超过 10 亿。请核对数字和单位。"


def _unlisted(name: str) -> str:
    return (
        f"名册中没有“{name}”，这张表发给“{FIRST}”。请把机关全称改成“{FIRST}”；"
        "不是这个机关的，请用发给本机关的表。"
    )


_RETYPE = "请用原来发放的表重新填报。"
_ANOTHER_YEAR = "这是 2021 年度的表，现在收的是 2022 年度的。请用 2022 年度的表填报。"
_BAD_ENTRIES: Mapping[str, tuple[str, Any, str]] = {
    "1e308": (LICENCES, 1e308, _too_large("1E+308")),
    "1e999": (LICENCES, "1e999", _no_number("1e999")),
    "-1": (LICENCES, -1, "填的是 -1，不能是负数。请改成 0 或正数。"),
    "0.5": (LICENCES, 0.5, "填的是 0.5，件数必须是整数。请改成整数。"),
    "20 digits": (LICENCES, "12345678901234567890", _too_large("12345678901234567890")),
    "TRUE": (LICENCES, True, _no_number("TRUE")),
    "a date": (LICENCES, datetime.date(2022, 3, 5), _no_number("2022-03-05")),
    "a percent": (LICENCES, "5%", _no_number("5%")),
    "words": (LICENCES, "见台账", _no_number("见台账")),
    "=cmd": (LICENCES, "'=cmd|' /C calc'!A0", _no_number("'=cmd|' /C calc'!A0")),
    "another unit": (
        FEES, "5000元", "填的是“5000元”，这一格的单位是万元。请换算成万元，只填数字。",
    ),
    "seven places": (FEES, "0.1234567", "填的是 0.1234567，小数最多 6 位。请四舍五入后再填。"),
    "a formula without a value": (LICENCES, "=1+1", "格里是没有结果的公式。请直接填数字。"),
    "a total typed over": (
        "applications.received.total", 99,
        "“一、本年新收政府信息公开申请数量”行的总计被改写成 99，按各格相加是 5。"
        "请核对各格：各格没错的，把总计恢复为公式或改成 5。",
    ),
    "words for a total": (
        "applications.received.total", "略",
        "总计被改写成“略”，不是数字。请恢复为公式，或填各格相加的数。",
    ),
    "out of balance": (
        "applications.received.other", 5,
        "其他列：第一项 5 加第二项 1 等于 6，第三项总计 1 加第四项 0 等于 1，相差 5。"
        "请对照原始台账改正其中填错的格。",
    ),
    "undeclared": (
        "declaration.disclosure", None,
        "没有选择“本表填报情况”。请在下拉框中选“有数据”或“全部为零”。",
    ),
    "fees undeclared": (
        "other.fee_charged", None, "没有选择“是否收取信息处理费”。请在下拉框中选“是”或“否”。",
    ),
    "no name": ("organisation", None, "没有填写机关全称。请在“基本信息”中选择或填写。"),
    "an unlisted name": ("organisation", OUTSIDER, _unlisted(OUTSIDER)),
    "a name that climbs": ("organisation", "../../../etc/passwd", _unlisted("../../../etc/passwd")),
    "a name of Windows'": ("organisation", "CON", _unlisted("CON")),
    "a long name": ("organisation", "镇" * 200, _unlisted("镇" * 200)),
    "issued to another": (
        "organisation", SECOND,
        f"这张表发给“{FIRST}”，填报机关却是“{SECOND}”。请用发给本机关的表填报。",
    ),
    "a broken code": (
        "form_code", "2022-ZJ01-0000",
        f"填报编码“2022-ZJ01-0000”不完整或被改动，应为“2022-ZJ01-K0EE”。{_RETYPE}",
    ),
    "another year chosen": (
        "year", 2021,
        "表是 2022 年度的，报告年度却填成 2021。请改回 2022，或者用正确年度的表。",
    ),
}  # fmt: skip
_BAD_CELLS: Mapping[str, tuple[str, dict[str, Any], str]] = {
    "an error": (DISCLOSURE, {"B11": "#REF!"}, "格里是错误值 #REF!。请删掉，重新填数字。"),
    "a label gone": (
        APPLICATIONS, {"A8": None},
        f"找不到“一、本年新收政府信息公开申请数量”，对应的 6 格没有读到。{_RETYPE}",
    ),
    "a label twice": (
        APPLICATIONS, {"A33": "四、结转下年度继续办理"},
        "“四、结转下年度继续办理”出现了不止一次，不知道以哪一处为准。请删掉多余的，只留一处。",
    ),
}  # fmt: skip
_LOST_TABLES = {
    "one table deleted": (DISPUTES,),
    "every table deleted": (DISCLOSURE, APPLICATIONS, DISPUTES),
}


def bad_returns() -> list[BadReturn]:
    """Return what is wrong inside a workbook of ours, each a file of its own."""
    built = [
        BadReturn(what, filled(1, {path: value}), (message,))
        for what, (path, value, message) in _BAD_ENTRIES.items()
    ]
    sound = filled(1)
    for what, (name, cells, message) in _BAD_CELLS.items():
        built.append(BadReturn(what, Rearranged(sound).set(name, cells).bytes(), (message,)))
    for what, names in _LOST_TABLES.items():
        clerk = Rearranged(sound)
        drop(*names)(clerk)
        told = tuple(
            f"找不到“{name}”这张表。请用原来发放的表重新填报，不要删除工作表。" for name in names
        )
        built.append(BadReturn(what, clerk.bytes(), told))
    last_year = Clerk(Issue(YEAR - 1, BODIES[FIRST], FIRST))
    told_of = sound_report(organisation=FIRST, year=YEAR - 1)
    built.append(BadReturn("last year's form", last_year.fill(told_of), (_ANOTHER_YEAR,)))
    stranger = Clerk(Issue(YEAR, "AB99", OUTSIDER)).fill(sound_report(organisation=OUTSIDER))
    unknown = (
        "名册中没有机关代码“AB99”，可能是别的县或以前发放的表。请换用这次发放的表填报。",
        f"名册中没有“{OUTSIDER}”。请核对机关全称。",
    )
    return [*built, BadReturn("another county's form", stranger, unknown)]
