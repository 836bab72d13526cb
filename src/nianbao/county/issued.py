"""Where the workbook issued to each body lies: a name of its own under 发放/."""

from collections.abc import Iterable
from pathlib import Path

from nianbao.county.bodies import Body
from nianbao.county.folder import ISSUED, County, numbered, safe_name

ISSUE_NAME = "{name}{year}年政府信息公开工作年报填报表.xlsx"


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
