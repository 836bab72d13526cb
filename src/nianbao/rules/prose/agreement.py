"""Words against tables (rules T): what the narrative says of the figures agrees with them.

Each statement is compared with every accepted reading of its topic (``topics``). Of several
statements on one topic one that agrees is enough: the others speak of a part of the whole.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from nianbao.findings.finding import Finding, finding
from nianbao.form.report import Figure, Report
from nianbao.rules.equations import unfolded
from nianbao.rules.evidence import Evidence
from nianbao.rules.prose import topics
from nianbao.rules.prose.enumerations import wrong_sums
from nianbao.rules.prose.narratives import OVERVIEW, texts
from nianbao.rules.prose.phrases import OBJECT
from nianbao.rules.prose.statements import Statement, statements
from nianbao.rules.prose.topics import (
    ABOUT_APPLICATIONS,
    CARRIED_IN,
    CARRIED_OUT,
    OUTCOMES,
    RECEIVED,
    Figures,
    Reading,
    Topic,
)

# The first topic that speaks of a statement has it.
TOPICS: tuple[Topic, ...] = (
    *topics.OUTCOME_TOPICS,
    *topics.CARRIED,
    topics.TAKEN_AND_DONE,
    topics.RECEIVED_TOPIC,
    topics.CLOSED_TOPIC,
    topics.ANSWERED_TOPIC,
    topics.HANDLED,
    *topics.APPLICANTS,
    topics.DISPUTES,
    topics.RECONSIDERATION,
    topics.LITIGATION,
    *topics.DECISIONS,
    *topics.DOCUMENTS,
)
Said = dict[Topic, list[tuple[str, Statement]]]

_DENIABLE = frozenset({"T-04", "T-07", "T-08", "T-09"})
_APPLICATIONS = "overview.applications"
_REACH = 160

_OF_A_PART = re.compile(
    "同比|环比|增加|增长|减少|下降|上升|降低|较20|比20|同期|往年|历年|前年|平均|人均|月均|每|季度|半年"
    "|占比|以来|其中[^|]*其中|简易程序|普通程序|一般程序|名义|代拟|起草|备案审查|清理|解读|转送|转交|本级|代表|下属|所属|事业单位|督促|指导|协助|配合"
)
_CHANNEL = re.compile("信函|邮寄|邮件|邮箱|传真|当面|现场|网上|网络|在线|线上|线下|平台|网站|窗口")
_YEAR = re.compile(r"(20\d\d)年")
_MONTH = re.compile(r"(\d{1,2})月")
_BODY = re.compile(
    "[\u4e00-\u9fff]{2,12}?(?<![我本全各])(?:局|镇|乡|街道|办公[室厅]|办事处|委员会|开发区)"
)
_WRONG_UNITS = {"T-08": ("篇", "条", "次"), "T-09": ("篇", "条", "次")}
_LAST_YEAR = "上一?年|去年|上年度"
# What rules a topic out: words of the clause itself, words anywhere in the sentence before.
_VETOES: Mapping[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]] = {
    # Papers are drafted as 主动公开, 依申请公开 or 不予公开: nobody has applied for them.
    "T-01": (
        re.compile(f"{_LAST_YEAR}|其中|{_CHANNEL.pattern}"),
        re.compile(r"公文|属性|发文|拟制|主动公开(?:类|的)?\d"),
    ),
    "T-03": (re.compile(f"{_LAST_YEAR}|其中|{_CHANNEL.pattern}"), None),
    "T-05": (
        re.compile(_LAST_YEAR),
        re.compile(r"公文|属性|发文|拟制|主动公开(?:类|的)?\d"),
    ),
    "T-06": (re.compile(_LAST_YEAR), None),
    "T-07": (re.compile(f"{_LAST_YEAR}|其中"), None),
    "T-08": (
        re.compile(f"{_LAST_YEAR}|其中|领域|专项|方面|环节|行业|对|因|就|向"),
        re.compile("公示|公布|发布|录入|归集|上传|推送"),
    ),
    "T-09": (re.compile(f"{_LAST_YEAR}|其中"), None),
}
_EACH = re.compile("各[共为]?$|分别[为是]?$|均[为是]?$|都[为是]?$")
_TREATED = re.compile("办理|受理|收到|审查|立案")
_NOTHING_RECEIVED = re.compile(
    rf"^(?:(?!复议|诉讼|咨询|投诉|举报|信访|信函|邮寄|邮件|邮箱|传真|当面|现场|网上|网络|在线|线上|线下|网站|窗口|书面"
    rf"|上年|结转|收费|超期|逾期).)*?{OBJECT}"
    "(?:的|件|案件|事项|事宜|情况|要求|信息|政府信息|书|业务|诉求|材料|数量|数|受理|办理|工作|相关|案例|情形)*+$"
)
_ORGANISATIONS = re.compile("法人|企业|组织")
_PEOPLE = re.compile("公民|自然人|个人|群众|社会公众|申请人")
_ALL_DONE = re.compile(
    "(?:全部|均|都)已?(?:在|按照?|于)?(?:法定|规定)?(?:的)?(?:办理)?(?:时限|期限|时间)?内?"
    "(?:要求)?(?:予以|依法|及时|规范)?办结(?!率)(?!的)|(?<![时期])办结率(?:均|都)?(?:为|达到|达|是)?100%"
)
_OTHER_MATTERS = re.compile("信访|投诉|举报|留言|热线|工单|建议|提案|咨询|许可|复议|诉讼")
_WINDOW = 60


def words_agree(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """T-01 to T-10: statements in part 一 and part 六 agree with the tables and with themselves."""
    figures = Figures(whole)
    said: Said = {}
    denied: list[tuple[str, Statement]] = []
    for path, text in texts(whole):
        if not text or not (path in OVERVIEW or path == "other.text"):
            continue
        found = list(statements(text))
        for each in found:
            if each.number is None or not _is_own(each, whole):
                continue
            if each.is_denial and _NOTHING_RECEIVED.search(each.counted):
                if not _CHANNEL.search(each.lead.rpartition("，")[2]):
                    denied.append((path, each))
            elif topic := _topic_of(each, path, text):
                said.setdefault(topic, []).append((path, each))
        yield from wrong_sums(text, found, evidence.places_of(path))
        yield from _all_done(path, text, figures, evidence)
    yield from _nothing_received(denied, said, figures, evidence)
    agreed = {topic.code for topic in said if _agrees(topic, said, figures)}
    for topic in said:
        if not (topic.code == "T-01" and "T-01" in agreed):
            yield from _compared(topic, said, figures, evidence)


def _topic_of(each: Statement, path: str, text: str) -> Topic | None:
    phrase = each.phrase
    for topic in TOPICS:
        if each.is_denial and topic.code not in _DENIABLE:
            continue
        if topic.speaks(phrase) and _is_sure(topic, each, path, text):
            return topic
    return None


def _is_sure(topic: Topic, each: Statement, path: str, text: str) -> bool:
    """True where the words around leave no doubt that the statement is of this topic."""
    if each.unit in _WRONG_UNITS.get(topic.code, ("篇",)) or _is_vetoed(topic, each):
        return False
    if topic.within is None or path == _APPLICATIONS:
        return True
    around = f"{each.lead}，{each.phrase}"
    if topic.is_partition:
        around += text[max(0, each.start - _REACH) : each.start]
    return bool(topic.within.search(around))


def _is_vetoed(topic: Topic, each: Statement) -> bool:
    clause, around = _VETOES.get(topic.code, (None, None))
    if clause and clause.search(each.counted):
        return True
    if around and around.search(each.lead + each.counted):
        return True
    if topic.code != "T-07":
        return False
    is_treated = bool(_TREATED.search(each.counted))
    if is_treated and not (topic.within and topic.within.search(each.counted)):
        return True
    return bool(each.number and topic is topics.DISPUTES and _EACH.search(each.counted))


def _is_own(each: Statement, whole: Report) -> bool:
    """True where the number is of this body, this year and the whole of it."""
    if _OF_A_PART.search(each.phrase):
        return False
    around = each.lead + each.counted
    years = _YEAR.findall(around)
    if years and int(years[-1]) != whole.year:
        return False
    months = _MONTH.findall(around)
    if months and int(months[-1]) != 12:
        return False
    body = _BODY.search(each.counted)
    return body is None or body[0][-4:] in whole.organisation


def _sure(topic: Topic, figures: Figures) -> set[Figure]:
    return {reading.of(figures) for reading in topic.readings if not reading.is_doubtful}


def _agrees(topic: Topic, said: Said, figures: Figures) -> bool:
    """True where one statement on the topic gives a number the tables have for it.

    公开 alone may mean part of it too, unless 部分公开 is told apart.
    """
    sure = _sure(topic, figures)
    if topic is topics.GRANTED_ONLY and topics.PARTLY_ONLY not in said:
        sure |= _sure(topics.GRANTED_OR_PARTLY, figures)
    return any(each.number in sure for _, each in said[topic])


def _compared(topic: Topic, said: Said, figures: Figures, evidence: Evidence) -> Iterator[Finding]:
    if _entries(topic.readings) & evidence.unread:
        return
    doubtful = {reading.of(figures) for reading in topic.readings if reading.is_doubtful}
    if _agrees(topic, said, figures):
        return
    uttered = said[topic]
    path, each = next(
        (one for one in uttered if one[1].number in doubtful),
        uttered[0],
    )
    values = dict.fromkeys(str(reading.of(figures)) for reading in topic.readings[:2])
    if each.number in doubtful:
        values = dict.fromkeys([str(topic.readings[0].of(figures))])
    yield finding(
        f"words pending {topic.code}" if each.number in doubtful else f"words differ {topic.code}",
        evidence.places_of(path, *_cells(topic.readings[0], figures)),
        seen=quoted(each),
        expected=" 或 ".join(values),
        where=topic.readings[0].name,
    )


def _nothing_received(
    denied: list[tuple[str, Statement]],
    said: Said,
    figures: Figures,
    evidence: Evidence,
) -> Iterator[Finding]:
    """T-02: who received no application has none in the table, but for those carried over."""
    received, done = int(figures(RECEIVED)), int(figures(OUTCOMES))
    if not denied or (received == 0 and done <= figures(CARRIED_IN)):
        return
    if any(each.number == received for _, each in said.get(topics.RECEIVED_TOPIC, ())):
        return
    for path, each in denied:
        if _ORGANISATIONS.search(each.counted) and not _PEOPLE.search(each.counted):
            continue
        yield finding(
            "words deny applications",
            evidence.places_of(path, RECEIVED, OUTCOMES),
            seen=quoted(each),
            expected=str(received),
            done=done,
        )
        return


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
    if path != _APPLICATIONS and not ABOUT_APPLICATIONS.search(sentence):
        return
    yield finding(
        "words close everything",
        evidence.places_of(path, CARRIED_OUT),
        seen=_clipped(text, start, match.end()),
        expected=str(left),
    )


@cache
def _entries(readings: tuple[Reading, ...]) -> frozenset[str]:
    paths = {path for reading in readings for path in reading.plus + reading.minus}
    return frozenset(unfolded(sorted(paths)))


def _cells(reading: Reading, figures: Figures) -> Iterable[str]:
    """Return the cells a finding points at: of many rows those that are not nil."""
    filled = [path for path in reading.plus if figures(path)]
    return filled or reading.plus[:1]


def quoted(each: Statement) -> str:
    """Return the sentence as a finding shows it: whole, or the words around the number."""
    sentence = each.sentence
    if len(sentence) <= _WINDOW:
        return sentence
    tail = each.counted[-_WINDOW // 2 :] + (f"{each.number}{each.unit}" if each.unit else "")
    return f"…{tail}{each.after[:12]}…"


def _clipped(text: str, start: int, end: int) -> str:
    words = text[start:end].strip()
    return words if len(words) <= _WINDOW else f"…{words[-_WINDOW:]}"
