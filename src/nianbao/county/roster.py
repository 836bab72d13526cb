"""名册 as a table of lines → a roster, every wrong line named by its number, all at once.

``read_roster(path)`` raises ``UsageProblem`` with one Chinese sentence a line.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from nianbao.county.bodies import Body, Roster, key_of
from nianbao.county.roster_file import Line, lines_of
from nianbao.errors import UsageProblem
from nianbao.form.basics import YES_NO, BodyKind
from nianbao.workbook.form_code import ALPHABET

__all__ = ["Body", "Roster", "derived_code", "key_of", "read_roster"]

LONGEST_CODE = 16
# The code of the workbook for any body, in a county without a roster.
_GENERAL = "0000"
_CODE = re.compile(rf"[A-Za-z0-9]{{1,{LONGEST_CODE}}}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MAIL_SEPARATORS = re.compile(r"[,;，；、\s]+")
_DERIVED_LENGTH = 4

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "机关全称": ("机关名称", "单位全称", "单位名称", "全称", "名称"),
    "简称": ("机关简称", "单位简称"),
    "机关类型": ("类型", "类别", "单位类型"),
    "机关代码": ("代码", "编码", "单位代码"),
    "邮箱": ("电子邮箱", "电子邮件", "邮件"),
    "联系人": ("经办人",),
    "垂直管理": ("是否垂直管理",),
}
REQUIRED = ("机关全称", "机关类型")
KINDS: Mapping[str, BodyKind] = {
    **{kind.value: kind for kind in BodyKind},
    **dict.fromkeys(("部门", "县直部门", "县直单位", "局"), BodyKind.DEPARTMENT),
    **dict.fromkeys(("镇", "乡", "民族乡", "乡镇政府"), BodyKind.TOWNSHIP),
    **dict.fromkeys(("街道办事处", "街道办", "办事处"), BodyKind.SUBDISTRICT),
    **dict.fromkeys(("县", "县政府"), BodyKind.COUNTY),
}
_IS_VERTICAL: Mapping[str, bool] = {**YES_NO, "": False}


def read_roster(path: Path) -> Roster:
    """Return the roster in ``path`` (csv or xlsx); ``UsageProblem`` names every wrong line."""
    lines = lines_of(path)
    if not lines:
        raise UsageProblem(f"{path.name} 是空的。请写上标题和至少一个机关。")
    columns, problems = _columns(lines[0])
    if problems:
        raise UsageProblem(_joined(path, problems))
    entries = [_Entry(line, columns) for line in lines[1:]]
    problems = [problem for entry in entries for problem in entry.problems()]
    bodies = [(entry.number, entry.body()) for entry in entries if not list(entry.problems())]
    problems += _repeated(bodies)
    if problems:
        raise UsageProblem(_joined(path, sorted(problems, key=lambda problem: problem[0])))
    return Roster(tuple(body for _, body in bodies))


Problem = tuple[int, str]


def _joined(path: Path, problems: list[Problem]) -> str:
    return "\n".join(f"{path.name} 第 {number} 行：{sentence}" for number, sentence in problems)


def _columns(heading: Line) -> tuple[dict[str, int], list[Problem]]:
    """Return where each known heading stands; other columns are the county's own."""
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    written = {key_of(name): known for known, also in HEADINGS.items() for name in (known, *also)}
    for at, cell in enumerate(heading.cells):
        known = written.get(key_of(cell))
        if known in columns:
            problems.append((heading.number, f"标题“{known}”出现了两次。请只留一列。"))
        elif known:
            columns[known] = at
    problems += [
        (heading.number, f"缺少标题“{name}”。第一行标题应为：{'、'.join(HEADINGS)}。")
        for name in REQUIRED
        if name not in columns
    ]
    return columns, problems


def derived_code(name: str) -> str:
    """Return the code of a body that was given none: four characters that follow from its name."""
    number = int.from_bytes(hashlib.sha256(key_of(name).encode()).digest()[:4])
    digits = ""
    for _ in range(_DERIVED_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits += ALPHABET[digit]
    return digits


class _Entry:
    """One line of the roster under its headings."""

    def __init__(self, line: Line, columns: Mapping[str, int]) -> None:
        self.number = line.number
        self._cells = {
            name: line.cells[at] if at < len(line.cells) else "" for name, at in columns.items()
        }

    def _cell(self, heading: str) -> str:
        return self._cells.get(heading, "")

    @property
    def _mail(self) -> list[str]:
        return [address for address in _MAIL_SEPARATORS.split(self._cell("邮箱")) if address]

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the line by itself."""
        kind, code, vertical = map(self._cell, ("机关类型", "机关代码", "垂直管理"))
        if not self._cell("机关全称"):
            yield self.number, "没有填写机关全称。"
        if kind not in KINDS:
            seen = f"机关类型“{kind}”不认识" if kind else "没有填写机关类型"
            yield self.number, f"{seen}，应为{'、'.join(BodyKind)}之一。"
        if code and not _CODE.fullmatch(code):
            yield (
                self.number,
                f"机关代码“{code}”不合规定，只能用英文字母和数字，最多 {LONGEST_CODE} 个。",
            )
        if code == _GENERAL:
            yield self.number, f"机关代码 {_GENERAL} 留给通用表。请换一个。"
        for address in self._mail:
            if not _MAIL.fullmatch(address):
                yield self.number, f"邮箱“{address}”不是邮箱地址。"
        if vertical not in _IS_VERTICAL:
            yield self.number, f"垂直管理填的是“{vertical}”，应为“是”或“否”。"

    def body(self) -> Body:
        """Return the body of a line without problems."""
        name = self._cell("机关全称")
        return Body(
            name=name,
            short_name=self._cell("简称"),
            kind=KINDS[self._cell("机关类型")],
            code=self._cell("机关代码") or derived_code(name),
            mail=", ".join(self._mail),
            contact=self._cell("联系人"),
            is_vertical=_IS_VERTICAL[self._cell("垂直管理")],
        )


def _repeated(bodies: list[tuple[int, Body]]) -> list[Problem]:
    """Return the lines that name a body, or a code, that an earlier line has."""
    return [
        *_twice(bodies, lambda body: [key_of(body.name)], _same_name),
        *_twice(bodies, lambda body: [body.code.casefold()], _same_code),
        *_twice(bodies, _called, _same_short_name),
    ]


def _twice(
    bodies: list[tuple[int, Body]],
    keys: Callable[[Body], list[str]],
    sentence: Callable[[Body, int, Body], str],
) -> Iterator[Problem]:
    first: dict[str, tuple[int, Body]] = {}
    for number, body in bodies:
        for key in dict.fromkeys(keys(body)):
            if key in first and sentence(body, *first[key]):
                yield number, sentence(body, *first[key])
            first.setdefault(key, (number, body))


def _called(body: Body) -> list[str]:
    return [key_of(body.name), *([key_of(body.short_name)] if body.short_name else [])]


def _same_name(body: Body, number: int, _: Body) -> str:
    return f"机关全称“{body.name}”与第 {number} 行重复。"


def _same_code(body: Body, number: int, other: Body) -> str:
    if key_of(body.name) == key_of(other.name):
        return ""
    if body.code == derived_code(body.name):
        return (
            f"“{body.name}”的机关代码由名称生成，碰巧与第 {number} 行“{other.name}”的代码相同"
            f"（{body.code}）。请在“机关代码”一列给其中一个写上代码。"
        )
    return f"机关代码“{body.code}”与第 {number} 行“{other.name}”重复。"


def _same_short_name(body: Body, number: int, other: Body) -> str:
    if key_of(body.name) == key_of(other.name):
        return ""
    return f"简称“{body.short_name or other.short_name}”与第 {number} 行“{other.name}”重复。"
