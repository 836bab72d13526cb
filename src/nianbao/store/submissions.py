"""What the store keeps of one file that came in, as a model and as a row.

``Submission(...)`` says everything about it; ``row_of`` and ``submission_of`` go both ways.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from nianbao.findings.finding import Finding, Part, Severity
from nianbao.form.basics import Particulars
from nianbao.form.report import Report

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Status = Literal["accepted", "returned", "refused", "skipped"]
STATUSES: Mapping[Status, str] = {
    "accepted": "已接收",
    "returned": "退回",
    "refused": "拒收",
    "skipped": "跳过",
}


class Submission(BaseModel):
    """One file as it was received. ``id`` is None until it is recorded.

    ``body`` and ``year`` are whose it is, None where that could not be told; ``edit`` is the
    number of the workbook issued (0 where the file carries none); ``saved_at`` is when the clerk's
    program saved the file, as it says itself; ``original`` is its path below the county folder.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    file_name: str
    status: Status
    received_at: AwareDatetime
    id: int | None = None
    body: str | None = None
    year: int | None = None
    edit: int = 0
    saved_at: AwareDatetime | None = None
    original: str = ""
    findings: tuple[Finding, ...] = ()
    report: Report | None = None
    particulars: Particulars | None = None
    outputs: Mapping[str, str | None] = Field(default_factory=dict)

    @property
    def shown_name(self) -> str:
        """The name of the file alone, without the folders and archives it lay in."""
        return self.file_name.replace("\\", "/").rstrip("/").rpartition("/")[2]

    @property
    def as_of(self) -> datetime:
        """When its content stood so: saved, but never later than it was received."""
        return min(self.saved_at or self.received_at, self.received_at)

    def supersedes(self, other: "Submission") -> bool:
        """True when this, received after ``other``, counts in its stead.

        By the edit number the workbooks carry; where one carries none or both the same, by the
        time they were saved. A file put aside and sent late replaces nothing.
        """
        if self.edit and other.edit and self.edit != other.edit:
            return self.edit > other.edit
        return self.as_of >= other.as_of


def utc(moment: datetime) -> str:
    """Return ``moment`` as ISO text in UTC, in which order of text is order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def row_of(submission: Submission) -> dict[str, Any]:
    """Return the columns of a submission, its id left to the database."""
    return {
        "sha256": submission.sha256,
        "file_name": _storable(submission.file_name),
        "status": submission.status,
        "received_at": utc(submission.received_at),
        "body": submission.body,
        "year": submission.year,
        "edit": submission.edit,
        "saved_at": utc(submission.saved_at) if submission.saved_at else None,
        "original": submission.original,
        "findings": [_finding_row(each) for each in submission.findings],
        "report": submission.report and submission.report.model_dump(mode="json"),
        "particulars": submission.particulars and submission.particulars.model_dump(mode="json"),
        "outputs": dict(submission.outputs),
    }


def submission_of(row: "RowMapping") -> Submission:
    """Return the submission in a row of the store."""
    saved_at = row["saved_at"]
    return Submission(
        **{name: row[name] for name in _PLAIN},
        received_at=datetime.fromisoformat(row["received_at"]),
        saved_at=datetime.fromisoformat(saved_at) if saved_at else None,
        findings=tuple(_finding_of(each) for each in row["findings"]),
        report=report_of(row["report"]),
        particulars=_particulars_of(row["particulars"]),
    )


def ranked(row: "RowMapping") -> Submission:
    """Return what a row tells of who counts, without report and findings."""
    saved_at = row["saved_at"]
    return Submission(
        **{name: row[name] for name in ("id", "sha256", "file_name", "status", "body", "edit")},
        received_at=datetime.fromisoformat(row["received_at"]),
        saved_at=datetime.fromisoformat(saved_at) if saved_at else None,
    )


_PLAIN = ("id", "sha256", "file_name", "status", "body", "year", "edit", "original", "outputs")


def report_of(kept: Any) -> Report | None:
    """Return a report as the store kept it; the strict model reads money only from JSON text."""
    return None if kept is None else Report.model_validate_json(json.dumps(kept))


def _particulars_of(kept: Any) -> Particulars | None:
    return None if kept is None else Particulars.model_validate_json(json.dumps(kept))


def _finding_row(each: Finding) -> dict[str, Any]:
    return {
        **each.as_json(),
        "places": [_storable(place) for place in each.places],
        **{name: _storable(getattr(each, name)) for name in ("seen", "expected", "message")},
        "paths": list(each.paths),
        "part": [_storable(words) for words in each.part],
    }


def _storable(text: str) -> str:
    """Return a text without what no database takes: a file name may be any bytes on Linux."""
    return _UNSTORABLE.sub("\ufffd", text)


def _finding_of(row: Mapping[str, Any]) -> Finding:
    return Finding(
        row["code"],
        Severity(row["severity"]),
        tuple(row["places"]),
        row["message"],
        row["seen"],
        row["expected"],
        tuple(row["paths"]),
        Part(*row.get("part", ())),
    )
