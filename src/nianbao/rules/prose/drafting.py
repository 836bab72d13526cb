"""How the words are drafted: leftovers of templates (S-02), years (S-03), slips (S-06)."""

import re
from collections.abc import Iterator
from itertools import islice

from nianbao.findings.finding import Finding, finding
from nianbao.form.report import Report
from nianbao.rules.evidence import Evidence
from nianbao.rules.prose.narratives import texts
from nianbao.rules.prose.numerals import year
from nianbao.rules.prose.statements import masked
from nianbao.rules.prose.typos import slips

_LEFTOVER = re.compile(
    r"（文字描述）|\(文字描述\)|(?<![A-Za-z])X{2,}(?![A-Za-z])|×{2,}|Ｘ{2,}|[X×Ｘ](?:年|月|日|件|条|次|万元)"
    r"|(?<![A-Za-z])x{2,}(?=[\u4e00-\u9fff])|某某|[○〇]{2,}(?=[镇乡县局街])|_{3,}|＿{2,}|【[^】]{0,12}】"
    r"|\{\{[^}]*\}\}|此函|(?m:^抄送[：:])|[（(]此[件页][^（）()]{0,12}[）)]"
    r"|[（(](?:请|此处|在此)[^（）()]{0,16}(?:填写|补充|描述)[^（）()]{0,8}[）)]"
    r"|MsoNormal|mso-|font-family|&nbsp;|&[lg]t;|</?(?:p|span|div|br|td|tr|table|o:p)\b[^>]{0,80}>"
    r"|_x000[dD]_|[Tt][Oo][Dd][Oo]|待补充|待核实|此处省略|同上年"
)
# Where a leftover may begin; a set of characters is searched for much faster than the whole.
_LEFT_OUT = re.compile(
    "(?P<said>[\u4e00-\u9fff]{0,8}(?:(?:公开|发布|收到|受理|办结|信息|申请)[ \u3000]*[条份]"
    "|(?:共计|累计|合计|总计)[ \u3000]*[件条份起]|申请[ \u3000]+件"
    "|(?:收到|受理|办结|公开|发布)[^，。；\n\\d]{0,10}[共为][ \u3000]*[件条份]"
    "|[件条份]数[为是][ \u3000]*[件条份]|费[共为]?[ \u3000]*元))"
    "(?=[，。；、]|其中)"
)
_SENTENCE = re.compile("[^。！？!?\n]+")
_CLAUSE = re.compile("[，、；]")
_COUNTED = re.compile(r"\d[ \u3000]*[件份条项起](?:[（(][^）)]*[）)])?$")
_UNCOUNTED = re.compile(
    "(?:目前|其中|共)*(?:现行有效|废止|制发|结转|办结|收到|答复|予以公开|不予公开|部分公开)"
    "[^\\d，。均全已未无没零一二两三四五六七八九十]{0,8}"
    "(?:规范性文件|申请|信息|决定|复议|诉讼)?"
)
_SUSPECT = re.compile("[（(XxＸ×某○〇_＿【{此抄Mmf&<Tt待同]")
_MOST = 10
_OVERVIEW_OPENING = "overview.disclosure"
_CHINESE_YEAR = re.compile("二[〇○零][一二三四五六七八九〇○零]{2}(?=年)")
_YEAR = re.compile(r"20\d\d年")
_OPENING = re.compile(
    r"(?:^|[。！？\n；])[\s\u3000]*(?:[一二三四五六七八九]是|（[一二三四五六七八九十]+）)?"
    r"(?:截至|截止|在)?$"
)
_SELF = "我[镇局乡街办委县区市]|本[镇局乡机关单位街办]|全[镇局乡街县区]|各[村站所科室]"
_AS_RESULT = re.compile(
    r"(?P<said>20\d\d年(?:度)?(?:12月31日|底|末|全年)?[，,]?"
    rf"(?=[^。；！？\n]{{0,30}}(?:{_SELF}|主动公开|收到|受理|坚持以|认真|共公开|累计))[^。；，！？\n]{{0,24}})"
)
_PLANNED = re.compile(
    r"(?P<said>20\d\d年(?:度)?[，,]?"
    rf"(?:{_SELF})?(?:将|拟|计划|打算|准备)(?:要)?[^。；，！？\n]{{0,16}})"
)
_NO_WORK = re.compile(
    "以来|相比|相较|同期|同比|上年|去年|较20|比20|修订|颁布|印发|施行|实施以来|换届|成立|机构改革|挂牌|撤并|制定的|出台的"
    "|年报|年度报告|通报|考核结果|起|起草|遗留|结转"
)
_DOUBLED = tuple(re.compile(f"({'[一-鿿]' * size})\\1") for size in (2, 3, 4))
_REDUPLICATED = re.compile("^(?:一.|逐.|各.|一步|研究|商量|讨论|检查|常态|点点|多多|家家)$")
_STUTTER = re.compile("的的(?<!目的的)(?<!有的的)(?<!标的的)(?![确士])")
_BRACKET = re.compile("[（()）]")
_NUMBERED = re.compile(r"(?:^|[。；，：\s])(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[a-zA-Z])$")
_MARKS = re.compile("[，、；：。][，、；：。]+")
_CLASHES = re.compile(
    "(?:^|(?<=[，。；、：\n]))对并(?![购联网轨存列处案])|并对并|和及(?!时|格)|与及(?!时)"
    "|[了是对把被将](?P<same>[了是对把被])(?P=same)"
)
_REPEATS = (*_DOUBLED, _STUTTER, _MARKS)


def no_leftovers(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """S-02: nothing is left of a template, a web page or a letter; each kind is told once."""
    for path, text in texts(whole):
        seen: dict[str, None] = {}
        for suspect in _SUSPECT.finditer(text):
            if match := _LEFTOVER.match(text, suspect.start()):
                seen.setdefault(match[0])
        for words in seen:
            yield finding("left over", evidence.places_of(path), seen=words)


def numbers_stand(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """S-02: no number is left out: 共主动公开条; 制发2件，废止1件，现行有效的规范性文件。"""
    for path, text in texts(whole):
        gaps = [match["said"] for match in _LEFT_OUT.finditer(text)]
        for sentence in _SENTENCE.findall(text):
            *counted, last = _CLAUSE.split(sentence)
            is_list = len(counted) > 1 and all(map(_COUNTED.search, counted[-2:]))
            if is_list and _UNCOUNTED.fullmatch(last):
                gaps.append(last)
        for words in dict.fromkeys(gaps):
            yield finding("number left out", evidence.places_of(path), seen=words)


def years_are_right(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """S-03: results are of the report year; what is planned is not in the past.

    Years in the names and dates of documents are no years of work.
    """
    for path, text in texts(whole):
        if "20" not in text and "二" not in text:
            continue
        plain = _CHINESE_YEAR.sub(lambda match: str(year(match[0])), masked(text))
        for stated in _YEAR.finditer(plain):
            if int(stated[0][:4]) > whole.year:
                continue
            sentence = "work of another year"
            match = _PLANNED.match(plain, stated.start())
            if match and path != _OVERVIEW_OPENING:
                sentence = "next step in the past"
            elif match or not (match := _result(plain, stated, whole.year)):
                continue
            yield finding(
                sentence, evidence.places_of(path), seen=match["said"], expected=str(whole.year)
            )


def _result(plain: str, stated: re.Match[str], report_year: int) -> re.Match[str] | None:
    """Return the words that tell of work in the stated year as if it were the report's."""
    start = stated.start()
    match = _AS_RESULT.match(plain, start)
    if match is None or int(stated[0][:4]) == report_year:
        return None
    if not _OPENING.search(plain, max(0, start - 16), start):
        return None
    sentence = _sentence(plain, start)
    is_compared = str(report_year) in sentence or _NO_WORK.search(sentence)
    return None if is_compared else match


def no_slips(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """S-06: the slips of the county's list, doubled words, doubled punctuation."""
    known = evidence.slips or slips()
    for path, text in texts(whole):
        place = evidence.places_of(path)
        for slip in islice(known.found(text), _MOST):
            note = f"（{slip.note}）" if slip.note else ""
            yield finding("slip", place, seen=slip.wrong, expected=slip.right, note=note)
        for words in islice(_repeats(text), _MOST):
            yield finding("doubled", place, seen=words)
        for clash in islice(_CLASHES.finditer(text), _MOST):
            yield finding("words clash", place, seen=clash[0])
        for words in islice(_lone_brackets(text), _MOST):
            yield finding("bracket open", place, seen=words)


def _repeats(text: str) -> Iterator[str]:
    for match in (each for pattern in _REPEATS for each in pattern.finditer(text)):
        is_usual = match.lastindex and _REDUPLICATED.match(match[1])
        if match[0] == "政府政府" and text.startswith("信息", match.end()):
            continue  # 人民政府 + 政府信息公开 are two names side by side
        if not is_usual and match[0] != "。。。。。。":
            yield match[0]


def _lone_brackets(text: str) -> Iterator[str]:
    """Yield the words around every round bracket of a paragraph that has no other half."""
    for line in text.split("\n"):
        opened: list[int] = []
        lone: list[int] = []
        for match in _BRACKET.finditer(line):
            if match[0] in "（(":
                opened.append(match.start())
            elif opened:
                opened.pop()
            elif not _NUMBERED.search(line, max(0, match.start() - 3), match.start()):
                lone.append(match.start())
        for place in (*lone, *opened):
            yield line[max(0, place - 12) : place + 9]


def _sentence(text: str, place: int) -> str:
    ends = [at for mark in "。！？\n；" if (at := text.find(mark, place)) >= 0]
    return text[place : min(ends, default=len(text))]
