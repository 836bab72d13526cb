"""Last year's problems (rule Y-01): part 五 says something of what became of them."""

import re
from collections.abc import Iterator

from nianbao.findings.finding import Finding, finding
from nianbao.form.report import Report
from nianbao.prose import says_nothing, squeeze
from nianbao.rules.evidence import Evidence
from nianbao.rules.prose.narratives import PART_FIVE, part_five_text
from nianbao.rules.prose.quotes import opening
from nianbao.rules.prose.text_index import grams

_LOOKS_BACK = re.compile(
    "(?:上一?年度?|去年度?|20[0-9]{2}年度?|此前|以往|前期)[^。\n]{0,40}"
    "(?:问题|不足|整改|改进|短板|解决|完善|提升|薄弱)"
    "|(?:整改|改进)(?:落实|完成)?情况|已(?:全部|基本|逐项|逐一)*(?:完成)?(?:整改|改进|解决|纠正|改正)"
)
# Words every part 五 has; they are no sign of last year's problem found again.
_SET_WORDS = re.compile(
    "(?:政府|政务)?信息公开|政务公开|政府信息|工作|进一步|存在|问题|不足|主要|有待|需要|加强|提高"
    "|[一二三四五六七八九]是|我[局镇乡县区市]|部分|个别|还|不够|及时"
)
_AGAIN = 2
_A_PROBLEM = 20


def promises_are_followed(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """Y-01: last year's problems are taken up again, or their mending is told."""
    before = evidence.last_year
    now = part_five_text(whole)
    if before is None or says_nothing(before.problems) or says_nothing(now.strip()):
        return
    least = evidence.policy.thresholds.part_five_least
    if _LOOKS_BACK.search(now) or len(squeeze(now)) < least:
        return
    if len(squeeze(before.problems)) < _A_PROBLEM:
        return
    shared = _telling(before.problems) & _telling(now)
    if len(shared) < _AGAIN:
        yield finding(
            "promises not followed",
            evidence.places_of(*PART_FIVE),
            seen=opening(before.problems.split("。")[0]),
        )


def _telling(text: str) -> frozenset[str]:
    return grams(_SET_WORDS.sub("", text))
