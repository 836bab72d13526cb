"""A township with nothing but zeros sees three lines at most, however it fills its form."""

from typing import Any

import pytest

from nianbao.findings.finding import merged
from nianbao.form.basics import BodyKind, Declaration
from nianbao.form.report import FIGURES, TABLES
from nianbao.rules import CHECKS, Evidence
from support.findings_of import report

NIL: dict[str, str | None] = dict.fromkeys(TABLES, Declaration.NIL.value)
TEXTS: dict[str, str] = {
    "overview.disclosure": "2025年，我镇在门户网站主动公开信息36条，在公开栏张贴公示52次。",
    "overview.applications": "全年未收到政府信息公开申请，未发生行政复议、行政诉讼。",
    "overview.management": "落实先审后发，全年没有发生失泄密事件，未制发行政规范性文件。",
    "overview.platform": "维护好门户网站栏目，在便民服务中心设查阅点1处。",
    "overview.supervision": "开展培训1次，社会评议满意，没有责任追究情况。",
    "problems": "一是村务公示更新不够及时，个别村超过规定时间；二是解读形式单一，老年人不易看懂。",
    "improvements": "下一步将按月核对各村公示栏，逾期未更新的通报到村并限期补齐；"
    "请县融媒体中心指导，把惠农政策做成短视频和图表。",
    "other.text": "没有其他需要报告的事项。",
}
FILLED: dict[str, Any] = {**TEXTS, "other.fee_charged": False}
BRIEF = {path: text.rstrip("。").partition("，")[0] + "。" for path, text in TEXTS.items()}
ONE_ASPECT = {"overview.disclosure": TEXTS["overview.disclosure"], "problems": "更新不够及时。"}


def lines(entries: dict[str, Any], **evidence: Any) -> list[str]:
    known = Evidence(kind=BodyKind.TOWNSHIP, **evidence)
    found = merged(each for check in CHECKS for each in check(report(entries), known))
    return [f"{each.code} {each.message}" for each in found]


def test_a_careful_one_sees_none() -> None:
    last = report(
        {**FILLED, "problems": "栏目偏少。", "improvements": "已增设两个。", "year": 2024}
    )
    assert lines(FILLED, declared=NIL, last_year=last) == []


@pytest.mark.parametrize(
    ("entries", "declared"),
    [
        ({}, dict.fromkeys(TABLES)),
        ({}, NIL),
        (BRIEF, NIL),
        (ONE_ASPECT, NIL),
        ({**ONE_ASPECT, "other.fee_charged": False}, dict.fromkeys(TABLES, "有数据")),
        ({**FILLED, "overview.applications": "无", "problems": "无", "improvements": ""}, NIL),
    ],
    ids=["nothing", "declared only", "brief", "one aspect", "declared wrongly", "无"],
)
def test_a_careless_one_sees_three_at_most(entries: dict[str, Any], declared: Any) -> None:
    blank = frozenset(FIGURES) if not entries else frozenset[str]()
    assert 1 <= len(lines(entries, declared=declared, blank=blank)) <= 3
