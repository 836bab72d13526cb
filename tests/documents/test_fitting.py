"""Figures of many digits: (digits, room in pt, size) → size and width of the characters."""

import pytest
from lxml import etree

from nianbao.documents.fitting import Fit, fit, with_fitting_figures
from nianbao.documents.wordread import W, word_blocks
from nianbao.documents.writer import Writer
from support.open_xml_schemas import faults
from support.published_reports import published

NARROW = 30.6  # a column of table 三, 11 mm


@pytest.mark.parametrize(
    ("digits", "size", "fitting"),
    [
        (1, 10.5, None),
        (5, 10.5, None),
        (6, 10.5, Fit(9, 99)),
        (5, 12, Fit(10.5, 100)),
        (9, 10.5, Fit(9, 66)),
        (12, 10.5, Fit(9, 49)),
        (9, 8, Fit(8, 74)),
    ],
)
def test_smaller_first_then_narrower(digits: int, size: float, fitting: Fit | None) -> None:
    assert fit(digits, NARROW, size) == fitting


def table(cell: str, width: str = '<w:tcW w:w="624" w:type="dxa"/>') -> bytes:
    return (
        f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr>{width}'
        f"</w:tcPr><w:p>{cell}</w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
    ).encode()


@pytest.mark.parametrize(
    ("properties", "fitted"),
    [
        ('<w:sz w:val="21"/>', ["w 49", "sz 18", "szCs 18"]),
        ("", ["w 49", "sz 18", "szCs 18"]),
        ('<w:rFonts w:ascii="宋体"/><w:w w:val="90"/><w:kern w:val="2"/><w:sz w:val="21"/><w:lang/>',
         ["rFonts", "w 49", "kern 2", "sz 18", "szCs 18", "lang"]),
    ],
)  # fmt: skip
def test_the_properties_stand_in_the_schemas_order(properties: str, fitted: list[str]) -> None:
    stated = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    run = f"<w:r>{stated}<w:t>12345678</w:t></w:r>"
    root = etree.fromstring(with_fitting_figures(table(run)))
    found = next(root.iter(f"{W}rPr"))
    shown = [f"{etree.QName(each).localname} {each.get(f'{W}val', '')}".strip() for each in found]
    assert shown == fitted


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("甲12345678", '<w:tcW w:w="624" w:type="dxa"/>'),
        ("1234", '<w:tcW w:w="800" w:type="dxa"/>'),
        ("12345678", '<w:tcW w:w="624" w:type="pct"/>'),
        ("12345678", ""),
    ],
)
def test_what_fits_is_no_figure_or_has_no_measure_stays(text: str, width: str) -> None:
    document = table(f"<w:r><w:t>{text}</w:t></w:r>", width)
    assert not list(etree.fromstring(with_fitting_figures(document)).iter(f"{W}sz"))


def test_a_report_of_long_figures_says_the_same_and_keeps_to_the_schemas(writer: Writer) -> None:
    case = published(
        applications__received__natural_person=123456789,
        applications__outcomes__granted__natural_person=123456788,
    )
    content = writer.word(case)
    assert faults(content, ".docx") == []
    tables = [block for block in word_blocks(content) if isinstance(block, dict)]
    assert tables[1][(3, 3, 1, 1)] == "123456789"
