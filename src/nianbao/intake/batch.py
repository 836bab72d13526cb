"""A batch of returns: each examined, compared, filed and recorded, so that nothing is lost.

The order for one file: original kept by hash, documents written aside and renamed, then one
transaction records it. Killed anywhere between, the next run of the same files completes it.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nianbao import fault_log
from nianbao.county.folder import DATABASE, County
from nianbao.documents.formats import USUAL
from nianbao.findings.finding import Refusal, Severity
from nianbao.intake.comparison import Comparison
from nianbao.intake.examine import examine
from nianbao.intake.filing import Filing
from nianbao.intake.inbox import Item
from nianbao.intake.outcome import Circumstances, Outcome
from nianbao.intake.recording import Recording, repeat, when
from nianbao.intake.workers import Job, examined, workers_for
from nianbao.store.store import Store
from nianbao.store.submissions import Status, Submission


@dataclass(frozen=True)
class Options:
    """How a batch is run: for which year, into which formats, by how many workers."""

    year: int
    is_dry_run: bool = False
    formats: tuple[str, ...] = USUAL
    workers: int | None = None


def ingest(items: Iterable[Item], county: County, options: Options) -> Iterator[Outcome]:
    """Yield the outcome of every item, in order, each one recorded before it is yielded.

    A dry run records and writes nothing. Raises ``OutputProblem`` where the county folder or the
    store cannot be written; what was yielded by then is safe.
    """
    found = list(items)
    if not options.is_dry_run:
        county.sweep()
    store = None if options.is_dry_run and not _has_store(county) else open_store(county)
    try:
        batch = _Batch.started(county, options, store)
        workers = workers_for(len(found), options.workers)
        for outcome in examined(batch.jobs(found), batch.circumstances, workers):
            yield batch.settle(outcome)
        if not options.is_dry_run:
            batch.comparison.tell_the_earlier()
    finally:
        if store is not None:
            store.close()


def circumstances_of(county: County, options: Options, store: Store | None) -> Circumstances:
    """Return what every examination of the run needs to know of the county."""
    before = store.accepted(options.year - 1) if store else {}
    return Circumstances(
        options.year,
        county.roster,
        county.path,
        options.formats,
        county.policy,
        {body: kept.report for body, kept in before.items() if kept.report is not None},
        tuple(store.waivers(options.year)) if store else (),
        county.settings.password,
        marks_returns=not options.is_dry_run,
    )


def open_store(county: County) -> Store:
    """Return the county's store."""
    return Store.open(county.store_url, county.path)


def reexamine(county: County, store: Store, submission: Submission) -> Outcome:
    """Examine the original of a submission again by the rules and waivers of now; record it.

    Raises ``OutputProblem`` where the original is gone or altered.
    """
    batch = _Batch.started(county, Options(submission.year or 0), store)
    job = Job(submission.file_name, store.original(submission), submission.sha256)
    batch.sent.append(job)
    return batch.settle(examine(job.name, job.data, batch.circumstances))


def _has_store(county: County) -> bool:
    return bool(county.settings.store) or (county.path / DATABASE).exists()


@dataclass
class _Batch:
    """A run over one county folder; a dry run knows the store and records nothing.

    ``sent`` are the jobs whose outcomes are awaited, ``known`` the files of this run by hash.
    """

    county: County
    circumstances: Circumstances
    store: Store | None
    filing: Filing
    comparison: Comparison
    is_recording: bool
    sent: deque[Job | None] = field(default_factory=deque)
    known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def started(cls, county: County, options: Options, store: Store | None) -> "_Batch":
        circumstances = circumstances_of(county, options, store)
        filing = Filing(county, store.owners(options.year) if store else {})
        comparison = Comparison(county, circumstances, store)
        is_recording = not options.is_dry_run
        return cls(county, circumstances, store, filing, comparison, is_recording)

    def jobs(self, items: Iterable[Item]) -> Iterator[Job | Outcome]:
        """Yield what to examine, and outright the outcome of what need not be."""
        for item in items:
            job = self._job(item)
            self.sent.append(job if isinstance(job, Job) else None)
            yield job

    def _job(self, item: Item) -> Job | Outcome:
        try:
            data = item.load()
        except Refusal as refusal:
            is_noise = refusal.finding.severity is Severity.HINT
            status: Status = "skipped" if is_noise else "refused"
            return Outcome(file=item.name, status=status, findings=(refusal.finding,))
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in self.known:
            return repeat(item.name, f"与“{self.known[sha256]}”相同")
        self.known[sha256] = item.name
        before = self.store.seen(sha256) if self.store else None
        if before is not None and before.status == "accepted":
            return repeat(item.name, when(before), before)
        return Job(item.name, data, sha256)

    def settle(self, outcome: Outcome) -> Outcome:
        """Compare, file and record one outcome; return it with where its documents went."""
        job = self.sent.popleft()
        if job is None:
            return outcome
        outcome = self.comparison.compared(outcome)
        if self.store is None or not self.is_recording:
            return outcome.told()
        if outcome.fault:
            fault_log.note(self.county.path, outcome.file, outcome.fault)
        with self.store.alone() as store:
            recording = Recording(store, self.filing, self.circumstances)
            return recording.recorded(outcome, job)
