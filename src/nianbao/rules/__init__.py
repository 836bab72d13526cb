"""What must hold of a report. The list below is the policy: one small function per rule."""

from collections.abc import Callable, Iterator

from nianbao.findings import Finding, merged
from nianbao.report import Report
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

__all__ = ["CHECKS", "Check", "Evidence", "StoredTotal", "check"]

Check = Callable[[Report, Evidence], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    equations_hold,
    totals_stand,
    tables_declared,
    fee_declared,
    texts_filled,
    carried_in_follows,
    in_force_follows,
    repealed_were_there,
    rows_are_not_left_over,
    fees_keep_their_unit,
    decisions_do_not_leap,
    figures_are_this_years,
)


def check(report: Report, evidence: Evidence) -> list[Finding]:
    """Return every finding of every rule, equal ones over several places as one."""
    return merged(found for rule in CHECKS for found in rule(report, evidence))
