"""One January's mail in one run: thirty sound returns among all the files that are none.

What a county's desk types, in a process of its own: every sound return is accepted with exactly
its figures, every other file is named with its sentence, nothing is lost, memory stays small.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from nianbao.fault_log import NAME as FAULT_LOG
from support.hostile_files import CASES, wrong
from support.january_mail import (
    ARCHIVED,
    BODIES,
    YEAR,
    Return,
    bad_returns,
    older_return,
    sound_returns,
)
from support.raw_workbooks import zipped
from support.typed_commands import START, environment

pytestmark = pytest.mark.office
MEGABYTES = 500
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
# As an argument of the command such a zip is an archive: its members are what is read.
ARCHIVE = "zip without a workbook"
LOCK = "这是表格软件的临时文件，不是报表，已跳过。"
SYSTEM = "这是操作系统自动生成的文件，不是报表，已跳过。"
BROKEN_LINK = "这个快捷链接指向的文件不存在。请找到原来的文件再试。"
NO_FILE = "这不是普通文件，不予读取。请改用保存在磁盘上的表格文件。"
OUTSIDE = "压缩包里的这个文件名指向别的文件夹，不予处理。请重新压缩，或者单独发送。"
NESTED = "压缩包里还有压缩包。请解压后把里面的表格文件单独发送。"
LOCKED = "压缩包里的这个文件设了解压密码。请用密码解压后，把表格文件单独发送。"


def archive() -> bytes:
    """Return an archive with a name that climbs, an archive inside, a file behind a password."""
    inner = zipped({"甲.xlsx": b"x"})
    made = bytearray(zipped({"../上级.xlsx": b"x", "内层.zip": inner, "密.xlsx": b"x"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[bytes(made).rindex(mark) + flags] |= 1
    return bytes(made)


def named_in_gbk(members: Sequence[bytes]) -> bytes:
    """Return an archive as a Chinese Windows makes it: names in GBK that do not say so."""
    content = zipped({f"{number:06}.xlsx": data for number, data in enumerate(members)})
    for number in range(len(members)):
        content = content.replace(f"{number:06}".encode(), f"镇报{number:02}".encode("gbk"))
    return content


@dataclass
class Mail:
    """A folder of attachments: by the name of each file what it must become.

    ``hashes`` are those of every file that is read, whatever becomes of it.
    """

    folder: Path
    sound: dict[str, Return] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    returned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    late: dict[str, str] = field(default_factory=dict)
    hashes: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        answered = len(self.refused) + len(self.returned) + len(self.skipped) + len(self.late)
        return len(self.sound) + answered

    def put(self, name: str, content: bytes) -> str:
        """Write a file; return the name that a run shows."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return self.shown(name)

    def kept(self, name: str, content: bytes) -> str:
        """Write a file whose bytes have to be kept."""
        self.hashes.add(hashlib.sha256(content).hexdigest())
        return self.put(name, content)

    def shown(self, name: str) -> str:
        return f"{self.folder.name}/{name}"


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Mail:
    made = Mail(tmp_path_factory.mktemp("一月") / "附件")
    made.folder.mkdir()
    _put_sound(made)
    for number, case in enumerate(each for each in CASES if each.what != ARCHIVE):
        made.refused[made.kept(f"2 别的/{number:03}.xlsx", case.build())] = case.message
    for number, bad in enumerate(bad_returns()):
        made.returned[made.kept(f"3 有错/{number:03}.xlsx", bad.content)] = bad.messages
    _put_around(made)
    return made


def _put_sound(made: Mail) -> None:
    sound = {each.name: each for each in sound_returns()}
    for name in [name for name in sound if name not in ARCHIVED]:
        made.sound[made.kept(f"1 报来/{name}", sound[name].content)] = sound[name]
    packed = [sound[name].content for name in ARCHIVED]
    inside = made.put("1 报来/AT00001.zip", named_in_gbk(packed))
    for number, name in enumerate(ARCHIVED):
        made.sound[f"{inside}/镇报{number:02}.xlsx"] = sound[name]
        made.hashes.add(hashlib.sha256(packed[number]).hexdigest())
    again = made.put("4 又来/再发.xlsx", sound["01 发来的.xlsx"].content)
    first = made.shown("1 报来/01 发来的.xlsx")
    made.skipped[again] = f"这个文件已经收过（与“{first}”相同），内容没有变化，已跳过。"
    made.late[made.kept("4 又来/旧表.xlsx", older_return())] = (
        "这是第 1 次发出的表（某时），已接收的“01 发来的.xlsx”是第 2 次的（某时），这份已经留存，"
        "仍以那份为准。要以这份为准，请让报送机关在最近发出的表里填好再报。"
    )


def _put_around(made: Mail) -> None:
    """Put what lies about in a folder of attachments besides workbooks."""
    inside = made.put("5 杂/只有说明.xlsx", zipped({"说明.txt": "无"}))
    made.refused[f"{inside}/说明.txt"] = wrong("文本文件")
    made.hashes.add(hashlib.sha256("无".encode()).hexdigest())
    made.skipped[made.put("5 杂/~$模板.xlsx", b"lock")] = LOCK
    made.skipped[made.put("5 杂/.~模板.xlsx", b"lock")] = LOCK
    made.skipped[made.put("5 杂/Thumbs.db", b"x")] = SYSTEM
    (made.folder / "5 杂/无处.xlsx").symlink_to("没有.xlsx")
    made.refused[made.shown("5 杂/无处.xlsx")] = BROKEN_LINK
    os.mkfifo(made.folder / "5 杂/管道.xlsx")
    made.refused[made.shown("5 杂/管道.xlsx")] = NO_FILE
    packed = made.put("5 杂/包.zip", archive())
    for name, message in (("../上级", OUTSIDE), ("内层.zip", NESTED), ("密.xlsx", LOCKED)):
        suffix = ".xlsx" if name == "../上级" else ""
        made.refused[f"{packed}/{name}{suffix}"] = message


@dataclass(frozen=True)
class Run:
    """What one ``nianbao ingest --json`` told, and the most memory its processes had together."""

    status: int
    told: Mapping[str, dict[str, Any]]
    err: str
    megabytes: float
    home: Path

    def files(self, folder: str) -> list[Path]:
        return [path for path in (self.home / folder).rglob("*") if path.is_file()]


def run(mail: Mail, home: Path, jobs: int) -> Run:
    """Let the desk type the command in a new county folder."""
    lines = [f"{body},{code},乡镇" for body, code in BODIES.items()]
    roster = "\r\n".join(("机关全称,机关代码,机关类型", *lines))
    (home / "名册.csv").write_text(roster, encoding="utf-8-sig")
    (home / mail.folder.name).symlink_to(mail.folder)
    command = ["ingest", mail.folder.name, "--json", "--year", str(YEAR), "--jobs", str(jobs)]
    with subprocess.Popen(
        [sys.executable, "-c", START, *command],
        cwd=home, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        watch = Watch(process.pid)
        out, err = process.communicate(timeout=120)
        watch.end()
    told = [json.loads(line) for line in out.decode().splitlines()]
    assert len({each["file"] for each in told}) == len(told)
    by_name = {each["file"]: each for each in told}
    return Run(process.returncode, by_name, err.decode(), watch.peak / 1e6, home)


class Watch(Thread):
    """Samples the resident memory of a process and all below it, added up; ``peak`` in bytes."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = Event()
        self.peak = 0
        self.start()

    def run(self) -> None:
        while not self._ended.wait(0.01):
            self.peak = max(self.peak, _resident(self._pid))

    def end(self) -> None:
        self._ended.set()
        self.join()


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except (OSError, IndexError):  # it has just ended
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_resident(int(child)) for child in children)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_whole_months_mail_in_one_run(jobs: int, mail: Mail, tmp_path: Path) -> None:
    done = run(mail, tmp_path, jobs)
    assert (done.status, done.err) == (1, "")
    assert len(done.told) == len(mail)
    _assert_accepted(mail, done)
    _assert_named(mail, done)
    _assert_nothing_lost(mail, done)
    assert 0 < done.megabytes < MEGABYTES


def _assert_accepted(mail: Mail, done: Run) -> None:
    assert len(mail.sound) == 30
    for name, sound in mail.sound.items():
        told = done.told[name]
        assert told["status"] == "accepted", (name, told["findings"])
        assert told["report"] == sound.report.model_dump(mode="json"), name
        about = [each["message"] for each in told["findings"] if each["code"] != "X-04"]
        assert tuple(about) == sound.notes, name
        for kind in ("docx", "html"):
            assert (done.home / told["outputs"][kind]).stat().st_size > 1000
    assert len(done.files("成文")) == 60


def _assert_named(mail: Mail, done: Run) -> None:
    assert len(mail.refused) + len(mail.returned) >= 60
    by_status = {"refused": mail.refused, "skipped": mail.skipped, "accepted": mail.late}
    for status, expected in by_status.items():
        for name, message in expected.items():
            told = done.told[name]
            said = [
                MOMENT.sub("某时", each["message"])
                for each in told["findings"]
                if each["code"] != "X-04"
            ]
            assert (told["status"], said) == (status, [message]), name
    for name, messages in mail.returned.items():
        told = done.told[name]
        errors = [each["message"] for each in told["findings"] if each["severity"] == "error"]
        assert (told["status"], tuple(errors)) == ("returned", messages), name


def _assert_nothing_lost(mail: Mail, done: Run) -> None:
    kept = {hashlib.sha256(path.read_bytes()).hexdigest() for path in done.files("收件")}
    assert kept == mail.hashes
    marked = {each["outputs"]["marked"] for each in done.told.values()} - {None}
    assert {path.relative_to(done.home).as_posix() for path in done.files("退回")} == marked
    assert all(path.is_relative_to(done.home) for path in done.files("退回"))
    assert not (done.home / FAULT_LOG).exists()
    assert not list(done.home.rglob("*.tmp"))
