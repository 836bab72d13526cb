"""Characters no type face of the machine has: named with the text they stand in, all at once."""

import pickle

import pytest

from nianbao.documents.missing_glyphs import MissingGlyphs, missing_glyphs
from nianbao.documents.writer import Writer
from support.published_reports import PARTICULARS, published

UNASSIGNED = "\u0378"  # no face will ever have it
NAMED = 'error: PDF/A-2b error: the text `"{}"` could not be displayed with font `"Song"`\n'
ADVICE = (
    "，本机的字体都没有，没有写 PDF；Word 文件和网页不受影响。"
    "请安装收字更全的字体，再重新成文，或者请报送机关改用常用字。"
)


def told(problem: MissingGlyphs) -> list[str]:
    return [line.removesuffix(ADVICE) for line in str(problem).splitlines()]


@pytest.mark.parametrize(
    ("lacking", "text", "shown"),
    [
        ("𡿨", "甲𡿨乙𡿨", "𡿨（U+21FE8）"),
        ("\\u{378}", "甲\u0378", "U+0378"),
        ("👨\u200d👩", "👨\u200d👩\u200d👧", "👨（U+1F468）、👩（U+1F469）"),
        ("\\\\", "C:\\", "\\（U+005C）"),
        ("㐀㐁㐂㐃㐄㐅㐆", "㐆㐅㐄㐃㐂㐁㐀",
         "㐆（U+3406）、㐅（U+3405）、㐄（U+3404）、㐃（U+3403）、㐂（U+3402）等 7 个字"),
    ],
)  # fmt: skip
def test_every_character_is_named_once_with_its_code_point(
    lacking: str, text: str, shown: str
) -> None:
    found = missing_glyphs(NAMED.format(lacking), [published(problems=text)])
    assert found is not None
    assert told(found) == [
        f"清溪镇人民政府：“五、存在的主要问题及改进情况，存在的主要问题”里的“{shown}”"
    ]


def test_every_text_is_named() -> None:
    case = published(
        PARTICULARS.model_copy(update={"address": "甲㐀路"}), organisation="㐀镇",
        overview__disclosure="㐀", other__text="乙㐀䶵",
    )  # fmt: skip
    found = missing_glyphs(NAMED.format("㐀") + NAMED.format("䶵"), [published(), case])
    assert found is not None
    assert found.body == "㐀镇"
    assert list(found.characters) == [
        ("organisation", "机关全称"),
        ("overview.disclosure", "一、总体情况，主动公开"),
        ("other.text", "六、其他需要报告的事项，其他事项"),
        ("address", "联系地址"),
    ]
    (first, *_, last) = found.findings({"address": "基本信息!B7"})
    assert (first.places, last.places) == ((), ("基本信息!B7",))
    assert (last.code, str(last.severity)) == ("L-01", "warning")


def test_another_fault_is_none_of_it() -> None:
    assert missing_glyphs("error: unknown variable: 甲", [published()]) is None


def test_a_report_with_such_a_character_becomes_no_pdf(writer: Writer) -> None:
    case = published(improvements=f"甲{UNASSIGNED}乙")
    with pytest.raises(MissingGlyphs) as problem:
        writer.pdf(case)
    assert told(problem.value) == [
        "清溪镇人民政府：“五、存在的主要问题及改进情况，改进情况”里的“U+0378”"
    ]
    assert str(pickle.loads(pickle.dumps(problem.value))) == str(problem.value)
    assert writer.word(case)
    assert writer.web(case)
