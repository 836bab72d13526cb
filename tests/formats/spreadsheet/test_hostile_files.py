"""What the file is, and the one sentence it gets."""

import pytest

from nianbao.findings.finding import Refusal
from nianbao.formats.spreadsheet.opening import read
from support.hostile_files import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_each_hostile_file_gets_its_sentence(case: Case) -> None:
    with pytest.raises(Refusal) as refusal:
        read(case.build())
    assert str(refusal.value) == case.message
