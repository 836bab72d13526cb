"""What the store keeps of an outcome, and how an outcome stands to what came before it.

``Recording(store, filing, circumstances).recorded(outcome, job)`` is one return kept, filed and
recorded.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from nianbao.county.status import in_china
from nianbao.findings.finding import Finding, by_severity, finding
from nianbao.intake.filing import Filing
from nianbao.intake.outcome import Circumstances, Outcome
from nianbao.intake.workers import Job
from nianbao.store.store import Store
from nianbao.store.submissions import STATUSES, Submission


@dataclass(frozen=True)
class Recording:
    """Records the returns of a run, in the transaction its caller holds."""

    store: Store
    filing: Filing
    circumstances: Circumstances

    def recorded(self, outcome: Outcome, job: Job) -> Outcome:
        """Keep the original, write what belongs on disk, record it; return where it went."""
        before = self.store.seen(job.sha256)
        original = self.store.keep_original(job.data)
        sent = _submission(outcome, job, original, before)
        newer = self.store.outranked_by(sent)
        if before is not None and _same(before, outcome):
            if newer is None:
                self._heal(before, outcome)
            return repeat(outcome.file, when(before), before)
        if newer is None:
            owner = outcome.body or job.sha256
            outcome = replace(
                outcome, outputs=self.filing.filed(outcome, owner, self.circumstances.formats)
            )
        else:
            found = (*outcome.findings, *self.circumstances.policy.applied([_late(sent, newer)]))
            outcome = replace(outcome, findings=tuple(by_severity(found)), documents={})
        self.store.record(_submission(outcome, job, original, before), before)
        return outcome.told()

    def _heal(self, before: Submission, outcome: Outcome) -> None:
        """Write again what somebody took away, and let the workbook that goes back say what still
        stands: some of it may be waived now.
        """
        if not self.filing.stands(before.outputs):
            owner = outcome.body or before.sha256
            placed = self.filing.filed(outcome, owner, self.circumstances.formats)
            self.store.published(before, {**before.outputs, **placed})
            return
        path = before.outputs.get("marked")
        if path and outcome.marked is not None:
            self.filing.again(path, outcome.marked)


def repeat(name: str, seen: str, before: Submission | None = None) -> Outcome:
    """Return the outcome of a file whose bytes came before."""
    body, year = (before.body, before.year) if before else (None, None)
    found = finding("sent before", seen=seen)
    return Outcome(
        file=name, status="skipped", organisation=body, year=year, body=body, findings=(found,)
    )


def when(before: Submission) -> str:
    """Return when a file came and what became of it, ``2026-01-20 12:00，已接收``."""
    return f"{in_china(before.received_at)}，{STATUSES[before.status]}"


def _late(sent: Submission, newer: Submission) -> Finding:
    """Say why ``sent`` does not count: by the edit of its workbook, else by when it was saved."""
    is_older_edit = bool(sent.edit and newer.edit and sent.edit != newer.edit)
    return finding(
        "older edit than accepted" if is_older_edit else "older than accepted",
        seen=in_china(sent.as_of),
        expected=in_china(newer.as_of),
        file=newer.shown_name,
        edit=sent.edit,
        newest=newer.edit,
        state="已接收" if newer.status == "accepted" else "已退回",
    )


def _same(before: Submission, outcome: Outcome) -> bool:
    told = {(each.code, each.message) for each in before.findings}
    tells = {(each.code, each.message) for each in (*outcome.findings, *outcome.waived)}
    return (before.status, before.body, told) == (outcome.status, outcome.body, tells)


def _submission(outcome: Outcome, job: Job, original: str, before: Submission | None) -> Submission:
    """Return what is recorded; bytes that came ``before`` are as old as they were then.

    What came by mail was received when the message arrived, not when somebody read it in.
    """
    now = datetime.now(UTC)
    received = min(job.arrived or now, now)
    saved = outcome.saved_at
    # A clock that stands before the year reported on tells nothing of when the file was saved.
    is_likely = saved is not None and outcome.year is not None and saved.year >= outcome.year
    return Submission(
        sha256=job.sha256,
        file_name=outcome.file,
        status=outcome.status,
        received_at=min(before.received_at, received) if before else received,
        body=outcome.body,
        year=outcome.year,
        edit=outcome.edit,
        saved_at=saved if is_likely else None,
        original=original,
        findings=(*outcome.findings, *outcome.waived),
        report=outcome.report,
        particulars=outcome.particulars,
        outputs=outcome.outputs,
    )
