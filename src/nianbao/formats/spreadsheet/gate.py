"""The gate: bytes of a returned file → safe to read, and what calamine cannot tell of it.

``inspect(data)`` returns the notes or raises a ``Refusal`` with one sentence; ``admit(data)``
returns besides the bytes that a spreadsheet library may be given. The kind of a file is told by
its content, never by its name.
"""

from collections.abc import Collection

from nianbao.formats.compound import SIGNATURE
from nianbao.formats.limits import LIMITS
from nianbao.formats.signatures import what_it_is_instead
from nianbao.formats.spreadsheet import ods as gate_ods
from nianbao.formats.spreadsheet import xls as gate_xls
from nianbao.formats.spreadsheet import xlsx as gate_xlsx
from nianbao.formats.spreadsheet.sheet import Admitted, Notes, SheetNotes
from nianbao.formats.zip_package import Package, is_numbers, refused, too_large

__all__ = ["Admitted", "Notes", "SheetNotes", "admit", "inspect"]


def inspect(data: bytes) -> Notes:
    """Return what the gate notes of a workbook; ``Refusal`` for whatever is none, or not safe."""
    return admit(data).notes


def admit(data: bytes, leaving_out: Collection[str] = ()) -> Admitted:
    """Return the notes and the bytes that are safe to read; ``Refusal`` as ``inspect``.

    Of an xlsx the sheets named ``leaving_out`` are not even unpacked.
    """
    if not data:
        raise refused("empty file")
    if len(data) > LIMITS.file:
        raise too_large(f"文件有 {len(data) // 1_000_000} MB")
    if data.startswith(b"PK"):
        admitted = _admit_package(Package(data), leaving_out)
    elif data.startswith(SIGNATURE):
        admitted = gate_xls.admit(data)
    else:
        raise what_it_is_instead(data)
    if any(len(sheet.name) > LIMITS.name for sheet in admitted.notes.sheets):
        raise refused("suspicious", "过长的工作表名称")
    return admitted


def _admit_package(package: Package, leaving_out: Collection[str]) -> Admitted:
    """Tell the programs apart that keep their files in a zip."""
    if "[Content_Types].xml" in package:
        return gate_xlsx.admit(package, leaving_out)
    if "mimetype" in package:
        mime_type = package.read("mimetype").strip()
        if mime_type == gate_ods.MIME_TYPE or mime_type == gate_ods.MIME_TYPE + b"-template":
            return gate_ods.admit(package)
        raise refused("not a workbook", "，而是别的文档")
    if is_numbers(package.names()):
        raise refused("Numbers")
    raise refused("not a workbook", "，而是 OFD 文件" if "OFD.xml" in package else "，而是压缩包")
