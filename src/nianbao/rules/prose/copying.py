"""Copied texts (rules X-03, X-04): part 五 from last year's own, parts 一 and 五 from neighbours.

``shelves(reports)`` puts everybody's texts of the year into the two indexes that Evidence carries;
done once for the county, it serves every check.
"""

from collections.abc import Iterable, Iterator, Mapping

from nianbao.findings.finding import Finding, Severity, finding
from nianbao.form.report import PART_FIVE_TITLE, Report
from nianbao.rules.evidence import Evidence
from nianbao.rules.policy import Thresholds
from nianbao.rules.prose.narratives import OVERVIEW, PART_FIVE, overview_text, part_five_text
from nianbao.rules.prose.text_index import (
    MOST_FOUND,
    SIZE,
    Match,
    Shelf,
    containment,
    grams,
    letters,
    shared_passages,
)

_PARTS = {
    "overview": ("一、总体情况", overview_text, OVERVIEW),
    "part_five": (PART_FIVE_TITLE, part_five_text, PART_FIVE),
}
_PASSAGE = 36


PARTS = tuple(_PARTS)


def shelves(reports: Iterable[Report], thresholds: Thresholds | None = None) -> Mapping[str, Shelf]:
    """Return the indexes over the texts of ``reports`` of one year, texts too short left out."""
    found = {key: Shelf({}) for key in PARTS}
    for whole in reports:
        shelve(whole, found, (thresholds or Thresholds()).copy_least)
    return found


def shelve(report: Report, shelved: Mapping[str, Shelf], least: int) -> None:
    """Put the texts of one more report into the indexes."""
    for key, text in compared_texts(report, least).items():
        shelved[key].add(report.organisation, text)


def compared_texts(report: Report, least: int) -> dict[str, str]:
    """Return by part what is compared of a report: texts with ``least`` 5-grams and more."""
    texts = ((key, text_of(report)) for key, (_, text_of, _) in _PARTS.items())
    return {key: text for key, text in texts if _is_long(text, least)}


def part_five_is_new(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """X-03: part 五 is not last year's again (不得出现敷衍了事甚至年年雷同现象)."""
    if evidence.last_year is None:
        return
    limits = evidence.policy.thresholds
    text, before = part_five_text(whole), part_five_text(evidence.last_year)
    if not (_is_long(text, limits.copy_least) and _is_long(before, limits.copy_least)):
        return
    share = containment(grams(text), grams(before))
    if share >= limits.own_copy_hint:
        severity = _severity(share, limits.own_copy_warning)
        yield finding(
            f"copied from last year {severity.value}",
            evidence.places_of(*PART_FIVE),
            seen=_passages(text, before),
            expected=f"{share:.0%}",
        )


def texts_are_own(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """X-04: part 一 and part 五 are not another body's; the closest one is named."""
    limits = evidence.policy.thresholds
    for key, shelf in evidence.shelves.items():
        title, text_of, paths = _PARTS[key]
        text = text_of(whole)
        if not _is_long(text, limits.copy_least):
            continue
        found = shelf.matches(whole.organisation, text, limits.county_copy_hint)
        if found:
            severity = _severity(found[0].share, limits.county_copy_warning)
            yield finding(
                f"copied from another body {severity.value}",
                evidence.places_of(*paths),
                seen=_passages(text, found[0].text),
                expected=f"{found[0].share:.0%}",
                part=title,
                other=found[0].name,
                more=_others(found),
            )


def _others(found: list[Match]) -> str:
    least = "至少 " if len(found) == MOST_FOUND else ""
    return f"（还有{least or ' '}{len(found) - 1} 个机关也相似）" if len(found) > 1 else ""


def _severity(share: float, warning: float) -> Severity:
    return Severity.WARNING if share >= warning else Severity.HINT


def _passages(text: str, other: str) -> str:
    shown = (
        passage if len(passage) <= _PASSAGE else f"{passage[:_PASSAGE]}…"
        for passage in shared_passages(text.replace("\n", ""), other)
    )
    return "、".join(f"“{passage}”" for passage in shown)


def _is_long(text: str, least: int) -> bool:
    return len(letters(text)) - SIZE + 1 >= least
