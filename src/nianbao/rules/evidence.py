"""What the rules may know beside the report: the workbook's notes, the county, last year."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nianbao.form.basics import BodyKind
from nianbao.form.report import Figure, Report
from nianbao.rules.policy import Policy
from nianbao.rules.prose.lexicon import Lexicon
from nianbao.rules.prose.text_index import Texts
from nianbao.rules.prose.typos import Slips


@dataclass(frozen=True)
class StoredTotal:
    """A total as the file holds it. ``is_formula``: our formula still stands in the cell."""

    value: Figure | None
    is_formula: bool


@dataclass(frozen=True)
class Evidence:
    """What the rules may know of a return beside its report; empty for a report from elsewhere.

    ``places`` maps paths (entries, totals, texts, ``declaration.KEY``) to ``"sheet!cell"``;
    ``unread`` names entries that could not be read and stand as nil in the report; ``declared``
    maps a table's key to what stands in its declaration, None where nothing does.

    ``last_year`` is the same body's report of the year before, where the county has it;
    ``is_last_year_imported``: it came from elsewhere, no return of it was accepted here.
    ``explanations`` maps what the body explains (``applications.carried_in``,
    ``disclosure.regulations``) to its words.

    Of the county: the ``kind`` of the body, the names of its roster as ``others``, the
    ``shelves`` with everybody's texts of this year (keys ``overview`` and ``part_five``, see
    ``rules.copying``), its list of ``slips``, its ``words``
    (the lexicon) and its ``policy``.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    declared: Mapping[str, str | None] = field(default_factory=dict)
    fee_declared: str | None = None
    totals: Mapping[str, StoredTotal] = field(default_factory=dict)
    last_year: Report | None = None
    is_last_year_imported: bool = False
    explanations: Mapping[str, str] = field(default_factory=dict)
    kind: BodyKind | None = None
    others: frozenset[str] = frozenset()
    shelves: Mapping[str, Texts] = field(default_factory=dict)
    slips: Slips | None = None
    words: Lexicon | None = None
    policy: Policy = field(default_factory=Policy)

    def places_of(self, *paths: str) -> tuple[str, ...]:
        """Return where ``paths`` stood, those that stood nowhere left out."""
        return tuple(self.places[path] for path in paths if path in self.places)
