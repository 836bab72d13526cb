"""LibreOffice as another spreadsheet program: opens files, computes, saves in another format."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from os import environ
from pathlib import Path

from support import programs

FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97", "ods": "ods:calc8"}
SECONDS = 300
# The faces of the standard, so that documents look as they do on a machine that has them.
FACES = {"FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf"))}


def program() -> str:
    """Return LibreOffice's command; ``RuntimeError`` where it is not installed."""
    programs.use("office")
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        raise RuntimeError("LibreOffice is not installed (or run tests/run.sh --without office)")
    return found


def convert(files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    """Return ``files`` (stem → .xlsx bytes) as LibreOffice saves them in ``kind``, in one run."""
    return convert_from(files, "xlsx", FILTERS.get(kind, kind))


def convert_from(files: Mapping[str, bytes], source: str, target: str) -> dict[str, bytes]:
    """Return ``files`` (stem → bytes with ending ``source``) converted by filter ``target``."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "in").mkdir()
        for stem, content in files.items():
            (home / "in" / f"{stem}.{source}").write_bytes(content)
        paths = [str(home / "in" / f"{stem}.{source}") for stem in files]
        command = [
            program(),
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            target,
            "--outdir",
            str(home / "out"),
            *paths,
        ]
        done = subprocess.run(
            command, capture_output=True, timeout=SECONDS, check=False, env=environ | FACES
        )
        ending = target.partition(":")[0]
        written = {stem: home / "out" / f"{stem}.{ending}" for stem in files}
        missing = [stem for stem, path in written.items() if not path.exists()]
        if missing:
            raise RuntimeError(f"LibreOffice wrote no {missing}: {done.stderr.decode()}")
        return {stem: path.read_bytes() for stem, path in written.items()}
