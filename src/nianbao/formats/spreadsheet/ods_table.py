"""One table of an ods while it is read: cells as they come, rows and columns counted on."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from nianbao.formats.spreadsheet.sheet import Aside, Merge, Place, Sheet, Value
from nianbao.formats.zip_package import refused


@dataclass
class OdsTable:
    """What is read of a table; ``finished`` makes a sheet of it."""

    name: str
    is_hidden: bool
    cells: dict[Place, Value] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    covered: dict[Place, Value] = field(default_factory=dict)
    """What stands in cells that a merge is said to cover."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    asides: list[Aside] = field(default_factory=list)
    row: int = 0
    rows: int = 1
    """How often the open row is repeated."""
    row_style: str = ""
    column: int = 0
    styles: list[tuple[int, str]] = field(default_factory=list)
    """What cells without a style of their own have: the columns before which, and the style."""
    is_cache: bool = False
    """Cells of another file that formulas refer to."""

    def style(self, column: int) -> str:
        """Return the style of a cell of the open row that names none."""
        at = bisect_right(self.styles, column, key=itemgetter(0))
        return self.row_style or (self.styles[at][1] if at < len(self.styles) else "")

    def finished(self) -> Sheet:
        """Return the sheet."""
        # A cell that no merge covers is seen, whatever it is called.
        seen = {at: value for at, value in self.covered.items() if not self._is_under_a_merge(at)}
        return Sheet(
            name=self.name,
            is_hidden=self.is_hidden,
            cells={**self.cells, **seen},
            formulas=frozenset(self.formulas),
            uncomputed=frozenset(self.uncomputed - self.cells.keys()),
            merges=tuple(self.merges),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            asides=tuple(self.asides),
        )

    def _is_under_a_merge(self, place: Place) -> bool:
        row, column = place
        return any(
            top <= row <= bottom and left <= column <= right
            for top, left, bottom, right in self.merges
        )


def counted(attributes: Mapping[str, str], name: str) -> int:
    """Return a number of repetitions; files of no harm say nothing or at least 1."""
    text = attributes.get(name, "1")
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise refused("suspicious", "不合规范的行列数")
    return max(int(text), 1)
