"""Text files as Chinese desks save them: UTF-8, Excel's GBK, Notepad's UTF-16."""

import codecs

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(content: bytes) -> str | None:
    """Return the text of a file by its mark, else as UTF-8, else as GB18030; None if it is none."""
    marked = tuple(encoding for mark, encoding in _MARKS if content.startswith(mark))
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
