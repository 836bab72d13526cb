"""Everything that came in and went out, in SQLite or PostgreSQL; nothing lost, nothing doubled.

``Store.open(county.store_url, county.path)``. For one return, ``alone``: ``keep_original`` its
bytes, write its documents, then ``record`` it. Killed in between, the next run finds the original
there already and writes the row; killed after, ``seen`` knows the bytes.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    delete,
    func,
    insert,
    select,
    update,
)

from nianbao.errors import OutputProblem
from nianbao.files import ORIGINALS, write_aside
from nianbao.form.report import Report
from nianbao.rules.policy import Thresholds
from nianbao.rules.prose.copying import PARTS, compared_texts
from nianbao.store.database import connected, reading, writing
from nianbao.store.schema import (
    INDEXED_SINCE,
    ISSUED,
    OUTPUTS,
    SUBMISSIONS,
    WAIVERS,
    is_current,
    migrate,
)
from nianbao.store.submissions import Submission, ranked, row_of, submission_of, utc
from nianbao.store.texts import KeptTexts
from nianbao.store.waivers import Waiver, waiver_of, waiver_row

_RANK = [
    SUBMISSIONS.c[name]
    for name in ("id", "sha256", "file_name", "status", "body", "edit", "received_at", "saved_at")
]
# SQLite of old takes 999 parameters in one statement.
_AT_ONCE, _FEW = 900, 200
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


class Recorded(NamedTuple):
    """What ``record`` left in the store; ``is_repeat``: these bytes were there already."""

    submission: Submission
    is_repeat: bool


class Issue(NamedTuple):
    """A workbook issued to a body; ``edit`` counts its issues of that year from 1."""

    code: str
    body: str
    year: int
    edit: int
    issued_at: datetime


@dataclass(frozen=True)
class Store:
    """The store of one county folder; safe for several processes at once."""

    engine: Engine
    root: Path
    held: Connection | None = None

    @classmethod
    def open(cls, url: str | URL, root: Path) -> "Store":
        """Return the store at ``url``, made or brought up to date if need be.

        Raises ``UsageProblem`` for a database one cannot use, ``OutputProblem`` for one that
        cannot be reached or written.
        """
        store = cls(connected(url), root)
        try:
            with reading(store.engine) as connection:
                current = is_current(connection)
            if not current:
                with store.alone() as alone:
                    alone._migrate()
        except BaseException:
            store.close()
            raise
        return store

    def _migrate(self) -> None:
        with self._writing() as connection:
            before = migrate(connection)
        if 0 < before < INDEXED_SINCE:
            self._index()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def alone(self) -> Iterator["Store"]:
        """Give the store in one transaction, no other process writing meanwhile.

        What is asked, written as files and recorded within is of one moment: a newer version that
        another run takes in waits, and then finds this one.
        """
        with writing(self.engine) as connection:
            yield replace(self, held=connection)

    def _reading(self) -> AbstractContextManager[Connection]:
        return nullcontext(self.held) if self.held is not None else reading(self.engine)

    def _writing(self) -> AbstractContextManager[Connection]:
        return nullcontext(self.held) if self.held is not None else writing(self.engine)

    def keep_original(self, content: bytes) -> str:
        """Keep the bytes of a file under 收件/ by their hash; return the path below the root.

        Nothing happens where they are kept already.
        """
        digest = hashlib.sha256(content).hexdigest()
        kept = f"{ORIGINALS}/{digest[:2]}/{digest}{_suffix(content)}"
        if not _holds(self.root / kept, digest):
            write_aside(self.root, kept, content)
        return kept

    def original(self, submission: Submission) -> bytes:
        """Return the bytes as they came in; ``OutputProblem`` when they are gone or altered."""
        path = submission.original
        try:
            content = (self.root / path).read_bytes()
        except OSError as problem:
            raise OutputProblem(
                f"找不到原件“{path}”。请从备份中恢复，或者把原来收到的文件再收一次。"
            ) from problem
        if hashlib.sha256(content).hexdigest() != submission.sha256:
            raise OutputProblem(
                f"原件“{path}”被改动过，不能用。请从备份中恢复，或者把原来收到的文件再收一次。"
            )
        return content

    def seen(self, sha256: str) -> Submission | None:
        """Return the last submission of exactly these bytes."""
        with self._reading() as connection:
            return _last_of(connection, sha256)

    def record(self, submission: Submission, replacing: Submission | None = None) -> Recorded:
        """Record a return in one transaction; the same bytes twice are recorded once.

        Bytes read anew, because the roster or a rule has changed, name the submission they
        replace: the one that ``seen`` gave. Of two runs that do so at once one is recorded. They
        count as received when they came first.
        """
        if replacing is not None:
            first = min(replacing.received_at, submission.received_at)
            submission = submission.model_copy(update={"received_at": first})
        with self._writing() as connection:
            last = _last_of(connection, submission.sha256)
            if last is not None and last.id != (replacing and replacing.id):
                return Recorded(last, is_repeat=True)
            number = connection.scalar(
                insert(SUBMISSIONS).values(**row_of(submission)).returning(SUBMISSIONS.c.id)
            )
        return Recorded(submission.model_copy(update={"id": number}), is_repeat=False)

    def published(self, submission: Submission, outputs: Mapping[str, str | None]) -> Submission:
        """Note where the documents of a submission are now; return it with them."""
        mine = SUBMISSIONS.c.id == submission.id
        with self._writing() as connection:
            connection.execute(update(SUBMISSIONS).where(mine).values(outputs=dict(outputs)))
        return submission.model_copy(update={"outputs": outputs})

    def is_empty(self) -> bool:
        """True where nothing was ever recorded."""
        with self._reading() as connection:
            return connection.scalar(select(SUBMISSIONS.c.id).limit(1)) is None

    def years(self) -> list[int]:
        """Return the years of which something was accepted, first to last."""
        accepted = (SUBMISSIONS.c.status == "accepted") & SUBMISSIONS.c.year.is_not(None)
        query = select(SUBMISSIONS.c.year).where(accepted).distinct()
        with self._reading() as connection:
            return sorted(connection.scalars(query))

    def submissions(self, year: int, body: str | None = None) -> list[Submission]:
        """Return what came in for ``year``, of one body or of all, in the order it came."""
        mine = SUBMISSIONS.c.year == year
        if body is not None:
            mine &= SUBMISSIONS.c.body == body
        with self._reading() as connection:
            return [submission_of(row) for row in _rows(connection, mine)]

    def accepted(self, year: int) -> Mapping[str, Submission]:
        """Return by body the accepted submission that counts for ``year``."""
        return self._counting(SUBMISSIONS.c.year == year)

    def each_accepted(self, year: int) -> Iterator[Submission]:
        """Yield the accepted submissions that count, a few at a time in memory."""
        numbers = self._numbers(SUBMISSIONS.c.year == year, ("accepted",))
        for start in range(0, len(numbers), _FEW):
            wanted = SUBMISSIONS.c.id.in_(numbers[start : start + _FEW])
            with self._reading() as connection:
                yield from [submission_of(row) for row in _rows(connection, wanted)]

    def standing_of(self, body: str, year: int) -> Submission | None:
        """Return the submission the status of ``body`` speaks of; it costs nobody else's."""
        mine = (SUBMISSIONS.c.year == year) & (SUBMISSIONS.c.body == body)
        return self._counting(mine, ("accepted", "returned")).get(body)

    def accepted_of(self, body: str, year: int) -> Submission | None:
        """Return the accepted submission of ``body`` that counts; it costs nobody else's."""
        mine = (SUBMISSIONS.c.year == year) & (SUBMISSIONS.c.body == body)
        return self._counting(mine).get(body)

    def owner_of(self, path: str) -> str | None:
        """Return whose the file at ``path`` is: the body, or the hash of a return of nobody's.

        Windows tells no capital from a small letter, so neither does this.
        """
        query = select(OUTPUTS.c.owner).where(OUTPUTS.c.path == path.casefold())
        with self._reading() as connection:
            return connection.scalar(query)

    def own(self, path: str, owner: str) -> None:
        """Note whose the file at ``path`` is from now on."""
        row = {"path": path.casefold(), "owner": owner}
        with self._writing() as connection:
            connection.execute(delete(OUTPUTS).where(OUTPUTS.c.path == row["path"]))
            connection.execute(insert(OUTPUTS).values(**row))

    def texts(self, year: int) -> Mapping[str, KeptTexts]:
        """Return by part the indexes over everybody's texts of ``year``; put them while alone."""
        return {part: KeptTexts(self._reading, year, part) for part in PARTS}

    def _index(self) -> None:
        """List files and texts of a store that an earlier nianbao kept without."""
        columns = (SUBMISSIONS.c.body, SUBMISSIONS.c.sha256, SUBMISSIONS.c.outputs)
        with self._writing() as connection:
            owned = {
                path.casefold(): body or sha256
                for body, sha256, outputs in connection.execute(
                    select(*columns).order_by(SUBMISSIONS.c.id)
                )
                for path in outputs.values()
                if path
            }
        for path, owner in owned.items():
            self.own(path, owner)
        for year in self.years():
            kept = self.texts(year)
            for body, each in self.standing(year).items():
                texts = compared_texts(each.report, Thresholds().copy_least) if each.report else {}
                for part, text in texts.items():
                    kept[part].put(body, text)

    def outranked_by(self, late: Submission) -> Submission | None:
        """Return the submission that goes on standing when ``late`` comes in: the accepted one,
        or for a ``late`` with errors the one that goes back.

        None where ``late`` would stand itself: ask before its files are written.
        """
        if late.body is None or late.year is None:
            return None
        mine = (SUBMISSIONS.c.year == late.year) & (SUBMISSIONS.c.body == late.body)
        standing = ("accepted",) if late.status == "accepted" else ("accepted", "returned")
        now = self._counting(mine, standing).get(late.body)
        return now if now and not late.supersedes(now) else None

    def last_year(self, body: str, year: int) -> Report | None:
        """Return the report of the year before ``year`` that was accepted of ``body``."""
        submission = self.accepted_of(body, year - 1)
        return submission.report if submission else None

    def standing(self, year: int) -> Mapping[str, Submission]:
        """Return by body the submission its status speaks of: what counts, else the last read."""
        return self._counting(SUBMISSIONS.c.year == year, ("accepted", "returned"))

    def _counting(
        self, wanted: ColumnElement[bool], statuses: tuple[str, ...] = ("accepted",)
    ) -> dict[str, Submission]:
        """Return by body what counts; reports are read only of these, ``_RANK`` of all."""
        numbers = self._numbers(wanted, statuses)
        with self._reading() as connection:
            chosen = [
                submission_of(each)
                for start in range(0, len(numbers), _AT_ONCE)
                for each in _rows(
                    connection, SUBMISSIONS.c.id.in_(numbers[start : start + _AT_ONCE])
                )
            ]
        return {each.body or "": each for each in chosen}

    def _numbers(self, wanted: ColumnElement[bool], statuses: tuple[str, ...]) -> list[int]:
        """Return the numbers of the submissions that count, one a body."""
        wanted &= SUBMISSIONS.c.status.in_(statuses) & SUBMISSIONS.c.body.is_not(None)
        query = select(*_RANK).where(wanted).order_by(SUBMISSIONS.c.id)
        with self._reading() as connection:
            arrived: dict[str, list[Submission]] = {}
            for row in connection.execute(query).mappings():
                arrived.setdefault(row["body"] or "", []).append(ranked(row))
        return [current(each).id or 0 for each in arrived.values()]

    def issue(self, code: str, body: str, year: int, issued_at: datetime) -> Issue:
        """Record that a workbook goes out; its edit number is one more than the last one's."""
        mine = (ISSUED.c.code == code) & (ISSUED.c.year == year)
        with self._writing() as connection:
            edit = (connection.scalar(select(func.max(ISSUED.c.edit)).where(mine)) or 0) + 1
            issue = Issue(code, body, year, edit, issued_at)
            connection.execute(
                insert(ISSUED).values(**{**issue._asdict(), "issued_at": utc(issued_at)})
            )
        return issue

    def waive(self, waiver: Waiver) -> Waiver:
        """Keep a waiver; the same one again changes nothing."""
        with self._writing() as connection:
            if waiver.key not in {kept.key for kept in _waivers(connection, waiver.year)}:
                connection.execute(insert(WAIVERS).values(**waiver_row(waiver)))
        return waiver

    def waivers(self, year: int, body: str | None = None) -> list[Waiver]:
        """Return the waivers given for ``year``, void ones too, in the order they were given."""
        with self._reading() as connection:
            given = _waivers(connection, year)
        return [waiver for waiver in given if body in (None, waiver.body)]

    def unattributed(self, year: int) -> list[Submission]:
        """Return files of nobody's: of ``year``, or received while it was collected."""
        received = SUBMISSIONS.c.received_at
        then = (received >= f"{year}-12") & (received < f"{year + 1}-12")
        nobodys = SUBMISSIONS.c.body.is_(None) | SUBMISSIONS.c.year.is_(None)
        nobodys &= then | (SUBMISSIONS.c.year == year)
        with self._reading() as connection:
            return [submission_of(row) for row in _rows(connection, nobodys)]

    def issued(self, year: int) -> list[Issue]:
        """Return the workbooks issued for ``year``, in the order they went out."""
        query = select(ISSUED).where(ISSUED.c.year == year).order_by(ISSUED.c.id)
        with self._reading() as connection:
            return [_issue_of(row) for row in connection.execute(query).mappings()]


def counting(arrived: list[Submission]) -> Submission:
    """Return the one that counts of a body's accepted submissions, given as they arrived."""
    return reduce(lambda now, late: late if late.supersedes(now) else now, arrived)


def current(arrived: list[Submission]) -> Submission:
    """Return the one a body's status speaks of: the accepted one that counts, else the newest."""
    return counting([each for each in arrived if each.status == "accepted"] or arrived)


def _rows(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[RowMapping]:
    query = select(SUBMISSIONS).where(wanted).order_by(SUBMISSIONS.c.id)
    return iter(connection.execute(query).mappings())


def _last_of(connection: Connection, sha256: str) -> Submission | None:
    these = (SUBMISSIONS.c.sha256 == sha256) & (SUBMISSIONS.c.status != "skipped")
    query = select(SUBMISSIONS).where(these).order_by(SUBMISSIONS.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return submission_of(row) if row else None


def _waivers(connection: Connection, year: int) -> list[Waiver]:
    query = select(WAIVERS).where(WAIVERS.c.year == year).order_by(WAIVERS.c.id)
    return [waiver_of(row) for row in connection.execute(query).mappings()]


def _issue_of(row: RowMapping) -> Issue:
    moment = datetime.fromisoformat(row["issued_at"])
    return Issue(row["code"], row["body"], row["year"], row["edit"], moment)


def _suffix(content: bytes) -> str:
    """Return the extension that fits the bytes, whatever the file was called."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return ".xls"
    if content.startswith(b"PK\x03\x04"):
        return ".ods" if content[30:].startswith(_OPEN_DOCUMENT) else ".xlsx"
    return ".bin"


def _holds(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False
