"""The geometry of the three official tables, to the letter as the form prints them."""

from collections import Counter

import pytest

from nianbao.form.tables import Table, official_tables

DISCLOSURE, APPLICATIONS, DISPUTES = official_tables()

# Row, column, rows down, columns across, label.
Drawn = tuple[int, int, int, int, str]

DRAWN_DISCLOSURE: list[Drawn] = [
    (0, 0, 1, 4, "第二十条第（一）项"),
    (1, 0, 1, 1, "信息内容"),
    (1, 1, 1, 1, "本年制发件数"),
    (1, 2, 1, 1, "本年废止件数"),
    (1, 3, 1, 1, "现行有效件数"),
    (2, 0, 1, 1, "规章"),
    (3, 0, 1, 1, "行政规范性文件"),
    (4, 0, 1, 4, "第二十条第（五）项"),
    (5, 0, 1, 1, "信息内容"),
    (5, 1, 1, 3, "本年处理决定数量"),
    (6, 0, 1, 1, "行政许可"),
    (7, 0, 1, 4, "第二十条第（六）项"),
    (8, 0, 1, 1, "信息内容"),
    (8, 1, 1, 3, "本年处理决定数量"),
    (9, 0, 1, 1, "行政处罚"),
    (10, 0, 1, 1, "行政强制"),
    (11, 0, 1, 4, "第二十条第（八）项"),
    (12, 0, 1, 1, "信息内容"),
    (12, 1, 1, 3, "本年收费金额（单位：万元）"),
    (13, 0, 1, 1, "行政事业性收费"),
]
DRAWN_APPLICATIONS: list[Drawn] = [
    (0, 0, 3, 3, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"),
    (0, 3, 1, 7, "申请人情况"),
    (1, 3, 2, 1, "自然人"),
    (1, 4, 1, 5, "法人或其他组织"),
    (1, 9, 2, 1, "总计"),
    (2, 4, 1, 1, "商业企业"),
    (2, 5, 1, 1, "科研机构"),
    (2, 6, 1, 1, "社会公益组织"),
    (2, 7, 1, 1, "法律服务机构"),
    (2, 8, 1, 1, "其他"),
    (3, 0, 1, 3, "一、本年新收政府信息公开申请数量"),
    (4, 0, 1, 3, "二、上年结转政府信息公开申请数量"),
    (5, 0, 22, 1, "三、本年度办理结果"),
    (5, 1, 1, 2, "（一）予以公开"),
    (6, 1, 1, 2, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    (7, 1, 8, 1, "（三）不予公开"),
    (7, 2, 1, 1, "1.属于国家秘密"),
    (8, 2, 1, 1, "2.其他法律行政法规禁止公开"),
    (9, 2, 1, 1, "3.危及“三安全一稳定”"),
    (10, 2, 1, 1, "4.保护第三方合法权益"),
    (11, 2, 1, 1, "5.属于三类内部事务信息"),
    (12, 2, 1, 1, "6.属于四类过程性信息"),
    (13, 2, 1, 1, "7.属于行政执法案卷"),
    (14, 2, 1, 1, "8.属于行政查询事项"),
    (15, 1, 3, 1, "（四）无法提供"),
    (15, 2, 1, 1, "1.本机关不掌握相关政府信息"),
    (16, 2, 1, 1, "2.没有现成信息需要另行制作"),
    (17, 2, 1, 1, "3.补正后申请内容仍不明确"),
    (18, 1, 5, 1, "（五）不予处理"),
    (18, 2, 1, 1, "1.信访举报投诉类申请"),
    (19, 2, 1, 1, "2.重复申请"),
    (20, 2, 1, 1, "3.要求提供公开出版物"),
    (21, 2, 1, 1, "4.无正当理由大量反复申请"),
    (22, 2, 1, 1, "5.要求行政机关确认或重新出具已获取信息"),
    (23, 1, 3, 1, "（六）其他处理"),
    (23, 2, 1, 1, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    (24, 2, 1, 1, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    (25, 2, 1, 1, "3.其他"),
    (26, 1, 1, 2, "（七）总计"),
    (27, 0, 1, 3, "四、结转下年度继续办理"),
]
_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
DRAWN_DISPUTES: list[Drawn] = [
    (0, 0, 1, 5, "行政复议"),
    (0, 5, 1, 10, "行政诉讼"),
    *((1, at, 2, 1, result) for at, result in enumerate(_RESULTS)),
    (1, 5, 1, 5, "未经复议直接起诉"),
    (1, 10, 1, 5, "复议后起诉"),
    *((2, 5 + at, 1, 1, result) for at, result in enumerate(_RESULTS * 2)),
]


@pytest.mark.parametrize(
    ("table", "drawn", "rows", "columns"),
    [
        (DISCLOSURE, DRAWN_DISCLOSURE, 14, 4),
        (APPLICATIONS, DRAWN_APPLICATIONS, 28, 10),
        (DISPUTES, DRAWN_DISPUTES, 4, 15),
    ],
    ids=["disclosure", "applications", "disputes"],
)
def test_labels_and_spans_are_the_official_ones(
    table: Table, drawn: list[Drawn], rows: int, columns: int
) -> None:
    labels = [(each.row, each.column, each.down, each.across, each.text) for each in table.labels]
    assert sorted(labels) == sorted(drawn)
    assert (table.rows, table.columns) == (rows, columns)


@pytest.mark.parametrize("table", official_tables(), ids=lambda table: table.key)
def test_every_grid_cell_is_covered_exactly_once(table: Table) -> None:
    covered = Counter(
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.down)
        for column in range(cell.column, cell.column + cell.across)
    )
    grid = {(row, column) for row in range(table.rows) for column in range(table.columns)}
    assert covered.keys() == grid
    assert set(covered.values()) == {1}


def test_entries_stand_where_the_form_has_them() -> None:
    places = {
        entry.path: (entry.row, entry.column, entry.across)
        for table in official_tables()
        for entry in table.entries
    }
    assert len(places) == 10 + 24 * 6 + 12
    assert places["disclosure.regulations.made"] == (2, 1, 1)
    assert places["disclosure.normative_documents.in_force"] == (3, 3, 1)
    assert places["disclosure.licences"] == (6, 1, 3)
    assert places["disclosure.fees_wan"] == (13, 1, 3)
    assert places["applications.received.natural_person"] == (3, 3, 1)
    assert places["applications.outcomes.refused.deliberative.other"] == (12, 8, 1)
    assert places["applications.carried_out.legal_service"] == (27, 7, 1)
    assert places["disputes.reconsideration.upheld"] == (3, 0, 1)
    assert places["disputes.litigation_after_reconsideration.pending"] == (3, 13, 1)
    money = [entry.path for table in official_tables() for entry in table.entries if entry.is_money]
    assert money == ["disclosure.fees_wan"]


def test_totals_add_up_what_the_form_says() -> None:
    totals = {total.path: total for table in official_tables() for total in table.totals}
    assert len(totals) == 24 + 7 + 3
    row = totals["applications.received.total"]
    assert (row.row, row.column) == (3, 9)
    assert [part.rpartition(".")[2] for part in row.parts] == [
        "natural_person", "business", "research", "public_interest", "legal_service", "other",
    ]  # fmt: skip
    column = totals["applications.outcomes.total.research"]
    assert (column.row, column.column) == (26, 5)
    assert len(column.parts) == 21
    assert column.parts[0] == "applications.outcomes.granted.research"
    assert column.parts[-1] == "applications.outcomes.other.other.research"
    assert totals["disputes.direct_litigation.total"].parts == tuple(
        f"disputes.direct_litigation.{name}" for name in ("upheld", "corrected", "other", "pending")
    )


def test_heads_repeat_in_print() -> None:
    assert [(table.head_rows, table.label_columns) for table in official_tables()] == [
        (0, 1),
        (3, 3),
        (3, 0),
    ]
