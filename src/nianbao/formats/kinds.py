"""What a file that is no workbook is, by its content, and what to do about each kind.

``what_it_is_instead(content)`` gives the refusal of a file that is neither a zip nor a compound
file; ``MIME_TYPES``, ``STREAMS`` and ``CONTENT_TYPES`` name the kinds kept in those two. A kind is
the key of its sentence, which holds the advice, and the name it goes by.
"""

import re
import zlib
from typing import NamedTuple

from nianbao.findings.finding import Refusal
from nianbao.formats.zip_package import refused

_HEAD = 4096


class Kind(NamedTuple):
    """A kind of file: the sentence that is said of it, its name in that sentence."""

    sentence: str
    seen: str = ""

    def refusal(self) -> Refusal:
        """Return what is told of such a file."""
        return refused(self.sentence, self.seen)


WORD = Kind("a document", "Word 文档")
SLIDES = Kind("a document", "演示文稿")
OFD = Kind("a document", "OFD 文件")
ZIP = Kind("wrong file", "压缩包，里面没有表格")
EXCEL_95 = Kind("other format", " Excel 95 或更早的")
BINARY_XLSX = Kind("other format", " xlsb 二进制")
_PICTURE, _SCAN = Kind("a picture", "图片"), Kind("a picture", "扫描件")
_MEDIA = Kind("wrong file", "影音文件")
_DATABASE = Kind("wrong file", "数据库文件")
_PROGRAM = Kind("a program")
_SHORTCUT = Kind("a shortcut")
_PAGE = Kind("a web page", "网页")
_JSON = Kind("a web page", "网站返回的数据（JSON）")
_MAIL = Kind("a mail", "邮件")
_GNUMERIC = Kind("format of another program", " Gnumeric ")
_FODS = Kind("format of another program", "“OpenDocument 单个文件（.fods）”")
_UNIFORM = Kind("format of another program", "“标文通（.uof）”")

MIME_TYPES = {
    b"application/vnd.sun.xml.calc": Kind("format of another program", " OpenOffice 1.0（.sxc）"),
    b"application/vnd.oasis.opendocument.text": Kind("a document", "OpenDocument 文档"),
    b"application/vnd.oasis.opendocument.presentation": SLIDES,
}
OTHER_DOCUMENT = Kind("wrong file", "别的文档")

STREAMS = {
    "worddocument": WORD,
    "powerpoint document": SLIDES,
    "visiodocument": Kind("a document", "Visio 图"),
    "__properties_version1.0": Kind("a mail", "Outlook 邮件"),
}
"""Streams of compound files, in lower case."""

CONTENT_TYPES = {"wordprocessingml": WORD, "presentationml": SLIDES}

_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF", Kind("a document", "PDF 文件")),
    (b"%!PS", Kind("a document", "PostScript 文件")),
    (b"{\\rtf", WORD),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"8BPS", _PICTURE),
    (b"II*\x00", _SCAN),
    (b"MM\x00*", _SCAN),
    (b"AT&TFORM", _SCAN),
    (b"\0\0\0\x0cjP  ", _PICTURE),
    (b"ID3", _MEDIA),
    (b"OggS", _MEDIA),
    (b"SQLite format 3\0", _DATABASE),
    (b"\0\1\0\0Standard ", _DATABASE),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"L\0\0\0\x01\x14\x02\0", _SHORTCUT),
    (b"bplist00", _SHORTCUT),
    (b"\x78\x9f\x3e\x22", Kind("a mail", "Outlook 打包的邮件附件（winmail.dat）")),
    (b"Rar!", Kind("other archive", "RAR")),
    (b"7z\xbc\xaf\x27\x1c", Kind("other archive", "7z")),
    (b"MSCF", Kind("other archive", "cab")),
    (b"BZh", Kind("other archive", "bz2")),
    (b"\xfd7zXZ", Kind("other archive", "xz")),
    (b"\x28\xb5\x2f\xfd", Kind("other archive", "zst")),
    (b"\0\0\x02\0\x06\x04\x06\0", Kind("other format", " Lotus 1-2-3 ")),
    (b"\0\0\x1a\0", Kind("other format", " Lotus 1-2-3 ")),
)
_GZIP = b"\x1f\x8b"
_TAR = slice(257, 262), b"ustar"
# What programs that encrypt every document of an office leave in front of it.
_GUARDS = (b"%TSD-Header-###%", b"E-SafeNet")
_GUARDED = 512
_OLD_WORKBOOKS = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
# In MP4 and HEIC files the kind stands behind the size of the first box.
_BOX = re.compile(rb".{4}ftyp(heic|heix|hevc|mif1|avif)?", re.DOTALL)
_RIFF = re.compile(rb"RIFF.{4}(WEBP)?", re.DOTALL)
_HEADER_OF_MAIL = re.compile(
    rb"^(MIME-Version|Content-Type|Received|From|To|Subject|Message-ID|Date):", re.I | re.M
)
_ANY_HEADER = re.compile(rb"[A-Za-z][A-Za-z-]*: ?\S?")
_ARCHIVED_PAGE = re.compile(rb"^(Snapshot-)?Content-Location:|multipart/related", re.I | re.M)
_ADDRESSED = re.compile(rb"^(To|Received|Message-ID):", re.I | re.M)
_JSON_BEGINS = re.compile(rb'\{\s*("|\})|\[\s*("|[{\[\]]|-?\d)')
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TEXTS: tuple[tuple[re.Pattern[bytes], Kind], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (rb"\[(InternetShortcut|Desktop Entry)\]", _SHORTCUT),
        (rb"ID;P", Kind("other format", " SYLK ")),
        (rb"TABLE\r?\n0,1\r?\n", Kind("other format", " DIF ")),
        (rb"From \S+.*\r?\n[A-Za-z-]+:", Kind("a mail", "邮箱导出的邮件（mbox）")),
    )
)
# By the names in the head of an XML file, the first that is found.
_XML: tuple[tuple[re.Pattern[bytes], Kind], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (
            rb"Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet",
            Kind("other format", "“XML 表格 2003”"),
        ),
        (rb"Word\.Document|office/word/2003/wordml", WORD),
        (rb"<gnm:Workbook|gnumeric\.org", _GNUMERIC),
        (rb"<office:document\b[^>]*opendocument\.spreadsheet", _FODS),
        (rb"<office:document\b", Kind("a document", "OpenDocument 文档")),
        (rb"<uof:UOF|<UOF\b", _UNIFORM),
        (rb"<svg\b", _PICTURE),
        (rb"<plist\b", _SHORTCUT),
        (rb"<(!doctype\s+html|html|head|body|meta|table|div|script|style)\b", _PAGE),
    )
)


def what_it_is_instead(content: bytes) -> Refusal:
    """Return the refusal of a file that is neither a zip nor a compound file."""
    kind = _binary_kind(content[:_HEAD])
    if kind is None:
        text = _decoded(content[:_HEAD])
        kind = Kind("not a workbook") if text is None else _text_kind(text)
    return kind.refusal()


def _binary_kind(head: bytes) -> Kind | None:
    if any(mark in head[:_GUARDED] for mark in _GUARDS):
        return Kind("encrypted by a guard")
    if head[_TAR[0]] == _TAR[1]:
        return Kind("other archive", "tar")
    if head.startswith(_GZIP):
        is_gnumeric = _GNUMERIC in (kind for mark, kind in _XML if mark.search(_inflated(head)))
        return _GNUMERIC if is_gnumeric else Kind("other archive", "gz")
    for pattern in (_BOX, _RIFF):
        found = pattern.match(head)
        if found is not None:
            return _PICTURE if found[1] else _MEDIA
    if _OLD_WORKBOOKS.match(head):
        return EXCEL_95
    return next((kind for mark, kind in _SIGNATURES if head.startswith(mark)), None)


def _inflated(head: bytes) -> bytes:
    """Return the beginning of what a gzip file holds, nothing where it is damaged."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _HEAD)
    except zlib.error:
        return b""


def _decoded(head: bytes) -> bytes | None:
    """Return the head of a text in bytes that ASCII can be searched in, None if it is binary."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace").encode("ascii", "replace").lstrip()
    if _BINARY.search(head):
        return None
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def _text_kind(text: bytes) -> Kind:
    if text.startswith(b"<"):
        known = (kind for mark, kind in _XML if mark.search(text))
        return next(known, Kind("wrong file", "XML 文件"))
    for pattern, kind in _TEXTS:
        if pattern.match(text):
            return kind
    if _JSON_BEGINS.match(text):
        return _JSON
    if _ANY_HEADER.match(text) and _HEADER_OF_MAIL.search(text):
        is_page = _ARCHIVED_PAGE.search(text) and not _ADDRESSED.search(text)
        return Kind("a web page", "单个文件的网页") if is_page else _MAIL
    lines = [line for line in text.splitlines() if line][:10]
    if lines and all(b"," in line or b"\t" in line for line in lines):
        return Kind("other format", " CSV 文本")
    return Kind("wrong file", "文本文件")
