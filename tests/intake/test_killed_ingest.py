"""``kill -9`` at random moments of an ingest of sixty returns, and two ingests at once.

Afterwards the store, 收件/, 成文/ and 退回/ are those of a run that nobody disturbed.
"""

import io
import shutil
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from nianbao.county.folder import County
from nianbao.store.store import Store
from nianbao.workbook.form_code import GENERAL
from nianbao.workbook.issue import Issue
from nianbao.workbook.write.blank import blank
from support.county_of_sixty import BODIES, MISTAKES, figures, roster, sound, typed_into
from support.one_ingest import started

YEAR = 2025
SEED = 20260131
RECEIVED = "收到"
# 1 something went back, 0 where that had been told by a run before: the file is in already.
ENDED = (0, 1)
_START = 0.4
# With documents over worker processes; without, quicker, in one process.
HOW: Mapping[bool, tuple[str, ...]] = {True: (), False: ("--no-documents", "--jobs", "1")}
_ASIDE = ".nianbao-"


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty returns, every twentieth with a mistake: marking one takes as long as reading twenty."""
    folder, random = tmp_path_factory.mktemp("inbox") / RECEIVED, Random(SEED)
    folder.mkdir()
    general = blank(Issue(YEAR, GENERAL))
    for number, body in enumerate(BODIES):
        entries = sound(random, body, figures(random, body)) | {"year": YEAR}
        if number % 20 == 0:
            entries |= MISTAKES[number // 20].typed(entries)
        (folder / f"{body.code}.xlsx").write_bytes(typed_into(general, entries))
    return folder


def county(home: Path, store: str = "") -> Path:
    """Make an empty county folder."""
    home.mkdir()
    (home / "名册.csv").write_text(roster(), encoding="utf-8")
    setting = f'store = "{store}"\n' if store else ""
    (home / "nianbao.toml").write_text(f"year = {YEAR}\n{setting}", encoding="utf-8")
    return home


def ran(home: Path, *arguments: str) -> float:
    """Let an ingest run to its end; return how long it took, in seconds."""
    began = time.monotonic()
    process = started(home, *arguments)
    process.join()
    assert process.exitcode in ENDED
    return time.monotonic() - began


def killed(home: Path, after: float, *arguments: str) -> bool:
    """Kill an ingest after so many seconds; return whether it had ended by then."""
    process = started(home, *arguments)
    process.join(after)
    has_ended = process.exitcode is not None
    process.kill()
    process.join()
    return has_ended


# What a run leaves


def left(home: Path) -> dict[str, Any]:
    """Return all that an ingest leaves: rows by content, files by name, moments left out."""
    store = _store(home)
    rows = {each.sha256: _row(each) for each in store.submissions(YEAR)}
    count = len(store.submissions(YEAR))
    store.close()
    files = {
        path.relative_to(home).as_posix(): _content(path)
        for folder in ("收件", "成文", "退回")
        for path in (home / folder).rglob("*")
        if path.is_file() and not path.name.startswith(_ASIDE)
    }
    return {"rows": rows, "count": count, "files": files}


def _store(home: Path) -> Store:
    opened = County.open(home)
    return Store.open(opened.store_url, home)


def _row(submission: Any) -> dict[str, Any]:
    row: dict[str, Any] = submission.model_dump(exclude={"id", "received_at", "file_name"})
    return row


def _content(path: Path) -> dict[str, bytes]:
    """Return the parts of a package, else the bytes; when a file was made is left out."""
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: package.read(name)
            for name in package.namelist()
            if name != "docProps/core.xml"
        }  # fmt: skip


def assert_sound(home: Path) -> int:
    """Whatever the moment, what is recorded is whole and once, and so is every file.

    Returns how many returns are recorded.
    """
    store = _store(home)
    sent = store.submissions(YEAR)
    for each in sent:
        assert store.keep_original(store.original(each)) == each.original
        assert all((home / path).exists() for path in each.outputs.values() if path)
    assert len({each.sha256 for each in sent}) == len(sent)
    store.close()
    for path in (*(home / "成文").glob("*"), *(home / "退回").glob("*")):
        if path.name.startswith(_ASIDE):
            continue
        if path.suffix == ".html":
            assert path.read_text("utf-8").rstrip().endswith("</html>"), path
        else:
            assert zipfile.ZipFile(path).testzip() is None, path
    return len(sent)


@pytest.fixture(scope="module")
def undisturbed(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Any]:
    """What a run leaves that nobody disturbed, and how long it took: with documents, without."""
    found: dict[bool, Any] = {}
    for written, more in HOW.items():
        home = county(tmp_path_factory.mktemp("undisturbed") / "county")
        seconds = ran(home, str(inbox), *more)
        found[written] = left(home), seconds
    assert len(found[True][0]["rows"]) == len(BODIES)
    assert len(found[True][0]["files"]) == len(BODIES) + 2 * 57 + 3
    return found


# kill -9


@pytest.mark.parametrize(("written", "kills"), [(True, 15), (False, 35)])
def test_killed_on_sqlite(
    inbox: Path, undisturbed: dict[bool, Any], tmp_path: Path, written: bool, kills: int
) -> None:
    _kill_again_and_again(inbox, undisturbed, (tmp_path, written, kills, ""))


def test_killed_on_postgresql(
    inbox: Path, undisturbed: dict[bool, Any], tmp_path: Path, fresh_postgres: str
) -> None:
    _kill_again_and_again(inbox, undisturbed, (tmp_path, False, 12, fresh_postgres))


def _kill_again_and_again(
    inbox: Path, undisturbed: dict[bool, Any], how: tuple[Path, bool, int, str]
) -> None:
    """Kill runs over a county until the last return is in; then begin with an empty one."""
    folder, written, kills, store = how
    expected, seconds = undisturbed[written]
    more = HOW[written]
    random = Random(SEED)
    home, recorded = county(folder / "0", store), 0
    for number in range(1, kills + 1):
        # What is in already is passed over quickly: the moments fall into the rest.
        after = random.uniform(0, _START + seconds * (1 - recorded / len(BODIES)))
        print(f"kill {number} after {after:.3f} s of {seconds:.1f}, seed {SEED}")
        has_ended = killed(home, after, str(inbox), *more)
        recorded = assert_sound(home)
        if has_ended or recorded == len(BODIES):
            ran(home, str(inbox), *more)
            assert left(home) == expected
            home, recorded = _afresh(home, folder / str(number), store), 0
    ran(home, str(inbox), *more)
    assert left(home) == expected


def _afresh(old: Path, home: Path, store: str) -> Path:
    shutil.rmtree(old)
    if store:
        engine = create_engine(store)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
        engine.dispose()
    return county(home, store)


# Two at once


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_two_ingests_at_once(
    inbox: Path, undisturbed: dict[bool, Any], tmp_path: Path, kind: str,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    """One takes in everything, the other the last forty, from another folder and backwards."""
    store = str(request.getfixturevalue("fresh_postgres")) if kind == "postgresql" else ""
    home = county(tmp_path / "county", store)
    files = sorted(inbox.iterdir(), reverse=True)[:40]
    runs = [started(home, str(inbox)), started(home, *map(str, files))]
    for run in runs:
        run.join()
    assert {run.exitcode for run in runs} <= set(ENDED)
    assert left(home) == undisturbed[True][0]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_two_versions_taken_in_at_once(
    inbox: Path, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    """Of every body the second version counts, on disk too, whichever run had it."""
    store = str(request.getfixturevalue("fresh_postgres")) if kind == "postgresql" else ""
    home = county(tmp_path / "county", store)
    folders = _two_versions(tmp_path)
    runs = [started(home, str(folder), "--jobs", "1") for folder in folders]
    for run in runs:
        run.join()
    opened = _store(home)
    accepted = opened.accepted(YEAR)
    opened.close()
    assert len(accepted) == _BOTH
    for body, kept in accepted.items():
        assert (kept.edit, kept.report and kept.report.disclosure.licences) == (2, 7002), body
        pages = (home / "成文").glob(f"{body}*.html")
        assert [b"7002" in page.read_bytes() for page in pages] == [True], body


_BOTH = 12


def _two_versions(folder: Path) -> list[Path]:
    """Make two folders of returns, the first and the second version of the same bodies."""
    folders = [folder / "第一版", folder / "第二版"]
    random = Random(SEED)
    for edit, home in enumerate(folders, start=1):
        home.mkdir()
        for body in BODIES[:_BOTH]:
            entries = sound(random, body, figures(random, body))
            entries["disclosure.licences"] = 7000 + edit
            issued = blank(Issue(YEAR, body.code, body.name, edit, body.kind))
            (home / f"{body.code}.xlsx").write_bytes(typed_into(issued, entries))
    return folders
