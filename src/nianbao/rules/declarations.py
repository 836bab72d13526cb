"""What a body must declare: of each table (A-06, A-09), of the fee (F-01), in each text (S-01)."""

from collections.abc import Iterator

from nianbao.findings.finding import Finding, finding
from nianbao.form import report
from nianbao.form.basics import Declaration
from nianbao.form.report import FIGURES, PART_FIVE_TITLE, TABLES, Overview, Report
from nianbao.prose import says_nothing
from nianbao.rules.evidence import Evidence

_ASPECTS = tuple(f"overview.{name}" for name in Overview.model_fields)


def tables_declared(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """A-06, A-09: a declaration for every table, agreeing with its figures."""
    for key in TABLES:
        if key not in evidence.declared:
            continue
        place = evidence.places_of(f"declaration.{key}")
        paths = [path for path in FIGURES if path.startswith(f"{key}.")]
        is_nil = not any(report.figure(whole, path) for path in paths)
        has_unread = not evidence.unread.isdisjoint(paths)
        match evidence.declared[key]:
            case None:
                yield finding("undeclared", place)
            case Declaration.NIL:
                if not is_nil:
                    yield finding("declared nil with figures", place)
            case Declaration.FIGURES:
                if is_nil and not has_unread:
                    yield finding("declared figures but nil", place)
                blank = [path for path in paths if path in evidence.blank]
                if blank:
                    yield finding("blank", evidence.places_of(*blank), seen=str(len(blank)))
            case other:
                yield finding("declared otherwise", place, seen=other)


def fee_declared(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """F-01: the report says whether a fee for processing information was charged."""
    if whole.other.fee_charged is None:
        place = evidence.places_of("other.fee_charged")
        if evidence.fee_declared:
            yield finding("fee declared otherwise", place, seen=evidence.fee_declared)
        else:
            yield finding("fee undeclared", place)


def texts_filled(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """S-01: part 一 and part 五 say something; an aspect of part 一 left out is a warning."""
    silent = [
        path
        for path in _ASPECTS
        if says_nothing(getattr(whole.overview, path.removeprefix("overview.")))
    ]
    parts: dict[str, tuple[str, ...]] = {}
    if len(silent) == len(_ASPECTS):
        parts[report.label("overview")] = _ASPECTS
    elif silent:
        named = "”“".join(report.label(path) for path in silent)
        yield finding("aspect empty", evidence.places_of(*silent), seen=named)
    if says_nothing(whole.problems) and says_nothing(whole.improvements):
        parts[PART_FIVE_TITLE] = ("problems", "improvements")
    if parts:
        places = evidence.places_of(*(path for paths in parts.values() for path in paths))
        yield finding("part empty", places, seen="”“".join(parts))
