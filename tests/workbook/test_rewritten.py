"""A return rewritten as other programs save it reads to the equal report, without findings."""

import pytest

from clerk import BODY, Clerk, sound_report
from nianbao.workbook.reader import read_return
from rewritten import REWRITINGS

REPORT = sound_report({"disclosure.licences": 5, "disclosure.penalties": 2})


@pytest.mark.parametrize("program", REWRITINGS)
def test_it_reads_the_same_as_another_program_saves_it(program: str, clerk: Clerk) -> None:
    data = clerk.fill(REPORT)
    rewritten = REWRITINGS[program](data)
    assert rewritten != data
    reading = read_return(rewritten)
    assert reading.report(BODY, 2022) == REPORT
    assert reading.findings == ()
