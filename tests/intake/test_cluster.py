"""Returns examined on a Dask cluster: the same as in one process, whatever happens to a worker."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from distributed import Client

from nianbao.county.folder import County
from nianbao.errors import OutputProblem
from nianbao.intake import batch
from nianbao.intake.batch import Options, ingest
from nianbao.intake.inbox import items
from nianbao.store.store import Store
from nianbao.workbook.form_code import GENERAL
from nianbao.workbook.issue import Issue
from support.clerk import Clerk, sound_report
from support.programs import use
from support.typed_commands import typed

YEAR = 2022
BROKEN = {"applications.received.business": 3}


@dataclass
class Cluster:
    """A scheduler and two workers, each a process of its own."""

    address: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "dask", *arguments]
        # What dask says of itself is of no interest here.
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, start_new_session=True, stdout=quiet, stderr=quiet)
        self.processes.append(process)

    def end(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    use("dask")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = Cluster(f"tcp://127.0.0.1:{port}")
    try:
        started.start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        for _ in range(2):
            started.start("worker", started.address, "--nthreads", "1", "--no-dashboard")
        with Client(started.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield started
    finally:
        started.end()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder, clerk = tmp_path / "inbox", Clerk(Issue(YEAR, GENERAL))
    folder.mkdir()
    for number in range(12):
        figures = BROKEN if number % 4 == 3 else {"disclosure.licences": number}
        report = sound_report(figures, organisation=f"第{number}镇人民政府")
        (folder / f"{number:02}.xlsx").write_bytes(clerk.fill(report))
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    return folder


def taken_in(home: Path, inbox: Path, executor: str = "") -> tuple[list[str], dict[str, bytes]]:
    """Return what is told, line by line, and every file that is written."""
    home.mkdir()
    options = Options(YEAR, workers=1, executor=executor)
    run = ingest(items([str(inbox)]), County.open(home), options)
    told = [json.dumps(each.as_json(), ensure_ascii=False) for each in run]
    folders = [home / name for name in ("收件", "退回", "成文")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return told, {str(path.relative_to(home)): path.read_bytes() for path in files}


@pytest.mark.dask
def test_a_cluster_tells_and_writes_what_one_process_does(
    cluster: Cluster, inbox: Path, tmp_path: Path
) -> None:
    alone = taken_in(tmp_path / "alone", inbox)
    assert taken_in(tmp_path / "cluster", inbox, cluster.address) == alone
    assert len(alone[0]) == 13


@pytest.mark.dask
def test_a_worker_that_is_killed_costs_no_file(
    cluster: Cluster, inbox: Path, tmp_path: Path
) -> None:
    home = tmp_path / "county"
    home.mkdir()
    options = Options(YEAR, executor=cluster.address)
    run = ingest(items([str(inbox)]), County.open(home), options)
    told = [next(run)]
    killed = cluster.processes[-1]
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    told += run
    assert [each.status for each in told].count("accepted") == 9
    assert [each.file for each in told] == sorted(each.file for each in told)
    store = Store.open(County.open(home).store_url, home)
    assert len(store.accepted(YEAR)) == 9
    store.close()


@pytest.mark.dask
def test_a_scheduler_that_is_lost_ends_the_run_and_the_next_one_goes_on(
    cluster: Cluster, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "county"
    home.mkdir()
    # One by one, so that most of the files are still to be examined.
    monkeypatch.setattr(batch, "_AT_ONCE", 1)
    options = Options(YEAR, executor=cluster.address)
    run = ingest(items([str(inbox)]), County.open(home), options)
    next(run)
    cluster.end()
    with pytest.raises(OutputProblem, match=r"^与计算集群的连接断了.*再运行一次就接着做。$"):
        list(run)
    again = list(ingest(items([str(inbox)]), County.open(home), Options(YEAR, workers=1)))
    assert {each.status for each in again} <= {"accepted", "returned", "skipped", "refused"}
    store = Store.open(County.open(home).store_url, home)
    assert len(store.accepted(YEAR)) == 9
    store.close()


def test_a_cluster_that_is_not_there_is_one_sentence(inbox: Path, tmp_path: Path) -> None:
    done = typed("ingest", str(inbox), "--executor", "tcp://127.0.0.1:9", home=tmp_path)
    assert (done.status, done.err) == (
        1, "错误：连不上计算集群（tcp://127.0.0.1:9）。请检查地址，以及调度程序是否在运行。\n",
    )  # fmt: skip


def test_an_address_that_is_none_is_named(inbox: Path, tmp_path: Path) -> None:
    done = typed("ingest", str(inbox), "--executor", "hpc", home=tmp_path)
    assert done.status == 2
    assert "填的是“hpc”" in done.err
