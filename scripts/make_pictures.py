"""Draw samples/图片/: the workbook, what comes back, the documents, the pages.

Run from the top of the checkout, with LibreOffice and Chromium: ``python tests/make_pictures.py``.
The sample county's returns go down the whole road in a folder of their own; what stands in it is
drawn as LibreOffice and Chromium show it.
"""

import shutil
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE.parent / "src")]

import pymupdf
from click.testing import CliRunner

from nianbao.cli.main import cli
from nianbao.county.status_page import PAGE
from support import libreoffice
from support.chromium import Browser

SAMPLES = HERE.parent / "samples"
PICTURES = SAMPLES / "图片"
RECEIVED = "收到的附件"
FAULTY = "河口镇人民政府2022年政府信息公开工作年报退回修改"
SOUND = "示例县自然资源局2022年政府信息公开工作年度报告"
OPENED = 6  # the row of a body whose return went back
WIDTH, MARGIN, FOOT = 1100, 8, 45
# Few shades keep a picture small and are enough for ink on tinted paper.
_SHADES = bytes(min(255, (level + 8) // 17 * 17) for level in range(256))


def county(folder: Path) -> None:
    """Make the sample county in ``folder`` and let it ingest its returns."""
    for name in ("nianbao.toml", "名册.csv"):
        shutil.copy(SAMPLES / name, folder)
    shutil.copytree(SAMPLES / RECEIVED, folder / RECEIVED)
    # The status tells the files by the names they were given with.
    with chdir(folder):
        for command, expected in ((["ingest", RECEIVED], 1), (["status"], 0)):
            done = CliRunner().invoke(cli, command)
            if done.exit_code != expected:
                raise RuntimeError(f"nianbao {command[0]}: {done.output}")


def printed(path: Path) -> bytes:
    """Return a workbook or Word file as LibreOffice prints it."""
    kind = path.suffix.removeprefix(".")
    return libreoffice.convert_from({"printed": path.read_bytes()}, kind, "pdf")["printed"]


def save(name: str, pixels: pymupdf.Pixmap, tallest: int = 1600) -> None:
    """Write one picture with few shades, a long one only as far down as ``tallest`` pixels."""
    height = min(pixels.height, tallest)
    few = pixels.samples[: height * pixels.stride].translate(_SHADES)
    picture = pymupdf.Pixmap(pixels.colorspace, pixels.width, height, few, False)
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{name}.png"
    path.write_bytes(picture.tobytes("png"))
    print(f"{path.name}  {picture.width} × {picture.height}  {path.stat().st_size // 1024} KB")


def save_page(name: str, page: pymupdf.Page, width: int = WIDTH) -> None:
    """Draw a printed page without its foot and its empty edges."""
    ink = pymupdf.EMPTY_RECT()
    for _, box in page.get_bboxlog():
        if box[3] < page.rect.height - FOOT:
            ink |= pymupdf.Rect(box)
    clip = pymupdf.Rect(ink.x0 - MARGIN, ink.y0 - MARGIN, ink.x1 + MARGIN, ink.y1 + MARGIN)
    clip &= page.rect
    zoom = width / clip.width
    save(name, page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), clip=clip))


def page_with(document: pymupdf.Document, words: str) -> pymupdf.Page:
    """Return the first page on which ``words`` stand."""
    return next(page for page in document if page.search_for(words))


def workbooks(folder: Path) -> None:
    """Draw sheets of a filled return and of a workbook that goes back."""
    filled = SAMPLES / RECEIVED / "自然资源局-定稿.ods"
    with pymupdf.open(stream=printed(filled), filetype="pdf") as sheets:
        save_page("填报表-三、申请办理", page_with(sheets, "本年新收政府信息公开申请"))
    with pymupdf.open(stream=printed(folder / "退回" / f"{FAULTY}.xlsx"), filetype="pdf") as sheets:
        save_page("退回意见", sheets[0])
        save_page("核对", sheets[-1])


def documents(folder: Path) -> None:
    """Draw two pages of the Word file side by side, as it lies open."""
    word = printed(folder / "成文" / f"{SOUND}.docx")
    with pymupdf.open(stream=word, filetype="pdf") as pages, pymupdf.open() as sheet:
        table = page_with(pages, "三、收到和处理政府信息公开申请情况").number
        wide, high = pages[0].rect.width, pages[0].rect.height
        open_book = sheet.new_page(width=2 * wide, height=high)
        for place, number in enumerate((0, table)):
            beside = pymupdf.Rect(place * wide, 0, (place + 1) * wide, high)
            open_book.show_pdf_page(beside, pages, number)
            open_book.draw_rect(beside, color=(0.6, 0.6, 0.6))
        zoom = 1200 / open_book.rect.width
        save("年报-Word", open_book.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom)))


def pages(folder: Path) -> None:
    """Photograph the web pages on a wide screen and on a phone."""
    report = folder / "成文" / f"{SOUND}.html"
    shots = (
        ("年报-网页", report, (1100, 1300)),
        ("年报-网页-手机", report, (390, 1300)),
        ("收件情况", folder / PAGE, (1000, 760)),
    )
    with Browser() as browser:
        for name, page, (width, height) in shots:
            browser.resize(width, height)
            browser.open(page)
            browser.run(f"document.querySelectorAll('details')[{OPENED}]?.setAttribute('open', '')")
            shown = pymupdf.Pixmap(browser.screenshot())
            save(name, pymupdf.Pixmap(shown, 0) if shown.alpha else shown, height)


def main() -> None:
    """Draw every picture anew."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        county(folder)
        workbooks(folder)
        documents(folder)
        pages(folder)


if __name__ == "__main__":
    main()
