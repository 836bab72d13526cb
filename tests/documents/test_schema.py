"""Word files are what the Open XML schemas allow, so that Word and WPS open them unasked."""

import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from nianbao.documents.volume import Volume
from nianbao.documents.writer import Writer
from nianbao.form.report import FIGURES, LARGEST
from support.open_xml_schemas import faults, loose_ends
from support.published_reports import HOSTILE, published, with_text_everywhere

LARGEST_EACH: dict[str, Any] = {
    path.replace(".", "__"): Decimal(LARGEST) if path.endswith("_wan") else LARGEST
    for path in FIGURES
}
LARGE = published(**LARGEST_EACH)
FILES: dict[str, Callable[[Writer], bytes]] = {
    "report": lambda writer: writer.word(published()),
    "large figures": lambda writer: writer.word(LARGE),
    "hostile": lambda writer: writer.word(with_text_everywhere("\n".join(HOSTILE[:-1]))),
    "volume": lambda writer: writer.volume_word(
        Volume("示例县人民政府", 2025, (published(), LARGE)), (2, 6)
    ),
}


@pytest.mark.parametrize("made", FILES.values(), ids=FILES.keys())
def test_the_schemas_allow_it_and_nothing_hangs_loose(
    writer: Writer, made: Callable[[Writer], bytes]
) -> None:
    content = made(writer)
    assert faults(content, ".docx") == []
    assert loose_ends(content) == []


def changed(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            source = old.read(name).decode()
            if name == part:
                assert change(source) != source
                source = change(source)
            new.writestr(name, source)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("written", "spoilt", "fault"),
    [
        ("<w:keepNext/>", '<w:jc w:val="center"/><w:keepNext/>', "Unexpected element 'keepNext'"),
        ("<w:cantSplit/>", '<w:cantSplit w:val="7"/>', "Invalid value for attribute 'val'"),
        ("<w:tblGrid>", '<w:tblGrid><w:vAlign w:val="center"/>', "Unexpected element 'vAlign'"),
        ("<w:body>", "<w:body><w:own/>", "Unexpected element 'own'"),
    ],
)
def test_what_the_schemas_forbid_is_found(
    writer: Writer, written: str, spoilt: str, fault: str
) -> None:
    content = changed(
        writer.word(published()),
        "word/document.xml",
        lambda xml: xml.replace(written, spoilt, 1),
    )
    assert any(fault in found for found in faults(content, ".docx"))


@pytest.mark.parametrize(
    ("part", "written", "typed", "loose"),
    [
        ("word/document.xml", 'r:id="rId1"', 'r:id="rId9"',
         ["word/document.xml: no relationship rId9"]),
        ("word/_rels/document.xml.rels", 'Target="footer1.xml"', 'Target="footer9.xml"',
         ["word/_rels/document.xml.rels: no /word/footer9.xml",
          "nothing leads to word/footer1.xml"]),
        ("[Content_Types].xml", "/word/footer1.xml", "/word/footer9.xml",
         ["no part word/footer9.xml", "no content type for word/footer1.xml"]),
    ],
)  # fmt: skip
def test_what_hangs_loose_is_found(
    writer: Writer, part: str, written: str, typed: str, loose: list[str]
) -> None:
    content = changed(
        writer.word(published()), part, lambda xml: re.sub(re.escape(written), typed, xml, count=1)
    )
    assert loose_ends(content) == loose
