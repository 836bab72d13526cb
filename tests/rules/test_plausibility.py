from decimal import Decimal
from typing import Any

import pytest

from nianbao.form.basics import BodyKind
from nianbao.rules import plausibility as sense
from support.findings_of import drawn

TOWNSHIP, DEPARTMENT, COUNTY = BodyKind.TOWNSHIP, BodyKind.DEPARTMENT, BodyKind.COUNTY
OTHER = "applications.outcomes.other"


@pytest.mark.parametrize("kind", [TOWNSHIP, BodyKind.SUBDISTRICT, DEPARTMENT])
def test_c01_who_makes_no_regulations_has_none(kind: BodyKind) -> None:
    assert drawn(sense.no_regulations, {"disclosure.regulations.in_force": 6}, kind=kind) == [
        "错误 规章填的是 0/0/6。县级部门、乡镇和街道无权制定规章，请改为 0；"
        "行政规范性文件填在下一行。"
    ]


@pytest.mark.parametrize("kind", [COUNTY, None])
def test_c01_is_silent_of_others(kind: BodyKind | None) -> None:
    assert drawn(sense.no_regulations, {"disclosure.regulations.made": 1}, kind=kind) == []


@pytest.mark.parametrize(
    ("fees", "kind", "found"),
    [
        (
            "56000",
            TOWNSHIP,
            ["警告 收费金额填的是 56000 万元，数额过大。请核对单位，是元的请除以 10000。"],
        ),
        (
            "1000000.5",
            TOWNSHIP,
            ["警告 收费金额填的是 1000000.5 万元，数额过大。请核对单位，是元的请除以 10000。"],
        ),
        ("50000", TOWNSHIP, []),
        ("56000.25", TOWNSHIP, []),
        ("56000", DEPARTMENT, []),
    ],
)
def test_c02_fees_of_a_township(fees: str, kind: BodyKind, found: list[str]) -> None:
    assert drawn(sense.fees_in_wan, {"disclosure.fees_wan": Decimal(fees)}, kind=kind) == found


def test_c03_what_was_made_stands_or_was_repealed() -> None:
    path = "disclosure.normative_documents"
    assert drawn(sense.documents_stand, {f"{path}.made": 5, f"{path}.in_force": 3}) == [
        "提示 本年制发 5 件，多于现行有效加废止的 3 件。请核对现行有效件数。"
    ]
    assert drawn(sense.documents_stand, {f"{path}.made": 5, f"{path}.repealed": 5}) == []
    unread = frozenset({f"{path}.in_force"})
    assert drawn(sense.documents_stand, {f"{path}.made": 5}, unread=unread) == []


@pytest.mark.parametrize(
    ("other", "granted", "found"),
    [
        (
            12,
            28,
            [
                "警告 （六）其他处理的“3.其他”有 12 件，占总计 40 件的 30%。"
                "请逐件复核，能归入其他各项的改填。"
            ],
        ),
        (4, 0, []),
        (5, 95, []),
    ],
)
def test_d01_many_other_outcomes(other: int, granted: int, found: list[str]) -> None:
    entries = {f"{OTHER}.other.business": other, "applications.outcomes.granted.business": granted}
    assert drawn(sense.other_outcomes_are_few, entries) == found


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (
            {f"{OTHER}.fee_unpaid.natural_person": 2, "other.fee_charged": False},
            [
                "警告 说明未收取信息处理费，但（六）其他处理的逾期未缴费有 2 件。"
                "请核对，收取过的改选“是”，没有的改正数字。"
            ],
        ),
        (
            {"other.fee_notices": 1, "other.fee_yuan": Decimal(800), "other.fee_charged": False},
            [
                "警告 说明未收取信息处理费，但收费件数是 1、收费金额是 800 元。"
                "请核对，收取过的改选“是”，没有的改正数字。"
            ],
        ),
        (
            {"other.fee_charged": True},
            [
                "警告 说明收取了信息处理费，但收费件数、收费金额和逾期未缴费都是 0。"
                "请补填或改选“否”。"
            ],
        ),
        ({"other.fee_charged": True, "other.fee_notices": 1}, []),
        ({"other.fee_charged": False}, []),
        ({f"{OTHER}.fee_unpaid.natural_person": 2}, []),
    ],
)
def test_d02_the_fee_agrees(entries: dict[str, Any], found: list[str]) -> None:
    assert drawn(sense.fee_agrees, entries) == found


def test_d03_a_township_hardly_holds_secrets() -> None:
    entries = {"applications.outcomes.refused.state_secret.research": 1}
    assert drawn(sense.secrets_are_rare, entries, kind=TOWNSHIP) == [
        "提示 以“属于国家秘密”不予公开 1 件。乡镇很少有定密文件，请确认依据。"
    ]
    assert drawn(sense.secrets_are_rare, entries, kind=DEPARTMENT) == []
