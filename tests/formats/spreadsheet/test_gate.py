"""What the file is, and the one sentence it gets."""

import pytest

from nianbao.findings.finding import Refusal
from nianbao.formats.spreadsheet import gate
from support.hostile_files import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_each_hostile_file_gets_its_sentence(case: Case) -> None:
    with pytest.raises(Refusal) as refusal:
        gate_or_grid(case.build())
    assert str(refusal.value) == case.message


def gate_or_grid(content: bytes) -> None:
    from nianbao.formats.spreadsheet import opening as grid

    gate.inspect(content)
    grid.read(content)
