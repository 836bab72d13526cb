"""Any edit of a sound return: never an exception, never a wrong figure accepted silently."""

import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nianbao.form.report import FIGURES
from nianbao.intake.examine import examine
from nianbao.intake.outcome import Circumstances
from nianbao.workbook.layout import layout
from support.clerk import Clerk, sound_report
from support.rearranged_workbooks import Rearranged

NASTY = [
    None, 0, 1, 7, -0.0, -1, 0.5, 1e308, 1e9, 2e9, 10**19, True, "", " ", "7", "７", "7件", "1,234",
    "无", "—", "-", "5%", "#REF!", "=1+1", "=CMD|'/c calc'!A1", "@SUM(1)", "x" * 200, "7\u200b",
    "总计", "自然人", "<script>", "{{ 7*7 }}", datetime.date(2022, 1, 7), datetime.date(1900, 1, 7),
]  # fmt: skip
# What each disguise of the pool stands for; whatever is not here may not be accepted.
DISGUISES: dict[Any, int] = {
    "": 0, " ": 0, "7": 7, "７": 7, "7件": 7, "1,234": 1234, "无": 0, "—": 0, "-": 0, "7\u200b": 7,
}  # fmt: skip


@cache
def sound() -> bytes:
    return Clerk().fill(sound_report({"disclosure.licences": 5}))


@st.composite
def edits(draw: st.DrawFn) -> tuple[int, int, int, Any]:
    sheet = draw(st.integers(0, 9))
    return sheet, draw(st.integers(1, 36)), draw(st.integers(1, 16)), draw(st.sampled_from(NASTY))


def plainly(value: Any) -> Decimal | None:
    """Return the number that a cell certainly means, None where it means none."""
    if value is None:
        return Decimal(0)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Decimal(str(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return Decimal(7) if value.year == 1900 else None
    return Decimal(DISGUISES[value]) if value in DISGUISES else None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits(), min_size=1, max_size=4))
def test_an_accepted_return_says_what_its_cells_say(
    changes: list[tuple[int, int, int, Any]],
) -> None:
    clerk = Rearranged(sound())
    for number, row, column, value in changes:
        cell = clerk.book.worksheets[number].cell(row, column)
        if type(cell).__name__ != "MergedCell":
            cell.value = value
    outcome = examine("a.xlsx", clerk.bytes(), Circumstances(2022, formats=()))
    assert outcome.fault == ""
    if outcome.status != "accepted":
        return
    assert outcome.report is not None
    entries = outcome.report.entries()
    for path in FIGURES:
        spot = layout().spots[path]
        written = clerk.book[spot.sheet].cell(spot.row, spot.column).value
        assert Decimal(str(entries[path])) == plainly(written), (path, written)
