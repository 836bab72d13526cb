"""What a clause speaks of: the one place that decides it, and which readings it may agree with.

``topic_of(clause, context)`` asks the functions below in turn; the first that knows the clause has
it. They look at verbs and objects, not at words: those stand in templates/words.toml. Where it is
not sure, nothing is said, because a false alarm is worse than a miss.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from nianbao.rules.prose import readings
from nianbao.rules.prose.clauses import Clause, Time
from nianbao.rules.prose.lexicon import BARE, SURE, Lexicon
from nianbao.rules.prose.readings import (
    ALL,
    ANSWERED,
    BROUGHT,
    CLOSED,
    LEFT,
    NEW,
    OPEN,
    WITHOUT_OTHER,
    Reading,
)

APPLICATIONS = "overview.applications"


@dataclass(frozen=True)
class Topic:
    """A kind of statement: its rule, its name (equal ones speak of the same), its readings."""

    code: str
    name: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Context:
    """Where a clause stands: the path of its text, and up to 160 characters before its sentence.

    ``is_seat``: the body is the county's own government; ``words`` is the lexicon in use.
    """

    path: str
    before: str
    is_seat: bool
    words: Lexicon

    @property
    def is_on_applications(self) -> bool:
        """True in the aspect 依申请公开."""
        return self.path == APPLICATIONS


PUBLISHED = Topic("T-11", "published", ())
NO_APPLICATION = Topic("T-02", "none received", (NEW,))
RECEIVED = Topic("T-01", "received", (NEW, ALL))
TAKEN_AND_DONE = Topic("T-01", "received and done", (NEW, ALL, CLOSED))
HANDLED = Topic("T-01", "handled", (NEW, ALL, CLOSED, OPEN))
DONE = Topic("T-03", "closed", (CLOSED, WITHOUT_OTHER))
REPLIED = Topic("T-03", "answered", ANSWERED)
CARRIED_OUT = Topic("T-04", "carried out", (LEFT,))
CARRIED_IN = Topic("T-04", "carried in", (BROUGHT,))
CARRIED = Topic("T-04", "carried", (LEFT, BROUGHT))

_ABOUT_DISCLOSURE = re.compile("信息公开|依申请|政务公开|政府信息")
# Papers are drafted as 主动公开, 依申请公开 or 不予公开: nobody has applied for them.
_PAPERS = re.compile(r"公文|属性|发文|拟制|制作政府信息|主动公开(?:类|的|信息)*\d")
_PUBLISHED = re.compile("公示|公开|公布|发布|录入|归集|上传|推送")
_OF_A_KIND = re.compile("[对因就向]|领域|专项|方面|环节|行业")
_OF_OTHERS_CASES = re.compile("办理|受理|收到[^，]*复议申请|审查|立案|审理|承办|代理")
_EACH = re.compile("各[共为]?$|分别[为是]?$|均[为是]?$|都[为是]?$")
_DECIDED = re.compile("作出|做出|下达|决定")
_ORGANISATIONS = re.compile("法人|企业|组织")
_PEOPLE = re.compile("公民|自然人|个人|群众|社会公众|申请人")
_ON_DOCUMENTS = re.compile("(?:规范性文件)[^。]{0,40}$")
_ITEMS = re.compile(
    "(?:全年|年度|年|共|累计|合计)，?[^，]{0,10}主动公开[^，]{0,4}(?:政府|政务)信息[共计累总数为达]*$"
)
_REACH = 120
_DONE_VERBS = frozenset({"close", "answer", "handle"})


def topics_of(clause: Clause, context: Context) -> tuple[Topic, ...]:
    """Return the topics the clause speaks of: one, several for a denied list, mostly none."""
    if clause.statement.unit == "篇" or not clause.is_own:
        return ()
    for speaks in _SPEAKS:
        found = tuple(speaks(clause, context))
        if found:
            return found
    return ()


def _carried(clause: Clause, context: Context) -> Iterator[Topic]:
    """结转下年4件, 上年结转3件, 3件转入2026年."""
    if "carry" not in clause.verbs or clause.kinds - {SURE, BARE}:
        return
    if _is_qualified(clause) or not (clause.is_direct or clause.objects):
        return
    if clause.direction is Time.NEXT:
        yield CARRIED_OUT
    elif clause.direction is Time.LAST:
        yield CARRIED_IN
    elif not clause.statement.is_denial and _is_on_applications(clause, context):
        yield CARRIED


def _outcome(clause: Clause, context: Context) -> Iterator[Topic]:
    """予以公开3件, 1件属于行政执法案卷, 予以公开和部分公开5件."""
    names = tuple(each.name for each in clause.objects if each.section == "outcome")
    if not names or clause.statement.is_denial or _is_qualified(clause):
        return
    stated = clause.statement
    if _PAPERS.search(f"{stated.lead}{stated.counted}") or clause.time is not Time.THIS:
        return
    if stated.counted.startswith("对") and stated.after.startswith("的"):
        return
    if _names_applications(clause, context, context.before):
        yield _outcome_topic(names)


@cache
def _outcome_topic(names: tuple[str, ...]) -> Topic:
    return Topic("T-05", "、".join(names), readings.outcome_readings(names))


def _no_application(clause: Clause, context: Context) -> Iterator[Topic]:
    """未收到政府信息公开申请."""
    is_nil = clause.statement.is_denial
    if not is_nil or clause.verbs - {"take", "handle", "raise"} or _is_qualified(clause):
        return
    is_named = SURE in clause.kinds or (
        BARE in clause.kinds and clause.is_direct and context.is_on_applications
    )
    if not is_named or clause.time is not Time.THIS or clause.channel:
        return
    words = clause.statement.counted
    if _PEOPLE.search(words) or not _ORGANISATIONS.search(words):
        yield NO_APPLICATION


def _application(clause: Clause, context: Context) -> Iterator[Topic]:
    """收到申请12件, 办结11件, 依申请公开办理12件."""
    if clause.kinds - {SURE, BARE} or clause.statement.is_denial or _is_qualified(clause):
        return
    if clause.time is not Time.THIS or clause.channel or clause.statement.is_aside:
        return
    if not _is_on_applications(clause, context) or _is_of_papers(clause):
        return
    taken, done = "take" in clause.verbs, clause.verbs & _DONE_VERBS
    is_part = "其中" in clause.statement.counted
    if taken and done:
        yield from () if is_part else (TAKEN_AND_DONE,)
    elif taken or not clause.verbs:
        is_told = taken or _is_plain_application(clause)
        if is_told and not is_part:
            yield RECEIVED if taken or _is_of_applying(clause) else HANDLED
    elif done and not (is_part and not _is_all_the_rest(clause)):
        yield _done(done)


def _done(verbs: frozenset[str]) -> Topic:
    if "answer" in verbs:
        return REPLIED
    return DONE if "close" in verbs else HANDLED


def _is_plain_application(clause: Clause) -> bool:
    """True where the application alone is counted: 全年政府信息公开申请共12件."""
    if not clause.objects or not clause.is_direct:
        return False
    if clause.is_first:
        return "有" in clause.statement.counted and SURE in clause.kinds
    return SURE in clause.kinds or not clause.statement.after


def _is_of_applying(clause: Clause) -> bool:
    """False for 依申请公开47件, which may be what was dealt with."""
    return any("申请" in each.words.replace("依申请", "") for each in clause.objects)


def _is_all_the_rest(clause: Clause) -> bool:
    """True for 其中6件按时答复，1件结转下年: the other part is not another answer."""
    return not re.search("答复|办结|回复", clause.statement.rest[len(clause.statement.after) :])


def _is_of_papers(clause: Clause) -> bool:
    stated = clause.statement
    if "take" in clause.verbs and SURE not in clause.kinds:
        return bool(re.search("公文|属性|发文", stated.lead + stated.counted))
    if clause.verbs and SURE not in clause.kinds:
        return False
    around = f"{stated.lead}{stated.counted}"
    is_drafted = re.search(r"^[，、]?(?:并|其中)?主动公开(?:类|的|信息)*\d", stated.rest)
    return bool(_PAPERS.search(around) or is_drafted)


def _applicant(clause: Clause, context: Context) -> Iterator[Topic]:
    """自然人申请10件, 2件来自企业."""
    names = [each.name for each in clause.objects if each.section == "applicant"]
    if len(names) != 1 or clause.statement.is_denial or clause.time is not Time.THIS:
        return
    if clause.verbs - {"take"} or not clause.is_direct or _is_qualified(clause):
        return
    if _names_applications(clause, context, context.before) and not clause.channel:
        yield _applicant_topic(names[0])


@cache
def _applicant_topic(name: str) -> Topic:
    return Topic("T-06", name, readings.applicant_readings(name))


_DISPUTES = ("reconsideration", "litigation", "direct_litigation", "later_litigation")


def _dispute(clause: Clause, context: Context) -> Iterator[Topic]:
    """行政复议3件, 行政复议、行政诉讼共5件, 未发生行政复议、行政诉讼和举报投诉."""
    names = [each.name for each in clause.objects if each.name in _DISPUTES]
    stated = clause.statement
    if not names or clause.time not in (Time.THIS,) or "其中" in stated.counted:
        return
    if stated.is_denial:
        for name in dict.fromkeys(names):
            yield dispute_topic(name)
        return
    if _is_qualified(clause) or not _is_about_disclosure(clause, context):
        return
    if _OF_OTHERS_CASES.search(stated.counted) and not _ABOUT_DISCLOSURE.search(stated.counted):
        return
    if len(set(names)) == 1:
        yield dispute_topic(names[0])
    elif stated.number == 0:
        yield from (dispute_topic(name) for name in dict.fromkeys(names))
    elif not _EACH.search(stated.counted):
        yield dispute_topic("both")


def _is_about_disclosure(clause: Clause, context: Context) -> bool:
    if context.is_on_applications:
        return True
    return bool(_ABOUT_DISCLOSURE.search(f"{clause.statement.lead}{clause.statement.counted}"))


@cache
def dispute_topic(name: str) -> Topic:
    """Return the topic of a block of table 四, ``both`` of all of it."""
    return Topic("T-07", name, readings.dispute_readings(name))


def _result(clause: Clause, context: Context) -> Iterator[Topic]:
    """行政复议10件，其中维持7件."""
    results = [each.name for each in clause.objects if each.section == "result"]
    if len(results) != 1 or clause.statement.is_denial or clause.qualifiers:
        return
    if clause.time is not Time.THIS or not _is_about_disclosure(clause, context):
        return
    around = f"{clause.statement.lead}{clause.statement.counted}"[-160:]
    told = [t.name for t in context.words.tokens(around) if t.name in _DISPUTES]
    if told and not re.search("受理|审理|承办", around):
        yield _result_topic(told[-1], results[0])


@cache
def _result_topic(name: str, result: str) -> Topic:
    return Topic("T-07", f"{name} {result}", readings.result_readings(name, result))


def _decision(clause: Clause, context: Context) -> Iterator[Topic]:
    """作出行政许可决定3件, 全年行政许可决定3件、行政处罚5件; published ones never."""
    kinds = [
        each.name for each in clause.objects
        if each.name.removesuffix("_decided") in ("licences", "penalties", "coercive_measures")
    ]  # fmt: skip
    stated = clause.statement
    is_odd = stated.unit in ("次",) or (stated.unit == "条" and stated.number)
    if not kinds or is_odd or clause.time is not Time.THIS or "其中" in stated.counted:
        return
    around = f"{stated.lead}{stated.counted}"
    if _is_qualified(clause) or _OF_A_KIND.search(stated.counted) or not clause.is_direct:
        return
    if _PUBLISHED.search(around) or not _is_decided(clause, context, kinds):
        return
    names = {kind.removesuffix("_decided") for kind in kinds}
    if len(names) == 1 or stated.is_denial:
        yield from (_decision_topic(name) for name in sorted(names))


def _is_decided(clause: Clause, context: Context, kinds: list[str]) -> bool:
    """True where decisions are told: by the verb, by the word 决定, or by their list."""
    if clause.verbs & {"decide", "close", "handle"} or kinds[0].endswith("_decided"):
        return True
    stated = clause.statement
    is_catalogue = "事项" in stated.counted and not stated.is_denial
    if clause.verbs or stated.after or is_catalogue:
        return False
    words = context.words.tokens(f"{stated.lead}{stated.counted}")
    is_bare = all(
        each.section in ("time", "year", "own", "soft", "object", "and")
        or re.fullmatch(r"[，、；0-9,]*(?:\d+[件条起宗项])?[，、；]?", each.words)
        for each in words
    )
    return is_bare or bool(_DECIDED.search(stated.lead) and not stated.is_denial)


@cache
def _decision_topic(name: str) -> Topic:
    return Topic("T-08", name, readings.decision_readings(name))


_MADE = {"issue": "made", "repeal": "repealed", "in_force": "in_force"}


def _document(clause: Clause, context: Context) -> Iterator[Topic]:
    """制发规范性文件3件，废止1件，现行有效9件; 未发布、废止规范性文件."""
    stated = clause.statement
    if clause.kinds - {"object.documents", "object.regulations"} or _is_qualified(clause, context):
        return
    if stated.unit == "次" or (stated.unit in ("条", "项") and stated.number):
        return
    is_named = "object.documents" in clause.kinds
    if not is_named and (clause.objects or not _ON_DOCUMENTS.search(stated.lead)):
        return
    if clause.time is not Time.THIS or not clause.is_direct or "其中" in stated.counted:
        return
    fields = [_MADE[verb] for verb in ("issue", "repeal", "in_force") if verb in clause.verbs]
    if is_named and not fields and stated.number == 0:
        fields = ["made"] if clause.verbs <= {"publish"} else []
    if clause.verbs & {"publish", "take"} and stated.is_denial and "made" not in fields:
        fields.insert(0, "made")
    if len(fields) == 1 or stated.is_denial:
        yield from map(_document_topic, fields)


@cache
def _document_topic(field: str) -> Topic:
    return Topic("T-09", field, readings.document_readings(field))


def _published(clause: Clause, context: Context) -> Iterator[Topic]:
    """全年主动公开政府信息120条: in no table, but said of the whole year only once."""
    stated = clause.statement
    if clause.verbs != {"publish"} or clause.objects or stated.is_denial or stated.is_aside:
        return
    is_whole = clause.time is Time.THIS and not (clause.channel or _is_qualified(clause))
    around = f"{stated.lead[-12:]}{stated.counted}"
    if is_whole and clause.is_plain and _ITEMS.search(around):
        yield PUBLISHED


def _is_qualified(clause: Clause, context: Context | None = None) -> bool:
    """True where the number is a part's, or another matter's; a county does issue by its name."""
    return any(
        words != "名义" or context is None or not context.is_seat for words in clause.qualifiers
    )


def _is_on_applications(clause: Clause, context: Context) -> bool:
    """True where the clause is of applications: it says so, or what led to it does."""
    if SURE in clause.kinds:
        return True
    if clause.objects and not clause.is_direct:
        return False
    return _names_applications(clause, context, "")


def _names_applications(clause: Clause, context: Context, before: str) -> bool:
    """True where the last matter named before the number, or the aspect, is applications."""
    if SURE in clause.kinds:
        return True
    lead = context.words.tokens(f"{before}{clause.statement.lead}"[-_REACH:])
    for each in reversed(lead):
        if each.kind in (SURE, BARE) or each.section in ("outcome", "applicant"):
            is_bare = each.kind == BARE and not context.is_on_applications
            return not is_bare or any(t.kind == SURE for t in lead)
        if each.section == "other":
            return False
    return context.is_on_applications


_SPEAKS: tuple[Callable[[Clause, Context], Iterator[Topic]], ...] = (
    _carried,
    _outcome,
    _no_application,
    _applicant,
    _dispute,
    _result,
    _decision,
    _document,
    _published,
    _application,
)
