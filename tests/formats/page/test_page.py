"""Documents → texts and tables in order: spans kept, changes accepted, nothing hidden read."""

import io
import zipfile

import pytest

from nianbao.findings.finding import Refusal
from nianbao.formats.page.opening import kind_of, read
from nianbao.formats.page.page import Page, Paragraph
from nianbao.formats.page.ruled import Character, Line, ruled

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RESTART, TWO_WIDE = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'


def word(body: str, **parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        text = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", text)
        for name, part in parts.items():
            package.writestr(f"word/{name}.bin", part)
    return made.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, Paragraph)]


def test_a_figure_in_several_runs_is_one_and_changes_are_accepted() -> None:
    body = f"<w:p>{run('1')}<w:ins>{run('2')}</w:ins><w:del>{run('9')}</w:del>{run('3')}</w:p>"
    assert texts(read(word(body))) == ["123"]


def test_merges_of_word_are_kept_and_not_filled() -> None:
    rows = (
        f"<w:tr>{cell('甲', RESTART)}{cell('1')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('2')}</w:tr>"
        f"<w:tr>{cell('乙', TWO_WIDE)}</w:tr>"
    )
    (table,) = read(word(f"<w:tbl>{rows}</w:tbl>")).tables
    found = {(each.row, each.column): (each.down, each.across, each.text) for each in table.cells}
    assert found == {
        (0, 0): (2, 1, "甲"),
        (0, 1): (1, 1, "1"),
        (1, 1): (1, 1, "2"),
        (2, 0): (1, 2, "乙"),
    }


def test_a_table_in_a_frame_of_one_cell_is_read() -> None:
    inner = f"<w:tbl><w:tr>{cell('甲')}{cell('1')}</w:tr></w:tbl>"
    frame = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    (table,) = read(word(frame)).tables
    assert [each.text for each in table.cells] == ["甲", "1"]


def test_struck_text_is_marked_and_hidden_text_is_not_there() -> None:
    body = f"<w:p>{run('5', '<w:strike/>')}{run('7', '<w:vanish/>')}</w:p>"
    (paragraph,) = read(word(body)).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "5"
    assert paragraph.marks == {"struck", "hidden"}


def test_a_document_with_macros_is_refused() -> None:
    with pytest.raises(Refusal, match="文件含有宏"):
        read(word("<w:p/>", vbaProject="x"))


def test_a_web_page_keeps_spans_and_passes_navigation_by() -> None:
    page = read(
        "<html><nav>首页</nav><script>x()</script><p>一、<span>总体</span>情况</p>"
        "<table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td><p>2</p><p>3</p></td></tr>"
        "</table><p style='display:none'>隐藏</p></html>".encode()
    )
    (table,) = page.tables
    assert texts(page) == ["一、总体情况"]
    assert [(each.row, each.column, each.text) for each in table.cells] == [
        (0, 0, "甲"), (0, 1, "1"), (1, 1, "2\n3"),
    ]  # fmt: skip


def test_a_page_declared_gb2312_is_read_as_gb18030() -> None:
    page = read("<html><meta charset=gb2312><p>喆堃㙍</p></html>".encode("gb18030"))
    assert texts(page) == ["喆堃㙍"]


def test_a_page_in_one_file_is_unwrapped() -> None:
    wrapped = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: "
        b"quoted-printable\r\n\r\n<p>=E7=94=B2</p>\r\n--B--\r\n"
    )
    assert kind_of(wrapped) == "mht"
    assert texts(read(wrapped)) == ["甲"]


def test_the_kind_is_told_by_content() -> None:
    assert kind_of(b"{\\rtf1 x}") == "rtf"
    assert kind_of(b"%PDF-1.7") == "pdf"
    assert kind_of(b"\x89PNG") is None


@pytest.mark.parametrize("content", [b"%PDF-1.7 cut", b"PK\x03\x04 cut", b"\x00\x01"])
def test_what_is_broken_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refusal):
        read(content)


def test_words_are_put_into_ruled_cells_and_missing_lines_merge_them() -> None:
    lines = [
        *(Line(0, y, 100, y) for y in (0, 20, 40)),
        Line(0, 0, 0, 40), Line(100, 0, 100, 40), Line(50, 20, 50, 40),
    ]  # fmt: skip
    characters = [
        Character(20, 5, 30, 15, "甲"), Character(10, 25, 15, 35, "1"),
        Character(15, 25, 20, 35, "2"), Character(60, 25, 65, 35, "3"),
    ]  # fmt: skip
    (found,), rest = ruled(lines, characters)
    cells = {(each.row, each.column, each.across): each.text for each in found.table.cells}
    assert cells == {(0, 0, 2): "甲", (1, 0, 1): "12", (1, 1, 1): "3"}
    assert rest == []
