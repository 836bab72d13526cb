"""Where every body stands: not sent, returned, accepted, nil, late; waived findings aside.

``county_status(county, store, year, now)`` gives a ``CountyStatus``, with ``as_json()`` and
``as_csv()``; ``status_page`` draws it for people.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

from nianbao.county.bodies import Body
from nianbao.county.folder import County
from nianbao.findings.finding import Finding, Severity
from nianbao.form import report
from nianbao.form.basics import BodyKind
from nianbao.form.report import FIGURES, Report
from nianbao.store.store import Store, counting, current
from nianbao.store.submissions import Submission
from nianbao.store.waivers import Settled, Waiver, settled
from nianbao.text_files import csv_file

# All of China keeps one time; a deadline ends with its day there.
CHINA = timezone(timedelta(hours=8))
_NOTHING = Settled((), ())


class Result(StrEnum):
    """Where a body stands; the value is what people read."""

    MISSING = "未报"
    RETURNED = "退回"
    ACCEPTED = "已接收"
    NIL = "零报告"

    @property
    def key(self) -> str:
        """The word for programs, style sheets and filters."""
        return self.name.lower()


@dataclass(frozen=True)
class BodyStatus:
    """Where one body stands.

    ``current`` is the submission the result speaks of: the one that counts, else the last one
    read; ``findings`` are its. ``later`` is one that was returned after the accepted one.
    ``days_late`` is 0 in time.
    """

    name: str
    body: Body | None
    result: Result
    days_late: int = 0
    arrivals: int = 0
    current: Submission | None = None
    later: Submission | None = None
    findings: Settled = _NOTHING
    later_findings: Settled = _NOTHING
    is_listed: bool = True

    @property
    def is_accepted(self) -> bool:
        """True when a report of it counts, nil included."""
        return self.result in (Result.ACCEPTED, Result.NIL)

    @property
    def goes_back(self) -> tuple[Submission, Settled] | None:
        """The submission the body has to correct, with its findings; None where there is none."""
        if self.later:
            return self.later, self.later_findings
        if self.current and self.result is Result.RETURNED:
            return self.current, self.findings
        return None

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the standing findings of a severity."""
        return tuple(each for each in self.findings.standing if each.severity is severity)

    @property
    def sentence(self) -> str:
        """The result with what it hangs on, ``退回（3 条错误），逾期 5 天``."""
        noted: list[str] = []
        if self.result is Result.RETURNED:
            noted.append(f"{len(self.of(Severity.ERROR))} 条错误")
        if warnings := len(self.of(Severity.WARNING)):
            noted.append(f"{warnings} 条警告")
        if waived := len(self.findings.waived):
            noted.append(f"{waived} 条已豁免")
        if self.later:
            noted.append("后来又报的一份已退回")
        brackets = f"（{'，'.join(noted)}）" if noted else ""
        late = f"，逾期 {self.days_late} 天" if self.days_late else ""
        return f"{self.result}{brackets}{late}"

    def as_json(self) -> dict[str, Any]:
        """Return what ``status --json`` prints of it."""
        return {
            "body": self.name,
            "code": self.body.code if self.body else None,
            "kind": self.body.kind.value if self.body else None,
            "listed": self.is_listed,
            "result": self.result.key,
            "sentence": self.sentence,
            "days_late": self.days_late,
            "arrivals": self.arrivals,
            "file": self.current.file_name if self.current else None,
            "received_at": self.current.received_at.isoformat() if self.current else None,
            "findings": [each.as_json() for each in self.findings.standing],
            "waived": [
                {**each.finding.as_json(), "reason": each.waiver.reason, "by": each.waiver.by}
                for each in self.findings.waived
            ],
            "outputs": dict(self.current.outputs) if self.current else {},
            "later": self._later_json(),
        }

    def _later_json(self) -> dict[str, Any] | None:
        if self.later is None:
            return None
        return {
            "file": self.later.file_name,
            "received_at": self.later.received_at.isoformat(),
            "findings": [each.as_json() for each in self.later_findings.standing],
            "outputs": dict(self.later.outputs),
        }


@dataclass(frozen=True)
class CountyStatus:
    """Where all bodies stand for ``year``, in the roster's order, at ``now``.

    ``due`` is None where the county sets no deadline: then nobody is late.
    """

    year: int
    due: date | None
    now: datetime
    bodies: tuple[BodyStatus, ...]
    unattributed: tuple[Submission, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many bodies of the roster: all, by result, late; and how many others."""
        listed = [each for each in self.bodies if each.is_listed]
        by_result = Counter(each.result for each in listed)
        return {
            "bodies": len(listed),
            **{result.key: by_result[result] for result in Result},
            "late": sum(bool(each.days_late) for each in listed),
            "unlisted": len(self.bodies) - len(listed),
        }

    @property
    def sentence(self) -> str:
        """The counts in one line."""
        counts = self.counts
        late = f"；逾期 {counts['late']}" if self.due else ""
        others = f"名册之外 {counts['unlisted']}。" if counts["unlisted"] else ""
        return (
            f"{self.year} 年度应报 {counts['bodies']} 个机关：已接收 {counts['accepted']}，"
            f"零报告 {counts['nil']}，退回 {counts['returned']}，"
            f"未报 {counts['missing']}{late}。{others}"
        )

    def as_json(self) -> dict[str, Any]:
        """Return what ``status --json`` prints."""
        return {
            "year": self.year,
            "due": self.due.isoformat() if self.due else None,
            "as_of": self.now.isoformat(timespec="seconds"),
            "counts": dict(self.counts),
            "bodies": [each.as_json() for each in self.bodies],
            "unattributed": [
                {
                    "file": each.file_name,
                    "received_at": each.received_at.isoformat(),
                    "status": each.status,
                    "findings": [found.as_json() for found in each.findings],
                }
                for each in self.unattributed
            ],
        }

    def as_csv(self) -> bytes:
        """Return the list as a Chinese Excel opens it."""
        return csv_file(_HEADING, (_csv_row(each) for each in self.bodies))


_HEADING = (
    *("机关全称", "机关类型", "机关代码", "情况", "逾期天数", "错误", "警告", "提示", "已豁免"),
    *("报送次数", "最近报送时间", "文件名", "说明"),
)


def _csv_row(each: BodyStatus) -> tuple[Any, ...]:
    return (
        each.name,
        each.body.kind.value if each.body else "",
        each.body.code if each.body else "",
        each.result.value,
        each.days_late,
        *(len(each.of(severity)) for severity in Severity),
        len(each.findings.waived),
        each.arrivals,
        in_china(each.current.received_at) if each.current else "",
        each.current.file_name if each.current else "",
        each.sentence,
    )


def in_china(moment: datetime) -> str:
    """Return a moment as the office's clock shows it."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def county_status(county: County, store: Store, year: int, now: datetime) -> CountyStatus:
    """Return where every body stands: those of the roster, then others that sent something."""
    due = county.settings.due(year)
    arrived: dict[str, list[Submission]] = {}
    for each in store.submissions(year):
        if each.body and each.status in ("accepted", "returned"):
            arrived.setdefault(each.body, []).append(each)
    waivers: dict[str, list[Waiver]] = {}
    for waiver in store.waivers(year):
        waivers.setdefault(waiver.body, []).append(waiver)
    today = now.astimezone(CHINA).date()
    bodies = tuple(
        _body_status(name, body, arrived.get(name, []), waivers.get(name, []), (due, today))
        for name, body in _owing(county.roster, arrived)
    )
    if len(county.roster):
        bodies = tuple(replace(each, is_listed=each.body is not None) for each in bodies)
    return CountyStatus(year, due, now, bodies, tuple(store.unattributed(year)))


def body_status(county: County, store: Store, year: int, now: datetime, name: str) -> BodyStatus:
    """Return where one body stands, off the roster too; it costs nobody else's returns."""
    arrived = [
        each for each in store.submissions(year, name) if each.status in ("accepted", "returned")
    ]
    days = county.settings.due(year), now.astimezone(CHINA).date()
    return _body_status(name, county.roster.find(name), arrived, store.waivers(year, name), days)


def _owing(roster: Iterable[Body], arrived: Iterable[str]) -> list[tuple[str, Body | None]]:
    """Return the bodies that owe a report (the county sums up its own) and those that sent one."""
    sent = set(arrived)
    listed = [body for body in roster if body.kind is not BodyKind.COUNTY or body.name in sent]
    others = sorted(sent - {body.name for body in listed})
    return [*((body.name, body) for body in listed), *((name, None) for name in others)]


def _body_status(
    name: str,
    body: Body | None,
    arrived: list[Submission],
    waivers: list[Waiver],
    days: tuple[date | None, date],
) -> BodyStatus:
    due, today = days
    accepted = [each for each in arrived if each.status == "accepted"]
    if not arrived:
        return BodyStatus(name, body, Result.MISSING, _days(due, today))
    now = current(arrived)
    findings = settled(now.findings, now.report, waivers)
    if not accepted:
        result, late = Result.RETURNED, _days(due, today)
    else:
        result = Result.NIL if is_nil(now.report) else Result.ACCEPTED
        first = min(each.received_at for each in accepted)
        late = _days(due, first.astimezone(CHINA).date())
    # The same bytes read anew after a waiver came only once.
    arrivals = len({each.sha256 for each in arrived})
    status = BodyStatus(name, body, result, late, arrivals, now, findings=findings)
    after = [each for each in arrived if _goes_back_after(each, now)]
    if not accepted or not after:
        return status
    last = counting(after)
    return replace(status, later=last, later_findings=settled(last.findings, last.report, waivers))


def _goes_back_after(each: Submission, counts: Submission) -> bool:
    """True for a newer version that was returned; one sent late is nothing to correct."""
    came_after = (each.received_at, each.id or 0) > (counts.received_at, counts.id or 0)
    is_newer = came_after and each.supersedes(counts)
    return is_newer and each.status == "returned" and each.sha256 != counts.sha256


def _days(due: date | None, day: date) -> int:
    return max(0, (day - due).days) if due else 0


def is_nil(whole: Report | None) -> bool:
    """True for a report whose every figure is zero: nil counts as reported."""
    return whole is not None and not any(report.figure(whole, path) for path in FIGURES)
