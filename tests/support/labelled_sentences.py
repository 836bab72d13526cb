"""The labelled sentences of tests/rules/statements.csv: what a report says, what it should draw.

A row is one sentence in one aspect of part 一, of a body of one size (its figures stand in
statements_figures.csv), with the codes of the rules that should speak, none for an honest one.
``另填`` replaces figures: ``新收=0;办结=0``. 调过 tells whether the rules were tuned to the sentence
(是), or it was written afterwards and only measured (否). A miss that is known stands in ``MISSED``.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nianbao.form.report import Report

_FOLDER = Path(__file__).parents[1] / "rules" / "prose"
_ROWS = {
    "新收自然人": "applications.received.natural_person",
    "新收企业": "applications.received.business",
    "上年结转自然人": "applications.carried_in.natural_person",
    "予以公开": "applications.outcomes.granted.natural_person",
    "部分公开": "applications.outcomes.partly_granted.natural_person",
    "不予公开": "applications.outcomes.refused.enforcement_file.natural_person",
    "无法提供": "applications.outcomes.unavailable.not_held.natural_person",
    "不予处理": "applications.outcomes.not_processed.repeated.natural_person",
    "其他处理": "applications.outcomes.other.other.natural_person",
    "结转下年": "applications.carried_out.natural_person",
    "其中未审结复议": "disputes.reconsideration.pending",
    "直接起诉": "disputes.direct_litigation.upheld",
    "复议后起诉": "disputes.litigation_after_reconsideration.upheld",
    "其中未审结诉讼": "disputes.litigation_after_reconsideration.pending",
    "行政许可": "disclosure.licences",
    "行政处罚": "disclosure.penalties",
    "行政强制": "disclosure.coercive_measures",
    "制发": "disclosure.normative_documents.made",
    "废止": "disclosure.normative_documents.repealed",
    "现行有效": "disclosure.normative_documents.in_force",
}
_ASPECTS = {
    "主动公开": "overview.disclosure",
    "依申请公开": "overview.applications",
    "政府信息管理": "overview.management",
    "监督保障": "overview.supervision",
}
_BODIES = {"乡镇": "柳河镇人民政府", "部门": "林业和草原局", "城市": "云州市人民政府"}
_OUTCOMES = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理")


# Statements nobody can be sure of without more than the sentence: a miss, rather than a false alarm.
MISSED = frozenset(
    {
        "到年底还有9件未办结，结转下年度办理。",
        "公开25件，部分公开6件，不予公开9件。",
        "全年共印发文件120件，其中规范性文件8件。",
        "发布解读210条。其中文字解读90条、图片解读80条、视频解读50条。",
    }
)


@dataclass(frozen=True)
class Labelled:
    """A sentence in a report, and the codes it should draw."""

    size: str
    sentence: str
    expected: frozenset[str]
    report: Report
    is_tuned: bool


@cache
def labelled() -> tuple[Labelled, ...]:
    """Return every row of the table."""
    figures = {
        row.pop("规模"): {k: int(v) for k, v in row.items()} for row in _table("statements_figures")
    }
    return tuple(_labelled(row, figures[row["规模"]]) for row in _table("statements"))


def _labelled(row: dict[str, str], figures: dict[str, int]) -> Labelled:
    filled = dict(figures)
    for pair in filter(None, row["另填"].split(";")):
        name, value = pair.split("=")
        filled |= _replaced(name, int(value))
    reconsidered = filled.pop("行政复议") - filled["其中未审结复议"]
    filled["复议后起诉"] -= filled["其中未审结诉讼"]
    entries: dict[str, object] = {_ROWS[name]: value for name, value in filled.items()}
    entries |= {
        "organisation": _BODIES[row["规模"]],
        "year": 2025,
        "disputes.reconsideration.upheld": reconsidered,
        _ASPECTS[row["栏目"]]: row["句子"],
    }
    expected = frozenset(row["应报"].split())
    return Labelled(
        row["规模"], row["句子"], expected, Report.from_entries(entries), row["调过"] == "是"
    )


def _replaced(name: str, value: int) -> dict[str, int]:
    return {
        "新收": {"新收自然人": value, "新收企业": 0},
        "办结": {**dict.fromkeys(_OUTCOMES, 0), "予以公开": value},
        "上年结转": {"上年结转自然人": value},
        "结转": {"结转下年": value},
        "复议": {"行政复议": value, "其中未审结复议": 0},
        "诉讼": {"直接起诉": value, "复议后起诉": 0, "其中未审结诉讼": 0},
        "许可": {"行政许可": value},
        "处罚": {"行政处罚": value},
        "制发": {"制发": value},
    }[name]


def _table(name: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
