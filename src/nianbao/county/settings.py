"""nianbao.toml: what a county sets once. Everything has a default; a wrong key or value is named.

``read_settings(folder / "nianbao.toml")`` gives ``Settings``; no file at all is ``Settings()``.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from rapidfuzz import process

from nianbao.errors import UsageProblem
from nianbao.form.basics import Line
from nianbao.form.report import FIRST_YEAR, LAST_YEAR
from nianbao.text_files import decoded
from nianbao.workbook.form_code import LONGEST_PASSWORD

_PASSWORD = re.compile(rf"[!-~]{{0,{LONGEST_PASSWORD}}}")
_STORES = ("sqlite:///", "postgresql+psycopg://")
_LINE_OF = re.compile(r"line (\d+)")
_NEAR_KEY = 60
# Where returns are examined: worker processes of this machine, or a Dask cluster.
PROCESSES, CLUSTERS = "processes", ("tcp://", "tls://")
# What a county writes for a deadline when it collects a year long past: nobody is late.
UNLIMITED = "不限"


def _password(value: str) -> str:
    if not _PASSWORD.fullmatch(value):
        raise ValueError
    return value


def _store(value: str) -> str:
    named = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value.strip())
    if named and not named.startswith(_STORES):
        raise ValueError
    return named


def _executor(value: str) -> str:
    if value not in ("", PROCESSES) and not value.startswith(CLUSTERS):
        raise ValueError
    return value


def _written_date(value: Any) -> Any:
    if isinstance(value, datetime):
        raise ValueError
    if value == UNLIMITED or not isinstance(value, str):
        return value
    return date.fromisoformat(value)


class Settings(BaseModel):
    """A county's settings; ``description`` of a field says in Chinese what is allowed."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    county: Line = Field(default="", title="县名", description="引号中的文字")
    office: Line = Field(default="", title="收表机关", description="引号中的文字")
    year: int | None = Field(
        default=None,
        ge=FIRST_YEAR,
        le=LAST_YEAR,
        title="报告年度",
        description=f"{FIRST_YEAR} 至 {LAST_YEAR} 的整数",
    )
    deadline: Annotated[date | Literal["不限"] | None, BeforeValidator(_written_date)] = Field(
        default=None, title="报送截止日", description='写成 2026-01-31 的日期，或者 "不限"'
    )
    password: Annotated[str, AfterValidator(_password)] = Field(
        default="",
        title="保护密码",
        description=f"引号中的英文字母、数字和符号，最多 {LONGEST_PASSWORD} 个",
    )
    store: Annotated[str, AfterValidator(_store)] = Field(
        default="", title="数据库", description=f"引号中以 {' 或 '.join(_STORES)} 开头的地址"
    )
    executor: Annotated[str, AfterValidator(_executor)] = Field(
        default="",
        title="在哪里读取",
        description=f"引号中的 {PROCESSES}，或以 {' 或 '.join(CLUSTERS)} 开头的地址",
    )
    rules: Mapping[str, Any] = Field(
        default_factory=dict, title="规则", description="[rules] 下面的若干行设置"
    )

    thresholds: Mapping[str, Any] = Field(
        default_factory=dict, title="限值", description="[thresholds] 下面的若干行设置"
    )

    numbers: Mapping[str, Any] = Field(
        default_factory=dict, title="必写的数", description="[numbers] 下面的一行设置"
    )

    def report_year(self, today: date) -> int:
        """Return the year reported on: the one set, else last year."""
        return self.year or today.year - 1

    def due(self, year: int) -> date | None:
        """Return the day the reports of ``year`` are due, None where no lateness is told.

        A date left over from another year counts for nothing: then it is 31 January, as the form
        has it.
        """
        if self.deadline == UNLIMITED:
            return None
        if isinstance(self.deadline, date) and date(year, 12, 1) <= self.deadline <= date(
            year + 1, 12, 31
        ):
            return self.deadline
        return date(year + 1, 1, 31)


def read_settings(path: Path) -> Settings:
    """Return the settings in ``path``; ``UsageProblem`` names every wrong key and value."""
    if not path.exists():
        return Settings()
    try:
        return Settings.model_validate(_parsed(path))
    except ValidationError as problem:
        wrong = {str(each["loc"][0]): each for each in problem.errors()}
        raise UsageProblem(
            "\n".join(f"{path.name}：{_sentence(key, each)}" for key, each in wrong.items())
        ) from problem


def _parsed(path: Path) -> dict[str, Any]:
    try:
        text = decoded(path.read_bytes())
    except OSError as problem:
        raise UsageProblem(f"读不了 {path.name}。请检查读取权限。") from problem
    if text is None:
        raise UsageProblem(f"{path.name} 的文字编码无法识别。请用记事本另存为 UTF-8。")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        line = _LINE_OF.search(str(problem))
        where = f"第 {line[1]} 行" if line else "末尾"
        raise UsageProblem(
            f"{path.name} {where}写法有误。每行应为“名称 = 值”，文字要加英文引号。"
        ) from problem


def _sentence(key: str, problem: Any) -> str:
    if problem["type"] == "extra_forbidden":
        near = process.extractOne(key, list(Settings.model_fields), score_cutoff=_NEAR_KEY)
        advice = f"是不是“{near[0]}”？" if near else ""
        return f"没有“{key}”这项设置。{advice}可用的有 {'、'.join(Settings.model_fields)}。"
    field = Settings.model_fields[key]
    seen = problem["input"]
    shown = f"“{seen}”" if isinstance(seen, str) else str(seen)
    return f"{key}（{field.title}）应为：{field.description}。现在是 {shown}。"
