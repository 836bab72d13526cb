"""收件情况.html: the status as one page for people, from ``templates/status.html.j2``.

``status_page(county, status)`` gives its bytes. The page loads nothing from elsewhere.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from nianbao.county.folder import STATUS_PAGE, County
from nianbao.county.settings import UNLIMITED
from nianbao.county.status import BodyStatus, CountyStatus, Result, in_china
from nianbao.documents.formats import FORMATS
from nianbao.findings.finding import told_together
from nianbao.store.submissions import Submission
from nianbao.store.waivers import Settled
from nianbao.templating import page

PAGE = STATUS_PAGE
_TEMPLATE = "status.html.j2"
_LINKS = {"marked": "退回的表", **{key: each.title for key, each in FORMATS.items()}}
_ORIGINAL = "原件"


def status_page(county: County, status: CountyStatus) -> bytes:
    """Return the page; links lead from the county folder, where ``PAGE`` belongs."""
    fields = {
        "county": county.settings.county,
        "status": {
            "year": status.year,
            "due": status.due.isoformat() if status.due else UNLIMITED,
            "sentence": status.sentence,
            "bodies": status.counts["bodies"],
        },
        "now": in_china(status.now),
        "shares": list(_shares(status)),
        "filters": _filters(status),
        "rows": [_row(each) for each in status.bodies],
        "unattributed": [_nobodys(each) for each in status.unattributed],
    }
    return page(_TEMPLATE, county.path, fields)


def _shares(status: CountyStatus) -> Iterator[dict[str, Any]]:
    """Yield the bar's pieces, in bodies: accepted first, missing last."""
    start = 0
    for result in (Result.ACCEPTED, Result.NIL, Result.RETURNED, Result.MISSING):
        width = status.counts[result.key]
        if width:
            yield {"key": result.key, "label": result.value, "start": start, "width": width}
        start += width


def _filters(status: CountyStatus) -> list[dict[str, Any]]:
    """Return the filters with how many rows each shows, bodies outside the roster included."""
    by_result = {result: sum(each.result is result for each in status.bodies) for result in Result}
    late = sum(bool(each.days_late) for each in status.bodies)
    return [
        {"key": "all", "label": "全部", "count": len(status.bodies)},
        *(
            {"key": result.key, "label": result.value, "count": count}
            for result, count in by_result.items()
        ),
        {"key": "late", "label": "逾期", "count": late},
    ]


def _row(each: BodyStatus) -> dict[str, Any]:
    current = each.current
    return {
        "key": each.result.key,
        "name": each.name,
        "sentence": each.sentence,
        "days_late": each.days_late,
        "arrivals": each.arrivals,
        "is_listed": each.is_listed,
        "contact": each.body.contact if each.body else "",
        "received": in_china(current.received_at) if current else "",
        "file": current.shown_name if current else "",
        "links": list(_links(current, each.later)),
        "findings": list(_findings(each.findings)),
        "later": _later(each),
        "waived": [
            {
                "code": waived.finding.code,
                "message": waived.finding.message,
                "reason": waived.waiver.reason,
                "by": waived.waiver.by,
                "given": in_china(waived.waiver.given_at),
            }
            for waived in each.findings.waived
        ],
    }


def _findings(settled: Settled) -> Iterator[dict[str, str]]:
    for found in told_together(settled.standing):
        yield {
            "code": found.code,
            "severity": found.severity.value,
            "severity_label": found.severity.chinese,
            "places": "、".join(found.places),
            "message": found.message,
        }


def _later(each: BodyStatus) -> dict[str, Any]:
    if each.later is None:
        return {}
    return {
        "received": in_china(each.later.received_at),
        "file": each.later.shown_name,
        "findings": list(_findings(each.later_findings)),
    }


def _links(current: Submission | None, later: Submission | None) -> Iterator[dict[str, str]]:
    if current is None:
        return
    outputs = dict(current.outputs)
    if later and later.outputs.get("marked"):
        outputs["marked"] = later.outputs["marked"]
    paths = [(label, outputs.get(key)) for key, label in _LINKS.items()]
    for label, path in (*paths, (_ORIGINAL, current.original)):
        if path:
            yield {"label": label, "href": quote(path)}


def _nobodys(each: Submission) -> dict[str, str]:
    return {
        "file": each.file_name,
        "received": in_china(each.received_at),
        "message": " ".join(found.message for found in each.findings),
    }
