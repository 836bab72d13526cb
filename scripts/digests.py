"""Print one digest for everything the program says and writes of a fixed set of files.

A change that must not change behaviour is made between two runs::

    python scripts/digests.py > before.txt
    python scripts/digests.py --against before.txt    # what changed; 1 where anything did

Four kinds of mail are received, in county folders of their own: the samples, the mail of one
January, the hostile files, a return written by a dozen other programs. A digest is printed for each
JSON line (``line``), for each thing else a command prints (``told``), and for each file the county
folder then holds (``marked``, ``document``, ``blank``, ``totals``, ``export``, ``page``, …). A file
of zipped parts counts by its parts' names and contents, a letter by its heads and attachments, so
that neither another zlib nor a boundary drawn at random changes anything.

Only the moment of the run is masked: a time beside the date of yesterday, today or tomorrow. The
files are built by the helpers of tests/, so a change there shows as well; some are saved by
LibreOffice, which has to be installed. A PDF carries the type faces of the machine: compare runs of
one machine.
"""

import argparse
import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes
from pathlib import Path
from tempfile import TemporaryDirectory

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME / folder) for folder in ("tests", "src")]

from support.clerk import BODY, Clerk, sound_report
from support.hostile_files import CASES
from support.january_mail import ARCHIVED, BODIES, YEAR, bad_returns, older_return, sound_returns
from support.other_programs import WRITERS, model_of
from support.raw_workbooks import zipped

SAMPLES = HOME / "samples"
FIGURES = {
    "disclosure.licences": 5,
    "disclosure.fees_wan": Decimal("8743.8"),
    "applications.received.natural_person": 4,
    "applications.outcomes.granted.natural_person": 4,
    "disputes.reconsideration.upheld": 1,
    "other.text": "第一段 & <第二>\n第二段“引号”",
}
RECEIVE = ("ingest", "收到", "--json", "--pdf")
# By the folder of the county in which a file lies; what lies beside the folders is a page.
KINDS = {"发放": "blank", "退回": "marked", "成文": "document", "汇总": "totals", "导出": "export"}
# What the county keeps for itself: the originals as received, the store.
_KEPT = ("收件", "nianbao.db")
_MARK = "某时"
_SECONDS = 300


# What is received


@dataclass(frozen=True)
class County:
    """A county folder to make: its files by path, and the commands typed in it, in order."""

    name: str
    files: Mapping[str, bytes]
    commands: Sequence[Sequence[str]]


def counties() -> Iterator[County]:
    """Yield every county the digests are drawn from."""
    yield sample_county()
    yield january()
    yield County("hostile", {**county_files(BODIES), **hostile_files()}, [RECEIVE])
    for bad in bad_returns():
        yield one_file(f"crowd: {bad.what}", bad.content, BODIES)
    model = model_of(Clerk().fill(sound_report(FIGURES)))
    for program, write in WRITERS.items():
        yield one_file(f"program: {program}", write(model), {BODY: "XZ01"})


def county_files(roster: Mapping[str, str]) -> dict[str, bytes]:
    """Return settings and roster of a county in which nobody is ever late."""
    lines = [
        "机关全称,机关代码,机关类型",
        *(f"{body},{code},乡镇" for body, code in roster.items()),
    ]
    settings = f'county = "示例县"\nyear = {YEAR}\ndeadline = "不限"\n'
    return {
        "nianbao.toml": settings.encode(),
        "名册.csv": "\r\n".join(lines).encode("utf-8-sig"),
    }


def one_file(name: str, content: bytes, roster: Mapping[str, str]) -> County:
    """Return a county that receives one file: nothing that comes later writes over its outputs."""
    return County(name, {**county_files(roster), "收到/报来.xlsx": content}, [RECEIVE])


def sample_county() -> County:
    """Return the county of the samples, taken through both its years."""
    files = {
        path.relative_to(SAMPLES).as_posix(): path.read_bytes()
        for path in sorted(SAMPLES.rglob("*"))
        if path.is_file() and path.suffix not in (".png", ".sh")
    }
    later = ("--year", str(YEAR + 1))
    exports = [
        ("export", "--format", kind, "-o", f"导出/{kind}") for kind in ("csv", "json", "xlsx")
    ]
    commands = [
        ("rules",),
        ("blank",),
        ("ingest", "收到的附件", "--json", "--pdf"),
        ("status", "--json"),
        ("status",),
        ("ingest", "改好再报的", "--json", "--pdf"),
        ("ingest", "第二年的", "--json", *later),
        ("history", "示例县财政局", "--json"),
        ("status", "--csv"),
        ("status", *later),
        ("totals",),
        ("document", "--format", "fragment"),
        ("document", "--pdf", "--volume"),
        *exports,
    ]
    return County("samples", {**files, "导出/.keep": b""}, commands)


def january() -> County:
    """Return the county of one month's mail: thirty sound returns, two zipped, one again."""
    sound = {each.name: each.content for each in sound_returns()}
    packed = {name: sound.pop(name) for name in ARCHIVED}
    mail = {f"收到/1 报来/{name}": content for name, content in sound.items()}
    mail["收到/2 压缩.zip"] = zipped(packed)
    mail["收到/3 再发.xlsx"] = sound["01 发来的.xlsx"]
    mail["收到/4 旧表.xlsx"] = older_return()
    commands = [("blank",), RECEIVE, ("status", "--json"), ("status",), ("totals",)]
    return County("crowd", {**county_files(BODIES), **mail}, commands)


def hostile_files() -> dict[str, bytes]:
    """Return the files that are no returns, by what each is."""
    return {f"收到/{case.what.replace('/', '∕')}.xlsx": case.build() for case in CASES}


# What becomes of it


def drawn(county: County) -> list[str]:
    """Type the commands of ``county`` in a new folder; return a line for each digest."""
    found: list[tuple[str, str, bytes]] = []
    with TemporaryDirectory() as folder:
        home = Path(folder)
        for name, content in county.files.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(content)
        for number, command in enumerate(county.commands, 1):
            found += said(number, command, home)
        found += written(home, county.files)
    return [f"{digest(content)}  {kind:8}  {county.name} / {name}" for kind, name, content in found]


def said(number: int, command: Sequence[str], home: Path) -> Iterator[tuple[str, str, bytes]]:
    """Type a command; yield what it printed, line by line where it prints JSON for each file."""
    done = subprocess.run(
        [sys.executable, "-m", "nianbao", *command],
        cwd=home, env=_environment(), capture_output=True, timeout=_SECONDS, check=False,
    )  # fmt: skip
    if b"Traceback" in done.stderr:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr.decode()}")
    typed = f"{number:02} {' '.join(command)}"
    told = done.stdout
    if "--json" in command:
        told = b""
        for at, line in enumerate(done.stdout.splitlines(), 1):
            yield "line", f"{typed} / {at:03}", line
    yield "told", typed, b"\n".join((told, done.stderr, str(done.returncode).encode()))


def written(home: Path, given: Mapping[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    """Yield the files the county folder holds besides those it was given."""
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        top = name.partition("/")[0]
        if path.is_file() and name not in given and top not in _KEPT:
            yield KINDS.get(top, "page"), name, path.read_bytes()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(HOME / "src"), "PYTHONUTF8": "1", "COLUMNS": "100"}


# Digests


def _moments() -> re.Pattern[bytes]:
    now = datetime.now(UTC)
    days = "|".join(str((now + timedelta(days=day)).date()) for day in (-1, 0, 1, 2))
    return re.compile(rf"(?:{days})[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?".encode())


MOMENTS = _moments()


def digest(content: bytes) -> str:
    """Return the digest of ``content``, of its parts where it is a zip, the run's moment masked."""
    made = hashlib.sha256()
    for part in _parts(content):
        made.update(MOMENTS.sub(_MARK.encode(), part))
        made.update(b"\0")
    return made.hexdigest()[:20]


def _parts(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"X-Unsent"):
        # A letter: its boundaries are drawn at random, its attachments encoded.
        for part in message_from_bytes(content).walk():
            yield repr([each for each in part.items() if each[0] != "Content-Type"]).encode()
            yield f"{part.get_content_type()} {part.get_filename()}".encode()
            attached = part.get_payload(decode=True)
            yield from _parts(attached) if isinstance(attached, bytes) else ()
        return
    if not content.startswith(b"PK\3\4"):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name.encode()
            yield archive.read(name)


def digests(jobs: int) -> list[str]:
    """Return every line, sorted by what it is of."""
    with ThreadPoolExecutor(jobs) as pool:
        lines = [line for found in pool.map(drawn, counties()) for line in found]
    return sorted(lines, key=lambda line: line.partition("  ")[2])


def changes(before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """Yield what is of another digest, gone, or new."""
    old, new = (dict(line.split("  ", 1)[::-1] for line in lines) for lines in (before, now))
    for name in sorted({*old, *new}):
        if name not in new:
            yield f"gone     {name}"
        elif name not in old:
            yield f"new      {name}"
        elif old[name] != new[name]:
            yield f"changed  {name}"


def main() -> int:
    """Print the digests, or what changed since a run before."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--against", type=Path, help="digests of a run before")
    parser.add_argument("--jobs", type=int, default=2, help="counties at work at once")
    asked = parser.parse_args()
    now = digests(asked.jobs)
    if asked.against is None:
        print("\n".join(now))
        return 0
    changed = list(changes(asked.against.read_text("utf-8").splitlines(), now))
    print("\n".join(changed) or f"{len(now)} digests, all as before.")
    return int(bool(changed))


if __name__ == "__main__":
    raise SystemExit(main())
