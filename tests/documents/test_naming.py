"""File names stay inside their folder, on Windows too."""

import pytest

from nianbao.documents.composition import file_stem
from nianbao.files import safe_stem
from support.published_reports import published

TITLE = "2025年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("body", "stem"),
    [
        ("清溪镇人民政府", "清溪镇人民政府"),
        ("../../x", "_.._x"),
        ("/etc/passwd", "_etc_passwd"),
        ("C:\\x", "C__x"),
        ("甲\x00乙\n丙", "甲乙 丙"),
        ('问?*"<>|', "问______"),
        ("", "未命名"),
        ("CON.x", "_CON.x"),
    ],
)
def test_a_body_becomes_a_file_name(body: str, stem: str) -> None:
    assert file_stem(published(organisation=body)) == stem + TITLE


@pytest.mark.parametrize("name", ["CON", "nul", "COM1", "lpt9", "aux.txt"])
def test_device_names_of_windows_are_avoided(name: str) -> None:
    assert safe_stem(name, "") == f"_{name}"


def test_a_long_name_is_cut_between_characters_and_keeps_its_ending() -> None:
    stem = file_stem(published(organisation="局" * 200))
    assert len(stem.encode()) <= 180
    assert stem.endswith(f"局{TITLE}")
