"""One return down the whole road: bytes → read, booked, checked, written. No disk, no store.

``examine(name, data, desk) -> Outcome`` is what a worker process runs; it never raises for what a
clerk sent.
"""

import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from nianbao.county.bodies import Roster
from nianbao.documents.composition import Published
from nianbao.documents.formats import USUAL, writer_for, written
from nianbao.errors import OutputProblem, UsageProblem
from nianbao.findings.finding import Finding, Refusal, by_severity, finding, has_errors, merged
from nianbao.form.basics import Particulars
from nianbao.form.report import Report
from nianbao.formats.spreadsheet.saved_at import saved_at
from nianbao.intake.attribution import Booking, book
from nianbao.rules import Policy, check
from nianbao.rules.prose.lexicon import lexicon
from nianbao.rules.prose.typos import slips
from nianbao.store.waivers import Settled, Waiver, settled
from nianbao.workbook.issue import Issue
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.read.reading import Reading

Status = Literal["accepted", "returned", "refused", "skipped"]
FAULT_LOG = "nianbao-故障.log"


@dataclass(frozen=True)
class Desk:
    """What an examination needs to know of the county: the same for every return of a run."""

    year: int
    roster: Roster = field(default_factory=Roster)
    county: Path | None = None
    formats: tuple[str, ...] = USUAL
    policy: Policy = field(default_factory=Policy)
    last_year: Mapping[str, Report] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    password: str = ""
    marks_returns: bool = True

    def settled(self, found: Iterable[Finding], report: Report, body: str | None) -> Settled:
        """Return the findings that stand after the county's waivers for ``body``, and the rest."""
        given = [waiver for waiver in self.waivers if waiver.body == body]
        return settled(found, report, given)


@dataclass(frozen=True)
class Outcome:
    """What became of one file. ``findings`` are those that stand, ``waived`` the others;
    ``saved_at`` is when the clerk's program saved it, as the file says. ``documents`` holds the
    finished documents by format, ``marked`` the workbook that goes back, ``places`` where each
    path stood in the clerk's file.
    """

    file: str
    status: Status
    organisation: str | None = None
    year: int | None = None
    body: str | None = None
    edit: int = 0
    findings: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    saved_at: datetime | None = None
    report: Report | None = None
    particulars: Particulars | None = None
    documents: Mapping[str, bytes] = field(default_factory=dict)
    marked: bytes | None = None
    outputs: Mapping[str, str | None] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the line that ``--json`` prints."""
        outputs = {"docx": None, "html": None, "marked": None, **self.outputs}
        return {
            "file": self.file,
            "status": self.status,
            "organisation": self.organisation,
            "year": self.year,
            "findings": [each.as_json() for each in self.findings],
            "report": self.report.model_dump(mode="json") if self.report else None,
            "outputs": outputs,
        }


def examine(name: str, data: bytes, desk: Desk) -> Outcome:
    """Return what ``data`` holds and what is wrong with it; a program fault is an outcome too."""
    try:
        return _examined(name, data, desk)
    except Refusal as refusal:
        return Outcome(name, "refused", findings=(refusal.finding,))
    except (OutputProblem, UsageProblem):
        raise  # no fault of this file: a template or type face that every other one needs as well
    except MemoryError:
        return Outcome(name, "refused", findings=(finding("took too much"),))
    except Exception:  # the other files must go on; what happened is kept in full
        return faulted(name, traceback.format_exc())


def faulted(name: str, fault: str) -> Outcome:
    """Return the outcome of a file that the program itself could not deal with."""
    found = finding("program fault", seen=FAULT_LOG)
    return Outcome(name, "refused", findings=(found,), fault=fault)


def _examined(name: str, data: bytes, desk: Desk) -> Outcome:
    reading = read_return(data)
    booking = book(reading, desk.roster, desk.year)
    report = reading.report(booking.organisation, booking.year)
    evidence = replace(
        reading.evidence,
        kind=booking.kind,
        others=frozenset(body.name for body in desk.roster if body.name != booking.organisation),
        last_year=desk.last_year.get(booking.body or ""),
        slips=slips(desk.county),
        words=lexicon(desk.county),
        policy=desk.policy,
    )
    found = merged((*booking.findings, *reading.findings, *check(report, evidence)))
    settled = desk.settled(found, report, booking.body)
    standing = by_severity(settled.standing)
    is_accepted = not has_errors(standing)
    particulars = reading.particulars.model_copy(update={"kind": booking.kind})
    published, writer = Published(report, particulars), writer_for(desk.county)
    made, lacking = written(published, desk.formats if is_accepted else (), writer)
    standing += lacking.findings(evidence.places) if lacking else []
    return Outcome(
        name,
        "accepted" if is_accepted else "returned",
        booking.organisation or None,
        booking.year,
        booking.body,
        _edit(reading),
        tuple(standing),
        tuple(each.finding for each in settled.waived),
        saved_at(data),
        report,
        particulars,
        made,
        _marked(reading, booking, standing, desk) if not is_accepted else None,
        places=reading.evidence.places,
    )


def remarked(data: bytes, standing: Iterable[Finding], desk: Desk) -> bytes | None:
    """Return the workbook to send back with findings that only the whole county shows."""
    reading = read_return(data)
    return _marked(reading, book(reading, desk.roster, desk.year), standing, desk)


def _marked(
    reading: Reading, booking: Booking, standing: Iterable[Finding], desk: Desk
) -> bytes | None:
    """Return the workbook to send back; None where the body has to take another form."""
    if not desk.marks_returns or booking.form_is_wrong:
        return None
    from nianbao.workbook.write.marked import (
        marked,  # only returns that go back need the writing library
    )

    issue = Issue(
        year=booking.year,
        code=booking.code,
        organisation=booking.organisation,
        edit=_edit(reading) + 1,
        kind=booking.kind,
        bodies=tuple(body.name for body in desk.roster),
        last=desk.last_year.get(booking.body or ""),
        entered=reading.typed,
    )
    return marked(issue, standing, reading.evidence.places, desk.password or None)


def _edit(reading: Reading) -> int:
    edit = reading.carriers.hidden.get("edit", "")
    return int(edit) if edit.isascii() and edit.isdigit() else 0
