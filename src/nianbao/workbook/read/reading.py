"""What reading a workbook gives: its entries, what stood beside them, who it says it is."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nianbao.findings.finding import Finding
from nianbao.form.basics import CONTACT, Particulars
from nianbao.form.report import FIGURES, FIRST_YEAR, LAST_YEAR, Report
from nianbao.prose import squeeze
from nianbao.rules import Evidence
from nianbao.rules.prose.narratives import TEXTS
from nianbao.workbook import layout as at
from nianbao.workbook.issue import is_carried_on

# No body is issued ten thousand workbooks a year; a longer number was typed by somebody.
_EDIT_DIGITS = 4
_YEAR = re.compile(r"(20\d\d)(?:\.0)?年?度?")


@dataclass(frozen=True)
class Carriers:
    """The workbook's identity as it carries it: the printed code, the hidden sheet, the entries."""

    printed: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)
    place: str = ""

    @property
    def hidden_code(self) -> str:
        """The form code on the hidden sheet."""
        return self.hidden.get(at.FORM_CODE, "")

    @property
    def edit(self) -> int:
        """The number of the issue, 0 where it carries none that we could have given."""
        edit = self.hidden.get("edit", "")
        is_number = edit.isascii() and edit.isdigit() and len(edit) <= _EDIT_DIGITS
        return int(edit) if is_number else 0


@dataclass(frozen=True)
class Reading:
    """One return as read: what it says and what is wrong with how it says it.

    ``typed`` holds by path what goes back to the clerk: the value where one was read, else the
    very words that stood there. ``saved_at`` is when the clerk's program saved the file.
    """

    entries: Mapping[str, Any]
    particulars: Particulars
    evidence: Evidence
    findings: tuple[Finding, ...]
    carriers: Carriers
    typed_year: str
    typed: Mapping[str, Any]
    saved_at: datetime | None = None
    """When a program saved the file, as it says itself."""

    @property
    def is_untouched(self) -> bool:
        """True where nobody filled in anything: no declaration, no text, no contact, and no figure
        but what stood there when the workbook was issued.
        """
        evidence, own = self.evidence, self.particulars
        if evidence.fee_declared or any(evidence.declared.values()) or evidence.unread:
            return False
        figures = (self.entries.get(name) for name in FIGURES if not is_carried_on(name))
        texts = (self.entries.get(name) for name in TEXTS)
        contact = (getattr(own, name) for name in (*CONTACT, "prepared_by", "reviewed_by"))
        return not (any(figures) or any(texts) or any(contact))

    def report(self, organisation: str, year: int) -> Report:
        """Return the report as booked to ``organisation`` and ``year``."""
        return Report.from_entries({**self.entries, "organisation": organisation, "year": year})


def year_of(text: str) -> int | None:
    """Return the year in ``2025``, ``2025.0`` or ``2025年``, None where it is no year."""
    found = _YEAR.fullmatch(squeeze(unicodedata.normalize("NFKC", text)))
    year = int(found[1]) if found else None
    return year if year and FIRST_YEAR <= year <= LAST_YEAR else None
