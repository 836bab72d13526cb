"""Sentences the clerk may copy: this year's figures in words, by formula, beside the narratives.

Words taken from them agree with the tables from the start.
"""

from collections.abc import Iterable, Mapping

from nianbao.form import report
from nianbao.form.report import Applicants
from nianbao.rules.equations import unfolded
from nianbao.workbook.write.check_sheet import quoted, total_of

HEAD = "参考语句（数字取自各表，可以抄到左边）"
_OUTCOMES = "applications.outcomes"
_GROUPS = ("granted", "partly_granted", "refused", "unavailable", "not_processed", "other")


def _row(path: str) -> str:
    """Return the formula for all applicants of a row (or group) of table 三."""
    return total_of(unfolded([f"{path}.{name}" for name in Applicants.model_fields]))


def _group(name: str) -> str:
    label = report.label(f"{_OUTCOMES}.{name}").partition("）")[2].partition("（")[0]
    return f'{quoted(f"{label} ")}&{_row(f"{_OUTCOMES}.{name}")}&" 件"'


def _applications() -> str:
    received, carried_in = _row("applications.received"), _row("applications.carried_in")
    groups = '&"、"&'.join(_group(name) for name in _GROUPS)
    total, carried_out = _row(f"{_OUTCOMES}.total"), _row("applications.carried_out")
    return (
        f'"本年度新收政府信息公开申请 "&{received}&" 件，上年结转 "&{carried_in}'
        f'&" 件；办结 "&{total}&" 件，其中"&{groups}&"；结转下年度 "&{carried_out}&" 件。"'
    )


def _figures(words: Iterable[tuple[str, str]]) -> str:
    said = '&"，"&'.join(f'{quoted(f"{text} ")}&{total_of([path])}&" 件"' for text, path in words)
    return f'{said}&"。"'


def _disputes(blocks: Mapping[str, str]) -> str:
    said = '&"，"&'.join(
        f'{quoted(f"{text} ")}&{total_of(unfolded([f"disputes.{name}.total"]))}&" 件"'
        for name, text in blocks.items()
    )
    return f'"因政府信息公开引起的"&{said}&"。"'


REFERENCES: Mapping[str, str] = {
    "overview.disclosure": _figures(
        (
            ("作出行政许可决定", "disclosure.licences"),
            ("作出行政处罚决定", "disclosure.penalties"),
            ("作出行政强制决定", "disclosure.coercive_measures"),
        )
    ),
    "overview.applications": _applications(),
    "overview.management": _figures(
        (
            ("本年度制发行政规范性文件", "disclosure.normative_documents.made"),
            ("废止行政规范性文件", "disclosure.normative_documents.repealed"),
            ("现行有效行政规范性文件", "disclosure.normative_documents.in_force"),
        )
    ),
    "overview.supervision": _disputes(
        {
            "reconsideration": "行政复议",
            "direct_litigation": "未经复议直接起诉的行政诉讼",
            "litigation_after_reconsideration": "复议后起诉的行政诉讼",
        }
    ),
}
