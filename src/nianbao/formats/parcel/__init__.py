"""Messages and archives → the files in them, each with the message it came in.

``unpacked(content, name) -> Iterator[Piece]``; ``kind_of(content)`` tells by the content whether
something is a parcel at all.
"""

from nianbao.formats.parcel.kinds import Kind, kind_of
from nianbao.formats.parcel.letter import Letter
from nianbao.formats.parcel.mbox import messages_in
from nianbao.formats.parcel.opening import Piece, unpacked

__all__ = ["Kind", "Letter", "Piece", "kind_of", "messages_in", "unpacked"]
