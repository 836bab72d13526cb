"""The lines of the sheet 核对: each rule that a formula can tell, from the same declarations.

A line is two formulas: ``problem`` is true where the rule does not hold, ``detail`` says what is
wrong. Formulas use SUM, COUNT, LEN and plain operators only, which every spreadsheet knows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from nianbao.findings.finding import RULES
from nianbao.form import report
from nianbao.form.basics import YES_NO, BodyKind, Declaration
from nianbao.form.report import LARGEST, MONEY_PLACES, Applicants, DocumentCounts, Overview
from nianbao.formats.limits import CELL_CHARACTERS
from nianbao.prose import BLANK_WORDS
from nianbao.rules.arithmetic import EQUATIONS
from nianbao.rules.equations import Equation, Instance, Phrase, Sum
from nianbao.workbook import layout as at
from nianbao.workbook.layout import Spot, layout

PASSED, BROKEN, NOTICE = "通过", "有问题", "请留意"
RECOMMENDED_LENGTH = 1000
_LONGEST_BLANK_WORD = max(map(len, BLANK_WORDS)) + 1


@dataclass(frozen=True)
class CheckLine:
    """One line of 核对: which rule, of what, where to jump, and the two formulas (without ``=``).

    ``subject`` is the path or table key it speaks of; an empty ``problem`` means: where ``detail``
    is not empty.
    """

    code: str
    subject: str
    text: str
    target: Spot
    detail: str
    problem: str = ""
    verdict: str = BROKEN


def quoted(text: str) -> str:
    """Return ``text`` as a string literal of a formula."""
    return '"' + text.replace('"', '""') + '"'


def total_of(paths: Iterable[str]) -> str:
    """Return the formula that adds up the cells of ``paths``; words in them count as nothing."""
    return f"SUM({','.join(layout().rectangles(paths))})"


def _number(piece: Sum) -> str:
    formula = total_of(piece.plus)
    if piece.minus:
        formula = f"{formula}-{total_of(piece.minus)}"
    return f"ABS({formula})" if piece.is_size else formula


def _sentence(phrase: Phrase) -> str:
    return "&".join(
        quoted(piece) if isinstance(piece, str) else f"({_number(piece)})" for piece in phrase
    )


def _joined(clauses: Iterable[str]) -> str:
    """Return the clauses, each with a ； before it, as one; the first ； falls away."""
    return f'IFERROR(MID({"&".join(clauses)},2,{CELL_CHARACTERS}),"格里有错误值，请检查各格")'


def _equation_clause(each: Instance) -> str:
    """Return the formula that is empty where ``each`` holds and its sentence where it does not."""
    if each.total is None:
        opposite = ">" if each.equation.sign == "<=" else "<>"
        broken = f"{total_of(each.left)}{opposite}{total_of(each.right)}"
        return f'IF({broken},"；"&{_sentence(each.phrase)},"")'
    total, right = layout().spots[each.total].reference, total_of(each.right)
    said = f'{quoted(f"；{each.where}")}&"的总计是 "&{total}&"，按各格相加是 "&{right}'
    return f'IF({total}<>{right},{said},"")'


def _equation_line(equation: Equation) -> CheckLine:
    bound = equation.instances()
    sheet_key = bound[0].right[0].partition(".")[0]
    target = layout().spots[bound[0].total or bound[0].left[0]]
    detail = _joined(map(_equation_clause, bound))
    return CheckLine(equation.code, sheet_key, RULES[equation.code].statement, target, detail)


def _places_lost(rectangle: str, places: int) -> str:
    shape = "0." + "0" * (places + 3)
    rounded = f'TEXT(ROUND({rectangle},{places}),"{shape}")'
    return f'SUMPRODUCT(ISNUMBER({rectangle})*(TEXT({rectangle},"{shape}")<>{rounded}))'


def _whole(rectangle: str) -> str:
    shape = f'TEXT({rectangle},"0")&".000000"'
    return f'SUMPRODUCT(ISNUMBER({rectangle})*(TEXT({rectangle},"0.000000")<>{shape}))'


def _figure_lines(key: str, name: str, paths: list[str]) -> Iterator[CheckLine]:
    """Yield A-05, A-07 and (for a table) A-06 of the number cells ``paths``."""
    money = [path for path in paths if report.declaration(path).annotation is not int]  # type: ignore[union-attr]
    counts = layout().rectangles(path for path in paths if path not in money)
    every, target = layout().rectangles(paths), layout().spots[paths[0]]
    wrong = [f'COUNTIF({area},"<0")+COUNTIF({area},">{LARGEST}")' for area in every]
    wrong += [_whole(area) for area in counts]
    wrong += [_places_lost(layout().spots[path].reference, MONEY_PLACES) for path in money]
    count = "+".join(wrong)
    yield CheckLine(
        "A-05",
        key,
        f"{name}：{RULES['A-05'].statement}",
        target,
        f'IFERROR(IF({count}>0,"有 "&({count})&" 格不合要求",""),"格里有错误值，请检查各格")',
    )
    areas = ",".join(every)
    yield CheckLine(
        "A-07",
        key,
        f"{name}：{RULES['A-07'].statement}",
        target,
        f'IF(COUNTA({areas})>COUNT({areas}),"有 "&(COUNTA({areas})-COUNT({areas}))'
        '&" 格填的不是数字，合计时没有计入","")',
    )


def _table_lines(key: str) -> Iterator[CheckLine]:
    place = next(place for place in layout().tables if place.table.key == key)
    paths = [entry.path for entry in place.table.entries]
    name = place.sheet.partition("、")[0]
    declared, total = place.declaration.entry.reference, total_of(paths)
    yield CheckLine(
        "A-09",
        key,
        f"表{name}：选定“{at.DECLARATION_LABEL}”，并与表内数字一致",
        place.declaration.entry,
        f"IFERROR(IF({declared}={quoted(Declaration.NIL)},"
        f'IF({total}<>0,"选了“全部为零”，表中却有数字",""),'
        f"IF({declared}={quoted(Declaration.FIGURES)},"
        f'IF({total}=0,"选了“有数据”，表中却全部为 0",""),'
        '"没有选择“有数据”或“全部为零”")),"格里有错误值，请检查各格")',
    )
    yield from _figure_lines(key, f"表{name}", paths)
    areas = "+".join(f"COUNTBLANK({area})" for area in layout().rectangles(paths))
    yield CheckLine(
        "A-06",
        key,
        f"表{name}：{RULES['A-06'].statement}",
        layout().spots[paths[0]],
        f"IF(AND({declared}={quoted(Declaration.FIGURES)},{areas}>0),"
        f'"有 "&({areas})&" 格没有填","")',
        verdict=NOTICE,
    )


def text_length(path: str) -> str:
    """Return the formula that counts the characters of a narrative, white space left out."""
    plain = layout().block(path).reference
    for white in ('" "', '"\u3000"', "CHAR(10)"):
        plain = f'SUBSTITUTE({plain},{white},"")'
    return f"SUMPRODUCT(LEN({plain}))"


def _says_nothing(path: str) -> str:
    cells = "&".join(spot.reference for spot in layout().block(path).spots())
    for dropped in ('" "', '"\u3000"', '"。"'):
        cells = f'SUBSTITUTE({cells},{dropped},"")'
    words = ",".join(f"{cells}={quoted(word)}" for word in sorted(BLANK_WORDS) if word)
    length = text_length(path)
    return f"IF({length}=0,TRUE,IF({length}>{_LONGEST_BLANK_WORD},FALSE,OR({words})))"


def _text_lines() -> Iterator[CheckLine]:
    aspects = [f"overview.{name}" for name in Overview.model_fields]
    for title, parts, advice in (
        (at.PART_TITLES[at.OVERVIEW], aspects, f"，篇幅原则上不超过 {RECOMMENDED_LENGTH} 字"),
        (at.PART_TITLES[at.PROBLEMS], ["problems", "improvements"], ""),
    ):
        length = "+".join(text_length(path) for path in parts)
        subject = "overview" if parts is aspects else "problems"
        yield CheckLine(
            "S-01",
            f"{subject}.*",
            f"{title}：已填写",
            layout().block(parts[0]).first,
            f'"共 "&({length})&" 字{advice}"',
            f"AND({','.join(map(_says_nothing, parts))})",
        )
        for path in parts:
            yield CheckLine(
                "S-01",
                path,
                f"　{report.label(path)}",
                layout().block(path).first,
                f'"已填 "&{text_length(path)}&" 字"',
                _says_nothing(path),
                NOTICE,
            )


def _length_line() -> CheckLine:
    """X-01: part 一 keeps to about a thousand characters."""
    parts = [f"overview.{name}" for name in Overview.model_fields]
    length = "+".join(text_length(path) for path in parts)
    return CheckLine(
        "X-01",
        "overview.length",
        RULES["X-01"].statement,
        layout().block(parts[0]).first,
        f'IF({length}>{RECOMMENDED_LENGTH},"共 "&({length})&" 字，请精简","")',
        verdict=NOTICE,
    )


def _regulations_line() -> CheckLine:
    """C-01: who cannot make 规章 has none."""
    paths = [f"disclosure.regulations.{name}" for name in DocumentCounts.model_fields]
    kind, made = layout().spots["kind"].reference, total_of(paths)
    local = ",".join(f"{kind}={quoted(each)}" for each in BodyKind if each is not BodyKind.COUNTY)
    return CheckLine(
        "C-01",
        "disclosure",
        RULES["C-01"].statement,
        layout().spots[paths[0]],
        f'IFERROR(IF(AND(OR({local}),{made}<>0),"规章填了 "&{made}&"，应为 0",""),"")',
    )


def _fee_agrees_line() -> CheckLine:
    """D-02: unpaid fees, notices and amount agree with what is declared of the fee."""
    unpaid = "applications.outcomes.other.fee_unpaid"
    paths = [f"{unpaid}.{name}" for name in Applicants.model_fields]
    charged, told = layout().spots["other.fee_charged"], "+".join(
        total_of(each) for each in (paths, ["other.fee_notices"], ["other.fee_yuan"])
    )  # fmt: skip
    yes, no = (quoted(word) for word in YES_NO)
    denied = "选了“否”，却有收费件数、收费金额或表三的逾期未缴费"
    empty = "选了“是”，收费件数、收费金额和表三的逾期未缴费却都是 0"
    return CheckLine(
        "D-02",
        "other",
        RULES["D-02"].statement,
        charged,
        f"IFERROR(IF(AND({charged.reference}={no},{told}>0),{quoted(denied)},"
        f'IF(AND({charged.reference}={yes},{told}=0),{quoted(empty)},"")),"")',
        verdict=NOTICE,
    )


def _basics_line() -> CheckLine:
    name, year = (layout().spots[path].reference for path in ("organisation", "year"))
    return CheckLine(
        "I-05",
        "organisation",
        RULES["I-05"].statement,
        layout().spots["organisation"],
        _joined(
            (
                f'IF(TRIM({name})="","；没有填写机关全称","")',
                f'IF(ISNUMBER({year}),"","；没有选择报告年度")',
            )
        ),
    )


def _fee_lines() -> Iterator[CheckLine]:
    charged = layout().spots["other.fee_charged"]
    choices = ",".join(f"{charged.reference}={quoted(word)}" for word in YES_NO)
    yield CheckLine(
        "F-01",
        "other.fee_charged",
        RULES["F-01"].statement,
        charged,
        f'IF(OR({choices}),"","没有选择“是”或“否”")',
    )
    yield from _figure_lines("other", "第六部分", ["other.fee_notices", "other.fee_yuan"])


@cache
def check_lines() -> tuple[CheckLine, ...]:
    """Return the lines of 核对 in the order they stand."""
    arithmetic = [_equation_line(equation) for equation in EQUATIONS]
    lines = [_basics_line(), *_text_lines(), _length_line(), _regulations_line()]
    for key in at.TABLE_SHEETS:
        lines += _table_lines(key)
        lines += (line for line in arithmetic if line.subject == key)
    return (*lines, *_fee_lines(), _fee_agrees_line())
