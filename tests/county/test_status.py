import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from nianbao.county.folder import County
from nianbao.county.status import CountyStatus, county_status
from nianbao.county.status_page import PAGE, status_page
from nianbao.errors import UsageProblem
from nianbao.findings.finding import finding
from nianbao.store.store import Store
from nianbao.store.waivers import Pardon, waivers_for
from support import axe
from support.chromium import Browser
from support.submissions import NOON, csv_roster, report, submission

IN_TIME = NOON
AFTER = NOON + timedelta(days=14)
BROKEN = finding("negative", ["三、申请办理!D8", "三、申请办理!D9"], seen="-1")
WARNED = finding("aspect empty", ["一、总体情况!B9"], seen="监督保障")
WAIVED = finding("undeclared", ["四、复议诉讼!B3"])
ROSTER = (
    "东川镇人民政府,东川镇,乡镇,DC01,,王科员,",
    "西坪乡人民政府,,乡镇,XP01,,,",
    "北山乡人民政府,,乡镇,BS01,,,",
    "南湾街道办事处,,街道,NW01,,,",
    "青石县教育局,教育局,县级部门,JY01,,,",
    "青石县人民政府,,县级政府,QS01,,,",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[County, Store]]:
    """A desk two weeks before the deadline's end: one of every kind of case."""
    csv_roster(tmp_path, *ROSTER)
    (tmp_path / "nianbao.toml").write_text('county = "青石县"\n', encoding="utf-8")
    county = County.open(tmp_path)
    store = Store.open("sqlite://", tmp_path)
    full: dict[str, Any] = {"disclosure__licences": 3}
    for sent in (
        submission("东川", body="东川镇人民政府", status="returned", findings=(BROKEN, WARNED)),
        submission("西坪", body="西坪乡人民政府"),
        submission(
            "北山",
            body="北山乡人民政府",
            findings=(WARNED, WAIVED),
            received_at=AFTER,
            report=report("北山乡人民政府", **full),
            outputs={"docx": "成文/北山乡 2025.docx"},
            original="收件/ab/ab.xlsx",
        ),
        submission("外", body="外县某镇人民政府", status="returned", findings=(BROKEN,)),
        submission("=cmd|x", body=None, year=None, status="refused", findings=(finding("macros"),)),
    ):
        store.record(sent)
    third = store.submissions(2025, "北山乡人民政府")[0]
    for waiver in waivers_for(third, Pardon("A-09", "电话核实", "综合科"), NOON):
        store.waive(waiver)
    yield county, store
    store.close()


def standing(desk: tuple[County, Store], days: int = 0) -> CountyStatus:
    return county_status(*desk, 2025, NOON + timedelta(days=days))


def sentences(status: CountyStatus) -> dict[str, str]:
    return {each.name: each.sentence for each in status.bodies}


def test_every_body_of_the_roster_and_who_else_sent_something(
    desk: tuple[County, Store],
) -> None:
    status = standing(desk)
    assert sentences(status) == {
        "东川镇人民政府": "退回（1 条错误，1 条警告）",
        "西坪乡人民政府": "零报告",
        "北山乡人民政府": "已接收（1 条警告，1 条已豁免），逾期 3 天",
        "南湾街道办事处": "未报",
        "青石县教育局": "未报",
        "外县某镇人民政府": "退回（1 条错误）",
    }


def test_counts(desk: tuple[County, Store]) -> None:
    status = standing(desk)
    assert status.counts == {
        "bodies": 5,
        "missing": 2,
        "returned": 1,
        "accepted": 1,
        "nil": 1,
        "late": 1,
        "unlisted": 1,
    }
    assert status.sentence == (
        "2025 年度应报 5 个机关：已接收 1，零报告 1，退回 1，未报 2；逾期 1。名册之外 1。"
    )


def test_late_from_the_day_after_the_deadline(desk: tuple[County, Store]) -> None:
    assert sentences(standing(desk, 11))["南湾街道办事处"] == "未报"
    late = sentences(standing(desk, 12))
    assert late["南湾街道办事处"] == "未报，逾期 1 天"
    assert late["东川镇人民政府"] == "退回（1 条错误，1 条警告），逾期 1 天"


def test_without_a_deadline_nobody_is_late(desk: tuple[County, Store]) -> None:
    county, store = desk
    (county.path / "nianbao.toml").write_text('deadline = "不限"\n', encoding="utf-8")
    status = county_status(County.open(county.path), store, 2025, NOON + timedelta(days=900))
    assert status.sentence == (
        "2025 年度应报 5 个机关：已接收 1，零报告 1，退回 1，未报 2。名册之外 1。"
    )
    assert {each.days_late for each in status.bodies} == {0}
    assert status.as_json()["due"] is None
    assert "截止日 不限" in status_page(county, status).decode()


def test_a_return_after_an_accepted_one(desk: tuple[County, Store]) -> None:
    desk[1].record(
        submission(
            "改",
            body="西坪乡人民政府",
            status="returned",
            edit=2,
            received_at=AFTER,
            findings=(BROKEN,),
        )
    )
    status = standing(desk)
    assert sentences(status)["西坪乡人民政府"] == "零报告（后来又报的一份已退回）"
    assert status.as_json()["bodies"][1]["later"]["findings"] == [BROKEN.as_json()]
    shown = status_page(desk[0], status).decode()
    assert "又收到“改.xlsx”，已退回：" in shown


def test_json(desk: tuple[County, Store]) -> None:
    printed = json.loads(json.dumps(standing(desk).as_json(), ensure_ascii=False))
    assert printed["due"] == "2026-01-31"
    assert printed["counts"]["returned"] == 1
    third = printed["bodies"][2]
    assert third["result"] == "accepted"
    assert [found["code"] for found in third["findings"]] == ["S-01"]
    assert [(found["code"], found["reason"]) for found in third["waived"]] == [("A-09", "电话核实")]
    assert printed["unattributed"][0]["file"] == "=cmd|x.xlsx"


def test_csv_opens_in_a_chinese_excel_and_holds_no_formula(desk: tuple[County, Store]) -> None:
    desk[1].record(submission("=1+1", body="南湾街道办事处"))
    lines = standing(desk).as_csv().decode("utf-8-sig").split("\r\n")
    assert standing(desk).as_csv().startswith(b"\xef\xbb\xbf")
    assert lines[0] == (
        "机关全称,机关类型,机关代码,情况,逾期天数,错误,警告,提示,已豁免,报送次数,最近报送时间,文件名,说明"
    )
    assert lines[1] == (
        "东川镇人民政府,乡镇,DC01,退回,0,1,1,0,0,1,2026-01-20 20:00,东川.xlsx,"
        "退回（1 条错误，1 条警告）"
    )
    assert lines[4].split(",")[11] == "'=1+1.xlsx"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


@pytest.fixture
def shown(desk: tuple[County, Store], browser: Browser) -> Browser:
    county, _ = desk
    browser.resize(1280, 900)
    browser.open(county.write_aside(PAGE, status_page(county, standing(desk))))
    return browser


_SHOWN = "[...document.querySelectorAll('main details')].filter(e => e.offsetHeight).length"


def test_page_shows_every_body_and_the_browser_has_no_complaint(shown: Browser) -> None:
    assert shown.run("document.title") == "2025 年度年报收件情况"
    assert shown.run(_SHOWN) == 6
    assert shown.run("document.querySelectorAll('svg rect').length") == 4
    assert shown.complaints == []


@pytest.mark.parametrize(
    ("wanted", "count"),
    [("missing", 2), ("returned", 2), ("accepted", 1), ("nil", 1), ("late", 1), ("all", 6)],
)
def test_page_filters_by_result(shown: Browser, wanted: str, count: int) -> None:
    shown.click(f"button[data-filter={wanted}]")
    assert shown.run(_SHOWN) == count
    pressed = "document.querySelector('[aria-pressed=true]').dataset.filter"
    assert shown.run(pressed) == wanted


def test_a_row_opens_its_findings(shown: Browser) -> None:
    visible = "document.querySelector('main details ol').checkVisibility()"
    assert shown.run(visible) is False
    shown.click("main details summary")
    assert shown.run(visible) is True
    text = shown.run("document.querySelector('main details ol').innerText")
    assert "A-05 错误 三、申请办理!D8、三、申请办理!D9 填的是 -1，不能是负数。" in text


def test_links_lead_from_the_county_folder(shown: Browser) -> None:
    hrefs = (
        "[...document.querySelectorAll('.links a')]"
        ".map(e => [e.textContent, decodeURI(e.getAttribute('href'))])"
    )
    assert shown.run(hrefs) == [["Word", "成文/北山乡 2025.docx"], ["原件", "收件/ab/ab.xlsx"]]


def test_page_fits_a_phone(shown: Browser) -> None:
    shown.resize(360, 740)
    assert shown.run("document.documentElement.scrollWidth") == 360
    shown.click("main details summary")
    assert shown.run("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_page_shuts_nobody_out(shown: Browser, width: int, height: int) -> None:
    shown.resize(width, height)
    shown.run("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert axe.violations(shown) == []


def test_page_prints_the_findings_of_those_returned(shown: Browser) -> None:
    with pymupdf.open(stream=shown.printed(), filetype="pdf") as printed:
        assert printed[0].rect.width == pytest.approx(595, abs=2)
        text = "".join(str(page.get_text()) for page in printed)
    assert "填的是 -1，不能是负数。" in text
    assert "逾期 1" in text
    assert "Word" not in text
    assert shown.run("document.querySelectorAll('details[open]').length") == 0


def test_what_a_clerk_typed_is_text_on_the_page(
    desk: tuple[County, Store], browser: Browser
) -> None:
    county, store = desk
    hostile = '<script>window.hit = 1</script><img src=x onerror="window.hit = 1">{{ 7 * 7 }}'
    found = finding("not a number", [hostile], seen=hostile)
    sent = submission(hostile, body="南湾街道办事处", status="returned", findings=(found,))
    store.record(sent)
    browser.open(county.write_aside(PAGE, status_page(county, standing(desk))))
    assert browser.run("window.hit === undefined") is True
    assert "{{ 7 * 7 }}" in browser.run("document.body.textContent")
    assert browser.complaints == []


def test_a_county_without_roster_and_without_returns(tmp_path: Path, browser: Browser) -> None:
    county, store = County.open(tmp_path), Store.open("sqlite://", tmp_path)
    status = county_status(county, store, 2025, NOON)
    store.close()
    assert status.sentence == (
        "2025 年度应报 0 个机关：已接收 0，零报告 0，退回 0，未报 0；逾期 0。"
    )
    browser.open(county.write_aside(PAGE, status_page(county, status)))
    assert browser.complaints == []


def test_a_template_of_the_countys_own(desk: tuple[County, Store]) -> None:
    county, _ = desk
    own = county.path / "templates" / "status.html.j2"
    own.parent.mkdir()
    own.write_text("{{ county }}：{{ status.sentence }}", encoding="gbk")
    assert status_page(county, standing(desk)).decode().startswith("青石县：2025 年度应报")
    own.write_text("第一行\n{% for %}", encoding="utf-8")
    with pytest.raises(UsageProblem) as problem:
        status_page(county, standing(desk))
    assert str(problem.value) == "模板 status.html.j2 第 2 行写法有误。请对照原模板。"
    own.write_text("{{ nothing }}", encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"模板 status\.html\.j2 用了没有的内容"):
        status_page(county, standing(desk))
