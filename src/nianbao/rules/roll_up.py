"""Rules R: the county's own report against the sum of its bodies' reports.

``contributions(path, reports)`` follows a figure to the bodies it comes from; ``sums_hold`` is
R-01, ``to_review`` R-03.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from nianbao.findings.finding import Finding, finding
from nianbao.form import report
from nianbao.form.fields import as_entered
from nianbao.form.names import named
from nianbao.form.report import FIGURES, Figure, Report
from nianbao.rules.evidence import Evidence

FEES = ("other.fee_notices", "other.fee_yuan")
SUMMED = (*FIGURES, *FEES)
_MOST_NAMED = 12


class Contribution(NamedTuple):
    """What one body adds to a figure of the county."""

    body: str
    figure: Figure


class Review(NamedTuple):
    """A county figure that is not its sum, and what one body added to it."""

    path: str
    own: Figure
    total: Figure
    contribution: Contribution


def contributions(path: str, reports: Mapping[str, Report]) -> tuple[Contribution, ...]:
    """Return what each body adds to the figure at ``path``; zeros add nothing."""
    added = ((body, report.figure(whole, path)) for body, whole in reports.items())
    return tuple(Contribution(body, figure) for body, figure in added if figure)


def total_of(path: str, reports: Mapping[str, Report]) -> Figure:
    """Return the sum over all bodies, of the type the figure has."""
    nothing: Figure = report.kind_of(path)(0)
    return sum((each.figure for each in contributions(path, reports)), nothing)


def sums_hold(own: Report, reports: Mapping[str, Report], evidence: Evidence) -> Iterator[Finding]:
    """R-01: every county figure is the sum of its bodies' figures, entry by entry.

    Where nobody's report has been accepted yet there is nothing to add up: one line says so.
    """
    if not reports and any(report.figure(own, path) for path in SUMMED):
        yield finding("nothing to add up")
        return
    for path in SUMMED:
        now, total = report.figure(own, path), total_of(path, reports)
        if now == total or path in evidence.unread:
            continue
        yield finding(
            "not the sum",
            evidence.places_of(path),
            seen=as_entered(now),
            expected=as_entered(total),
            paths=(path,),
            row=named(path),
            made_up=_made_up(contributions(path, reports)),
        )


def to_review(own: Report, reports: Mapping[str, Report]) -> dict[str, list[Review]]:
    """R-03: return by body the county figures that were changed and that it adds to.

    A figure nobody adds to goes back to nobody; R-01 names it all the same.
    """
    by_body: dict[str, list[Review]] = {}
    for path in SUMMED:
        now, total = report.figure(own, path), total_of(path, reports)
        if now != total:
            for each in contributions(path, reports):
                by_body.setdefault(each.body, []).append(Review(path, now, total, each))
    return by_body


def _made_up(parts: tuple[Contribution, ...]) -> str:
    """Return the largest contributions in words."""
    if not parts:
        return "各机关都是 0"
    largest = sorted(parts, key=lambda each: -each.figure)[:_MOST_NAMED]
    named = "、".join(f"{each.body} {each.figure}" for each in largest)
    more = f"等 {len(parts)} 个机关" if len(parts) > _MOST_NAMED else ""
    return f"{named}{more}"
