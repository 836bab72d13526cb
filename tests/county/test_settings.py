import re
from datetime import date
from pathlib import Path

import pytest

from nianbao.county.settings import Settings, read_settings
from nianbao.errors import UsageProblem
from nianbao.templating import template

TODAY = date(2026, 11, 23)


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "nianbao.toml"
    path.write_bytes(text.encode(encoding))
    return path


def test_no_file_is_all_defaults(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "nianbao.toml")
    assert settings == Settings()
    assert settings.report_year(TODAY) == 2025
    assert settings.due(2025) == date(2026, 1, 31)


def test_the_shipped_file_is_all_defaults() -> None:
    assert read_settings(template("nianbao.toml")) == Settings()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_every_setting(tmp_path: Path, encoding: str) -> None:
    text = (
        'county = "青石县"\noffice = "青石县政府办公室"\nyear = 2024\ndeadline = 2025-01-20\n'
        'password = "a!9"\nstore = "postgresql://u@h/d"\n[rules]\nspare = 1\n'
    )
    settings = read_settings(written(tmp_path, text, encoding))
    assert settings.county == "青石县"
    assert settings.office == "青石县政府办公室"
    assert settings.report_year(TODAY) == 2024
    assert settings.due(2024) == date(2025, 1, 20)
    assert settings.password == "a!9"
    assert settings.store == "postgresql+psycopg://u@h/d"
    assert settings.rules == {"spare": 1}


def test_a_county_that_collects_a_year_long_past_sets_no_deadline(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, 'deadline = "不限"\n')).due(2022) is None


def test_a_deadline_left_over_from_another_year_counts_for_nothing(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, 'deadline = "2026-01-15"\n'))
    assert settings.due(2025) == date(2026, 1, 15)
    assert settings.due(2026) == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("year = 2019", "year（报告年度）应为：2021 至 2100 的整数。现在是 2019。"),
        ('year = "二〇二五"', "year（报告年度）应为：2021 至 2100 的整数。现在是 “二〇二五”。"),
        ("year = true", "year（报告年度）应为：2021 至 2100 的整数。现在是 True。"),
        (
            'deadline = "1月31日"',
            'deadline（报送截止日）应为：写成 2026-01-31 的日期，或者 "不限"。现在是 “1月31日”。',
        ),
        (
            "deadline = 2026-01-31T08:00:00",
            'deadline（报送截止日）应为：写成 2026-01-31 的日期，或者 "不限"。现在是 2026-01-31 08:00:00。',
        ),
        (
            'password = "0123456789abcdef"',
            "password（保护密码）应为：引号中的英文字母、数字和符号，最多 15 个。"
            "现在是 “0123456789abcdef”。",
        ),
        (
            'password = "密码"',
            "password（保护密码）应为：引号中的英文字母、数字和符号，最多 15 个。现在是 “密码”。",
        ),
        ("county = 1", "county（县名）应为：引号中的文字。现在是 1。"),
        (
            'store = "mysql://h/d"',
            "store（数据库）应为：引号中以 sqlite:/// 或 postgresql+psycopg:// 开头的地址。"
            "现在是 “mysql://h/d”。",
        ),
        ("rules = 1", "rules（规则）应为：[rules] 下面的若干行设置。现在是 1。"),
        (
            "yeer = 2025",
            "没有“yeer”这项设置。是不是“year”？可用的有 "
            "county、office、year、deadline、password、store、executor、rules、thresholds、numbers。",
        ),
        (
            '"颜色" = 1',
            "没有“颜色”这项设置。可用的有 county、office、year、deadline、password、store、executor、rules、thresholds、numbers。",
        ),
    ],
)
def test_a_wrong_line_is_named_with_what_is_allowed(
    tmp_path: Path, line: str, sentence: str
) -> None:
    with pytest.raises(UsageProblem) as problem:
        read_settings(written(tmp_path, line))
    assert str(problem.value) == f"nianbao.toml：{sentence}"
    assert problem.value.exit_code == 2


def test_all_wrong_lines_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as problem:
        read_settings(written(tmp_path, "year = 1\ncounty = 2\n"))
    assert len(str(problem.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "where"), [("county = 青石县\n", "第 1 行"), ('a = 1\nb = "', "末尾")]
)
def test_what_is_no_toml(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        read_settings(written(tmp_path, text))
    assert str(problem.value) == (
        f"nianbao.toml {where}写法有误。每行应为“名称 = 值”，文字要加英文引号。"
    )


def told_in_the_template() -> set[str]:
    text = template("nianbao.toml").read_text(encoding="utf-8")
    return set(re.findall(r"^#? ?\[?(\w+)\]?(?: =|$)", text, re.MULTILINE))


def test_every_setting_is_told_in_the_settings_that_come_along() -> None:
    assert sorted(set(Settings.model_fields) - told_in_the_template()) == []


def test_an_untold_setting_would_be_noticed() -> None:
    assert "untold" in {*Settings.model_fields, "untold"} - told_in_the_template()
