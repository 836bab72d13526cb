"""Last year's reports, asked for one body at a time by whoever examines, in whatever process."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nianbao.form.report import Report
from nianbao.store.database import connected
from nianbao.store.store import Store


@dataclass(frozen=True)
class EarlierReports:
    """The reports accepted for the year before ``year``, in the store at ``url``.

    It travels to workers as it is; each process opens the store once, when it first asks.
    """

    url: str
    root: Path
    year: int

    def get(self, body: str) -> Report | None:
        """Return the report of ``body``, None where there is none."""
        return (
            _opened(self.url, self.root, os.getpid()).last_year(body, self.year) if body else None
        )

    def close(self) -> None:
        """Let go of what this process opened."""
        _opened(self.url, self.root, os.getpid()).close()


# A connection does not survive a fork: each process has its own.
@lru_cache(maxsize=4)
def _opened(url: str, root: Path, _: int) -> Store:
    return Store(connected(url), root)
