"""A batch of returns: each examined, kept, written and recorded, so that nothing is lost.

The order for one file: original kept by hash, documents written aside and renamed, then one
transaction records it. Killed anywhere between, the next run of the same files completes it.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePath

from nianbao.county.folder import DATABASE, DOCUMENTS, RETURNED, County
from nianbao.county.roll_up import counted, own_name
from nianbao.county.status import in_china
from nianbao.documents.composition import Published, file_stem
from nianbao.documents.formats import FORMATS, USUAL, writer_for, written
from nianbao.documents.missing_glyphs import MissingGlyphs
from nianbao.errors import OutputProblem
from nianbao.files import numbered, safe_name
from nianbao.findings.finding import (
    Finding,
    Refusal,
    Severity,
    by_severity,
    finding,
    has_errors,
    merged,
)
from nianbao.intake.examine import FAULT_LOG, Desk, Outcome, Status, examine, remarked
from nianbao.intake.inbox import Item
from nianbao.intake.workers import Job, examined, workers_for
from nianbao.rules import COUNTY_CODES, Evidence, check_county
from nianbao.rules.prose.copying import shelve, shelves
from nianbao.rules.prose.text_index import Shelf
from nianbao.rules.roll_up import sums_hold
from nianbao.store.store import Store
from nianbao.store.submissions import STATUSES, Submission
from nianbao.workbook.layout import layout


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
        desk = desk_of(county, options, store)
        batch = _Batch(county, desk, store, is_recording=not options.is_dry_run)
        workers = workers_for(len(found), options.workers)
        for outcome in examined(batch.jobs(found), desk, workers):
            yield batch.settle(outcome)
        batch.tell_the_earlier()
    finally:
        if store is not None:
            store.close()


def desk_of(county: County, options: Options, store: Store | None) -> Desk:
    """Return what every examination of the run needs to know of the county."""
    before = store.accepted(options.year - 1) if store else {}
    return Desk(
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


def _has_store(county: County) -> bool:
    return bool(county.settings.store) or (county.path / DATABASE).exists()


@dataclass
class _Batch:
    """A run over one county folder; a dry run knows the store and records nothing."""

    county: County
    desk: Desk
    store: Store | None
    is_recording: bool
    sent: deque[Job | None] = field(default_factory=deque)
    known: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    shelved: Mapping[str, Shelf] = field(default_factory=dict)

    def __post_init__(self) -> None:
        written = self.store.owners(self.desk.year) if self.store else {}
        self.owners = {path.casefold(): owner for path, owner in written.items()}
        sent = self.store.standing(self.desk.year) if self.store else {}
        reports = [kept.report for kept in sent.values() if kept.report is not None]
        self.shelved = shelves(reports, self.desk.policy.thresholds)

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
            return Outcome(item.name, status, findings=(refusal.finding,))
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in self.known:
            return _repeat(item.name, f"与“{self.known[sha256]}”相同")
        self.known[sha256] = item.name
        before = self.store.seen(sha256) if self.store else None
        if before is not None and before.status == "accepted":
            return _repeat(item.name, _when(before), before)
        return Job(item.name, data, sha256)

    def settle(self, outcome: Outcome) -> Outcome:
        """Keep, write and record one outcome; return it with where its documents went."""
        job = self.sent.popleft()
        if job is None:
            return outcome
        outcome = self._compared(outcome, job)
        if self.store is None or not self.is_recording:
            return _light(outcome)
        if outcome.fault:
            self._log(outcome)
        with self.store.alone() as store:
            return self._recorded(outcome, job, store)

    def _recorded(self, outcome: Outcome, job: Job, store: Store) -> Outcome:
        """Keep the original, write what belongs on disk, record it; one transaction."""
        before = store.seen(job.sha256)
        original = store.keep_original(job.data)
        sent = _submission(outcome, job.sha256, original, before)
        if before is not None and _same(before, outcome):
            self._mark_again(before, outcome, sent, store)
            return _repeat(outcome.file, _when(before), before)
        newer = store.outranked_by(sent)
        if newer is None:
            outputs = self._write(outcome, outcome.body or job.sha256)
            outcome = replace(outcome, outputs=outputs)
        else:
            found = (*outcome.findings, _late(sent, newer))
            outcome = replace(outcome, findings=tuple(by_severity(found)), documents={})
        store.record(_submission(outcome, job.sha256, original, before), before)
        return _light(outcome)

    def _mark_again(
        self, before: Submission, outcome: Outcome, sent: Submission, store: Store
    ) -> None:
        """Let the workbook that goes back say what still stands: some of it may be waived now."""
        path = before.outputs.get("marked")
        if path and outcome.marked is not None and store.outranked_by(sent) is None:
            self.county.write_aside(path, outcome.marked)

    def _compared(self, outcome: Outcome, job: Job) -> Outcome:
        """Add what comparing it with the other bodies of the county finds."""
        report, policy = outcome.report, self.desk.policy
        if report is None or outcome.body is None:
            return outcome
        evidence = Evidence(places=outcome.places, shelves=self.shelved, policy=policy)
        found = [*check_county(report, evidence), *self._sums(outcome, evidence)]
        settled = self.desk.settled(found, report, outcome.body)
        shelve(report, self.shelved, policy.thresholds.copy_least)
        outcome = replace(
            outcome,
            findings=tuple(by_severity((*outcome.findings, *settled.standing))),
            waived=(*outcome.waived, *(each.finding for each in settled.waived)),
        )
        if not has_errors(outcome.findings) or not settled.standing:
            return outcome
        marked = remarked(job.data, outcome.findings, self.desk)
        return replace(outcome, status="returned", documents={}, marked=marked)

    def tell_the_earlier(self) -> None:
        """Note X-04 with those whose texts somebody else sent later, in this run or one cut short.

        The later of two copies is told as it comes in, the earlier one stands in the store. It is
        only told, even where the county makes copying an error: nobody's copy sends it back.
        """
        if self.store is None or not self.is_recording:
            return
        places = {path: spot.place for path, spot in layout().spots.items()}
        evidence = Evidence(places=places, shelves=self.shelved, policy=self.desk.policy)
        for kept in self.store.standing(self.desk.year).values():
            if kept.report is None:
                continue
            noted = [each for each in kept.findings if each.code in COUNTY_CODES]
            found = check_county(kept.report, evidence)
            if {each.message for each in found} == {each.message for each in noted}:
                continue
            others = [each for each in kept.findings if each.code not in COUNTY_CODES]
            told = by_severity((*others, *map(_only_told, found)))
            self.store.record(kept.model_copy(update={"findings": tuple(told)}), kept)

    def _sums(self, outcome: Outcome, evidence: Evidence) -> list[Finding]:
        """R-01: the county's own figures are the sums of its bodies' accepted ones."""
        if outcome.report is None or self.store is None or outcome.body != own_name(self.county):
            return []
        accepted = counted(self.county, self.store.accepted(self.desk.year))
        return evidence.policy.applied(merged(sums_hold(outcome.report, accepted, evidence)))

    def _write(self, outcome: Outcome, owner: str) -> dict[str, str | None]:
        outputs: dict[str, str | None] = {}
        name = outcome.organisation or PurePath(outcome.file).stem
        name = f"{name}{outcome.year}年政府信息公开工作年报退回修改.xlsx"
        if outcome.status == "accepted":
            self._clear_away(f"{RETURNED}/{safe_name(name)}", owner)
        if outcome.marked is not None:
            path = self._own_path(RETURNED, name, owner)
            self.county.write_aside(path, outcome.marked)
            outputs["marked"] = path
        if outcome.report is None or outcome.particulars is None or outcome.body is None:
            return outputs
        stem = file_stem(Published(outcome.report, outcome.particulars))
        for kind in self.desk.formats if outcome.documents else ():
            path = self._own_path(DOCUMENTS, stem + FORMATS[kind].ending, owner)
            if kind in outcome.documents:
                self.county.write_aside(path, outcome.documents[kind])
            else:  # what stands there is of an older report
                (self.county.path / path).unlink(missing_ok=True)
            outputs[kind] = path if kind in outcome.documents else None
        return outputs

    def _clear_away(self, path: str, owner: str) -> None:
        """Remove what went back to ``owner``; nobody is to correct it any more."""
        if self.owners.get(path.casefold()) == owner:
            (self.county.path / path).unlink(missing_ok=True)

    def _own_path(self, folder: str, name: str, owner: str) -> str:
        """Return a path in ``folder`` that no other body's file has.

        Windows tells no capital from a small letter, so paths are compared without regard to it.
        """
        path, number = f"{folder}/{safe_name(name)}", 2
        while self.owners.get(path.casefold(), owner) != owner:
            path, number = f"{folder}/{numbered(name, number)}", number + 1
        self.owners[path.casefold()] = owner
        return path

    def _log(self, outcome: Outcome) -> None:
        path = self.county.path / FAULT_LOG
        try:
            with path.open("a", encoding="utf-8") as log:
                log.write(f"{datetime.now(UTC).isoformat()} {outcome.file}\n{outcome.fault}\n")
        except OSError as problem:
            raise OutputProblem(f"没能写入“{FAULT_LOG}”。请检查磁盘和权限后再试。") from problem


def _only_told(found: Finding) -> Finding:
    return found.at(Severity.WARNING) if found.severity is Severity.ERROR else found


def _light(outcome: Outcome) -> Outcome:
    """Return the outcome without the bytes of its files: memory stays flat over a long run."""
    return replace(outcome, documents={}, marked=None)


def _repeat(name: str, when: str, before: Submission | None = None) -> Outcome:
    body, year = (before.body, before.year) if before else (None, None)
    found = finding("sent before", seen=when)
    return Outcome(name, "skipped", body, year, body, findings=(found,))


def _when(before: Submission) -> str:
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


def _submission(
    outcome: Outcome, sha256: str, original: str, before: Submission | None
) -> Submission:
    """Return what is recorded; bytes that came ``before`` are as old as they were then."""
    saved = outcome.saved_at
    # A clock that stands before the year reported on tells nothing of when the file was saved.
    is_likely = saved is not None and outcome.year is not None and saved.year >= outcome.year
    return Submission(
        sha256=sha256,
        file_name=outcome.file,
        status=outcome.status,
        received_at=before.received_at if before else datetime.now(UTC),
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


def reexamine(county: County, store: Store, submission: Submission) -> Outcome:
    """Examine the original of a submission again by the rules and waivers of now; record it.

    Raises ``OutputProblem`` where the original is gone.
    """
    options = Options(submission.year or 0)
    batch = _Batch(county, desk_of(county, options, store), store, is_recording=True)
    job = Job(submission.file_name, store.original(submission), submission.sha256)
    batch.sent.append(job)
    return batch.settle(examine(job.name, job.data, batch.desk))


def publish(
    county: County, store: Store, accepted: Iterable[Submission], options: Options
) -> Iterator[tuple[Submission, MissingGlyphs | None]]:
    """Write the documents of accepted submissions again.

    Yields each with where they are now, and why there is no PDF of it.
    """
    batch = _Batch(county, desk_of(county, options, store), store, is_recording=True)
    for each in accepted:
        if each.report is None or each.particulars is None:
            continue
        published = Published(each.report, each.particulars)
        made, lacking = written(published, options.formats, writer_for(county.path))
        outcome = Outcome(
            each.file_name,
            "accepted",
            body=each.body,
            report=each.report,
            particulars=each.particulars,
            documents=made,
        )
        outputs = {**each.outputs, **batch._write(outcome, each.body or each.sha256)}
        yield store.published(each, outputs), lacking
