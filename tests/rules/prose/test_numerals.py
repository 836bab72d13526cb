import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.rules.prose.numerals import number, numeral, year


@given(st.integers(0, 10**12 - 1))
def test_every_number_reads_back_from_its_numeral(value: int) -> None:
    assert number(numeral(value)) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("零", 0),
        ("〇", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("一百零三", 103),
        ("一百一十", 110),
        ("一百十二", 112),
        ("两百", 200),
        ("一千二百", 1200),
        ("两万三千", 23000),
        ("一万零三十", 10030),
        ("三亿零五", 300000005),
    ],
)
def test_numerals_as_reports_write_them(words: str, value: int) -> None:
    assert number(words) == value


@pytest.mark.parametrize(
    "words",
    ["", "百", "两三", "一二", "十十", "一百二", "三万五", "几十", "二〇二五", "零零", "12"],
)
def test_what_names_no_number_for_certain_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="numeral"):
        number(words)


@pytest.mark.parametrize("value", [-1, 10**12])
def test_numbers_out_of_range_have_no_numeral(value: int) -> None:
    with pytest.raises(ValueError, match="no numeral"):
        numeral(value)


def test_years_are_written_digit_by_digit() -> None:
    assert year("二〇二五") == 2025
    assert year("二零二一") == 2021
    with pytest.raises(ValueError, match="not a year"):
        year("二十五")
