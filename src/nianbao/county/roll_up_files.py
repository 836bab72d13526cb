"""The county's roll-up in files: 汇总/ holds the live sums and the county's own report.

``sum_up(county, store, year, now)`` writes them and tells what R-01 to R-03 say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nianbao.county.bodies import Body
from nianbao.county.folder import TOTALS, County
from nianbao.county.issuing import ISSUE_NAME
from nianbao.county.roll_up import RollUp, roll_up
from nianbao.documents.composition import Published, file_stem
from nianbao.documents.formats import FORMATS, USUAL, writer_for, written
from nianbao.errors import UsageProblem
from nianbao.files import safe_name
from nianbao.findings.finding import Finding, Refusal
from nianbao.form.basics import NO, YES, BodyKind, Declaration, Particulars
from nianbao.form.report import FIGURES, TABLES, Report, figure
from nianbao.rules import Evidence
from nianbao.rules.prose.narratives import TEXTS
from nianbao.rules.roll_up import FEES, Review, sums_hold, to_review
from nianbao.store.store import Store
from nianbao.store.submissions import Submission
from nianbao.store.waivers import settled
from nianbao.workbook.issue import Issue
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.write.blank import blank
from nianbao.workbook.write.roll_up import Sums, roll_up_workbook

_CHARGED = {True: YES, False: NO, None: ""}
_SUMS_NAME = "{name}{year}年政府信息公开工作年报汇总表.xlsx"


@dataclass(frozen=True)
class SummedUp:
    """What was written, and what the county's own report (None: not sent in) says against it.

    ``differences`` are the findings of R-01, ``reviews`` what goes back to whom (R-03).
    """

    roll: RollUp
    sums: Path
    workbook: Path | None
    documents: tuple[Path, ...]
    own: Submission | None
    differences: tuple[Finding, ...]
    reviews: Mapping[str, list[Review]]


def sum_up(county: County, store: Store, year: int, now: datetime) -> SummedUp:
    """Write the roll-up of ``year``, the county's prefilled workbook, and its final document.

    The document is written once its words have been sent in, accepted, and every sum holds.
    """
    roll = roll_up(county, store, year, now)
    name = roll.report.organisation
    sums = Sums(name, year, roll.reports, roll.missing, roll.notes)
    path = f"{TOTALS}/{safe_name(_SUMS_NAME.format(name=name, year=year))}"
    written = county.write_aside(path, roll_up_workbook(sums))
    body = next((each for each in county.roster if each.kind is BodyKind.COUNTY), None)
    own = _own(store, name, year) if name else None
    differences: tuple[Finding, ...] = ()
    reviews: Mapping[str, list[Review]] = {}
    if own is not None and own.report is not None:
        found = county.policy.applied(sums_hold(own.report, roll.reports, Evidence()))
        differences = settled(found, own.report, store.waivers(year, name)).standing
        reviews = to_review(own.report, roll.reports) if differences else {}
    finished = own if own and own.status == "accepted" and not differences else None
    return SummedUp(
        roll,
        written,
        _prefilled(county, store, roll, body) if body else None,
        _finished(county, finished) if finished else (),
        own,
        differences,
        reviews,
    )


def _own(store: Store, name: str, year: int) -> Submission | None:
    """Return the county's own report that counts, else the last one that was read."""
    accepted = store.accepted(year).get(name)
    sent = [each for each in store.submissions(year, name) if each.report is not None]
    return accepted or (sent[-1] if sent else None)


def _prefilled(county: County, store: Store, roll: RollUp, body: Body) -> Path:
    """Write the county's own workbook with its sums; words already in it stay in it."""
    path = f"{TOTALS}/{safe_name(ISSUE_NAME.format(name=body.name, year=roll.year))}"
    issue = Issue(
        year=roll.year,
        code=body.code,
        organisation=body.name,
        edit=_edit(store, body, roll, now=roll.status.now),
        kind=body.kind,
        bodies=tuple(each.name for each in county.roster),
        last=store.last_year(body.name, roll.year),
        entered={**_entered(roll.report), **_words(county.path / path)},
    )
    return county.write_aside(path, blank(issue, county.settings.password or None))


def _edit(store: Store, body: Body, roll: RollUp, now: datetime) -> int:
    """Return the number of the county's own issue: it is issued to itself only once."""
    edits = [each.edit for each in store.issued(roll.year) if each.code == body.code]
    return max(edits, default=0) or store.issue(body.code, body.name, roll.year, now).edit


def _entered(whole: Report) -> dict[str, Any]:
    """Return the sums, what they declare, and whether a fee was charged, as they are typed in."""
    figures = {path: figure(whole, path) for path in (*FIGURES, *FEES)}
    declared = {
        f"declaration.{key}": Declaration.FIGURES.value
        if any(figures[path] for path in FIGURES if path.startswith(f"{key}."))
        else Declaration.NIL.value
        for key in TABLES
    }
    return {**figures, **declared, "other.fee_charged": _CHARGED[whole.other.fee_charged]}


def _words(path: Path) -> dict[str, Any]:
    """Return the words and contact details that somebody wrote into the workbook at ``path``.

    Raises ``UsageProblem`` for a file that cannot be read: it is not overwritten.
    """
    if not path.exists():
        return {}
    try:
        typed = read_return(path.read_bytes()).typed
    except (Refusal, OSError) as problem:
        raise UsageProblem(
            f"“{TOTALS}/{path.name}”读不了，里面可能有写好的文字，没有覆盖。请移走或改名后再试。"
        ) from problem
    kept = (*TEXTS, *(name for name in Particulars.model_fields if name != "kind"))
    return {name: typed[name] for name in kept if typed.get(name)}


def _finished(county: County, own: Submission) -> tuple[Path, ...]:
    """Write the county's final document into 汇总/."""
    if own.report is None or own.particulars is None:
        return ()
    published = Published(own.report, own.particulars)
    made, _ = written(published, USUAL, writer_for(county.path))
    stem = file_stem(published)
    return tuple(
        county.write_aside(f"{TOTALS}/{safe_name(stem + FORMATS[kind].ending)}", content)
        for kind, content in made.items()
    )
