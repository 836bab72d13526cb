"""A return beside the other bodies of its county: copied texts (X-04), the county's sums (R-01)."""

from collections.abc import Mapping
from dataclasses import replace

from nianbao.county.folder import County
from nianbao.county.roll_up import counted, own_name
from nianbao.findings.finding import Finding, Severity, by_severity, has_errors, merged
from nianbao.intake.examine import to_send_back
from nianbao.intake.outcome import Circumstances, Outcome
from nianbao.rules import COUNTY_CODES, check_county
from nianbao.rules.evidence import Evidence
from nianbao.rules.prose.copying import shelve, shelves
from nianbao.rules.prose.text_index import Shelf
from nianbao.rules.roll_up import sums_hold
from nianbao.store.store import Store
from nianbao.workbook.layout import layout


class Comparison:
    """Compares the returns of a run with everybody's of the year; ``store`` may be missing."""

    def __init__(self, county: County, circumstances: Circumstances, store: Store | None) -> None:
        self._county = county
        self._circumstances = circumstances
        self._store = store
        sent = store.standing(circumstances.year) if store else {}
        reports = [kept.report for kept in sent.values() if kept.report is not None]
        self._shelved: Mapping[str, Shelf] = shelves(reports, circumstances.policy.thresholds)

    def compared(self, outcome: Outcome) -> Outcome:
        """Return ``outcome`` with what the comparison finds; it may have to go back for it."""
        report, policy = outcome.report, self._circumstances.policy
        if report is None or outcome.body is None:
            return outcome
        evidence = Evidence(places=outcome.places, shelves=self._shelved, policy=policy)
        found = [*check_county(report, evidence), *self._sums(outcome, evidence)]
        settled = self._circumstances.settled(found, report, outcome.body)
        shelve(report, self._shelved, policy.thresholds.copy_least)
        outcome = replace(
            outcome,
            findings=tuple(by_severity((*outcome.findings, *settled.standing))),
            waived=(*outcome.waived, *(each.finding for each in settled.waived)),
        )
        if not has_errors(outcome.findings) or not settled.standing:
            return outcome
        marked = to_send_back(outcome, self._circumstances)
        return replace(outcome, status="returned", documents={}, marked=marked)

    def tell_the_earlier(self) -> None:
        """Note X-04 with those whose texts somebody else sent later, in this run or one cut short.

        The later of two copies is told as it comes in, the earlier one stands in the store. It is
        only told, even where the county makes copying an error: nobody's copy sends it back.
        """
        if self._store is None:
            return
        places = {path: spot.place for path, spot in layout().spots.items()}
        policy = self._circumstances.policy
        evidence = Evidence(places=places, shelves=self._shelved, policy=policy)
        for kept in self._store.standing(self._circumstances.year).values():
            if kept.report is None:
                continue
            noted = [each for each in kept.findings if each.code in COUNTY_CODES]
            found = check_county(kept.report, evidence)
            if {each.message for each in found} == {each.message for each in noted}:
                continue
            others = [each for each in kept.findings if each.code not in COUNTY_CODES]
            told = by_severity((*others, *map(_only_told, found)))
            self._store.record(kept.model_copy(update={"findings": tuple(told)}), kept)

    def _sums(self, outcome: Outcome, evidence: Evidence) -> list[Finding]:
        """R-01: the county's own figures are the sums of its bodies' accepted ones."""
        if outcome.report is None or self._store is None or outcome.body != own_name(self._county):
            return []
        accepted = counted(self._county, self._store.accepted(self._circumstances.year))
        return evidence.policy.applied(merged(sums_hold(outcome.report, accepted, evidence)))


def _only_told(found: Finding) -> Finding:
    return found.at(Severity.WARNING) if found.severity is Severity.ERROR else found
