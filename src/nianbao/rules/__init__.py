"""What must hold of a report. The list below is the policy: one small function per rule."""

from collections.abc import Callable, Iterator

from nianbao.findings import Finding, merged
from nianbao.report import Report
from nianbao.rules.arithmetic import equations_hold, totals_stand
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
)


def check(report: Report, evidence: Evidence) -> list[Finding]:
    """Return every finding of every rule, equal ones over several places as one."""
    return merged(found for rule in CHECKS for found in rule(report, evidence))
