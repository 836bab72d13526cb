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


_RESULTS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
}
_BLOCKS = {
    "reconsideration": "因政府信息公开引起的行政复议",
    "direct_litigation": "因政府信息公开引起的未经复议直接起诉的行政诉讼",
    "litigation_after_reconsideration": "因政府信息公开引起的复议后起诉的行政诉讼",
}
# The rows of 办理结果 in short words; 3.其他 says nothing by itself.
_ROWS = {
    "refused": {
        "state_secret": "属于国家秘密",
        "prohibited_by_law": "其他法律行政法规禁止公开",
        "security_and_stability": "危及三安全一稳定",
        "third_party_rights": "保护第三方合法权益",
        "internal_affairs": "属于三类内部事务信息",
        "deliberative": "属于四类过程性信息",
        "enforcement_file": "属于行政执法案卷",
        "administrative_inquiry": "属于行政查询事项",
    },
    "unavailable": {
        "not_held": "本机关不掌握相关政府信息",
        "needs_creation": "没有现成信息需要另行制作",
        "still_unclear": "补正后申请内容仍不明确",
    },
    "not_processed": {
        "complaint": "信访举报投诉类申请",
        "repeated": "重复申请",
        "publication": "要求提供公开出版物",
        "excessive": "无正当理由大量反复申请",
        "reconfirmation": "重新出具已获取信息",
    },
    "other": {"not_corrected": "逾期不补正", "fee_unpaid": "逾期未缴费"},
}


def _dispute(name: str, text: str) -> str:
    """Return the cases of a block of table 四 and their results."""
    cases = total_of(unfolded([f"disputes.{name}.total"]))
    results = '&"、"&'.join(
        f'{quoted(f"{words} ")}&{total_of([f"disputes.{name}.{result}"])}&" 件"'
        for result, words in _RESULTS.items()
    )
    return f'{quoted(f"{text} ")}&{cases}&" 件（"&{results}&"）。"'


def _rows_of(group: str) -> str:
    """Return the rows of one item of 办理结果, nothing where the item is nil."""
    rows = '&"、"&'.join(
        f'{quoted(f"{words} ")}&{_row(f"{_OUTCOMES}.{group}.{row}")}&" 件"'
        for row, words in _ROWS[group].items()
    )
    return f'IF({_row(f"{_OUTCOMES}.{group}")}=0,"",{_group(group)}&"，其中"&{rows}&"。")'


def _applicants() -> str:
    """Return who applied: natural persons, and all others together."""
    companies = [name for name in Applicants.model_fields if name != "natural_person"]
    others = total_of([f"applications.received.{name}" for name in companies])
    natural = total_of(["applications.received.natural_person"])
    return (
        f'"新收的政府信息公开申请中，自然人申请 "&{natural}'
        f'&" 件，法人或其他组织申请 "&{others}&" 件。"'
    )


# Several short formulas rather than a long one: a file saved as .xls takes about 1,000 characters.
REFERENCES: Mapping[str, tuple[str, ...]] = {
    "overview.disclosure": (
        _figures(
            (
                ("作出行政许可决定", "disclosure.licences"),
                ("作出行政处罚决定", "disclosure.penalties"),
                ("作出行政强制决定", "disclosure.coercive_measures"),
            )
        ),
        f'"行政事业性收费 "&{total_of(["disclosure.fees_wan"])}&" 万元。"',
    ),
    "overview.applications": (_applications(), _applicants(), *map(_rows_of, _ROWS)),
    "overview.management": (
        _figures(
            (
                ("本年度制发行政规范性文件", "disclosure.normative_documents.made"),
                ("废止行政规范性文件", "disclosure.normative_documents.repealed"),
                ("现行有效行政规范性文件", "disclosure.normative_documents.in_force"),
            )
        ),
    ),
    "overview.supervision": tuple(_dispute(name, text) for name, text in _BLOCKS.items()),
}
