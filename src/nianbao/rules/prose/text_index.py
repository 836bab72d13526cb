"""How much of a text stands in another: containment of 5-grams, and an index over many texts.

The measure is the share of the shorter text's 5-grams that the longer one has too, after digits,
punctuation and white space are gone. It is asymmetric, so MinHash, which estimates the Jaccard
index of texts of like length, is the wrong sketch: an inverted index of hashed 5-grams finds who
shares some, and only those are measured, exactly. The ``Shelf`` below is one in memory, for a run
that keeps nothing; ``store.texts`` is one in the store.
"""

import re
from array import array
from collections import Counter
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Protocol
from zlib import crc32

SIZE = 5
_LOOKED_AT = 10_000
_NO_LETTER = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Match:
    """A text that shares ``share`` (0 to 1) of the shorter one's 5-grams."""

    name: str
    share: float
    text: str
    told: float = 0.0
    """The largest share its body was told of, where somebody keeps that."""


class Texts(Protocol):
    """The texts of one part of the reports of many bodies, by the body's name."""

    def matches(self, name: str, text: str, least: float) -> list[Match]:
        """Return the texts of others that share at least ``least`` with ``text``, closest first."""
        ...


def letters(text: str) -> str:
    """Return what is compared of a text: no digits, punctuation or white space."""
    return _NO_LETTER.sub("", text)


def grams(text: str) -> frozenset[str]:
    """Return the distinct 5-grams of the letters of ``text``."""
    plain = letters(text)
    return frozenset(plain[at : at + SIZE] for at in range(len(plain) - SIZE + 1))


def gram_hashes(text: str) -> set[int]:
    """Return the hashes (32 bits) of the distinct 5-grams of the letters of ``text``."""
    plain = letters(text).encode("utf-32-le", "surrogatepass")
    return {crc32(plain[at : at + 4 * SIZE]) for at in range(0, len(plain) - 4 * SIZE + 1, 4)}


def containment(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set that the larger one holds; 0 where one is empty."""
    return len(one & other) / (min(len(one), len(other)) or 1)


def shared_passages(text: str, other: str, most: int = 2) -> list[str]:
    """Return the longest passages of ``text`` that ``other`` has too, as they stand in ``text``.

    Passages are compared by their letters, do not overlap and have at least 5 of them. Only the
    first 10,000 characters of each are looked at.
    """
    places = [at for at, character in enumerate(text[:_LOOKED_AT]) if letters(character)]
    plain, against = "".join(text[at] for at in places), letters(other[:_LOOKED_AT])
    known = {against[at : at + SIZE] for at in range(len(against) - SIZE + 1)}
    runs: list[tuple[int, int]] = []
    start = 0
    while start + SIZE <= len(plain):
        if plain[start : start + SIZE] in known:
            end = _longest(plain, against, start)
            runs.append((start, end))
            start = end
        else:
            start += 1
    longest = sorted(runs, key=lambda run: run[0] - run[1])[:most]
    return [text[places[start] : places[end - 1] + 1] for start, end in longest]


def _longest(plain: str, against: str, start: int) -> int:
    """Return the end of the longest piece of ``plain`` from ``start`` that ``against`` holds."""
    sure, limit = start + SIZE, len(plain)
    while sure < limit:
        middle = min(limit, start + 2 * (sure - start))
        if plain[start:middle] not in against:
            limit = middle - 1
            break
        sure = middle
    while sure < limit:
        middle = (sure + limit + 1) // 2
        if plain[start:middle] in against:
            sure = middle
        else:
            limit = middle - 1
    return sure


@dataclass
class Shelf:
    """The texts of one part of the reports of many bodies, by the body's name.

    One pass: ``add`` everyone, then ask ``matches``. ``crowd`` bounds how many texts one 5-gram
    calls up.
    """

    texts: MutableMapping[str, str]
    crowd: int = 256
    _names: list[str] = field(default_factory=list)
    _sizes: list[int] = field(default_factory=list)
    _holders: dict[int, "array[int]"] = field(default_factory=dict)
    _newest: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.texts:
            self._shelve(name)

    def add(self, name: str, text: str) -> None:
        """Put one more text on the shelf; a name's newer text takes the place of its older one."""
        self.texts[name] = text
        self._shelve(name)

    def _shelve(self, name: str) -> None:
        place, size = len(self._names), 0
        for key in gram_hashes(self.texts[name]):
            size += 1
            holders = self._holders.get(key)
            if holders is None:
                self._holders[key] = array("L", (place,))
            elif len(holders) < self.crowd:
                holders.append(place)
        self._newest[name] = place
        self._names.append(name)
        self._sizes.append(size)

    def matches(self, name: str, text: str, least: float) -> list[Match]:
        """Return the texts of others that share at least ``least`` with ``text``, closest first."""
        keys = gram_hashes(text)
        shared: Counter[int] = Counter()
        for key in keys:
            shared.update(self._holders.get(key, ()))
        own = frozenset[str]() if self._is_exact else grams(text)
        found: list[Match] = []
        for place, count in shared.items():
            other, least_size = self._names[place], min(len(keys), self._sizes[place])
            if other == name or self._newest[other] != place:
                continue
            if count < self._doubtful * least * least_size:
                continue
            share = (
                count / least_size if self._is_exact else containment(own, grams(self.texts[other]))
            )
            if share >= least:
                found.append(Match(other, share, self.texts[other]))
        return sorted(found, key=lambda match: (-match.share, match.name))

    @property
    def _is_exact(self) -> bool:
        """True where no crowd hides a 5-gram."""
        return len(self._names) <= self.crowd

    @property
    def _doubtful(self) -> float:
        """The part of what is asked for that makes a text worth measuring: a crowd hides some."""
        return 1.0 if self._is_exact else 0.5
