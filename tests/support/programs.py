"""The real programs some tests need: a marker each, how it is found, which Debian packages bring it.

``python tests/support/programs.py [office,browser]`` prints the packages that are missing, those of
the markers named left out. A test that starts a program without wearing its marker fails.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple


class Needed(NamedTuple):
    """One program: whether it is there, and the Debian packages that bring it."""

    is_there: Callable[[], bool]
    packages: tuple[str, ...]


def _command(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _chinese_faces() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list"], capture_output=True, text=True, check=False).stdout.lower()
    return "noto" in listed and "cjk" in listed


def _postgres() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or _command("initdb")()


_FACES = Needed(_chinese_faces, ("fontconfig", "fonts-noto-cjk"))
PROGRAMS: Mapping[str, tuple[Needed, ...]] = {
    "office": (
        Needed(_command("soffice"), ("libreoffice-calc", "libreoffice-writer")),
        Needed(_command("pdftoppm"), ("poppler-utils",)),
        _FACES,
    ),
    "browser": (Needed(_command("chromium"), ("chromium", "chromium-driver")), _FACES),
    "postgres": (Needed(_postgres, ("postgresql",)),),
    # From the package index, with the extra ``test``.
    "dask": (Needed(lambda: find_spec("distributed") is not None, ()),),
}
# What the test that runs now may start; told by the hook in conftest.
worn: set[str] = set()


def missing(without: Collection[str] = ()) -> Iterator[str]:
    """Yield the packages that bring what is not there, each once."""
    wanted = [each for name, needed in PROGRAMS.items() if name not in without for each in needed]
    yield from dict.fromkeys(
        package
        for each in dict.fromkeys(wanted)
        if not each.is_there()
        for package in each.packages
    )


def use(marker: str) -> None:
    """Fail the running test unless it says that it needs the program of ``marker``."""
    if marker not in worn:
        raise AssertionError(f"this test needs the marker {marker}: @pytest.mark.{marker}")


def named(text: str) -> frozenset[str]:
    """Return the markers of ``"office,browser"``; ``SystemExit`` for one that is none."""
    names = frozenset(filter(None, text.split(",")))
    if unknown := sorted(names - PROGRAMS.keys()):
        raise SystemExit(f"no such marker: {', '.join(unknown)} (there are {', '.join(PROGRAMS)})")
    return names


if __name__ == "__main__":
    print(" ".join(missing(named("".join(sys.argv[1:2])))))
