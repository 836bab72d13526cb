"""What is wrong with a template an official changed, and a sample of what it makes.

``check_template(path)`` serves ``nianbao template check FILE``, for .docx, .html.j2 and .typ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rapidfuzz import process

from nianbao.documents import fields
from nianbao.documents.composition import Published
from nianbao.documents.fields import Place
from nianbao.documents.pdf import PdfTemplate
from nianbao.documents.web import STYLE_DIGESTS, TABLES, WebTemplate
from nianbao.documents.word import WordTemplate, package_of
from nianbao.errors import NianbaoError, ProgramFault
from nianbao.form import report
from nianbao.form.basics import BodyKind, Particulars
from nianbao.form.report import FIGURES, Report, walk
from nianbao.templating import CHECK

REQUIRED = (fields.BODY, fields.YEAR, fields.OVERVIEW, fields.SHORTCOMINGS, fields.OTHER)
OPTIONAL = (fields.CONTACT, fields.WEBSITE, fields.SIGNATURE, fields.DATE)
LISTED = 5
_ALIKE = 60
# What a template must not carry into a published document, by a trace of it in its parts.
_TRACES = (
    (b"<w:ins ", "模板里有修订痕迹。请在 Word“审阅”中接受全部修订，再保存。"),
    (b"<w:del ", "模板里有修订痕迹。请在 Word“审阅”中接受全部修订，再保存。"),
    (b"<w:commentReference", "模板里有批注。请删除全部批注，再保存。"),
    (b'TargetMode="External"', "模板里有指向外部的链接或图片。请删除链接，图片改为嵌入。"),
    (b"vnd.ms-word.vbaProject", "模板里有宏。请另存为不含宏的 docx。"),
)
_KINDS: dict[str, type[WordTemplate | WebTemplate | PdfTemplate]] = {
    ".docx": WordTemplate,
    ".html": WebTemplate,
    ".pdf": PdfTemplate,
}


@dataclass(frozen=True)
class TemplateCheck:
    """``problems`` keep a template from use, ``remarks`` do not; ``sample`` is None with problems.

    ``suffix`` is the extension of the sample: ``.docx``, ``.html`` or ``.pdf``.
    """

    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    suffix: str
    sample: bytes | None


def check_template(path: Path) -> TemplateCheck:
    """Return what is wrong with the template at ``path``, in Chinese, and a sample made with it."""
    suffix = path.suffix.lower()
    if suffix == ".typ":
        return _sampled(path, ".pdf", [], [])
    if suffix == ".docx":
        return _checked_word(path)
    if suffix in {".j2", ".html"}:
        return _checked_page(path)
    return TemplateCheck(
        (f"{path.name} 不是模板。模板是 docx、html.j2 或 typ 文件。",), (), "", None
    )


def sample() -> Published:
    """Return a report to show a template with: every figure another one, every text filled."""
    entries: dict[str, Any] = {path: number for number, path in enumerate(FIGURES, start=1)}
    texts = {
        path: f"这里是“{declared.title}”的文字。\n这里是它的第二段。"
        for path, declared in walk(Report)
        if path.startswith(("overview.", "problems", "improvements", "other.text"))
    }
    entries |= {
        "organisation": "示例镇人民政府",
        "year": 2025,
        "disclosure.fees_wan": Decimal("0.5061"),
        "other.fee_charged": True,
        "other.fee_notices": 1,
        "other.fee_yuan": Decimal("60.00"),
    }
    particulars = Particulars(
        kind=BodyKind.TOWNSHIP,
        address="示例镇政府路1号",
        postcode="100000",
        telephone="000-00000000",
        website="www.example.gov.cn",
        dated="2026年1月9日",
    )
    return Published(Report.from_entries(entries | texts), particulars)


def _checked_word(path: Path) -> TemplateCheck:
    try:
        names = WordTemplate(path).names
        parts = package_of(path).values()
    except NianbaoError as problem:
        return TemplateCheck((str(problem),), (), ".docx", None)
    problems = [
        sentence
        for sentence in dict.fromkeys(sentence for _, sentence in _TRACES)
        if any(trace in part for trace, stated in _TRACES if stated == sentence for part in parts)
    ]
    known = {*REQUIRED, *OPTIONAL, *fields.TABLE_NAMES.values()}
    known |= {place.name for place in fields.places()}
    problems += [*_unknown(names, known), *_missing(names), *_missing_figures(names)]
    return _sampled(path, ".docx", problems, list(_left_out(names)))


def _checked_page(path: Path) -> TemplateCheck:
    try:
        names = WebTemplate(path).names
    except NianbaoError as problem:
        return TemplateCheck((str(problem),), (), ".html", None)
    known = {*REQUIRED, *OPTIONAL, *fields.TABLE_NAMES.values(), TABLES, STYLE_DIGESTS}
    undotted = frozenset(name for name in names if "." not in name)
    problems = [*_unknown(undotted, known), *_missing(names)]
    return _sampled(path, ".html", problems, list(_left_out(names)))


def _sampled(path: Path, suffix: str, problems: list[str], remarks: list[str]) -> TemplateCheck:
    made = None
    if not problems:
        try:
            made = _KINDS[suffix](path).render(sample())
        except ProgramFault as fault:
            clause = str(fault).partition("：")[2].partition("。文件没有保存")[0]
            problems = [f"用示例数据试填，结果与数据不一致：{clause}。"]
        except NianbaoError as problem:
            problems = [str(problem).removesuffix(CHECK)]
    return TemplateCheck(tuple(problems), tuple(remarks), suffix, made)


def _unknown(names: frozenset[str], known: set[str]) -> Iterator[str]:
    for name in sorted(names - known):
        alike = process.extractOne(name, known, score_cutoff=_ALIKE)
        yield f"不认识的字段“{name}”。" + (f"是不是“{alike[0]}”？" if alike else "请删去。")


def _missing(names: frozenset[str]) -> Iterator[str]:
    for name in REQUIRED:
        if name not in names:
            yield f"缺少字段“{name}”。请补上。"


def _missing_figures(names: frozenset[str]) -> Iterator[str]:
    missing = [place for place in fields.places() if place.name not in names]
    for place in missing[:LISTED]:
        yield f"缺少数字字段“{place.name}”（{_where(place)}）。请补上。"
    if len(missing) > LISTED:
        yield f"另外还缺少 {len(missing) - LISTED} 个数字字段。"


def _where(place: Place) -> str:
    row = place.path.rpartition(".")[0]
    labels = [report.label(place.path)]
    if "." in row:
        labels.insert(0, report.label(row))
    return "，".join(labels)


def _left_out(names: frozenset[str]) -> Iterator[str]:
    for name in OPTIONAL:
        if name not in names:
            yield f"模板没有用字段“{name}”，文件里将没有这一项。"
