"""The arithmetic of the form (rules A): declared as equations, checked by one small walk."""

from collections.abc import Iterator
from functools import cache

from nianbao.findings.finding import Finding, finding
from nianbao.form import report
from nianbao.form.report import Applicants, Applications, DisputeOutcomes, Report
from nianbao.rules.equations import Equation, Instance
from nianbao.rules.evidence import Evidence

EQUATIONS: tuple[Equation, ...] = (
    Equation(
        "A-01",
        Applications,
        "received + carried_in == outcomes.total + carried_out",
        each=Applicants,
    ),
    Equation(
        "A-02",
        Applications,
        "outcomes.total == outcomes.granted + outcomes.partly_granted + outcomes.refused"
        " + outcomes.unavailable + outcomes.not_processed + outcomes.other",
        each=Applicants,
    ),
    Equation(
        "A-03",
        Applicants,
        "total == natural_person + business + research + public_interest + legal_service + other",
    ),
    Equation("A-04", DisputeOutcomes, "total == upheld + corrected + other + pending"),
    Equation("A-08", Applications, "carried_out <= received + carried_in", each=Applicants),
)
_SENTENCES = {"A-01": "unbalanced", "A-08": "carried over too many"}


@cache
def bound(code: str) -> tuple[Instance, ...]:
    """Return the instances of the equation with ``code``."""
    return next(equation for equation in EQUATIONS if equation.code == code).instances()


def equations_hold(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """A-01, A-08: the identities of table 三, over computed totals; unread entries pass."""

    def figures(path: str) -> report.Figure:
        return report.figure(whole, path)

    for code, sentence in _SENTENCES.items():
        for each in bound(code):
            if each.paths & evidence.unread or each.holds(figures):
                continue
            yield finding(
                sentence,
                evidence.places_of(*_own_cells(each, code)),
                seen=str(sum(int(figures(path)) for path in each.left)),
                expected=str(sum(int(figures(path)) for path in each.right)),
                detail=each.sentence(figures),
            )


def _own_cells(each: Instance, code: str) -> tuple[str, ...]:
    """Return the cells a finding points at: the four of its column, the total in place of rows."""
    column = each.left[0].rpartition(".")[2]
    rows = ["received", "carried_in", "outcomes.total", "carried_out"]
    if code == "A-08":
        rows.remove("outcomes.total")
    return tuple(f"applications.{row}.{column}" for row in rows)


def totals_stand(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """A-10: a total typed over its formula must still be what its cells add up to."""
    for code in ("A-02", "A-03", "A-04"):
        for each in bound(code):
            stored = evidence.totals.get(each.total or "")
            if each.total is None or stored is None or stored.is_formula:
                continue
            if each.paths & evidence.unread or stored.value is None:
                continue
            computed = report.figure(whole, each.total)
            if stored.value != computed:
                yield finding(
                    "total typed over",
                    evidence.places_of(each.total),
                    seen=str(stored.value),
                    expected=str(computed),
                    where=_total_name(each),
                )


def _total_name(each: Instance) -> str:
    if each.equation.code == "A-02":
        return f"“{report.label('applications.outcomes.total')}”行{each.where}"
    return each.where
