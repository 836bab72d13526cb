from nianbao.rules import Policy, Thresholds
from nianbao.rules.prose.copying import part_five_is_new, shelve, shelves, texts_are_own
from support.findings_of import drawn, report

PROBLEMS = (
    "一是公开栏更新不够及时，部分村务信息公布较晚，群众查阅不便；"
    "二是政策解读形式单一，多为文字，图表和短视频偏少。"
)
IMPROVEMENTS = (
    "按月核对公开栏，逾期未更新的通报到村并限期补齐；"
    "每季度安排一次解读培训，请县融媒体中心指导制作图表和短视频。"
)
FRESH = (
    "门户网站栏目层级过深，老年人不易找到办事指南；依申请公开答复文书格式不统一，个别说理不足。"
    "已合并重复栏目，首页增设大字版入口；统一答复文书模板，由司法所逐件审核把关，年内复核旧案卷。"
)
FIVE = {"problems": PROBLEMS, "improvements": IMPROVEMENTS}


def test_x03_part_five_taken_over_from_last_year() -> None:
    (found,) = drawn(part_five_is_new, FIVE, last_year=report({"year": 2024, **FIVE}))
    assert found == (
        "警告 第五部分与本机关上年有 100% 相同，如："
        "“一是公开栏更新不够及时，部分村务信息公布较晚，群众查阅不便；二是政策解读…”。"
        "请结合今年实际改写，避免年年雷同。"
    )


def test_x03_half_of_it_is_a_hint() -> None:
    last = report({"year": 2024, "problems": PROBLEMS, "improvements": FRESH})
    (found,) = drawn(part_five_is_new, FIVE, last_year=last)
    assert found.startswith("提示 第五部分与本机关上年有 48% 相同，如：“一是公开栏更新不够及时")


def test_x03_digits_and_punctuation_do_not_hide_a_copy() -> None:
    disguised = {
        "problems": PROBLEMS.replace("，", "、").replace("；", "。2025年"),
        "improvements": IMPROVEMENTS,
    }
    (found,) = drawn(part_five_is_new, FIVE, last_year=report({"year": 2024, **disguised}))
    assert found.startswith("警告")


def test_x03_is_silent_of_new_words_and_without_last_year() -> None:
    assert drawn(part_five_is_new, FIVE, last_year=report({"year": 2024, "problems": FRESH})) == []
    assert drawn(part_five_is_new, FIVE) == []


def test_x03_keeps_to_the_countys_threshold() -> None:
    policy = Policy(Thresholds(own_copy_hint=0.99, own_copy_warning=1.0))
    last = report({"year": 2024, "problems": PROBLEMS, "improvements": FRESH})
    assert drawn(part_five_is_new, FIVE, last_year=last, policy=policy) == []


def test_x04_a_copy_names_its_source_and_shows_the_longest_passages() -> None:
    county = shelves(
        [report({"organisation": "山前镇人民政府", **FIVE}), report({"problems": FRESH})]
    )
    assert drawn(texts_are_own, FIVE, shelves=county) == [
        "警告 五、存在的主要问题及改进情况与“山前镇人民政府”有 100% 相同，如："
        "“一是公开栏更新不够及时，部分村务信息公布较晚，群众查阅不便；二是政策解读…”。"
        "请结合本机关实际改写。"
    ]


def test_x04_several_sources_are_counted() -> None:
    county = shelves([report({"organisation": name, **FIVE}) for name in ("丙镇", "乙镇", "丁镇")])
    (found,) = drawn(texts_are_own, FIVE, shelves=county)
    assert "与“丁镇”有 100% 相同（还有 2 个机关也相似），如：" in found


def test_x04_part_one_is_compared_too() -> None:
    text = {"overview.platform": FRESH}
    (found,) = drawn(
        texts_are_own, text, shelves=shelves([report({"organisation": "乙镇", **text})])
    )
    assert found.startswith("警告 一、总体情况与“乙镇”有 100% 相同")


def test_x04_oneself_and_short_texts_are_no_source() -> None:
    short = {"problems": "更新不够及时。", "improvements": "下一步加强更新。"}
    assert drawn(texts_are_own, FIVE, shelves=shelves([report(FIVE)])) == []
    assert (
        drawn(texts_are_own, short, shelves=shelves([report({"organisation": "乙镇", **short})]))
        == []
    )


def test_x04_one_more_return_may_be_put_on_the_shelves() -> None:
    county = shelves([])
    shelve(report({"organisation": "乙镇", **FIVE}), county, Thresholds().copy_least)
    assert len(drawn(texts_are_own, FIVE, shelves=county)) == 1


def test_a_county_of_copies_of_one_template_is_found() -> None:
    bodies = [report({"organisation": f"第{n}镇", **FIVE}) for n in range(300)]
    (found,) = drawn(texts_are_own, FIVE, shelves=shelves(bodies))
    assert "有 100% 相同（还有至少 7 个机关也相似）" in found
