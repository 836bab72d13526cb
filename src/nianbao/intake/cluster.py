"""Examining many files on a Dask cluster: ``tcp://scheduler:8786``, extra ``nianbao[cluster]``.

Each worker is told about the county once, also one that joins or comes back later. A worker that
dies costs no file: the scheduler gives its files to another. Templates and a SQLite store are read
where the workers run, so the county folder lies on a path they share, and the store is PostgreSQL
where they are other machines. Limits of memory are those the workers were started with.
"""

import secrets
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError

from distributed import Client, Future, KilledWorker, WorkerPlugin, get_worker

from nianbao.errors import OutputProblem
from nianbao.findings.finding import finding
from nianbao.intake.examine import examine, faulted
from nianbao.intake.outcome import Circumstances, Outcome
from nianbao.intake.workers import SECONDS_A_FILE, Job

_CONNECTING = 10
_AHEAD = 3
_LOST = "与计算集群的连接断了，没有做完；已经登记的不会丢失。请检查集群，再运行一次就接着做。"


class _County(WorkerPlugin):
    """What a worker is told when it joins."""

    def __init__(self, name: str, circumstances: Circumstances) -> None:
        self.name = name
        self.circumstances = circumstances


def examined(
    jobs: Iterable[Job | Outcome], circumstances: Circumstances, address: str
) -> Iterator[Outcome]:
    """Yield the outcome of each job, in order; outcomes already there pass through.

    Raises ``OutputProblem`` where the cluster cannot be reached, or is lost on the way.
    """
    try:
        client = Client(address, timeout=_CONNECTING, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as problem:
        raise OutputProblem(
            f"连不上计算集群（{address}）。请检查地址，以及调度程序是否在运行。"
        ) from problem
    try:
        yield from _Run(client, circumstances).outcomes(jobs)
    finally:
        client.close(timeout=1)


class _Run:
    """One batch on a cluster: a few files for each worker are there at a time."""

    def __init__(self, client: Client, circumstances: Circumstances) -> None:
        self._client = client
        # Several batches may be on the cluster at once, of several counties.
        self._county = f"nianbao-{secrets.token_hex(8)}"
        client.register_plugin(_County(self._county, circumstances))
        self._at_once = max(1, sum(client.nthreads().values())) * _AHEAD

    def outcomes(self, jobs: Iterable[Job | Outcome]) -> Iterator[Outcome]:
        waiting: deque[tuple[str, Outcome | Future[Outcome]]] = deque()
        for job in jobs:
            if isinstance(job, Outcome):
                waiting.append((job.file, job))
            else:
                waiting.append((job.name, self._submitted(job)))
            while len(waiting) > self._at_once:
                yield self._result(*waiting.popleft())
        while waiting:
            yield self._result(*waiting.popleft())
        self._client.unregister_worker_plugin(self._county)

    def _submitted(self, job: Job) -> "Future[Outcome]":
        if self._client.status != "running":
            raise OutputProblem(_LOST)
        return self._client.submit(_examine, job.name, job.data, self._county, pure=False)

    def _result(self, name: str, awaited: "Outcome | Future[Outcome]") -> Outcome:
        if isinstance(awaited, Outcome):
            return awaited
        try:
            # It waits behind a few others on its worker, and anew where a worker died.
            outcome: Outcome = awaited.result(timeout=SECONDS_A_FILE * _AHEAD)
        except KilledWorker as problem:
            return faulted(name, f"{type(problem).__name__}: {problem}\n")
        except MemoryError:
            return Outcome(file=name, status="refused", findings=(finding("took too much"),))
        except TimeoutError:
            return self._too_long(name, awaited)
        except (CancelledError, OSError) as problem:
            raise OutputProblem(_LOST) from problem
        return outcome

    def _too_long(self, name: str, awaited: "Future[Outcome]") -> Outcome:
        """Give up a file; the worker that hangs on it begins afresh."""
        if self._client.status != "running":
            raise OutputProblem(_LOST)
        processing = self._client.processing()
        hanging = [worker for worker, keys in processing.items() if awaited.key in keys]
        awaited.cancel()
        if hanging:
            self._client.restart_workers(hanging, raise_for_error=False)
        return Outcome(file=name, status="refused", findings=(finding("took too long"),))


def _examine(name: str, data: bytes, county: str) -> Outcome:
    told = get_worker().plugins[county]
    if not isinstance(told, _County):
        raise TypeError(f"{county} is another plugin")
    return examine(name, data, told.circumstances)
