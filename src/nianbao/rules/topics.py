"""What a statement in the words may be about, and every reading of the tables it may agree with.

A topic matches the clause of a statement (``Statement.phrase``, ``|`` stands for the number). The
patterns name what is allowed around the key words, not what is forbidden: an unknown turn of
phrase is left alone, because a false alarm is worse than a miss.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nianbao.report import (
    Applicants,
    Figure,
    NotProcessed,
    OtherOutcomes,
    Refused,
    Report,
    Unavailable,
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
        found: Figure = self._at(path)
        return found

    def _at(self, path: str) -> Any:
        if path not in self._known:
            parent, _, name = path.rpartition(".")
            self._known[path] = getattr(self._at(parent), name)
        return self._known[path]


@dataclass(frozen=True)
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


OBJECT = (
    "(?:政府|政务)?信息(?:依申请)?公开(?:的)?申请|依申请(?:政府信息)?公开|(?:政府|政务)信息(?:的)?申请"
    "|申请公开|公开(?:政府信息|信息|事务|工作)?(?:的)?申请"
)
ABOUT_APPLICATIONS = re.compile(OBJECT)
_AMOUNT = (
    "(?:政府信息|政务信息|信息|的|事项|事宜|业务|案件|申请|答复|公开|办件|工单|件|数量|数|总数|总量|总计|总共"
    "|合计|累计|共计|一共|共有|共|计|为|是|有|达到|达|书|表|：|了|全部|各类)*"
)
_APPLICATION = "(?:政府|政务)?信息(?:依申请)?公开(?:的)?申请|申请公开(?:的)?(?:政府)?信息|公开(?:政府信息|信息)的申请"
_TAKEN = "(?:新收到?|收到|收办|接收到?|接到|受理|接受|新增|登记)"
_DONE = "(?:办结|办复|办理完毕|办理完结|办理完成|完成办理|完成答复|完成办结|按[期时]答复|(?<!公开)(?<!信息)(?<!提供)(?<!处理)(?:予以|作出|书面|已)?答复)"
_NEXT = "(?:结转|转入|转至|转到|顺延|延续|延期|跨年|转)(?:至|到|入)?(?:下|次|明|第二)(?:一)?(?:个)?年(?:度)?"
_LAST = "(?:上|去|前)(?:一)?(?:个)?年(?:度)?"
_MID = (
    "(?:(?!复议|诉讼|咨询|投诉|举报|信访|许可|审批|热线|留言|建议|提案|工单|来信|来访|救助|补贴|仲裁|应诉"
    "|撤回|补正|转办|转交|移交|信函|邮寄|邮件|邮箱|传真|当面|现场|网上|网络|在线|线上|线下|平台|网站|窗口"
    "|办结|答复)[^|])"
)


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
    rf"{_TAKEN}(?:并|、|和|及)(?:已)?(?:全部)?(?:办结|办理|答复|回复)(?:{_MID}{{0,30}}?(?:{OBJECT}))?{_AMOUNT}\|",
    (_NEW, _ALL, _CLOSED),
    within=ABOUT_APPLICATIONS,
)
TAKEN = _topic(
    "T-01",
    ("收", "接", "受理", "新增", "登记", "申请"),
    rf"{_TAKEN}{_MID}{{0,40}}?(?:{OBJECT}){_AMOUNT}\|"
    rf"|(?:{OBJECT}){_MID}{{0,12}}?{_TAKEN}{_AMOUNT}\|"
    rf"|^、?(?:{_MID}{{0,16}}?(?:共|共计|累计|年度|年|全年|年内|我.|本机关))?{_TAKEN}(?:各类|有效|书面|的|其)*{_AMOUNT}\|(?:申请)?$"
    rf"|{_TAKEN}(?:了)?\|(?:的)?{_MID}{{0,24}}?(?:{OBJECT})"
    rf"|^、?(?:20\d\d年度?|共有|共|全年|本年度|年内|我.)*(?:{_APPLICATION})"
    r"(?:数量|数|件数|总数|总量|共计|共有|共|总计|合计|为|是|有|：|的|案件|事项)*\|",
    (_NEW, _ALL),
    within=ABOUT_APPLICATIONS,
)
DONE = _topic(
    "T-03",
    ("办结", "答复", "办复", "办理"),
    rf"{_DONE}(?:了|各类|全部)*(?:{_MID}{{0,10}}?(?:{OBJECT}))?{_AMOUNT}\|(?:申请)?$"
    rf"|(?:{OBJECT})(?:已)?答复{_AMOUNT}\|$"
    rf"|(?:办结|办复|答复)(?:了)?\|(?:的)?(?:{OBJECT})",
    (
        _CLOSED,
        Reading("表三（七）总计减（六）", (OUTCOMES,), _OTHER),
        Reading("表三（七）总计减（六）第1、2项", (OUTCOMES,), _OTHER[:2]),
        Reading("表三（七）总计减（五）、（六）", (OUTCOMES,), (*_NOT_PROCESSED, *_OTHER)),
    ),
    within=ABOUT_APPLICATIONS,
)
HANDLED = _topic(
    "T-01",
    ("办理", "依申请公开"),
    rf"办理(?:答复)?(?:{_MID}{{0,30}}?)(?:{OBJECT}){_AMOUNT}\|"
    rf"|(?:{OBJECT}){_MID}{{0,10}}?办理{_AMOUNT}\|"
    rf"|(?:^|[^主])依申请公开(?:处理|{_AMOUNT})*\|$"
    rf"|办理(?:了)?\|(?:的)?(?:{OBJECT})",
    (_NEW, _ALL, _CLOSED, _OPEN),
    within=ABOUT_APPLICATIONS,
)
CARRIED = (
    _topic(
        "T-04",
        ("转", "延", "跨"),
        rf"{_NEXT}(?:继续)?(?:办理|处理|答复|办结)?(?:的)?{_AMOUNT}\|"
        rf"|^(?:[^|]*、)?(?:其余|另有|另|尚有|还有|有|其中|剩余)*\|(?:的)?(?:申请)?(?:将|需)?{_NEXT}",
        (Reading("表三第四项（结转下年）", (CARRIED_OUT,)),),
    ),
    _topic(
        "T-04",
        ("转", "遗留"),
        rf"{_LAST}(?:度)?(?:结转|转入|遗留|转来|延续)(?:至|到)?(?:今年|本年度?|办理|未办结|的)*(?:{OBJECT})?{_AMOUNT}\|",
        (Reading("表三第二项（上年结转）", (CARRIED_IN,)),),
    ),
    _topic(
        "T-04",
        ("结转",),
        rf"^、?(?:尚有|其中|另有)*结转(?:申请|办理|的)*{_AMOUNT}\|$",
        (
            Reading("表三第四项（结转下年）", (CARRIED_OUT,)),
            Reading("表三第二项（上年结转）", (CARRIED_IN,)),
        ),
        within=ABOUT_APPLICATIONS,
    ),
)


def _outcome(words: str, key: Sequence[str], *readings: Reading) -> Topic:
    before = (
        "(?:并|已|经审查|其中|属于|属|作出|作|做出|给予|决定|答复为|答复结果为|办理结果为|结果为|结果|答复|因|按|涉及"
        "|包括|分别为|分别是|共计|共|的|是|为|对申请人|告知)*(?:因[^|、]{2,14}(?:原因|情形|等))?"
    )
    behind = (
        "(?:的|类|答复|回复|决定|处理|告知|政府信息|相关信息|信息|相关|申请|案件|数量|数|件数|情形|情况|方式"
        "|结果|共计|共|计|为|有|：|了)*"
    )
    return _topic(
        "T-05",
        key,
        rf"^、?{before}(?:{words}){behind}\|"
        rf"|^(?:[^|]*、)?(?:其中|另有|有|对|还有)*\|(?:申请)?(?:已|被|作出|作|属于|属|决定|因[^|]{{2,16}})?(?:{words})",
        readings,
        is_partition=True,
    )


OUTCOME_TOPICS = (
    _outcome(
        "(?:予以|同意|全部)公开(?:和|及|与|、|或|以及|并)(?:予以)?部分公开",
        ("公开",),
        Reading("表三（一）加（二）", (GRANTED, PARTLY)),
    ),
    _outcome(
        "(?:予以|同意|全部|准予|完全)公开(?!和|及|与|或|以及)(?:答复)?",
        ("公开",),
        Reading("表三（一）予以公开", (GRANTED,)),
    ),
    _outcome(
        "(?:予以)?部分公开|区分处理(?:后)?(?:予以)?(?:部分)?(?:公开)?",
        ("部分公开", "区分处理"),
        Reading("表三（二）部分公开", (PARTLY,)),
    ),
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
    _outcome(
        "(?:作)?其[他它]处理(?!和|及|与|或)", ("处理",), Reading("表三（六）其他处理", _OTHER)
    ),
)
_COMPANIES = tuple(name for name in Applicants.model_fields if name != "natural_person")


def _applicant(words: str, key: Sequence[str], label: str, *sets: tuple[str, ...]) -> Topic:
    """Return the topic of one kind of applicant; each of ``sets`` are columns read together."""
    readings = [
        Reading(
            f"表三{label}列{name}", tuple(f"applications.{row}.{c}" for row in rows for c in cs)
        )
        for cs in sets
        for name, rows in (
            ("第一项", ("received",)),
            ("第一项加第二项", ("received", "carried_in")),
            ("（七）总计", ("outcomes.total",)),
        )
    ]
    return _topic(
        "T-06",
        key,
        rf"^、?(?:其中|来自|由|涉及|分别为|包括|按申请人类型分|按申请主体分|：)*(?:{words})"
        r"(?:申请人|提出|提交|提起|的|政府信息公开|信息公开|依申请公开|申请公开|申请|数量|数|共计|共|计|为|有|：)*\|"
        rf"|^(?:[^|]*、)?(?:其中|另有|有|还有)*\|(?:是|为|由|来自)?(?:{words})(?:提出|申请|提交|$)",
        readings,
        within=ABOUT_APPLICATIONS,
        is_partition=True,
    )


APPLICANTS = (
    _applicant("自然人", ("自然人",), "自然人", ("natural_person",)),
    _applicant(
        "法人(?:(?:或|和|及|与|、|或者|以及)(?:者)?其[他它](?:社会)?组织)?",
        ("法人",),
        "法人或其他组织",
        _COMPANIES,
        ("business",),
    ),
    _applicant("(?:商业)?企业(?:法人)?", ("企业",), "商业企业", ("business",), _COMPANIES),
)
_ABOUT_DISCLOSURE = re.compile("信息公开|依申请|政务公开|政府信息")
_CASES = "(?:案件|案|申请|事项|件数|件|数量|数|的|情况|共计|共|总计|合计|累计|发生|被提起|为|是|有|：|均|各|都|分别|了|量|等|现象|案例|事件|纠纷|问题|行为)*"
_NOT_CASES = (
    "(?:(?!撤销|维持|纠正|败诉|胜诉|驳回|撤诉|审结|尚未|正在|其中|代理|审理|承办|结转|上年|去年|仲裁|调解|咨询"
    "|非诉|应诉率|出庭)[^|])"
)
_LINK = (
    "(?:案件|案|申请|事项)?(?:、|和|及|与|或者|或|以及|并)(?:被)?(?:提起|引起|引发|发生)?(?:的)?"
)
_RECONSIDERED = "disputes.reconsideration"
_SUED = ("disputes.direct_litigation", "disputes.litigation_after_reconsideration")
RECONSIDERATION_TOTAL = Reading("表四行政复议总计", (f"{_RECONSIDERED}.total",))
LITIGATION_TOTAL = Reading("表四两栏行政诉讼总计", tuple(f"{block}.total" for block in _SUED))


def _settled(of: Reading, blocks: Sequence[str]) -> Reading:
    pending = tuple(f"{block}.pending" for block in blocks)
    return Reading(f"{of.name}减尚未审结", of.plus, pending, is_doubtful=True)


RECONSIDERATION = _topic(
    "T-07",
    ("行政复议",),
    rf"^、?{_NOT_CASES}*?行政复议{_CASES}\|(?!{_NOT_CASES}*(?:诉讼|维持|撤销|纠正))"
    rf"|^、?{_NOT_CASES}{{0,20}}\|(?:因)?(?:政府信息公开)?(?:引发|引起|的)*行政复议(?:案件|申请|案)?$",
    (RECONSIDERATION_TOTAL, _settled(RECONSIDERATION_TOTAL, (_RECONSIDERED,))),
    within=_ABOUT_DISCLOSURE,
)
LITIGATION = _topic(
    "T-07",
    ("诉讼",),
    rf"^、?(?:(?!复议){_NOT_CASES})*?诉讼{_CASES}\|(?!{_NOT_CASES}*(?:维持|撤销|纠正|败诉|胜诉))"
    rf"|^、?(?:(?!复议){_NOT_CASES}){{0,20}}\|(?:因)?(?:政府信息公开)?(?:引发|引起|的)*行政诉讼(?:案件|案)?$",
    (LITIGATION_TOTAL, _settled(LITIGATION_TOTAL, _SUED)),
    within=_ABOUT_DISCLOSURE,
)
DISPUTES = _topic(
    "T-07",
    ("复议",),
    rf"^、?{_NOT_CASES}*?(?:行政复议{_LINK}(?:行政)?诉讼|行政诉讼{_LINK}(?:行政)?复议){_CASES}\|"
    rf"(?!{_NOT_CASES}*(?:维持|撤销|纠正))",
    (
        Reading("表四行政复议、行政诉讼总计", RECONSIDERATION_TOTAL.plus + LITIGATION_TOTAL.plus),
        Reading(
            "表四总计减尚未审结",
            RECONSIDERATION_TOTAL.plus + LITIGATION_TOTAL.plus,
            tuple(f"{block}.pending" for block in (_RECONSIDERED, *_SUED)),
            is_doubtful=True,
        ),
    ),
    within=_ABOUT_DISCLOSURE,
)


def _decision(name: str, path: str) -> Topic:
    return _topic(
        "T-08",
        (name,),
        rf"(?:作出|做出|下达)(?:的|了|各类|各项)*{name}(?:措施)?(?:决定书|决定)?"
        r"(?:数量|共计|共|总计|合计|累计|为|：|的)*\|"
        rf"|(?:作出|做出|下达)(?:的|了|各类|各项)*\|{name}(?:措施)?(?:决定书|决定)?(?:$|的)",
        (Reading(f"表二{name}", (f"disclosure.{path}",)),),
    )


DECISIONS = (
    _decision("行政许可", "licences"),
    _decision("行政处罚", "penalties"),
    _decision("行政强制", "coercive_measures"),
)
_DOCUMENT = "(?:行政)?规范性文件"
_PIECES = "(?:的|数量|件数|数|共计|共有|共|总计|合计|累计|为|有|是|：|了)*"
_ABOUT_DOCUMENTS = re.compile("规范性文件")


def _documents(words: str, key: Sequence[str], name: str, field: str) -> Topic:
    path = "disclosure.{}." + field
    normative = path.format("normative_documents")
    return _topic(
        "T-09",
        key,
        rf"^、?(?:[^|、]{{0,14}}(?:共|共计|全年|年度|我.|本机关|新|其中|累计))?(?:{words})(?:了|的|本级)*(?:{_DOCUMENT})?{_PIECES}\|$"
        rf"|^、?[^|、]{{0,10}}(?:{words})(?:了|的)*\|{_DOCUMENT}$",
        (
            Reading(name, (normative,)),
            Reading("表二规章加行政规范性文件", (normative, path.format("regulations"))),
        ),
        within=_ABOUT_DOCUMENTS,
    )


DOCUMENTS = (
    _documents(
        "(?:新)?(?:制发|制定|制订|出台|印发)(?:(?:并|、|和)?(?:公开|印发|发布|公布))?",
        ("制", "出台", "印发"),
        "表二行政规范性文件本年制发",
        "made",
    ),
    _documents("废止", ("废止",), "表二行政规范性文件本年废止", "repealed"),
    _documents(
        rf"(?:目前|现有|现|共有|有)?(?:{_DOCUMENT})?现行有效",
        ("现行有效",),
        "表二行政规范性文件现行有效",
        "in_force",
    ),
)
