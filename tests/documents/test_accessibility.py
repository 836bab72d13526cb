"""No page shuts anybody out: axe-core finds nothing, on a desk or on a phone."""

from pathlib import Path

import pytest

from nianbao.documents.volume import Volume
from nianbao.documents.writer import Writer
from support import axe
from support.chromium import Browser
from support.published_reports import published

# A portal's page around a pasted fragment, with the headings and landmarks such pages have.
HOST = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>政府信息公开年报</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><header>示例县人民政府</header><main>{}</main><footer>主办：示例县人民政府办公室</footer></body>
</html>"""
SIZES = [pytest.param((1200, 900), id="desk"), pytest.param((390, 844), id="phone")]

pytestmark = pytest.mark.browser


def pages(writer: Writer) -> dict[str, bytes]:
    """Return every kind of page, with all that a report can hold."""
    case = published(
        applications__received__other=123456789, other__fee_charged=True, other__fee_notices=2
    )
    volume = Volume("示例县人民政府", 2025, (case, published(organisation="白石镇人民政府")))
    return {
        "web": writer.web(case),
        "fragment": HOST.format(writer.fragment(case).decode()).encode(),
        "index": writer.index(volume, ["清溪镇.html", "白石镇.html"]),
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["web", "fragment", "index"])
def test_axe_finds_nothing(
    writer: Writer, browser: Browser, tmp_path: Path, kind: str, size: tuple[int, int]
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(pages(writer)[kind])
    browser.resize(*size)
    browser.open(page)
    assert axe.violations(browser) == []
    assert browser.complaints == []


@pytest.mark.parametrize(
    ("written", "spoilt", "found"),
    [
        ('<html lang="zh-CN">', "<html>", "html-has-lang: html"),
        ("color: #1a1a1a", "color: #aaa", "color-contrast: h1 > span:nth-child(1)"),
        ("<title>", "<title hidden></title><meta name='", "document-title: html"),
        (' tabindex="0"', "",
         'scrollable-region-focusable: div[aria-label="收到和处理政府信息公开申请情况"]'),
        ("<h2>", "<h4>", "heading-order: h4:nth-child(3)"),
        ("width=device-width", "width=device-width, user-scalable=no",
         'meta-viewport: meta[name="viewport"]'),
    ],
)  # fmt: skip
def test_what_shuts_people_out_is_found(
    writer: Writer, browser: Browser, tmp_path: Path, written: str, spoilt: str, found: str
) -> None:
    source = writer.web(published()).decode()
    assert written in source
    page = tmp_path / "page.html"
    # The policy would hold back a style sheet that was changed.
    spoilt_source = source.replace(written, spoilt).replace(
        'http-equiv="Content-Security', 'name="'
    )
    page.write_text(spoilt_source, "utf-8")
    browser.resize(390, 844)
    browser.open(page)
    assert found in axe.violations(browser)
