"""What a body sent over time, and what changed from one version to the next, cell by cell."""

from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from nianbao.form.basics import NO, YES
from nianbao.form.fields import shortest
from nianbao.form.names import named
from nianbao.form.report import Report
from nianbao.store.store import Store, counting
from nianbao.store.submissions import Submission

_UNSAID = "未填"


class Change(NamedTuple):
    """One entry that differs; ``path`` is that of the report, values are the report's own."""

    path: str
    before: Any
    after: Any

    @property
    def sentence(self) -> str:
        """What changed, in words; of a text only its length, the text itself is too long."""
        name = named(self.path)
        if isinstance(self.before, str):
            return f"“{name}”的文字有改动（{len(self.before)} 字改为 {len(self.after)} 字）"
        return f"“{name}”由 {_written(self.before)} 改为 {_written(self.after)}"


class Version(NamedTuple):
    """One submission of a body; ``changes`` are against the last one that could be read."""

    submission: Submission
    counts: bool
    changes: tuple[Change, ...]


def changes(before: Report, after: Report) -> tuple[Change, ...]:
    """Return every entry that differs, in the form's order; totals follow from entries."""
    old, new = before.entries(), after.entries()
    return tuple(Change(path, old[path], new[path]) for path in old if old[path] != new[path])


def history(store: Store, body: str, year: int) -> list[Version]:
    """Return what ``body`` sent for ``year``, in the order it came."""
    sent = store.submissions(year, body)
    accepted = [each for each in sent if each.status == "accepted"]
    counts = counting(accepted).id if accepted else None
    read = [each for each in sent if each.report is not None]
    differences = {later.id: _between(earlier, later) for earlier, later in pairwise(read)}
    return [Version(each, each.id == counts, differences.get(each.id, ())) for each in sent]


def _between(earlier: Submission, later: Submission) -> tuple[Change, ...]:
    if earlier.report is None or later.report is None:
        return ()
    return changes(earlier.report, later.report)


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return shortest(value)
    if isinstance(value, bool):
        return YES if value else NO
    return _UNSAID if value is None else str(value)
