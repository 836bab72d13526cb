"""The PDFs are fit for an archive and for a screen reader."""

import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pymupdf
import pytest
import typst

from nianbao.documents.volume import Volume
from nianbao.documents.writer import Writer
from nianbao.form.tables import official_tables
from support.pdf_archive import breaches
from support.published_reports import published

LONG = published(applications__received__natural_person=123456789)


def test_the_report_keeps_to_the_standard(writer: Writer) -> None:
    assert breaches(writer.pdf(published())) == []
    assert breaches(writer.pdf(LONG)) == []


def test_the_volume_keeps_to_the_standard(writer: Writer) -> None:
    volume = Volume("示例县人民政府", 2025, (published(), LONG))
    assert breaches(writer.volume_pdf(volume).content) == []


@pytest.mark.parametrize(
    ("body", "standards", "breach"),
    [
        ("", [], "6.6.4 no <pdfaid:part>2</pdfaid:part>"),
        ("", [], "6.2.3 no output intent"),
        ("", ["a-3b"], "6.6.4 no <pdfaid:part>2</pdfaid:part>"),
        ("#set document(title: none)\n", ["a-2b"], "6.6.3 title differs from the metadata"),
        ('#set text(lang: "en")\n', ["a-2b"], "6.7.4 language is not Chinese"),
        ("#text(fill: rgb(0, 0, 0, 50%))[a]\n", ["a-2b"], "transparency in object"),
    ],
)
def test_a_breach_is_found(body: str, standards: list[Any], breach: str) -> None:
    source = f'#set document(title: "a")\n#set text(lang: "zh", region: "cn")\n{body}a'
    when = datetime(2026, 1, 1, tzinfo=UTC)
    pdf = typst.compile(source.encode(), format="pdf", pdf_standards=standards, timestamp=when)
    assert isinstance(pdf, bytes)
    assert any(found.startswith(breach) for found in breaches(pdf))


def test_tables_are_tagged_row_by_row(writer: Writer) -> None:
    with pymupdf.open(stream=writer.pdf(published()), filetype="pdf") as document:
        sources = (document.xref_object(xref) for xref in range(1, document.xref_length()))
        kinds = Counter(kind for each in sources for kind in re.findall(r"/S /(\w+)", each))
    tables = official_tables()
    cells = sum(len(table.cells) for table in tables)
    heads = sum(label.row < table.head_rows for table in tables for label in table.labels)
    assert kinds["Table"] == 3
    assert kinds["TR"] == sum(table.rows for table in tables)
    assert (kinds["TH"], kinds["TD"]) == (heads, cells - heads)
    assert kinds["H1"] == 6
