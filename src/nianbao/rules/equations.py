"""Equations over report fields: one declaration, a Python check, a formula's terms, a sentence.

``Equation("A-01", Applications, "received + carried_in == …", each=Applicants)`` holds of every
piece of type ``Applications`` in the report, once for each column of ``Applicants``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from nianbao.form import report
from nianbao.form.report import Applicants, Figure, Part
from nianbao.form.tables import official_tables

_NUMBERING = re.compile(r"^（[一二三四五六七八九十]）")


@dataclass(frozen=True)
class Sum:
    """A number in a sentence: ``plus`` less ``minus`` (paths of entries or totals), or its size."""

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    is_size: bool = False

    def of(self, figures: Callable[[str], Figure]) -> int:
        """Return the number, reading each path with ``figures``."""
        value = sum(int(figures(path)) for path in self.plus)
        value -= sum(int(figures(path)) for path in self.minus)
        return abs(value) if self.is_size else value


Phrase = tuple[str | Sum, ...]


@dataclass(frozen=True)
class Instance:
    """An equation bound to its figures: ``left`` and ``right`` are paths, all totals unfolded.

    ``total`` is the path of the total it defines, where it defines one.
    """

    equation: "Equation"
    where: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    phrase: Phrase
    total: str | None = None

    @property
    def paths(self) -> frozenset[str]:
        """Every entry it speaks of."""
        return frozenset(self.left + self.right)

    def holds(self, figures: Callable[[str], Figure]) -> bool:
        """True when the figures obey the equation."""
        left, right = Sum(self.left).of(figures), Sum(self.right).of(figures)
        return left <= right if self.equation.sign == "<=" else left == right

    def sentence(self, figures: Callable[[str], Figure]) -> str:
        """Return what the two sides come to, in words with numbers."""
        return "".join(
            piece if isinstance(piece, str) else str(piece.of(figures)) for piece in self.phrase
        )


@dataclass(frozen=True)
class Equation:
    """``text`` is ``a + b == c + d`` or ``a <= b + c``, over fields of ``scope``."""

    code: str
    scope: type[Part]
    text: str
    each: type[Part] | None = None

    @property
    def sign(self) -> str:
        """Either ``==`` or ``<=``."""
        return "<=" if "<=" in self.text else "=="

    @property
    def defines_total(self) -> bool:
        """True when the left side is the total that the right side adds up to."""
        return self.sign == "==" and self.text.split("==")[0].strip().split(".")[-1] == "total"

    def instances(self) -> tuple[Instance, ...]:
        """Return the equation bound to every place of the form where it must hold."""
        return tuple(self._instances())

    def _instances(self) -> Iterator[Instance]:
        left, right = (
            [term.strip() for term in side.split("+")] for side in self.text.split(self.sign)
        )
        for prefix in report.instances(self.scope):
            for column in self.each.model_fields if self.each else ("",):
                yield self._bound(prefix, column, (left, right))

    def _bound(self, prefix: str, column: str, sides: tuple[list[str], list[str]]) -> Instance:
        suffix = f".{column}" if column else ""
        left, right = ([f"{prefix}.{term}{suffix}" for term in side] for side in sides)
        where = _where(prefix, column, self.each)
        phrase: Phrase = ()
        if not self.defines_total:
            named = [
                [(_name(self.scope, term), path) for term, path in zip(side, paths, strict=True)]
                for side, paths in zip(sides, (left, right), strict=True)
            ]
            phrase = _phrase(where, self.sign, named[0], named[1])
        return Instance(
            self,
            where,
            (left[0],) if self.defines_total else unfolded(left),
            unfolded(right),
            phrase,
            left[0] if self.defines_total else None,
        )


def _where(prefix: str, column: str, each: type[Part] | None) -> str:
    if each is not None:
        return f"{each.model_fields[column].title}列"
    is_row = prefix in set(report.instances(Applicants))
    return f"“{report.label(prefix)}”{'行' if is_row else ''}"


def _name(scope: type[Part], term: str) -> str:
    """Name a term for a sentence: ``outcomes.total`` is 第三项总计."""
    names, steps = [], term.split(".")
    for depth in range(1, len(steps) + 1):
        declared = report.declaration(".".join(steps[:depth]), scope)
        names.append(report.stated(declared, "short") or _NUMBERING.sub("", declared.title or ""))
    return "".join(names)


def _side(terms: list[tuple[str, str]]) -> Phrase:
    pieces: list[str | Sum] = []
    for name, path in terms:
        pieces += [f"{'加' if pieces else ''}{name} ", Sum(unfolded([path])), " "]
    if len(terms) > 1:
        pieces += ["等于 ", Sum(unfolded([path for _, path in terms])), " "]
    return tuple(pieces[:-1])


def _phrase(
    where: str, sign: str, left: list[tuple[str, str]], right: list[tuple[str, str]]
) -> Phrase:
    difference = Sum(
        unfolded([path for _, path in left]), unfolded([path for _, path in right]), is_size=True
    )
    link = "，" if sign == "==" else "，多于"
    return (f"{where}：", *_side(left), link, *_side(right), "，相差 ", difference)


@cache
def _total_parts() -> Mapping[str, tuple[str, ...]]:
    return {total.path: total.parts for table in official_tables() for total in table.totals}


def unfolded(paths: list[str]) -> tuple[str, ...]:
    """Return ``paths`` with every total replaced by the entries it adds up, in the form's order."""
    entries: list[str] = []
    for path in paths:
        parts = _total_parts().get(path) or group_rows(path)
        entries += unfolded(list(parts)) if parts else [path]
    return tuple(entries)


def group_rows(path: str) -> tuple[str, ...]:
    """Return the rows below a group (``outcomes.refused.business`` stands for eight of them)."""
    parent, _, column = path.rpartition(".")
    kind = report.kind_of(parent)
    if isinstance(kind, type) and issubclass(kind, report.Rows):
        return tuple(f"{parent}.{name}.{column}" for name in kind.model_fields)
    return ()
