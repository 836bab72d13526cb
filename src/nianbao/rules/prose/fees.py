"""Fees in words (rule D-04): 信息处理费 against its declaration, 行政事业性收费 against table 二.

信息处理费 is told in 元, 行政事业性收费 in table 二 in 万元; an amount in words may be rounded.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from nianbao.findings.finding import Finding, finding
from nianbao.form.report import Report
from nianbao.rules.evidence import Evidence
from nianbao.rules.prose.narratives import OVERVIEW, texts
from nianbao.rules.prose.quotes import clipped
from nianbao.rules.prose.statements import masked

_FEE = "(?:(?:政府)?信息公开)?(?:政府)?信息(?:公开)?(?:处理)?费用?"
_AMOUNT = r"(?P<amount>\d[\d,，]*(?:\.\d+)?)[ \u3000]*(?P<unit>万?元)"
_CHARGED = re.compile(
    rf"(?:收[取缴][^，。；\n]{{0,16}}?{_FEE}[^。；\n]{{0,16}}?|{_FEE}[^，。；\n\d]{{0,8}}){_AMOUNT}"
)
_NOT_CHARGED = re.compile(
    rf"(?:[未没无]|没有|未曾)(?:有|发生|产生|出现|向[^，。；\n]{{0,12}})*(?:收[取缴])?(?:过|任何)*(?P<fee>{_FEE}|(?:信息公开|依申请公开)收费)"
)
_SERVICE = re.compile(rf"行政事业性收费[^。；\n]{{0,30}}?{_AMOUNT}")
_OF_OTHERS = re.compile("上年|去年|上一年|减免|优惠|退还|标准|每[件页]|较|比20|同比")
_SERVICE_FEES = "disclosure.fees_wan"


def fees_agree(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """D-04: what the words say of fees agrees with what is declared of them."""
    for path, text in texts(whole):
        if (path in OVERVIEW or path == "other.text") and "费" in text:
            plain = masked(text)
            yield from _processing(whole, evidence, path, plain)
            yield from _service(whole, evidence, path, plain)


def _processing(whole: Report, evidence: Evidence, path: str, plain: str) -> Iterator[Finding]:
    declared = whole.other.fee_charged
    places = evidence.places_of(path, "other.fee_charged")
    told = [(match, _yuan(match)) for match in _CHARGED.finditer(plain)]
    amounts = [(m, yuan) for m, yuan in told if yuan is not None and _is_own(plain, m)]
    charged = next((each for each in amounts if each[1]), None)
    denied = _NOT_CHARGED.search(plain)
    if charged and declared is False:
        yield finding("fee told though denied", places, seen=_clause(plain, charged[0]))
    elif charged and declared:
        if whole.other.fee_yuan not in [yuan for _, yuan in amounts]:
            yield finding(
                "fee differs",
                evidence.places_of(path, "other.fee_yuan"),
                seen=_clause(plain, charged[0]),
                expected=f"{whole.other.fee_yuan:f} 元",
                where="第六部分的收费金额",
            )
    elif denied and declared and _is_own(plain, denied):
        yield finding("fee denied in words", places, seen=_clause(plain, denied))


def _service(whole: Report, evidence: Evidence, path: str, plain: str) -> Iterator[Finding]:
    fees = whole.disclosure.fees_wan
    match = _SERVICE.search(plain)
    if match is None or not _is_own(plain, match) or _SERVICE_FEES in evidence.unread:
        return
    yuan = _yuan(match)
    if yuan is None or _rounded(yuan / 10_000, fees):
        return
    yield finding(
        "fee differs",
        evidence.places_of(path, _SERVICE_FEES),
        seen=_clause(plain, match),
        expected=f"{fees:f} 万元",
        where="表二行政事业性收费",
    )


def _rounded(told: Decimal, exact: Decimal) -> bool:
    """True where the amount told is the exact one to the places it is told with."""
    places = Decimal(1).scaleb(min(int(told.normalize().as_tuple().exponent), 0))
    return exact.quantize(places) == told.quantize(places)


def _yuan(match: re.Match[str]) -> Decimal | None:
    try:
        value = Decimal(match["amount"].replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return value * 10_000 if match["unit"] == "万元" else value


def _is_own(plain: str, match: re.Match[str]) -> bool:
    return not _OF_OTHERS.search(_clause(plain, match))


def _clause(plain: str, match: re.Match[str]) -> str:
    """Return the words of the match from the beginning of their clause."""
    start = max(plain.rfind(mark, 0, match.start()) for mark in "，。；\n") + 1
    return clipped(plain[start : match.end()].replace("\u3000", ""))
