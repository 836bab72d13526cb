"""Whose return is it, and of which year: the carriers in the workbook against the roster.

A return whose carriers contradict each other is booked to nobody; it goes back with the reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from nianbao.county.bodies import Body, Roster, key_of
from nianbao.findings.finding import Finding, finding, has_errors
from nianbao.form.basics import CONTACT, BodyKind, Particulars
from nianbao.workbook.form_code import GENERAL, TEMPLATE_VERSION, FormCode
from nianbao.workbook.read.reading import Reading, year_of

_WRONG_FORM = frozenset({"I-01", "I-02", "I-03"})


@dataclass(frozen=True)
class Booking:
    """``body`` is the name the return is booked to, None where that is not certain; ``code`` is
    the body code of its workbook.
    """

    organisation: str
    year: int
    kind: BodyKind | None
    body: str | None
    code: str
    findings: tuple[Finding, ...]

    @property
    def form_is_wrong(self) -> bool:
        """True when another form has to be filled in: this one is not theirs, or damaged."""
        return any(each.code in _WRONG_FORM and has_errors([each]) for each in self.findings)


def book(reading: Reading, roster: Roster, year: int) -> Booking:
    """Return body and year of ``reading``; ``year`` is the one being collected."""
    found: list[Finding] = []
    version = reading.carriers.hidden.get("template", "")
    if version and version != str(TEMPLATE_VERSION):
        expected = str(TEMPLATE_VERSION)
        found.append(finding("another template", seen=version, expected=expected))
    code = _code(reading, found)
    typed = str(reading.entries["organisation"])
    owner = _owner(code, reading, roster, found)
    listed = roster.find(typed)
    name = listed.name if listed else typed
    found += _wrong_body(reading, roster, name, owner)
    found += _wrong_year(reading, code, year)
    is_certain = not has_errors(found)
    found += _contact_missing(reading)
    kind = listed.kind if listed else reading.particulars.kind
    stated = year_of(reading.typed_year) or (code.year if code else year)
    body_code = code.body if code else listed.code if listed else GENERAL
    return Booking(name, stated, kind, name if is_certain else None, body_code, tuple(found))


def _code(reading: Reading, found: list[Finding]) -> FormCode | None:
    """Return the form code both carriers vouch for; what speaks against it goes to ``found``."""
    carriers = reading.carriers
    places = [carriers.place] if carriers.place else []
    printed, hidden = FormCode.parse(carriers.printed), FormCode.parse(carriers.hidden_code)
    if hidden and not hidden.agrees_with(carriers.hidden_code):
        hidden = None
    if carriers.printed and (printed is None or not printed.agrees_with(carriers.printed)):
        expected = str(hidden or "发放时的编码")
        found.append(finding("code broken", places, seen=carriers.printed, expected=expected))
        return hidden
    if printed and hidden and not printed.agrees_with(str(hidden)):
        found.append(finding("carriers disagree", places, seen=str(printed), expected=str(hidden)))
        return None
    if printed is None and hidden is None:
        found.append(finding("code missing"))
    return printed or hidden


def _owner(
    code: FormCode | None, reading: Reading, roster: Roster, found: list[Finding]
) -> Body | str | None:
    """Return whom the workbook was issued to: a body of the roster, else the name it carries."""
    if code is None or code.body == GENERAL:
        return None
    if not len(roster):
        return reading.carriers.hidden.get("organisation") or None
    owner = roster.by_code(code.body)
    if owner is None:
        places = [reading.carriers.place] if reading.carriers.place else []
        found.append(finding("code unknown", places, seen=code.body))
    return owner


def _wrong_body(
    reading: Reading, roster: Roster, name: str, owner: Body | str | None
) -> Iterator[Finding]:
    places = reading.evidence.places_of("organisation")
    if not name:
        yield finding("body unnamed", places)
        return
    issued_to = owner.name if isinstance(owner, Body) else owner
    is_unknown = bool(len(roster)) and roster.find(name) is None
    if issued_to and key_of(issued_to) != key_of(name):
        sentence = "misnamed" if is_unknown else "another body"
        yield finding(sentence, places, seen=name, expected=issued_to)
    elif is_unknown:
        near = roster.nearest(name)
        advice = f"是不是“{near.name}”？请改成名册上的全称。" if near else "请核对机关全称。"
        yield finding("not in roster", places, seen=name, advice=advice)


def _wrong_year(reading: Reading, code: FormCode | None, year: int) -> Iterator[Finding]:
    stated, places = year_of(reading.typed_year), reading.evidence.places_of("year")
    if stated is None:
        sentence = "year unread" if reading.typed_year else "year missing"
        yield finding(sentence, places, seen=reading.typed_year)
    issued = code.year if code else stated
    if issued is not None and issued != year:
        where = [reading.carriers.place] if code and reading.carriers.place else places
        yield finding("another year", where, seen=str(issued), expected=str(year))
    elif stated is not None and stated != issued:
        expected = str(issued)
        yield finding("issued for another year", places, seen=str(stated), expected=expected)


def _contact_missing(reading: Reading) -> Iterator[Finding]:
    missing = [name for name in CONTACT if not getattr(reading.particulars, name)]
    if missing:
        titles = [Particulars.model_fields[name].title or "" for name in missing]
        places = reading.evidence.places_of(*missing)
        yield finding("contact missing", places, seen="、".join(titles))
