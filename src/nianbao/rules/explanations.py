"""What ``nianbao explain CODE`` prints: the rule, its source, how to mend it, an example.

The texts lie in templates/explanations.toml, where a county may word them its own way.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nianbao.errors import UsageProblem
from nianbao.findings.finding import RULES
from nianbao.templating import template

FILE = "explanations.toml"


@dataclass(frozen=True)
class Explanation:
    """A rule explained to the clerk; ``str()`` is what is printed."""

    code: str
    source: str
    mend: str
    example: str

    def __str__(self) -> str:
        rule = RULES[self.code]
        return (
            f"{self.code}（{rule.severity.chinese}）{rule.statement}。\n"
            f"依据：{self.source}\n改法：{self.mend}\n例子：{self.example}"
        )


def explanation(code: str, county: Path | None = None) -> Explanation:
    """Return the explanation of ``code`` (``t-01`` will do); ``UsageProblem`` if there is none.

    What the folder ``county`` words its own way goes before what came along.
    """
    wanted = code.strip().upper()
    if wanted not in RULES:
        raise UsageProblem(f"没有编号为“{code}”的规则。可以用 nianbao rules 查看全部。")
    texts = _texts(template(FILE)) | _texts(template(FILE, county))
    try:
        return Explanation(wanted, **texts[wanted])
    except (KeyError, TypeError) as problem:
        raise UsageProblem(
            f"{FILE} 中“{wanted}”一节不全。每节要有 source、mend、example 三行。"
        ) from problem


@cache
def _texts(path: Path) -> dict[str, Mapping[str, str]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UsageProblem(f"{path.name} 写法有误，读不了。请恢复原来的文件。") from problem
