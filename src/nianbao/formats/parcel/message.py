"""A message (RFC 5322, MIME) or a mailbox of them (mbox) → its letters and their attachments.

The text of a message, pictures of that text and signatures are no attachments. A message within
a message is opened; what is in it arrived with the outer one.
"""

import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.utils import parseaddr
from typing import NamedTuple

from nianbao.findings.finding import Finding, finding
from nianbao.formats.parcel.bounds import BOUNDS
from nianbao.formats.parcel.letter import Letter, arrival
from nianbao.formats.parcel.links import links_in
from nianbao.formats.parcel.words import decoded, parameter, text_of
from nianbao.formats.zip_package import too_large

_FIELD = re.compile(rb"[!-9;-~]+:")
_OF_MESSAGES = frozenset({
    "received", "from", "to", "subject", "date", "message-id", "return-path", "delivered-to",
    "mime-version", "content-type", "reply-to", "dkim-signature", "authentication-results",
})  # fmt: skip
_SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\r?\n(?=[!-9;-~]+:)")
_MARK = b"\xef\xbb\xbf"
_ENOUGH = 2
_NO_FILES = frozenset({
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
    "text/vcard", "text/x-vcard", "text/calendar", "message/delivery-status",
    "message/disposition-notification", "text/rfc822-headers",
})  # fmt: skip


class Attachment(NamedTuple):
    """A file of a message, or the finding that tells why there is none."""

    name: str
    content: bytes
    finding: Finding | None = None


def is_mailbox(head: bytes) -> bool:
    """True when a file that begins with ``head`` is an mbox."""
    return _SEPARATOR.match(head) is not None


def is_message(head: bytes) -> bool:
    """True when a file that begins with ``head`` is a message, whatever field comes first.

    A web page saved as one file is written in MIME too, but was sent by nobody.
    """
    head = head.removeprefix(_MARK).lstrip(b"\r\n")
    if not _FIELD.match(head):
        return False
    fields = BytesHeaderParser(policy=policy.compat32).parsebytes(head)
    names = {name.casefold() for name in fields.keys()}  # noqa: SIM118 (a message is no dict)
    if fields.get_content_type() == "multipart/related" and names.isdisjoint(
        {"to", "received", "message-id"}
    ):
        return False
    return len(names & _OF_MESSAGES) >= _ENOUGH


def letters(content: bytes) -> list[bytes]:
    """Return the messages of an mbox, or the one message that ``content`` is."""
    if not is_mailbox(content):
        return [content]
    found = list(_SEPARATOR.finditer(content))
    ends = [*(each.start() for each in found[1:]), len(content)]
    return [content[each.end() : end] for each, end in zip(found, ends, strict=True)]


def attachments(content: bytes) -> tuple[Letter, list[Attachment]]:
    """Return what the message tells of itself, and its files; ``Refusal`` where it is too large."""
    is_long = content.count(b"\n") > BOUNDS.lines or content.count(b"\n--") > BOUNDS.parts
    if len(content) > BOUNDS.message or is_long:
        raise too_large("邮件太大或太碎")
    content = content.removeprefix(_MARK).lstrip(b"\r\n")
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(content)
        found = list(_files(message, 0))
    except RecursionError:
        raise too_large("邮件一层套一层") from None
    letter = _letter(message)
    hosts = _hosts(message)
    if hosts:
        found.append(_told("letter with a link", "、".join(hosts)))
    if not found:
        found.append(_told("letter without attachment", f"{letter.subject}，{letter.sender}"))
    return letter, found


def _told(sentence: str, seen: str) -> Attachment:
    return Attachment("", b"", finding(sentence, seen=seen))


def _letter(message: "Message[str, str]") -> Letter:
    received = [text_of(each) for each in _raw(message, "received")]
    sender = text_of(_first(message, "from"))
    name, address = parseaddr(sender)
    return Letter(
        arrival(received, text_of(_first(message, "date"))),
        f"{name} <{address}>" if name and address else sender,
        text_of(_first(message, "subject")),
        text_of(_first(message, "message-id")),
    )


def _raw(message: "Message[str, str]", name: str) -> list[bytes]:
    """Return the fields of that name as the bytes that stand there."""
    return [
        str(value).encode("utf-8", "surrogateescape")
        for key, value in message.raw_items()
        if key.casefold() == name
    ]


def _first(message: "Message[str, str]", name: str) -> bytes:
    return next(iter(_raw(message, name)), b"")


def _files(message: "Message[str, str]", depth: int) -> Iterator[Attachment]:
    if depth > BOUNDS.depth * 4:
        raise too_large("邮件一层套一层")
    payload = message.get_payload()
    if isinstance(payload, list):
        kind = message.get_content_type()
        for part in payload:
            if isinstance(part, Message) and not _is_beside(kind, part):
                yield from _files(part, depth + 1)
        return
    if message.get_content_type() in _NO_FILES:
        return
    name = _name(message)
    is_file = message.get_content_disposition() == "attachment" or bool(name)
    if message.get_content_maintype() == "text" and not is_file:
        return
    if message.get_content_maintype() == "image" and _belongs_to_text(message):
        return
    content = message.get_payload(decode=True)
    if not isinstance(content, bytes):
        return
    if is_message(content[: BOUNDS.header]):
        inner = BytesParser(policy=policy.compat32).parsebytes(content)
        yield from _files(inner, depth + 1)
    else:
        yield Attachment(name or "附件", content)


def _is_beside(kind: str, part: "Message[str, str]") -> bool:
    return kind == "multipart/related" and part.get_content_maintype() == "image"


def _belongs_to_text(message: "Message[str, str]") -> bool:
    is_attached = message.get_content_disposition() == "attachment"
    return not is_attached and ("content-id" in message or "content-disposition" in message)


def _name(message: "Message[str, str]") -> str:
    disposition = parameter(_first(message, "content-disposition"), "filename")
    name = disposition or parameter(_first(message, "content-type"), "name")
    return name.replace("\\", "/").rpartition("/")[2]


def _hosts(message: "Message[str, str]") -> list[str]:
    """Return where the large attachments lie that the text of the message links to."""
    html, plain = "", ""
    for part in message.walk():
        if part.get_content_maintype() != "text" or _name(part):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            text = decoded(content, str(part.get_param("charset") or ""))
            if part.get_content_subtype() == "html":
                html += text
            else:
                plain += text
    return links_in(html, plain)
