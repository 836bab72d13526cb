"""A return beside the other bodies of its county: copied texts (X-04), the county's sums (R-01).

The later of two copies is told as it comes in; the earlier one stands in the store, and is told in
the same transaction: ``compared(outcome, store)``, then ``put(outcome, store)``, at the end
``tell_the_earlier(store)``. Only those are asked for whose texts are near.
"""

from collections.abc import Mapping
from dataclasses import replace

from nianbao.county.folder import County
from nianbao.county.roll_up import counted, own_name
from nianbao.findings.finding import Finding, Severity, by_severity, has_errors, merged
from nianbao.form.report import Report
from nianbao.intake.examine import to_send_back
from nianbao.intake.outcome import Circumstances, Outcome
from nianbao.rules import COUNTY_CODES, check_county
from nianbao.rules.evidence import Evidence
from nianbao.rules.prose.copying import compared_texts, shelve, shelves
from nianbao.rules.prose.text_index import Match, Shelf, Texts
from nianbao.rules.roll_up import sums_hold
from nianbao.store.store import Store
from nianbao.workbook.layout import layout


class Comparison:
    """Compares the returns of a run with everybody's of the year."""

    def __init__(self, county: County, circumstances: Circumstances) -> None:
        self._county = county
        self._circumstances = circumstances
        self._touched: set[str] = set()
        # What a run knows that records nothing: the texts of its own returns.
        self._of_this_run: Mapping[str, Shelf] = shelves(())

    def compared(self, outcome: Outcome, store: Store | None) -> Outcome:
        """Return ``outcome`` with what the comparison finds; it may have to go back for it."""
        report, policy = outcome.report, self._circumstances.policy
        if report is None or outcome.body is None:
            return outcome
        evidence = Evidence(places=outcome.places, shelves=self._shelves(store), policy=policy)
        found = [*check_county(report, evidence), *self._sums(outcome, evidence, store)]
        settled = self._circumstances.settled(found, report, outcome.body)
        outcome = replace(
            outcome,
            findings=tuple(by_severity((*outcome.findings, *settled.standing))),
            waived=(*outcome.waived, *(each.finding for each in settled.waived)),
        )
        if not has_errors(outcome.findings) or not settled.standing:
            return outcome
        marked = to_send_back(outcome, self._circumstances)
        return replace(outcome, status="returned", documents={}, marked=marked)

    def remember(self, outcome: Outcome) -> None:
        """Let the next ones of a run that records nothing be compared with this one too."""
        if outcome.report is not None and outcome.body is not None:
            least = self._circumstances.policy.thresholds.copy_least
            shelve(outcome.report, self._of_this_run, least)

    def put(self, outcome: Outcome, store: Store) -> None:
        """Let everybody be compared with ``outcome``, where it stands; call it once recorded."""
        if outcome.report is None or outcome.body is None or outcome.year is None:
            return
        standing = store.standing_of(outcome.body, outcome.year)
        if standing is None or standing.report is None:
            return
        limits = self._circumstances.policy.thresholds
        texts = compared_texts(standing.report, limits.copy_least)
        for part, index in store.texts(outcome.year).items():
            old, new = index.text_of(outcome.body), texts.get(part)
            if old == new:
                continue
            if new is not None:
                near = index.matches(outcome.body, new, limits.county_copy_hint)
                self._touched |= {each.name for each in near if each.share > each.told}
            if old is not None:
                left = index.matches(outcome.body, old, limits.county_copy_hint)
                self._touched |= {each.name for each in left}
            index.put(outcome.body, new)
            if new is not None and near:
                index.note(outcome.body, near[0].share)

    def tell_the_earlier(self, store: Store) -> None:
        """Note X-04 with those whose texts somebody else sent later, or sends no more.

        They are only told, even where the county makes copying an error: nobody's copy sends
        another one's return back.
        """
        places = {path: spot.place for path, spot in layout().spots.items()}
        policy, year = self._circumstances.policy, self._circumstances.year
        for body in sorted(self._touched):
            kept = store.standing_of(body, year)
            if kept is None or kept.report is None:
                continue
            evidence = Evidence(places=places, shelves=store.texts(year), policy=policy)
            found = check_county(kept.report, evidence)
            self._note(kept.report, store)
            noted = [each for each in kept.findings if each.code in COUNTY_CODES]
            if {each.message for each in found} == {each.message for each in noted}:
                continue
            others = [each for each in kept.findings if each.code not in COUNTY_CODES]
            told = by_severity((*others, *map(_only_told, found)))
            store.record(kept.model_copy(update={"findings": tuple(told)}), kept)
        self._touched.clear()

    def _note(self, report: Report, store: Store) -> None:
        """Note how near the nearest is that the body is told of; nobody farther need be told."""
        limits = self._circumstances.policy.thresholds
        texts, indexes = compared_texts(report, limits.copy_least), store.texts(report.year)
        for part, text in texts.items():
            near = indexes[part].matches(report.organisation, text, limits.county_copy_hint)
            indexes[part].note(report.organisation, near[0].share if near else 0.0)

    def _shelves(self, store: Store | None) -> Mapping[str, Texts]:
        kept = store.texts(self._circumstances.year) if store else {}
        return {
            part: _Both(shelf, kept[part]) if part in kept else shelf
            for part, shelf in self._of_this_run.items()
        }

    def _sums(self, outcome: Outcome, evidence: Evidence, store: Store | None) -> list[Finding]:
        """R-01: the county's own figures are the sums of its bodies' accepted ones."""
        if outcome.report is None or store is None or outcome.body != own_name(self._county):
            return []
        accepted = counted(self._county, store.accepted(self._circumstances.year))
        return evidence.policy.applied(merged(sums_hold(outcome.report, accepted, evidence)))


class _Both:
    """The texts of this run over those of the store."""

    def __init__(self, newer: Shelf, kept: Texts) -> None:
        self._newer, self._kept = newer, kept

    def matches(self, name: str, text: str, least: float) -> list[Match]:
        kept = self._kept.matches(name, text, least)
        older = [each for each in kept if each.name not in self._newer.texts]
        found = [*self._newer.matches(name, text, least), *older]
        return sorted(found, key=lambda match: (-match.share, match.name))


def _only_told(found: Finding) -> Finding:
    return found.at(Severity.WARNING) if found.severity is Severity.ERROR else found
