"""The PDF: ``PdfTemplate(path).render(published)`` gives a tagged PDF/A-2b, no Office needed.

Typst sets the template; the report goes in as JSON and is never read as markup.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from nianbao.documents import fonts
from nianbao.documents.composition import Published, compose
from nianbao.documents.fields import TABLE_NAMES, Fields, figure_fields, figure_keys, text_fields
from nianbao.documents.fitting import LEAST_SIZE
from nianbao.documents.missing_glyphs import missing_glyphs
from nianbao.documents.pdfread import pdf_blocks, plain
from nianbao.documents.readback import Block, Form, verify
from nianbao.errors import ProgramFault
from nianbao.form.tables import Label, Table, official_tables

_FORM = Form("PDF 文件", normal=plain)


class PdfTemplate:
    """A Typst template and the faces of this machine.

    Raises ``OutputProblem`` on a machine without any Chinese type face.
    """

    def __init__(self, path: Path) -> None:
        installed = typst.Fonts()
        faces = fonts.found(frozenset(installed.families()))
        self._source = path.read_bytes()
        self._fixed: Fields = {
            "字体": {**faces.families, "题目粗细": faces.title_weight}, "最小字号": LEAST_SIZE,
        }  # fmt: skip
        self._typst = typst.Compiler(root=path.parent, font_paths=installed)

    def render(self, published: Published) -> bytes:
        """Return the finished document, read back; ``ProgramFault`` where it is not the report.

        Raises ``MissingGlyphs`` where the report holds a character no face of this machine has.
        """
        words = compose(published)
        finished = self.typeset(
            {"题名": "".join(words.title), "作者": words.body, "成册": False}, [published]
        )
        verify(blocks_of(finished), published, _FORM)
        return finished

    def typeset(self, stated: Fields, reports: Sequence[Published]) -> bytes:
        """Return reports of one year as a PDF, not read back; ``stated``: 题名, 作者, 成册."""
        told = self._fixed | stated | {"各篇": [_told(each) for each in reports]}
        try:
            finished = self._typst.compile(
                input=self._source,
                format="pdf",
                sys_inputs={"文件": json.dumps(told, ensure_ascii=False)},
                pdf_standards=["a-2b"],
                timestamp=datetime(reports[0].report.year + 1, 1, 1, tzinfo=UTC),
            )
        except typst.TypstError as fault:
            raise (missing_glyphs(fault.diagnostic, reports) or _fault(fault)) from fault
        if not isinstance(finished, bytes):
            raise ProgramFault("PDF 排版没有结果。文件没有保存。")
        return finished


def blocks_of(finished: bytes) -> list[Block]:
    """Return what a finished PDF says; ``ProgramFault`` where it cannot be read."""
    try:
        return pdf_blocks(finished)
    except ValueError as fault:
        raise ProgramFault(f"生成的 PDF 文件读不出来（{fault}）。文件没有保存。") from fault


def _told(published: Published) -> Fields:
    return text_fields(compose(published)) | {"表格": set_tables(published)}


def _fault(fault: typst.TypstError) -> ProgramFault:
    return ProgramFault(f"PDF 排版出错：{fault.message}。文件没有保存，请联系维护人员。")


def set_tables(published: Published) -> Fields:
    """Return the three tables as the template sets them, every cell with its text."""
    figures = figure_fields(published)
    return {
        name: {"表头行数": table.head_rows, "格子": [
            cell | {"文字": cell["文字"] or figures[name][str(cell["键"])]} for cell in cells
        ]}
        for name, table, cells in _tables()
    }  # fmt: skip


@cache
def _tables() -> tuple[tuple[str, Table, list[Fields]], ...]:
    return tuple((TABLE_NAMES[each.key], each, _cells(each)) for each in official_tables())


def _cells(table: Table) -> list[Fields]:
    keys = figure_keys(table)
    cells: list[Fields] = []
    for cell in sorted(table.cells, key=lambda each: (each.row, each.column)):
        label = cell.text if isinstance(cell, Label) else ""
        is_row = isinstance(cell, Label) and cell.role == "row"
        is_group = is_row and cell.down > 1
        number, closing, name = label.partition("）")
        is_broken = is_group and bool(closing)
        cells.append({
            "行": cell.row, "列": cell.column, "跨行": cell.down, "跨列": cell.across,
            "靠左": is_row and not is_group and table.label_columns > 1,
            "断行": number + closing if is_broken else "",
            "文字": name if is_broken else label,
            "键": "" if isinstance(cell, Label) else keys[cell],
        })  # fmt: skip
    return cells
