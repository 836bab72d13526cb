"""Compound files (MS-CFB): read one stream with olefile, write a file that holds one stream."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import olefile

from nianbao.errors import Refusal
from nianbao.workbook.limits import LIMITS
from nianbao.workbook.package import refused, too_large

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SECTOR = 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_IN_HEADER = 109


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


def of_one_stream(name: str, content: bytes) -> bytes:
    """Return a compound file that holds this stream alone: header, FAT, directory, content."""
    # A stream under 4096 bytes would have to live in the mini stream.
    sectors = max(-(-len(content) // _SECTOR), 1)
    entries = _SECTOR // 4
    fat_sectors = -(-(sectors + 2) // (entries - 1))
    first = fat_sectors + 1
    chain = [*range(first + 1, first + sectors), _END]
    fat = [_FAT] * fat_sectors + [_END] + chain
    fat += [_FREE] * (fat_sectors * entries - len(fat))
    places = [*range(fat_sectors), *[_FREE] * (_IN_HEADER - fat_sectors)]
    size = sectors * _SECTOR
    root = _directory_entry("Root Entry", 5, 1, (_END, 0))
    return b"".join(
        (
            _header(fat_sectors, places).ljust(_SECTOR, b"\0"),
            struct.pack(f"<{len(fat)}I", *fat),
            (root + _directory_entry(name, 2, _FREE, (first, size))).ljust(_SECTOR, b"\0"),
            content.ljust(size, b"\0"),
        )
    )


def _header(fat_sectors: int, places: list[int]) -> bytes:
    versions = (0x3E, 3, 0xFFFE, 12, 6)
    return struct.pack(
        f"<8s16x5H6x9I{_IN_HEADER}I", SIGNATURE, *versions, 1,
        fat_sectors, fat_sectors, 0, _SECTOR, _END, 0, _END, 0, *places,
    )  # fmt: skip


def _directory_entry(name: str, kind: int, child: int, place: tuple[int, int]) -> bytes:
    label = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I36xIQ", label, len(label) + 2, kind, 1, _FREE, _FREE, child, *place
    )
