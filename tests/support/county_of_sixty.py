"""A county of sixty bodies over two years: who they are, what they type, what they get wrong.

Every figure is a plain number in a dict, typed into the workbook the county issued; what the county
must sum to is added up from these dicts alone.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from lxml import etree

from nianbao.form.basics import BodyKind, Declaration
from nianbao.form.report import FIGURES, TABLES, Applicants
from nianbao.workbook.layout import layout
from support import libreoffice
from support.clerk import CONTACT

COUNTY = "青石县人民政府"
HEADING = "机关全称,简称,机关类型,机关代码,邮箱,联系人,垂直管理"
Entries = dict[str, Any]


@dataclass(frozen=True)
class Body:
    """A line of the roster."""

    name: str
    kind: BodyKind
    code: str
    is_vertical: bool = False

    @property
    def line(self) -> str:
        vertical = "是" if self.is_vertical else "否"
        return f"{self.name},,{self.kind},{self.code},,,{vertical}"


_DUTIES = (
    "教育", "财政", "民政", "司法", "水利", "农业农村", "林业", "交通运输", "卫生健康", "审计",
    "统计", "医疗保障", "应急管理", "市场监督管理", "自然资源", "生态环境", "住房和城乡建设",
    "文化和旅游", "商务", "发展和改革", "人力资源和社会保障", "退役军人事务", "信访", "乡村振兴",
    "城市管理", "行政审批服务", "工业和信息化", "税务", "气象", "烟草专卖",
)  # fmt: skip
_VERTICAL = ("税务", "气象", "烟草专卖")


def _bodies() -> Iterator[Body]:
    towns = ("".join(pair) for pair in product("东西南北上", "川坪湾河沟"))
    for number, name in enumerate(towns, start=1):
        yield Body(f"{name}镇人民政府", BodyKind.TOWNSHIP, f"XZ{number:02}")
    for number, name in enumerate(("城关", "新桥", "龙门", "古塔", "柳林"), start=1):
        yield Body(f"{name}街道办事处", BodyKind.SUBDISTRICT, f"JD{number:02}")
    for number, duty in enumerate(_DUTIES, start=1):
        kind = BodyKind.DEPARTMENT
        yield Body(f"青石县{duty}局", kind, f"BM{number:02}", duty in _VERTICAL)


BODIES: tuple[Body, ...] = tuple(_bodies())


def roster() -> str:
    """The roster, the county's own line last."""
    own = Body(COUNTY, BodyKind.COUNTY, "QS00")
    return "\r\n".join((HEADING, *(body.line for body in (*BODIES, own)))) + "\r\n"


# Figures that hold together


_COLUMNS = tuple(Applicants.model_fields)
_OUTCOMES = (
    "granted", "partly_granted", "refused.third_party_rights", "refused.administrative_inquiry",
    "unavailable.not_held", "not_processed.repeated",
)  # fmt: skip
_MADE = "disclosure.normative_documents"


def figures(random: Random, body: Body, last: Mapping[str, Any] | None = None) -> Entries:
    """Return figures by path that every rule lets pass; they go on from ``last`` year's."""
    before = last or dict.fromkeys(FIGURES, 0)
    typed: Entries = dict.fromkeys(FIGURES, 0)
    for column in _COLUMNS:
        carried, received = before[f"applications.carried_out.{column}"], random.randrange(1, 9)
        left = random.randrange(min(3, carried + received))
        typed[f"applications.received.{column}"] = received
        typed[f"applications.carried_in.{column}"] = carried
        typed[f"applications.carried_out.{column}"] = left
        for _ in range(carried + received - left):
            typed[f"applications.outcomes.{random.choice(_OUTCOMES)}.{column}"] += 1
    made = random.randrange(4)
    old = before[f"{_MADE}.in_force"] if last else random.randrange(20)
    typed[f"{_MADE}.made"] = made
    typed[f"{_MADE}.in_force"] = old + made
    for path in ("disclosure.licences", "disclosure.penalties", "disclosure.coercive_measures"):
        typed[path] = (before[path] or 100) + random.randrange(40)
    typed["disclosure.fees_wan"] = Decimal(random.randrange(10**6, 10**8)) / 10**6
    typed["disputes.reconsideration.upheld"] = random.randrange(3)
    typed["disputes.direct_litigation.pending"] = random.randrange(2)
    return typed


NOTHING: Mapping[str, Any] = dict.fromkeys(FIGURES, 0)

# Words that no two share

_NOUNS = (
    "医保 社保 低保 路灯 水渠 桥梁 学区 食堂 校车 菜场 粮站 苗圃 果园 茶山 渔塘 牧场 河堤 水库 "
    "公厕 广场 公园 车站 码头 矿山 砂场 林地 耕地 宅基 危房 旧改 供暖 供水 燃气 电网 宽带 邮路 "
    "养老 托育 疫苗 药品 招生 就业 创业 补贴 税费 罚没 采购 招标 信访 调解"
)
_PROBLEM = "{0}栏{1}条目{2}更新偏慢，{3}解读{4}少{5}图，{6}表{7}格式{8}不一"
_REMEDY = "由{0}岗{1}专人{2}逐月核对{3}台账，{4}股补{5}图解{6}，给{7}村{8}站办培训"


def texts(random: Random) -> Entries:
    """Return the narratives of one return: complete, without numbers, like nobody else's."""

    nouns = _NOUNS.split()

    def clauses(pattern: str, count: int) -> str:
        return "；".join(pattern.format(*random.sample(nouns, 9)) for _ in range(count)) + "。"

    told = random.sample(nouns, 5)
    return {
        "overview.disclosure": f"{told[0]}信息按月公开。",
        "overview.applications": f"{told[1]}窗口受理申请。",
        "overview.management": f"{told[2]}台账专人登记。",
        "overview.platform": f"{told[3]}专栏改版。",
        "overview.supervision": f"{told[4]}列入考核，评议良好，没有责任追究。",
        "problems": clauses(_PROBLEM, 2),
        "improvements": f"上年查出的问题已逐项整改。{clauses(_REMEDY, 2)}",
    }


def declared(entries: Mapping[str, Any]) -> Entries:
    """Return what an honest clerk declares."""
    charged = {"other.fee_charged": "否"}
    return charged | {
        f"declaration.{key}": str(Declaration.FIGURES if any(
            entries[path] for path in FIGURES if path.startswith(f"{key}.")
        ) else Declaration.NIL)
        for key in TABLES
    }  # fmt: skip


def sound(random: Random, body: Body, figures: Mapping[str, Any]) -> Entries:
    """Return everything a careful clerk of ``body`` types."""
    contact = {name: text for name, text in CONTACT.model_dump().items() if text}
    return {
        "organisation": body.name, "kind": str(body.kind), **contact,
        **figures, **declared(figures), **texts(random),
    }  # fmt: skip


# What goes wrong


@dataclass(frozen=True)
class Mistake:
    """``slips`` go over the sound entries; an ``int`` is added. ``codes``: the errors they make."""

    name: str
    codes: frozenset[str]
    slips: Mapping[str, Any]

    def typed(self, entries: Mapping[str, Any]) -> Entries:
        """Return what is typed instead of the sound ``entries`` at fault."""
        return {
            path: entries[path] + slip if isinstance(slip, int) else slip
            for path, slip in self.slips.items()
        }


def _mistake(name: str, codes: str, slips: Mapping[str, Any]) -> Mistake:
    return Mistake(name, frozenset(codes.split()), slips)


_EMPTY_PART_FIVE = {"problems": "", "improvements": ""}
_OFF_BY_TWO = {"applications.received.business": 2}
_OWN_REGULATION = {"disclosure.regulations.made": 1, "disclosure.regulations.in_force": 1}
MISTAKES: tuple[Mistake, ...] = (
    _mistake("sums apart", "A-01", _OFF_BY_TWO),
    _mistake("no number", "A-07", {"disclosure.licences": "若干件"}),
    _mistake("below zero", "A-05", {"disclosure.penalties": "-3"}),
    _mistake("nothing declared", "A-09", {"declaration.disclosure": ""}),
    _mistake("nil with figures", "A-09", {"declaration.applications": "全部为零"}),
    _mistake("total typed over", "A-10", {"applications.received.total": Decimal(9999)}),
    _mistake("part five empty", "S-01", _EMPTY_PART_FIVE),
    _mistake("regulations of a county", "C-01", _OWN_REGULATION),
    _mistake("half a case", "A-05", {"disputes.reconsideration.upheld": "2.5"}),
    _mistake("fee not declared", "F-01", {"other.fee_charged": ""}),
    _mistake("two at once", "A-01 S-01", {**_OFF_BY_TWO, **_EMPTY_PART_FIVE}),
)

# Filling in and sending


@dataclass(frozen=True)
class Mailed:
    """One attachment: what the clerk typed, into which workbook, and what the file is called.

    ``saved_as`` is the format LibreOffice saves it in; empty where the file stays as it was typed,
    its formulas never computed. ``name`` goes without its ending.
    """

    workbook: Path
    typed: Mapping[str, Any]
    name: str
    saved_as: str = ""

    @property
    def file(self) -> str:
        return f"{self.name}.{self.saved_as or 'xlsx'}"

    def filled(self) -> bytes:
        return typed_into(self.workbook.read_bytes(), self.typed)


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def typed_into(workbook: bytes, typed: Mapping[str, Any]) -> bytes:
    """Return ``workbook`` with entries typed over their cells, by path; "" empties a cell.

    Done in the parts themselves: hundreds of workbooks are filled, openpyxl takes 0.2 s for one.
    """
    by_sheet: dict[str, dict[str, Any]] = {}
    for path, value in typed.items():
        spot = layout().spots[path]
        by_sheet.setdefault(spot.sheet, {})[spot.cell] = value
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", 8) as new:
        edited = {_part(old, sheet): cells for sheet, cells in by_sheet.items()}
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, _edited(content, edited[part]) if part in edited else content)
    return out.getvalue()


def _part(package: zipfile.ZipFile, sheet: str) -> str:
    sheets = etree.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    number = next(each.get(_RELATION) for each in sheets if each.get("name") == sheet)
    related = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    target = next(each.get("Target", "") for each in related if each.get("Id") == number)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _edited(part: bytes, cells: Mapping[str, Any]) -> bytes:
    sheet = etree.fromstring(part)
    found = {cell.get("r"): cell for cell in sheet.iter(f"{_MAIN}c") if cell.get("r") in cells}
    for address, value in cells.items():
        cell = found[address]
        cell.attrib.pop("t", "")
        for child in list(cell):
            cell.remove(child)
        if isinstance(value, str) and value:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
            text.text = value
        elif value != "":
            etree.SubElement(cell, f"{_MAIN}v").text = str(value)
    return etree.tostring(sheet, xml_declaration=True, encoding="UTF-8", standalone=True)


def mailed(attachments: Sequence[Mailed], folder: Path) -> None:
    """Type each into its workbook and save it into ``folder``, two LibreOffices at a time."""
    folder.mkdir(parents=True)
    by_format: dict[str, list[Mailed]] = {}
    for each in attachments:
        by_format.setdefault(each.saved_as, []).append(each)
    for each in by_format.pop("", []):
        (folder / each.file).write_bytes(each.filled())
    with ThreadPoolExecutor(2) as pool:
        # The first part is being saved while the next one is still typed.
        runs = [
            (
                kind,
                pool.submit(libreoffice.convert, {each.name: each.filled() for each in part}, kind),
            )
            for kind, sent in by_format.items()
            for part in _parts(sent)
        ]
        for kind, saved in runs:
            for name, content in saved.result().items():
                (folder / f"{name}.{kind}").write_bytes(content)


def _parts(sent: Sequence[Mailed], most: int = 24) -> Iterator[Sequence[Mailed]]:
    """Yield the attachments in parts of even size, each worth a start of its own."""
    count = -(-len(sent) // most)
    for start in range(count):
        yield sent[start::count]


# What the county must come to


@dataclass
class Ledger:
    """What was typed of each body that has been accepted, kept apart from the program."""

    accepted: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def total(self) -> dict[str, Any]:
        """Return the sum by path; bodies under vertical management are not in it."""
        counted = [
            self.accepted[body.name]
            for body in BODIES
            if not body.is_vertical and body.name in self.accepted
        ]
        return {path: sum(entries[path] for entries in counted) for path in FIGURES}
