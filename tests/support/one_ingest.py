"""``nianbao ingest`` as a process of its own, started quickly: the one that test_killed_ingest kills.

A server that has the package loaded forks them, so that a moment falls into the work and not into
the start of Python.
"""

import os
import sys
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import nianbao.cli.ingest
import nianbao.documents.word
import nianbao.intake.batch
import nianbao.workbook.write.marked
from nianbao.cli.main import main

LOADED = (
    nianbao.cli.ingest,
    nianbao.documents.word,
    nianbao.intake.batch,
    nianbao.workbook.write.marked,
)


def _run(home: Path, arguments: tuple[str, ...]) -> None:
    os.chdir(home)
    sys.argv = ["nianbao", "ingest", *arguments]
    with Path(os.devnull).open("w", encoding="utf-8") as nothing:
        sys.stdout = nothing
        main()


def started(home: Path, *arguments: str) -> ForkServerProcess:
    """Start ``nianbao ingest`` in folder ``home``; ``kill`` sends it SIGKILL."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_run, args=(home, arguments))
    process.start()
    return process
