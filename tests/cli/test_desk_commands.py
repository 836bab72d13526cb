"""status, waive, history, totals, export, document, rules, explain: as the desk types them."""

import csv
import email
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from email.policy import default
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import load_workbook

from nianbao.county.export import FORMATS
from nianbao.fault_log import NAME as FAULT_LOG
from nianbao.form.basics import BodyKind
from nianbao.form.report import FIGURES
from nianbao.store.store import Store
from nianbao.templating import EDITABLE, template
from nianbao.workbook.issue import Issue
from nianbao.workbook.read.reader import read_return
from support.clerk import Clerk, sound_report
from support.typed_commands import Typed, nianbao, typed

# The year being collected, and a deadline in it that no test outlives.
YEAR = date.today().year - 1
SETTINGS = f'county = "青石县"\noffice = "青石县人民政府办公室"\ndeadline = {YEAR + 1}-12-31\n'
EAST, WEST, OWN = "东川镇人民政府", "西坪乡人民政府", "青石县人民政府"
ROSTER = (
    "机关全称,简称,机关类型,机关代码,邮箱,联系人,垂直管理",
    f"{EAST},东川镇,乡镇,DC01,dc@example.gov.cn,,",
    f"{WEST},西坪乡,乡镇,XP02,,,",
    f"{OWN},,县级政府,QS00,,,",
)
CODES = {EAST: "DC01", WEST: "XP02", OWN: "QS00"}
UNBALANCED = {"applications.received.business": 3}
BALANCED = {**UNBALANCED, "applications.outcomes.granted.business": 3}
IMBALANCE = (
    "商业企业列：第一项 3 加第二项 0 等于 3，第三项总计 0 加第四项 0 等于 0，相差 3。"
    "请对照原始台账改正其中填错的格。"
)
WEST_TEXTS = {
    "problems": "村级公开栏字号偏小，老年群众看不清楚；答复申请时引用条款不够准确，格式也不统一。",
    "improvements": "换装大字号公开栏，请司法所同志审核每一份答复文书，并把常用格式印发到各股室对照使用。",
}


@dataclass
class Desk:
    """A county folder and the attachments that arrive in it."""

    home: Path
    clerks: dict[str, Clerk] = field(default_factory=dict)

    def sent(
        self, body: str, name: str, figures: Mapping[str, Any] | None = None, **typed: Any
    ) -> str:
        """Let ``body`` send a file called ``name``; return the name."""
        kind = BodyKind.COUNTY if body == OWN else BodyKind.TOWNSHIP
        clerk = self.clerks.setdefault(body, Clerk(Issue(YEAR, CODES[body], body, 1, kind)))
        texts = WEST_TEXTS if body == WEST else {}
        report = sound_report({**texts, **(figures or {})}, organisation=body, year=YEAR)
        (self.home / name).write_bytes(clerk.fill(report, typed=typed))
        return name

    def types(self, *arguments: str, encoding: str = "utf-8") -> Typed:
        return typed(*arguments, home=self.home, encoding=encoding)

    def files(self) -> set[str]:
        found = (path for path in self.home.rglob("*") if path.is_file())
        return {path.relative_to(self.home).as_posix() for path in found}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "nianbao.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "名册.csv").write_text("\n".join(ROSTER), encoding="utf-8")
    return Desk(tmp_path)


# status


def test_status_lists_every_body_and_writes_page_and_messages(desk: Desk) -> None:
    desk.types("blank")
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", UNBALANCED))
    told = desk.types("status")
    assert (told.status, told.err) == (0, "")
    rows = [line.split("│")[1:3] for line in told.out.splitlines() if "│" in line]
    assert rows[1:] == [[f" {EAST} ", " 退回（1 条错误） "], [f" {WEST} ", " 未报             "]]
    assert told.out.endswith(
        f"{YEAR} 年度应报 2 个机关：已接收 0，零报告 0，退回 1，未报 1；逾期 0。\n"
        "\n网页：收件情况.html\n"
        "催报、退回通知 2 份，在 退回/通知/，可直接粘贴或作为邮件发出。\n"
    )
    assert EAST in (desk.home / "收件情况.html").read_text(encoding="utf-8")
    assert {name for name in desk.files() if name.startswith("退回/通知/")} == {
        f"退回/通知/{kind} {body}.{ending}"
        for kind, body in (("退回通知", EAST), ("催报通知", WEST))
        for ending in ("txt", "eml")
    }


@pytest.mark.parametrize(
    ("message", "attached"),
    [
        (f"催报通知 {WEST}", f"{WEST}{YEAR}年政府信息公开工作年报填报表.xlsx"),
        (f"退回通知 {EAST}", f"{EAST}{YEAR}年政府信息公开工作年报退回修改.xlsx"),
    ],
)
def test_a_draft_carries_the_workbook_to_fill_in(desk: Desk, message: str, attached: str) -> None:
    desk.types("blank")
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", UNBALANCED))
    desk.types("status")
    draft = email.message_from_bytes(
        (desk.home / f"退回/通知/{message}.eml").read_bytes(), policy=default
    )
    (attachment,) = draft.iter_attachments()
    assert attachment.get_filename() == attached
    assert read_return(attachment.get_content()).typed_year == str(YEAR)


def test_status_for_programs_writes_nothing(desk: Desk) -> None:
    desk.types("ingest", desk.sent(EAST, "东川.xlsx"))
    before = desk.files()
    told = json.loads(desk.types("status", "--json").out)
    assert told["counts"] == {
        "bodies": 2, "missing": 1, "returned": 0, "accepted": 0, "nil": 1, "late": 0, "unlisted": 0,
    }  # fmt: skip
    assert [(each["body"], each["result"]) for each in told["bodies"]] == [
        (EAST, "nil"),
        (WEST, "missing"),
    ]
    listed = list(csv.DictReader(io.StringIO(desk.types("status", "--csv").out.lstrip("\ufeff"))))
    assert [line["情况"] for line in listed] == ["零报告", "未报"]
    assert desk.files() == before
    both = desk.types("status", "--csv", "--json")
    assert (both.status, both.err.splitlines()[0]) == (2, "错误：--json 和 --csv 只能选一个。")


def test_status_without_a_roster_goes_by_what_came_in(desk: Desk) -> None:
    (desk.home / "名册.csv").unlink()
    empty = desk.types("status")
    assert empty.out == (
        f"{YEAR} 年度应报 0 个机关：已接收 0，零报告 0，退回 0，未报 0；逾期 0。\n"
        "\n网页：收件情况.html\n"
    )
    assert empty.err == "没有名册，只列出报来的机关。写好名册才知道谁没有报。\n"
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", BALANCED))
    told = json.loads(desk.types("status", "--json").out)
    assert [(each["body"], each["result"]) for each in told["bodies"]] == [(EAST, "accepted")]


def test_status_names_files_of_nobodys(desk: Desk) -> None:
    (desk.home / "坏.xlsx").write_bytes(b"")
    desk.types("ingest", "坏.xlsx")
    told = desk.types("status")
    assert "认不出是哪个机关的文件 1 个：\n  坏.xlsx  文件是空的（0 字节）。" in told.out


# waive


def test_a_waived_error_is_accepted_written_and_shown(desk: Desk) -> None:
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", UNBALANCED))
    told = desk.types("waive", "东川镇", "a-01", "--reason", "台账缺页，已核实", "--by", "综合科")
    stem = f"成文/{EAST}{YEAR}年政府信息公开工作年度报告"
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines() == [
        f"已豁免 A-01：{IMBALANCE}",
        f"{EAST}：已接收（1 条已豁免）",
        f"{stem}.docx",
        f"{stem}.html",
    ]
    assert {f"{stem}.docx", f"{stem}.html"} <= desk.files()
    (east, _) = json.loads(desk.types("status", "--json").out)["bodies"]
    assert (east["result"], east["arrivals"], east["findings"]) == ("accepted", 1, [])
    assert [(each["code"], each["reason"], each["by"]) for each in east["waived"]] == [
        ("A-01", "台账缺页，已核实", "综合科")
    ]
    desk.types("status")
    assert "台账缺页，已核实" in (desk.home / "收件情况.html").read_text(encoding="utf-8")


def test_a_waiver_is_void_when_the_figures_change(desk: Desk) -> None:
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", UNBALANCED))
    desk.types("waive", EAST, "A-01", "--reason", "已核实", "--by", "综合科")
    again = desk.sent(EAST, "东川改.xlsx", {"applications.received.business": 5})
    told = desk.types("ingest", again)
    assert told.status == 1
    assert "商业企业列：第一项 5 加第二项 0 等于 5" in told.out


def test_what_is_not_waived_still_goes_back(desk: Desk) -> None:
    twice = {**UNBALANCED, "applications.received.research": 2}
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", twice))
    (marked,) = (desk.home / "退回").glob("*.xlsx")
    told = desk.types("waive", EAST, "A-01", "三、申请办理!E8", "--reason", "核实", "--by", "甲")
    advice = load_workbook(marked)["退回意见"]
    assert {str(advice[f"D{row}"].value)[-3:] for row in (5, 6)} == {"3 格", "4 格"}
    assert told.status == 1
    lines = told.out.splitlines()
    assert lines[0] == f"已豁免 A-01：{IMBALANCE}"
    assert lines[1] == f"{EAST}：退回（2 条错误，1 条已豁免）"
    assert any("科研机构列：第一项 2" in line for line in lines[2:])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("东川镇", "A-09"), f"“{EAST}”最近一次报送没有 A-09 的问题（现有：A-01）。"),
        (("东川镇", "Z-99"), "没有“Z-99”这条规则。用 nianbao rules 查看全部规则。"),
        (("西坪乡", "A-01"), f"“{WEST}”{YEAR} 年度还没有报送过，没有可以豁免的问题。"),
        (("东川镇政府", "A-01"), f"名册中没有“东川镇政府”。是不是“{EAST}”？"),
    ],
)
def test_what_cannot_be_waived(desk: Desk, arguments: tuple[str, ...], sentence: str) -> None:
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", UNBALANCED))
    told = desk.types("waive", *arguments, "--reason", "核实", "--by", "甲")
    assert (told.status, told.out, told.err) == (2, "", f"错误：{sentence}\n")


def test_a_waiver_needs_reason_and_name(desk: Desk) -> None:
    told = desk.types("waive", EAST, "A-01", "--by", "甲")
    assert (told.status, told.err.splitlines()[0]) == (2, "错误：缺少 --reason。")
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", UNBALANCED))
    blank = desk.types("waive", EAST, "A-01", "--reason", " ", "--by", "甲")
    assert blank.err == "错误：豁免要写明理由。请用 --reason 写上。\n"


# history


def test_history_tells_what_changed_between_versions(desk: Desk) -> None:
    assert desk.types("history", "东川镇").out == f"“{EAST}”{YEAR} 年度还没有报送过。\n"
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", UNBALANCED))
    desk.types("ingest", desk.sent(EAST, "东川改.xlsx", BALANCED))
    lines = desk.types("history", "东川镇").out.splitlines()
    assert [line.split("  ")[1:] for line in lines[:2]] == [
        ["退回", "东川.xlsx"],
        ["已接收，现以这份为准", "东川改.xlsx"],
    ]
    assert lines[2:] == ["   “三、本年度办理结果 / （一）予以公开，商业企业”由 0 改为 3"]
    first, second = map(json.loads, desk.types("history", EAST, "--json").out.splitlines())
    assert (first["status"], first["counts"], first["changes"]) == ("returned", False, [])
    assert second["changes"] == [
        {"path": "applications.outcomes.granted.business", "before": 0, "after": 3}
    ]


def test_history_says_when_the_same_file_was_read_again(desk: Desk) -> None:
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", UNBALANCED))
    desk.types("waive", EAST, "A-01", "--reason", "核实", "--by", "甲")
    lines = desk.types("history", EAST).out.splitlines()
    assert [line.split("  ")[1] for line in lines] == ["退回", "已接收，重新核对，现以这份为准"]


# totals


def test_totals_from_the_sums_to_the_final_document(desk: Desk) -> None:
    fees = {"disclosure.fees_wan": Decimal("1.5"), "disclosure.licences": 4}
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", {**BALANCED, **fees}))
    first = desk.types("totals")
    own = f"汇总/{OWN}{YEAR}年政府信息公开工作年报填报表.xlsx"
    assert first.status == 0
    assert first.out.splitlines() == [
        "汇总了 1 个机关的年报。",
        f"还没有接收 1 个：{WEST}。",
        "",
        f"汇总表：汇总/{OWN}{YEAR}年政府信息公开工作年报汇总表.xlsx",
        f"县里自己的年报（已填好合计数）：{own}",
        "写好文字后保存，用 nianbao ingest 收进来，再运行 nianbao totals 就有成文。",
    ]
    desk.types("ingest", desk.sent(WEST, "西坪.xlsx", BALANCED))
    desk.types("totals")
    _write_words(desk.home / own)
    desk.types("totals")
    words = read_return((desk.home / own).read_bytes())
    assert words.entries["problems"] == "县里的问题不少，主要是公开不够及时，解读形式单一。"
    assert words.particulars.telephone == "0000-1234567"
    assert words.entries["applications.received.business"] == 6
    assert words.entries["disclosure.licences"] == 4
    assert not [each for each in words.findings if each.severity == "error"]
    sent = desk.types("ingest", own)
    assert "已接收 1 份" in sent.out, sent.out
    last = desk.types("totals")
    stem = f"汇总/{OWN}{YEAR}年政府信息公开工作年度报告"
    assert last.out.splitlines()[-2:] == [f"成文：{stem}.docx", f"成文：{stem}.html"]
    assert {f"{stem}.docx", f"{stem}.html"} <= desk.files()
    # What the county sums up is never in the sum itself.
    assert "汇总了 2 个机关的年报。" in last.out


def _write_words(path: Path) -> None:
    """Let somebody at the county write into its prefilled workbook."""
    from nianbao.workbook.layout import layout

    words = {
        **{f"overview.{name}": f"全县{name}工作有序推进，台账齐全。"
           for name in ("disclosure", "applications", "management", "platform", "supervision")},
        "problems": "县里的问题不少，主要是公开不够及时，解读形式单一。",
        "improvements": "下一步将逐月检查各机关专栏，组织两期业务培训，丰富图解、问答和视频解读，"
        "把检查结果通报到各机关，年底再评一次。",
        "telephone": "0000-1234567",
    }  # fmt: skip
    book = openpyxl.load_workbook(path)
    for name, text in words.items():
        spot = layout().spots[name]
        book[spot.sheet].cell(spot.row, spot.column).value = text
    book.save(path)


def test_a_county_figure_that_is_not_the_sum_goes_back(desk: Desk) -> None:
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", BALANCED))
    told = desk.types("ingest", desk.sent(OWN, "县.xlsx", {**BALANCED, "disclosure.licences": 7}))
    sentence = (
        "“行政许可，本年处理决定数量”填的是 7，各机关相加是 0（各机关都是 0）。"
        "请改成 0；各机关有错的，退回更正后重新汇总。"
    )
    assert told.status == 1
    (line,) = [line for line in told.out.splitlines() if "R-01" in line]
    assert line == f"  错误 R-01  二、主动公开!B11  {sentence}"
    marked = f"退回/{OWN}{YEAR}年政府信息公开工作年报退回修改.xlsx"
    assert told.out.splitlines()[-3:] == [f"  请发回：{marked}", "", "共 1 个文件：退回 1 份。"]
    book = openpyxl.load_workbook(desk.home / marked)
    assert book["二、主动公开"]["B11"].comment.text == f"错误 R-01：{sentence}"


def test_a_difference_the_county_waives_does_not_hold_its_report_up(desk: Desk) -> None:
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", BALANCED))
    desk.types("ingest", desk.sent(OWN, "县.xlsx", {**BALANCED, "disclosure.licences": 7}))
    held = desk.types("totals")
    assert (held.status, "成文：" in held.out) == (1, False)
    desk.types("waive", OWN, "R-01", "--reason", "含县政府本级七件", "--by", "综合科")
    told = desk.types("totals")
    assert (told.status, "不一致" in told.out) == (0, False)
    assert f"成文：汇总/{OWN}{YEAR}年政府信息公开工作年度报告.docx" in told.out


def test_totals_name_what_a_later_correction_unsettles(desk: Desk) -> None:
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", BALANCED))
    desk.types("ingest", desk.sent(OWN, "县.xlsx", BALANCED))
    four = {
        "applications.received.business": 4,
        "applications.outcomes.granted.business": 4,
    }
    desk.types("ingest", desk.sent(EAST, "东川改.xlsx", four))
    told = desk.types("totals")
    assert told.status == 1
    assert "县里已报的年报有 2 个数与各机关之和不一致：" in told.out
    assert f"填的是 3，各机关相加是 4（{EAST} 4）。" in told.out
    assert told.out.endswith(
        f"改过的数来自以下机关，请退给它们核对：\n  {EAST}：2 个数\n"
        "    “一、本年新收政府信息公开申请数量，商业企业”报的是 4\n"
        "    “三、本年度办理结果 / （一）予以公开，商业企业”报的是 4\n"
    )


def test_a_workbook_that_cannot_be_read_is_not_overwritten(desk: Desk) -> None:
    own = desk.home / f"汇总/{OWN}{YEAR}年政府信息公开工作年报填报表.xlsx"
    desk.types("totals")
    own.write_bytes(b"half a file")
    told = desk.types("totals")
    assert told.status == 2
    assert told.err == (
        f"错误：“汇总/{own.name}”读不了，里面可能有写好的文字，没有覆盖。请移走或改名后再试。\n"
    )
    assert own.read_bytes() == b"half a file"


def test_totals_without_the_county_on_the_roster(desk: Desk) -> None:
    (desk.home / "名册.csv").write_text("\n".join(ROSTER[:3]), encoding="utf-8")
    told = desk.types("totals")
    assert told.status == 0
    assert told.out.endswith(
        "名册中没有“县级政府”，没有生成县里自己的年报。要生成，请在名册中加上一行。\n"
    )


# export


def test_export_writes_every_figure_of_every_year(desk: Desk) -> None:
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", BALANCED))
    told = desk.types("export")
    assert told.out == f"已导出 1 份年报的数字（{YEAR} 年度）：{Path('汇总/年报数据.csv')}\n"
    text = (desk.home / "汇总/年报数据.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(FIGURES)
    assert sum(int(row["数值"]) for row in rows) == 6
    assert {row["报告年度"] for row in rows} == {str(YEAR)}


@pytest.mark.parametrize("kind", FORMATS)
def test_export_in_every_format_by_option_and_by_name(desk: Desk, kind: str) -> None:
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", BALANCED))
    for arguments, path in (
        (("--format", kind), f"汇总/年报数据.{kind}"),
        (("-o", f"figures.{kind}"), f"figures.{kind}"),
    ):
        told = desk.types("export", *arguments)
        assert told.status == 0
        assert (desk.home / path).stat().st_size > 1000


def test_export_to_standard_output_is_nothing_but_the_figures(desk: Desk) -> None:
    desk.types("ingest", desk.sent(EAST, "东川.xlsx", BALANCED))
    told = desk.types("export", "--format", "json", "-o", "-")
    assert len(json.loads(told.out)) == len(FIGURES)
    assert desk.types("export", "--year", str(YEAR - 1)).out.startswith(
        "已导出 0 份年报的数字（还没有接收的年报）："
    )


def test_export_asks_for_a_format_it_knows(desk: Desk) -> None:
    wrong = desk.types("export", "--format", "xls")
    sentence = "错误：--format 的值不对：“xls”不是 csv、xlsx、json、parquet 之一。"
    assert (wrong.status, wrong.err.splitlines()[0]) == (2, sentence)
    unclear = desk.types("export", "-o", "数据.txt")
    assert unclear.err == "错误：看不出“数据.txt”是什么格式。请用 --format 写明。\n"


# document


def test_documents_are_written_again_and_bound(desk: Desk) -> None:
    desk.types("ingest", "--no-documents", desk.sent(EAST, "东川.xlsx", BALANCED))
    desk.types("ingest", "--no-documents", desk.sent(WEST, "西坪.xlsx"))
    stems = [f"成文/{body}{YEAR}年政府信息公开工作年度报告" for body in (EAST, WEST)]
    one = desk.types("document", "东川镇", "--format", "docx")
    assert (one.status, one.out) == (0, f"{stems[0]}.docx\n")
    assert one.err == f"共 1 份年报，{YEAR} 年度。\n"
    pasted = desk.types("document", "东川镇", "--format", "fragment")
    assert (pasted.status, pasted.out) == (0, f"{stems[0]}（网页正文）.html\n")
    source = (desk.home / f"{stems[0]}（网页正文）.html").read_text("utf-8")
    assert source.startswith('<div lang="zh-CN">')
    every = desk.types("document", "--volume")
    assert every.out.splitlines() == [
        f"{stems[0]}.docx", f"{stems[0]}.html", f"{stems[1]}.docx", f"{stems[1]}.html",
        *(f"成文/{OWN}{YEAR}年政府信息公开工作年度报告汇编.{kind}"
          for kind in ("pdf", "docx", "html")),
    ]  # fmt: skip
    assert set(every.out.splitlines()) <= desk.files()
    (east, _) = json.loads(desk.types("status", "--json").out)["bodies"]
    assert east["outputs"] == {
        "docx": f"{stems[0]}.docx",
        "html": f"{stems[0]}.html",
        "fragment": f"{stems[0]}（网页正文）.html",
    }
    assert east["arrivals"] == 1


def test_a_character_without_a_glyph_costs_the_pdf_alone(desk: Desk) -> None:
    stems = [f"成文/{body}{YEAR}年政府信息公开工作年度报告" for body in (EAST, WEST)]
    sentence = (
        "“五、存在的主要问题及改进情况，改进情况”里的“U+0378”，本机的字体都没有，没有写 PDF；"
        "Word 文件和网页不受影响。请安装收字更全的字体，再重新成文，"
        "或者请报送机关改用常用字。"
    )
    desk.types("ingest", "--pdf", desk.sent(EAST, "东川.xlsx", BALANCED))
    assert f"{stems[0]}.pdf" in desk.files()
    rare = {**BALANCED, "improvements": "每季度检查一次更新情况，结果在全镇通报；" * 3 + "甲\u0378"}
    desk.clerks.clear()
    again = desk.types("ingest", "--pdf", "--json", desk.sent(EAST, "东川改.xlsx", rare))
    (told,) = map(json.loads, again.out.splitlines())
    assert told["status"] == "accepted"
    assert told["outputs"]["pdf"] is None
    (found,) = [each for each in told["findings"] if each["message"] == sentence]
    assert (found["severity"], found["places"]) == ("warning", ["五、问题改进!A26"])
    assert f"{stems[0]}.docx" in desk.files()
    # The PDF of the return before is not left beside the Word file of this one.
    assert f"{stems[0]}.pdf" not in desk.files()

    desk.types("ingest", "--no-documents", desk.sent(WEST, "西坪.xlsx"))
    every = desk.types("document", "--pdf", "--volume")
    assert every.status == 1
    assert every.err.splitlines() == [f"{EAST}：{sentence}", f"共 2 份年报，{YEAR} 年度。"]
    assert every.out.splitlines() == [
        f"{stems[0]}.docx", f"{stems[0]}.html",
        *(f"{stems[1]}.{kind}" for kind in ("docx", "html", "pdf")),
        *(f"成文/{OWN}{YEAR}年政府信息公开工作年度报告汇编.{kind}" for kind in ("docx", "html")),
    ]  # fmt: skip


def test_a_machine_without_chinese_faces_is_told_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.types("ingest", "--no-documents", desk.sent(EAST, "东川.xlsx", BALANCED))
    monkeypatch.setattr("typst.Fonts.families", lambda _: ["Libertinus Serif", "DejaVu Sans"])
    told = desk.types("document", "--pdf")
    assert (told.status, told.err) == (
        1,
        "错误：本机没有可用的中文字体，不能生成 PDF。请安装“仿宋”“宋体”或“思源宋体”等任一中文字体"
        "后重试，或者先不要 PDF：Word 文件和网页不用本机的字体。\n",
    )
    assert desk.types("document").status == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("西坪乡",), f"“{WEST}”{YEAR} 年度还没有接收的年报，写不了成文。"),
        (("西坪乡", "--volume"), "--volume 汇编全部已接收的年报，不用写机关。"),
        (("--format", "doc"), "--format 的值不对：“doc”不是 docx、html、pdf、fragment 之一。"),
    ],
)
def test_documents_that_cannot_be_written(
    desk: Desk, arguments: tuple[str, ...], sentence: str
) -> None:
    told = desk.types("document", *arguments)
    assert (told.status, told.err.splitlines()[0]) == (2, f"错误：{sentence}")


# rules, explain


def test_rules_show_what_the_county_changed(desk: Desk) -> None:
    own = '[rules]\n"A-06" = "错误"\n"X-03" = { off = "今年统一用范文" }\n'
    (desk.home / "nianbao.toml").write_text(SETTINGS + own, encoding="utf-8")
    told = desk.types("rules").out.replace("\n", "").replace(" ", "")
    assert "（县里定为错误，原为提示）" in told
    assert "│X-03│停用│第五部分不照抄本机关上年的内容（县里停用：今年统一用范文）" in told


def test_a_rule_is_explained(desk: Desk) -> None:
    told = desk.types("explain", "a-01")
    assert told.status == 0
    assert told.out.startswith("A-01（错误）表三每一列：第一项加第二项之和，")
    assert [line[:3] for line in told.out.splitlines()[1:]] == ["依据：", "改法：", "例子："]
    unknown = desk.types("explain", "Z-99")
    assert unknown.err == "错误：没有编号为“Z-99”的规则。可以用 nianbao rules 查看全部。\n"


# Everything together, in processes of their own


def test_a_gbk_console_shows_the_desk(desk: Desk) -> None:
    odd = {"overview.platform": "生僻字𠮷。", "disclosure.licences": 1, **UNBALANCED}
    desk.sent(EAST, "表情.xlsx", odd)
    for arguments in (
        ("ingest", "表情.xlsx"), ("status",),
        ("waive", EAST, "A-01", "--reason", "𠮷", "--by", "甲"), ("history", EAST), ("totals",),
        ("export",), ("document",),
    ):  # fmt: skip
        told = nianbao(*arguments, home=desk.home, encoding="gbk")
        assert told.status == (1 if arguments[0] == "ingest" else 0), told
        assert "Traceback" not in told.err


def test_our_own_fault_is_told_and_logged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the disk sings")

    monkeypatch.setattr(Store, "years", broken)
    told = desk.types("export")
    assert (told.status, told.out) == (3, "")
    assert told.err == (
        "错误：程序出错，没有做完；已经登记的不会丢失。请把 nianbao-故障.log 发给维护人员。\n"
    )
    assert "the disk sings" in (desk.home / FAULT_LOG).read_text(encoding="utf-8")


# template


def test_a_template_is_copied_once_to_be_changed(desk: Desk) -> None:
    told = desk.types("template", "copy")
    assert (told.status, told.out) == (0, "templates/report.docx\n")
    more = desk.types("template", "copy", "report.html.j2", "slips.csv")
    assert more.out == "templates/report.html.j2\ntemplates/slips.csv\n"
    again = desk.types("template", "copy")
    assert (again.status, again.err) == (
        2, "错误：templates/report.docx 已经有了，没有覆盖。要自带的，请先把它改名。\n",
    )  # fmt: skip
    unknown = desk.types("template", "copy", "../nianbao.toml")
    assert unknown.status == 2
    assert unknown.err.startswith("错误：没有“../nianbao.toml”这个模板。可以拷的有：report.docx、")


def test_every_template_offered_is_there() -> None:
    assert [name for name in EDITABLE if not template(name).is_file()] == []


def test_a_template_is_checked_and_a_sample_written(desk: Desk) -> None:
    desk.types("template", "copy", "report.docx", "report.typ")
    for name, sample in (("report.docx", "report-样张.docx"), ("report.typ", "report-样张.pdf")):
        told = desk.types("template", "check", f"templates/{name}")
        assert (told.status, told.out) == (0, f"模板可以使用。样张：{sample}\n")
        assert sample in desk.files()


def test_what_is_no_template_has_no_sample(desk: Desk) -> None:
    (desk.home / "report.docx").write_bytes(b"PK")
    told = desk.types("template", "check", "report.docx")
    assert (told.status, told.out) == (
        1, "错误  模板 report.docx 不是 Word 文件（.docx）。请在 Word 中另存为 docx。\n",
    )  # fmt: skip
    missing = desk.types("template", "check", "templates/x.docx")
    assert (missing.status, missing.err) == (
        2, "错误：找不到模板“templates/x.docx”。请检查文件名和所在文件夹。\n",
    )  # fmt: skip
