"""The list of frequent slips of the pen, a file the county may extend: templates/slips.csv.

Columns 错误, 正确, 说明; ``#`` in 错误 and 正确 stands for any digit (``截止#`` → ``截至#``).
A county's own ``templates/slips.csv`` adds to the one that came along; a line whose 正确 is empty
removes it.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nianbao.templating import template

FILE = "slips.csv"


class Slip(NamedTuple):
    """A slip in a text: from ``start``, ``wrong`` should read ``right``; ``note`` says why."""

    start: int
    wrong: str
    right: str
    note: str


@dataclass(frozen=True)
class Slips:
    """The known slips: what is wrong → what is right and a note."""

    known: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]]) -> "Slips":
        """Return the list of ``rows`` (错误, 正确, 说明); later rows win."""
        known: dict[str, tuple[str, str]] = {}
        for wrong, right, note in rows:
            if right:
                known[wrong] = (right, note)
            else:
                known.pop(wrong, None)
        return cls(known)

    def found(self, text: str) -> Iterator[Slip]:
        """Yield the slips of ``text``, in the order of the list."""
        for wrong, (right, note) in self.known.items():
            if wrong.partition("#")[0] not in text:
                continue
            pattern = re.escape(wrong).replace(r"\#", "([0-9])")
            for match in re.finditer(pattern, text):
                digits = iter(match.groups())
                yield Slip(match.start(), match[0], _filled(right, digits), note)


def _filled(words: str, digits: Iterator[str]) -> str:
    return re.sub("#", lambda _: next(digits, "#"), words)


@cache
def slips(county: Path | None = None) -> Slips:
    """Return the slips that came along and those of the folder ``county``."""
    homes = [template(FILE)]
    if county is not None and (own := template(FILE, county)) not in homes:
        homes.append(own)
    return Slips.of(row for home in homes for row in _rows(home))


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            wrong, right, note = ((row.get(key) or "").strip() for key in ("错误", "正确", "说明"))
            if wrong:
                yield wrong, right, note
