from pathlib import Path

import pytest

from nianbao.errors import UsageProblem
from nianbao.rules import Evidence
from nianbao.rules.prose.agreement import words_agree
from nianbao.rules.prose.lexicon import FILE, GAP, lexicon
from support.findings_of import report


def kinds(words: str) -> list[tuple[str, str]]:
    return [(each.kind, each.words) for each in lexicon().tokens(words)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("全年收到政府信息公开申请", ["time.this", "verb.take", "application.sure"]),
        ("收到申请信件", ["verb.take", "application.bare"]),
        ("行政复议、行政诉讼案件", ["object.reconsideration", "and", "object.litigation"]),
        ("不予公开", ["outcome.refused"]),
        ("征收", [GAP]),
    ],
)
def test_the_longest_known_word_counts(words: str, found: list[str]) -> None:
    assert [kind for kind, _ in kinds(words)] == found


@pytest.mark.parametrize(
    "words", ["依申请公开工作", "依申请公开平台", "申请人", "信息公开申请渠道"]
)
def test_work_and_places_are_no_applications(words: str) -> None:
    assert not any(kind.startswith("application") for kind, _ in kinds(words))


def test_a_word_of_the_file_is_read_as_its_kind() -> None:
    for word, (kind, _, _) in lexicon().kinds.items():
        found = kinds(word)
        is_longer = len(found) == 1 or kind == GAP
        assert found[0][0] == kind or not is_longer or found[0][0] in (
            "application.sure", "application.bare", "own", "and", GAP,
        ), word  # fmt: skip


def test_nothing_of_a_clause_is_lost() -> None:
    words = "截至12月底，县住建局共收到依申请公开件三十件"
    assert "".join(each for _, each in kinds(words)) == words


def county(folder: Path, text: str) -> Path:
    (folder / "templates").mkdir()
    (folder / "templates" / FILE).write_text(text, encoding="utf-8")
    return folder


def test_a_county_adds_its_own_way_of_saying_it(tmp_path: Path) -> None:
    own = lexicon(county(tmp_path, '[verb]\ntake = ["纳件"]\n'))
    told = report(
        {
            "overview.applications": "全年纳件政府信息公开申请8件。",
            "applications.received.natural_person": 5,
        }
    )
    assert [each.code for each in words_agree(told, Evidence(words=own))] == ["T-01"]
    assert list(words_agree(told, Evidence())) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[verb", "写法有误，读不了。请恢复原来的文件。"),
        ('take = ["纳件"]', "中的“take”不在小节里。请写在 [小节] 的下面。"),
        ('[verb]\ntake = "纳件"', '的 [verb] 中，take 要写成 ["说法", "说法"]。'),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        lexicon(county(tmp_path, text))
    assert str(problem.value).endswith(sentence)
