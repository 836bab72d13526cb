"""What a statement in the words may be about, and every reading of the tables it may agree with.

A topic matches the clause of a statement (``Statement.phrase``, ``|`` stands for the number). The
patterns name what is allowed around the key words, not what is forbidden: an unknown turn of
phrase is left alone, because a false alarm is worse than a miss.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nianbao.form.report import (
    Applicants,
    Figure,
    NotProcessed,
    OtherOutcomes,
    Refused,
    Report,
    Unavailable,
)
from nianbao.rules.prose.phrases import (
    AMOUNT,
    AND,
    ANSWERED,
    APPLICANT_BEFORE,
    APPLICANT_BEHIND,
    APPLICATION,
    AS_SUBJECT,
    BEFORE_CASES,
    BETWEEN,
    CASES,
    CLOSED,
    DOCUMENT,
    LAST_YEAR,
    NEXT_YEAR,
    OBJECT,
    OUTCOME_BEFORE,
    OUTCOME_BEHIND,
    RAISED,
    SUM,
    TAKEN,
    TO_DECIDE,
    TREATED,
)

TOTAL = "applications.{}.total"
RECEIVED, CARRIED_IN, CARRIED_OUT = (
    TOTAL.format(row) for row in ("received", "carried_in", "carried_out")
)
OUTCOMES = "applications.outcomes.total.total"
GRANTED, PARTLY = (TOTAL.format(f"outcomes.{row}") for row in ("granted", "partly_granted"))


@dataclass(frozen=True)
class Reading:
    """A number the tables give: ``plus`` less ``minus``; ``name`` is how a sentence calls it.

    ``is_doubtful``: agreeing with this reading only is worth a hint.
    """

    name: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    is_doubtful: bool = False

    def of(self, figures: "Figures") -> Figure:
        """Return the number."""
        return sum(map(figures, self.plus)) - sum(map(figures, self.minus))


class Figures:
    """The figures of a report by path; ``Figures(report)(path)``, each total added up once."""

    def __init__(self, whole: Report) -> None:
        self._known: dict[str, Any] = {"": whole}

    def __call__(self, path: str) -> Figure:
        """Return the entry or total at ``path``."""
        found: Figure = self._at(path)
        return found

    def _at(self, path: str) -> Any:
        if path not in self._known:
            parent, _, name = path.rpartition(".")
            self._known[path] = getattr(self._at(parent), name)
        return self._known[path]


@dataclass(frozen=True, eq=False)
class Topic:
    """A kind of statement: its rule, the clauses that speak of it, the readings it may agree with.

    ``key`` is the plain word a sentence must hold for the pattern to be tried at all;
    ``within`` must be found in the sentence up to the number, where the clause alone is not sure.
    """

    code: str
    key: tuple[str, ...]
    pattern: re.Pattern[str]
    readings: tuple[Reading, ...]
    within: re.Pattern[str] | None = None
    is_partition: bool = False

    def speaks(self, phrase: str) -> bool:
        """True where the clause is about this."""
        for key in self.key:
            if key in phrase:
                return self.pattern.search(phrase) is not None
        return False


ABOUT_APPLICATIONS = re.compile(OBJECT)


def _topic(
    code: str, key: Sequence[str], pattern: str, readings: Sequence[Reading], **more: object
) -> Topic:
    return Topic(code, tuple(key), re.compile(pattern), tuple(readings), **more)  # type: ignore[arg-type]


def _rows(kind: type, group: str, column: str = "total") -> tuple[str, ...]:
    return tuple(f"applications.outcomes.{group}.{row}.{column}" for row in kind.model_fields)  # type: ignore[attr-defined]


_NEW = Reading("表三第一项（新收）", (RECEIVED,))
_ALL = Reading("表三第一项加第二项", (RECEIVED, CARRIED_IN))
_CLOSED = Reading("表三（七）总计", (OUTCOMES,))
_REFUSED = _rows(Refused, "refused")
_UNAVAILABLE = _rows(Unavailable, "unavailable")
_NOT_PROCESSED = _rows(NotProcessed, "not_processed")
_OTHER = _rows(OtherOutcomes, "other")
_OPEN = Reading("表三（一）加（二）", (GRANTED, PARTLY))

TAKEN_AND_DONE = _topic(
    "T-01",
    ("并", "、", "和", "及"),
    rf"{TAKEN}(?:并|、|和|及)已?(?:全部)?{TREATED}(?:{BETWEEN}{{0,30}}?{OBJECT})?{AMOUNT}\|",
    (_NEW, _ALL, _CLOSED),
    within=ABOUT_APPLICATIONS,
)
_YEAR_OR_BODY = f"(?:{BETWEEN}{{0,16}}?(?:共|共计|累计|年度|年|全年|年内|我.|本机关))?"
RECEIVED_TOPIC = _topic(
    "T-01",
    ("收", "接", "受理", "新增", "登记", "申请"),
    rf"{TAKEN}{BETWEEN}{{0,40}}?{OBJECT}{AMOUNT}\|"
    rf"|{OBJECT}{BETWEEN}{{0,12}}?{TAKEN}{AMOUNT}\|"
    rf"|^、?{_YEAR_OR_BODY}{TAKEN}(?:各类|有效|书面|的|其)*+{AMOUNT}\|(?:申请)?$"
    rf"|{TAKEN}了?\|的?{BETWEEN}{{0,24}}?{OBJECT}"
    rf"|^、?{AS_SUBJECT}{APPLICATION}(?:案件|事项|总数|总量)?{SUM}\|",
    (_NEW, _ALL),
    within=ABOUT_APPLICATIONS,
)
_DONE = (_CLOSED, Reading("表三（七）总计减（六）", (OUTCOMES,), _OTHER))
CLOSED_TOPIC = _topic(
    "T-03",
    ("办",),
    rf"{CLOSED}(?:了|各类|全部)*+(?:{BETWEEN}{{0,10}}?{OBJECT})?{AMOUNT}\|(?:申请)?$"
    rf"|{CLOSED}了?\|的?{OBJECT}",
    _DONE,
    within=ABOUT_APPLICATIONS,
)
ANSWERED_TOPIC = _topic(
    "T-03",
    ("答复",),
    rf"{ANSWERED}(?:了|各类|全部)*+(?:{BETWEEN}{{0,10}}?{OBJECT})?{AMOUNT}\|(?:申请)?$"
    rf"|{OBJECT}已?答复{AMOUNT}\|$"
    rf"|答复了?\|的?{OBJECT}",
    (
        *_DONE,
        Reading("表三（七）总计减（六）第1、2项", (OUTCOMES,), _OTHER[:2]),
        Reading("表三（七）总计减（五）、（六）", (OUTCOMES,), (*_NOT_PROCESSED, *_OTHER)),
    ),
    within=ABOUT_APPLICATIONS,
)
HANDLED = _topic(
    "T-01",
    ("办理", "依申请公开"),
    rf"办理(?:答复)?{BETWEEN}{{0,30}}?{OBJECT}{AMOUNT}\|"
    rf"|{OBJECT}{BETWEEN}{{0,10}}?办理{AMOUNT}\|"
    rf"|(?:^|[^主])依申请公开(?:处理)?{AMOUNT}\|$"
    rf"|办理了?\|的?{OBJECT}",
    (_NEW, _ALL, _CLOSED, _OPEN),
    within=ABOUT_APPLICATIONS,
)
_LEFT = Reading("表三第四项（结转下年）", (CARRIED_OUT,))
_BROUGHT = Reading("表三第二项（上年结转）", (CARRIED_IN,))
CARRIED = (
    _topic(
        "T-04",
        ("转", "延", "跨"),
        rf"{NEXT_YEAR}(?:继续)?(?:办理|处理|答复|办结)?的?{AMOUNT}\|"
        rf"|^(?:[^|]*、)?(?:其余|另有|另|尚有|还有|有|其中|剩余)*+\|的?(?:申请)?(?:将|需)?{NEXT_YEAR}",
        (_LEFT,),
    ),
    _topic(
        "T-04",
        ("转", "遗留"),
        rf"{LAST_YEAR}(?:结转|转入|遗留|转来|延续)(?:至|到)?(?:今年|本年度?|办理|未办结|的)*+"
        rf"{OBJECT}?{AMOUNT}\|",
        (_BROUGHT,),
    ),
    _topic(
        "T-04",
        ("结转",),
        rf"^、?(?:尚有|其中|另有)*+结转(?:申请|办理|的)*+{AMOUNT}\|$",
        (_LEFT, _BROUGHT),
        within=ABOUT_APPLICATIONS,
    ),
)


def _outcome(words: str, key: Sequence[str], *readings: Reading) -> Topic:
    return _topic(
        "T-05",
        key,
        rf"^、?{OUTCOME_BEFORE}(?:{words}){OUTCOME_BEHIND}\|"
        r"|^(?:[^|]*、)?(?:其中|另有|有|对|还有)*+\|(?:申请)?"
        rf"(?:已|被|作出|作|属于|属|决定|因[^|]{{2,16}})?(?:{words})",
        readings,
        is_partition=True,
    )


GRANTED_OR_PARTLY = _outcome(
    "(?:予以|同意|全部)公开(?:和|及|与|、|或|以及|并)(?:予以)?部分公开", ("公开",), _OPEN
)
GRANTED_ONLY = _outcome(
    "(?:予以|同意|全部|准予|完全)公开(?!和|及|与|或|以及)(?:答复)?",
    ("公开",),
    Reading("表三（一）予以公开", (GRANTED,)),
)
PARTLY_ONLY = _outcome(
    "(?:予以)?部分公开|区分处理后?(?:予以)?(?:部分)?(?:公开)?",
    ("部分公开", "区分处理"),
    Reading("表三（二）部分公开", (PARTLY,)),
)
OUTCOME_TOPICS = (
    GRANTED_OR_PARTLY,
    GRANTED_ONLY,
    PARTLY_ONLY,
    _outcome(
        "不予公开(?!和|及|与|或|、)|不同意公开",
        ("不予公开", "不同意"),
        Reading("表三（三）不予公开", _REFUSED),
    ),
    _outcome(
        "无法提供(?!和|及|与|或)|不能提供", ("提供",), Reading("表三（四）无法提供", _UNAVAILABLE)
    ),
    _outcome(
        "不予处理(?!和|及|与|或)|不作处理",
        ("不予处理", "不作处理"),
        Reading("表三（五）不予处理", _NOT_PROCESSED),
    ),
    _outcome("作?其[他它]处理(?!和|及|与|或)", ("处理",), Reading("表三（六）其他处理", _OTHER)),
)
_COMPANIES = tuple(name for name in Applicants.model_fields if name != "natural_person")
_ROWS_OF_APPLICANTS = {
    "第一项": ("received",),
    "第一项加第二项": ("received", "carried_in"),
    "（七）总计": ("outcomes.total",),
}


def _applicant(words: str, key: str, label: str, *sets: tuple[str, ...]) -> Topic:
    """Return the topic of one kind of applicant; each of ``sets`` are columns read together."""
    readings = [
        Reading(
            f"表三{label}列{name}",
            tuple(f"applications.{row}.{column}" for row in rows for column in columns),
        )
        for columns in sets
        for name, rows in _ROWS_OF_APPLICANTS.items()
    ]
    return _topic(
        "T-06",
        (key,),
        rf"^、?{APPLICANT_BEFORE}(?:{words}){APPLICANT_BEHIND}\|"
        rf"|^(?:[^|]*、)?(?:其中|另有|有|还有)*+\|(?:是|为|由|来自)?(?:{words})(?:提出|申请|提交|$)",
        readings,
        within=ABOUT_APPLICATIONS,
        is_partition=True,
    )


APPLICANTS = (
    _applicant("自然人", "自然人", "自然人", ("natural_person",)),
    _applicant(
        "法人(?:(?:或|和|及|与|、|或者|以及)者?其[他它](?:社会)?组织)?",
        "法人",
        "法人或其他组织",
        _COMPANIES,
        ("business",),
    ),
    _applicant("(?:商业)?企业(?:法人)?", "企业", "商业企业", ("business",), _COMPANIES),
)
_ABOUT_DISCLOSURE = re.compile("信息公开|依申请|政务公开|政府信息")
_RECONSIDERED = "disputes.reconsideration"
_SUED = ("disputes.direct_litigation", "disputes.litigation_after_reconsideration")


def _cases(name: str, *blocks: str) -> tuple[Reading, Reading]:
    """Return the readings of ``blocks`` of table 四: all cases, and less those still open."""
    totals = tuple(f"{block}.total" for block in blocks)
    pending = tuple(f"{block}.pending" for block in blocks)
    return (
        Reading(name, totals),
        Reading(f"{name}减尚未审结", totals, pending, is_doubtful=True),
    )


RECONSIDERATION = _topic(
    "T-07",
    ("行政复议",),
    rf"^、?{BEFORE_CASES}*?行政复议{CASES}\|(?!{BEFORE_CASES}*(?:诉讼|维持|撤销|纠正))"
    rf"|^、?{BEFORE_CASES}{{0,20}}\|{RAISED}行政复议(?:案件|申请|案)?$",
    _cases("表四行政复议总计", _RECONSIDERED),
    within=_ABOUT_DISCLOSURE,
)
LITIGATION = _topic(
    "T-07",
    ("诉讼",),
    rf"^、?(?:(?!复议){BEFORE_CASES})*?诉讼{CASES}\|(?!{BEFORE_CASES}*(?:维持|撤销|纠正|[败胜]诉))"
    rf"|^、?(?:(?!复议){BEFORE_CASES}){{0,20}}\|{RAISED}行政诉讼(?:案件|案)?$",
    _cases("表四两栏行政诉讼总计", *_SUED),
    within=_ABOUT_DISCLOSURE,
)
DISPUTES = _topic(
    "T-07",
    ("复议",),
    rf"^、?{BEFORE_CASES}*?(?:行政复议{AND}(?:行政)?诉讼|行政诉讼{AND}(?:行政)?复议){CASES}\|"
    rf"(?!{BEFORE_CASES}*(?:维持|撤销|纠正))",
    _cases("表四行政复议、行政诉讼总计", _RECONSIDERED, *_SUED),
    within=_ABOUT_DISCLOSURE,
)


def _decision(name: str, path: str) -> Topic:
    decided = f"{name}(?:措施)?(?:决定书|决定)"
    return _topic(
        "T-08",
        (name,),
        rf"{TO_DECIDE}{decided}?{SUM}\||^、?{decided}{SUM}\|$|{TO_DECIDE}\|{decided}?(?:$|的)",
        (Reading(f"表二{name}", (f"disclosure.{path}",)),),
        within=re.compile(TO_DECIDE),
    )


DECISIONS = (
    _decision("行政许可", "licences"),
    _decision("行政处罚", "penalties"),
    _decision("行政强制", "coercive_measures"),
)
_ALL_IN_ALL = "(?:[^|、]{0,14}(?:共|共计|全年|年度|我.|本机关|新|其中|累计))?"


def _documents(words: str, key: Sequence[str], name: str, field: str) -> Topic:
    normative, regulations = (
        f"disclosure.{row}.{field}" for row in ("normative_documents", "regulations")
    )
    return _topic(
        "T-09",
        key,
        rf"^、?{_ALL_IN_ALL}(?:{words})(?:新的|了|的|本级)*+{DOCUMENT}?{SUM}\|$"
        rf"|^、?[^|、]{{0,10}}(?:{words})(?:了|的)*+\|{DOCUMENT}$",
        (
            Reading(name, (normative,)),
            Reading("表二规章加行政规范性文件", (normative, regulations)),
        ),
        within=re.compile(DOCUMENT),
    )


DOCUMENTS = (
    _documents(
        "新?(?:制发|制定|制订|出台|印发)(?:(?:并|、|和)?(?:公开|印发|发布|公布))?",
        ("制", "出台", "印发"),
        "表二行政规范性文件本年制发",
        "made",
    ),
    _documents("废止", ("废止",), "表二行政规范性文件本年废止", "repealed"),
    _documents(
        rf"(?:目前|现有|现|共有|有)?{DOCUMENT}?现行有效",
        ("现行有效",),
        "表二行政规范性文件现行有效",
        "in_force",
    ),
)
