"""Small things the county tests share: reports, submissions, rosters on disk."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nianbao.form.report import Report
from nianbao.store.submissions import Submission

NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)
HEADING = "机关全称,简称,机关类型,机关代码,邮箱,联系人,垂直管理"


def report(organisation: str = "东川镇人民政府", year: int = 2025, **entries: Any) -> Report:
    """Return a report; entries by path with ``__`` for the dots."""
    named = {path.replace("__", "."): value for path, value in entries.items()}
    return Report.from_entries({"organisation": organisation, "year": year, **named})


def submission(content: str = "first", **changes: Any) -> Submission:
    """Return an accepted submission of 东川镇人民政府 for 2025, received at noon."""
    body, year = changes.get("body", "东川镇人民政府"), changes.get("year", 2025)
    standing = {
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
        "file_name": f"{content}.xlsx",
        "status": "accepted",
        "received_at": NOON,
        "body": body,
        "year": year,
        "report": report(body, year) if body and year else None,
    }
    return Submission(**{**standing, **changes})


def csv_roster(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """Write a roster of ``lines`` under the usual heading."""
    path = folder / "名册.csv"
    path.write_bytes("\r\n".join((HEADING, *lines)).encode(encoding))
    return path
