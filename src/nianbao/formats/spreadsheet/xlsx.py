"""The gate's road for Office Open XML: package, workbook, strings, styles, then each sheet.

Of a workbook written plainly, as nearly all are, the values are taken here. Any other that passes
is put together anew under fixed names, so that calamine sees those parts alone and none of what a
workbook may carry besides (links, pictures, printer settings).
"""

import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet.number_formats import Shown, shown_as
from nianbao.formats.spreadsheet.plain_text import SharedStrings
from nianbao.formats.spreadsheet.saved_at import saved_at
from nianbao.formats.spreadsheet.sheet import Admitted, Notes, Place, SheetNotes, Value
from nianbao.formats.spreadsheet.xlsx_empty_rows import block, thinned
from nianbao.formats.spreadsheet.xlsx_sheet import SheetPass, Totals
from nianbao.formats.spreadsheet.xml_parts import Element, elements, shared_strings, walk
from nianbao.formats.zip_package import Package, refused, stored, too_large

_STRICT = "http://purl.oclc.org/ooxml/"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION_LIST = f'<Relationships xmlns="{_PACKAGE_RELATIONS}">{{}}</Relationships>'
_RELATION = f'<Relationship Id="rId{{number}}" Type="{_RELATIONS}/{{kind}}" Target="{{target}}"/>'
_STYLE_GROUPS = frozenset({"cellStyleXfs", "cellXfs", "cellStyles", "dxfs"})
_MACRO_PART = re.compile(r"vbaproject|(^|/)macrosheets/")
_OTHER_OFFICE = {
    "wordprocessingml": "，而是 Word 文档",
    "presentationml": "，而是演示文稿",
}


@dataclass(frozen=True)
class _SheetPart:
    name: str
    is_hidden: bool
    part: str


@dataclass(frozen=True)
class _Workbook:
    sheets: tuple[_SheetPart, ...]
    strings: str | None
    styles: str | None
    counts_from_1904: bool
    is_to_compute: bool
    """The program that wrote it computed nothing: whatever opens it is told to."""


def admit(package: Package, leaving_out: Collection[str] = ()) -> Admitted:
    """Return the notes of an xlsx package and the package calamine may read.

    Sheets named ``leaving_out`` are passed by: nobody unpacks or reads them.
    """
    _refuse_macros(package)
    workbook = _workbook(package)
    wanted = [sheet for sheet in workbook.sheets if sheet.name not in leaving_out]
    parts: dict[str, bytes] = {}
    strings = SharedStrings(texts=())
    if workbook.strings is not None:
        strings = shared_strings(package.read(workbook.strings))
        parts["xl/sharedStrings.xml"] = strings.part
    shown = _shown(package.read(workbook.styles)) if workbook.styles else {}
    totals = Totals()
    sheets: list[SheetNotes] = []
    values: list[Mapping[Place, Value] | None] = []
    for number, sheet in enumerate(wanted, start=1):
        part, is_thinned = thinned(package.chunks(sheet.part, LIMITS.inflated), sheet.name)
        sheet_pass = SheetPass(sheet.name, shown, totals, strings)
        notes, part = sheet_pass.run(part, is_thinned, sheet.is_hidden)
        if workbook.is_to_compute:
            notes = replace(notes, uncomputed=notes.formulas)
        sheets.append(notes)
        values.append(sheet_pass.values)
        parts[f"xl/worksheets/sheet{number}.xml"] = part
        if sum(map(len, parts.values())) > LIMITS.parts:
            raise too_large(f"文件展开后超过 {LIMITS.parts // 1_000_000} MB")
    if workbook.counts_from_1904 and any("date" in notes.shown.values() for notes in sheets):
        raise refused("1904 dates")
    told = Notes("xlsx", tuple(sheets), saved_at(package))
    plain = tuple(each for each in values if each is not None)
    if len(plain) == len(values):
        return Admitted(told, values=plain)
    return Admitted(told, stored(_frame([sheet.name for sheet in wanted]) | parts))


def _refuse_macros(package: Package) -> None:
    """Refuse a package with macros, or one of another office program, by its content types."""
    if "[Content_Types].xml" not in package:
        raise refused("not a workbook", "，而是压缩包")
    types = [
        element.attributes.get("ContentType", "").lower()
        for element in elements(package.read("[Content_Types].xml"))
    ]
    if any("sheet.binary" in each for each in types):
        raise refused("other format", " xlsb 二进制")
    if not any("spreadsheetml" in each for each in types):
        for mark, seen in _OTHER_OFFICE.items():
            if any(mark in each for each in types):
                raise refused("not a workbook", seen)
    has_macro_part = any(_MACRO_PART.search(name) for name in package.names())
    if has_macro_part or any("macro" in each or "vba" in each for each in types):
        raise refused("macros")


def _workbook(package: Package) -> _Workbook:
    """Follow the relations from the package to the workbook and from there to its parts."""
    main = _targets(package, "")
    path = next((target for kind, target in main.values() if kind == "officeDocument"), None)
    if path is None or path not in package:
        raise refused("not a workbook", "，而是压缩包")
    found = elements(package.read(path))
    if not found or found[0].name != "workbook":
        raise refused("not a workbook", "")
    if found[0].namespace.startswith(_STRICT):
        raise refused("strict xml")
    names = sum(each.name == "definedName" for each in found)
    if names > LIMITS.names:
        raise too_large(f"定义的名称有 {names} 个")
    relations = _targets(package, path)
    others = {kind: target for kind, target in relations.values() if target in package}
    return _Workbook(
        sheets=_sheets([each for each in found if each.name == "sheet"], relations),
        strings=others.get("sharedStrings"),
        styles=others.get("styles"),
        counts_from_1904=any(
            each.name == "workbookPr" and each.attributes.get("date1904") in {"1", "true"}
            for each in found
        ),
        is_to_compute=any(
            each.name == "calcPr" and each.attributes.get("fullCalcOnLoad") in {"1", "true"}
            for each in found
        ),
    )


def _sheets(
    found: Sequence[Element], relations: Mapping[str, tuple[str, str]]
) -> tuple[_SheetPart, ...]:
    """Return the worksheets in workbook order; charts and dialogs have no cells."""
    if len(found) > LIMITS.sheets:
        raise too_large(f"工作表有 {len(found)} 张")
    sheets: list[_SheetPart] = []
    for each in found:
        reference = next(
            (value for key, value in each.attributes.items() if key.endswith("relationships id")),
            "",
        )
        kind, target = relations.get(reference, ("", ""))
        if "acro" in kind:
            raise refused("macros")
        if kind == "worksheet":
            is_hidden = each.attributes.get("state", "visible") != "visible"
            sheets.append(_SheetPart(each.attributes.get("name", ""), is_hidden, target))
    names = [sheet.name.casefold() for sheet in sheets]
    if not sheets or len(set(names)) < len(names):
        raise refused("suspicious", "两张同名的工作表" if sheets else "没有工作表")
    return tuple(sheets)


def _targets(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return the relations of a part by their id: the last word of the type, the target part."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in package:
        raise refused("damaged")
    found: dict[str, tuple[str, str]] = {}
    for element in elements(package.read(relations)):
        kind = element.attributes.get("Type", "").rpartition("/")[2]
        target = element.attributes.get("Target", "").replace("\\", "/")
        if element.name == "Relationship" and element.attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.attributes.get("Id", "")] = kind, target
    return found


# The returns of one county mostly carry the very same styles.
@lru_cache(maxsize=16)
def _shown(part: bytes) -> Mapping[str, Shown]:
    """Return what cell styles, as the ``s`` of a cell names them, show a number as; most do not."""
    codes: dict[str, str] = {}
    formats: list[str] = []
    group = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal group
        local = name.rpartition(":")[2]
        if local == "xf":
            if group == "cellXfs":
                formats.append(attributes.get("numFmtId", "0"))
        elif local == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local in _STYLE_GROUPS:
            group = local

    formats_block, styles_block = block(part, b"numFmts"), block(part, b"cellXfs")
    walk(b"<styles>" + formats_block + styles_block + b"</styles>" if styles_block else part, start)
    if len(formats) > LIMITS.styles:
        raise too_large(f"单元格样式有 {len(formats)} 种")
    known = {
        number: shown_as(int(number) if number.isdecimal() else 0, codes.get(number))
        for number in set(formats)
    }
    styles = ((str(index), known[number]) for index, number in enumerate(formats))
    return {style: shown for style, shown in styles if shown}


def _frame(names: Sequence[str]) -> dict[str, bytes]:
    """Return the parts that lead a reader to sheets of these names."""
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    relations = "".join(
        _RELATION.format(number=number, kind="worksheet", target=f"worksheets/sheet{number}.xml")
        for number in range(1, len(names) + 1)
    )
    book = _RELATION.format(number=1, kind="officeDocument", target="xl/workbook.xml")
    texts = {
        "_rels/.rels": _RELATION_LIST.format(book),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _RELATION_LIST.format(relations),
    }
    return {name: text.encode() for name, text in texts.items()}
