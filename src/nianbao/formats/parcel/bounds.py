"""How much a parcel may hold: what people send, with room, and nothing built to exhaust a reader.

Mail services take messages of 20 to 100 MB.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """Upper bounds of one parcel with all that is in it."""

    message: int = 128_000_000
    """Bytes of one message."""
    lines: int = 3_000_000
    """Lines of one message; 100 MB in base64 have 1.8 million."""
    parts: int = 10_000
    """Boundaries within one message."""
    header: int = 1 << 18
    """Bytes of a message's header that are looked at to tell that it is one."""
    depth: int = 8
    """Messages and archives one within the other."""
    pieces: int = 10_000
    content: int = 512_000_000
    """Bytes of all pieces together."""


BOUNDS = Bounds()
