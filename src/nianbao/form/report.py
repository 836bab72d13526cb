"""The official annual report form as a strict model: field order and labels are the form's own.

Source: 国办公开办函〔2021〕30号 (edition 2021), in force for the reports of 2021 onwards. Every
table, sheet, document and JSON key derives from here; nothing here knows where they go.

Shapes: a *path* is the dotted name of a figure, ``"applications.received.natural_person"``. Counts
are whole numbers from 0 to 10^9; money is ``Decimal``, never a float; totals are computed.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal, Self

from pydantic import Field, computed_field
from pydantic.fields import ComputedFieldInfo, FieldInfo

from nianbao.form.fields import (
    LARGEST,
    MONEY_PLACES,
    Count,
    Figure,
    Money,
    Part,
    Rows,
    Text,
    Totalled,
    column,
    row,
    stated,
    type_of,
    walk,
)

__all__ = [
    "EDITION", "FIGURES", "FIRST_YEAR", "LARGEST", "LAST_YEAR", "MONEY_PLACES", "PART_FIVE_TITLE",
    "TABLES", "Applicants", "Applications", "Count", "Disclosure", "DisputeOutcomes", "Disputes",
    "DocumentCounts", "Figure", "Money", "NotProcessed", "OtherMatters", "OtherOutcomes",
    "Outcomes", "Overview", "Part", "Refused", "Report", "Rows", "Text", "Totalled",
    "Unavailable", "declaration", "figure", "instances", "kind_of", "label", "stated", "walk",
]  # fmt: skip

EDITION: Literal["2021"] = "2021"
FIRST_YEAR, LAST_YEAR = 2021, 2100


class DocumentCounts(Part):
    """Documents made, repealed and in force; whole numbers of documents (件)."""

    made: Count = column("本年制发件数")
    repealed: Count = column("本年废止件数")
    in_force: Count = column("现行有效件数")


_FIRST, _FIFTH = "第二十条第（一）项", "第二十条第（五）项"
_SIXTH, _EIGHTH = "第二十条第（六）项", "第二十条第（八）项"
_DECISIONS = "本年处理决定数量"


class Disclosure(Part):
    """Table 二: information disclosed on the body's own initiative (条例第二十条)."""

    regulations: DocumentCounts = row(
        "规章",
        "部门规章和地方政府规章。县级部门、乡镇和街道无权制定规章，三格均应为 0。",
        section=_FIRST,
    )
    normative_documents: DocumentCounts = row(
        "行政规范性文件",
        "本机关制发的行政规范性文件，按件数填写；现行有效件数截至12月31日。",
        section=_FIRST,
    )
    licences: Count = row(
        "行政许可",
        "本年作出的行政许可决定总数，依法未公开的也要计入。",
        section=_FIFTH,
        heading=_DECISIONS,
    )
    penalties: Count = row(
        "行政处罚",
        "本年作出的行政处罚决定总数，依法未公开的也要计入。",
        section=_SIXTH,
        heading=_DECISIONS,
    )
    coercive_measures: Count = row(
        "行政强制",
        "本年作出的行政强制决定总数，依法未公开的也要计入。",
        section=_SIXTH,
        heading=_DECISIONS,
    )
    fees_wan: Money = row(
        "行政事业性收费",
        "本年收取的行政事业性收费总额，单位是万元，最多 6 位小数（精确到分）。",
        section=_EIGHTH,
        heading="本年收费金额（单位：万元）",
    )


_ORGANISATIONS = "法人或其他组织"


class Applicants(Totalled):
    """The seven columns of table 三: applications (件) by kind of applicant."""

    natural_person: Count = column("自然人")
    business: Count = column("商业企业", under=_ORGANISATIONS)
    research: Count = column("科研机构", under=_ORGANISATIONS)
    public_interest: Count = column("社会公益组织", under=_ORGANISATIONS)
    legal_service: Count = column("法律服务机构", under=_ORGANISATIONS)
    other: Count = column("其他", under=_ORGANISATIONS)

    @computed_field(title="总计")  # type: ignore[prop-decorator]
    @property
    def total(self) -> int:
        """All six kinds of applicant together."""
        return sum(self.figures())


class Refused(Rows):
    """（三）不予公开, by ground."""

    state_secret: Applicants = row("1.属于国家秘密", "条例第十四条：依法确定为国家秘密的政府信息。")
    prohibited_by_law: Applicants = row(
        "2.其他法律行政法规禁止公开", "条例第十四条：法律、行政法规明文禁止公开的政府信息。"
    )
    security_and_stability: Applicants = row(
        "3.危及“三安全一稳定”",
        "条例第十四条：公开后可能危及国家安全、公共安全、经济安全、社会稳定。",
    )
    third_party_rights: Applicants = row(
        "4.保护第三方合法权益",
        "条例第十五条、第三十二条：涉及商业秘密、个人隐私等，公开会损害第三方合法权益。",
    )
    internal_affairs: Applicants = row(
        "5.属于三类内部事务信息",
        "条例第十六条：人事管理、后勤管理、内部工作流程三类内部事务信息。",
    )
    deliberative: Applicants = row(
        "6.属于四类过程性信息",
        "条例第十六条：讨论记录、过程稿、磋商信函、请示报告四类过程性信息。",
    )
    enforcement_file: Applicants = row("7.属于行政执法案卷", "条例第十六条：行政执法案卷信息。")
    administrative_inquiry: Applicants = row(
        "8.属于行政查询事项",
        "条例第三十六条第（七）项：工商、不动产登记等有专门查询办法的信息。",
    )


class Unavailable(Rows):
    """（四）无法提供, by ground."""

    not_held: Applicants = row(
        "1.本机关不掌握相关政府信息", "经检索本机关没有，或者不由本机关负责公开的信息。"
    )
    needs_creation: Applicants = row(
        "2.没有现成信息需要另行制作", "条例第三十八条：需要对现有信息加工、分析才能提供。"
    )
    still_unclear: Applicants = row(
        "3.补正后申请内容仍不明确", "条例第三十条：申请人补正以后，申请内容仍然不明确。"
    )


class NotProcessed(Rows):
    """（五）不予处理, by ground."""

    complaint: Applicants = row(
        "1.信访举报投诉类申请", "条例第三十九条：以申请公开的形式进行信访、投诉、举报等活动。"
    )
    repeated: Applicants = row(
        "2.重复申请", "条例第三十六条第（六）项：已经答复，同一申请人又申请公开相同信息。"
    )
    publication: Applicants = row(
        "3.要求提供公开出版物", "条例第三十九条：要求提供政府公报、报刊、书籍等公开出版物。"
    )
    excessive: Applicants = row(
        "4.无正当理由大量反复申请", "条例第三十五条：申请数量、频次明显超过合理范围且理由不合理。"
    )
    reconfirmation: Applicants = row(
        "5.要求行政机关确认或重新出具已获取信息", "要求对已经取得的信息加以确认或者重新出具。"
    )


class OtherOutcomes(Rows):
    """（六）其他处理, by ground."""

    not_corrected: Applicants = row(
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "条例第三十条：申请人无正当理由逾期不补正，视为放弃申请。",
    )
    fee_unpaid: Applicants = row(
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "条例第四十二条：申请人逾期未缴纳信息处理费。填了本行，第六部分要选“是”。",
    )
    other: Applicants = row("3.其他", "以上各项都不适用的结果；数量较多时应逐件复核归类。")


class Outcomes(Totalled):
    """三、本年度办理结果: each application has one final outcome."""

    granted: Applicants = row(
        "（一）予以公开",
        "条例第三十六条第（一）、（二）项：全部公开，或者已主动公开并告知获取方式。",
    )
    partly_granted: Applicants = row(
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "条例第三十七条：区分处理后公开一部分的，只计在这里，不再计入其他各行。",
    )
    refused: Refused = row("（三）不予公开")
    unavailable: Unavailable = row("（四）无法提供")
    not_processed: NotProcessed = row("（五）不予处理")
    other: OtherOutcomes = row("（六）其他处理")

    @computed_field(title="（七）总计")  # type: ignore[prop-decorator]
    @property
    def total(self) -> Applicants:
        """All outcomes together, kind of applicant by kind of applicant."""
        rows = [tuple(counts.figures()) for _, counts in _rows_of_applicants(self)]
        sums = (sum(figures) for figures in zip(*rows, strict=True))
        return Applicants.model_construct(**dict(zip(Applicants.model_fields, sums, strict=True)))


class Applications(Part):
    """Table 三: applications received and dealt with. 第一项 + 第二项 = 第三项 + 第四项."""

    received: Applicants = row(
        "一、本年新收政府信息公开申请数量",
        "本年1月1日至12月31日新收到的申请，按申请人类型填写。",
        short="第一项",
    )
    carried_in: Applicants = row(
        "二、上年结转政府信息公开申请数量",
        "上年未办结、转入本年办理的申请，应与上年年报第四项一致。",
        short="第二项",
    )
    outcomes: Outcomes = row("三、本年度办理结果", short="第三项")
    carried_out: Applicants = row(
        "四、结转下年度继续办理",
        "到12月31日仍未办结、转入下年办理的申请。",
        short="第四项",
    )


class DisputeOutcomes(Totalled):
    """One block of table 四: cases (件) by result; co-defendants count for the original body."""

    upheld: Count = column("结果维持")
    corrected: Count = column("结果纠正")
    other: Count = column("其他结果")
    pending: Count = column("尚未审结")

    @computed_field(title="总计")  # type: ignore[prop-decorator]
    @property
    def total(self) -> int:
        """All four results together."""
        return sum(self.figures())


_LITIGATION = "行政诉讼"


class Disputes(Part):
    """Table 四: administrative reconsideration and litigation over information disclosure."""

    reconsideration: DisputeOutcomes = column("行政复议")
    direct_litigation: DisputeOutcomes = column("未经复议直接起诉", under=_LITIGATION)
    litigation_after_reconsideration: DisputeOutcomes = column("复议后起诉", under=_LITIGATION)


class Overview(Part):
    """Part 一: the five aspects of the year, each a text of paragraphs."""

    disclosure: Text = row("主动公开", "公开了什么、多少、在哪里公开，有什么成效。")
    applications: Text = row("依申请公开", "收到和办理申请的情况；数字要与表三一致。")
    management: Text = row("政府信息管理", "制度、保密审查、规范性文件管理等情况。")
    platform: Text = row("政府信息公开平台建设", "网站、政务新媒体、公报和查阅场所的情况。")
    supervision: Text = row("监督保障", "工作考核、社会评议和责任追究结果情况，以及培训和人员。")


class OtherMatters(Part):
    """Part 六. ``fee_charged`` is None until the body declares it; fees are in 元, not 万元."""

    fee_charged: bool | None = row("是否收取信息处理费", "本年是否向申请人收取过信息处理费。")
    fee_notices: Count = row("收费件数", "发出收费通知的件数；没有收取的填 0。")
    fee_yuan: Money = row("收费金额（元）", "收取信息处理费的总额，单位是元；没有收取的填 0。")
    text: Text = row("其他事项", "其他需要报告的事项，没有的可以不填。")


class Report(Part):
    """One body's report of one year. Texts are paragraphs joined with one line feed."""

    edition: Literal["2021"] = Field(default=EDITION, title="表式版本")
    organisation: str = Field(title="机关全称")
    year: int = Field(title="报告年度", ge=FIRST_YEAR, le=LAST_YEAR)
    overview: Overview = Field(title="一、总体情况")
    disclosure: Disclosure = Field(title="二、主动公开政府信息情况")
    applications: Applications = Field(title="三、收到和处理政府信息公开申请情况")
    disputes: Disputes = Field(title="四、政府信息公开行政复议、行政诉讼情况")
    problems: Text = Field(title="主要问题", description="今年存在的主要问题，要具体。")
    improvements: Text = Field(title="改进情况", description="针对问题采取和准备采取的改进措施。")
    other: OtherMatters = Field(title="六、其他需要报告的事项")

    @classmethod
    def from_entries(cls, entries: Mapping[str, Any]) -> Self:
        """Return the report with ``entries`` by path; what is not named is nil, empty, undeclared.

        Raises ``pydantic.ValidationError`` on a value the form does not allow and ``KeyError`` on
        an unknown path.
        """
        unknown = entries.keys() - _NOTHING.keys()
        if unknown:
            raise KeyError(*sorted(unknown))
        nested: dict[str, Any] = {}
        for path, value in {**_NOTHING, **entries}.items():
            *parents, name = _STEPS[path]
            level = nested
            for parent in parents:
                level = level.setdefault(parent, {})
            level[name] = value
        return cls.model_validate(nested)

    def entries(self) -> dict[str, Any]:
        """Return every entry by its path, in the form's order; totals are no entries."""
        return {path: attrgetter(path)(self) for path in _NOTHING}

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        """Return the schema of the printed JSON, computed totals included by default."""
        return super().model_json_schema(*args, **{"mode": "serialization", **options})


PART_FIVE_TITLE = "五、存在的主要问题及改进情况"
TABLES: dict[str, type[Part]] = {
    "disclosure": Disclosure,
    "applications": Applications,
    "disputes": Disputes,
}


def figure(part: Part, path: str) -> Figure:
    """Return the figure (entry or computed total) at ``path`` below ``part``."""
    value: Figure = attrgetter(path)(part)
    return value


def instances(of: type[Part], model: type[Part] = Report, prefix: str = "") -> Iterator[str]:
    """Yield the path of every piece of type ``of`` below ``model``, computed ones included."""
    declared: list[tuple[str, FieldInfo | ComputedFieldInfo, Any]] = [
        *((name, field, field.annotation) for name, field in model.model_fields.items()),
        *((name, total, total.return_type) for name, total in model.model_computed_fields.items()),
    ]
    for name, _, kind in declared:
        if isinstance(kind, type) and issubclass(kind, Part):
            if kind is of:
                yield f"{prefix}{name}"
            yield from instances(of, kind, f"{prefix}{name}.")


def declaration(path: str, model: type[Part] = Report) -> FieldInfo | ComputedFieldInfo:
    """Return how the field or computed total at ``path`` is declared; ``KeyError`` if it is not."""
    first, _, rest = path.partition(".")
    found: FieldInfo | ComputedFieldInfo = (
        model.model_fields[first]
        if first in model.model_fields
        else model.model_computed_fields[first]
    )
    if not rest:
        return found
    return declaration(rest, type_of(found))


def kind_of(path: str) -> Any:
    """Return the type of the field or computed total at ``path``."""
    return type_of(declaration(path))


def label(path: str) -> str:
    """Return the official label of the field or total at ``path``."""
    return declaration(path).title or ""


def _rows_of_applicants(part: Part) -> Iterator[tuple[str, Applicants]]:
    for name in type(part).model_fields:
        piece = getattr(part, name)
        if isinstance(piece, Applicants):
            yield name, piece
        elif isinstance(piece, Rows):
            yield from _rows_of_applicants(piece)


def _nothing(field: FieldInfo) -> Any:
    if field.annotation is str:
        return ""
    return {int: 0, Decimal: Decimal(0)}.get(field.annotation)  # type: ignore[arg-type]


_NOTHING: dict[str, Any] = {
    path: EDITION if path == "edition" else _nothing(field) for path, field in walk(Report)
}
_STEPS = {path: path.split(".") for path in _NOTHING}
FIGURES: tuple[str, ...] = tuple(path for path in _NOTHING if path.split(".")[0] in TABLES)
