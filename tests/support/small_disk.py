"""A county on a disk that has hardly any room: ``ingest`` again and again, a little more each time.

``python small_disk.py INBOX HOME limit|disk`` prints a line of JSON a run, until one has room.
``limit`` bounds what one file may hold, ``disk`` mounts a small disk at HOME (in a mount namespace
of one's own).
"""

import json
import resource
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

STEP, LARGEST = 8 << 10, 2 << 20


def main(inbox: str, home: Path, way: str) -> None:
    """Run until everything was taken in."""
    from support.typed_commands import typed

    arguments = ["-C", str(home), "ingest", inbox, "--year", "2022", "--jobs", "1", "--json"]
    for room in range(STEP, LARGEST, STEP):
        _allow(room, home, way, is_first=room == STEP)
        done = typed(*arguments, home=home)
        _allow(LARGEST, home, way, is_first=False)
        statuses = [json.loads(line)["status"] for line in done.out.splitlines()]
        told = {"room": room, "status": done.status, "err": done.err, "statuses": statuses}
        print(json.dumps({**told, "broken": _broken(home)}, ensure_ascii=False), flush=True)
        if not done.err:
            return


def _allow(room: int, home: Path, way: str, is_first: bool) -> None:
    if way == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        return
    options = f"size={room}" if is_first else f"remount,size={room}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(home)], check=True)


def _broken(home: Path) -> list[Any]:
    """Return what is not whole: documents cut off, files left aside, a damaged database."""
    broken: list[Any] = [path.name for path in home.rglob(".nianbao-*")]
    written = [path for name in ("收件", "退回", "成文") for path in (home / name).rglob("*.*")]
    for path in written:
        broken += [] if _is_whole(path) else [path.name]
    if (home / "nianbao.db").exists():
        with sqlite3.connect(home / "nianbao.db") as connection:
            told = connection.execute("PRAGMA integrity_check").fetchone()[0]
        connection.close()
        broken += [] if told == "ok" else [told]
    return broken


def _is_whole(path: Path) -> bool:
    if path.suffix == ".html":
        return path.read_bytes().rstrip().endswith(b"</html>")
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
