"""What the gate notes of a workbook: the facts that calamine does not tell.

Rows and columns count from 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from nianbao.formats.spreadsheet.number_formats import Shown

Kind = Literal["xlsx", "xls", "ods"]
Place = tuple[int, int]
"""Row and column of a cell."""
Merge = tuple[int, int, int, int]
"""Top, left, bottom and right of a merge, all inclusive."""
Value = str | float | int | bool | datetime | date | time | timedelta
"""What a cell holds: numbers are floats, errors ``ErrorValue``."""


class ErrorValue(str):
    """An error a cell shows instead of a value: ``"#REF!"``."""

    __slots__ = ()


@dataclass(frozen=True)
class SheetNotes:
    """One sheet: which cells are errors, formulas, formulas without a stored value, merged."""

    name: str
    is_hidden: bool
    errors: Mapping[Place, str]
    """The error as it is stored, ``"#REF!"``."""
    formulas: frozenset[Place]
    """Every cell that holds a formula, members of shared and array formulas included."""
    uncomputed: frozenset[Place]
    """Formulas without a stored value."""
    merges: tuple[Merge, ...]
    shown: Mapping[Place, Shown]
    """Cells whose number is shown as a date, a percentage or in another unit."""
    filled: frozenset[Place]
    """Every cell that may hold something; whatever is read elsewhere was not seen by the gate."""


@dataclass(frozen=True)
class Notes:
    """A workbook: its kind by content, its sheets in workbook order."""

    kind: Kind
    sheets: tuple[SheetNotes, ...]
    saved_at: datetime | None = None
    """When a program saved it, in UTC, as an xlsx says itself."""


@dataclass(frozen=True)
class Admitted:
    """A workbook that passed: its notes, and what may be read of it.

    ``content`` is a file put together anew from the parts the gate has read, so the library sees
    nothing the gate has not; ``values`` are the cells of each sheet where the gate reads them.
    """

    notes: Notes
    content: bytes = b""
    values: tuple[Mapping[Place, Value], ...] | None = None
