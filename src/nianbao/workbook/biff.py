"""Records of the Workbook stream of an .xls or .et file (MS-XLS 2.1.4), read one by one."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from nianbao.workbook.package import refused

FORMULA, END, CODE_PAGE, DATE_1904, FILE_PASS = 0x0006, 0x000A, 0x0042, 0x0022, 0x002F
CONTINUE, BOUND_SHEET, MUL_RK, EXTENDED_FORMAT = 0x003C, 0x0085, 0x00BD, 0x00E0
MERGE_CELLS, STRINGS, LABEL_SST, ARRAY = 0x00E5, 0x00FC, 0x00FD, 0x0221
NUMBER, LABEL, BOOL_ERR, STRING, RK = 0x0203, 0x0204, 0x0205, 0x0207, 0x027E
FORMAT, BEGIN = 0x041E, 0x0809

BIFF8 = 0x0600
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_HEADER = struct.Struct("<HH")


class Record(NamedTuple):
    """A record: its type and its body."""

    kind: int
    body: bytes

    def packed(self) -> bytes:
        """Return the record as it stands in a stream."""
        return _HEADER.pack(self.kind, len(self.body)) + self.body


def substream(stream: bytes, start: int = 0) -> Iterator[Record]:
    """Yield the records from a BOF to its EOF, the records of charts inside left out."""
    depth = 0
    while start + _HEADER.size <= len(stream):
        kind, length = _HEADER.unpack_from(stream, start)
        start += _HEADER.size + length
        if start > len(stream):
            break
        if kind == BEGIN:
            depth += 1
        if depth <= 1:
            yield Record(kind, stream[start - length : start])
        if kind == END:
            depth -= 1
            if depth <= 0:
                return
    raise refused("damaged")


def text(body: bytes, length_size: int) -> str:
    """Return a string without runs that starts with its length in 1 or 2 bytes (2.5.294)."""
    length = int.from_bytes(body[:length_size], "little")
    characters = body[length_size + 1 :]
    if len(body) <= length_size or len(characters) < length:
        raise refused("damaged")
    if body[length_size] & 1:
        return characters[: 2 * length].decode("utf-16-le", "replace")
    return characters[:length].decode("latin-1")
