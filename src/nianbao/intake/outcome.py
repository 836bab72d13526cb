"""What an examination needs to know of the county, and what became of one file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from nianbao.county.bodies import Roster
from nianbao.documents.formats import USUAL
from nianbao.findings.finding import Finding
from nianbao.form.basics import BodyKind, Particulars
from nianbao.form.report import Report
from nianbao.rules import Policy
from nianbao.store.submissions import Status
from nianbao.store.waivers import Settled, Waiver, settled


class LastYear(Protocol):
    """The reports of the year before, by body: a mapping, or a store that is asked."""

    def get(self, body: str, /) -> Report | None:
        """Return the report of ``body``, None where there is none."""
        ...


@dataclass(frozen=True)
class Circumstances:
    """What is the same for every return of a run: the year collected, and the county's own.

    ``county`` is the folder with its templates, None for the package's; ``last_year`` gives by
    body the report accepted a year before, ``waivers`` what it was given; ``marks_returns``: the
    workbook to send back is drawn.
    """

    year: int
    roster: Roster = field(default_factory=Roster)
    county: Path | None = None
    formats: tuple[str, ...] = USUAL
    policy: Policy = field(default_factory=Policy)
    last_year: LastYear = field(default_factory=dict[str, Report])
    waivers: Mapping[str, Sequence[Waiver]] = field(default_factory=dict)
    password: str = ""
    marks_returns: bool = True

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all bodies of the roster."""
        return frozenset(body.name for body in self.roster)

    def settled(self, found: Iterable[Finding], report: Report, body: str | None) -> Settled:
        """Return the findings that stand after the county's waivers for ``body``, and the rest."""
        return settled(found, report, self.waivers.get(body or "", ()))


@dataclass(frozen=True)
class Returnable:
    """What the workbook that goes back is drawn from, beside the findings marked in it.

    ``code`` is the body code it was issued with; ``entered`` is by path what the clerk typed.
    """

    code: str
    kind: BodyKind | None
    entered: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one file. ``findings`` are those that stand, ``waived`` the others;
    ``saved_at`` is when the clerk's program saved it, as the file says. ``documents`` holds the
    finished documents by format, ``marked`` the workbook that goes back, ``places`` where each
    path stood in the clerk's file; ``returnable`` is None where another form has to be filled in.
    """

    file: str
    status: Status
    organisation: str | None = None
    year: int | None = None
    body: str | None = None
    edit: int = 0
    findings: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    saved_at: datetime | None = None
    report: Report | None = None
    particulars: Particulars | None = None
    documents: Mapping[str, bytes] = field(default_factory=dict)
    marked: bytes | None = None
    outputs: Mapping[str, str | None] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    returnable: Returnable | None = None
    fault: str = ""

    def told(self) -> "Outcome":
        """Return it without the bytes of its files and what only drawing them needs."""
        return replace(self, documents={}, marked=None, places={}, returnable=None)

    def as_json(self) -> dict[str, Any]:
        """Return the line that ``--json`` prints."""
        outputs = {"docx": None, "html": None, "marked": None, **self.outputs}
        return {
            "file": self.file,
            "status": self.status,
            "organisation": self.organisation,
            "year": self.year,
            "findings": [each.as_json() for each in self.findings],
            "report": self.report.model_dump(mode="json") if self.report else None,
            "outputs": outputs,
        }
