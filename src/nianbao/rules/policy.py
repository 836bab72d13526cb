"""What a county may change of the rules: thresholds, severities, rules switched off.

The defaults are the project's own; ``Policy.from_settings`` reads what nianbao.toml says::

    [rules]
    "T-10" = "warning"                        # error / warning / hint, or 错误 / 警告 / 提示
    "X-03" = { off = "今年统一使用县里的范文" }    # a reason is required

    [thresholds]
    overview_advised = 1200

    [numbers]
    required = ["网站发布", "政策解读"]        # what the county's notice asks part 一 to tell
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Self

from nianbao.errors import UsageProblem
from nianbao.findings.finding import RULES, Finding, Severity
from nianbao.findings.rulebook import FIXED

_SEVERITIES = {word: each for each in Severity for word in (each.value, each.chinese)}


@dataclass(frozen=True)
class Thresholds:
    """Where rules begin to speak. Lengths are characters without white space, shares 0 to 1."""

    overview_advised: int = 1000
    overview_most: int = 1300
    part_five_least: int = 80
    own_copy_hint: float = 0.40
    own_copy_warning: float = 0.70
    county_copy_hint: float = 0.30
    county_copy_warning: float = 0.50
    copy_least: int = 60
    fees_large_wan: int = 1_000_000
    fees_round_wan: int = 50_000
    other_outcomes_least: int = 5
    other_outcomes_share: float = 0.15


@dataclass(frozen=True)
class Policy:
    """Thresholds, severities by code, the rules switched off with the reason for each.

    ``required_numbers`` are the names of what part 一 has to tell (N-01).
    """

    thresholds: Thresholds = Thresholds()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    switched_off: Mapping[str, str] = field(default_factory=dict)
    required_numbers: tuple[str, ...] = ()

    def applied(self, found: Iterable[Finding]) -> list[Finding]:
        """Return the findings that count, each as severe as the county wants it."""
        return [
            replace(each, severity=self.severities.get(each.code, each.severity))
            for each in found
            if each.code not in self.switched_off
        ]

    @classmethod
    def from_settings(
        cls,
        rules: Mapping[str, object],
        thresholds: Mapping[str, object] | None = None,
        numbers: Mapping[str, object] | None = None,
    ) -> Self:
        """Return the policy the settings name; ``UsageProblem`` says what one cannot go on with."""
        severities: dict[str, Severity] = {}
        switched_off: dict[str, str] = {}
        for code, wanted in rules.items():
            if code not in RULES:
                raise UsageProblem(
                    f"设置中的规则编号“{code}”不存在。可以用 nianbao rules 查看全部。"
                )
            if code in FIXED:
                raise UsageProblem(
                    f"设置中的规则 {code} 不能改级别，也不能停用："
                    "没有读到的数、认不清的机关不能算数。请删掉这一行。"
                )
            match wanted:
                case str() if wanted in _SEVERITIES:
                    severities[code] = _SEVERITIES[wanted]
                case {"off": str(reason), **rest} if reason.strip() and not rest:
                    switched_off[code] = reason.strip()
                case _:
                    raise UsageProblem(
                        f"设置中规则 {code} 的写法不对。请写“错误”“警告”“提示”之一，"
                        "或者写 { off = \"停用的理由\" }。"
                    )  # fmt: skip
        return cls(
            _thresholds(thresholds or {}), severities, switched_off, _required(numbers or {})
        )


def _required(numbers: Mapping[str, object]) -> tuple[str, ...]:
    match numbers:
        case {"required": list(names), **rest} if not rest:
            wanted = tuple(name.strip() for name in names if isinstance(name, str))
            if len(wanted) == len(names) and all(wanted):
                return wanted
        case {**rest} if not rest:
            return ()
    raise UsageProblem(
        '设置中 [numbers] 的写法不对。请写成 required = ["网站发布", "政策解读"]，名称用英文引号。'
    )


def _thresholds(wanted: Mapping[str, object]) -> Thresholds:
    chosen = Thresholds()
    known = [each.name for each in fields(Thresholds)]
    for name, value in wanted.items():
        if name not in known:
            raise UsageProblem(f"设置中的限值“{name}”不存在。可用的有：{'、'.join(known)}。")
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            raise UsageProblem(f"设置中的限值 {name} 应是不小于 0 的数字，填的是“{value}”。")
        chosen = replace(chosen, **{name: type(getattr(chosen, name))(value)})
    return chosen
