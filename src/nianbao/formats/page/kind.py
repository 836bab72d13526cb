"""Which kind of document a file is, told by its content and never by its name.

``kind_of(data)`` returns None for whatever is no document: workbooks, archives, pictures.
"""

import re
from typing import Literal

from nianbao.findings.finding import Refusal
from nianbao.formats.compound import SIGNATURE, opened
from nianbao.formats.zip_package import Package

Kind = Literal["docx", "html", "mht", "pdf", "doc", "rtf", "odt", "wps", "ofd"]

_HEAD = 4096
_ODT = b"application/vnd.oasis.opendocument.text"
_WEB_PAGE = re.compile(
    rb"<(!doctype\s+html|html|head|body|meta|table|div|script|style|title|article|section|p|h1)\b",
    re.IGNORECASE,
)
_MIME_HEADER = re.compile(rb"^(MIME-Version|Content-Type|Content-Location):", re.I | re.M)
_MULTIPART = re.compile(rb"^Content-Type:\s*(multipart/related|text/html)", re.I | re.M)
_SPREADSHEET = re.compile(rb"Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet")
_MAIL_HEADER = re.compile(rb"^(Received|Message-ID|Return-Path|To):", re.I | re.M)


def kind_of(data: bytes) -> Kind | None:
    """Return the kind of document ``data`` is, None where it is none that is read as a page."""
    if data.startswith(b"PK"):
        return _in_package(data)
    if data.startswith(SIGNATURE):
        return _in_compound(data)
    head = data[:_HEAD]
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return _of_text(head)


def _in_package(data: bytes) -> Kind | None:
    try:
        package = Package(data)
        if "word/document.xml" in package or "word/document2.xml" in package:
            return "docx"
        if "OFD.xml" in package:
            return "ofd"
        if "mimetype" in package and package.read("mimetype").strip().startswith(_ODT):
            return "odt"
    except Refusal:
        return None
    return None


def _in_compound(data: bytes) -> Kind | None:
    try:
        with opened(data) as file:
            names = {name[0].casefold() for name in file.listdir() if len(name) == 1}
    except Refusal:
        return None
    if "worddocument" in names:
        return "doc"
    return "wps" if names & {"contents", "matost"} else None


def _of_text(head: bytes) -> Kind | None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            head = head[2:].decode(encoding, "replace").encode("ascii", "replace")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return "html" if _WEB_PAGE.search(text) and not _SPREADSHEET.search(text) else None
    if _MIME_HEADER.search(text) and _MULTIPART.search(text) and not _MAIL_HEADER.search(text):
        return "mht"
    return None
