"""A batch of returns: each examined, compared, filed and recorded, so that nothing is lost.

The order for one file: original kept by hash, documents written aside and renamed, then one
transaction records it. Killed anywhere between, the next run of the same files completes it.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic

from nianbao import fault_log
from nianbao.county.folder import DATABASE, County
from nianbao.documents.formats import USUAL
from nianbao.errors import OutputProblem, UsageProblem
from nianbao.findings.finding import Refusal, Severity
from nianbao.intake.comparison import Comparison
from nianbao.intake.examine import examine
from nianbao.intake.filing import Filing
from nianbao.intake.inbox import Item
from nianbao.intake.outcome import Circumstances, Outcome
from nianbao.intake.recording import Recording, repeat, when
from nianbao.intake.workers import Job, examined, workers_for
from nianbao.store.earlier import EarlierReports
from nianbao.store.store import Store
from nianbao.store.submissions import Status, Submission
from nianbao.store.waivers import Waiver

# Returns recorded in one transaction: so many at the most, and what came within a moment.
_AT_ONCE = 50
_MOMENT = 0.5


@dataclass(frozen=True)
class Options:
    """How a batch is run: for which year, into which formats, by how many workers.

    ``executor`` is the address of a Dask cluster; empty: worker processes of this machine.
    """

    year: int
    is_dry_run: bool = False
    formats: tuple[str, ...] = USUAL
    workers: int | None = None
    executor: str = ""


def ingest(items: Iterable[Item], county: County, options: Options) -> Iterator[Outcome]:
    """Yield the outcome of every item, in order, each one recorded before it is yielded.

    A dry run records and writes nothing. Raises ``OutputProblem`` where the county folder or the
    store cannot be written; what was yielded by then is safe.
    """
    found = list(items)
    if not options.is_dry_run:
        county.sweep()
    store = None if options.is_dry_run and not _has_store(county) else open_store(county)
    batch = _Batch(county, circumstances_of(county, options, store), store, options)
    try:
        outcomes = _executed(batch, found, options)
        for some in _together(outcomes):
            yield from batch.settled(some)
    finally:
        batch.close()


def _executed(batch: "_Batch", items: Sequence[Item], options: Options) -> Iterator[Outcome]:
    """Yield the outcomes as the executor asked for gives them, in order."""
    jobs, circumstances = batch.jobs(items), batch.circumstances
    if not options.executor:
        return examined(jobs, circumstances, workers_for(len(items), options.workers))
    try:
        # A library that only those need who have a cluster.
        from nianbao.intake import cluster
    except ModuleNotFoundError as problem:
        raise UsageProblem(
            "没有安装连接计算集群的部件。请运行 pip install nianbao[cluster]。"
        ) from problem
    return cluster.examined(jobs, circumstances, options.executor)


def _together(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    """Yield outcomes in groups for one transaction: as many as come within a moment."""
    some: list[Outcome] = []
    started = 0.0
    for outcome in outcomes:
        started = started if some else monotonic()
        some.append(outcome)
        if len(some) == _AT_ONCE or monotonic() - started > _MOMENT:
            yield some
            some = []
    if some:
        yield some


def circumstances_of(county: County, options: Options, store: Store | None) -> Circumstances:
    """Return what every examination of the run needs to know of the county."""
    waivers: dict[str, list[Waiver]] = {}
    for each in store.waivers(options.year) if store else ():
        waivers.setdefault(each.body, []).append(each)
    has_earlier = store is not None and options.year - 1 in store.years()
    url = county.store_url.render_as_string(hide_password=False)
    return Circumstances(
        options.year,
        county.roster,
        county.path,
        options.formats,
        county.policy,
        EarlierReports(url, county.path, options.year) if has_earlier else {},
        waivers,
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
    options = Options(submission.year or 0)
    batch = _Batch(county, circumstances_of(county, options, store), store, options)
    job = Job(submission.file_name, store.original(submission), submission.sha256)
    batch.sent.append(job)
    outcome = examine(job.name, job.data, batch.circumstances)
    batch.let_go_of_last_year()
    (done,) = batch.settled([outcome])
    return done


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
    options: Options
    sent: deque[Job | None] = field(default_factory=deque)
    known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.comparison = Comparison(self.county, self.circumstances)

    def close(self) -> None:
        """Let go of the store."""
        self.let_go_of_last_year()
        if self.store is not None:
            self.store.close()

    def let_go_of_last_year(self) -> None:
        """Let go of what this process asked of last year."""
        if isinstance(self.circumstances.last_year, EarlierReports):
            self.circumstances.last_year.close()

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
        if before is not None and before.status == "accepted" and self._is_whole(before):
            return repeat(item.name, when(before), before)
        arrived = item.letter.arrived if item.letter else None
        return Job(item.name, data, sha256, arrived)

    def _is_whole(self, before: Submission) -> bool:
        """True where original and documents of an accepted return are still there."""
        paths = (before.original, *before.outputs.values())
        return all((self.county.path / path).exists() for path in paths if path)

    def settled(self, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
        """Compare, file and record some outcomes; yield them with where their documents went.

        All are recorded in one transaction. Where one of them cannot be, those before it are.
        """
        pairs = [(outcome, self.sent.popleft()) for outcome in outcomes]
        if self.store is None or self.options.is_dry_run:
            yield from (self._only_compared(outcome, job) for outcome, job in pairs)
            return
        try:
            yield from self._recorded(pairs, self.store)
        except OutputProblem:
            self.comparison = Comparison(self.county, self.circumstances)
            for pair in pairs:
                yield from self._recorded([pair], self.store)

    def _only_compared(self, outcome: Outcome, job: Job | None) -> Outcome:
        if job is None:
            return outcome
        outcome = self.comparison.compared(outcome, self.store)
        self.comparison.remember(outcome)
        return outcome.told()

    def _recorded(self, pairs: Sequence[tuple[Outcome, Job | None]], store: Store) -> list[Outcome]:
        with store.alone() as alone:
            recording = Recording(alone, Filing(self.county, alone), self.circumstances)
            done = [
                outcome if job is None else self._one(outcome, job, recording)
                for outcome, job in pairs
            ]
            self.comparison.tell_the_earlier(alone)
        for outcome in done:
            if outcome.fault:
                fault_log.note(self.county.path, outcome.file, outcome.fault)
        return done

    def _one(self, outcome: Outcome, job: Job, recording: Recording) -> Outcome:
        if outcome.status == "skipped":
            return outcome
        outcome = self.comparison.compared(outcome, recording.store)
        told = recording.recorded(outcome, job)
        if told.status != "skipped":
            self.comparison.put(outcome, recording.store)
        return told
