"""What stands in a workbook, format by format alike: cells with their values, and what is beside.

Rows and columns count from 0.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from nianbao.formats.spreadsheet.addresses import address

Kind = Literal["xlsx", "xls", "ods"]
Place = tuple[int, int]
"""Row and column of a cell."""
Merge = tuple[int, int, int, int]
"""Top, left, bottom and right of a merge, all inclusive."""
Value = str | float | int | bool | datetime | date | time | timedelta
"""What a cell holds: numbers are floats, errors ``ErrorValue``."""
AsideKind = Literal["comment", "text box", "picture", "cell picture", "embedded file"]


class ErrorValue(str):
    """An error a cell shows instead of a value: ``"#REF!"``."""

    __slots__ = ()


class Run(NamedTuple):
    """A piece of a cell's text in one type face."""

    text: str
    is_struck: bool = False
    is_raised: bool = False
    """Raised or lowered: a superscript or a subscript."""


class MarkedText(str):
    """A text of which pieces are struck through, raised or lowered; the whole text as it stands."""

    runs: tuple[Run, ...]

    def __new__(cls, runs: Iterable[Run]) -> "MarkedText":
        """Return the text of ``runs``, which are kept."""
        kept = tuple(run for run in runs if run.text)
        made = super().__new__(cls, "".join(run.text for run in kept))
        made.runs = kept
        return made

    @property
    def struck(self) -> str:
        """What is struck through."""
        return "".join(run.text for run in self.runs if run.is_struck)

    @property
    def raised(self) -> str:
        """What is raised or lowered."""
        return "".join(run.text for run in self.runs if run.is_raised and not run.is_struck)

    @property
    def standing(self) -> str:
        """The text without what is struck through."""
        return "".join(run.text for run in self.runs if not run.is_struck)


def text_of(runs: Collection[Run]) -> str:
    """Return the text of runs: a ``MarkedText`` where one of them is struck through or raised."""
    if any((run.is_struck or run.is_raised) and run.text.strip() for run in runs):
        return MarkedText(runs)
    return "".join(run.text for run in runs)


class Aside(NamedTuple):
    """What lies on a sheet beside its cells: of which kind, at which cell, what it says."""

    kind: AsideKind
    place: Place
    text: str = ""
    author: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: the cells that hold something, by row and column from 0, and what lies beside."""

    name: str
    is_hidden: bool
    cells: Mapping[Place, Value]
    formulas: frozenset[Place] = frozenset()
    """Every cell that holds a formula, members of shared and array formulas included."""
    uncomputed: frozenset[Place] = frozenset()
    """Formulas without a stored value; such cells are not among ``cells``."""
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    asides: tuple[Aside, ...] = ()

    def address(self, row: int, column: int) -> str:
        """Return ``"三、申请办理!D36"``."""
        return place(self.name, (row, column))


@dataclass(frozen=True)
class Workbook:
    """A workbook: its kind by content, its sheets in workbook order, when a program saved it."""

    kind: Kind
    sheets: tuple[Sheet, ...]
    saved_at: datetime | None = None


def place(name: str, position: Place) -> str:
    """Return the address of a cell with the name of its sheet."""
    return f"{name}!{address(*position)}"
