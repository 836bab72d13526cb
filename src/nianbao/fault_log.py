"""The log of the program's own faults: one file, in the county folder, for those who mend it."""

from datetime import UTC, datetime
from pathlib import Path

from nianbao.errors import OutputProblem

NAME = "nianbao-故障.log"


def note(folder: Path, what: str, fault: str) -> None:
    """Add a fault, usually a traceback, and ``what`` it happened to; ``OutputProblem`` if not."""
    try:
        with (folder / NAME).open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat()} {what}\n{fault}\n")
    except OSError as problem:
        raise OutputProblem(f"没能写入“{NAME}”。请检查磁盘和权限后再试。") from problem
