"""The county's roll-up: the sum of the accepted reports, entry by entry, and who is not in it.

``roll_up(county, store, year, now)`` gives a ``RollUp``: its ``report`` prefills the county's own,
``contributions(path)`` follows each figure to the bodies it comes from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nianbao.county.bodies import Body, Roster
from nianbao.county.folder import County
from nianbao.county.status import CountyStatus, Result, county_status
from nianbao.errors import UsageProblem
from nianbao.form.basics import BodyKind
from nianbao.form.names import named
from nianbao.form.report import LARGEST, Report
from nianbao.rules.roll_up import SUMMED, Contribution, contributions, total_of
from nianbao.store.store import Store
from nianbao.store.submissions import Submission

# A cell holds 32,767 characters; nobody reads so many names in one.
_NAMED_AT_ONCE = 200
_GOVERNMENT = "人民政府"


@dataclass(frozen=True)
class RollUp:
    """The sum for ``year``. ``reports`` maps bodies to what was summed, in the roster's order.

    ``vertical`` (垂直管理) and ``unlisted`` reported but are not in the sum; ``status`` says who
    has not reported, was late or reported nil (R-02).
    """

    year: int
    report: Report
    reports: Mapping[str, Report]
    vertical: tuple[str, ...]
    unlisted: tuple[str, ...]
    status: CountyStatus

    def contributions(self, path: str) -> tuple[Contribution, ...]:
        """Return what each body adds to the figure (entry or total) at ``path``."""
        return contributions(path, self.reports)

    @property
    def missing(self) -> tuple[str, ...]:
        """Bodies that are to be in the sum and have no accepted report."""
        return tuple(
            each.name
            for each in self.status.bodies
            if each.is_listed and not each.is_accepted and not _stands_apart(each.body)
        )

    @property
    def late(self) -> tuple[str, ...]:
        """Bodies whose report came late, or has not come and is late by now."""
        return tuple(each.name for each in self.status.bodies if each.days_late)

    @property
    def nil(self) -> tuple[str, ...]:
        """Bodies that reported nothing but zeros: they have reported."""
        return tuple(each.name for each in self.status.bodies if each.result is Result.NIL)

    @property
    def notes(self) -> tuple[str, ...]:
        """R-02 in sentences, one for each list that names somebody, more for a long one."""
        lists = {
            "还没有接收": self.missing,
            "逾期": self.late,
            "零报告（已计入）": self.nil,
            "垂直管理，不计入汇总": self.vertical,
            "不在名册，不计入汇总": self.unlisted,
        }
        listed = (note for what, names in lists.items() for note in _listed(what, names))
        return (f"汇总了 {len(self.reports)} 个机关的年报。", *listed)


def _listed(what: str, names: Sequence[str]) -> Iterator[str]:
    """Yield sentences that name everybody, none longer than a cell of a workbook holds."""
    for start in range(0, len(names), _NAMED_AT_ONCE):
        some = names[start : start + _NAMED_AT_ONCE]
        is_whole = len(names) <= _NAMED_AT_ONCE
        part = "" if is_whole else f"（第 {start + 1} 至 {start + len(some)} 个）"
        yield f"{what} {len(names)} 个{part}：{'、'.join(some)}。"


def roll_up(county: County, store: Store, year: int, now: datetime) -> RollUp:
    """Return the county's sum over the accepted reports of ``year``.

    Raises ``UsageProblem`` when a sum is larger than the form takes.
    """
    accepted = store.accepted(year)
    reports = counted(county, accepted)
    vertical, unlisted = [], []
    for name in _in_order(county.roster, accepted):
        body = county.roster.find(name)
        if body is None and len(county.roster):
            unlisted.append(name)
        elif body is not None and body.is_vertical:
            vertical.append(name)
    return RollUp(
        year,
        summed(own_name(county), year, reports),
        reports,
        tuple(vertical),
        tuple(unlisted),
        county_status(county, store, year, now),
    )


def counted(county: County, accepted: Mapping[str, Submission]) -> dict[str, Report]:
    """Return by body the accepted reports that are in the county's sum, in the roster's order.

    Its own report is none of them, nor one of a body under vertical management.
    """
    reports = {body: each.report for body, each in accepted.items() if each.report is not None}
    names = [name for name in _in_order(county.roster, reports) if _counts(county, name)]
    return {name: reports[name] for name in names}


def summed(organisation: str, year: int, reports: Mapping[str, Report]) -> Report:
    """Return the county's report with every figure summed and no words.

    The fee was charged if any body charged it, and is undeclared while one has not declared it.
    """
    entries: dict[str, Any] = {path: total_of(path, reports) for path in SUMMED}
    for path, total in entries.items():
        if total > LARGEST:
            raise UsageProblem(f"“{named(path)}”各机关相加是 {total}，超过 10 亿。请核对单位。")
    charged = [whole.other.fee_charged for whole in reports.values()]
    if True in charged:
        entries["other.fee_charged"] = True
    elif charged and None not in charged:
        entries["other.fee_charged"] = False
    return Report.from_entries({"organisation": organisation, "year": year, **entries})


def _stands_apart(body: Body | None) -> bool:
    return body is not None and (body.is_vertical or body.kind is BodyKind.COUNTY)


def own_name(county: County) -> str:
    """Return the county's own name: the roster's 县级政府, else from the settings, else empty."""
    own = next((body.name for body in county.roster if body.kind is BodyKind.COUNTY), "")
    return own or (f"{county.settings.county}{_GOVERNMENT}" if county.settings.county else "")


def _in_order(roster: Roster, accepted: Mapping[str, object]) -> list[str]:
    listed = [body.name for body in roster if body.name in accepted]
    return [*listed, *sorted(accepted.keys() - set(listed))]


def _counts(county: County, name: str) -> bool:
    """True for a body of the roster in the county's sum, and for any where there is no roster."""
    body: Body | None = county.roster.find(name)
    if name == own_name(county):
        return False
    if body is None:
        return not len(county.roster)
    return not _stands_apart(body)
