"""Rules B: this year's report against the same body's last one, where the county has it.

Each yields nothing when ``evidence.last_year`` is None. Rows and columns come from the model.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

from nianbao.findings.finding import Finding, Severity, finding
from nianbao.form import report
from nianbao.form.fields import shortest
from nianbao.form.report import FIGURES, Applicants, DocumentCounts, Figure, Report
from nianbao.rules.evidence import Evidence

CARRIED_IN, CARRIED_OUT = "applications.carried_in", "applications.carried_out"
_RECEIVED = "applications.received"
_FEES = "disclosure.fees_wan"
_DECISIONS = ("disclosure.licences", "disclosure.penalties", "disclosure.coercive_measures")
_FEE_LEAP = 1000
_LEAP, _LEAST, _THOUSANDS = 10, 20, 1000

Past = Callable[[Report, Report, Evidence], Iterator[Finding]]


def _with_last_year(rule: Past) -> Callable[[Report, Evidence], Iterator[Finding]]:
    def checked(whole: Report, evidence: Evidence) -> Iterator[Finding]:
        if evidence.last_year is not None:
            yield from rule(whole, evidence.last_year, evidence)

    checked.__doc__, checked.__name__ = rule.__doc__, rule.__name__
    return checked


@_with_last_year
def carried_in_follows(whole: Report, last: Report, evidence: Evidence) -> Iterator[Finding]:
    """B-01: what is carried in is what last year's report carried out, column by column.

    A warning where the body explains the difference, or last year's report was only imported.
    """
    explanation = evidence.explanations.get(CARRIED_IN, "")
    for name, column in Applicants.model_fields.items():
        path = f"{CARRIED_IN}.{name}"
        now, before = _figure(whole, path), _figure(last, f"{CARRIED_OUT}.{name}")
        if now == before or path in evidence.unread:
            continue
        found = finding(
            "carried in otherwise, explained" if explanation else "carried in otherwise",
            evidence.places_of(path),
            seen=str(now),
            expected=str(before),
            paths=(path,),
            column=column.title,
            explanation=explanation,
        )
        yield found.at(Severity.WARNING) if evidence.is_last_year_imported else found


@cache
def _documents() -> tuple[str, ...]:
    return tuple(report.instances(DocumentCounts))


@_with_last_year
def in_force_follows(whole: Report, last: Report, evidence: Evidence) -> Iterator[Finding]:
    """B-02: in force = last year's + made - repealed, unless the body explains the difference."""
    for row in _documents():
        place = f"{row}.in_force"
        if row in evidence.explanations or place in evidence.explanations:
            continue
        now, before = _figure(whole, place), _figure(last, place)
        made, repealed = _figure(whole, f"{row}.made"), _figure(whole, f"{row}.repealed")
        if now == before + made - repealed or not _are_read(evidence, row):
            continue
        yield finding(
            "in force otherwise",
            evidence.places_of(place),
            seen=str(now),
            expected=str(before + made - repealed),
            paths=_of_row(row),
            row=report.label(row),
            before=before,
            made=made,
            repealed=repealed,
        )


@_with_last_year
def repealed_were_there(whole: Report, last: Report, evidence: Evidence) -> Iterator[Finding]:
    """B-03: no more documents are repealed than were in force or made."""
    for row in _documents():
        place = f"{row}.repealed"
        repealed, made = _figure(whole, place), _figure(whole, f"{row}.made")
        before = _figure(last, f"{row}.in_force")
        if repealed <= before + made or not _are_read(evidence, row):
            continue
        yield finding(
            "repealed too many",
            evidence.places_of(place),
            seen=str(repealed),
            expected=str(before + made),
            paths=_of_row(row),
            row=report.label(row),
            before=before,
            made=made,
        )


@cache
def _outcome_rows() -> tuple[str, ...]:
    entries = (CARRIED_IN, _RECEIVED, "applications.outcomes.total")
    return tuple(row for row in report.instances(Applicants) if row not in entries)


@_with_last_year
def rows_are_not_left_over(whole: Report, last: Report, evidence: Evidence) -> Iterator[Finding]:
    """B-04: with nothing received or carried in, no row stands just as it did last year."""
    if _row(whole, _RECEIVED) or _row(whole, CARRIED_IN):
        return
    if not (_are_read(evidence, _RECEIVED) and _are_read(evidence, CARRIED_IN)):
        return
    for row in _outcome_rows():
        if _row(whole, row) and _row(whole, row) == _row(last, row):
            yield finding(
                "left over from last year",
                evidence.places_of(*_row(whole, row)),
                paths=_of_row(row),
                row=report.label(row),
            )


@_with_last_year
def fees_keep_their_unit(whole: Report, last: Report, evidence: Evidence) -> Iterator[Finding]:
    """B-05: fees a thousand times last year's, or a thousandth, look like 元 for 万元."""
    now, before = Decimal(_figure(whole, _FEES)), Decimal(_figure(last, _FEES))
    if not now or not before or _FEES in evidence.unread:
        return
    if now > before * _FEE_LEAP or before > now * _FEE_LEAP:
        yield finding(
            "fees leap",
            evidence.places_of(_FEES),
            seen=shortest(now),
            expected=shortest(before),
            paths=(_FEES,),
        )


@_with_last_year
def decisions_do_not_leap(whole: Report, last: Report, evidence: Evidence) -> Iterator[Finding]:
    """B-06: decisions ten times up or down, or from thousands to none, are worth a look."""
    for path in _DECISIONS:
        now, before = _figure(whole, path), _figure(last, path)
        leaps = min(now, before) > _LEAST and max(now, before) >= _LEAP * min(now, before)
        if path not in evidence.unread and (leaps or (before >= _THOUSANDS and not now)):
            yield finding(
                "decisions leap",
                evidence.places_of(path),
                seen=str(now),
                expected=str(before),
                paths=(path,),
                row=report.label(path),
            )


@_with_last_year
def figures_are_this_years(whole: Report, last: Report, evidence: Evidence) -> Iterator[Finding]:
    """B-07: not every figure is last year's, unless all are zero."""
    figures = [_figure(whole, path) for path in FIGURES]
    if any(figures) and figures == [_figure(last, path) for path in FIGURES]:
        filled = [path for path in FIGURES if _figure(whole, path)]
        yield finding(
            "all as last year", evidence.places_of(*filled), paths=FIGURES, year=last.year
        )


def _figure(whole: Report, path: str) -> Figure:
    return report.figure(whole, path)


@cache
def _of_row(row: str) -> tuple[str, ...]:
    return tuple(f"{row}.{name}" for name in report.kind_of(row).model_fields)


def _row(whole: Report, row: str) -> dict[str, Figure]:
    """Return the figures of a row that are not zero, by path; empty for a row of zeros."""
    figures = {path: _figure(whole, path) for path in _of_row(row)}
    return {path: value for path, value in figures.items() if value}


def _are_read(evidence: Evidence, row: str) -> bool:
    return evidence.unread.isdisjoint(_of_row(row))
