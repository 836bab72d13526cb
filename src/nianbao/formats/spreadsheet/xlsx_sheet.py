"""One sheet of an xlsx: what its cells hold, and what they show of it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import product

from nianbao.formats.spreadsheet.number_formats import ShownNumber
from nianbao.formats.spreadsheet.sheet import (
    ErrorValue,
    MarkedText,
    Place,
    Run,
    Sheet,
    Value,
)
from nianbao.formats.spreadsheet.xlsx_cells import (
    Cell,
    SheetCells,
    Totals,
    plain_cells,
    walked_cells,
)
from nianbao.formats.spreadsheet.xlsx_empty_rows import without_empty_cells
from nianbao.formats.spreadsheet.xlsx_strings import unescaped
from nianbao.formats.spreadsheet.xlsx_styles import Look
from nianbao.formats.zip_package import refused

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?")
_INDEX = re.compile("[0-9]{1,8}")
_FEW_DIGITS = 16


class SheetReader:
    """Reads sheets of one workbook: ``strings`` its cells point to, ``looks`` of its styles."""

    def __init__(self, strings: Sequence[str], looks: Mapping[str, Look]) -> None:
        self._strings = strings
        self._looks = looks
        self._totals = Totals()
        self.has_dates = False

    def read(self, part: bytes, name: str, *, is_hidden: bool) -> Sheet:
        """Return the sheet; ``Refusal`` where it is over the limits or contradicts itself."""
        found = plain_cells(part)
        if found is None:
            found = walked_cells(without_empty_cells(part), name, self._totals)
        self._totals.add(found.cells)
        values = {place: self._value(cell) for place, cell in found.cells.items()}
        members = _members(found)
        formulas = {place for place, cell in found.cells.items() if cell.formula is not None}
        formulas |= members
        held = {place: value for place, value in values.items() if value is not None}
        return Sheet(
            name=name,
            is_hidden=is_hidden,
            # An empty text is nothing; a number that the cell hides is not.
            cells={at: value for at, value in held.items() if type(value) is not str or value},
            formulas=frozenset(formulas),
            uncomputed=frozenset(place for place in formulas if place not in held),
            merges=tuple(found.merges),
            hidden_rows=frozenset(found.hidden_rows),
            hidden_columns=frozenset(found.hidden_columns),
        )

    def _value(self, cell: Cell) -> Value | None:
        """Return what a cell shows; None where nothing is stored, ``""`` for an empty text."""
        style, kind, formula, value = cell
        if value is None:
            return None
        look = self._looks.get(style) if style is not None else None
        if kind is None or kind == "n":
            return self._number(value, look)
        if kind == "s":
            return _marked(self._shared(value), look)
        if kind in ("str", "inlineStr"):
            text = value if kind == "inlineStr" else unescaped(value)
            return _marked(text, look)
        if kind == "e":
            return ErrorValue(value.strip() or "#N/A")
        if not value.strip():
            return None if formula is not None else ""
        return _marked(_other(kind, value.strip()), look)

    def _number(self, value: str, look: Look | None) -> Value | None:
        if not (value.isdigit() and value.isascii() and len(value) < _FEW_DIGITS):
            value = value.strip()
            if not value:
                return None
            if not _NUMBER.fullmatch(value):
                return value
        number = float(value)
        if look is None:
            return number
        shown: Value = number
        if look.format is not None:
            self.has_dates = self.has_dates or look.format.is_date
            shown = look.format.shown(number)
        return _marked(shown, look)

    def _shared(self, value: str) -> str:
        index = value.strip()
        if not index:
            return ""
        if not _INDEX.fullmatch(index) or int(index) >= len(self._strings):
            raise refused("suspicious", "指向不存在的文字")
        return self._strings[int(index)]


def _marked(value: Value, look: Look | None) -> Value:
    """Return a value as the cell's own type face shows it; runs with one of their own keep it."""
    if look is None or not (look.is_struck or look.is_raised) or isinstance(value, MarkedText):
        return value
    if isinstance(value, ShownNumber) or value in ("", None):
        return value
    number = isinstance(value, float)
    text = f"{value:.15g}" if number else str(value)
    return MarkedText([Run(text, look.is_struck, look.is_raised)])


def _other(kind: str, value: str) -> Value:
    """Return a truth value, a date, or the text of a kind nobody knows."""
    if kind == "b" and value.lower() in ("0", "1", "true", "false"):
        return value.lower() in ("1", "true")
    if kind not in ("b", "d"):
        raise refused("damaged")
    if kind == "d":
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        has_time = moment.time() != datetime.min.time()
        return moment.replace(tzinfo=None) if has_time else date(*moment.timetuple()[:3])
    return value


def _members(found: SheetCells) -> set[Place]:
    """Return every cell of the array formulas."""
    return {
        place
        for top, left, bottom, right in found.arrays
        for place in product(range(top, bottom + 1), range(left, right + 1))
    }
