"""A disk that fills in the middle of a run: one sentence, nothing half-written, nothing lost."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nianbao.workbook.form_code import GENERAL
from nianbao.workbook.issue import Issue
from support import small_disk
from support.clerk import Clerk, sound_report
from support.rearranged_workbooks import Rearranged, drop
from support.typed_commands import START, environment

ACCEPTED, RETURNED = "甲镇人民政府", "乙镇人民政府"
# What could not be written, and what the person is told.
SENTENCES = {
    "original": r"错误：磁盘已满，没能写入“收件/\w\w/\w{64}\.xlsx”。请腾出空间后再试。\n",
    "document": rf"错误：磁盘已满，没能写入“成文/{ACCEPTED}2022年政府信息公开工作年度报告\.(docx|html)”。请腾出空间后再试。\n",
    "marked": rf"错误：磁盘已满，没能写入“退回/{RETURNED}2022年政府信息公开工作年报退回修改\.xlsx”。请腾出空间后再试。\n",
    "database": r"错误：磁盘已满(，数据库（.*nianbao\.db）没能写入。请腾出空间|或有故障，数据库（.*nianbao\.db）没能写入。请检查磁盘)后再试。\n",
}
LIMITED = {
    name: re.sub("磁盘已满，没能写入(.*)。请腾出空间", r"没能写入\1：超出系统允许的文件大小。请检查磁盘限额", text)
    for name, text in SENTENCES.items()
    if name in ("original", "document")
} | {"database": SENTENCES["database"]}  # fmt: skip
IN_A_NAMESPACE = ("unshare", "--map-root-user", "--mount")


def can_mount() -> bool:
    """True where the system lets us mount a disk of our own; the limit serves everywhere."""
    try:
        done = subprocess.run(
            [*IN_A_NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/tmp"],
            capture_output=True, check=False,
        )  # fmt: skip
    except OSError:
        return False
    return done.returncode == 0


WAYS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "limit": ((), LIMITED),
    **({"disk": (IN_A_NAMESPACE, SENTENCES)} if can_mount() else {}),
}


# How long the text is, in thousands of characters: a file alone has to outgrow the fresh database,
# on a small disk the database must not take all the room.
LENGTHS = {"limit": 48, "disk": 16}


@pytest.fixture
def inbox(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Return a folder with a sound return of much text and a faulty one.

    The page of the first is larger than the file itself: so each can be what has no room.
    """
    folder, clerk = tmp_path_factory.mktemp("inbox"), Clerk(Issue(2022, GENERAL))
    way = getattr(request.node, "callspec", None)
    lines_of_text = LENGTHS[way.params["way"] if way else "disk"] // 16
    chance = random.Random(2022)
    lines = (
        "".join(chr(0x4E00 + chance.randrange(200)) for _ in range(16000))
        for _ in range(lines_of_text)
    )
    text = "\n".join(lines)
    sound = Rearranged(clerk.fill(sound_report({"other.text": text}, organisation=ACCEPTED)))
    drop("填报说明", "核对")(sound)
    (folder / "2.xlsx").write_bytes(sound.bytes())
    faulty = sound_report({"applications.received.business": 3}, organisation=RETURNED)
    (folder / "1.xlsx").write_bytes(clerk.fill(faulty))
    return folder


@pytest.mark.parametrize("way", WAYS)
def test_a_disk_without_room_is_one_sentence_and_the_next_run_completes(
    way: str, inbox: Path, tmp_path: Path
) -> None:
    *failed, last = runs(way, inbox, tmp_path)
    met = {kind_of(each, WAYS[way][1]) for each in failed}
    assert met == set(WAYS[way][1])
    assert [each["broken"] for each in (*failed, last)] == [[]] * (len(failed) + 1)
    assert last["status"] == int("returned" in last["statuses"])
    told = [status for each in (*failed, last) for status in each["statuses"]]
    assert told.count("accepted") == told.count("returned") == 1
    assert set(told) <= {"accepted", "skipped", "returned"}


def test_what_is_printed_into_a_full_file_is_one_sentence_too(inbox: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", START, "ingest", str(inbox), "--year", "2022", "--json"],
            cwd=tmp_path, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "错误：磁盘已满，没有做完；已经登记的不会丢失。请腾出空间后再试。\n"
    )
    assert list((tmp_path / "成文").glob("*.docx"))


def runs(way: str, inbox: Path, home: Path) -> list[dict[str, Any]]:
    before, _ = WAYS[way]
    command = [*before, sys.executable, small_disk.__file__, str(inbox), str(home), way]
    paths = f"{Path(__file__).parents[1]}:{Path(__file__).parents[2] / 'src'}"
    # Python of old writes half a .pyc where there is no room, and stumbles over it ever after.
    more = {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, env=environment(more=more), capture_output=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def kind_of(told: dict[str, Any], sentences: dict[str, str]) -> str:
    """Return what the run could not write, by the one sentence it told."""
    assert told["status"] == 1
    (kind,) = [name for name, pattern in sentences.items() if re.fullmatch(pattern, told["err"])]
    return kind
