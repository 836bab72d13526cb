"""What the rendered page measures, against documents.md: 0.5 mm and 0.1 pt, Word file and PDF."""

from itertools import accumulate, pairwise

import pytest

from nianbao.documents.writer import Writer
from support.measured_pages import Page, measured, rendered
from support.published_reports import published

MM, PT = 0.5, 0.1
LEFT, RIGHT, TOP, BOTTOM = 28, 210 - 26, 37, 297 - 35
SENTENCE = "全年主动公开信息一百二十六条，解读政策文件四份，公开内容与群众生活密切相关。"
CASE = published(
    overview__disclosure=SENTENCE * 8, overview__management=SENTENCE * 6, problems=SENTENCE * 9
)
Pages = list[Page]


@pytest.fixture(scope="module", params=[pytest.param("word", marks=pytest.mark.office), "pdf"])
def pages(request: pytest.FixtureRequest) -> Pages:
    """The same report as LibreOffice prints the Word file, and as the PDF shows it."""
    writer: Writer = request.getfixturevalue("writer")
    if request.param == "pdf":
        return measured(writer.pdf(CASE))
    return measured(rendered(writer.word(CASE)))


def table_page(pages: Pages, heading: str) -> Page:
    """Return the page on which the table under ``heading`` begins."""
    return next(page for page in pages if any(heading in line.text for line in page.lines))


def test_paper_is_a4(pages: Pages) -> None:
    for page in pages:
        assert (page.width, page.height) == pytest.approx((210, 297), abs=MM)


def test_text_stands_within_the_margins(pages: Pages) -> None:
    body = [line for page in pages for line in page.body()]
    full = [line for line in body if line.right > RIGHT - 10]
    assert min(line.left for line in body) == pytest.approx(LEFT, abs=MM)
    # A stop that ends a line may hang out of it.
    assert sorted(line.right for line in full)[len(full) // 2] == pytest.approx(RIGHT, abs=MM)
    points = 25.4 / 72
    assert all(TOP < line.baseline * points < BOTTOM for page in pages for line in page.lines)


def test_title_is_two_centred_lines_of_22_pt(pages: Pages) -> None:
    title = pages[0].body(22)
    assert [line.text.replace(" ", "") for line in title] == [
        "清溪镇人民政府",
        "2025年政府信息公开工作年度报告",
    ]
    for line in title:
        assert (line.left + line.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=MM)


def test_body_lines_follow_at_28_pt(pages: Pages) -> None:
    baselines = [line.baseline for line in pages[0].body()]
    pitches = [after - before for before, after in pairwise(baselines) if after - before > 1]
    assert len(pitches) > 12
    assert pitches == pytest.approx([28] * len(pitches), abs=PT)


def test_a_page_of_text_has_22_lines(pages: Pages) -> None:
    first = pages[0].body()
    last_possible = pages[0].body(22)[0].baseline + 36 + 21 * 28
    assert last_possible - 28 <= first[-1].baseline <= last_possible


def test_paragraphs_are_indented_by_two_characters(pages: Pages) -> None:
    opening = next(line for line in pages[0].body() if line.text.startswith("根据"))
    assert opening.left - LEFT == pytest.approx(32 * 25.4 / 72, abs=MM)


def test_tables_fill_the_text_block(pages: Pages) -> None:
    expected: dict[str, list[float]] = {
        "二、主动公开": [39] * 4,
        "三、收到和处理": [12, 15, 52, *[11] * 7],
        "四、政府信息公开行政复议": [10.4] * 15,
    }
    for heading, widths in expected.items():
        page = table_page(pages, heading)
        for border in accumulate(widths, initial=LEFT):
            nearest = min(page.verticals, key=lambda place: abs(place - border))
            assert nearest == pytest.approx(border, abs=MM)
        assert page.verticals[-1] == pytest.approx(RIGHT, abs=MM)


def test_rows_are_at_least_6_mm_high(pages: Pages) -> None:
    heights = [after - before for page in pages for before, after in pairwise(page.horizontals)]
    assert len(heights) >= 14 + 28 + 4 - 3
    assert min(heights) >= 6 - 0.15


def test_each_table_has_its_size_of_type(pages: Pages) -> None:
    for words, size in (("行政强制", 12), ("予以公开", 10.5), ("未经复议直接起诉", 10)):
        lines = [line for page in pages for line in page.lines if words in line.text]
        assert [line.size for line in lines] == pytest.approx([size] * len(lines), abs=PT)
        assert lines


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(pages: Pages) -> None:
    character = 14 * 25.4 / 72
    for number, page in enumerate(pages, start=1):
        assert page.number.text.replace(" ", "") == f"—{number}—"
        assert page.number.size == pytest.approx(14, abs=PT)
        if number % 2:
            assert page.number.right == pytest.approx(RIGHT - character, abs=MM)
        else:
            assert page.number.left == pytest.approx(LEFT + character, abs=MM)


def test_the_signature_stands_right_below_the_last_paragraph(pages: Pages) -> None:
    lines = pages[-1].body()
    body, date = lines[-2:]
    assert (body.text, date.text.replace(" ", "")) == ("清溪镇人民政府", "2026年1月9日")
    assert date.baseline - body.baseline == pytest.approx(28, abs=PT)
    for line in (body, date):
        assert line.right == pytest.approx(RIGHT - 32 * 25.4 / 72, abs=MM)
    assert len(lines) > 3
