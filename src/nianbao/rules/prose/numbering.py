"""Numbering in running text (S-05): no gaps, no repeats, as many items as announced.

Three styles are followed, each on its own: （一）, 一是, and 1. at the start of a paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from nianbao.findings.finding import Finding, finding
from nianbao.form.report import Report
from nianbao.rules.evidence import Evidence
from nianbao.rules.prose.narratives import texts
from nianbao.rules.prose.numerals import number, numeral

_NUMERAL = "[一二三四五六七八九十]{1,3}"
# Each starts with a set of characters, which the engine skips to; what may stand before is the
# other pattern of the pair.
_STYLES = tuple(
    (re.compile(pattern), before)
    for pattern, before in (
        (rf"（({_NUMERAL})）(?![项款目])", re.compile("(?<![第条款])$")),
        (rf"({_NUMERAL})是", re.compile("(?:[。；：，、,;:\n ”）]|^)$")),
        (r"(\d{1,2})[.．、](?![\d])", re.compile("(?:[。；\n]|^)$")),
    )
)
_COUNT = re.compile(
    r"(?P<count>[两一二三四五六七八九十\d])个?大?(?:方面|点|项)的?(?:主要)?"
    r"(?:问题|不足|工作|措施|内容|着手|入手|抓好|改进|加强|抓起)*[：:。，]"
)
_ANNOUNCES = re.compile("(?:以下|如下|下列|下面|这|存在|做好|抓好|围绕|从|主要有|主要是)$")
_NEAR = 8
_FIRST = re.compile("一是|一、|（一）|其一|首先|第一|一方面|1[.．、）)]|①|一要|一抓")


@dataclass(frozen=True)
class Item:
    """A number as it stands in a text."""

    words: str
    value: int
    start: int


def numbering_runs_on(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """S-05: each list runs 1, 2, 3 … and has as many items as were announced."""
    for path, text in texts(whole):
        place = evidence.places_of(path)
        lists = [list(_items(style, before, text)) for style, before in _STYLES]
        for items in lists:
            yield from _breaks(items, place)
        yield from _beginning(lists[1], text, place)
        for count in _COUNT.finditer(text):
            before = _ANNOUNCES.search(text, max(0, count.start() - 3), count.start())
            following = _following(lists, count.end()) if before else 0
            if before and following and following != _value(count["count"]):
                announced = before[0] + count[0].rstrip("：:。，")
                yield finding(
                    "fewer than announced", place, seen=announced, expected=str(following)
                )


def _items(style: re.Pattern[str], before: re.Pattern[str], text: str) -> Iterator[Item]:
    for match in style.finditer(text):
        if not before.search(text, max(0, match.start() - 1), match.start()):
            continue
        try:
            value = _value(match[1])
        except ValueError:
            continue
        yield Item(match[0].strip(), value, match.start())


def _value(words: str) -> int:
    return int(words) if words.isdecimal() else number(words)


def _breaks(items: list[Item], place: tuple[str, ...]) -> Iterator[Finding]:
    """Yield where a number repeats or jumps; a new list begins at 1."""
    for before, after in pairwise(items):
        if after.value == before.value and after.value > 1:
            yield finding("number repeated", place, seen=after.words)
        elif after.value == before.value + 2:
            missing = before.words.replace(_numeral(before), _numeral(before, 1))
            yield finding("number skipped", place, seen=after.words, expected=missing)


def _beginning(items: list[Item], text: str, place: tuple[str, ...]) -> Iterator[Finding]:
    """Yield where the first list of a text begins at 二是, and nothing before it is a first one."""
    if items and items[0].value == 2 and not _FIRST.search(text, 0, items[0].start):
        missing = items[0].words.replace(_numeral(items[0]), "一")
        yield finding("list without beginning", place, seen=items[0].words, expected=missing)


def _numeral(item: Item, more: int = 0) -> str:
    value = item.value + more
    return str(value) if any(character.isdecimal() for character in item.words) else numeral(value)


def _following(lists: list[list[Item]], place: int) -> int:
    """Return how many items the list has that begins right after ``place``; 0 without one."""
    for items in lists:
        at = next((i for i, item in enumerate(items) if 0 <= item.start - place <= _NEAR), None)
        if at is None or items[at].value != 1:
            continue
        count = 1
        for item in items[at + 1 :]:
            if item.value != count + 1:
                break
            count += 1
        return count
    return 0
