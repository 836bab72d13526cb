"""A return that another program wrote anew, to the last byte: the same report, no findings."""

from decimal import Decimal

import pytest

from nianbao.rules import check
from nianbao.workbook.read.reader import read_return
from support.clerk import BODY, Clerk, sound_report
from support.other_programs import WRITERS, Model, model_of

REPORT = sound_report(
    {
        "disclosure.licences": 5,
        "disclosure.fees_wan": Decimal("8743.8"),
        "applications.received.natural_person": 4,
        "applications.received.business": 2,
        "applications.outcomes.granted.natural_person": 4,
        "applications.outcomes.granted.business": 2,
        "disputes.reconsideration.upheld": 1,
        "other.text": "第一段 & <第二>\n第二段“引号”",
    }
)


@pytest.fixture(scope="module")
def model() -> Model:
    return model_of(Clerk().fill(REPORT))


@pytest.mark.parametrize("program", WRITERS)
def test_it_reads_the_same_whoever_wrote_it(program: str, model: Model) -> None:
    reading = read_return(WRITERS[program](model))
    report = reading.report(BODY, 2022)
    assert report == REPORT
    assert [*reading.findings, *check(report, reading.evidence)] == []
    assert reading.carriers.printed == reading.carriers.hidden_code != ""
    assert reading.typed["telephone"] == "0350-0000000"
