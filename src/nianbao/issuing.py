"""Writing the blank workbooks that go out: one a body, or a general one without a roster."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from nianbao.county.bodies import Body
from nianbao.county.folder import ISSUED, County, numbered, safe_name
from nianbao.county.store import Store
from nianbao.errors import UsageProblem
from nianbao.workbook.blank import blank
from nianbao.workbook.identity import GENERAL
from nianbao.workbook.issue import Issue

_NAME = "{name}{year}年政府信息公开工作年报填报表.xlsx"


def issue_workbooks(county: County, names: Sequence[str], year: int) -> list[Path]:
    """Write the workbooks of ``names`` (all of the roster when empty); return their paths.

    Raises ``UsageProblem`` for a name that is not on the roster.
    """
    chosen = [_listed(county, name) for name in names] or list(county.roster)
    store = Store.open(county.store_url, county.path)
    try:
        return [_issue(county, store, body, year) for body in _with_paths(chosen, year)]
    finally:
        store.close()


def issue_general(county: County, year: int) -> Path:
    """Write one workbook for any body; its name is typed in."""
    content = blank(_issue_for(county, None, year, 0), county.settings.password or None)
    name = safe_name(_NAME.format(name="", year=year))
    return county.write_aside(f"{ISSUED}/{name}", content)


def _listed(county: County, name: str) -> Body:
    body = county.roster.find(name)
    if body is None:
        near = county.roster.nearest(name)
        advice = f"是不是“{near.name}”？" if near else "请核对名册。"
        raise UsageProblem(f"名册中没有“{name}”。{advice}")
    return body


def _with_paths(bodies: Iterable[Body], year: int) -> list[tuple[Body, str]]:
    """Give every body a file name of its own."""
    taken: set[str] = set()
    named: list[tuple[Body, str]] = []
    for body in bodies:
        name, number = safe_name(_NAME.format(name=body.name, year=year)), 2
        while name in taken:
            name, number = numbered(_NAME.format(name=body.name, year=year), number), number + 1
        taken.add(name)
        named.append((body, name))
    return named


def _issue(county: County, store: Store, named: tuple[Body, str], year: int) -> Path:
    body, name = named
    issued = store.issue(body.code, body.name, year, datetime.now(UTC))
    issue = _issue_for(county, body, year, issued.edit, store)
    content = blank(issue, county.settings.password or None)
    return county.write_aside(f"{ISSUED}/{name}", content)


def _issue_for(
    county: County, body: Body | None, year: int, edit: int, store: Store | None = None
) -> Issue:
    due = county.settings.due(year)
    return Issue(
        year=year,
        code=body.code if body else GENERAL,
        organisation=body.name if body else "",
        edit=edit,
        kind=body.kind if body else None,
        bodies=tuple(each.name for each in county.roster),
        last=store.last_year(body.name, year) if store and body else None,
        office=county.settings.office or Issue.office,
        deadline=f"{due.year}年{due.month}月{due.day}日",
    )
