"""What a check says of a report given by a few entries: severity and sentence of each finding."""

from collections.abc import Callable, Iterator
from typing import Any

from nianbao.findings.finding import Finding
from nianbao.form.report import Report
from nianbao.rules import Evidence

Check = Callable[[Report, Evidence], Iterator[Finding]]
TOWNSHIP = "柳河镇人民政府"


def report(entries: dict[str, Any]) -> Report:
    """Return the report of a township for 2025 with ``entries`` by path."""
    return Report.from_entries({"organisation": TOWNSHIP, "year": 2025, **entries})


def drawn(check: Check, entries: dict[str, Any], **evidence: Any) -> list[str]:
    """Return ``"警告 sentence"`` for every finding ``check`` draws from the report."""
    found = check(report(entries), Evidence(**evidence))
    return [f"{each.severity.chinese} {each.message}" for each in found]
