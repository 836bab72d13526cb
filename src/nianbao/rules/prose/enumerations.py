"""Lists of parts in running text (rule T-10): 共 N 件，其中甲类 a 件、乙类 b 件。

A list is wrong where its parts exceed the whole, or where it closes with 其他 and still does not
come to the whole. A list that may be open, or that one number of which is unclear, is left alone.
The same piece may go out by several channels, so those may exceed the whole together, but none of
them alone.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nianbao.findings.finding import Finding, finding
from nianbao.rules.prose.statements import Statement, masked

_OF_WHICH = re.compile("其中|(?<!不)包括(?!但)")
_IN_ALL = re.compile("共|累计|合计|总")
_NEXT_SENTENCE = re.compile(r"[^。\d]{0,14}。\s*")
_ANOTHER_MEASURE = re.compile(
    "转载|推送|累计|另|开展|举办|召开|编发|阅读|浏览|点击|粉丝|关注|转发|访问|发放|收到|受理|办理|答复"
)
_STOP = re.compile("[。！？!?\n]")
_LIKE_UNITS = frozenset({"件", "条", "份", "宗", "起", "篇", "件次"})
_BETWEEN = 14
_MOST = 60
_SHOWN = 50
_REST = re.compile("^[、，；]?(?:其[他它余]|剩余|另外)(?!处理)")
_SHARE = re.compile(r"[（(]?占[^，；、]*?[\d.]+%[）)]?|[\d.]+%")
_DIGIT = re.compile(r"(?<!\d)\d{1,3}(?!\d|[年月日号名人位期届个]|19)")
_ANOTHER = re.compile(
    "同比|环比|增加|增长|减少|较上|比上|转载|发布|推送|开展|举办|召开|收到|受理|累计|办理|编发|(?<!公)共(?!同)"
)
_COMPARED = re.compile("同比|环比|增加|增长|减少|下降|较|比上|比去")
# What the tables have too is compared with them (T-05, T-06), not added up here.
_IN_TABLES = re.compile(
    "予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|区分处理|同意公开|办结|答复|结转|转下|自然人|法人|企业申请"
)
_OF_APPLICATIONS = re.compile("申请|受理|收到|办结|答复|办理")
# One piece may go out by several channels: such parts may well exceed the whole.
_CHANNEL = re.compile(
    "网|信函|邮寄|当面|现场|平台|渠道|公众号|微信|微博|新媒体|抖音|视频号|客户端|报纸|电视|广播|公开栏|公示栏"
)


@dataclass(frozen=True)
class Enumeration:
    """A whole and its parts, with the places (indexes into ``parts``) where a semicolon stands."""

    whole: Statement
    parts: tuple[Statement, ...]
    breaks: frozenset[int]

    def wrong_sum(self) -> int | None:
        """Return what the parts come to where that cannot be; None where they may be right."""
        total, first_segment = 0, 0
        for place, part in enumerate(self.parts):
            if place in self.breaks and not first_segment:
                first_segment = total
            total += part.number or 0
            if total == self.whole.number and place:
                return None
        whole = self.whole.number or 0
        segment = first_segment or total
        if segment > whole:
            return segment
        return total if _REST.match(self.parts[-1].counted) else None


def wrong_sums(text: str, found: Sequence[Statement], places: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each list of ``text`` whose parts do not come to the whole."""
    if not _OF_WHICH.search(text):
        return
    plain = masked(text)
    stated = (each for each in found if not (each.is_denial or each.is_aside))
    counts = [each for each in stated if not _COMPARED.search(each.counted)]
    for of_which in _OF_WHICH.finditer(plain):
        if larger := _larger_part(plain, counts, of_which.start()):
            yield _of_larger(text, larger, places)
            continue
        listed = _enumeration(plain, counts, of_which.start())
        if listed is None:
            continue
        total = listed.wrong_sum()
        if total is None:
            continue
        yield finding(
            "parts do not add up",
            tuple(places),
            seen=_quoted(text, listed),
            expected=str(total),
            whole=f"{listed.whole.number}{listed.whole.unit}",
        )


def _whole(plain: str, counts: Sequence[Statement], place: int) -> tuple[int, Statement] | None:
    """Return what 其中 at ``place`` is of: the number right before it, with its index.

    It may stand at the end of the sentence before, if that counts nothing else.
    """
    first = bisect_left(counts, place, key=lambda each: each.start)
    whole = counts[first - 1] if first else None
    if whole is None or whole.number is None:
        return None
    between = plain[whole.end : place]
    if _NEXT_SENTENCE.fullmatch(between):
        is_alone = first < 2 or _STOP.search(plain[counts[first - 2].end : whole.start])
        return (first, whole) if is_alone and _IN_ALL.search(whole.counted) else None
    if len(between) > _BETWEEN or _STOP.search(between):
        return None
    return first, whole


def _larger_part(
    plain: str, counts: Sequence[Statement], place: int
) -> tuple[Statement, Statement] | None:
    """Return the whole and a part that is more than the whole, whatever channel it went by."""
    found = _whole(plain, counts, place)
    if found is None:
        return None
    first, whole = found
    behind = place
    for each in counts[first : first + _MOST]:
        gap = plain[behind : each.start]
        if _STOP.search(gap) or "；" in gap or each.unit != whole.unit:
            return None
        if _ANOTHER_MEASURE.search(each.phrase) or each.number is None:
            return None
        if each.number > (whole.number or 0):
            is_compared = _OF_APPLICATIONS.search(whole.phrase) and _IN_TABLES.search(each.phrase)
            return None if is_compared else (whole, each)
        behind = each.end
    return None


def _of_larger(text: str, larger: tuple[Statement, Statement], places: Iterable[str]) -> Finding:
    whole, part = larger
    words = text[whole.start - len(whole.counted) : part.end].strip()
    return finding(
        "part exceeds whole",
        tuple(places),
        seen=words if len(words) <= 2 * _SHOWN else f"{words[:_SHOWN]}……{words[-_SHOWN:]}",
        expected=f"{whole.number}{whole.unit}",
        piece=f"{part.number}{part.unit}",
    )


def _enumeration(plain: str, counts: Sequence[Statement], place: int) -> Enumeration | None:
    found = _whole(plain, counts, place)
    if found is None:
        return None
    first, whole = found
    parts: list[Statement] = []
    breaks: set[int] = set()
    behind = place
    for each in counts[first : first + _MOST]:
        gap = plain[behind : each.start]
        if _STOP.search(gap) or (parts and not _continues(parts[0], each)):
            break
        if each.number is None or "其中" in gap[2:] or _DIGIT.search(_SHARE.sub("", gap)):
            return None
        if parts and "；" in gap:
            breaks.add(len(parts))
        parts.append(each)
        behind = each.end
    if len(parts) < 2 or not _is_one_list(whole, parts):
        return None
    return Enumeration(whole, tuple(parts), frozenset(breaks))


def _continues(first: Statement, each: Statement) -> bool:
    if each.unit != first.unit:
        return False
    return not (_ANOTHER.search(each.counted) and not _ANOTHER.search(first.counted))


def _is_one_list(whole: Statement, parts: Sequence[Statement]) -> bool:
    """True where the parts are all of one kind, and of the kind of the whole."""
    unit = parts[0].unit
    if unit != whole.unit and not {unit, whole.unit} <= _LIKE_UNITS:
        return False
    is_compared = _OF_APPLICATIONS.search(whole.phrase) and any(
        _IN_TABLES.search(part.phrase) for part in parts[:2]
    )
    return not (is_compared or _CHANNEL.search(parts[0].phrase))


def _quoted(text: str, listed: Enumeration) -> str:
    """Return the whole and its parts, the middle of a long list left out."""
    words = text[listed.whole.start - len(listed.whole.counted) : listed.parts[-1].end].strip()
    return words if len(words) <= 2 * _SHOWN else f"{words[:_SHOWN]}……{words[-_SHOWN:]}"
