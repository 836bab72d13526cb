"""Writing into cells: text stays text, a formula is only what we mean as one.

A cell that a merge covers takes the style (its borders show) and nothing else.
"""

import re

from openpyxl.cell.cell import Cell, MergedCell

from nianbao.formats.limits import CELL_CHARACTERS
from nianbao.prose import paragraphs

LONGEST_FORMULA, LONGEST_LITERAL = 8_192, 255
# A text that looks like Excel's own escape for a character is escaped itself.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LITERAL = re.compile(r'"(?:[^"]|"")*"')


def put_text(cell: Cell | MergedCell, text: str, style: str) -> None:
    """Write ``text`` as text, whatever it begins with; empty text leaves the cell blank.

    Raises ``ValueError`` over 32,767 characters, which the file format would cut in silence.
    """
    cell.style = style
    if not text or isinstance(cell, MergedCell):
        return
    if len(text) > CELL_CHARACTERS:
        raise ValueError(f"{len(text)} characters in {cell.coordinate}, a cell takes 32767")
    cell.value = escaped(text)
    cell.data_type = "s"


def in_rows(text: str, rows: int) -> list[str]:
    """Return a clean text as at most ``rows`` cells: a paragraph each, as long as that fits.

    Where it does not, the last rows hold several, or every row as much as a cell takes.
    """
    written = [
        paragraph[start : start + CELL_CHARACTERS]
        for paragraph in paragraphs(text)
        for start in range(0, len(paragraph), CELL_CHARACTERS)
    ]
    if len(written) <= rows:
        return written
    rest = "\n".join(written[rows - 1 :])
    if len(rest) <= CELL_CHARACTERS:
        return [*written[: rows - 1], rest]
    packed = [""]
    for line in written:
        if len(packed[-1]) + 1 + len(line) <= CELL_CHARACTERS:
            packed[-1] = f"{packed[-1]}\n{line}" if packed[-1] else line
        else:
            packed.append(line)
    return packed[:rows]


def escaped(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it as it is, ``_x000D_`` included."""
    return _ESCAPE.sub("_x005F_", text)


def put_formula(cell: Cell | MergedCell, formula: str, style: str) -> None:
    """Write ``formula`` (without ``=``) with no stored result.

    Raises ``ValueError`` where Excel would refuse it: over 8,192 characters, a literal over 255.
    """
    longest = max((len(found) for found in _LITERAL.findall(formula)), default=0)
    if len(formula) >= LONGEST_FORMULA or longest - 2 > LONGEST_LITERAL:
        raise ValueError(f"formula too long in {cell.coordinate}: {len(formula)}, {longest}")
    cell.style = style
    if isinstance(cell, Cell):
        cell.value = f"={formula}"
