"""What is wrong with a return: the Finding, made only by ``finding("sentence name", places, …)``.

A rule (``rulebook``) states what must hold; a sentence (``sentences``) says what stands there and
what to do about it. No other module words a finding.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from nianbao.errors import NianbaoError
from nianbao.findings.rulebook import RULES, Rule, Sentence, Severity
from nianbao.findings.sentences import SENTENCES

__all__ = [
    "RULES",
    "SENTENCES",
    "Finding",
    "Part",
    "Refusal",
    "Rule",
    "Sentence",
    "Severity",
    "by_severity",
    "finding",
    "has_errors",
    "merged",
    "told_together",
]

_LONGEST_QUOTE = 500


class Part(NamedTuple):
    """What one finding says of a sentence that several speak of: the sentence, its own piece."""

    sentence: str = ""
    piece: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing found, with every place it was found at (``"三、申请办理!D36"``).

    ``part`` is for ``told_together``.
    """

    code: str
    severity: Severity
    places: tuple[str, ...]
    message: str
    seen: str = ""
    expected: str = ""
    paths: tuple[str, ...] = field(default=(), compare=False)
    part: Part = field(default=Part(), compare=False)

    def at(self, severity: Severity) -> "Finding":
        """Return the same finding, taken as ``severity``."""
        return replace(self, severity=severity)

    def within(self, sentence: str, piece: str) -> "Finding":
        """Return the same finding as one of several of ``sentence``, ``piece`` saying its own."""
        return replace(self, part=Part(sentence, piece))

    def as_json(self) -> dict[str, object]:
        """Return what ``--json`` prints of it."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "places": list(self.places),
            "seen": self.seen,
            "expected": self.expected,
            "message": self.message,
        }


def finding(
    sentence: str,
    places: Iterable[str] = (),
    *,
    seen: str = "",
    expected: str = "",
    paths: Iterable[str] = (),
    **words: object,
) -> Finding:
    """Return the finding the catalogue words as ``sentence``; ``KeyError`` if there is none.

    What a cell holds may be as long as a book: a sentence quotes its beginning.
    """
    code, text, severity = SENTENCES[sentence]
    seen, expected = _quoted(seen), _quoted(expected)
    message = text.format(seen=seen, expected=expected, **words)
    severity = severity or RULES[code].severity
    return Finding(code, severity, tuple(places), message, seen, expected, tuple(paths))


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def merged(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings with equal ones over many places as one, in order of first appearance."""
    alike: dict[tuple[str, str], Finding] = {}
    for each in found:
        key = (each.code, each.message)
        first = alike.get(key)
        if first is None:
            alike[key] = each
        else:
            extra = tuple(place for place in each.places if place not in first.places)
            alike[key] = Finding(
                each.code, each.severity, first.places + extra, each.message, each.seen,
                each.expected, first.paths + each.paths, each.part,
            )  # fmt: skip
    return list(alike.values())


def told_together(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings as people read them: those of one rule on one sentence are one line."""
    told: dict[object, list[Finding]] = {}
    for at, each in enumerate(found):
        told.setdefault((each.code, each.severity, each.part.sentence or at), []).append(each)
    return [_listed(alike) if len(alike) > 1 else alike[0] for alike in told.values()]


def _listed(alike: list[Finding]) -> Finding:
    first = alike[0]
    listed = finding(
        f"words differ in several places {first.code}",
        dict.fromkeys(place for each in alike for place in each.places),
        seen=first.part.sentence,
        paths=tuple(path for each in alike for path in each.paths),
        count=len(alike),
        listed="；".join(each.part.piece for each in alike),
    )
    return listed.at(first.severity)


def by_severity(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings with errors first, then warnings, then hints."""
    order = list(Severity)
    return sorted(found, key=lambda each: order.index(each.severity))


def has_errors(found: Iterable[Finding]) -> bool:
    """True when one of the findings sends the return back."""
    return any(each.severity is Severity.ERROR for each in found)


class Refusal(NianbaoError):
    """A file that is not a workbook of ours, or not safe to open."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding

    def __reduce__(self) -> tuple[type["Refusal"], tuple[Finding]]:
        return Refusal, (self.finding,)
