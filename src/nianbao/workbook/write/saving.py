"""A drawn workbook as bytes: no clock in the file, so the same workbook gives the same bytes.

Nothing touches the disk on the way, which may be full.
"""

import datetime
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

# The day of the notice that the form comes from.
_EPOCH = datetime.datetime(2021, 9, 26, tzinfo=datetime.UTC).replace(tzinfo=None)


class _Timeless(ZipFile):
    """A zip whose members bear one date, whenever they were written."""

    def writestr(
        self,
        zinfo_or_arcname: ZipInfo | str,
        data: Any,
        *_: Any,
        **__: Any,
    ) -> None:
        """Write a member."""
        named = zinfo_or_arcname
        name = named.filename if isinstance(named, ZipInfo) else named
        super().writestr(ZipInfo(name, _EPOCH.timetuple()[:6]), data, ZIP_DEFLATED)

    def write(
        self,
        filename: str | PathLike[str],
        arcname: str | PathLike[str] | None = None,
        *_: Any,
        **__: Any,
    ) -> None:
        """Write a file as a member."""
        self.writestr(str(arcname or filename), Path(filename).read_bytes())


class _InMemory(ExcelWriter):
    """Writes each sheet in memory; openpyxl's own way leads over a temporary file."""

    def __init__(self, book: Workbook, archive: ZipFile) -> None:
        super().__init__(book, archive)
        self.archive = archive

    def write_worksheet(self, ws: Any) -> None:
        """Write a sheet, which has neither charts nor pictures, into the archive."""
        out = BytesIO()
        ws._drawing = SpreadsheetDrawing()
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels
        self.archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def saved(book: Workbook) -> bytes:
    """Return the bytes of ``book``."""
    book.properties.created = book.properties.modified = _EPOCH
    out = BytesIO()
    with _Timeless(out, "w", ZIP_DEFLATED) as archive:
        writer = _InMemory(book, archive)
        writer.write_data()
    return out.getvalue()
