"""Statements of number in running text: what is counted, how many, in which unit, where.

``statements(text)`` reads 收到申请12件, 受理五件申请, 未发生行政复议, 行政复议均为零.
Approximations (近20件, 7700余条) are marked, not read; ordinals, years, dates, document numbers,
idioms and what stands in book-title marks are no counts; a bracket is a clause of its own.
Positions are offsets into ``text``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from nianbao.rules.prose.lexicon import lexicon
from nianbao.rules.prose.numerals import NUMERAL_CHARACTERS, number

# Same length as what it replaces, so positions stay those of the text.
_FOLD = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_BLANK = "\u3000"
_ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)|《[^《》]*》|〔[^〔〕]*〕|\[[^\[\]]*\]")
_BRACKET = re.compile(r"[（(](?P<inside>[^（）()\n]*)[）)]")
_TELLING = re.compile(
    r"[\d０-９一二三四五六七八九十百千万亿两零〇][ \u3000]*(?:件|起|宗|份|条|个|项)|[未没无零]"
)
_WIDE = re.compile("[０-９％．]")
_SPACE = re.compile(r"[\s“”\"'‘’]+")
_SENTENCE = re.compile("[^。！？!?\n]+")
_GLUED = frozenset("第.-—–~～/")
_RANGE = re.compile(rf"[\d{NUMERAL_CHARACTERS}][至到]$")
_REACH = 400
_LONGEST = 16
_VAGUE = re.compile("(?:大约|约|将近|近|超过|超|逾|不到|不足|不少于|至少)[ \u3000]*$")
_VAGUE_NUMERAL = re.compile("[上数几][ \u3000]*$")
_IDIOM = re.compile("一起(?!案|行政|诉讼|复议|政府信息|申请)|一个|一件事|一条|一份")
_NEGATION = re.compile(
    "(?<![有如若凡])(?:未(?![来能按及经必])|没有?|无(?![法锡关正障人需论不偿])|零(?=行政|复议|诉讼|申请))(?:曾|有)?"
    "(?:收到|接到|接收到?|受理|办理|收取|发生|产生|出现|引发|引起|涉及|存在|被|有)*过?"
    r"(?P<what>[^，。；：:;\n]{2,60})"
)
_NIL = re.compile(
    rf"[为是][ \u3000]*(?:零|0)(?![\d.%余{NUMERAL_CHARACTERS}])[ \u3000]*"
    r"(?=$|[，。；、\n])"
)
_NIL_WORDS = re.compile("(?:数量?|均|都|皆|全部|总数|分别)+$")
_AFTER = re.compile(r"[^，；：:;、,。\n\d]*")


@cache
def _count() -> re.Pattern[str]:
    """Return the pattern of a number and its unit; it starts with a set the engine skips to."""
    return re.compile(
        rf"[\d{NUMERAL_CHARACTERS}](?<![\d{NUMERAL_CHARACTERS}].)"
        r"(?:(?<=\d)(?:\d{0,2}(?:[,，]\d{3})++(?!\d)|\d*+)(?P<fraction>\.\d++)?"
        rf"|(?<!\d)[{NUMERAL_CHARACTERS}]*+)"
        r"[ \u3000]*+(?P<more>[余多来几]|[万千百亿][余多]?)?"
        rf"[ \u3000]*+(?P<unit>{lexicon().units})"
        r"(?!工作日|自然日|月|小时|百分点|性|(?<=条)例|第|龙|事[一项]|半月|季度|年度)"
    )


@dataclass(frozen=True)
class Statement:
    """A number said of something; ``number`` is None where it is only approximate.

    Of a sentence of great length only what stands near the number is kept.

    ``counted`` are the words of the same clause before the number, ``after`` those behind it,
    ``lead`` the sentence before the clause, ``rest`` the sentence behind the number; all without
    white space, quotation marks and asides. ``is_denial`` marks a nil that is said in words
    (未收到…), whose ``counted`` is its object and ``denial`` all of it; ``is_aside`` what stands in
    brackets.
    """

    counted: str
    number: int | None
    unit: str
    after: str
    lead: str
    sentence: str
    start: int
    end: int
    rest: str = ""
    denial: str = ""
    is_denial: bool = False
    is_aside: bool = False

    @property
    def phrase(self) -> str:
        """The clause with ``|`` where the number stands."""
        return f"{self.counted}|{self.after}"


def masked(text: str) -> str:
    """Return ``text`` with half-width digits and its asides blanked, character for character."""
    return _ASIDE.sub(lambda aside: _BLANK * len(aside[0]), _folded(text))


def _folded(text: str) -> str:
    return text.translate(_FOLD) if _WIDE.search(text) else text


def statements(text: str) -> Iterator[Statement]:
    """Yield the statements of ``text``: those of a sentence, then those in its brackets."""
    plain = masked(text)
    brackets = [(m.start("inside"), m.end("inside")) for m in _BRACKET.finditer(text)]
    for sentence in _SENTENCE.finditer(plain):
        start, end = sentence.span()
        found = list(_stated(text, plain, start, end))
        yield from sorted(found, key=lambda each: each.start)
        for opened, closed in brackets:
            if start <= opened < end and _TELLING.search(text, opened, closed):
                yield from _aside(text, plain, (start, opened, closed))


def _stated(text: str, plain: str, start: int, end: int) -> Iterator[Statement]:
    yield from _counts(text, plain, start, end)
    yield from _denials(text, plain, start, end)


def _aside(text: str, plain: str, span: tuple[int, int, int]) -> Iterator[Statement]:
    """Yield what a bracket states; what stands before it in its sentence leads to it."""
    start, opened, closed = span
    inside = _folded(text)
    lead = _squeezed(plain[max(start, opened - _REACH) : opened])
    for each in _stated(text, inside, opened, closed):
        sentence = text[max(start, opened - _REACH) : closed].strip()
        yield replace(each, lead=f"{lead}，{each.lead}", sentence=sentence, is_aside=True)


def _counts(text: str, plain: str, start: int, end: int) -> Iterator[Statement]:
    behind = start
    for match in _count().finditer(plain, start, end):
        first = match.start()
        before = plain[max(start, first - 5) : first]
        if not _is_count(plain, match, before):
            continue
        is_numeral = not plain[first].isdecimal()
        is_vague = bool(_VAGUE.search(before) or (is_numeral and _VAGUE_NUMERAL.search(before)))
        clause = _clause(plain, behind, first)
        after = _AFTER.match(plain, match.end(), end)
        yield Statement(
            counted=_squeezed(plain[clause:first]),
            number=None if is_vague else _number(match),
            unit=match["unit"],
            after=_squeezed(after[0]) if after else "",
            lead=_squeezed(plain[max(start, clause - _REACH) : clause]),
            sentence=text[max(start, first - _REACH) : min(end, first + _REACH)].strip(),
            start=first,
            end=match.end(),
            rest=_squeezed(plain[match.end() : min(end, match.end() + _REACH)]),
        )
        behind = match.end()


def _is_count(plain: str, match: re.Match[str], before: str) -> bool:
    """False for ordinals, ranges, document numbers and idioms."""
    if before[-1:] in _GLUED or (before[-1:].isascii() and before[-1:].isalnum()):
        return False
    if _RANGE.search(before):
        return False
    return plain[match.start()].isdecimal() or not _IDIOM.match(plain, match.start())


def _denials(text: str, plain: str, start: int, end: int) -> Iterator[Statement]:
    """Yield what is denied in words, and what is said to be nil without a unit."""
    spans = [(m.start(), m.start("what"), m.end()) for m in _NEGATION.finditer(plain, start, end)]
    for match in _NIL.finditer(plain, start, end):
        clause = _clause(plain, start, match.start())
        words = _NIL_WORDS.sub("", plain[clause : match.start()])
        if _squeezed(words):
            spans.append((clause, clause, clause + len(words)))
    for first, what, last in spans:
        yield Statement(
            counted=_squeezed(plain[what:last]).rstrip("."),
            number=0,
            unit="",
            after="",
            lead=_squeezed(plain[max(start, first - _REACH) : first]),
            sentence=text[max(start, first - _REACH) : min(end, first + _REACH)].strip(),
            start=first,
            end=last,
            denial=_squeezed(plain[first:last]).rstrip("."),
            is_denial=True,
        )


def _clause(plain: str, start: int, end: int) -> int:
    """Return where the clause begins that ends at ``end``, not before ``start``."""
    for place in range(end - 1, start - 1, -1):
        if plain[place] in "，；：:;,":
            return place + 1
    return start


def _number(match: re.Match[str]) -> int | None:
    if match["more"] or match["fraction"]:
        return None
    words = match[0][: match.start("unit") - match.start()].strip(f" {_BLANK}")
    if len(words) > _LONGEST:
        return None
    if words[0].isdecimal():
        return int(words.replace(",", "").replace("，", ""))
    try:
        return number(words)
    except ValueError:
        return None


def _squeezed(words: str) -> str:
    return _SPACE.sub("", words)
