"""How a finding quotes the words it speaks of: from the clause that matters, whole words only."""

import re

from nianbao.rules.prose.statements import Statement

_LONGEST = 60
_CLAUSE = re.compile("[，；：、]")


def quoted(each: Statement) -> str:
    """Return the sentence of a statement: whole, or from the clause that says it.

    What is left out before and behind is shown by …; a clause is never cut.
    """
    if len(each.sentence) <= _LONGEST:
        return each.sentence
    return _ended(stated(each), is_cut=True)


def stated(each: Statement) -> str:
    """Return the clause of a statement."""
    if each.is_denial:
        return each.denial
    return f"{each.counted}{each.number}{each.unit}{each.after}".lstrip("、")


def opening(words: str, longest: int = 40) -> str:
    """Return the beginning of ``words``: whole clauses, as many as ``longest`` characters hold."""
    if len(words) <= longest:
        return words
    marks = [mark.start() for mark in _CLAUSE.finditer(words) if mark.start() <= longest]
    return f"{words[: marks[-1] if marks else longest]}…"


def clipped(words: str) -> str:
    """Return the end of ``words``, from the beginning of a clause."""
    words = words.strip()
    if len(words) <= _LONGEST:
        return words
    marks = [mark.end() for mark in _CLAUSE.finditer(words) if len(words) - mark.end() <= _LONGEST]
    return f"…{words[marks[0] :]}" if marks else _ended(words, is_cut=False)


def _ended(words: str, *, is_cut: bool) -> str:
    """Return ``words`` up to the last clause that fits, the marks of what is left out around."""
    lead = "…" if is_cut else ""
    if len(words) <= _LONGEST:
        return f"{lead}{words}…"
    marks = [mark.start() for mark in _CLAUSE.finditer(words) if mark.start() <= _LONGEST]
    return f"{lead}{words[: marks[-1] if marks else _LONGEST]}…"
