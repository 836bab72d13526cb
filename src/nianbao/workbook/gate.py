"""The gate: bytes of a returned file → safe to read, and what calamine cannot tell of it.

``inspect(data)`` returns the notes or raises a ``Refusal`` with one sentence; ``admit(data)``
returns besides the bytes that a spreadsheet library may be given. The kind of a file is told by
its content, never by its name.
"""

from nianbao.workbook import gate_xlsx
from nianbao.workbook.limits import LIMITS
from nianbao.workbook.notes import Admitted, Notes, SheetNotes
from nianbao.workbook.package import Package, refused, too_large

__all__ = ["Admitted", "Notes", "SheetNotes", "admit", "inspect"]


def inspect(data: bytes) -> Notes:
    """Return what the gate notes of a workbook; ``Refusal`` for whatever is none, or not safe."""
    return admit(data).notes


def admit(data: bytes) -> Admitted:
    """Return the notes and the bytes that are safe to read; ``Refusal`` as ``inspect``."""
    if not data:
        raise refused("empty file")
    if len(data) > LIMITS.file:
        raise too_large(f"文件有 {len(data) // 1_000_000} MB")
    if data.startswith(b"PK"):
        return gate_xlsx.admit(Package(data))
    raise refused("not a workbook", "")
