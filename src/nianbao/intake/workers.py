"""Examining many files: in this process, or over worker processes that may die or hang.

A worker that dies or takes too long costs its one file; the pool replaces it and goes on. Results
come in the order of the files, and only a few files are in memory at a time.
"""

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from nianbao.findings.finding import finding
from nianbao.intake.examine import examine, faulted
from nianbao.intake.outcome import Circumstances, Outcome

SECONDS_A_FILE = 60
MEMORY_A_WORKER = 2 << 30
MOST_WORKERS = 8
_FEW = 8
_AHEAD = 3


@dataclass(frozen=True)
class Job:
    """One file to examine: its name as shown, its bytes, their hash; when it arrived by mail."""

    name: str
    data: bytes
    sha256: str
    arrived: datetime | None = None


def examined(
    jobs: Iterable[Job | Outcome], circumstances: Circumstances, workers: int
) -> Iterator[Outcome]:
    """Yield the outcome of each job, in order; outcomes already there pass through.

    One worker means this very process.
    """
    if workers <= 1:
        for job in jobs:
            yield job if isinstance(job, Outcome) else examine(job.name, job.data, circumstances)
        return
    with ProcessPool(workers, initializer=_take_seat, initargs=(circumstances,)) as pool:
        waiting: deque[tuple[str, Outcome | Future[Outcome]]] = deque()
        for job in jobs:
            if isinstance(job, Outcome):
                waiting.append((job.file, job))
            else:
                arguments = (job.name, job.data)
                future = pool.schedule(_examine, args=arguments, timeout=SECONDS_A_FILE)
                waiting.append((job.name, future))
            while len(waiting) > workers * _AHEAD:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())


def _examine(name: str, data: bytes) -> Outcome:
    if _circumstances is None:
        raise RuntimeError("a worker was not told about the county")
    return examine(name, data, _circumstances)


def workers_for(files: int, asked: int | None) -> int:
    """Return how many workers to use: as asked, else one per core, and one for a few files."""
    if asked is not None:
        return asked
    return 1 if files <= _FEW else min(os.cpu_count() or 1, MOST_WORKERS)


def _result(name: str, awaited: Outcome | Future[Outcome]) -> Outcome:
    if isinstance(awaited, Outcome):
        return awaited
    try:
        return awaited.result()
    except TookTooLong:
        return Outcome(file=name, status="refused", findings=(finding("took too long"),))
    except MemoryError:
        return Outcome(file=name, status="refused", findings=(finding("took too much"),))
    except (ProcessExpired, OSError) as problem:
        return faulted(name, f"{type(problem).__name__}: {problem}\n")


# A worker is told about the county once, not with every file.
_circumstances: Circumstances | None = None


def _take_seat(circumstances: Circumstances) -> None:
    """Start a worker: told of the county, with a limit of memory where the system has them."""
    global _circumstances
    _circumstances = circumstances
    if sys.platform != "win32":
        import resource

        # What is mapped already came with the parent process and is shared with it.
        limit = _mapped() + MEMORY_A_WORKER
        _, hardest = resource.getrlimit(resource.RLIMIT_AS)
        if hardest == resource.RLIM_INFINITY or limit < hardest:
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _mapped() -> int:
    """Return the bytes this process has mapped, 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
