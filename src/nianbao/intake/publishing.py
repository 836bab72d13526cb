"""Documents of accepted returns written again, one body after the other."""

from collections.abc import Iterable, Iterator

from nianbao.county.folder import County
from nianbao.documents.composition import Published
from nianbao.documents.formats import writer_for, written
from nianbao.documents.missing_glyphs import MissingGlyphs
from nianbao.intake.filing import Filing
from nianbao.intake.outcome import Outcome
from nianbao.store.store import Store
from nianbao.store.submissions import Submission


def publish(
    county: County, store: Store, accepted: Iterable[Submission], formats: tuple[str, ...]
) -> Iterator[tuple[Submission, MissingGlyphs | None]]:
    """Write the documents of accepted submissions again.

    Yields each with where they are now, and why there is no PDF of it.
    """
    for each in accepted:
        if each.report is None or each.particulars is None:
            continue
        published = Published(each.report, each.particulars)
        made, lacking = written(published, formats, writer_for(county.path))
        outcome = Outcome(
            file=each.file_name,
            status="accepted",
            body=each.body,
            report=each.report,
            particulars=each.particulars,
            documents=made,
        )
        with store.alone() as alone:
            placed = Filing(county, alone).documents(outcome, each.body or each.sha256, formats)
            kept = alone.published(each, {**each.outputs, **placed})
        yield kept, lacking
