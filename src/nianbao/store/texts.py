"""Everybody's texts of a year as the store holds them: an index that is asked by its keys.

``KeptTexts(connection, year, part).matches(body, text, least)`` costs what the text itself has of
5-grams, however many bodies there are. Of the hashed 5-grams those are kept that are 0 modulo
``SAMPLED``; they call up who may share some, and the nearest are measured exactly by their texts.
``CROWD`` bounds how many texts one 5-gram calls up, so set phrases that everybody writes cost no
more in a province; of a template that thousands copied, the first ``CROWD`` are still found.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from zlib import crc32

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from nianbao.rules.prose.text_index import MOST_FOUND, Match, containment, gram_hashes, grams
from nianbao.store.schema import SHINGLES, TEXTS

SAMPLED, CROWD = 4, 64
_LOOKED_AT, _MEASURED = 48, MOST_FOUND
# A sample errs: half of what is asked for makes a text worth measuring.
_DOUBTFUL = 0.5
_AT_ONCE = 900


Source = Callable[[], AbstractContextManager[Connection]]
"""Gives a connection to the store: the one that is held, else a new one."""


@dataclass
class KeptTexts:
    """The texts of one part of the reports of ``year``, by the body's name."""

    source: Source
    year: int
    part: str
    _seed: int = field(init=False)

    def __post_init__(self) -> None:
        self._seed = crc32(f"{self.year}/{self.part}".encode())

    def matches(self, name: str, text: str, least: float) -> list[Match]:
        """Return the nearest texts of others that share at least ``least``, closest first."""
        with self.source() as connection:
            return list(self._matches(connection, name, text, least))

    def _matches(
        self, connection: Connection, name: str, text: str, least: float
    ) -> Iterator[Match]:
        keys = self._keys(text)
        shared = Counter(holder for _, holder in self._postings(connection, keys))
        likely = dict(shared.most_common(_LOOKED_AT))
        columns = (TEXTS.c.id, TEXTS.c.body, TEXTS.c.size, TEXTS.c.text, TEXTS.c.told)
        query = select(*columns).where(TEXTS.c.id.in_(list(likely)))
        rows = [row for row in connection.execute(query) if row.body != name]
        rows.sort(key=lambda row: -likely[row.id] / (min(len(keys), row.size) or 1))
        own = grams(text)
        found = [
            Match(row.body, share, row.text, row.told)
            for row in rows[:_MEASURED]
            if likely[row.id] >= _DOUBTFUL * least * min(len(keys), row.size)
            if (share := containment(own, grams(row.text))) >= least
        ]
        return iter(sorted(found, key=lambda match: (-match.share, match.name)))

    def text_of(self, name: str) -> str | None:
        """Return the text kept of a body, None where there is none."""
        with self.source() as connection:
            return connection.scalar(select(TEXTS.c.text).where(self._mine(name)))

    def put(self, name: str, text: str | None) -> None:
        """Keep the text of a body in the place of its older one, or take that away."""
        with self.source() as connection:
            old = connection.execute(select(TEXTS.c.id, TEXTS.c.text).where(self._mine(name)))
            for number, before in old.all():
                self._remove(connection, number, before)
            if text is not None:
                self._insert(connection, name, text)

    def note(self, name: str, share: float) -> None:
        """Note how much of its text a body was told that another one has."""
        with self.source() as connection:
            connection.execute(update(TEXTS).where(self._mine(name)).values(told=share))

    def _insert(self, connection: Connection, name: str, text: str) -> None:
        keys = self._keys(text)
        held = Counter(key for key, _ in self._postings(connection, keys))
        row = {"year": self.year, "part": self.part, "body": name}
        number = connection.scalar(
            insert(TEXTS).values(**row, size=len(keys), text=text, told=0.0).returning(TEXTS.c.id)
        )
        added = [{"key": key, "text": number} for key in sorted(keys) if held[key] < CROWD]
        if added:
            connection.execute(insert(SHINGLES), added)

    def _remove(self, connection: Connection, number: int, text: str) -> None:
        for some in _pieces(self._keys(text)):
            theirs = (SHINGLES.c.text == number) & SHINGLES.c.key.in_(some)
            connection.execute(delete(SHINGLES).where(theirs))
        connection.execute(delete(TEXTS).where(TEXTS.c.id == number))

    def _postings(self, connection: Connection, keys: set[int]) -> Iterator[tuple[int, int]]:
        for some in _pieces(keys):
            query = select(SHINGLES.c.key, SHINGLES.c.text).where(SHINGLES.c.key.in_(some))
            yield from (tuple(row) for row in connection.execute(query))

    def _keys(self, text: str) -> set[int]:
        """Return the hashed 5-grams that are kept, told apart by year and part."""
        return {key ^ self._seed for key in gram_hashes(text) if key % SAMPLED == 0}

    def _mine(self, name: str) -> ColumnElement[bool]:
        return (TEXTS.c.year == self.year) & (TEXTS.c.part == self.part) & (TEXTS.c.body == name)


def _pieces(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]
