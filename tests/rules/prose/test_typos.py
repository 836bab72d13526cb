from pathlib import Path

from nianbao.rules.prose.typos import Slip, Slips, slips


def test_the_list_that_comes_along_is_read() -> None:
    known = slips()
    assert known.known["间题"] == ("问题", "形近字")
    assert all(wrong != right for wrong, (right, _) in known.known.items())


def test_a_sharp_stands_for_any_digit() -> None:
    known = Slips.of([("截止#", "截至#", "")])
    assert list(known.found("数据截止2025年底，报名截止日期另定。")) == [
        Slip(2, "截止2", "截至2", "")
    ]


def test_a_county_adds_its_own_and_takes_away(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    own = "\ufeff错误,正确,说明\n公示蓝,公示栏,本县常见\n帐号,,\n"
    (tmp_path / "templates" / "slips.csv").write_text(own, encoding="utf-8")
    known = slips(tmp_path).known
    assert known["公示蓝"] == ("公示栏", "本县常见")
    assert "帐号" not in known
    assert "间题" in known
