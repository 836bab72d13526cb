"""A person at a console: commands as they are typed, in a process of their own or in this one."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from nianbao.cli.main import main

HERE = Path(__file__).parents[1]
START = "import sys; sys.argv[0] = 'nianbao'; from nianbao.cli.main import main; main()"


@dataclass(frozen=True)
class Typed:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


def environment(encoding: str = "utf-8", more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what a process of its own needs to run the package on a console of ``encoding``."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(HERE.parent / "src"),
        "PYTHONIOENCODING": encoding,
        "PYTHONWARNINGS": "error",
        **(more or {}),
    }


def nianbao(
    *arguments: str, home: Path, encoding: str = "utf-8", more: Mapping[str, str] | None = None
) -> Typed:
    """Run a command in folder ``home`` on a console of ``encoding``."""
    done = subprocess.run(
        [sys.executable, "-c", START, *arguments],
        cwd=home, env=environment(encoding, more), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return Typed(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))


def typed(*arguments: str, home: Path, encoding: str = "utf-8") -> Typed:
    """Run a command in this process: quicker, for the bulk of the tests."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding, newline="") for _ in range(2))
    status = 0
    with (
        chdir(home),
        patch.object(sys, "argv", ["nianbao", *arguments]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as done:
            status = done.code if isinstance(done.code, int) else 0
    printed = []
    for stream in (out, err):
        stream.flush()
        printed.append(stream.buffer.getvalue().decode(encoding))
    return Typed(status, *printed)
