from nianbao.rules import Evidence, Policy
from nianbao.rules.prose.required import required_numbers_stand
from support.findings_of import report

WANTED = ("网站发布", "政策解读", "走访次数")
TOLD = {
    "overview.disclosure": "通过县政府网站公开信息120条，发布政策解读6篇。",
    "overview.platform": "全年走访次数12次。",
}


def missing(told: dict[str, str], wanted: tuple[str, ...] = WANTED) -> list[str]:
    evidence = Evidence(policy=Policy(required_numbers=wanted))
    return [each.seen for each in required_numbers_stand(report(told), evidence)]


def test_every_number_asked_for_is_there() -> None:
    assert missing(TOLD) == []


def test_what_is_missing_is_named_one_by_one() -> None:
    assert missing({}) == ["网站发布", "政策解读", "走访次数"]
    assert missing({"overview.disclosure": TOLD["overview.disclosure"]}) == ["走访次数"]
    evidence = Evidence(policy=Policy(required_numbers=("政策解读",)))
    (found,) = required_numbers_stand(report({}), evidence)
    assert (found.code, found.message) == (
        "N-01",
        "总体情况里没有写“政策解读”的数。县里要求写明，请补上；没有的写 0。",
    )


def test_words_without_a_number_are_no_number() -> None:
    assert missing({"overview.disclosure": "加强政策解读。"}, ("政策解读",)) == ["政策解读"]


def test_none_and_about_so_many_are_numbers() -> None:
    assert missing({"overview.disclosure": "本年度未发布政策解读。"}, ("政策解读",)) == []
    assert missing({"overview.disclosure": "发布政策解读10余篇。"}, ("政策解读",)) == []


def test_a_county_that_asks_for_nothing_is_told_nothing() -> None:
    assert missing({}, ()) == []
