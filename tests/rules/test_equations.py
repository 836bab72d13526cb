"""One declaration: the check, the terms of a formula, the sentence with its numbers."""

import pytest

from nianbao.form.report import FIGURES, Applicants, Applications, DisputeOutcomes
from nianbao.rules.equations import Equation, Instance, Sum, group_rows, unfolded

BALANCE = Equation(
    "A-01", Applications, "received + carried_in == outcomes.total + carried_out", each=Applicants
)
CARRIED = Equation("A-08", Applications, "carried_out <= received + carried_in", each=Applicants)
CASES = Equation("A-04", DisputeOutcomes, "total == upheld + corrected + other + pending")
ROW_TOTAL = Equation(
    "A-03",
    Applicants,
    "total == natural_person + business + research + public_interest + legal_service + other",
)


def figures(**given: int) -> "dict[str, int]":
    named = {path.replace("__", "."): value for path, value in given.items()}
    return dict.fromkeys(FIGURES, 0) | {f"applications.{path}": named[path] for path in named}


def sentence(equation: Equation, column: str, given: dict[str, int]) -> str:
    each = instance(equation, column)
    return each.sentence(given.__getitem__)


def instance(equation: Equation, column: str) -> Instance:
    return next(each for each in equation.instances() if each.left[0].endswith(f".{column}"))


def test_the_sentence_of_the_form_with_its_numbers() -> None:
    given = figures(
        received__natural_person=16, outcomes__granted__natural_person=10,
        outcomes__other__other__natural_person=8,
    )  # fmt: skip
    assert sentence(BALANCE, "natural_person", given) == (
        "自然人列：第一项 16 加第二项 0 等于 16，第三项总计 18 加第四项 0 等于 18，相差 2"
    )
    assert not instance(BALANCE, "natural_person").holds(given.__getitem__)
    assert instance(BALANCE, "business").holds(given.__getitem__)


def test_the_size_of_the_difference_has_no_sign() -> None:
    given = figures(received__other=3, carried_in__other=4, carried_out__other=2)
    assert sentence(BALANCE, "other", given) == (
        "其他列：第一项 3 加第二项 4 等于 7，第三项总计 0 加第四项 2 等于 2，相差 5"
    )


def test_more_carried_out_than_there_was() -> None:
    given = figures(received__research=1, carried_out__research=4)
    assert not instance(CARRIED, "research").holds(given.__getitem__)
    assert sentence(CARRIED, "research", given) == (
        "科研机构列：第四项 4，多于第一项 1 加第二项 0 等于 1，相差 3"
    )
    given = figures(received__research=4, carried_out__research=4)
    assert instance(CARRIED, "research").holds(given.__getitem__)


def test_an_equation_is_bound_to_every_place_where_it_must_hold() -> None:
    assert [each.where for each in BALANCE.instances()] == [
        "自然人列", "商业企业列", "科研机构列", "社会公益组织列", "法律服务机构列", "其他列",
    ]  # fmt: skip
    assert [each.where for each in CASES.instances()] == [
        "“行政复议”", "“未经复议直接起诉”", "“复议后起诉”",
    ]  # fmt: skip
    rows = [each.where for each in ROW_TOTAL.instances()]
    assert len(rows) == 25
    assert rows[0] == "“一、本年新收政府信息公开申请数量”行"
    assert rows[-1] == "“四、结转下年度继续办理”行"
    assert "“（七）总计”行" in rows


def test_a_total_is_never_believed_but_unfolded_to_its_entries() -> None:
    each = instance(BALANCE, "business")
    assert each.left == ("applications.received.business", "applications.carried_in.business")
    assert len(each.right) == 22
    assert not any(".total" in path for path in (*each.left, *each.right))
    assert each.paths == {*each.left, *each.right}
    whole = unfolded(["applications.outcomes.total.total"])
    assert len(whole) == len(set(whole)) == 21 * 6
    assert group_rows("applications.outcomes.unavailable.other") == tuple(
        f"applications.outcomes.unavailable.{name}.other"
        for name in ("not_held", "needs_creation", "still_unclear")
    )
    assert group_rows("applications.received.other") == ()


def test_an_equation_that_defines_a_total_names_it() -> None:
    first = CASES.instances()[0]
    assert CASES.defines_total
    assert first.total == "disputes.reconsideration.total"
    assert first.right == tuple(
        f"disputes.reconsideration.{name}" for name in ("upheld", "corrected", "other", "pending")
    )
    assert not BALANCE.defines_total
    assert not CARRIED.defines_total


@pytest.mark.parametrize(
    ("piece", "number"),
    [
        (Sum(("a", "b")), 5),
        (Sum(("a",), ("b",)), -1),
        (Sum(("a",), ("b",), is_size=True), 1),
        (Sum(()), 0),
    ],
)
def test_a_number_in_a_sentence(piece: Sum, number: int) -> None:
    assert piece.of({"a": 2, "b": 3}.__getitem__) == number
