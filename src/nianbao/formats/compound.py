"""Compound files (MS-CFB), opened with olefile: what streams there are, and one of them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import olefile

from nianbao.findings.finding import Refusal
from nianbao.formats.limits import LIMITS
from nianbao.formats.zip_package import refused, too_large

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@contextmanager
def opened(data: bytes) -> Iterator["olefile.OleFileIO"]:
    """Open a compound file; ``Refusal`` for whatever olefile stumbles over."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            yield file
    except Refusal:
        raise
    # olefile raises OleFileError, OSError, IndexError, struct.error and others on damaged files.
    except Exception as error:
        raise refused("damaged") from error


def stream(file: "olefile.OleFileIO", name: str) -> bytes:
    """Return a stream as a whole."""
    if file.get_size(name) > 4 * LIMITS.part:
        raise too_large("文件内容")
    content: bytes = file.openstream(name).read()
    return content
