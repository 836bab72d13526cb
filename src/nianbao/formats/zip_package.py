"""A zip container, unpacked under limits: what it declares of itself is never believed.

``Package(data)`` reads the directory, ``package.chunks(name, limit)`` inflates a member piece by
piece and stops at the limit.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote

from nianbao.findings.finding import Refusal, finding
from nianbao.formats.limits import LIMITS

_CHUNK = 1 << 20
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED, _UTF8 = 0x1, 0x800
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ENCODING = re.compile(r"""\sencoding=["'][\w-]+["']""")
_MARKS = frozenset({"[content_types].xml", "mimetype", "ofd.xml"})
_ODF_PARTS = frozenset({"content.xml", "meta-inf/manifest.xml"})
"""Parts of an OpenDocument file; some programs leave out its ``mimetype``."""
_LEFT_BY_MACS = "__macosx"
NUMBERS = "index/document.iwa"


def refused(sentence: str, seen: str = "", *, sheet: str = "") -> Refusal:
    """Return the refusal that the catalogue words as ``sentence``."""
    return Refusal(finding(sentence, seen=seen, sheet=sheet))


def too_large(what: str) -> Refusal:
    """Return the refusal of a workbook that has too much of something."""
    return refused("too large for the form", what)


def directory(data: bytes) -> list[zipfile.ZipInfo]:
    """Return the members that the zip's own directory lists; ``Refusal`` where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    # zipfile raises a dozen kinds of exceptions on damaged directories.
    except Exception as error:
        raise refused("damaged") from error


def is_archive(members: Iterable[zipfile.ZipInfo]) -> bool:
    """Return whether a zip with these members is an archive of files, not a single document."""
    names = [_key(member.filename) for member in members]
    folder = _folder(names)
    names = [name.removeprefix(folder) for name in names]
    is_document = not _MARKS.isdisjoint(names) or _ODF_PARTS.issubset(names)
    return not is_document and not is_numbers(names)


def _folder(names: Collection[str]) -> str:
    """Return the folder that a whole document was packed in, ``""`` where it stands at the top."""
    folders = {name.partition("/")[0] for name in names} - {_LEFT_BY_MACS}
    if len(folders) != 1:
        return ""
    folder = f"{folders.pop()}/"
    inside = {name.removeprefix(folder) for name in names}
    is_document = not _MARKS.isdisjoint(inside) or _ODF_PARTS.issubset(inside)
    return folder if is_document else ""


def is_numbers(names: Collection[str]) -> bool:
    """Return whether these parts are those of a document of Apple Numbers."""
    return NUMBERS in names or any(name.endswith(f"/{NUMBERS}") for name in names)


class Package:
    """The members of a zip by name; names are compared without regard to case, as OPC says."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        members = directory(data)
        if len(members) > LIMITS.members:
            raise too_large(f"文件里有 {len(members)} 个部分")
        names = [_key(member.filename) for member in members]
        folder = _folder(names)
        self._members = {
            name.removeprefix(folder): member for name, member in zip(names, members, strict=True)
        }
        if len(self._members) < len(members):
            raise refused("suspicious", "两个同名的部分")

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def names(self) -> tuple[str, ...]:
        """Return the names of the members, in lower case."""
        return tuple(self._members)

    def read(self, name: str, limit: int = LIMITS.part) -> bytes:
        """Return the whole of a member; ``Refusal`` if it is damaged or over ``limit`` bytes."""
        return b"".join(self.chunks(name, limit))

    def chunks(self, name: str, limit: int) -> Iterator[bytes]:
        """Inflate a member piece by piece; the sum is checked when the last piece is taken."""
        member = self._members.get(_key(name))
        if member is None:
            raise refused("damaged")
        pieces = inflate(self._data, member, limit)
        first = next(pieces, b"")
        if first.startswith(_UTF16_MARKS):
            yield _in_utf8(first + b"".join(pieces))
            return
        yield first
        yield from pieces


def _in_utf8(part: bytes) -> bytes:
    """Return an XML part that is written in UTF-16, the other encoding that packages may have."""
    try:
        text = part.decode("utf-16")
    except UnicodeDecodeError as error:
        raise refused("damaged") from error
    return _ENCODING.sub("", text, count=1).encode()


def inflate(
    data: bytes, member: zipfile.ZipInfo, limit: int, *, start: int | None = None
) -> Iterator[bytes]:
    """Inflate a member of the zip ``data`` piece by piece, at most ``limit`` bytes of it.

    ``start`` is where the member begins, if not where the directory says.
    """
    if member.flag_bits & _ENCRYPTED:
        raise refused("suspicious", "加密的部分")
    size = crc = 0
    try:
        for chunk in _pieces(_compressed(data, member, start), member.compress_type):
            size += len(chunk)
            if size > limit:
                raise too_large(f"文件展开后超过 {limit // 1_000_000} MB")
            crc = zlib.crc32(chunk, crc)
            yield chunk
    except (struct.error, zlib.error) as error:
        raise refused("damaged") from error
    if crc != member.CRC or size != member.file_size:
        raise refused("damaged")


def _compressed(data: bytes, member: zipfile.ZipInfo, start: int | None) -> memoryview:
    start = member.header_offset if start is None else start
    header = _LOCAL.unpack_from(data, start)
    name_at = start + _LOCAL.size
    start = name_at + header[-2] + header[-1]
    end = start + member.compress_size
    if header[0] != b"PK\x03\x04" or end > len(data):
        raise refused("damaged")
    if data[name_at : name_at + header[-2]] != _written(member, header[2]):
        raise refused("suspicious", "名称前后不一的部分")
    return memoryview(data)[start:end]


def _written(member: zipfile.ZipInfo, flags: int) -> bytes:
    """Return the name of a member as its own header has to have it, byte by byte."""
    name = member.orig_filename
    return name.encode("utf-8" if flags & _UTF8 else "cp437", "replace")


def _pieces(compressed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        for start in range(0, len(compressed), _CHUNK):
            yield bytes(compressed[start : start + _CHUNK])
        return
    if method != zipfile.ZIP_DEFLATED:
        raise refused("suspicious", "不常见的压缩方式")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: memoryview | bytes = compressed
    while not inflater.eof:
        chunk = inflater.decompress(rest, _CHUNK)
        rest = inflater.unconsumed_tail
        if not chunk and not rest and not inflater.eof:
            raise refused("damaged")
        yield chunk


def _key(name: str) -> str:
    return unquote(name).replace("\\", "/").lstrip("/").lower()
