"""Office Open XML workbooks: package, workbook, strings, styles, then each sheet.

What a part is, its relation tells; the table of content types tells macros and other programs.
Where a package says two things – two relations of one kind or one id, one part under two names –
it is refused: programs differ about which one counts.
"""

import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import unquote

from nianbao.findings.finding import Refusal
from nianbao.formats import kinds
from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet.sheet import Sheet, Workbook
from nianbao.formats.spreadsheet.xlsx_asides import asides
from nianbao.formats.spreadsheet.xlsx_empty_rows import thinned
from nianbao.formats.spreadsheet.xlsx_sheet import SheetReader
from nianbao.formats.spreadsheet.xlsx_strings import shared_strings
from nianbao.formats.spreadsheet.xlsx_styles import looks
from nianbao.formats.spreadsheet.xml_parts import Element, Handler, elements, walk
from nianbao.formats.zip_package import Package, refused, too_large

Relations = Mapping[str, tuple[str, str]]
"""By id: the last word of the type, the target part."""

_STRICT = "http://purl.oclc.org/ooxml/"
_MACRO_PART = re.compile(r"vbaproject|(^|/)macrosheets/")
_CORE, _LARGEST_CORE = "docProps/core.xml", 65_536
_MODIFIED = "http://purl.org/dc/terms/ modified"
_TRUE = ("1", "true")


@dataclass(frozen=True)
class _SheetPart:
    name: str
    is_hidden: bool
    part: str


@dataclass(frozen=True)
class _Parts:
    """The parts of a workbook, and what it says of all its sheets."""

    sheets: tuple[_SheetPart, ...]
    strings: str | None
    styles: str | None
    counts_from_1904: bool
    is_to_compute: bool
    """Whoever opens it is told to compute: results of nought may be none."""


def read(package: Package, leaving_out: Collection[str] = ()) -> Workbook:
    """Return the workbook of an xlsx package; sheets named ``leaving_out`` are passed by."""
    _refuse_macros(package)
    parts = _parts(package)
    strings = shared_strings(package.read(parts.strings)) if parts.strings else ()
    reader = SheetReader(strings, looks(package.read(parts.styles)) if parts.styles else {})
    sheets: list[Sheet] = []
    size = 0
    for each in parts.sheets:
        if each.name in leaving_out:
            continue
        part = thinned(package.chunks(each.part, LIMITS.inflated), each.name)
        size += len(part)
        if size > LIMITS.parts:
            raise too_large(f"文件展开后超过 {LIMITS.parts // 1_000_000} MB")
        sheet = reader.read(part, each.name, is_hidden=each.is_hidden)
        if parts.is_to_compute:
            sheet = _without_noughts_nobody_computed(sheet)
        sheets.append(replace(sheet, asides=tuple(asides(package, _beside(package, each.part)))))
    if parts.counts_from_1904 and reader.has_dates:
        raise refused("1904 dates")
    return Workbook("xlsx", tuple(sheets), _saved_at(package))


def _without_noughts_nobody_computed(sheet: Sheet) -> Sheet:
    """Return the sheet without formulas' results of 0: libraries that do not compute write it."""
    noughts = {place for place in sheet.formulas if sheet.cells.get(place) == 0}
    kept = {place: value for place, value in sheet.cells.items() if place not in noughts}
    return replace(sheet, cells=kept, uncomputed=sheet.uncomputed | noughts)


def _refuse_macros(package: Package) -> None:
    """Refuse a package with macros, or one of another office program, by its content types."""
    if "[Content_Types].xml" not in package:
        raise kinds.ZIP.refusal()
    types = list(_content_types(package))
    if any("sheet.binary" in each for each in types):
        raise kinds.BINARY_XLSX.refusal()
    if not any("spreadsheetml" in each for each in types):
        for mark, kind in kinds.CONTENT_TYPES.items():
            if any(mark in each for each in types):
                raise kind.refusal()
    has_macro_part = any(_MACRO_PART.search(name) for name in package.names())
    if has_macro_part or any("macrosheet" in each or "vba" in each for each in types):
        raise refused("macros")


def _content_types(package: Package) -> Sequence[str]:
    """Return the content types that parts of the package have; one for no part means nothing."""
    endings = {name.rpartition(".")[2] for name in package.names()}
    return [
        each.attributes.get("ContentType", "").lower()
        for each in elements(package.read("[Content_Types].xml"))
        if each.attributes.get("Extension", "").lower() in endings
        or each.attributes.get("PartName", "") in package
    ]


def _parts(package: Package) -> _Parts:
    """Follow the relations from the package to the workbook and from there to its parts."""
    path = _only(package, _targets(package, ""), "officeDocument")
    if path is None:
        raise kinds.ZIP.refusal()
    found = elements(package.read(path))
    if not found or found[0].name != "workbook":
        raise refused("not a workbook", "")
    if found[0].namespace.startswith(_STRICT):
        raise refused("strict xml")
    names = sum(each.name == "definedName" for each in found)
    if names > LIMITS.names:
        raise too_large(f"定义的名称有 {names} 个")
    relations = _targets(package, path)
    return _Parts(
        sheets=_sheets([each for each in found if each.name == "sheet"], relations),
        strings=_only(package, relations, "sharedStrings"),
        styles=_only(package, relations, "styles"),
        counts_from_1904=any(
            each.name == "workbookPr" and each.attributes.get("date1904") in _TRUE for each in found
        ),
        is_to_compute=any(
            each.name == "calcPr" and each.attributes.get("fullCalcOnLoad") in _TRUE
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


def _only(package: Package, relations: Relations, kind: str) -> str | None:
    """Return the one part of a kind; ``Refusal`` where there are two: which counts?"""
    targets = [target for each, target in relations.values() if each == kind]
    if len(targets) > 1:
        raise refused("suspicious", "两个同类的部分")
    return targets[0] if targets and targets[0] in package else None


def _beside(package: Package, part: str) -> Relations:
    """Return the relations of a part that need not have any."""
    return _targets(package, part) if _relations_of(part) in package else {}


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _targets(package: Package, part: str) -> Relations:
    """Return the relations of a part; ``Refusal`` where one id stands twice."""
    relations = _relations_of(part)
    if relations not in package:
        raise refused("damaged")
    found: dict[str, tuple[str, str]] = {}
    for element in elements(package.read(relations)):
        if element.name != "Relationship" or element.attributes.get("TargetMode") == "External":
            continue
        kind = element.attributes.get("Type", "").rpartition("/")[2]
        target = unquote(element.attributes.get("Target", "")).replace("\\", "/")
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))
        known = element.attributes.get("Id", "")
        if known in found:
            raise refused("suspicious", "两个编号相同的部分")
        found[known] = kind, target.lstrip("/")
    return found


def _saved_at(package: Package) -> datetime | None:
    """Return when a program saved the workbook, as it says itself; None where it does not."""
    if _CORE not in package:
        return None
    core = _Core()
    try:
        walk(package.read(_CORE, _LARGEST_CORE), core)
        moment = datetime.fromisoformat("".join(core.modified).strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    # A part that is no part of the form keeps nobody from reading it.
    except (Refusal, ValueError, OverflowError):
        return None


class _Core(Handler):
    """The text of ``dcterms:modified``, the first one."""

    def __init__(self) -> None:
        super().__init__()
        self.modified: list[str] = []
        self._seen = 0

    def start(self, attributes: dict[str, str]) -> None:
        self._seen += self.path[-1] == _MODIFIED

    def characters(self, text: str) -> None:
        if self._seen == 1 and self.path[-1] == _MODIFIED:
            self.modified.append(text)
