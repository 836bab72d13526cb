"""The rules on 16 real reports: each wrong sum found, with both numbers, and no other."""

import pytest

from nianbao.findings.finding import Finding
from nianbao.rules import check
from nianbao.workbook.read.reader import read_return
from support.clerk import Clerk, sound_report
from support.published_figures import names, published

BROKEN_IDENTITY = {
    "haitan-2024": ["自然人列：第一项 5 加第二项 0 等于 5，第三项总计 6 加第四项 0 等于 6，相差 1"],
    "junshan-2022": [
        "自然人列：第一项 0 加第二项 0 等于 0，第三项总计 3 加第四项 0 等于 3，相差 3",
        "其他列：第一项 0 加第二项 0 等于 0，第三项总计 2 加第四项 0 等于 2，相差 2",
    ],
    "zrzy-2023": ["商业企业列：第一项 0 加第二项 0 等于 0，第三项总计 1 加第四项 0 等于 1，相差 1"],
}
TYPED_OVER = {"haitan-2024": 7, "junshan-2022": 3, "zrzy-2021": 2, "zrzy-2023": 2}
# Applicants who did not pay a fee, while the sound entries declare that none was charged.
FEES_UNPAID = frozenset({"scj-2025", "suqian-2023", "suqian-2024"})


@pytest.fixture(scope="module")
def clerk() -> Clerk:
    return Clerk()


def findings(data: bytes) -> list[Finding]:
    reading = read_return(data)
    report = reading.report("巡镇镇人民政府", 2022)
    return [*reading.findings, *check(report, reading.evidence)]


@pytest.mark.parametrize("name", names())
def test_identity_of_entries_as_published(name: str, clerk: Clerk) -> None:
    report = sound_report(published(name).entries)
    found = [each.message for each in findings(clerk.fill(report)) if each.code == "A-01"]
    expected = BROKEN_IDENTITY.get(name, [])
    assert found == [f"{sentence}。请对照原始台账改正其中填错的格。" for sentence in expected]


@pytest.mark.parametrize("name", names())
def test_totals_typed_over_as_published(name: str, clerk: Clerk) -> None:
    figures = published(name)
    report = sound_report(figures.entries)
    found = findings(clerk.fill(report, typed=figures.totals))
    typed_over = [each for each in found if each.code == "A-10"]
    assert len(typed_over) == TYPED_OVER.get(name, 0)
    for each in typed_over:
        assert f"改写成 {each.seen}，按各格相加是 {each.expected}" in each.message
    others = {each.code for each in found} - {"A-10"}
    broken = {"A-01"} if name in BROKEN_IDENTITY else set()
    assert others == broken | ({"D-02"} if name in FEES_UNPAID else set())


def test_there_are_sixteen() -> None:
    assert len(names()) == 16
