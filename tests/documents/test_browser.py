"""The web page in a real Chromium: nothing overflows it on a desk or on a phone."""

import subprocess
from pathlib import Path

import pytest

from documents.cases import published
from nianbao.documents import Writer

MEASURE = """<body style="margin:0">
<iframe src="page.html" style="width:{width}px;border:0"></iframe>
<script>onload = () => {{
  const page = document.querySelector("iframe").contentDocument;
  const boxes = [...page.querySelectorAll("div")].filter(box => box.querySelector("table"));
  document.title = [page.documentElement.scrollWidth,
    getComputedStyle(page.querySelector("h1")).textAlign,
    boxes.filter(box => box.getBoundingClientRect().right > {width}).length].join(" ");
}}</script></body>"""


@pytest.mark.browser
@pytest.mark.parametrize("form", ["web", "fragment"])
@pytest.mark.parametrize("width", [1200, 390, 320])
def test_the_page_is_as_wide_as_the_screen(
    writer: Writer, tmp_path: Path, form: str, width: int
) -> None:
    (tmp_path / "page.html").write_bytes(getattr(writer, form)(published()))
    (tmp_path / "measure.html").write_text(MEASURE.format(width=width), "utf-8")
    switches = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    switches.append("--allow-file-access-from-files")
    folder = f"--user-data-dir={tmp_path / 'profile'}"
    address = (tmp_path / "measure.html").as_uri()
    shown = subprocess.run(
        ["chromium", *switches, folder, "--dump-dom", address],
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout.decode()
    assert f"<title>{width} center 0</title>" in shown
