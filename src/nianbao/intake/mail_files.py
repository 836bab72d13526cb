"""A message or mailbox on disk: what is attached, and one attachment when its turn comes.

Only one message is in memory with its attachments at a time.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipInfo

from nianbao.findings.finding import Finding, Refusal
from nianbao.formats.limits import LIMITS
from nianbao.formats.parcel import (
    Attachment,
    Letter,
    attachments,
    is_mailbox,
    is_message,
    letters,
)
from nianbao.formats.parcel.bounds import BOUNDS
from nianbao.formats.zip_package import directory, inflate, is_archive

_HEAD = 64 * 1024


class Place(NamedTuple):
    """Where a file lies: the bytes of its message, which attachment, and which member of that."""

    start: int
    end: int
    at: int
    member: ZipInfo | None = None


class Listed(NamedTuple):
    """An attachment as listed; ``name`` continues the name of the file it lies in."""

    name: str
    letter: Letter | None
    place: Place
    finding: Finding | None


def is_mail(path: Path) -> bool:
    """True when the file is a message or a mailbox; told by its content."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False  # loading it says why
    return is_mailbox(head) or is_message(head)


def listed(path: Path) -> Iterator[Listed]:
    """Yield the attachments of every message in the file."""
    size = path.stat().st_size
    if size > 4 * BOUNDS.content:
        raise OSError
    content = path.read_bytes()
    several, end = is_mailbox(content), 0
    for number, message in enumerate(letters(content), start=1):
        start = content.index(message, end) if message else end
        end = start + len(message)
        within = f"/第 {number} 封" if several else ""
        try:
            letter, found = attachments(message)
        except Refusal as refusal:
            yield Listed(within, None, Place(start, end, 0), refusal.finding)
            continue
        for at, each in enumerate(found):
            name = f"{within}/{each.name}" if each.name else within
            place = Place(start, end, at)
            members = _members(each.content)
            if not members:
                yield Listed(name, letter, place, each.finding)
            for member in members:
                yield Listed(name, letter, place._replace(member=member), None)


def _members(content: bytes) -> list[ZipInfo]:
    """Return the files of an attached archive, none for a workbook and for a damaged one."""
    if not content.startswith(b"PK"):
        return []
    try:
        members = directory(content)
    except Refusal:
        return []  # whoever reads it says so
    if not is_archive(members) or len(members) > BOUNDS.pieces:
        return []
    return [member for member in members if not member.is_dir()]


def content(path: Path, place: Place) -> bytes:
    """Return the bytes of an attachment; ``OSError`` where the file cannot be read any more."""
    found = _opened(path, place.start, place.end, path.stat().st_mtime_ns)
    attached = found[place.at].content
    if place.member is None:
        return attached
    return b"".join(inflate(attached, place.member, LIMITS.file))


@lru_cache(maxsize=1)
def _opened(path: Path, start: int, end: int, _: int) -> list[Attachment]:
    with path.open("rb") as file:
        file.seek(start)
        return attachments(file.read(end - start))[1]
