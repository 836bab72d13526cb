"""Whose report the words are (S-04): not a neighbour's, not of another kind of body or scope."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import add

from nianbao.findings.finding import Finding, finding
from nianbao.form.basics import BodyKind
from nianbao.form.report import Report
from nianbao.rules.evidence import Evidence
from nianbao.rules.prose.narratives import texts

_SUFFIX = re.compile("(?:人民)?政府$|办事处$")
_COUNTY = re.compile("^[\u4e00-\u9fff]{2,7}?(?:自治县|县|市|区|旗)(?=[\u4e00-\u9fff]{3,})")
_OPENING = re.compile(
    r"(?:^|[。！？\n；])[\s\u3000]*(?:（[一二三四五六七八九十]+）)?"
    r"(?P<seen>(?:20\d\d年(?:度)?(?:以来|来)?[，,]?)?(?:[\u4e00-\u9fff]{1,6}[县市区])?)$"
)
_TITLE_OPENING = re.compile("(?P<seen>《(?:[\u4e00-\u9fff]{1,6}[县市区])?)$")
_APPOSITION = re.compile("(?P<seen>(?:我[镇局乡]|我街道|本机关)[（(])$")
_ACTING = re.compile(
    "(?:人民政府|政府|党委政府|党委、政府|党委|办事处)?[，,]?(?:始终|坚持|认真|严格|高度重视|深入|全面|积极|持续"
    "|不断|切实|紧紧|进一步|以习近平|按照|根据|主动公开|政府信息公开|政务公开|全年|信息公开|通过|依据|围绕|共)"
)
_OWN_TITLE = re.compile("(?:人民)?(?:政府)?(?:政府)?信息公开(?:指南|目录|制度)》")
_BEFORE, _ANYTHING = 24, re.compile("")
# What stands before and behind a name where it is taken for one's own.
_AS_ONES_OWN = (
    (_OPENING, _ACTING),
    (_TITLE_OPENING, _OWN_TITLE),
    (_APPOSITION, _ANYTHING),
)
_OWN_WORDS = re.compile("[我本](?<!自.)(局|镇(?!静|定)|乡(?!镇)|街道)(?![限部面势])")
_OWN_ENDINGS = {
    "镇": re.compile("镇(?:人民政府|政府)?$"),
    "乡": re.compile("乡(?:人民政府|政府)?$"),
    "街道": re.compile("街道(?:办事处)?$"),
    "局": re.compile("局$"),
}
_SCOPE = re.compile(
    r"(?:^|[。！？\n；，])[\s\u3000]*(?:（[一二三四五六七八九十]+）)?(?:20\d\d年(?:度)?[，,]?)?"
    r"(?P<said>(?P<scope>全[省市国])(?:全年|各级)?(?:共|共计|累计|主动)*(?:公开|收到|受理|办理|收办)[^。；，！？\n]{0,24}\d+)"
)
_DEPARTMENTS_WORK = re.compile(
    "(?:围绕|结合|立足|聚焦|紧扣|针对)(?:[全我本][县市区镇乡]|当前|年度|各项)?"
    "(?P<field>市场监管|市场监督管理|自然资源(?:和规划)?|住房和城乡建设|住建|公安|教育(?:体育)?|卫生健康|税务|统计"
    "|审计|司法行政|交通运输|人力资源和社会保障|人社|医疗保障|医保|退役军人事务|发展改革|金融监管|气象)"
    "(?:领域|系统)?(?:中心|重点|业务)?工作"
)
_STEM = re.compile("(?:镇|乡|街道|县|区|市|局)$")
_ACCOUNT = re.compile('[“"](?P<stem>[^“”"]{2,12}?)(?:发布|政务|融媒|微讯|在线)[”"]')
_SHORTEST = 2
_TOWNSHIPS = frozenset({BodyKind.TOWNSHIP, BodyKind.SUBDISTRICT})
_LOCAL = frozenset({BodyKind.DEPARTMENT, BodyKind.TOWNSHIP, BodyKind.SUBDISTRICT})


def body_is_own(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """S-04: the words speak of this body; another one acting in its stead is told once a text."""
    roster, own_name = _named(evidence.others), whole.organisation
    ending = next(
        (each for each, end in _OWN_ENDINGS.items() if end.search(whole.organisation)), ""
    )
    is_local = evidence.kind in _LOCAL and "市" not in whole.organisation
    for path, text in texts(whole):
        place = evidence.places_of(path)
        if another := next(_in_ones_stead(text, roster.in_text(text, own_name)), None):
            seen, name = another
            yield finding("another body as own", place, seen=seen, expected=name)
        for own in dict.fromkeys(match[0] for match in _OWN_WORDS.finditer(text)):
            if ending and own[1:] != ending:
                yield finding("another kind of body", place, seen=own, expected=whole.organisation)
        if evidence.kind in _TOWNSHIPS and (work := _DEPARTMENTS_WORK.search(text)):
            yield finding("another body's work", place, seen=work[0], expected=work["field"])
        for account, name in roster.accounts(text, own_name):
            yield finding("another place's account", place, seen=account, expected=name)
        if is_local and (scope := _SCOPE.search(text)):
            yield finding("wider scope", place, seen=scope["said"], expected=scope["scope"])


def _in_ones_stead(text: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the words and the name wherever one of ``names`` stands for the body itself."""
    for name in names:
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            for opening, following in _AS_ONES_OWN:
                before = opening.search(text, max(0, start - _BEFORE), start)
                after = following.match(text, end) if before else None
                if before and after:
                    yield before["seen"] + name + after[0], name
            start = text.find(name, end)


class _Names:
    """The short names of a roster, found in a text by its pairs of characters.

    What a text costs does not grow with the roster: a name is looked for only where its first two
    characters stand.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = {}
        self._by_stem: dict[str, list[str]] = {}
        for name in sorted({_short(name) for name in names}):
            if len(name) >= _SHORTEST:
                self._by_start.setdefault(name[:_SHORTEST], []).append(name)
            stem = _STEM.sub("", name)
            if len(stem) >= _SHORTEST:
                self._by_stem.setdefault(stem, []).append(name)

    def in_text(self, text: str, own: str) -> tuple[str, ...]:
        """Return the names that stand in ``text``, longest first, none that is part of ``own``."""
        starts = set(map(add, text, text[1:])) & self._by_start.keys()
        found = (name for start in starts for name in self._by_start[start] if name in text)
        others = (name for name in found if _is_another(name, own))
        return tuple(sorted(others, key=lambda name: (-len(name), name)))

    def accounts(self, text: str, own: str) -> Iterator[tuple[str, str]]:
        """Yield the accounts of neighbours (“东山发布”) that stand there, and whose they are."""
        for match in _ACCOUNT.finditer(text):
            if match["stem"] not in own:
                for name in self._by_stem.get(match["stem"], ()):
                    if _is_another(name, own):
                        yield match[0], name


def _is_another(name: str, own: str) -> bool:
    return name not in own and _short(own) not in name


# The same roster is asked for every return of a run.
@lru_cache(maxsize=2)
def _named(names: frozenset[str]) -> _Names:
    return _Names(names)


@lru_cache(maxsize=1024)
def _short(name: str) -> str:
    return _COUNTY.sub("", _SUFFIX.sub("", name))
