"""How a figure is written out: one way where decimals are kept, one where noughts are dropped."""

from decimal import Decimal

import pytest

from nianbao.form.fields import as_entered, shortest


@pytest.mark.parametrize(
    ("figure", "entered", "short"),
    [
        (0, "0", "0"),
        (7, "7", "7"),
        (1000, "1000", "1000"),
        (Decimal("0.00"), "0", "0"),
        (Decimal("0.50"), "0.50", "0.5"),
        (Decimal("1000"), "1000", "1000"),
        (Decimal("1E+3"), "1000", "1000"),
    ],
)
def test_a_figure_is_written_in_plain_digits(
    figure: int | Decimal, entered: str, short: str
) -> None:
    assert (as_entered(figure), shortest(figure)) == (entered, short)
