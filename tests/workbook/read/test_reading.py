"""What a reading says of the workbook it came from."""

import pytest

from nianbao.workbook.read.reading import Carriers


@pytest.mark.parametrize(
    ("written", "edit"),
    [("1", 1), ("12", 12), ("", 0), ("-3", 0), ("²", 0), ("２", 0), ("1.0", 0),
     (str(2**31), 0), (str(2**63), 0), ("9" * 5_000, 0)],
)  # fmt: skip
def test_an_edit_number_that_was_never_issued_is_none(written: str, edit: int) -> None:
    """It would outrank every later correction, or be more than the store can hold."""
    assert Carriers(hidden={"edit": written}).edit == edit
