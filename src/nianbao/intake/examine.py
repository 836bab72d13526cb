"""One return down the whole road: bytes → read, booked, checked, written. No disk, no store.

``examine(name, data, circumstances) -> Outcome`` is what a worker process runs; it never raises
for what a clerk sent.
"""

import traceback
from dataclasses import replace

from nianbao import fault_log
from nianbao.documents.composition import Published
from nianbao.documents.formats import writer_for, written
from nianbao.errors import OutputProblem, UsageProblem
from nianbao.findings.finding import Refusal, by_severity, finding, has_errors, merged
from nianbao.intake.attribution import Booking, book
from nianbao.intake.outcome import Circumstances, Outcome, Returnable
from nianbao.rules import check
from nianbao.rules.evidence import Evidence
from nianbao.rules.prose.lexicon import lexicon
from nianbao.rules.prose.typos import slips
from nianbao.workbook.issue import Issue
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.read.reading import Reading


def examine(name: str, data: bytes, circumstances: Circumstances) -> Outcome:
    """Return what ``data`` holds and what is wrong with it; a program fault is an outcome too."""
    try:
        return _examined(name, data, circumstances)
    except Refusal as refusal:
        return Outcome(file=name, status="refused", findings=(refusal.finding,))
    except (OutputProblem, UsageProblem):
        raise  # no fault of this file: a template or type face that every other one needs as well
    except MemoryError:
        return Outcome(file=name, status="refused", findings=(finding("took too much"),))
    except Exception:  # the other files must go on; what happened is kept in full
        return faulted(name, traceback.format_exc())


def faulted(name: str, fault: str) -> Outcome:
    """Return the outcome of a file that the program itself could not deal with."""
    found = finding("program fault", seen=fault_log.NAME)
    return Outcome(file=name, status="refused", findings=(found,), fault=fault)


def _examined(name: str, data: bytes, circumstances: Circumstances) -> Outcome:
    reading = read_return(data)
    if reading.is_untouched:
        return Outcome(file=name, status="skipped", findings=(finding("untouched"),))
    booking = book(reading, circumstances.roster, circumstances.year)
    report = reading.report(booking.organisation, booking.year)
    evidence = _evidence(reading, booking, circumstances)
    found = circumstances.policy.applied(merged((*booking.findings, *reading.findings)))
    found = merged((*found, *check(report, evidence)))
    settled = circumstances.settled(found, report, booking.body)
    standing = by_severity(settled.standing)
    is_accepted = not has_errors(standing)
    particulars = reading.particulars.model_copy(update={"kind": booking.kind})
    published, writer = Published(report, particulars), writer_for(circumstances.county)
    made, lacking = written(published, circumstances.formats if is_accepted else (), writer)
    told = lacking.findings(evidence.places) if lacking else []
    standing += circumstances.policy.applied(told)
    outcome = Outcome(
        file=name,
        status="accepted" if is_accepted else "returned",
        organisation=booking.organisation or None,
        year=booking.year,
        body=booking.body,
        edit=reading.carriers.edit,
        findings=tuple(standing),
        waived=tuple(each.finding for each in settled.waived),
        saved_at=reading.saved_at,
        report=report,
        particulars=particulars,
        documents=made,
        places=reading.evidence.places,
        returnable=None
        if booking.form_is_wrong
        else Returnable(booking.code, booking.kind, reading.typed),
    )
    return outcome if is_accepted else replace(outcome, marked=to_send_back(outcome, circumstances))


def _evidence(reading: Reading, booking: Booking, circumstances: Circumstances) -> Evidence:
    """Return what the workbook and the county say beside the report."""
    return replace(
        reading.evidence,
        kind=booking.kind,
        others=circumstances.names,
        last_year=circumstances.last_year.get(booking.body or ""),
        slips=slips(circumstances.county),
        words=lexicon(circumstances.county),
        policy=circumstances.policy,
    )


def to_send_back(outcome: Outcome, circumstances: Circumstances) -> bytes | None:
    """Return the workbook to send back with the findings of ``outcome`` marked in it.

    None where the body has to take another form, and where nothing is to be written.
    """
    form = outcome.returnable
    if form is None or not circumstances.marks_returns:
        return None
    # Only returns that go back need the library that writes workbooks.
    from nianbao.workbook.write.marked import marked

    issue = Issue(
        year=outcome.year or circumstances.year,
        code=form.code,
        organisation=outcome.organisation or "",
        edit=outcome.edit + 1,
        kind=form.kind,
        bodies=tuple(body.name for body in circumstances.roster),
        last=circumstances.last_year.get(outcome.body or ""),
        entered=form.entered,
    )
    return marked(issue, outcome.findings, outcome.places, circumstances.password or None)
