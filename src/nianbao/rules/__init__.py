"""What must hold of a report. The list below is the policy: one small function per rule."""

from collections.abc import Callable, Iterator

from nianbao.findings.finding import Finding, merged
from nianbao.form.report import Report
from nianbao.rules import plausibility as sense
from nianbao.rules.arithmetic import equations_hold, totals_stand
from nianbao.rules.cross_year import (
    carried_in_follows,
    decisions_do_not_leap,
    fees_keep_their_unit,
    figures_are_this_years,
    in_force_follows,
    repealed_were_there,
    rows_are_not_left_over,
)
from nianbao.rules.declarations import fee_declared, tables_declared, texts_filled
from nianbao.rules.evidence import Evidence, StoredTotal
from nianbao.rules.policy import Policy, Thresholds
from nianbao.rules.prose import drafting, numbering
from nianbao.rules.prose import narratives as narrative
from nianbao.rules.prose import own_body as naming
from nianbao.rules.prose.agreement import words_agree
from nianbao.rules.prose.copying import part_five_is_new, texts_are_own
from nianbao.rules.prose.fees import fees_agree
from nianbao.rules.prose.promises import promises_are_followed
from nianbao.rules.prose.required import required_numbers_stand

__all__ = [
    "CHECKS",
    "COUNTY_CHECKS",
    "COUNTY_CODES",
    "Check",
    "Evidence",
    "Policy",
    "StoredTotal",
    "Thresholds",
    "check",
    "check_county",
]

Check = Callable[[Report, Evidence], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    equations_hold,
    totals_stand,
    tables_declared,
    sense.no_regulations,
    sense.fees_in_wan,
    sense.documents_stand,
    sense.other_outcomes_are_few,
    sense.fee_agrees,
    sense.secrets_are_rare,
    fee_declared,
    texts_filled,
    carried_in_follows,
    in_force_follows,
    repealed_were_there,
    rows_are_not_left_over,
    fees_keep_their_unit,
    decisions_do_not_leap,
    figures_are_this_years,
    drafting.no_leftovers,
    drafting.numbers_stand,
    drafting.years_are_right,
    naming.body_is_own,
    numbering.numbering_runs_on,
    drafting.no_slips,
    words_agree,
    fees_agree,
    required_numbers_stand,
    narrative.overview_is_short,
    narrative.part_five_has_substance,
    part_five_is_new,
    promises_are_followed,
)


# X-04 asks about everybody else's texts, so it is asked where all returns come together.
COUNTY_CHECKS: tuple[Check, ...] = (texts_are_own,)
COUNTY_CODES = frozenset({"X-04"})


def check(report: Report, evidence: Evidence) -> list[Finding]:
    """Return every finding of every rule, equal ones over several places as one.

    The county's policy has the last word on severities and on rules switched off.
    """
    return _applied(CHECKS, report, evidence)


def check_county(report: Report, evidence: Evidence) -> list[Finding]:
    """Return the findings of the rules that compare the bodies of a county."""
    return _applied(COUNTY_CHECKS, report, evidence)


def _applied(rules: tuple[Check, ...], report: Report, evidence: Evidence) -> list[Finding]:
    found = merged(found for rule in rules for found in rule(report, evidence))
    return evidence.policy.applied(found)
