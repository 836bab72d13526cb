"""A store that an earlier nianbao made opens, keeps what is in it and takes what is new."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from nianbao.findings.finding import finding
from nianbao.store.schema import MIGRATIONS
from nianbao.store.store import Store
from nianbao.store.waivers import Pardon, waivers_for
from support.submissions import NOON, report

BODY = "东川镇人民政府"
# The tables as version 1 made them, before there were waivers; never edited.
VERSION_1 = """
CREATE TABLE schema_version (version INTEGER NOT NULL);
INSERT INTO schema_version VALUES (1);
CREATE TABLE issued (
    id INTEGER NOT NULL PRIMARY KEY, code VARCHAR NOT NULL, body VARCHAR NOT NULL,
    year INTEGER NOT NULL, issued_at VARCHAR NOT NULL, edit INTEGER NOT NULL,
    UNIQUE (code, year, edit)
);
CREATE TABLE submissions (
    id INTEGER NOT NULL PRIMARY KEY, sha256 VARCHAR(64) NOT NULL, file_name VARCHAR NOT NULL,
    status VARCHAR NOT NULL, received_at VARCHAR NOT NULL, body VARCHAR, year INTEGER,
    edit INTEGER NOT NULL, saved_at VARCHAR, original VARCHAR NOT NULL, findings JSON NOT NULL,
    report JSON, particulars JSON, outputs JSON NOT NULL
);
CREATE INDEX submissions_by_content ON submissions (sha256);
CREATE INDEX submissions_by_body ON submissions (year, body);
INSERT INTO issued VALUES (1, 'DC01', '东川镇人民政府', 2025, '2026-01-05T00:00:00.000000+00:00', 1);
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A version-1 store with one return in it, sent back."""
    path = tmp_path / "nianbao.db"
    found = finding("undeclared", ["四、复议诉讼!B3"])
    kept = report(BODY, 2025, disclosure__licences=3).model_dump(mode="json")
    row = (
        1, "ab" * 32, "东川.xlsx", "returned", "2026-01-20T12:00:00.000000+00:00", BODY, 2025, 1,
        None, "收件/ab/ab.xlsx", json.dumps([{**found.as_json(), "paths": []}]), json.dumps(kept),
        None, json.dumps({"marked": "退回/东川.xlsx"}),
    )  # fmt: skip
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(VERSION_1)
        connection.execute(f"INSERT INTO submissions VALUES ({','.join('?' * len(row))})", row)
    return path


def test_a_version_1_store_opens_with_all_that_is_in_it(old: Path, tmp_path: Path) -> None:
    with closing(Store.open(f"sqlite:///{old}", tmp_path)) as store:
        (kept,) = store.submissions(2025)
        assert (kept.file_name, kept.status, kept.received_at) == ("东川.xlsx", "returned", NOON)
        assert kept.report == report(BODY, 2025, disclosure__licences=3)
        assert [each.code for each in kept.findings] == ["A-09"]
        assert [(each.code, each.edit) for each in store.issued(2025)] == [("DC01", 1)]
        assert store.waivers(2025) == []
        assert store.owner_of("退回/东川.xlsx") == BODY
        assert store.issue("DC01", BODY, 2025, NOON).edit == 2


def test_it_takes_what_version_1_did_not_know_and_stays_migrated(old: Path, tmp_path: Path) -> None:
    with closing(Store.open(f"sqlite:///{old}", tmp_path)) as store:
        (kept,) = store.submissions(2025)
        (given,) = waivers_for(kept, Pardon("A-09", "电话核实", "综合科"), NOON)
        store.waive(given)
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchall() == [
            (len(MIGRATIONS),)
        ]
    with closing(Store.open(f"sqlite:///{old}", tmp_path)) as again:
        assert again.waivers(2025, BODY) == [given]
