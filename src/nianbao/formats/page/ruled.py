"""Characters and ruling lines of a page → the tables they make: words put into ruled cells.

Lines that touch make a table; where no line parts two fields of the grid they are one merged cell.
Knows neither PDF nor OFD: lengths are points, x to the right, y downwards.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from nianbao.formats.limits import LIMITS
from nianbao.formats.page.page import Cell, Table
from nianbao.formats.zip_package import too_large

# How far apart, in points, lines still are one line, and still touch.
_SAME, _TOUCH = 2.2, 4.0
# Of a border, how much must be drawn for it to part two fields.
_DRAWN = 0.6
# In heights of a character: a gap that parts words, and a shift that is no shift but bold print.
_GAP, _BOLD = 0.45, 0.2
_FEWEST_EDGES = 3


class Character(NamedTuple):
    """A character and its box."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Line(NamedTuple):
    """A level or upright line, from its top left to its bottom right."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_level(self) -> bool:
        """True for a horizontal line."""
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True)
class Ruled:
    """A table with where its columns begin and end, and how far down the page it reaches."""

    table: Table
    edges: tuple[float, ...]
    top: float
    bottom: float


def ruled(
    lines: Iterable[Line], characters: Sequence[Character]
) -> tuple[list[Ruled], list[Character]]:
    """Return the tables of a page from top to bottom, and the characters that stand in none."""
    found: list[Ruled] = []
    rest = list(characters)
    for group in _touching(_joined(lines)):
        table, rest = _table(group, rest)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda each: each.top), rest


def _joined(lines: Iterable[Line]) -> list[Line]:
    """Return the lines with pieces that continue or cover each other as one."""
    whole: list[Line] = []
    for is_level in (True, False):
        alike = [_normal(line, is_level) for line in lines if line.is_level is is_level]
        for group in _clusters(alike):
            place = sum(each[0] for each in group) / len(group)
            group.sort(key=lambda each: each[1])
            start, end = group[0][1], group[0][2]
            for _, low, high in group[1:]:
                if low > end + _TOUCH:
                    whole.append(_line(place, start, end, is_level))
                    start, end = low, high
                end = max(end, high)
            whole.append(_line(place, start, end, is_level))
    return whole


def _normal(line: Line, is_level: bool) -> tuple[float, float, float]:
    if is_level:
        return (line.top + line.bottom) / 2, line.left, line.right
    return (line.left + line.right) / 2, line.top, line.bottom


def _clusters(
    alike: list[tuple[float, float, float]],
) -> Iterator[list[tuple[float, float, float]]]:
    group: list[tuple[float, float, float]] = []
    for each in sorted(alike):
        if group and each[0] - group[-1][0] > _SAME:
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _line(place: float, start: float, end: float, is_level: bool) -> Line:
    return Line(start, place, end, place) if is_level else Line(place, start, place, end)


def _touching(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines that hang together, as one table each."""
    if len(lines) > LIMITS.merges:
        raise too_large("页面上的线条")
    level = [line for line in lines if line.is_level]
    upright = [line for line in lines if not line.is_level]
    owner = list(range(len(lines)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for at, one in enumerate(level):
        for beside, other in enumerate(upright, len(level)):
            is_across = one.left - _TOUCH <= other.left <= one.right + _TOUCH
            if is_across and other.top - _TOUCH <= one.top <= other.bottom + _TOUCH:
                owner[root(at)] = root(beside)
    groups: dict[int, list[Line]] = defaultdict(list)
    for at, line in enumerate((*level, *upright)):
        groups[root(at)].append(line)
    for group in groups.values():
        if any(line.is_level for line in group) and any(not line.is_level for line in group):
            yield group


def _edges(places: Iterable[float]) -> tuple[float, ...]:
    """Return places with those that lie together as one."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= _TOUCH:
            groups[-1].append(place)
        else:
            groups.append([place])
    return tuple(sum(group) / len(group) for group in groups)


def _table(lines: list[Line], characters: list[Character]) -> tuple[Ruled | None, list[Character]]:
    """Return the table that ``lines`` make, and the characters left; None if they make none."""
    columns = _edges(place for line in lines for place in (line.left, line.right))
    rows = _edges(place for line in lines for place in (line.top, line.bottom))
    if len(columns) < _FEWEST_EDGES or len(rows) < 2:
        return None, characters
    if len(columns) > LIMITS.columns or len(rows) > LIMITS.rows:
        raise too_large("表格的行数或列数")
    fields = _Fields(columns, rows, lines)
    inside: dict[tuple[int, int], list[Character]] = defaultdict(list)
    rest: list[Character] = []
    for each in characters:
        field = fields.of((each.left + each.right) / 2, (each.top + each.bottom) / 2)
        if field is None:
            rest.append(each)
        else:
            inside[fields.root(field)].append(each)
    cells = tuple(
        Cell(top, left, down, across, "\n".join(text_lines(inside.get(root, ()))))
        for root, (top, left, down, across) in fields.cells()
    )
    return Ruled(Table(cells), columns, rows[0], rows[-1]), rest


class _Fields:
    """The fields of a grid, those that no line parts taken together."""

    def __init__(
        self, columns: tuple[float, ...], rows: tuple[float, ...], lines: list[Line]
    ) -> None:
        self.columns, self.rows = columns, rows
        self.across, self.down = len(columns) - 1, len(rows) - 1
        self.owner = {
            (row, column): (row, column)
            for row in range(self.down)
            for column in range(self.across)
        }
        level = [line for line in lines if line.is_level]
        upright = [line for line in lines if not line.is_level]
        self._join(level, upright)

    def _join(self, level: list[Line], upright: list[Line]) -> None:
        for at, x in enumerate(self.columns[1:-1], 1):
            here = [line for line in upright if abs(line.left - x) <= _TOUCH]
            for row in range(self.down):
                top, bottom = self.rows[row], self.rows[row + 1]
                if not _is_drawn(top, bottom, [(line.top, line.bottom) for line in here]):
                    self.owner[self.root((row, at))] = self.root((row, at - 1))
        for at, y in enumerate(self.rows[1:-1], 1):
            here = [line for line in level if abs(line.top - y) <= _TOUCH]
            for column in range(self.across):
                left, right = self.columns[column], self.columns[column + 1]
                if not _is_drawn(left, right, [(line.left, line.right) for line in here]):
                    self.owner[self.root((at, column))] = self.root((at - 1, column))

    def root(self, field: tuple[int, int]) -> tuple[int, int]:
        while self.owner[field] != field:
            self.owner[field] = self.owner[self.owner[field]]
            field = self.owner[field]
        return field

    def of(self, x: float, y: float) -> tuple[int, int] | None:
        column, row = _between(self.columns, x), _between(self.rows, y)
        return None if column is None or row is None else (row, column)

    def cells(self) -> Iterator[tuple[tuple[int, int], tuple[int, int, int, int]]]:
        """Yield each cell as its first field and (row, column, rows spanned, columns spanned).

        What is no rectangle has lost a line somewhere; nobody can say whose its figures are.
        """
        members: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for field in self.owner:
            members[self.root(field)].append(field)
        for root, fields in members.items():
            top, left = min(row for row, _ in fields), min(column for _, column in fields)
            down = max(row for row, _ in fields) - top + 1
            across = max(column for _, column in fields) - left + 1
            if down * across == len(fields):
                yield root, (top, left, down, across)


def _is_drawn(start: float, end: float, strokes: list[tuple[float, float]]) -> bool:
    """True where strokes cover most of the way from ``start`` to ``end``."""
    covered = sum(max(0.0, min(end, high) - max(start, low)) for low, high in strokes)
    return covered >= _DRAWN * (end - start)


def _between(edges: tuple[float, ...], place: float) -> int | None:
    for at, (low, high) in enumerate(pairwise(edges)):
        if low <= place < high:
            return at
    return None


def text_lines(characters: Iterable[Character]) -> list[str]:
    """Return characters as lines of text, top to bottom, words parted by a blank."""
    return [line_text(line) for line in in_lines(characters)]


def in_lines(characters: Iterable[Character]) -> list[list[Character]]:
    """Return characters as lines, top to bottom, each from left to right."""
    lines: list[list[Character]] = []
    for each in sorted(characters, key=lambda char: (char.top + char.bottom) / 2):
        middle = (each.top + each.bottom) / 2
        if lines:
            last = lines[-1][-1]
            height = min(each.bottom - each.top, last.bottom - last.top)
            if middle - (last.top + last.bottom) / 2 <= 0.5 * height:
                lines[-1].append(each)
                continue
        lines.append([each])
    return [sorted(line, key=lambda char: char.left) for line in lines]


def line_text(line: Sequence[Character]) -> str:
    """Return one line as text; what is printed twice to look bold counts once."""
    pieces: list[str] = []
    last: Character | None = None
    for each in line:
        if last is not None:
            height = each.bottom - each.top
            if each.text == last.text and each.left - last.left < _BOLD * height:
                continue
            if each.left - last.right > _GAP * height:
                pieces.append(" ")
        pieces.append(each.text)
        last = each
    return "".join(pieces)
