"""A worker that dies or hangs costs its one file; the others of the run come out in order."""

import os
import time

import pytest

from nianbao.intake import examine as examining
from nianbao.intake import workers
from nianbao.intake.outcome import Circumstances, Outcome
from nianbao.intake.workers import Job, examined
from nianbao.workbook.read.reader import read_return
from nianbao.workbook.read.reading import Reading
from support.clerk import BODY, Clerk, sound_report


def _fragile(name: str, data: bytes, desk: Circumstances) -> Outcome:
    if data == b"dies":
        os._exit(9)
    if data == b"hangs":
        time.sleep(60)
    return Outcome(file=name, status="accepted")


def test_a_worker_that_dies_or_hangs_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "examine", _fragile)
    monkeypatch.setattr(workers, "SECONDS_A_FILE", 2)
    contents = [b"good", b"dies", b"good", b"hangs", b"good", b"good"]
    jobs = [Job(f"{at}.xlsx", content, str(at)) for at, content in enumerate(contents)]
    outcomes = list(examined(jobs, Circumstances(2022), 2))
    assert [each.file for each in outcomes] == [job.name for job in jobs]
    assert [each.status for each in outcomes] == [
        "accepted", "refused", "accepted", "refused", "accepted", "accepted",
    ]  # fmt: skip
    assert [each.findings[0].message for each in outcomes if each.findings] == [
        "程序没能处理这个文件，文件已原样保留。请把 nianbao-故障.log 发给维护人员。",
        "读取超时，不予处理。请用原来发放的表重新填报。",
    ]


def _greedy(data: bytes) -> Reading:
    if data == b"greedy":
        # Far more than a worker may have, taken bit by bit as a real file would make it.
        taken = [bytes(16 << 20) for _ in range(64)]
        raise AssertionError(f"had {len(taken)} times 16 MB")
    return read_return(data)


def test_a_worker_that_wants_too_much_memory_costs_one_file(
    monkeypatch: pytest.MonkeyPatch, clerk: Clerk
) -> None:
    monkeypatch.setattr(examining, "read_return", _greedy)
    monkeypatch.setattr(workers, "MEMORY_A_WORKER", 384 << 20)
    sound = clerk.fill(sound_report())
    contents = [sound, b"greedy", sound, b"greedy", sound]
    jobs = [Job(f"{at}.xlsx", content, str(at)) for at, content in enumerate(contents)]
    outcomes = list(examined(jobs, Circumstances(2022), 2))
    assert [each.fault for each in outcomes] == [""] * 5
    assert [(each.status, each.body) for each in outcomes] == [
        ("accepted", BODY), ("refused", None), ("accepted", BODY), ("refused", None),
        ("accepted", BODY),
    ]  # fmt: skip
    assert [each.findings[0].message for each in outcomes if each.status == "refused"] == [
        "读取占用内存过多，不予处理。请用原来发放的表重新填报。"
    ] * 2
