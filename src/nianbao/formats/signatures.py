"""What a file that is no workbook seems to be, by its first bytes."""

import re

from nianbao.findings.finding import Refusal
from nianbao.formats.zip_package import refused

_HEAD = 4096
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "，而是 PDF 文件"),
    (b"\x89PNG", "，而是图片"),
    (b"\xff\xd8\xff", "，而是图片"),
    (b"GIF8", "，而是图片"),
    (b"BM", "，而是图片"),
    (b"II*\x00", "，而是图片"),
    (b"MM\x00*", "，而是图片"),
    (b"RIFF", "，而是图片或影音"),
    (b"{\\rtf", "，而是 Word 文档"),
    (b"MZ", "，而是程序"),
    (b"\x78\x9f\x3e\x22", "，而是 Outlook 打包的邮件附件（winmail.dat）"),
)
_ARCHIVES: tuple[tuple[bytes, str], ...] = (
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ", "xz"),
)
_TAR = slice(257, 262), b"ustar"
# What programs that encrypt every document of an office leave in front of it.
_GUARDS = (b"%TSD-Header-###%", b"E-SafeNet")
_GUARDED = 512
_OLD_WORKBOOKS = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
_WEB_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table|div|script|style)\b", re.I)
_MAIL_OR_ARCHIVED_PAGE = re.compile(rb"(MIME-Version|Content-Type|Received|From|Subject):", re.I)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def what_it_is_instead(content: bytes) -> Refusal:
    """Return the refusal of a file that is neither a zip nor a compound file."""
    head = content[:_HEAD]
    for signature, kind in _ARCHIVES:
        if head.startswith(signature):
            return refused("other archive", kind)
    if any(mark in head[:_GUARDED] for mark in _GUARDS):
        return refused("encrypted by a guard")
    if head[_TAR[0]] == _TAR[1]:
        return refused("other archive", "tar")
    for signature, seen in _SIGNATURES:
        if head.startswith(signature):
            return refused("not a workbook", seen)
    if _OLD_WORKBOOKS.match(head):
        return refused("other format", " Excel 95 或更早的")
    text = _decoded(head)
    return refused("not a workbook", "") if text is None else _unlike_text(text)


def _decoded(head: bytes) -> bytes | None:
    """Return the head of a text in bytes that ASCII can be searched in, None if it is binary."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace").encode("ascii", "replace").lstrip()
    if _BINARY.search(head):
        return None
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def _unlike_text(text: bytes) -> Refusal:
    if text.startswith(b"<?xml") and b"Excel.Sheet" in text:
        return refused("other format", "“XML 表格 2003”")
    if _WEB_PAGE.match(text) or (text.startswith(b"<") and _WEB_PAGE.search(text)):
        return refused("not a workbook", "，而是网页")
    if text.startswith(b"<"):
        return refused("not a workbook", "，而是 XML 文件")
    if _MAIL_OR_ARCHIVED_PAGE.match(text):
        return refused("not a workbook", "，而是邮件或单个网页文件")
    lines = [line for line in text.splitlines() if line][:10]
    if lines and all(b"," in line or b"\t" in line for line in lines):
        return refused("not a workbook", "，而是 CSV 文本")
    return refused("not a workbook", "，而是文本文件")
