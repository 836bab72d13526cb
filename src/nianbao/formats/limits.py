"""How large a returned workbook may be: our own form times a factor, all in one place.

The form has ten sheets of some 60 rows and 16 columns and unpacks to about 400 KB. The factors
leave room for what clerks add without meaning to (pasted rows, styles and names dragged in from
other workbooks) and none for files built to exhaust the reader.
"""

from dataclasses import dataclass

FORM_SHEETS = 10
FORM_ROWS = 60
FORM_COLUMNS = 16
FORM_BYTES = 400_000
CELL_CHARACTERS = 32_767


@dataclass(frozen=True)
class Limits:
    """Upper bounds: counts of things, bytes as unpacked, rows and columns from the first."""

    file: int = 160 * FORM_BYTES
    """Bytes of the file itself: pictures may be pasted in."""
    members: int = 100 * FORM_SHEETS
    part: int = 40 * FORM_BYTES
    """Bytes of one part that is read."""
    parts: int = 120 * FORM_BYTES
    """Bytes of all the parts that are read."""
    inflated: int = 640 * FORM_BYTES
    """Bytes of one part before its empty formatted rows are left out."""
    sheets: int = 20 * FORM_SHEETS
    name: int = 255
    """Characters of a sheet's name; Excel itself takes 31."""
    rows: int = 100 * FORM_ROWS
    columns: int = 16 * FORM_COLUMNS
    area: int = 200 * FORM_SHEETS * FORM_ROWS * FORM_COLUMNS
    """Cells of the rectangles that hold the content of each sheet, taken together."""
    cells: int = 20 * FORM_SHEETS * FORM_ROWS * FORM_COLUMNS
    """Cells with content in the workbook."""
    tags: int = 100 * FORM_SHEETS * FORM_ROWS * FORM_COLUMNS
    """Tags of all the sheets together, those of empty cells left out."""
    records: int = 60 * FORM_SHEETS * FORM_ROWS * FORM_COLUMNS
    """Records of all the sheets of an xls together."""
    encrypted: int = 4 * FORM_BYTES
    """Bytes of an encrypted xls; deciphering takes a second a megabyte."""
    merged: int = 10 * FORM_ROWS * FORM_COLUMNS
    """Cells of one merge."""
    merges: int = 10 * FORM_ROWS * FORM_COLUMNS
    strings: int = 20 * FORM_SHEETS * FORM_ROWS * FORM_COLUMNS
    styles: int = 65_536
    """The most Excel itself keeps; workbooks with a history come close to it."""
    names: int = 20_000
    ranges: int = 200_000
    """Ranges and attributes of validations and conditional formats on a sheet."""
    elements: int = 800_000
    """Tags of the styles, of the strings, of the content of an ods."""
    listed: int = 60_000
    """Tags of the parts that list other parts, of the workbook with its names."""
    asides: int = 100_000
    """Elements of a sheet other than rows, cells and values."""
    characters: int = 4 * CELL_CHARACTERS


LIMITS = Limits()
