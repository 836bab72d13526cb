"""Figures that obey the arithmetic and still make little sense (rules C and D)."""

from collections.abc import Iterator

from nianbao.findings.finding import Finding, finding
from nianbao.form import report
from nianbao.form.basics import BodyKind
from nianbao.form.fields import as_entered
from nianbao.form.report import DocumentCounts, Report
from nianbao.rules.evidence import Evidence

_LOCAL = frozenset({BodyKind.DEPARTMENT, BodyKind.TOWNSHIP, BodyKind.SUBDISTRICT})
_TOWNSHIPS = frozenset({BodyKind.TOWNSHIP, BodyKind.SUBDISTRICT})
_REGULATIONS = tuple(f"disclosure.regulations.{name}" for name in DocumentCounts.model_fields)
_FEES = "disclosure.fees_wan"
_OTHER = "applications.outcomes.other.other.total"
_FEE_UNPAID = "applications.outcomes.other.fee_unpaid.total"
_STATE_SECRET = "applications.outcomes.refused.state_secret.total"  # noqa: S105
_DOCUMENTS = "disclosure.normative_documents"


def no_regulations(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """C-01: townships, sub-districts and county departments make no 规章 (立法法第九十一条起)."""
    filled = [path for path in _REGULATIONS if report.figure(whole, path)]
    if evidence.kind in _LOCAL and filled:
        seen = "/".join(str(report.figure(whole, path)) for path in _REGULATIONS)
        yield finding("regulations made", evidence.places_of(*filled), seen=seen, expected="0")


def fees_in_wan(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """C-02: fees are in 万元; a township's beyond all likelihood were typed in 元."""
    limits, fees = evidence.policy.thresholds, whole.disclosure.fees_wan
    is_round = fees > limits.fees_round_wan and fees % 100 == 0
    is_large = fees >= limits.fees_large_wan or is_round
    if evidence.kind in _TOWNSHIPS and is_large:
        yield finding("fees look like yuan", evidence.places_of(_FEES), seen=as_entered(fees))


def documents_stand(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """C-03: what was made this year is in force at its end, or was repealed."""
    counts = whole.disclosure.normative_documents
    standing = counts.in_force + counts.repealed
    paths = {f"{_DOCUMENTS}.{name}" for name in DocumentCounts.model_fields}
    if counts.made > standing and not paths & evidence.unread:
        places = evidence.places_of(f"{_DOCUMENTS}.made", f"{_DOCUMENTS}.in_force")
        yield finding("more made than stand", places, seen=str(counts.made), expected=str(standing))


def other_outcomes_are_few(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """D-01: a high 其他处理 wants looking into, say the form's authors."""
    outcomes, limits = whole.applications.outcomes, evidence.policy.thresholds
    other, total = outcomes.other.other.total, outcomes.total.total
    if other >= limits.other_outcomes_least and other >= limits.other_outcomes_share * total:
        yield finding(
            "many other outcomes",
            evidence.places_of(_OTHER),
            seen=str(other),
            expected=str(total),
            share=round(100 * other / total),
        )


def fee_agrees(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """D-02: unpaid fees, fee notices and the amount agree with what is declared of the fee."""
    unpaid, fee = whole.applications.outcomes.other.fee_unpaid.total, whole.other
    filled = [
        (path, words)
        for path, words, value in (
            (_FEE_UNPAID, f"（六）其他处理的逾期未缴费有 {unpaid} 件", unpaid),
            ("other.fee_notices", f"收费件数是 {fee.fee_notices}", fee.fee_notices),
            ("other.fee_yuan", f"收费金额是 {fee.fee_yuan:f} 元", fee.fee_yuan),
        )
        if value
    ]
    if fee.fee_charged is False and filled:
        places = evidence.places_of("other.fee_charged", *(path for path, _ in filled))
        yield finding("fee denied", places, seen="、".join(words for _, words in filled))
    if fee.fee_charged and not filled:
        yield finding("fee without notices", evidence.places_of("other.fee_charged"))


def secrets_are_rare(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """D-03: a township hardly ever holds state secrets."""
    secrets = whole.applications.outcomes.refused.state_secret.total
    if evidence.kind in _TOWNSHIPS and secrets:
        places = evidence.places_of(_STATE_SECRET)
        yield finding("state secrets in a township", places, seen=str(secrets))
