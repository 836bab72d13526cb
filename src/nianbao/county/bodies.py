"""The bodies that owe a report, and how a name that somebody typed finds its body.

``Roster.find("巡镇镇")`` gives a ``Body`` or None; ``roster.read_roster`` reads one from its file.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel, ConfigDict
from rapidfuzz.distance import Indel, LCSseq

from nianbao import prose
from nianbao.errors import UsageProblem
from nianbao.form.basics import BodyKind, Line

# Nearness of two names: share of characters they have in common, in order. With every character
# of one in the other (市场监管局, 市场监督管理局) less is enough.
_NEAR, _NEAR_SHORTENED, _SHORTEST = 0.85, 0.70, 3


class Body(BaseModel):
    """A body (机关) of the roster. ``code`` is printed on its form; ``is_vertical``: 垂直管理."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    name: Line
    short_name: Line = ""
    kind: BodyKind
    code: str
    mail: Line = ""
    contact: Line = ""
    is_vertical: bool = False


def key_of(name: str) -> str:
    """Return the form in which names of bodies are compared: no white space, no width, no case."""
    return prose.squeeze(unicodedata.normalize("NFKC", prose.clean_line(name))).casefold()


@dataclass(frozen=True)
class Roster:
    """The bodies in the order of the file; empty where a county keeps no roster."""

    bodies: tuple[Body, ...] = ()

    def __iter__(self) -> Iterator[Body]:
        return iter(self.bodies)

    def __len__(self) -> int:
        return len(self.bodies)

    @cached_property
    def _by_key(self) -> Mapping[str, Body]:
        short = {key_of(body.short_name): body for body in self.bodies if body.short_name}
        return {**short, **{key_of(body.name): body for body in self.bodies}}

    @cached_property
    def _by_code(self) -> Mapping[str, Body]:
        return {body.code.casefold(): body for body in self.bodies}

    def find(self, name: str) -> Body | None:
        """Return the body with that name or, failing it, that short name."""
        return self._by_key.get(key_of(name))

    def by_code(self, code: str) -> Body | None:
        """Return the body with that code, upper and lower case alike."""
        return self._by_code.get(code.casefold())

    def named(self, name: str) -> Body:
        """Return the body called ``name``; ``UsageProblem``, with the nearest, if there is none."""
        body = self.find(name)
        if body is None:
            near = self.nearest(name)
            advice = f"是不是“{near.name}”？" if near else "请核对名册。"
            raise UsageProblem(f"名册中没有“{name}”。{advice}")
        return body

    def nearest(self, name: str) -> Body | None:
        """Return the one body whose name is really near, None when there is none or two are.

        Good for a question to a person, never for booking a return.
        """
        typed = key_of(name)
        graded = [(_nearness(typed, key), body) for key, body in self._by_key.items()]
        best = max((grade for grade, _ in graded), default=0.0)
        nearest = {body.code: body for grade, body in graded if grade and grade == best}
        return next(iter(nearest.values())) if len(nearest) == 1 else None


def _nearness(typed: str, name: str) -> float:
    """Return how near the two are, 0 when not really."""
    grade = Indel.normalized_similarity(typed, name)
    shorter = min(len(typed), len(name))
    is_shortened = shorter >= _SHORTEST and LCSseq.similarity(typed, name) == shorter
    return grade if grade >= (_NEAR_SHORTENED if is_shortened else _NEAR) else 0.0
