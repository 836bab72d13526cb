"""A web page saved as one file (.mht) → the page in it: the part that is the page, decoded.

Browsers and Word wrap pages as mails do, in parts of quoted-printable or base64; pictures and
style sheets are left where they are.
"""

import binascii
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32

from nianbao.formats.limits import LIMITS
from nianbao.formats.page import html
from nianbao.formats.page.page import Page
from nianbao.formats.zip_package import refused, too_large

_MOST_PARTS = 2000


def read(data: bytes) -> Page:
    """Return the page that a .mht wraps; ``Refusal`` where there is none in it."""
    if len(data) > LIMITS.file:
        raise too_large("文件的大小")
    if data.count(b"\n--") > _MOST_PARTS:
        raise too_large("文件里的部分")
    try:
        message = message_from_bytes(data, policy=compat32)
        pages = [_page(part) for part in message.walk() if part.get_content_type() == "text/html"]
    except (MessageError, ValueError, binascii.Error) as error:
        raise refused("document damaged") from error
    if not pages:
        raise refused("document damaged")
    # A page of frames has several; the report is where the tables are.
    best = max(pages, key=lambda page: sum(len(table.cells) for table in page.tables))
    return Page("mht", best.blocks, best.asides, best.stated)


def _page(part: "Message[str, str]") -> Page:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise refused("document damaged")
    return html.read_text(html.decoded(payload, part.get_content_charset() or ""))
