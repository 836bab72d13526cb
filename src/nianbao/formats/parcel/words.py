"""Text of headers as programs really write it: encoded words, RFC 2231 in pieces, raw bytes.

``text_of(raw)`` reads a field, ``parameter(raw, "filename")`` one of its parameters; both take the
bytes as they stand and never raise.
"""

import base64
import binascii
import codecs
import quopri
import re
from urllib.parse import unquote_to_bytes

_WORD = re.compile(rb"=\?([\w.:+-]+)(?:\*[\w-]*)?\?([bBqQ])\?([^?]*)\?=")
_FOLD = re.compile(rb"\r?\n[ \t]?")
_CONTROL = re.compile("[\x00-\x1f\x7f]+")
_NUMBERED = re.compile(r"\*(\d+)(\*?)")
# GB2312 is what programs say, GB18030 what they write.
_CHINESE = frozenset({"gb2312", "gb_2312-80", "gbk", "cp936", "ms936", "windows-936", "x-gbk"})
_VAGUE = frozenset({"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "unknown", "default"})


def decoded(raw: bytes, charset: str = "") -> str:
    """Return text in ``charset``, or by what it looks like where that says nothing or is wrong."""
    named = charset.strip().strip("\"'").casefold()
    if named in _CHINESE:
        named = "gb18030"
    wanted = () if named in _VAGUE else (named,)
    for encoding in (*wanted, "utf-8", "gb18030"):
        try:
            codecs.lookup(encoding)
            return raw.decode(encoding)
        except (LookupError, UnicodeError, ValueError):
            continue
    return raw.decode(wanted[0] if wanted and _is_known(wanted[0]) else "gb18030", "replace")


def _is_known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except LookupError:
        return False


def text_of(raw: bytes) -> str:
    """Return the text of a field on one line; encoded words may stand anywhere in it."""
    runs: list[tuple[str | None, bytes]] = []
    raw = _FOLD.sub(b" ", raw)
    end = 0
    for word in _WORD.finditer(raw):
        between = raw[end : word.start()]
        if between.strip() or (between and not (runs and runs[-1][0] is not None)):
            runs.append((None, between))
        charset = word[1].decode("ascii", "replace").casefold()
        content = _word_content(word[2].lower(), word[3])
        # A character of several bytes may be cut between two words of one charset.
        if runs and runs[-1][0] == charset:
            runs[-1] = (charset, runs[-1][1] + content)
        else:
            runs.append((charset, content))
        end = word.end()
    runs.append((None, raw[end:]))
    text = "".join(decoded(content, charset or "") for charset, content in runs)
    return _CONTROL.sub(" ", text).strip()


def _word_content(encoding: bytes, content: bytes) -> bytes:
    if encoding == b"q":
        return quopri.decodestring(content, header=True)
    content = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4))
    except binascii.Error:
        return base64.b64decode(content[: len(content) // 4 * 4])


def parameters(raw: bytes) -> dict[str, bytes]:
    """Return the parameters of a field as they stand: ``{"filename*0*": b"utf-8''%E5…"}``."""
    found: dict[str, bytes] = {}
    for piece in _pieces(_FOLD.sub(b" ", raw))[1:]:
        name, equals, value = piece.partition(b"=")
        key = name.strip().decode("ascii", "replace").casefold()
        if equals and key not in found:
            found[key] = _unquoted(value.strip())
    return found


def _pieces(raw: bytes) -> list[bytes]:
    """Split a field at the semicolons that stand outside quotation marks."""
    pieces, start, at, is_quoted = [], 0, 0, False
    while at < len(raw):
        byte = raw[at]
        if byte == 0x5C and is_quoted:
            at += 1
        elif byte == 0x22:
            is_quoted = not is_quoted
        elif byte == 0x3B and not is_quoted:
            pieces.append(raw[start:at])
            start = at + 1
        at += 1
    pieces.append(raw[start:])
    # An opening mark that is never closed swallowed the rest: then marks mean nothing.
    return raw.split(b";") if is_quoted else pieces


def _unquoted(value: bytes) -> bytes:
    if len(value) >= 2 and value[:1] == value[-1:] == b'"':
        return re.sub(rb"\\(.)", rb"\1", value[1:-1], flags=re.DOTALL)
    return value.strip(b'"')


def parameter(raw: bytes, name: str) -> str:
    """Return the text of a parameter: extended and in pieces, with encoded words, or plain."""
    given = parameters(raw)
    extended = given.get(f"{name}*")
    if extended is not None:
        charset, content = _extended(extended)
        return _CONTROL.sub(" ", decoded(content, charset)).strip()
    pieces = _numbered(given, name)
    if pieces:
        charset, content = "", b""
        for number, (is_extended, value) in sorted(pieces.items()):
            if is_extended and number == 0:
                charset, value = _extended(value)
            elif is_extended:
                value = unquote_to_bytes(value)
            content += value
        return _with_words(content, charset)
    return _with_words(given.get(name, b""), "")


def _with_words(content: bytes, charset: str) -> str:
    if not charset and _WORD.search(content):
        return text_of(content)
    return _CONTROL.sub(" ", decoded(content, charset)).strip()


def _numbered(given: dict[str, bytes], name: str) -> dict[int, tuple[bool, bytes]]:
    pieces: dict[int, tuple[bool, bytes]] = {}
    for key, value in given.items():
        numbered = _NUMBERED.fullmatch(key.removeprefix(name)) if key.startswith(name) else None
        if numbered and len(numbered[1]) < 6:
            pieces[int(numbered[1])] = (bool(numbered[2]), value)
    return pieces


def _extended(value: bytes) -> tuple[str, bytes]:
    """Return charset and bytes of ``utf-8'zh'%E5…``; programs leave the marks out at times."""
    charset, mark, rest = value.partition(b"'")
    _, second, content = rest.partition(b"'")
    if not (mark and second):
        return "", unquote_to_bytes(value)
    return charset.decode("ascii", "replace"), unquote_to_bytes(content)
