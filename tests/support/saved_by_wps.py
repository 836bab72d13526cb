"""Our filled workbook as WPS writes it, built from what was seen in files before and after it.

Shared strings, formulas in shared groups with a value each, numbers of 15 digits, expanded styles,
short password hashes, its own property; no calculation chain, no order to compute on loading.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from nianbao.formats.spreadsheet.addresses import column_letters, parse_address
from support.raw_workbooks import unzipped, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_SUM = re.compile(r"SUM\(([A-Z]+\d+):([A-Z]+\d+)\)")
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt='
    '"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
    'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
    "<vt:lpwstr>2052-11.1.0.12980</vt:lpwstr></property></Properties>"
)


def as_wps(data: bytes) -> bytes:
    """Return ``data`` as WPS saves it."""
    made = unzipped(data)
    strings: dict[str, int] = {}
    styles = _root(made["xl/styles.xml"])
    shift = _expand(styles)
    for name in [name for name in made if _SHEET.fullmatch(name)]:
        sheet = _root(made[name])
        _share_strings(sheet, strings)
        _compute(sheet)
        _share_formulas(sheet)
        _finish(sheet, shift)
        made[name] = _written(sheet)
    made.pop("xl/calcChain.xml", None)
    made["xl/styles.xml"] = _written(styles)
    made["xl/sharedStrings.xml"] = _string_table(strings)
    made["docProps/custom.xml"] = _PROPERTIES.encode()
    _list_parts(made)
    return zipped(made)


def _root(part: bytes) -> Any:
    return etree.fromstring(part)


def _written(root: Any) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _named(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def _cells(sheet: Any) -> Iterator[Any]:
    return sheet.iter(_named("c"))  # type: ignore[no-any-return]


def _share_strings(sheet: Any, strings: dict[str, int]) -> None:
    for cell in _cells(sheet):
        inline = cell.find(_named("is"))
        if inline is not None:
            text = "".join(inline.itertext())
            cell.remove(inline)
            cell.set("t", "s")
            etree.SubElement(cell, _named("v")).text = str(strings.setdefault(text, len(strings)))


def _string_table(strings: dict[str, int]) -> bytes:
    table = etree.fromstring(f'<sst xmlns="{MAIN}"/>')
    table.set("count", str(len(strings)))
    table.set("uniqueCount", str(len(strings)))
    for text in strings:
        written = etree.SubElement(etree.SubElement(table, _named("si")), _named("t"))
        written.text = text
        if text != text.strip() or "\n" in text:
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return _written(table)


def _compute(sheet: Any) -> None:
    """Give every formula its value: sums are added up, the others say what they say when right."""
    cells = {cell.get("r"): cell for cell in _cells(sheet)}

    def value(address: str) -> float:
        cell = cells.get(address)
        formula = None if cell is None else cell.findtext(_named("f"))
        if formula:
            return total(formula)
        if cell is None or cell.get("t", "n") != "n":
            return 0.0
        return float(cell.findtext(_named("v")) or 0)

    def total(formula: str) -> float:
        found = _SUM.fullmatch(formula)
        if found is None:
            raise ValueError(f"{formula} is no sum of ours")
        return sum(map(value, _inside(found[1], found[2])))

    for cell in cells.values():
        formula = cell.findtext(_named("f"))
        number = cell.find(_named("v"))
        if formula is not None:
            is_sum = formula.startswith("SUM(")
            text = _digits(total(formula)) if is_sum else _saying(formula)
            cell.attrib.pop("t", None)
            if not is_sum:
                cell.set("t", "str")
            number.text = text
        elif number is not None and number.text and cell.get("t", "n") == "n":
            number.text = _digits(float(number.text))


def _inside(first: str, last: str) -> Iterator[str]:
    start, end = parse_address(first), parse_address(last)
    if start is None or end is None:
        raise ValueError(f"{first}:{last}")
    for row in range(start[0], end[0] + 1):
        for column in range(start[1], end[1] + 1):
            yield f"{column_letters(column)}{row + 1}"


def _digits(number: float) -> str:
    return f"{number:.15g}"


def _saying(formula: str) -> str:
    if "本表核对通过" in formula:
        return "本表核对通过"
    said = [text for text in _LITERAL.findall(formula) if text]
    return said[0].replace('""', '"') if said else ""


def _share_formulas(sheet: Any) -> None:
    """Make one group of formulas that stand below each other and say the same."""
    groups: list[list[Any]] = []
    columns: dict[int, list[tuple[int, Any, str]]] = {}
    for cell in _cells(sheet):
        formula = cell.findtext(_named("f"))
        place = parse_address(cell.get("r"))
        if formula and formula.startswith("SUM(") and place:
            alike = re.sub(r"\d+", lambda n: str(int(n[0]) - place[0]), formula)  # noqa: B023
            columns.setdefault(place[1], []).append((place[0], cell, alike))
    for column in columns.values():
        last: tuple[int, str] | None = None
        for row, cell, alike in column:
            if last == (row - 1, alike):
                groups[-1].append(cell)
            else:
                groups.append([cell])
            last = row, alike
    for number, group in enumerate(group for group in groups if len(group) > 1):
        for at, cell in enumerate(group):
            formula = cell.find(_named("f"))
            formula.set("t", "shared")
            if at == 0:
                formula.set("ref", f"{group[0].get('r')}:{group[-1].get('r')}")
            else:
                formula.text = None
            formula.set("si", str(number))


def _expand(styles: Any) -> int:
    """Write every cell format twice, with all it applies; return how many stand before ours."""
    formats = styles.find(_named("cellXfs"))
    ours = list(formats)
    for each in reversed(ours):
        copy = etree.fromstring(etree.tostring(each))
        for name in ("NumberFormat", "Font", "Fill", "Border", "Alignment", "Protection"):
            copy.set(f"apply{name}", "1")
        formats.insert(0, copy)
    formats.set("count", str(2 * len(ours)))
    return len(ours)


def _finish(sheet: Any, shift: int) -> None:
    for cell in _cells(sheet):
        if cell.get("s"):
            cell.set("s", str(int(cell.get("s")) + shift))
        if cell.get("t") == "n":
            del cell.attrib["t"]
    for row in sheet.iter(_named("row")):
        row.set("spans", "1:16")
    for each in sheet.iter(_named("sheetProtection")):
        if each.get("password"):
            each.set("password", each.get("password")[:4])
    checks = sheet.find(_named("dataValidations"))
    if checks is not None:
        checks[:] = list(reversed(checks))


def _list_parts(made: dict[str, bytes]) -> None:
    """Name the new parts where a package names its parts."""
    types = _root(made["[Content_Types].xml"])
    space = types.nsmap[None]
    for part, kind in (("/xl/sharedStrings.xml", _STRINGS), ("/docProps/custom.xml", _CUSTOM)):
        etree.SubElement(types, f"{{{space}}}Override", PartName=part, ContentType=kind)
    made["[Content_Types].xml"] = _written(types)
    for name, kind, target in (
        ("xl/_rels/workbook.xml.rels", "sharedStrings", "sharedStrings.xml"),
        ("_rels/.rels", "custom-properties", "docProps/custom.xml"),
    ):
        relations = _root(made[name])
        relation = etree.SubElement(relations, f"{{{relations.nsmap[None]}}}Relationship")
        relation.set("Id", f"rId{len(relations)}")
        relation.set("Type", f"{_RELATIONS}/{kind}")
        relation.set("Target", target)
        made[name] = _written(relations)
    book = _root(made["xl/workbook.xml"])
    for calculation in list(book.iter(_named("calcPr"))):
        calculation.attrib.pop("fullCalcOnLoad", None)
    for lock in book.iter(_named("workbookProtection")):
        if lock.get("workbookPassword"):
            lock.set("workbookPassword", lock.get("workbookPassword")[:4])
    made["xl/workbook.xml"] = _written(book)
