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
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Protocol
from zlib import crc32

SIZE = 5
_LOOKED_AT = 10_000
_ASKED, MOST_FOUND = 24, 8
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
        """Return the texts of others that share at least ``least`` with ``text``, closest first.

        Where a crowd hides some, no more than ``MOST_FOUND`` are measured and returned.
        """
        keys = gram_hashes(text)
        if self._is_exact:
            shared = self._holding(keys)
            shares = {
                place: count / min(len(keys), self._sizes[place])
                for place, count in shared.items()
                if self._is_other(place, name)
            }
        else:
            own = grams(text)
            shares = {
                place: containment(own, grams(self.texts[self._names[place]]))
                for place in self._likely(keys, name, least)
            }
        found = [
            Match(self._names[place], share, self.texts[self._names[place]])
            for place, share in shares.items()
            if share >= least
        ]
        return sorted(found, key=lambda match: (-match.share, match.name))

    def _likely(self, keys: set[int], name: str, least: float) -> list[int]:
        """Return the places of the texts worth measuring, the likeliest first.

        Set phrases, which a whole crowd holds, cannot tell texts apart: they are only added to
        what a text shares beside them. Where they alone may come to ``least``, a few are asked
        who holds them: the text may be a template that thousands copied.
        """
        phrases = {key for key in keys if len(self._holders.get(key, ())) >= self.crowd}
        shared = self._holding(keys - phrases)
        if len(phrases) >= least * len(keys) / 2:  # the other text may be shorter
            asked = sorted(phrases)[:: len(phrases) // _ASKED + 1]
            for place, count in self._holding(asked).items():
                shared[place] += count * len(phrases) // len(asked)
        hopeful = [
            place
            for place, count in shared.items()
            if self._is_other(place, name)
            and count + len(phrases) >= self._doubtful * least * min(len(keys), self._sizes[place])
        ]
        return sorted(hopeful, key=lambda place: (-shared[place], place))[:MOST_FOUND]

    def _holding(self, keys: Iterable[int]) -> Counter[int]:
        """Return how many of ``keys`` each text holds, as far as they are listed."""
        shared: Counter[int] = Counter()
        for key in keys:
            shared.update(self._holders.get(key, ()))
        return shared

    def _is_other(self, place: int, name: str) -> bool:
        """True for the newest text of another body."""
        other = self._names[place]
        return other != name and self._newest[other] == place

    @property
    def _is_exact(self) -> bool:
        """True where no crowd hides a 5-gram."""
        return len(self._names) <= self.crowd

    @property
    def _doubtful(self) -> float:
        """The part of what is asked for that makes a text worth measuring: a crowd hides some."""
        return 1.0 if self._is_exact else 0.5
