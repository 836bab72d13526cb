from datetime import timedelta
from decimal import Decimal

from nianbao.county.history import changes, history
from nianbao.store.store import Store
from support.submissions import NOON, report, submission

BODY = "东川镇人民政府"


def test_changes_are_named_cell_by_cell() -> None:
    before = report(problems="问题", other__fee_yuan=Decimal("1.50"))
    after = report(
        problems="问题很多",
        applications__outcomes__refused__state_secret__business=2,
        disclosure__fees_wan=Decimal("0.10"),
        disputes__direct_litigation__upheld=1,
        disclosure__regulations__made=3,
        other__fee_charged=True,
    )
    assert [change.sentence for change in changes(before, after)] == [
        "“规章，本年制发件数”由 0 改为 3",
        "“行政事业性收费，本年收费金额（单位：万元）”由 0 改为 0.1",
        "“三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密，商业企业”由 0 改为 2",
        "“行政诉讼 / 未经复议直接起诉，结果维持”由 0 改为 1",
        "“主要问题”的文字有改动（2 字改为 4 字）",
        "“是否收取信息处理费”由 未填 改为 是",
        "“收费金额（元）”由 1.5 改为 0",
    ]


def test_every_version_against_the_one_before(store: Store) -> None:
    for number, (status, licences) in enumerate(
        [("returned", 1), ("refused", None), ("accepted", 1), ("accepted", 5)]
    ):
        whole = None if licences is None else report(disclosure__licences=licences)
        store.record(
            submission(
                f"{number}",
                status=status,
                report=whole,
                edit=9 - number,
                received_at=NOON + timedelta(days=number),
            )
        )
    versions = history(store, BODY, 2025)
    assert [(each.submission.status, each.counts) for each in versions] == [
        ("returned", False),
        ("refused", False),
        ("accepted", True),
        ("accepted", False),
    ]
    assert [[change.sentence for change in each.changes] for each in versions] == [
        [],
        [],
        [],
        ["“行政许可，本年处理决定数量”由 1 改为 5"],
    ]


def test_nothing_sent(store: Store) -> None:
    assert history(store, BODY, 2025) == []
