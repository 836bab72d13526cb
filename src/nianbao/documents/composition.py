"""What a finished document says, in order, whatever form it takes: Word, web page or PDF.

``compose(published)`` turns a report and its particulars into titles, paragraphs with their run-in
headings, the fee sentence and the signature. Templates print it, the readback compares with it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from nianbao.errors import ProgramFault
from nianbao.files import safe_stem
from nianbao.form import report
from nianbao.form.basics import BodyKind, Particulars
from nianbao.form.fields import as_entered
from nianbao.form.report import PART_FIVE_TITLE, TABLES, Overview, Report
from nianbao.prose import clean_line, paragraphs

TITLE_SUFFIX = "年政府信息公开工作年度报告"
NUMERALS = "一二三四五六七八九十"
NO_FEE = "本年度没有向申请人收取信息处理费。"

# The parts in the form's order; the tables stand between the texts.
PART_TITLES: tuple[str, ...] = (
    report.label("overview"),
    *(report.label(key) for key in TABLES),
    PART_FIVE_TITLE,
    report.label("other"),
)
ASPECTS: dict[str, str] = {
    name: label if label.endswith("情况") else f"{label}情况"
    for name, label in ((name, report.label(f"overview.{name}")) for name in Overview.model_fields)
}
PART_FIVE: dict[str, str] = {"problems": "存在的主要问题", "improvements": "改进情况"}

_NUMBER = rf"(?:[（(][{NUMERALS}\d]+[）)]|[{NUMERALS}]+、|\d+[.．、])"
# A paragraph that opens with a heading of its own: “（一）加强组织领导。”
_OWN_HEADING = re.compile(rf"（[{NUMERALS}]+）[^。：；，]{{2,24}}(?:[。：]|$)")
_DATE = re.compile(r"(\d{4})\s*[-年/.．]\s*(\d{1,2})\s*[-月/.．]\s*(\d{1,2})\s*日?(?:[\sT（(]|$)")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_DIGITS = str.maketrans("〇零○０１２３４５６７８９一二三四五六七八九", "0000123456789123456789")
_TENS = (
    (re.compile(r"(?<=\d)十(?=\d)"), ""),
    (re.compile(r"(?<=\d)十"), "0"),
    (re.compile(r"十(?=\d)"), "1"),
    (re.compile("十"), "10"),
)


@dataclass(frozen=True)
class Published:
    """A report fit to publish, and who files it."""

    report: Report
    particulars: Particulars


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``heading`` is run in before ``text`` in another face, empty where none is."""

    heading: str
    text: str

    @property
    def whole(self) -> str:
        """The paragraph as it reads."""
        return self.heading + self.text


@dataclass(frozen=True)
class Composition:
    """The words of a document. ``date`` and ``signature`` are empty where none is printed."""

    body: str
    year: int
    contact: str
    website: str
    overview: tuple[Paragraph, ...]
    shortcomings: tuple[Paragraph, ...]
    other: tuple[Paragraph, ...]
    signature: str
    date: str

    @property
    def title(self) -> tuple[str, str]:
        """The two centred lines."""
        return self.body, f"{self.year}{TITLE_SUFFIX}"

    @property
    def signed(self) -> tuple[str, ...]:
        """The lines of the signature that are printed."""
        return tuple(line for line in (self.signature, self.date) if line)


def compose(published: Published) -> Composition:
    """Return the words of the document.

    Raises ``ProgramFault`` for a report that must not become one: nameless, or its fee undeclared.
    """
    whole, particulars = published.report, published.particulars
    body = clean_line(whole.organisation)
    if not body:
        raise ProgramFault("报告没有机关全称，不能成文。请检查该机关的报送记录。")
    is_countys_own = particulars.kind is BodyKind.COUNTY
    return Composition(
        body=body,
        year=whole.year,
        contact=_contact(particulars),
        website=particulars.website,
        overview=under_headings(
            (title, getattr(whole.overview, name)) for name, title in ASPECTS.items()
        ),
        shortcomings=under_headings(
            (title, getattr(whole, name)) for name, title in PART_FIVE.items()
        ),
        other=(
            Paragraph("", fee_sentence(whole)),
            *map(_with_own_heading, paragraphs(whole.other.text)),
        ),
        signature="" if is_countys_own else body,
        date="" if is_countys_own else printed_date(particulars.dated),
    )


def under_headings(texts: Iterable[tuple[str, str]]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of ``(title, text)`` pairs, ``（一）title。`` run in before each text.

    An empty text is left out and the others are numbered on: a document puts no words into the
    mouth of the body. A lone text stands without a heading, for then the clerk wrote the whole part
    there, most often with headings of its own.
    """
    filled = [(title, paragraphs(text)) for title, text in texts if text]
    if len(filled) == 1:
        return tuple(map(_with_own_heading, filled[0][1]))
    return tuple(
        paragraph
        for numeral, (title, lines) in zip(NUMERALS, filled, strict=False)
        for paragraph in _headed(f"（{numeral}）{title}。", title, lines)
    )


def _headed(heading: str, title: str, lines: Sequence[str]) -> Iterable[Paragraph]:
    first = without_own_heading(lines[0], title)
    rest = list(lines[1:])
    if not first and rest:
        first = rest.pop(0)
    yield Paragraph(heading, first)
    yield from (Paragraph("", line) for line in rest)


def without_own_heading(line: str, title: str) -> str:
    """Return ``line`` without the heading the clerk wrote: the document prints its own.

    ``（一）主动公开情况。我镇…`` gives ``我镇…``; ``（一）主动公开方面，…`` only loses its number.
    """
    stem = title.removesuffix("情况")
    core = stem.removeprefix("存在的")
    heading = rf"(?P<number>{_NUMBER})?\s*(?:存在的?)?{re.escape(core)}(?:工作)?(?:情况)?"
    closed = re.match(rf"{heading}\s*(?:[。：:．.]|$)\s*", line)
    if closed:
        return line[closed.end() :]
    opened = re.match(heading, line)
    if opened and opened["number"]:
        return line[opened.end("number") :].lstrip()
    return line


def _with_own_heading(line: str) -> Paragraph:
    own = _OWN_HEADING.match(line)
    return Paragraph(own[0], line[own.end() :]) if own else Paragraph("", line)


def fee_sentence(whole: Report) -> str:
    """Return what part 六 says of the fee; ``ProgramFault`` when the body did not declare it."""
    other = whole.other
    if other.fee_charged is None:
        raise ProgramFault("报告没有说明是否收取信息处理费，不能成文。请先请该机关补报。")
    if not other.fee_charged:
        return NO_FEE
    return (
        f"本年度发出信息处理费收费通知{as_entered(other.fee_notices)}件，"
        f"收取信息处理费{as_entered(other.fee_yuan)}元。"
    )


def file_stem(published: Published) -> str:
    """Return ``{机关名}{年}年政府信息公开工作年度报告``, without an extension."""
    whole = published.report
    return safe_stem(whole.organisation, f"{whole.year}{TITLE_SUFFIX}")


def printed_date(dated: str) -> str:
    """Return ``2023年1月9日`` for a date as people type it, an empty text for anything else."""
    digits = dated.strip().translate(_DIGITS)
    for pattern, digit in _TENS:
        digits = pattern.sub(digit, digits)
    found = _DATE.match(digits) or _COMPACT_DATE.match(digits)
    if not found:
        return ""
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return ""
    return f"{day.year}年{day.month}月{day.day}日"


def _contact(particulars: Particulars) -> str:
    stated = (
        ("地址：", particulars.address),
        ("邮政编码：", particulars.postcode),
        ("联系电话：", particulars.telephone),
    )
    return "，".join(name + value for name, value in stated if value)
