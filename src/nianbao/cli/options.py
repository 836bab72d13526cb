"""What several commands ask, and what follows from it: the year, the county, its store."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from nianbao.cli.chinese import Between
from nianbao.county.folder import RECEIVED, County
from nianbao.errors import UsageProblem
from nianbao.form.report import FIRST_YEAR, LAST_YEAR
from nianbao.store.store import Store

YEAR = Between(FIRST_YEAR, LAST_YEAR)


def year_option(what: str) -> Callable[[Any], Any]:
    """Add ``--year``; ``what`` says in Chinese which year is the default."""
    return click.option("--year", type=YEAR, metavar="年份", help=what)


def json_option(what: str) -> Callable[[Any], Any]:
    """Add ``--json``."""
    return click.option("--json", "is_json", is_flag=True, help=what)


def chosen_year(county: County, year: int | None) -> int:
    """Return the year asked for, else the one the county collects."""
    return year or county.settings.report_year(date.today())


@contextmanager
def opened(folder: Path) -> Iterator[tuple[County, Store]]:
    """Give the county in ``folder`` and its store; ``UsageProblem`` where that was lost."""
    county = County.open(folder)
    with closing(Store.open(county.store_url, county.path)) as store:
        if store.is_empty() and county.holds_originals:
            raise UsageProblem(
                f"{RECEIVED}/ 里有原件，数据库里却一条记录也没有：数据库可能丢了，或者换了地方。"
                f"请从备份恢复数据库；没有备份的，运行 nianbao ingest {RECEIVED} 重新登记。"
            )
        yield county, store


def body_named(county: County, name: str) -> str:
    """Return a body's full name: from the roster, and as it was typed where there is none."""
    return county.roster.named(name).name if len(county.roster) else name.strip()
