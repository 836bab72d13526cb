"""Writing the blank workbooks that go out: one a body, or a general one without a roster."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from nianbao.county.bodies import Body
from nianbao.county.folder import ISSUED, County
from nianbao.files import numbered, safe_name
from nianbao.form.basics import BodyKind
from nianbao.store.store import Store
from nianbao.workbook.form_code import GENERAL
from nianbao.workbook.issue import Issue
from nianbao.workbook.write.blank import blank

ISSUE_NAME = "{name}{year}年政府信息公开工作年报填报表.xlsx"


def issue_workbooks(county: County, names: Sequence[str], year: int) -> list[Path]:
    """Write the workbooks of ``names`` (all of the roster when empty); return their paths.

    The county's own is no one's to fill in before the sums are in it: it comes with the totals.
    Raises ``UsageProblem`` for a name that is not on the roster.
    """
    owing = [body for body in county.roster if body.kind is not BodyKind.COUNTY]
    chosen = [county.roster.named(name) for name in names] or owing
    paths = issue_paths(county.roster, year)
    with closing(Store.open(county.store_url, county.path)) as store:
        return [_issue(county, store, (body, paths[body.name]), year) for body in chosen]


def issue_general(county: County, year: int) -> Path:
    """Write one workbook for any body; its name is typed in."""
    content = blank(_issue_for(county, None, year, 0), county.settings.password or None)
    name = safe_name(ISSUE_NAME.format(name="", year=year))
    return county.write_aside(f"{ISSUED}/{name}", content)


def _issue(county: County, store: Store, named: tuple[Body, str], year: int) -> Path:
    body, path = named
    issued = store.issue(body.code, body.name, year, datetime.now(UTC))
    issue = _issue_for(county, body, year, issued.edit, store)
    content = blank(issue, county.settings.password or None)
    return county.write_aside(path, content)


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
        deadline=f"{due.year}年{due.month}月{due.day}日" if due else "",
    )


def issue_paths(bodies: Iterable[Body], year: int) -> dict[str, str]:
    """Return by body the path, below the county folder, of its workbook for ``year``.

    Two bodies whose names clean to one file name get different ones, whichever is issued first.
    """
    taken: set[str] = set()
    paths: dict[str, str] = {}
    for body in bodies:
        whole = ISSUE_NAME.format(name=body.name, year=year)
        name, number = safe_name(whole), 2
        while name.casefold() in taken:
            name, number = numbered(whole, number), number + 1
        taken.add(name.casefold())
        paths[body.name] = f"{ISSUED}/{name}"
    return paths


def issued_workbooks(county: County, year: int) -> dict[str, Path]:
    """Return by body of the roster the workbook that lies ready to be sent."""
    paths = issue_paths(county.roster, year).items()
    return {body: county.path / path for body, path in paths if (county.path / path).is_file()}
