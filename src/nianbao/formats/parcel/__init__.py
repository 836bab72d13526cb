"""Messages → the files in them, each with the message it came in; told by a parse.

``is_message(head)``, ``is_mailbox(head)``; ``message.attachments(content)`` gives the files.
"""

from nianbao.formats.parcel.letter import Letter
from nianbao.formats.parcel.message import Attachment, attachments, is_mailbox, is_message, letters

__all__ = ["Attachment", "Letter", "attachments", "is_mailbox", "is_message", "letters"]
