"""The texts of a report as a whole: length of part 一 (X-01), substance of part 五 (X-02)."""

import re
from collections.abc import Iterator
from operator import attrgetter

from nianbao.findings.finding import Finding, finding
from nianbao.form.report import Overview, Report
from nianbao.prose import says_nothing, squeeze
from nianbao.rules.evidence import Evidence

OVERVIEW: tuple[str, ...] = tuple(f"overview.{name}" for name in Overview.model_fields)
PART_FIVE: tuple[str, ...] = ("problems", "improvements")
TEXTS: tuple[str, ...] = (*OVERVIEW, *PART_FIVE, "other.text")

_READ = attrgetter(*TEXTS)
_IMPROVEMENT = re.compile(
    "下一步|下步|下一年|今后|接下来|改进(?:措施|情况|方向|办法)|整改|针对(?:上述|以上|这些|存在)"
    "|将(?:进一步|继续|持续|从|切实|加强|不断|着力|以|采取|重点|通过)|已(?:通过|采取|组织|开展)"
)
_PROBLEM = re.compile(
    "不够|不足|不强|不高|不全|不及时|不到位|不完善|不完整|不规范|不充分|不深|不广|不多|不严|不实|不细|不畅|不均"
    "|不平衡|不熟|不一|不佳|不清|不准|不新|不勤|不丰富|不主动|不紧密|不明显|不便|不善|不重视|不理想|不健全|未能"
    "|有待|亟待|仍需|还需|需要?(?:进一步|加强|提|改|完善)|欠缺|缺乏|缺少|缺失|短板|单一|单调|薄弱|滞后|迟缓|偏[低少慢弱]"
    "|较[少低慢弱差]|难以|困难|差距|错误|漏|拖拉|淡薄|粗放|简单|陈旧|不便|问题[是为：:]|没有(?:形成|建立|及时|充分)|未(?:及时|充分|完全|形成|建立)"
)
# The workbook asks for the problems in a block of their own: a whole sentence there is one.
_A_SENTENCE = 20
_NO_PROBLEM = re.compile(
    "^(?:目前|本年度|今年)?(?:暂无|没有|不存在|无)(?:明显|突出|主要|其他)?(?:的)?问题"
)


def texts(whole: Report) -> tuple[tuple[str, str], ...]:
    """Return the path and text of every narrative, in the form's order."""
    return tuple(zip(TEXTS, _READ(whole), strict=True))


def overview_text(whole: Report) -> str:
    """Return part 一 as one text."""
    return "\n".join(attrgetter(*OVERVIEW)(whole))


def part_five_text(whole: Report) -> str:
    """Return part 五 as one text."""
    return f"{whole.problems}\n{whole.improvements}"


def overview_is_short(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """X-01: part 一 keeps to about a thousand characters (篇幅原则上不超过一千字)."""
    limits = evidence.policy.thresholds
    length = len(squeeze(overview_text(whole)))
    for sentence, most in (
        ("overview far too long", limits.overview_most),
        ("overview too long", limits.overview_advised),
    ):
        if length > most:
            filled = (path for path, text in texts(whole) if path in OVERVIEW and text)
            places = evidence.places_of(*filled)
            yield finding(sentence, places, seen=str(length), expected=str(most))
            return


def part_five_has_substance(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """X-02: part 五 names a problem and what is done about it, in more than a phrase.

    Both may stand in one of the two texts; an empty part 五 is S-01's.
    """
    problems, improvements = whole.problems, whole.improvements
    if says_nothing(problems) and says_nothing(improvements):
        return
    places = evidence.places_of(*PART_FIVE)
    whole_text = part_five_text(whole)
    least = evidence.policy.thresholds.part_five_least
    length = len(squeeze(whole_text))
    is_named = len(squeeze(problems)) >= _A_SENTENCE or _PROBLEM.search(whole_text)
    if _NO_PROBLEM.search(squeeze(problems)) or not is_named:
        yield finding("no concrete problem", places, seen=_opening(problems or improvements))
    elif says_nothing(improvements) and not _IMPROVEMENT.search(problems):
        yield finding("no improvement", places, seen=_opening(problems))
    elif length < least:
        yield finding("part five too short", places, seen=str(length), expected=str(least))


def _opening(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
