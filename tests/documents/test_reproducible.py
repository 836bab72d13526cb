"""The same report gives the same bytes: in another folder, at another hour, in another process."""

import shutil
import subprocess
import sys
from pathlib import Path

from support.published_reports import TEMPLATES
from support.typed_commands import environment

SCRIPT = """
import sys
from hashlib import sha256
from pathlib import Path
from support.published_reports import published
from nianbao.documents.volume import Volume
from nianbao.documents.writer import Writer

case = published(applications__received__natural_person=123456789, problems="甲 & 乙😀")
writer = Writer(lambda name: Path(sys.argv[1]) / name)
volume = Volume("示例县人民政府", 2025, (case, published()))
bound = writer.volume_pdf(volume)
for name, made in {
    "word": writer.word(case), "web": writer.web(case), "fragment": writer.fragment(case),
    "pdf": writer.pdf(case), "volume pdf": bound.content,
    "volume word": writer.volume_word(volume, bound.starts),
    "index": writer.index(volume, ["1.html", "2.html"]),
}.items():
    print(name, sha256(made).hexdigest())
"""


def made_in(folder: Path, **different: str) -> list[str]:
    templates = folder / "模板"
    shutil.copytree(TEMPLATES, templates)  # with times of their own
    tests = str(Path(__file__).parents[1])
    places = {"PYTHONPATH": f"{environment()['PYTHONPATH']}:{tests}", **different}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(templates)],
        cwd=folder, env=environment(more=places), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def test_bytes_depend_on_the_report_alone(tmp_path: Path) -> None:
    (tmp_path / "一").mkdir()
    (tmp_path / "二").mkdir()
    # A day apart by the clock on the wall.
    first = made_in(tmp_path / "一", TZ="Pacific/Kiritimati", PYTHONHASHSEED="1")
    second = made_in(tmp_path / "二", TZ="Pacific/Niue", PYTHONHASHSEED="2", USER="other")
    assert len(first) == 7
    assert first == second
