"""Reports as hypothesis draws them: any figures, any clean text."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from nianbao.form.report import FIGURES, LARGEST, Overview, Report, kind_of
from nianbao.prose import clean, squeeze

COUNTS = st.one_of(st.just(0), st.integers(0, 99), st.integers(0, 10_000), st.just(LARGEST))
# A spreadsheet keeps 15 digits: up to 10^9 with six places is more than it can hold.
MONEY = st.decimals(0, 10**8, places=6, allow_nan=False).map(Decimal.normalize)
_ESCAPE_LIKE = st.sampled_from(["_x000D_", "_x005F_", "=1+1", "+86", "@某", "-", "'", "&<b>", "无"])
_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
PARAGRAPHS = st.lists(st.one_of(st.text(_CHARACTERS, max_size=60), _ESCAPE_LIKE), max_size=5)
# A row that says there is nothing is no paragraph; a bullet of a symbol face is one of ours.
_NOTHING = frozenset({"0", "无", "/", "-", "—", "——", "、"})


def _joined(parts: list[str]) -> str:
    said = [part for part in parts if squeeze(part) not in _NOTHING]
    return clean("\n".join(said))


TEXTS = PARAGRAPHS.map(_joined)
NARRATIVES = (
    *(f"overview.{name}" for name in Overview.model_fields),
    "problems",
    "improvements",
    "other.text",
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report the form allows, with some figures not nil."""
    entries: dict[str, Any] = {"organisation": "巡镇镇人民政府", "year": 2022}
    for path in draw(st.lists(st.sampled_from(FIGURES), max_size=40, unique=True)):
        entries[path] = draw(MONEY if kind_of(path) is not int else COUNTS)
    for path in NARRATIVES:
        entries[path] = draw(TEXTS)
    entries["other.fee_charged"] = draw(st.sampled_from([True, False, None]))
    entries["other.fee_notices"] = draw(COUNTS)
    entries["other.fee_yuan"] = draw(MONEY)
    return Report.from_entries(entries)
