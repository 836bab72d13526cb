"""Lines of cells out of 名册.csv or 名册.xlsx, whatever a Chinese Excel made of them.

``lines_of(path)`` gives ``Line(number, cells)`` in the file's order; comments and blank lines are
left out, numbers are the file's own, counted from 1.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nianbao import prose
from nianbao.errors import UsageProblem
from nianbao.text_files import decoded

LARGEST_FILE = 5 * 2**20
LARGEST_UNPACKED = 50 * 2**20
MOST_LINES, MOST_COLUMNS = 20_000, 40
_SEPARATORS = ",\t;，；"
_COMMENT = "#"


@dataclass(frozen=True)
class Line:
    """A line of the roster: its number in the file and its cells, each clean."""

    number: int
    cells: tuple[str, ...]


def lines_of(path: Path) -> list[Line]:
    """Return the lines of ``path`` that say something; ``UsageProblem`` when it cannot be read."""
    content = _content(path)
    numbered = _sheet(path, content) if path.suffix.lower() == ".xlsx" else _text(path, content)
    lines: list[Line] = []
    for number, cells in numbered:
        clean = tuple(prose.clean_line(cell) for cell in cells)
        if any(clean) and not clean[0].startswith(_COMMENT):
            lines.append(Line(number, clean))
        if number >= MOST_LINES:
            raise UsageProblem(f"{path.name} 超过 {MOST_LINES} 行，不像名册。请只留机关一览。")
    return lines


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageProblem(f"{path.name} 太大，不像名册。请只留机关一览。")
        return path.read_bytes()
    except OSError as problem:
        raise UsageProblem(
            f"读不了 {path.name}。请检查文件是否存在、是否正被占用、有没有读取权限。"
        ) from problem


def _text(path: Path, content: bytes) -> Iterator[tuple[int, Iterable[str]]]:
    text = decoded(content)
    if text is None:
        raise UsageProblem(
            f"{path.name} 的文字编码无法识别。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”。"
        )
    # A comment may hold a quotation mark that would swallow the lines after it.
    physical = ["" if line.startswith(_COMMENT) else line for line in io.StringIO(text, newline="")]
    heading = next((line for line in physical if line.strip() and not _quoted_comment(line)), "")
    separator = max(_SEPARATORS, key=heading.count)
    reader = csv.reader(physical, delimiter=separator)
    number = 1
    try:
        for cells in reader:
            yield number, cells or ("",)
            number = reader.line_num + 1
    except csv.Error as problem:
        raise UsageProblem(f"{path.name} 第 {number} 行读不懂。请检查引号是否成对。") from problem


def _quoted_comment(line: str) -> bool:
    return line.startswith(f'"{_COMMENT}')


def _sheet(path: Path, content: bytes) -> Iterator[tuple[int, Iterable[str]]]:
    """Yield the first sheet's rows, within bounds: no merge, no far cell is built."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(member.file_size for member in package.infolist()) > LARGEST_UNPACKED:
                raise UsageProblem(f"{path.name} 太大，不像名册。请只留机关一览。")
        import openpyxl  # a roster is a workbook in few counties

        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = workbook.worksheets[0].iter_rows(
            min_row=1, max_row=MOST_LINES, max_col=MOST_COLUMNS, values_only=True
        )
        for number, cells in enumerate(rows, start=1):
            yield number, [_written(cell) for cell in cells] or ("",)
        workbook.close()
    except UsageProblem:
        raise
    # openpyxl lets every kind of error through for a broken package.
    except Exception as problem:
        raise UsageProblem(
            f"{path.name} 打不开。请在 Excel 或 WPS 中重新另存为 xlsx，或者改用 名册.csv。"
        ) from problem


def _written(cell: Any) -> str:
    """Return a cell as a person reads it: a code typed as a number has no decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
