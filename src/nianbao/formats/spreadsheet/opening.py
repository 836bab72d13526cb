"""Bytes of a returned file → a workbook's sheets of cells, whatever program saved it.

``read(data)`` returns a ``Workbook`` or raises a ``Refusal`` with one sentence. The kind of a file
is told by its content, never by its name. A cell's value is a text, a number, a truth value, a
date or an ``ErrorValue``; a number that the cell shows as anything else is a ``ShownNumber``, a
text with pieces struck through or raised a ``MarkedText``; a formula without result has no value.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from nianbao.formats import kinds
from nianbao.formats.compound import SIGNATURE
from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet import ods, xls, xlsx
from nianbao.formats.spreadsheet.sheet import Aside, Sheet, Workbook
from nianbao.formats.zip_package import Package, is_numbers, refused, too_large

# A picture inside a cell, as WPS stores it.
_PICTURE = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)


def read(data: bytes, leaving_out: Collection[str] = ()) -> Workbook:
    """Return the sheets of a workbook; ``Refusal`` for whatever is none, or not safe.

    Sheets named ``leaving_out`` hold nothing the caller wants; reading the others is quicker.
    """
    if not data:
        raise refused("empty file")
    if len(data) > LIMITS.file:
        raise too_large(f"文件有 {len(data) // 1_000_000} MB")
    if data.startswith(b"PK"):
        workbook = _packaged(Package(data), leaving_out)
    elif data.startswith(SIGNATURE):
        workbook = xls.read(data)
    else:
        raise kinds.what_it_is_instead(data)
    if any(len(sheet.name) > LIMITS.name for sheet in workbook.sheets):
        raise refused("suspicious", "过长的工作表名称")
    wanted = (sheet for sheet in workbook.sheets if sheet.name not in leaving_out)
    return replace(workbook, sheets=tuple(map(_without_pictures, wanted)))


def _packaged(package: Package, leaving_out: Collection[str]) -> Workbook:
    """Tell the programs apart that keep their files in a zip."""
    if "[Content_Types].xml" in package:
        return xlsx.read(package, leaving_out)
    if "mimetype" in package:
        mime_type = package.read("mimetype").strip()
        if mime_type in (ods.MIME_TYPE, ods.MIME_TYPE + b"-template"):
            return ods.read(package)
        raise kinds.MIME_TYPES.get(mime_type, kinds.OTHER_DOCUMENT).refusal()
    if "content.xml" in package and ods.is_spreadsheet(package):
        return ods.read(package)
    if is_numbers(package.names()):
        raise refused("Numbers")
    raise (kinds.OFD if "OFD.xml" in package else kinds.ZIP).refusal()


def _without_pictures(sheet: Sheet) -> Sheet:
    """Return the sheet with texts under the limit, and pictures in cells beside them."""
    pictures = []
    for place, value in sheet.cells.items():
        if isinstance(value, str):
            if len(value) > LIMITS.characters:
                raise too_large(f"一个单元格里有 {len(value)} 个字")
            if _PICTURE.match(value):
                pictures.append(place)
    if not pictures:
        return sheet
    kept = {place: value for place, value in sheet.cells.items() if place not in set(pictures)}
    asides = (*sheet.asides, *(Aside("cell picture", place) for place in pictures))
    return replace(sheet, cells=kept, asides=asides)
