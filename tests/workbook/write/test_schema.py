"""Our workbooks are what the Open XML schemas allow, so that Excel and WPS open them unasked."""

from collections.abc import Callable

import pytest

from nianbao.findings.finding import finding
from nianbao.workbook.form_code import GENERAL
from nianbao.workbook.issue import Issue
from nianbao.workbook.write.blank import blank
from nianbao.workbook.write.marked import marked
from nianbao.workbook.write.roll_up import roll_up_workbook
from support.clerk import ISSUE, sound_report
from support.open_xml_schemas import faults, loose_ends
from workbook.write.test_roll_up import SUMS

REPORT = sound_report({"applications.received.natural_person": 123456789})
BOOKS: dict[str, Callable[[], bytes]] = {
    "blank": lambda: blank(ISSUE),
    "general": lambda: blank(Issue(year=2022, code=GENERAL)),
    "filled": lambda: blank(Issue(year=2022, code="XZ01", organisation="甲 & 乙镇", last=REPORT)),
    "marked": lambda: marked(
        ISSUE,
        [
            finding("negative", ["三、申请办理!D8"], seen="-1"),
            finding("aspect empty", ["一、总体情况!B9"], seen="甲 & <乙>"),
        ],
        {"applications.received.natural_person": "三、申请办理!D8"},
    ),
    "roll-up": lambda: roll_up_workbook(SUMS),
}


@pytest.mark.parametrize("made", BOOKS.values(), ids=BOOKS.keys())
def test_the_schemas_allow_it_and_nothing_hangs_loose(made: Callable[[], bytes]) -> None:
    content = made()
    assert faults(content, ".xlsx") == []
    assert loose_ends(content) == []
