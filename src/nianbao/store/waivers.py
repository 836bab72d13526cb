"""Findings that the county accepts with a reason, as long as what they speak of stays as it is.

``settled(findings, report, waivers)`` parts them into those that stand and those that are waived.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict

from nianbao.errors import UsageProblem
from nianbao.findings.finding import RULES, Finding, Severity
from nianbao.findings.rulebook import UNREAD
from nianbao.form.basics import Line
from nianbao.form.report import FIGURES, Report
from nianbao.store.submissions import Submission, utc

if TYPE_CHECKING:
    from sqlalchemy import RowMapping


class Waiver(BaseModel):
    """One finding of one body's return, accepted. ``place`` is empty when it holds everywhere.

    ``subject`` is a fingerprint of what the finding speaks of: when that changes, it is void.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: str
    year: int
    rule: str
    place: str = ""
    reason: Line
    by: Line
    given_at: AwareDatetime
    message: str
    subject: str

    @property
    def key(self) -> tuple[str, int, str, str, str]:
        """What makes it the same waiver as another."""
        return self.body, self.year, self.rule, self.place, self.subject


class Waived(NamedTuple):
    """A finding (with the places waived) and the waiver that covers it."""

    finding: Finding
    waiver: Waiver


class Settled(NamedTuple):
    """What is left of the findings, and what was waived."""

    standing: tuple[Finding, ...]
    waived: tuple[Waived, ...]


class Pardon(NamedTuple):
    """What a person asks to waive: a rule, a place of it ("" for all), why and who."""

    rule: str
    reason: str
    by: str
    place: str = ""


def subject_of(found: Finding, report: Report | None) -> str:
    """Return a fingerprint of what ``found`` speaks of.

    That is its sentence with its numbers, and the figures it names. A finding that names neither
    speaks of the figures as a whole.
    """
    paths: Iterable[str] = found.paths
    if not paths and not (found.seen or found.expected):
        paths = FIGURES
    entries = report.entries() if report else {}
    figures = [(path, str(entries[path])) for path in sorted(set(paths)) if path in entries]
    spoken = json.dumps([found.code, found.message, found.seen, found.expected, figures])
    return hashlib.sha256(spoken.encode()).hexdigest()


def settled(
    findings: Iterable[Finding], report: Report | None, waivers: Iterable[Waiver]
) -> Settled:
    """Part ``findings`` into standing and waived; a finding at several places may be parted too."""
    given = list(waivers)
    standing: list[Finding] = []
    waived: list[Waived] = []
    for found in findings:
        subject = subject_of(found, report)
        left: Finding | None = found
        for waiver in given:
            if left is None or (waiver.rule, waiver.subject) != (found.code, subject):
                continue
            covered, left = _parted(left, waiver.place)
            if covered:
                waived.append(Waived(covered, waiver))
        if left:
            standing.append(left)
    return Settled(tuple(standing), tuple(waived))


def _parted(found: Finding, place: str) -> tuple[Finding | None, Finding | None]:
    """Return the part of a finding that ``place`` covers, and the rest."""
    if not place:
        return found, None
    covered = tuple(each for each in found.places if _is_at(each, place))
    rest = tuple(each for each in found.places if each not in covered)
    if not covered:
        return None, found
    return replace(found, places=covered), replace(found, places=rest) if rest else None


def _is_at(place: str, named: str) -> bool:
    """True when ``named`` is the place, with its sheet or (D36) without."""
    wanted = named.casefold()
    return place.casefold() == wanted or place.casefold().endswith(f"!{wanted}")


def waivers_for(submission: Submission, asked: Pardon, given_at: datetime) -> list[Waiver]:
    """Return the waivers that accept what ``asked`` names among the submission's findings.

    Raises ``UsageProblem`` when there is no such finding, no such rule, no reason or no name,
    or where the finding is of what could not be read.
    """
    rule = asked.rule.strip().upper()
    if rule not in RULES:
        raise UsageProblem(f"没有“{asked.rule}”这条规则。用 nianbao rules 查看全部规则。")
    if not asked.reason.strip():
        raise UsageProblem("豁免要写明理由。请用 --reason 写上。")
    if not asked.by.strip():
        raise UsageProblem("豁免要写明由谁决定。请用 --by 写上姓名。")
    mine = [found for found in submission.findings if found.code == rule]
    named = [found for found in mine if _parted(found, asked.place)[0]]
    if not named:
        raise UsageProblem(_no_such(submission, rule, asked.place, mine))
    if rule in UNREAD and any(found.severity is Severity.ERROR for found in named):
        raise UsageProblem(
            f"{rule} 不能豁免：没有读到的内容，豁免以后年报里仍然缺，数字会成为 0。请机关改好再报。"
        )
    return [
        Waiver(
            body=submission.body or "",
            year=submission.year or 0,
            rule=rule,
            place=asked.place,
            reason=asked.reason,
            by=asked.by,
            given_at=given_at,
            message=found.message,
            subject=subject_of(found, submission.report),
        )
        for found in named
    ]


def _no_such(submission: Submission, rule: str, place: str, mine: list[Finding]) -> str:
    if not mine:
        codes = "、".join(dict.fromkeys(found.code for found in submission.findings)) or "没有问题"
        return f"“{submission.body}”最近一次报送没有 {rule} 的问题（现有：{codes}）。"
    places = "、".join(place for found in mine for place in found.places)
    return f"“{submission.body}”的 {rule} 不在“{place}”，在：{places or '整张表'}。"


def waiver_row(waiver: Waiver) -> dict[str, Any]:
    """Return the columns of a waiver."""
    return {**waiver.model_dump(), "given_at": utc(waiver.given_at)}


def waiver_of(row: "RowMapping") -> Waiver:
    """Return the waiver in a row of the store."""
    kept = {name: row[name] for name in Waiver.model_fields}
    return Waiver(**{**kept, "given_at": datetime.fromisoformat(row["given_at"])})
