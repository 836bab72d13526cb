"""What people name on the command line → the single files to read.

``items(arguments)`` takes files, folders, zip archives and patterns that the shell did not expand,
and yields an ``Item`` for every file in them, in order. An item that need not or must not be read
carries its finding; the bytes of the others are loaded one by one, with ``item.load()``.
"""

import glob
import os
import stat
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from nianbao.findings.finding import Finding, Refusal, finding
from nianbao.formats.limits import LIMITS
from nianbao.formats.parcel import Letter
from nianbao.formats.zip_package import directory, inflate, is_archive, refused, too_large
from nianbao.intake import mail_files

_ENCRYPTED, _UTF8 = 0x1, 0x800
_LOCAL_HEADER = 30
_COMMON = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNCOMMON = {9: "Deflate64", zipfile.ZIP_BZIP2: "BZIP2", zipfile.ZIP_LZMA: "LZMA"}
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_MEMBERS_AT_MOST = 100_000


@dataclass(frozen=True)
class Item:
    """One file to read, or the finding that tells why it is not read."""

    name: str
    """As people know it: ``"附件.zip/巡镇镇.xlsx"``."""
    path: Path
    member: zipfile.ZipInfo | None = None
    finding: Finding | None = None
    letter: Letter | None = None
    """The message it came in; None for a file by itself."""
    attachment: mail_files.Place | None = None

    def load(self) -> bytes:
        """Return the bytes of the file; ``Refusal`` where it cannot or must not be read."""
        if self.finding is not None:
            raise Refusal(self.finding)
        try:
            if self.attachment is not None:
                content = mail_files.content(self.path, self.attachment)
            elif self.member is None:
                return _content(self.path)
            else:
                content = _member_content(self.path, self.member)
        except OSError as error:
            raise refused(_problem(error)) from error
        if content.startswith(b"PK") and is_archive(directory(content)):
            raise refused("nested archive")
        return content


def items(arguments: Sequence[str], own: Collection[Path] = ()) -> Iterator[Item]:
    """Yield the files that the arguments name; what is wrong with one is an item too.

    What a folder holds of ``own`` (resolved paths) is passed by, unless an argument names it.
    """
    for argument in arguments:
        path = Path(argument)
        if os.path.lexists(path):
            yield from _items_at(path, _readable(argument), own)
            continue
        found = _matching(argument)
        if not found:
            yield _without(path, _readable(argument), "no such file")
        for each in found:
            yield from _items_at(Path(each), _readable(each), own)


def _items_at(path: Path, name: str, own: Collection[Path] = ()) -> Iterator[Item]:
    if os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises where it may not look)
        yield from _in_folder(path, name, own)
        return
    sentence = _reason_to_leave(path)
    if sentence is not None:
        yield _without(path, name, sentence)
    elif _starts_like_a_zip(path):
        yield from _in_zip(path, name)
    elif mail_files.is_mail(path):
        yield from _in_mail(path, name)
    else:
        yield Item(name, path)


def _matching(pattern: str) -> list[str]:
    """Return the paths a pattern matches; Windows leaves that to the program."""
    return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (Path.glob wants a folder)


def _in_folder(folder: Path, name: str, own: Collection[Path]) -> Iterator[Item]:
    """Yield the files below a folder, links to other folders not followed."""
    is_empty = True
    for parent, folders, files in os.walk(folder):
        here = Path(parent).resolve()
        folders[:] = sorted(each for each in folders if here / each not in own)
        inner = _readable(Path(parent).relative_to(folder).as_posix())
        for file in sorted(each for each in files if here / each not in own):
            is_empty = False
            shown = PurePosixPath(name, inner, _readable(file))
            yield from _items_at(Path(parent, file), str(shown))
    if is_empty:
        yield _without(folder, name, "empty folder")


def _reason_to_leave(path: Path) -> str | None:
    """Return the sentence for a file that is not to be opened at all."""
    sentence = _by_name(path.name)
    if sentence is not None:
        return sentence
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return "broken link" if path.is_symlink() else _problem(error)
    return None if stat.S_ISREG(mode) else "not a file"


def _by_name(name: str) -> str | None:
    if name.startswith(("~$", ".~")):
        return "lock file"
    if name.lower() in _SYSTEM_FILES or name.startswith("._"):
        return "system file"
    return None


def _starts_like_a_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError:
        return False  # load() says why


def _in_zip(path: Path, name: str) -> Iterator[Item]:
    """Yield the members of an archive, or the file itself where it is a workbook or damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    # The gate finds the words for a damaged one; zipfile raises a dozen kinds of exceptions.
    except Exception:
        yield Item(name, path)
        return
    if not is_archive(members):
        yield Item(name, path)
        return
    if len(members) > _MEMBERS_AT_MOST:
        yield Item(name, path, finding=too_large(f"压缩包里有 {len(members)} 个文件").finding)
        return
    files = [member for member in members if not member.is_dir()]
    if not files:
        yield _without(path, name, "empty archive")
    for member in files:
        yield _member_item(path, name, member)


def _in_mail(path: Path, name: str) -> Iterator[Item]:
    """Yield the attachments of a message, or of every message of a mailbox."""
    try:
        for each in mail_files.listed(path):
            item = Item(f"{name}{each.name}", path, finding=each.finding)
            if each.place.member is not None:
                item = _member_item(path, item.name, each.place.member)
            elif (sentence := _by_name(each.name.rpartition("/")[2])) and not each.finding:
                item = replace(item, finding=finding(sentence))
            yield replace(item, member=None, letter=each.letter, attachment=each.place)
    except OSError as error:
        yield _without(path, name, _problem(error))


def _member_item(path: Path, archive: str, member: zipfile.ZipInfo) -> Item:
    inner = _member_name(member)
    name = f"{archive}/{inner}"
    pieces = inner.replace("\\", "/").split("/")
    if pieces[0] == "" or ".." in pieces or ":" in pieces[0]:
        return _without(path, name, "unsafe name")
    if "__MACOSX" in pieces:
        return _without(path, name, "system file")
    sentence = _by_name(pieces[-1])
    if sentence is None and member.flag_bits & _ENCRYPTED:
        sentence = "archive password"
    return _without(path, name, sentence) if sentence else Item(name, path, member)


def _member_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese Windows writes GBK and does not say so."""
    if member.flag_bits & _UTF8:
        return member.orig_filename
    written = member.orig_filename.encode("cp437", "replace")
    read = []
    for encoding in ("utf-8", "gb18030"):
        try:
            read.append(written.decode(encoding))
        except UnicodeDecodeError:
            continue
    # GBK may be valid UTF-8 by chance: 目录 reads as Latin letters with accents then.
    chinese = [name for name in read if all(_is_usual(each) for each in name)]
    return next(iter((*chinese, *read)), member.orig_filename)


def _is_usual(character: str) -> bool:
    """True for what names of Chinese files are written in: ASCII, Chinese, its punctuation."""
    return character.isascii() or character >= "\u2000" or character in "·×"


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(LIMITS.file + 1)
        if len(content) > LIMITS.file:
            raise too_large(f"文件有 {os.fstat(file.fileno()).st_size // 1_000_000} MB")
    return content


def _member_content(path: Path, member: zipfile.ZipInfo) -> bytes:
    """Return a member without reading the rest of its archive."""
    if member.compress_type not in _COMMON:
        raise refused("other archive", _UNCOMMON.get(member.compress_type, "特殊格式的"))
    if member.compress_size > LIMITS.file:
        raise too_large(f"文件有 {member.compress_size // 1_000_000} MB")
    with path.open("rb") as file:
        file.seek(member.header_offset)
        header = file.read(_LOCAL_HEADER)
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        entry = header + file.read(names + member.compress_size)
    return b"".join(inflate(entry, member, LIMITS.file, start=0))


def _without(path: Path, name: str, sentence: str) -> Item:
    return Item(name, path, finding=finding(sentence))


def _problem(error: OSError) -> str:
    return "no such file" if isinstance(error, FileNotFoundError) else "unreadable"


def _readable(name: str) -> str:
    """Return a file's name in characters; on Linux it may be bytes of another encoding."""
    written = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding).replace(os.sep, "/")
        except UnicodeDecodeError:
            continue
    return written.decode("utf-8", "replace")
