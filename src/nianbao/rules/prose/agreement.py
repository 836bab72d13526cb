"""Words against tables (rules T): what the narrative says of the figures agrees with them.

Each statement is read as a clause (``clauses``), taken for what it speaks of (``topics``) and
compared with every accepted reading (``readings``). Of several statements on one topic one that
agrees is enough: the others speak of a part of the whole.
"""

import re
from collections.abc import Iterable, Iterator

from nianbao.findings.finding import Finding, finding
from nianbao.form.report import Report
from nianbao.rules.evidence import Evidence
from nianbao.rules.prose import topics
from nianbao.rules.prose.clauses import clause_of, is_seat
from nianbao.rules.prose.enumerations import wrong_sums
from nianbao.rules.prose.lexicon import Lexicon, lexicon
from nianbao.rules.prose.narratives import OVERVIEW, texts
from nianbao.rules.prose.quotes import clipped, opening, quoted, stated
from nianbao.rules.prose.readings import (
    CARRIED_IN,
    CARRIED_OUT,
    OPEN,
    OUTCOMES,
    RECEIVED,
    Figures,
    Reading,
    entries,
)
from nianbao.rules.prose.statements import Statement, statements
from nianbao.rules.prose.topics import Context, Topic, topics_of

Said = dict[Topic, list[tuple[str, Statement]]]

_REACH = 160
_APPLICATION = re.compile("依申请|(?:信息)公开的?申请|申请公开")
_ALL_DONE = re.compile(
    "(?:全部|均|都)已?(?:在|按照?|于)?(?:法定|规定)?(?:的)?(?:办理)?(?:时限|期限|时间)?内?"
    "(?:要求)?(?:予以|依法|及时|规范)?办结(?!率)(?!的)|(?<![时期])办结率(?:均|都)?(?:为|达到|达|是)?100%"
)
_OTHER_MATTERS = re.compile("信访|投诉|举报|留言|热线|工单|建议|提案|咨询|许可|复议|诉讼")


def words_agree(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """T-01 to T-10: statements in part 一 and part 六 agree with the tables and with themselves."""
    figures, words = Figures(whole), evidence.words or lexicon()
    said: Said = {}
    for path, text in texts(whole):
        if not text or not (path in OVERVIEW or path == "other.text"):
            continue
        found = list(statements(text))
        for topic, each in _spoken(found, (path, text), whole, words):
            said.setdefault(topic, []).append((path, each))
        yield from wrong_sums(text, found, evidence.places_of(path))
        yield from _all_done(path, text, figures, evidence)
    yield from _nothing_received(said, figures, evidence)
    yield from _said_twice(said, evidence)
    yield from _different(said, figures, evidence)


def _spoken(
    found: Iterable[Statement], where: tuple[str, str], whole: Report, words: Lexicon
) -> Iterator[tuple[Topic, Statement]]:
    path, text = where
    is_own_seat = is_seat(whole.organisation)
    for each in found:
        if each.number is None:
            continue
        start = text.rfind("。", 0, each.start) + 1
        context = Context(path, text[max(0, start - _REACH) : start], is_own_seat, words)
        for topic in topics_of(clause_of(each, whole, words), context):
            yield topic, each


def _said_twice(said: Said, evidence: Evidence) -> Iterator[Finding]:
    """T-11: what is said of the whole year has one number wherever it is said.

    Of applications this is for tables that cannot tell which of the two is wrong: T-01 says more.
    """
    told = [(path, each) for path, each in said.get(topics.PUBLISHED, ()) if each.number]
    for path, each in told[1:]:
        first_path, first = told[0]
        if each.number != first.number and each.unit == first.unit:
            yield finding(
                "said twice",
                evidence.places_of(first_path, path),
                seen=quoted(first),
                expected=quoted(each),
            )
            return


def _different(said: Said, figures: Figures, evidence: Evidence) -> Iterator[Finding]:
    agreed = {topic.code for topic in said if _agrees(topic, said, figures)}
    for topic in said:
        if topic.code in ("T-02", "T-11") or (topic.code == "T-01" and "T-01" in agreed):
            continue
        if not (_agrees(topic, said, figures) or entries(topic.readings) & evidence.unread):
            yield from _compared(topic, said[topic], figures, evidence)


def _agrees(topic: Topic, said: Said, figures: Figures) -> bool:
    """True where one statement on the topic gives a number the tables have for it.

    公开 alone may mean part of it too, unless 部分公开 is told apart.
    """
    sure = {reading.of(figures) for reading in topic.readings if not reading.is_doubtful}
    if topic.name == "granted" and not any(each.name == "partly_granted" for each in said):
        sure.add(OPEN.of(figures))
    return any(each.number in sure for _, each in said[topic])


def _compared(
    topic: Topic, uttered: list[tuple[str, Statement]], figures: Figures, evidence: Evidence
) -> Iterator[Finding]:
    doubtful = {reading.of(figures): reading for reading in topic.readings if reading.is_doubtful}
    first = topic.readings[0]
    path, each = next((one for one in uttered if one[1].number in doubtful), uttered[0])
    is_pending = each.number in doubtful
    second = "" if is_pending else _second(topic, figures)
    found = finding(
        f"words pending {topic.code}" if is_pending else f"words differ {topic.code}",
        evidence.places_of(path, *_cells(first, figures)),
        seen=quoted(each),
        expected=str(first.of(figures)),
        where=first.name,
        second=second,
    )
    piece = f"“{stated(each)}”，{first.name}是 {first.of(figures)}{second}"
    yield found.within(opening(each.sentence), piece)


def _second(topic: Topic, figures: Figures) -> str:
    """Return the second number with what it is: （连同上年结转是 6）."""
    first, *others = topic.readings
    for reading in others:
        if reading.aside and not reading.is_doubtful and reading.of(figures) != first.of(figures):
            return f"（{reading.aside}是 {reading.of(figures)}）"
    return ""


def _nothing_received(said: Said, figures: Figures, evidence: Evidence) -> Iterator[Finding]:
    """T-02: who received no application has none in the table, but for those carried over."""
    received, done = int(figures(RECEIVED)), int(figures(OUTCOMES))
    denied = said.get(topics.NO_APPLICATION)
    if not denied or (received == 0 and done <= figures(CARRIED_IN)):
        return
    if any(each.number == received for _, each in said.get(topics.RECEIVED, ())):
        return
    if {RECEIVED, OUTCOMES} & evidence.unread:
        return
    path, each = denied[0]
    yield finding(
        "words deny applications",
        evidence.places_of(path, RECEIVED, OUTCOMES),
        seen=quoted(each),
        expected=str(received),
        done=done,
    )


def _all_done(path: str, text: str, figures: Figures, evidence: Evidence) -> Iterator[Finding]:
    """T-03: not everything was dealt with when some is carried over."""
    left = figures(CARRIED_OUT)
    match = _ALL_DONE.search(text) if left else None
    if match is None:
        return
    start = max(text.rfind("。", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
    sentence = text[start : match.end()]
    if "申请" not in sentence or _OTHER_MATTERS.search(sentence):
        return
    if path != topics.APPLICATIONS and not _APPLICATION.search(sentence):
        return
    yield finding(
        "words close everything",
        evidence.places_of(path, CARRIED_OUT),
        seen=clipped(text[start : match.end()]),
        expected=str(left),
    )


def _cells(reading: Reading, figures: Figures) -> Iterable[str]:
    """Return the cells a finding points at: of many rows those that are not nil."""
    filled = [path for path in reading.plus if figures(path)]
    return filled or reading.plus[:1]
