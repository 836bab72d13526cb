"""The numbers of the tables that words may agree with, by name: the one table of readings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nianbao.form.report import (
    Applicants,
    Figure,
    NotProcessed,
    OtherOutcomes,
    Refused,
    Report,
    Unavailable,
)
from nianbao.rules.equations import unfolded

RECEIVED, CARRIED_IN, CARRIED_OUT, OUTCOMES = (
    f"applications.{row}.total"
    for row in ("received", "carried_in", "carried_out", "outcomes.total")
)


class Figures:
    """The figures of a report by path; ``Figures(report)(path)``, each total added up once."""

    def __init__(self, whole: Report) -> None:
        self._known: dict[str, Any] = {"": whole}

    def __call__(self, path: str) -> Figure:
        """Return the entry or total at ``path``."""
        found: Figure = self._at(path)
        return found

    def _at(self, path: str) -> Any:
        if path not in self._known:
            parent, _, name = path.rpartition(".")
            self._known[path] = getattr(self._at(parent), name)
        return self._known[path]


@dataclass(frozen=True)
class Reading:
    """A number the tables give: ``plus`` less ``minus``; ``name`` is how a sentence calls it.

    ``aside`` is how a message calls it as a second number (除去其他处理). ``is_doubtful``: agreeing
    with this reading only is worth a hint.
    """

    name: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    aside: str = ""
    is_doubtful: bool = False

    def of(self, figures: Figures) -> Figure:
        """Return the number."""
        return sum(map(figures, self.plus)) - sum(map(figures, self.minus))


@cache
def entries(readings: tuple[Reading, ...]) -> frozenset[str]:
    """Return the entry cells the readings rest on."""
    paths = {path for reading in readings for path in reading.plus + reading.minus}
    return frozenset(unfolded(sorted(paths)))


def _rows(kind: type, group: str) -> tuple[str, ...]:
    return tuple(f"applications.outcomes.{group}.{row}.total" for row in kind.model_fields)  # type: ignore[attr-defined]


_GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "granted": ("（一）予以公开", ("applications.outcomes.granted.total",)),
    "partly_granted": ("（二）部分公开", ("applications.outcomes.partly_granted.total",)),
    "refused": ("（三）不予公开", _rows(Refused, "refused")),
    "unavailable": ("（四）无法提供", _rows(Unavailable, "unavailable")),
    "not_processed": ("（五）不予处理", _rows(NotProcessed, "not_processed")),
    "other": ("（六）其他处理", _rows(OtherOutcomes, "other")),
}
_OTHER = _GROUPS["other"][1]

NEW = Reading("表三第一项（新收）", (RECEIVED,))
ALL = Reading("表三第一项加第二项", (RECEIVED, CARRIED_IN), aside="连同上年结转")
CLOSED = Reading("表三（七）总计", (OUTCOMES,), aside="办结")
OPEN = Reading(
    "表三（一）加（二）", (*_GROUPS["granted"][1], *_GROUPS["partly_granted"][1]), aside="公开"
)
WITHOUT_OTHER = Reading("表三（七）总计减（六）", (OUTCOMES,), _OTHER, "除去其他处理")
ANSWERED = (
    CLOSED,
    WITHOUT_OTHER,
    Reading("表三（七）总计减（六）第1、2项", (OUTCOMES,), _OTHER[:2]),
    Reading("表三（七）总计减（五）、（六）", (OUTCOMES,), (*_GROUPS["not_processed"][1], *_OTHER)),
)
LEFT = Reading("表三第四项（结转下年）", (CARRIED_OUT,), aside="结转下年")
BROUGHT = Reading("表三第二项（上年结转）", (CARRIED_IN,), aside="上年结转")


def outcome_readings(names: tuple[str, ...]) -> tuple[Reading, ...]:
    """Return what ``names`` (``refused``, ``unavailable.not_held``) may come to.

    Several together are added up (公开和部分公开5件); each may stand for the number alone
    (因不掌握无法提供5件), and a single row for the whole of its item.
    """
    groups = tuple(dict.fromkeys(name.partition(".")[0] for name in names))
    rows = tuple(name for name in names if "." in name)
    whole = [_group(group) for group in groups]
    single = [_row(row) for row in rows]
    together: list[Reading] = []
    if len(groups) > 1:
        label = "加".join(each.name.removeprefix("表三") for each in whole)
        together = [Reading(f"表三{label}", tuple(path for each in whole for path in each.plus))]
    return (*together, *single, *whole)


def _group(name: str) -> Reading:
    label, paths = _GROUPS[name]
    return Reading(f"表三{label}", paths, aside=label.partition("）")[2])


def _row(name: str) -> Reading:
    group, _, _ = name.partition(".")
    label, paths = _GROUPS[group]
    path = f"applications.outcomes.{name}.total"
    return Reading(f"表三{label}第{paths.index(path) + 1}项", (path,))


_COMPANIES = tuple(name for name in Applicants.model_fields if name != "natural_person")
_COLUMNS: Mapping[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "natural_person": ("自然人", (("natural_person",),)),
    "organisations": ("法人或其他组织", (_COMPANIES, ("business",))),
    "business": ("商业企业", (("business",), _COMPANIES)),
}
_APPLICANT_ROWS = {
    "第一项": ("received",),
    "第一项加第二项": ("received", "carried_in"),
    "（七）总计": ("outcomes.total",),
}


def applicant_readings(name: str) -> tuple[Reading, ...]:
    """Return the readings of one kind of applicant: new, new and carried over, closed."""
    label, sets = _COLUMNS[name]
    return tuple(
        Reading(
            f"表三{label}列{item}",
            tuple(f"applications.{row}.{column}" for row in rows for column in columns),
            aside={"第一项": "", "第一项加第二项": "连同上年结转", "（七）总计": "办结"}[item],
        )
        for columns in sets
        for item, rows in _APPLICANT_ROWS.items()
    )


_RECONSIDERED = ("disputes.reconsideration",)
_DIRECT, _LATER = ("disputes.direct_litigation",), ("disputes.litigation_after_reconsideration",)
_SUED = (*_DIRECT, *_LATER)
BLOCKS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "reconsideration": ("表四行政复议", _RECONSIDERED),
    "litigation": ("表四两栏行政诉讼", _SUED),
    "direct_litigation": ("表四未经复议直接起诉", _DIRECT),
    "later_litigation": ("表四复议后起诉", _LATER),
    "both": ("表四行政复议、行政诉讼", (*_RECONSIDERED, *_SUED)),
}
_RESULTS = {"upheld": "结果维持", "corrected": "结果纠正", "pending": "尚未审结"}


def dispute_readings(name: str) -> tuple[Reading, ...]:
    """Return the readings of a block of table 四: all cases, and less those still open."""
    label, blocks = BLOCKS[name]
    totals = tuple(f"{block}.total" for block in blocks)
    pending = tuple(f"{block}.pending" for block in blocks)
    return (
        Reading(f"{label}总计", totals),
        Reading(f"{label}总计减尚未审结", totals, pending, "不计尚未审结", is_doubtful=True),
    )


def result_readings(name: str, result: str) -> tuple[Reading, ...]:
    """Return the readings of one result of a block of table 四."""
    label, blocks = BLOCKS[name]
    together = Reading(f"{label}{_RESULTS[result]}", tuple(f"{b}.{result}" for b in blocks))
    return (together, *(Reading(together.name, (f"{b}.{result}",)) for b in blocks[1:]))


_DECIDED = {"licences": "行政许可", "penalties": "行政处罚", "coercive_measures": "行政强制"}


def decision_readings(name: str) -> tuple[Reading, ...]:
    """Return the reading of licences, penalties or coercive measures in table 二."""
    return (Reading(f"表二{_DECIDED[name]}", (f"disclosure.{name}",)),)


_FIELDS = {"made": "本年制发", "repealed": "本年废止", "in_force": "现行有效"}


def document_readings(field: str) -> tuple[Reading, ...]:
    """Return the readings of 规范性文件, without and with 规章."""
    normative, regulations = (
        f"disclosure.{row}.{field}" for row in ("normative_documents", "regulations")
    )
    return (
        Reading(f"表二行政规范性文件{_FIELDS[field]}", (normative,)),
        Reading("表二规章加行政规范性文件", (normative, regulations), aside="连同规章"),
    )
