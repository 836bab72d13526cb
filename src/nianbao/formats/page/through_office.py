"""Kinds that only LibreOffice reads (.doc, .rtf, .odt, .wps) → what it makes of them, as .docx.

LibreOffice runs with a profile of its own, without macros and without network, for a bounded time,
and is not needed for anything else: where it is not installed, a sentence says what to do.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from nianbao.formats.limits import LIMITS
from nianbao.formats.page import docx
from nianbao.formats.page.kind import Kind
from nianbao.formats.page.page import Page
from nianbao.formats.zip_package import refused, too_large

_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SECONDS = 90
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def read(data: bytes, kind: Kind) -> Page:
    """Return a document as LibreOffice shows it; ``Refusal`` where it is not there or cannot."""
    if len(data) > LIMITS.file:
        raise too_large("文件的大小")
    program = installed()
    if program is None:
        raise refused("office missing", kind)
    with TemporaryDirectory(prefix="nianbao-") as folder:
        page = docx.read(_converted(program, data, kind, Path(folder)))
    return Page(kind, page.blocks, page.asides, page.stated)


def installed() -> str | None:
    """Return where LibreOffice is, None where it is not."""
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def _converted(program: str, data: bytes, kind: Kind, folder: Path) -> bytes:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    source, made = folder / f"in.{kind}", folder / "out" / "in.docx"
    source.write_bytes(data)
    _run((
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(source),
    ))  # fmt: skip
    if not made.is_file():
        raise refused("document damaged")
    if made.stat().st_size > LIMITS.file:
        raise too_large("文件的大小")
    return made.read_bytes()


def _run(command: Sequence[str]) -> None:
    """Run LibreOffice, and end it with whatever it started when its time is up."""
    running = subprocess.Popen(  # noqa: S603 - a program found on the path, no words of a file
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name != "nt",
    )
    try:
        running.wait(_SECONDS)
    except subprocess.TimeoutExpired as late:
        _end(running)
        raise refused("took too long") from late
    except BaseException:
        _end(running)
        raise


def _end(running: "subprocess.Popen[bytes]") -> None:
    if os.name == "nt":
        running.kill()
    else:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
