"""What a clause says, as a small value: whose, when, by which channel, what was done to what.

``clause_of(statement, whole, lexicon())`` reads the words around one number (or one denial)::

    全年街道收到政府信息公开申请12件
    → Clause(verbs={"take"}, objects=("sure",), time=this year, is_own, number=12, unit="件")

It decides nothing: which figures the clause has to agree with stands in ``topics``. A missed turn
of phrase is put right in templates/words.toml; a missed order of words, here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from nianbao.form.report import Report
from nianbao.rules.prose.lexicon import BARE, GAP, Lexicon, Token
from nianbao.rules.prose.statements import Statement

_NEAR, _FAR, _WIDEST = 12, 44, 90
_PASSED = frozenset({"soft", "own", "and", "of_which", "month", "year", "time"})
_NOUNS = frozenset({"application", "object", "outcome", "result", "applicant"})
_YEAR_OF_WORK = re.compile(
    r"(?P<compared>(?:[比较同与]于?|相比|[转延][至到入]|结转)\s*)?(?P<year>20\d\d)年(?!度?(?:结转|转入|遗留|相比|同期))"
)
_IN_ONE_MONTH = re.compile("月份|当月")
_MONTH = re.compile(r"(\d{1,2})月")
_OFFICE = re.compile("(?:我|本)?[县区旗]?(?:人民)?政府办(?:公室)?$")
_SEAT = re.compile("[县区旗]人民政府$|办公室$|政府办$")
_POINTS = frozenset({"、", "，", "：", "。", "；"})
_STOPS = re.compile("[，；：:;,]")


class Time(Enum):
    """Of which year a clause speaks."""

    THIS, LAST, NEXT, OTHER = "this", "last", "next", "other"


@dataclass(frozen=True)
class Clause:
    """What is said of one number; ``objects`` are several where a list shares it.

    ``is_direct``: nothing unknown stands between verb, object and number. ``channel``: the one
    channel the number is of, "" where it is of all. ``qualifiers`` are the words that make it a
    part of the whole, or the number of another matter; ``is_plain``: no unknown word stands before
    the number.
    """

    verbs: frozenset[str]
    objects: tuple[Token, ...]
    time: Time
    direction: Time | None
    is_own: bool
    channel: str
    qualifiers: tuple[str, ...]
    is_direct: bool
    is_first: bool
    is_plain: bool
    statement: Statement

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of the objects."""
        return frozenset(each.kind for each in self.objects)


@dataclass(frozen=True)
class _Core:
    """Verb and object of a clause, and the tokens between and around them."""

    verbs: tuple[Token, ...]
    objects: tuple[Token, ...]
    is_direct: bool
    is_first: bool = False


def clause_of(statement: Statement, whole: Report, words: Lexicon) -> Clause:
    """Return what ``statement`` of the report ``whole`` says."""
    before = words.tokens(statement.counted[-_WIDEST:])
    after = words.tokens(statement.after[:_WIDEST])
    core = _denied(before) if statement.is_denial else _counted(before, after)
    named = words.tokens(_before_denial(statement))
    around = (*named, *before, *after)
    direction = _direction(around, whole.year)
    return Clause(
        verbs=frozenset(each.name for each in core.verbs),
        objects=core.objects,
        time=_time(statement, around, whole.year),
        direction=direction,
        is_own=_is_own(around, whole.organisation),
        channel=_channel(before) or _channel(words.tokens(_means(statement))),
        qualifiers=tuple(each.words for each in around if each.section in ("part", "other")),
        is_direct=core.is_direct,
        is_first=core.is_first,
        is_plain=all(each.kind != GAP or each.words in _POINTS for each in before),
        statement=statement,
    )


def _before_denial(statement: Statement) -> str:
    """Return what stands right before 未收到…: 上年度, 各科室."""
    return _STOPS.split(statement.lead)[-1][-_FAR:] if statement.is_denial else ""


def _means(statement: Statement) -> str:
    """Return the words before a clause that name its channel: 通过邮寄，收到…; 网上未收到…"""
    if statement.is_denial:
        return _before_denial(statement)
    before = _STOPS.split(statement.lead.rstrip("，；：:;,"))[-1]
    return before[:_FAR] if before.startswith(("通过", "以", "经")) else ""


def _counted(before: Sequence[Token], after: Sequence[Token]) -> _Core:
    """Read 收到申请|, 申请收到|, 收到|申请, |办结: the word nearest to the number governs."""
    place = len(before) - 1
    while place >= 0 and before[place].section in _PASSED:
        place -= 1
    if place >= 0 and before[place].section in _NOUNS:
        return _from_noun(before, place)
    if place >= 0 and before[place].section == "verb":
        behind = _noun_behind(after)
        if behind is not None and before[place].name not in ("carry",):
            return _Core(_verbs_to(before, place), behind.objects, behind.is_direct)
        return _from_verb(before, place)
    if place >= 0 and before[place].words not in _POINTS:
        return _Core((), (), False)
    return _from_behind(after)


def _from_noun(before: Sequence[Token], place: int) -> _Core:
    if before[place].kind == BARE:
        place = _applicant_of(before, place)
    objects = [before[place]]
    start = place
    for at in range(place - 1, -1, -1):
        each = before[at]
        if each.section == objects[-1].section and _joined(before[at + 1 : start]):
            objects.append(each)
            start = at
        elif each.section not in _PASSED and each.section != "verb":
            break
    verbs, is_direct = _verb_left(before, start)
    return _Core(verbs, tuple(reversed(objects)), is_direct)


def _applicant_of(before: Sequence[Token], place: int) -> int:
    """Return the place of the applicant before a plain 申请 (企业提出申请3件), or ``place``."""
    at = place - 1
    while at >= 0 and before[at].section == "soft":
        at -= 1
    return at if at >= 0 and before[at].section == "applicant" else place


def _joined(between: Sequence[Token]) -> bool:
    """True where only joining words stand between two nouns: they share the number."""
    if not between:
        return True
    return any(each.kind == "and" for each in between) and all(
        each.section in ("and", "soft", "verb") for each in between
    )


def _verb_left(before: Sequence[Token], start: int) -> tuple[tuple[Token, ...], bool]:
    """Return the verbs that take the noun at ``start``, and whether nothing unknown is between."""
    is_direct = True
    for at in range(start - 1, -1, -1):
        each = before[at]
        if each.section == "verb":
            return _verbs_to(before, at), is_direct
        if before[start].start - each.start > _FAR:
            break
        if each.section not in (*_PASSED, "channel", "application"):
            is_direct = False
    return (), is_direct


def _verbs_to(before: Sequence[Token], place: int) -> tuple[Token, ...]:
    """Return the verb at ``place`` and those joined to it: 收到并办理, 发布和废止."""
    verbs = [before[place]]
    for at in range(place - 1, -1, -1):
        each = before[at]
        if each.section == "verb":
            verbs.append(each)
        elif each.section not in ("and", "soft", "time", "year"):
            break
    return tuple(verbs)


def _from_verb(before: Sequence[Token], place: int) -> _Core:
    """Read 依申请公开共受理|, 按期办结|: the object before the verb, or none."""
    verbs = _verbs_to(before, place)
    gap = 0
    for at in range(place - 1, -1, -1):
        each = before[at]
        if each.section in _NOUNS:
            found = _from_noun(before, at)
            return _Core((*verbs, *found.verbs), found.objects, gap == 0)
        if each.section not in _PASSED and each.section not in ("verb", "channel"):
            gap += len(each.words)
            if gap > _NEAR:
                break
    return _Core(verbs, (), True)


def _noun_behind(after: Sequence[Token]) -> _Core | None:
    """Return the object that follows its number: 受理5件(公民提出的)政府信息公开申请."""
    gap = 0
    for place, each in enumerate(after):
        if each.section in _NOUNS:
            objects = [each]
            for at in range(place + 1, len(after)):
                if after[at].section == each.section and _joined(after[place + 1 : at]):
                    objects.append(after[at])
            return _Core((), tuple(objects), gap == 0)
        if each.section == "verb" and each.name != "raise":
            return None
        if each.section not in _PASSED:
            gap += len(each.words)
            if gap > 2 * _NEAR:
                return None
    return None


def _from_behind(after: Sequence[Token]) -> _Core:
    """Read |结转下年, |予以公开, |均按时答复: the number comes first."""
    for place, each in enumerate(after):
        if each.section == "verb":
            rest = next((t for t in after[place + 1 :] if t.section in _NOUNS), None)
            objects = (rest,) if rest and rest.section == "object" else ()
            return _Core((each,), objects, True, is_first=True)
        if each.section in _NOUNS:
            found = _noun_behind(after[place:])
            return _Core((), found.objects if found else (each,), True, is_first=True)
        if each.section not in _PASSED:
            carried = [t for t in after[place:] if t.kind == "verb.carry"]
            return _Core(tuple(carried), (), bool(carried), is_first=True)
    return _Core((), (), False, is_first=True)


def _denied(tokens: Sequence[Token]) -> _Core:
    """Read a denied list member by member: 行政复议、行政诉讼和举报投诉 denies the first two.

    A member is its last word: of 行政诉讼败诉案件 the suits are not denied.
    """
    members: list[list[Token]] = [[]]
    for each in tokens:
        if each.kind == "and":
            members.append([])
        else:
            members[-1].append(each)
    heads = [(_head(member), member) for member in members]
    objects = tuple(head for head, _ in heads if head is not None)
    verbs = tuple(each for each in tokens if each.section == "verb")
    gaps = [each for _, member in heads for each in member if each.kind == GAP]
    return _Core(verbs, objects, not gaps)


def _head(member: Sequence[Token]) -> Token | None:
    """Return the noun a member of a denied list ends with, if nothing narrows it down."""
    found = None
    for each in member:
        is_narrowed = found is not None and found.section in ("outcome", "object")
        if (is_narrowed and each.section == "application") or each.section in (
            "other",
            "part",
            "result",
        ):
            found = None
        elif each.section in _NOUNS:
            found = each
        elif each.kind == GAP:
            found = None
    return found


def _direction(tokens: Sequence[Token], year: int) -> Time | None:
    """Return whence or whither something is carried over."""
    for each in tokens:
        if each.kind == "time.last" or (each.kind == "year" and int(each.words[:4]) == year - 1):
            return Time.LAST
        if each.kind == "time.next" or (each.kind == "year" and int(each.words[:4]) == year + 1):
            return Time.NEXT
    return None


def _time(statement: Statement, tokens: Sequence[Token], year: int) -> Time:
    """Return the year a clause speaks of: its own words', else the last one named before it."""
    if any(each.kind == "time.last" for each in tokens):
        return Time.LAST
    if any(each.kind == "time.next" for each in tokens):
        return Time.NEXT
    around = f"{statement.lead}{statement.counted}"
    years = [
        int(match["year"]) for match in _YEAR_OF_WORK.finditer(around) if not match["compared"]
    ]
    if years and years[-1] != year:
        return Time.LAST if years[-1] == year - 1 else Time.OTHER
    months = _MONTH.findall(around)
    if _IN_ONE_MONTH.search(statement.counted):
        return Time.OTHER
    return Time.OTHER if months and int(months[-1]) != 12 else Time.THIS


def _is_own(tokens: Sequence[Token], organisation: str) -> bool:
    """True where no other body is named: not 各乡镇, not 教育局 in the report of 水利局."""
    for place, each in enumerate(tokens):
        if each.kind == "whose.another":
            return False
        if each.kind != "body":
            continue
        gap = tokens[place - 1] if place else None
        name = (gap.words if gap and gap.kind == GAP else "") + each.words
        if not _names(name, organisation, is_alone=gap is None or gap.kind != GAP):
            return False
    return True


def _names(name: str, organisation: str, *, is_alone: bool) -> bool:
    """True where ``name`` (县住建局, 街道) is short for ``organisation``, or is its own office."""
    if is_alone and name in organisation:
        return True
    if _OFFICE.search(name) and _SEAT.search(organisation):
        return True
    longest = next((at for at in range(len(name)) if _is_short(name[at:], organisation)), 0)
    return len(name) - longest >= 3 and _is_short(name[longest:], organisation)


def _is_short(name: str, organisation: str) -> bool:
    rest = iter(organisation)
    return all(character in rest for character in name)


def _channel(tokens: Sequence[Token]) -> str:
    """Return the one channel a clause names; "" for none, and for several taken together."""
    groups: list[str] = []
    is_open = True
    for place, each in enumerate(tokens):
        if each.section == "channel" and each.name == "one":
            if is_open or place == 0:
                groups.append(each.words)
            is_open = False
        else:
            is_open = is_open or each.kind == "and"
            if groups and each.words.startswith("等"):
                return ""
    return groups[0] if len(groups) == 1 else ""


def is_seat(organisation: str) -> bool:
    """True for the government of a county and for its office, which is itself."""
    return _SEAT.search(organisation) is not None
