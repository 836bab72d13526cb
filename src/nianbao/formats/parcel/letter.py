"""The message something came in: who sent it, about what, when it arrived."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parseaddr, parsedate_tz

_CHINA = timezone(timedelta(hours=8))
_OFFSET = re.compile(r"[+-]\d{4}\b")
_UNIVERSAL = re.compile(r"\b(GMT|UTC?|Z)\b|-0000")
_FIRST, _LAST = datetime(1995, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Letter:
    """A message as far as it tells of what came in it.

    ``arrived`` is aware, None where nothing tells it; ``sender`` is ``"巡镇镇 <x@y.gov.cn>"``.
    """

    arrived: datetime | None = None
    sender: str = ""
    subject: str = ""
    message_id: str = ""

    @property
    def address(self) -> str:
        """The sender's address alone, in small letters."""
        return parseaddr(self.sender)[1].casefold()


def arrival(received: Iterable[str], date: str) -> datetime | None:
    """Return when a message arrived: by the topmost ``Received`` that tells it, else ``Date``.

    The own server writes the topmost one; ``Date`` is what the sender's clock said.
    """
    for field in received:
        moment = moment_of(field.rpartition(";")[2])
        if moment is not None:
            return moment
    return moment_of(date)


def moment_of(written: str) -> datetime | None:
    """Return the moment a header field tells; without an offset in numbers it is China's time.

    ``CST`` is China Standard Time here, where the mail standard has an American zone.
    """
    parsed = parsedate_tz(written)
    if parsed is None:
        return None
    if _UNIVERSAL.search(written):
        zone = UTC
    elif _OFFSET.search(written) and parsed[9] is not None:
        zone = timezone(timedelta(seconds=parsed[9])) if abs(parsed[9]) < 86_400 else _CHINA
    else:
        zone = _CHINA
    try:
        moment = datetime(*parsed[:6], tzinfo=zone)
    except ValueError:
        return None
    return moment if _FIRST <= moment < _LAST else None
