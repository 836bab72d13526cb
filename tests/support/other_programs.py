"""Our filled workbook written anew by other programs and in other spellings of the format.

``model_of(data)`` takes the cells and merges out of a workbook; ``WRITERS[name](model)`` writes
them with nothing of ours left but the words and figures.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl import load_workbook

from nianbao.formats.spreadsheet.addresses import address
from support.raw_workbooks import parts, sheet, unzipped, zipped
from support.saved_by_wps import as_wps

Place = tuple[int, int]
Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class ModelSheet:
    """Values and formulas by row and column from 0, merges as top, left, bottom, right."""

    name: str
    is_hidden: bool
    values: Mapping[Place, Any]
    formulas: Mapping[Place, str]
    merges: Sequence[Area]

    @property
    def size(self) -> Place:
        return max(row for row, _ in self.values) + 1, max(at for _, at in self.values) + 1

    def covered(self) -> set[Place]:
        """The places under a merge, its first one excepted."""
        return {
            (row, column)
            for top, left, bottom, right in self.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }


Model = tuple[ModelSheet, ...]


def model_of(data: bytes) -> Model:
    """Return what stands in a workbook, its formulas computed."""
    computed = as_wps(data)
    formulas = load_workbook(io.BytesIO(computed))
    values = load_workbook(io.BytesIO(computed), data_only=True)
    return tuple(
        ModelSheet(
            each.title,
            each.sheet_state != "visible",
            dict(_filled(values[each.title])),
            {
                place: str(value).removeprefix("=")
                for place, value in _filled(each)
                if each.cell(place[0] + 1, place[1] + 1).data_type == "f"
            },
            [
                (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
                for area in each.merged_cells.ranges
            ],
        )
        for each in formulas.worksheets
    )


def _filled(sheet: Any) -> Iterator[tuple[Place, Any]]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield (cell.row - 1, cell.column - 1), cell.value


# Programs


def by_xlsxwriter(model: Model) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for each in model:
            made = book.add_worksheet(each.name)
            for top, left, bottom, right in each.merges:
                made.merge_range(top, left, bottom, right, "")
            for (row, column), value in each.values.items():
                if (row, column) in each.formulas:
                    made.write_formula(row, column, each.formulas[row, column], None, value)
                elif isinstance(value, str):
                    made.write_string(row, column, value)
                else:
                    made.write_number(row, column, value)
            if each.is_hidden:
                made.hide()
    return out.getvalue()


def by_xlwt(model: Model) -> bytes:
    book, out = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    for each in model:
        made = book.add_sheet(each.name)
        tops = {(top, left): (bottom, right) for top, left, bottom, right in each.merges}
        for (row, column), value in each.values.items():
            if (row, column) in tops:
                bottom, right = tops[row, column]
                made.write_merge(row, bottom, column, right, value)
            else:
                made.write(row, column, value)
        made.visibility = int(each.is_hidden)
    book.save(out)
    return out.getvalue()


def by_odfpy(model: Model) -> bytes:
    document, out = OpenDocumentSpreadsheet(), io.BytesIO()
    for each in model:
        table, covered = Table(name=each.name), each.covered()
        tops = {area[:2]: area for area in each.merges}
        rows, columns = each.size
        for row in range(rows):
            line = TableRow()
            for column in range(columns):
                place = row, column
                is_covered = place in covered
                line.addElement(
                    CoveredTableCell() if is_covered else _odf_cell(each, place, tops.get(place))
                )
            table.addElement(line)
        document.spreadsheet.addElement(table)
    document.write(out)
    return out.getvalue()


def _odf_cell(each: ModelSheet, place: Place, area: Area | None) -> Any:
    value = each.values.get(place)
    told: dict[str, Any] = {}
    if area:
        top, left, bottom, right = area
        told |= {"numberrowsspanned": bottom - top + 1, "numbercolumnsspanned": right - left + 1}
    if value is not None:
        told["valuetype"] = "string" if isinstance(value, str) else "float"
    if isinstance(value, int | float):
        told["value"] = value
    if place in each.formulas:
        told["formula"] = f"of:={each.formulas[place]}"
    cell = TableCell(**told)
    for line in [] if value is None else str(value).split("\n"):
        cell.addElement(P(text=line))
    return cell


# Spellings

Spelt = Callable[[str, Any, str], str]


def spelt(model: Model, cell: Spelt, row: str = '<row r="{number}">{cells}</row>') -> bytes:
    """Return an xlsx whose cells are spelt by ``cell(address, value, formula)``."""
    return zipped(_spelt_parts(model, cell, row))


def _spelt_parts(model: Model, cell: Spelt, row: str) -> dict[str, Any]:
    sheets = []
    for each in model:
        lines: dict[int, list[str]] = {}
        for place in sorted(each.values):
            formula = each.formulas.get(place, "")
            written = cell(address(*place), each.values[place], formula)
            lines.setdefault(place[0], []).append(written)
        rows = "".join(
            row.format(number=number + 1, cells="".join(cells)) for number, cells in lines.items()
        )
        merges = "".join(
            f'<mergeCell ref="{address(top, left)}:{address(bottom, right)}"/>'
            for top, left, bottom, right in each.merges
        )
        sheets.append(sheet(rows, f"<mergeCells>{merges}</mergeCells>" if merges else ""))
    states = ["hidden" if each.is_hidden else "visible" for each in model]
    return dict(parts(*sheets, names=[each.name for each in model], states=states))


def inline(place: str, value: Any, formula: str) -> str:
    told = f"<f>{escape(formula)}</f>" if formula else ""
    if not isinstance(value, str):
        return f'<c r="{place}">{told}<v>{value}</v></c>'
    if formula:
        return f'<c r="{place}" t="str">{told}<v>{escape(value)}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def in_runs(place: str, value: Any, formula: str) -> str:
    """Texts in two runs of different formats, with a reading aid after them."""
    if not isinstance(value, str) or formula:
        return inline(place, value, formula)
    middle = len(value) // 2
    runs = "".join(
        f'<r><rPr><b/></rPr><t xml:space="preserve">{escape(text)}</t></r>'
        for text in (value[:middle], value[middle:])
    )
    aid = '<rPh sb="0" eb="1"><t>yi</t></rPh><phoneticPr fontId="1"/>'
    return f'<c r="{place}" t="inlineStr"><is>{runs}{aid}</is></c>'


def as_results(place: str, value: Any, formula: str) -> str:
    """Texts as if they were results of formulas, as SheetJS writes them."""
    if isinstance(value, str) and not formula:
        return f'<c r="{place}" t="str"><v>{escape(value)}</v></c>'
    return inline(place, value, formula)


def otherwise(place: str, value: Any, formula: str) -> str:
    """Attributes in another order and more of them, numbers with exponents."""
    written = inline(place, value, formula).replace(
        f'<c r="{place}"', f'<c cm="1" s="0" r="{place}"'
    )
    return re.sub(r"<v>([\d.]+)</v>", lambda v: f"<v>{float(v[1]):E}</v>", written)


def unaddressed(model: Model) -> bytes:
    """Cells and rows that do not say where they stand."""
    made = _spelt_parts(model, inline, "")
    for number, each in enumerate(model, 1):
        rows, columns = each.size
        lines = []
        for row in range(rows):
            cells = [
                inline("", each.values[row, column], each.formulas.get((row, column), ""))
                if (row, column) in each.values
                else "<c/>"
                for column in range(columns)
            ]
            joined = "".join(cells).replace(' r=""', "")
            lines.append(f"<row>{joined}</row>")
        made[f"xl/worksheets/sheet{number}.xml"] = sheet("".join(lines))
    return zipped(made)


def prefixed(model: Model) -> bytes:
    """Every element with a prefix, as Microsoft's own SDK writes."""
    made = unzipped(spelt(model, inline))
    return zipped(
        {
            name: part
            if name.endswith(".rels") or name.startswith("[")
            else re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x=", 1)
            for name, part in made.items()
        }
    )


def in_utf16(model: Model) -> bytes:
    made = unzipped(spelt(model, inline))
    head = '<?xml version="1.0" encoding="UTF-16" standalone="yes"?>\n'
    return zipped({name: (head + part.decode()).encode("utf-16") for name, part in made.items()})


def pretty(model: Model) -> bytes:
    """Every tag on a line of its own, attributes in single quotes."""
    made = unzipped(spelt(model, lambda place, value, _: inline(place, value, "")))
    tags = re.compile(rb"><(?=/?(?:row|c|v|is|sheetData|mergeCell)\b)")
    return zipped(
        {
            name: tags.sub(b">\n  <", part).replace(b'"', b"'") if "sheet" in name else part
            for name, part in made.items()
        }
    )


class _OneWay(io.RawIOBase):
    """A file that can only be written on, as a stream to a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.content = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.content += bytes(data)
        return len(data)


def streamed(model: Model) -> bytes:
    """A zip whose members say their size after their content, with names as Windows writes them."""
    out = _OneWay()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in unzipped(spelt(model, inline)).items():
            member = zipfile.ZipInfo("x")
            member.filename = name.replace("/", "\\")
            archive.writestr(member, part)
    return bytes(out.content)


WRITERS: Mapping[str, Callable[[Model], bytes]] = {
    "XlsxWriter": by_xlsxwriter,
    "xlwt": by_xlwt,
    "odfpy": by_odfpy,
    "inline texts": lambda model: spelt(model, inline),
    "texts in runs": lambda model: spelt(model, in_runs),
    "texts as results": lambda model: spelt(model, as_results),
    "other attributes": lambda model: spelt(model, otherwise),
    "no addresses": unaddressed,
    "prefixes": prefixed,
    "UTF-16": in_utf16,
    "pretty": pretty,
    "streamed": streamed,
}
