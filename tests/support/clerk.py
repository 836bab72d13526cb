"""A clerk at a workbook: types entries into the real blank, by the layout, and saves it.

``Clerk(issue).fill(report)`` gives the bytes of the filled workbook.
"""

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from nianbao.form import report as form
from nianbao.form.basics import Declaration, Particulars
from nianbao.form.report import FIGURES, TABLES, Report
from nianbao.workbook import layout as at
from nianbao.workbook.layout import layout
from nianbao.workbook.write.blank import Issue, blank
from nianbao.workbook.write.text_cells import escaped

BODY = "巡镇镇人民政府"
ISSUE = Issue(year=2022, code="XZ01", organisation=BODY)
SOUND: Mapping[str, str] = {
    "overview.disclosure": "通过政府网站公开惠民政策、村级财务等信息。\n公开栏按月更新。",
    "overview.applications": "本年度申请渠道畅通，答复规范。",
    "overview.management": "落实先审查后公开，专人登记台账。",
    "overview.platform": "便民服务大厅设查阅点一处。",
    "overview.supervision": "列入年度考核，未发生责任追究；群众评议满意。",
    "problems": "公开内容更新不够及时，村务公开的细度不足，个别村的公开栏长期不换；解读形式比较单一，图解很少。",
    "improvements": "每季度检查一次更新情况，结果在全镇通报；对村级信息员开展培训，为惠民政策配上图解和问答。",
}
CONTACT = Particulars(
    address="示例县巡镇镇正街1号", postcode="036500", telephone="0350-0000000",
    website="http://www.example.gov.cn",
)  # fmt: skip


def sound_entries(figures: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Entries of a report that no rule objects to as long as its figures agree."""
    return {**SOUND, "other.fee_charged": False, **(figures or {})}


def sound_report(figures: Mapping[str, Any] | None = None, **names: Any) -> Report:
    head = {"organisation": BODY, "year": ISSUE.year, **names}
    return Report.from_entries({**head, **sound_entries(figures)})


def declarations(report: Report) -> dict[str, str]:
    """What an honest clerk declares of each table."""
    entries = report.entries()
    return {
        f"declaration.{key}": Declaration.FIGURES
        if any(entries[path] for path in FIGURES if path.startswith(f"{key}."))
        else Declaration.NIL
        for key in TABLES
    }


class Clerk:
    """Fills one blank again and again; every fill writes every entry anew."""

    def __init__(self, issue: Issue = ISSUE) -> None:
        self.book = load_workbook(BytesIO(blank(issue)))
        self.formulas = {
            total.path: self.cell(total.path).value
            for place in layout().tables
            for total in place.table.totals
        }

    def cell(self, path: str) -> Any:
        spot = layout().spots[path]
        return self.book[spot.sheet].cell(spot.row, spot.column)

    def fill(
        self,
        report: Report,
        particulars: Particulars = CONTACT,
        typed: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Type in ``report``; ``typed`` then goes over it, by path, as typed."""
        entries = {**report.entries(), **declarations(report), **self.formulas}
        charged = {True: "是", False: "否", None: None}[report.other.fee_charged]
        entries |= {"other.fee_charged": charged}
        entries |= particulars.model_dump()
        entries |= typed or {}
        for path, value in entries.items():
            if path != "edition":
                self._type(path, value)
        return self.save()

    def save(self) -> bytes:
        out = BytesIO()
        self.book.save(out)
        return out.getvalue()

    def _type(self, path: str, value: Any) -> None:
        if path in _NARRATIVES:
            self._type_paragraphs(path, value)
            return
        cell = self.cell(path)
        cell.value = float(value) if isinstance(value, Decimal) else value or None
        if value == 0 and not isinstance(value, bool):
            cell.value = 0
        if isinstance(value, str) and value and path not in self.formulas:
            cell.data_type = "s"

    def _type_paragraphs(self, path: str, text: str) -> None:
        block = layout().block(path)
        written = text.split("\n")
        if len(written) > block.rows:
            written = [*written[: block.rows - 1], "\n".join(written[block.rows - 1 :])]
        for row, spot in enumerate(block.spots()):
            cell = self.book[spot.sheet].cell(spot.row, spot.column)
            cell.value = escaped(written[row]) if row < len(written) and written[row] else None
            if cell.value:
                cell.data_type = "s"


_NARRATIVES = frozenset(block.path for block in layout().blocks)
FORM_CODE_PATH = at.FORM_CODE
ALL_ENTRIES = tuple(path for path, _ in form.walk(Report))
