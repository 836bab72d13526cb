"""The official form as a model: labels to the letter, order, JSON, strictness, totals."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError

from nianbao.form import report as form
from nianbao.form.report import FIGURES, LARGEST, Applicants, DisputeOutcomes, Report
from support.drawn_reports import reports

HEAD: dict[str, Any] = {"organisation": "巡镇镇人民政府", "year": 2022}

OUTCOME_ROWS = {
    "granted": "（一）予以公开",
    "partly_granted": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "refused": "（三）不予公开",
    "refused.state_secret": "1.属于国家秘密",
    "refused.prohibited_by_law": "2.其他法律行政法规禁止公开",
    "refused.security_and_stability": "3.危及“三安全一稳定”",
    "refused.third_party_rights": "4.保护第三方合法权益",
    "refused.internal_affairs": "5.属于三类内部事务信息",
    "refused.deliberative": "6.属于四类过程性信息",
    "refused.enforcement_file": "7.属于行政执法案卷",
    "refused.administrative_inquiry": "8.属于行政查询事项",
    "unavailable": "（四）无法提供",
    "unavailable.not_held": "1.本机关不掌握相关政府信息",
    "unavailable.needs_creation": "2.没有现成信息需要另行制作",
    "unavailable.still_unclear": "3.补正后申请内容仍不明确",
    "not_processed": "（五）不予处理",
    "not_processed.complaint": "1.信访举报投诉类申请",
    "not_processed.repeated": "2.重复申请",
    "not_processed.publication": "3.要求提供公开出版物",
    "not_processed.excessive": "4.无正当理由大量反复申请",
    "not_processed.reconfirmation": "5.要求行政机关确认或重新出具已获取信息",
    "other": "（六）其他处理",
    "other.not_corrected": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other.fee_unpaid": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other.other": "3.其他",
    "total": "（七）总计",
}
GROUPS = ("refused", "unavailable", "not_processed", "other")
LABELS = {
    "overview": "一、总体情况",
    "overview.disclosure": "主动公开",
    "overview.applications": "依申请公开",
    "overview.management": "政府信息管理",
    "overview.platform": "政府信息公开平台建设",
    "overview.supervision": "监督保障",
    "disclosure": "二、主动公开政府信息情况",
    "disclosure.regulations": "规章",
    "disclosure.regulations.made": "本年制发件数",
    "disclosure.regulations.repealed": "本年废止件数",
    "disclosure.regulations.in_force": "现行有效件数",
    "disclosure.normative_documents": "行政规范性文件",
    "disclosure.licences": "行政许可",
    "disclosure.penalties": "行政处罚",
    "disclosure.coercive_measures": "行政强制",
    "disclosure.fees_wan": "行政事业性收费",
    "applications": "三、收到和处理政府信息公开申请情况",
    "applications.received": "一、本年新收政府信息公开申请数量",
    "applications.received.natural_person": "自然人",
    "applications.received.business": "商业企业",
    "applications.received.research": "科研机构",
    "applications.received.public_interest": "社会公益组织",
    "applications.received.legal_service": "法律服务机构",
    "applications.received.other": "其他",
    "applications.received.total": "总计",
    "applications.carried_in": "二、上年结转政府信息公开申请数量",
    "applications.outcomes": "三、本年度办理结果",
    **{f"applications.outcomes.{row}": label for row, label in OUTCOME_ROWS.items()},
    "applications.carried_out": "四、结转下年度继续办理",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    "disputes.reconsideration": "行政复议",
    "disputes.direct_litigation": "未经复议直接起诉",
    "disputes.litigation_after_reconsideration": "复议后起诉",
    "disputes.reconsideration.upheld": "结果维持",
    "disputes.reconsideration.corrected": "结果纠正",
    "disputes.reconsideration.other": "其他结果",
    "disputes.reconsideration.pending": "尚未审结",
    "disputes.reconsideration.total": "总计",
    "other": "六、其他需要报告的事项",
    "other.fee_charged": "是否收取信息处理费",
    "other.fee_notices": "收费件数",
    "other.fee_yuan": "收费金额（元）",
    "other.text": "其他事项",
    "problems": "主要问题",
    "improvements": "改进情况",
}


@pytest.mark.parametrize(("path", "label"), LABELS.items())
def test_labels_are_the_official_ones_to_the_letter(path: str, label: str) -> None:
    assert form.label(path) == label


def test_headings_over_columns_and_rows() -> None:
    assert form.stated(form.declaration("applications.received.other"), "under") == "法人或其他组织"
    assert form.stated(form.declaration("applications.received.natural_person"), "under") is None
    assert form.stated(form.declaration("disputes.direct_litigation"), "under") == "行政诉讼"
    sections = {
        name: form.stated(form.declaration(f"disclosure.{name}"), "section")
        for name in form.Disclosure.model_fields
    }
    assert sections == {
        "regulations": "第二十条第（一）项",
        "normative_documents": "第二十条第（一）项",
        "licences": "第二十条第（五）项",
        "penalties": "第二十条第（六）项",
        "coercive_measures": "第二十条第（六）项",
        "fees_wan": "第二十条第（八）项",
    }
    fees = form.declaration("disclosure.fees_wan")
    assert form.stated(fees, "heading") == "本年收费金额（单位：万元）"


def test_parts_and_rows_stand_in_the_official_order() -> None:
    assert list(Report.model_fields) == [
        "edition", "organisation", "year", "overview", "disclosure", "applications", "disputes",
        "problems", "improvements", "other",
    ]  # fmt: skip
    printed = [
        path.removeprefix("applications.outcomes.").removesuffix(".business")
        for path in FIGURES
        if path.startswith("applications.outcomes.") and path.endswith(".business")
    ]
    assert printed == [row for row in OUTCOME_ROWS if row not in (*GROUPS, "total")]
    assert len(FIGURES) == 10 + 24 * 6 + 12


def test_every_row_of_the_tables_explains_itself() -> None:
    rows = {path.rpartition(".")[0] for path in FIGURES if path.startswith("applications.")}
    assert all(form.declaration(path).description for path in rows)
    assert "第三十七条" in (
        form.declaration("applications.outcomes.partly_granted").description or ""
    )


def nil_applicants() -> dict[str, int]:
    columns = [*Applicants.model_fields, "total"]
    return dict.fromkeys(columns, 0)


def test_json_has_the_shape_of_the_form() -> None:
    printed = Report.from_entries(HEAD).model_dump(mode="json")
    documents = {"made": 0, "repealed": 0, "in_force": 0}
    outcomes: dict[str, Any] = {}
    for row in OUTCOME_ROWS:
        group, _, ground = row.partition(".")
        if ground:
            outcomes[group][ground] = nil_applicants()
        else:
            outcomes[group] = {} if group in GROUPS else nil_applicants()
    disputes = {"upheld": 0, "corrected": 0, "other": 0, "pending": 0, "total": 0}
    expected = {
        "edition": "2021",
        "organisation": "巡镇镇人民政府",
        "year": 2022,
        "overview": {
            "disclosure": "", "applications": "", "management": "", "platform": "",
            "supervision": "",
        },
        "disclosure": {
            "regulations": documents, "normative_documents": documents, "licences": 0,
            "penalties": 0, "coercive_measures": 0, "fees_wan": "0",
        },
        "applications": {
            "received": nil_applicants(), "carried_in": nil_applicants(), "outcomes": outcomes,
            "carried_out": nil_applicants(),
        },
        "disputes": {
            "reconsideration": disputes, "direct_litigation": disputes,
            "litigation_after_reconsideration": disputes,
        },
        "problems": "",
        "improvements": "",
        "other": {"fee_charged": None, "fee_notices": 0, "fee_yuan": "0", "text": ""},
    }  # fmt: skip
    assert printed == expected
    assert list(printed) == list(expected)
    assert list(printed["applications"]["outcomes"]) == list(outcomes)


@pytest.mark.parametrize(
    ("amount", "printed"),
    [("0", "0"), ("46.2", "46.2"), ("46.20", "46.20"), ("1E+3", "1000"), ("0.000001", "0.000001")],
)
def test_money_is_printed_as_a_decimal_string(amount: str, printed: str) -> None:
    report = Report.from_entries({**HEAD, "disclosure.fees_wan": Decimal(amount)})
    assert report.model_dump(mode="json")["disclosure"]["fees_wan"] == printed


def test_schema_carries_labels_and_totals() -> None:
    schema = Report.model_json_schema()
    named = schema["$defs"]
    assert list(named["Applicants"]["properties"]) == [*nil_applicants()]
    assert named["Applicants"]["properties"]["total"] == {
        "description": "All six kinds of applicant together.",
        "readOnly": True,
        "title": "总计",
        "type": "integer",
    }
    assert named["Outcomes"]["properties"]["total"]["title"] == "（七）总计"
    assert named["Disclosure"]["properties"]["fees_wan"]["type"] == "string"
    for model, path in (("Overview", "overview"), ("Refused", "applications.outcomes.refused")):
        for name, field in named[model]["properties"].items():
            assert field["title"] == form.label(f"{path}.{name}")
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("disclosure.licences", True, "int_type"),
        ("disclosure.licences", "12", "int_type"),
        ("disclosure.licences", 12.0, "int_type"),
        ("disclosure.licences", Decimal(12), "int_type"),
        ("disclosure.licences", None, "int_type"),
        ("disclosure.licences", -1, "greater_than_equal"),
        ("disclosure.licences", LARGEST + 1, "less_than_equal"),
        ("disclosure.fees_wan", 12.5, "is_instance_of"),
        ("disclosure.fees_wan", "12.5", "is_instance_of"),
        ("disclosure.fees_wan", Decimal("NaN"), "finite_number"),
        ("disclosure.fees_wan", Decimal("-0.01"), "greater_than_equal"),
        ("disclosure.fees_wan", Decimal("0.0000001"), "decimal_max_places"),
        ("other.fee_charged", 1, "bool_type"),
        ("other.fee_charged", "是", "bool_type"),
        ("overview.disclosure", " 未清理", "value_error"),
        ("overview.disclosure", 5, "string_type"),
        ("year", 2020, "greater_than_equal"),
        ("year", "2022", "int_type"),
        ("edition", "2019", "literal_error"),
    ],
)
def test_the_model_is_strict(path: str, value: Any, problem: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Report.from_entries({**HEAD, path: value})
    assert [each["type"] for each in refused.value.errors()] == [problem]


def test_unknown_keys_and_paths_are_refused() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        DisputeOutcomes.model_validate(
            {"upheld": 0, "corrected": 0, "other": 0, "pending": 0, "x": 1}
        )
    with pytest.raises(KeyError, match=r"disclosure\.nonsense"):
        Report.from_entries({**HEAD, "disclosure.nonsense": 1})
    with pytest.raises(KeyError, match=r"applications\.received\.total"):
        Report.from_entries({**HEAD, "applications.received.total": 1})


def test_totals_handed_in_are_dropped() -> None:
    given = Report.from_entries({**HEAD, "applications.received.business": 3}).model_dump()
    given["applications"]["received"]["total"] = 99
    given["applications"]["outcomes"]["total"] = {"natural_person": 7}
    report = Report.model_validate(given)
    assert report.applications.received.total == 3
    assert report.applications.outcomes.total.total == 0


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=reports())
def test_computed_totals_obey_the_form(report: Report) -> None:
    outcomes = report.applications.outcomes
    entered = {path: figure for path, figure in report.entries().items() if ".outcomes." in path}
    for column in Applicants.model_fields:
        rows = [figure for path, figure in entered.items() if path.endswith(f".{column}")]
        assert len(rows) == 21
        assert getattr(outcomes.total, column) == sum(rows)
    for path in form.instances(Applicants):
        row = form.figure(report, f"{path}.total")
        assert row == sum(form.figure(report, f"{path}.{name}") for name in Applicants.model_fields)
    for path in form.instances(DisputeOutcomes):
        block = form.figure(report, f"{path}.total")
        names = DisputeOutcomes.model_fields
        assert block == sum(form.figure(report, f"{path}.{name}") for name in names)
    assert sum(1 for _ in form.instances(Applicants)) == 25


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=reports())
def test_entries_and_json_give_the_same_report_back(report: Report) -> None:
    assert Report.from_entries(report.entries()) == report
    assert Report.model_validate_json(report.model_dump_json(), strict=False) == report
