"""Records of the Workbook stream of an .xls or .et file (MS-XLS 2.1.4), and what stands in them."""

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nianbao.formats.zip_package import refused

FORMULA, END, DATE_1904, FILE_PASS, CONTINUE = 0x0006, 0x000A, 0x0022, 0x002F, 0x003C
BOUND_SHEET, MUL_RK, RICH_LABEL, EXTENDED_FORMAT = 0x0085, 0x00BD, 0x00D6, 0x00E0
MERGE_CELLS, STRINGS, LABEL_SST, ARRAY = 0x00E5, 0x00FC, 0x00FD, 0x0221
NUMBER, LABEL, BOOL_ERR, STRING, RK = 0x0203, 0x0204, 0x0205, 0x0207, 0x027E
FORMAT, BEGIN = 0x041E, 0x0809
SHARED_FORMULA, DATA_TABLE = 0x04BC, 0x0236
# Cells as Excel 2 to 4 wrote them: some programs read them in a later file too, some do not.
OLD_CELLS = frozenset({0x0002, 0x0003, 0x0004, 0x0005, 0x0007, 0x0021, 0x007E, 0x0206, 0x0406})

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
_IS_WIDE, _HAS_PHONETICS, _HAS_RUNS = 0x1, 0x4, 0x8


class Record(NamedTuple):
    """A record: its type, its body, the bodies of the CONTINUE records after it."""

    kind: int
    body: bytes
    more: list[bytes]


def substream(stream: bytes, start: int = 0) -> Iterator[Record]:
    """Yield the records from a BOF to its EOF, the records of charts inside left out."""
    last: Record | None = None
    for kind, body in _plain_records(stream, start):
        if kind == CONTINUE and last is not None:
            last.more.append(body)
            continue
        if last is not None:
            yield last
        last = Record(kind, body, [])
    if last is not None:
        yield last


def _plain_records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    depth = 0
    while start + _HEADER.size <= len(stream):
        kind, length = _HEADER.unpack_from(stream, start)
        start += _HEADER.size + length
        if start > len(stream):
            break
        if kind == BEGIN:
            depth += 1
        if depth <= 1:
            yield kind, stream[start - length : start]
        if kind == END:
            depth -= 1
            if depth <= 0:
                return
    raise refused("damaged")


def rk_number(written: int) -> float:
    """Return the number that an RK value stands for (2.5.122)."""
    if written & 2:
        number = float((written - (1 << 32) if written >> 31 else written) >> 2)
    else:
        (number,) = struct.unpack("<d", bytes(4) + (written & 0xFFFFFFFC).to_bytes(4, "little"))
    return number / 100 if written & 1 else number


def text(bodies: Sequence[bytes], length_size: int = 2) -> str:
    """Return a string that starts with its length in 1 or 2 bytes (2.5.240, 2.5.294)."""
    reader = _Reader(bodies)
    length = int.from_bytes(reader.take(length_size), "little")
    return reader.characters(length, bool(reader.take(1)[0] & _IS_WIDE))


def string_count(bodies: Sequence[bytes]) -> int:
    """Return how many strings a table claims to hold (2.4.265)."""
    return int.from_bytes(bodies[0][4:8], "little")


def strings(bodies: Sequence[bytes]) -> list[str]:
    """Return the table of strings, formats and phonetics left out (2.5.293)."""
    reader = _Reader(bodies)
    reader.take(8)
    return [_rich_text(reader) for _ in range(string_count(bodies))]


def _rich_text(reader: "_Reader") -> str:
    length, flags = struct.unpack("<HB", reader.take(3))
    runs = int.from_bytes(reader.take(2), "little") if flags & _HAS_RUNS else 0
    phonetics = int.from_bytes(reader.take(4), "little") if flags & _HAS_PHONETICS else 0
    characters = reader.characters(length, bool(flags & _IS_WIDE))
    reader.take(4 * runs + phonetics)
    return characters


class _Reader:
    """Reads on from a record's body into those that continue it; ``Refusal`` at the end of all."""

    def __init__(self, bodies: Sequence[bytes]) -> None:
        self._bodies = iter(bodies)
        self._body = next(self._bodies)
        self._at = 0

    def take(self, count: int) -> bytes:
        """Return the next bytes."""
        taken = self._body[self._at : self._at + count]
        self._at += len(taken)
        while len(taken) < count:
            self._next()
            piece = self._body[: count - len(taken)]
            self._at = len(piece)
            taken += piece
        return taken

    def characters(self, count: int, is_wide: bool) -> str:
        """Return the next characters; each body says anew how wide they are."""
        pieces: list[str] = []
        while count:
            if self._at == len(self._body):
                self._next()
                is_wide = bool(self.take(1)[0] & _IS_WIDE)
            width = 2 if is_wide else 1
            piece = self._body[self._at : self._at + count * width]
            read = len(piece) // width
            if not read:
                raise refused("damaged")
            pieces.append(
                piece[: read * width].decode("utf-16-le" if is_wide else "latin-1", "replace")
            )
            self._at += read * width
            count -= read
        return "".join(pieces)

    def _next(self) -> None:
        body = next(self._bodies, None)
        if body is None:
            raise refused("damaged")
        self._body, self._at = body, 0
