"""An .xls whose structure is locked: encrypted, but with a password that every program knows.

Excel and LibreOffice encrypt an .xls as soon as its structure is protected and, where nobody set a
password to open it, take ``VelvetSweatshop`` for one (MS-OFFCRYPTO 2.3.5 to 2.3.7, MS-XLS 2.2.10).
"""

import hashlib
import struct
from collections.abc import Callable, Iterator
from functools import partial

from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet import biff
from nianbao.formats.zip_package import refused, too_large

_PASSWORD = "VelvetSweatshop".encode("utf-16-le")
_HEADER = struct.Struct("<HH")
_RC4, _BLOCK = 1, 1024
_READABLE = frozenset({biff.BEGIN, biff.FILE_PASS, 0x00E1, 0x0194, 0x0195, 0x0196, 0x0138})
_READ_ALREADY = 0xFFFF
_KeyOf = Callable[[int], bytes]


def unlocked(stream: bytes) -> bytes:
    """Return a Workbook stream as if it had never been encrypted.

    ``Refusal`` where it takes a password that somebody set.
    """
    start = _file_pass(stream)
    if start is None:
        return stream
    if len(stream) > LIMITS.encrypted:
        raise too_large("加密的内容")
    length = _HEADER.unpack_from(stream, start)[1]
    body = stream[start + _HEADER.size : start + _HEADER.size + length]
    try:
        key_of = _key(body)
    except struct.error as error:
        raise refused("opening password") from error
    if key_of is None:
        raise refused("opening password")
    return _deciphered(stream, key_of, start)


def _file_pass(stream: bytes) -> int | None:
    """Return where the record stands that says how the stream is encrypted."""
    for at, kind, _ in _records(stream):
        if kind == biff.FILE_PASS:
            return at
        if kind == biff.BOUND_SHEET or kind == biff.END:
            return None
    return None


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield where each record begins, its kind, the length of its body."""
    at = 0
    while at + _HEADER.size <= len(stream):
        kind, length = _HEADER.unpack_from(stream, at)
        yield at, kind, length
        at += _HEADER.size + length


def _key(body: bytes) -> _KeyOf | None:
    """Return what gives the key of each block, None where our password does not fit."""
    kind, major, minor = struct.unpack_from("<HHH", body)
    if kind != _RC4:
        return None
    if (major, minor) == (1, 1):
        salt, verifier = body[6:22], body[22:54]
        key_of = partial(_short_key, salt)
        digest = hashlib.md5
    elif major in (2, 3, 4) and minor == 2:
        (size,) = struct.unpack_from("<I", body, 10)
        (bits,) = struct.unpack_from("<I", body, 14 + 16)
        salt, rest = body[14 + size + 4 : 14 + size + 20], body[14 + size + 20 :]
        verifier = rest[:16] + rest[20:40]
        key_of = partial(_long_key, salt, bits or 40)
        digest = hashlib.sha1
    else:
        return None
    plain = _rc4(key_of(0), verifier)
    return key_of if digest(plain[:16], usedforsecurity=False).digest() == plain[16:] else None


def _short_key(salt: bytes, block: int) -> bytes:
    password = _md5(_PASSWORD)[:5]
    return _md5(_md5((password + salt) * 16)[:5] + struct.pack("<I", block))


def _long_key(salt: bytes, bits: int, block: int) -> bytes:
    password = _sha1(salt + _PASSWORD)
    key = _sha1(password + struct.pack("<I", block))[: bits // 8]
    return key.ljust(16, b"\0") if bits == 40 else key


def _md5(content: bytes) -> bytes:
    return hashlib.md5(content, usedforsecurity=False).digest()


def _sha1(content: bytes) -> bytes:
    return hashlib.sha1(content, usedforsecurity=False).digest()


def _deciphered(stream: bytes, key_of: _KeyOf, file_pass: int) -> bytes:
    """Return the stream with the bodies of its records deciphered, block by block."""
    blocks = range(0, len(stream), _BLOCK)
    plain = b"".join(
        _rc4(key_of(number), stream[start : start + _BLOCK]) for number, start in enumerate(blocks)
    )
    made = bytearray(plain[: len(stream)])
    for at, kind, length in _records(stream):
        body = at + _HEADER.size
        # Where a sheet begins stays readable, too.
        end = body + (length if kind in _READABLE else 4 if kind == biff.BOUND_SHEET else 0)
        made[at:end] = stream[at:end]
    made[file_pass : file_pass + 2] = _READ_ALREADY.to_bytes(2, "little")
    return bytes(made)


def _rc4(key: bytes, content: bytes) -> bytes:
    state = list(range(256))
    other = 0
    for at in range(256):
        other = (other + state[at] + key[at % len(key)]) & 255
        state[at], state[other] = state[other], state[at]
    one = other = 0
    made = bytearray(content)
    for at, byte in enumerate(content):
        one = (one + 1) & 255
        first = state[one]
        other = (other + first) & 255
        second = state[one] = state[other]
        state[other] = first
        made[at] = byte ^ state[(first + second) & 255]
    return bytes(made)
