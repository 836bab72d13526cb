import pytest

from nianbao.rules.prose.enumerations import wrong_sums
from nianbao.rules.prose.statements import statements


def wrong(text: str) -> list[tuple[str, str]]:
    """Return what is shown and what the parts come to."""
    return [(each.seen, each.expected) for each in wrong_sums(text, list(statements(text)), ())]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("公开信息90条，其中村务70条、其他10条", "80"),
        ("公开信息90条，其中村务70条、财政30条", "100"),
        ("公开信息９０条，其中：村务七十条，其余十条", "80"),
        ("公开信息90条（含转发6条），其中村务70条（占78%），其他类10条", "80"),
        ("公开信息90条，其中村务20条；财政30条；其他30条", "80"),
        ("发布信息60条，其中主动公开38份，依申请公开及不予公开31份", "69"),
    ],
)
def test_a_closed_list_and_an_overfull_one_are_wrong(text: str, total: str) -> None:
    assert wrong(f"全年{text}。") == [(f"全年{text}", total)]


@pytest.mark.parametrize(
    "text",
    [
        "公开信息80条，其中村务70条、其他10条。",
        "公开信息80条，其中村务20条。",
        "公开信息80条，其中村务20条、财政30条。",
        "公开信息80条。其中村务70条、其他20条。",
        "公开信息80余条，其中村务70条、其他20条。",
        "公开信息80条，其中村务约70条、其他20条。",
        "公开信息80条，其中村务类 45，财政类5条，其他类30条。",
        "公开信息80条，其中村务50条、财政30条，同比增加12条。",
        "公开信息80条，其中村务50条、财政30条，开展宣传15次。",
        "公开信息80条，其中村务50条、财政30条，全年举办活动15条。",
        "公开信息80条，比上年增加9条，其中村务50条、其他30条。",
        "公开信息80条，其中网站70条、公众号60条。",
        "收到申请8件，其中予以公开5件、部分公开4件。",
        "收到申请8件，其中自然人5件、企业3件，予以公开6件。",
        "公开信息80条，其中村务50条、财政30条；维护专栏16个。",
        "公开信息80条，其中村务20条、财政60条；政策类30条、其他50条。",
    ],
)
def test_open_unclear_and_overlapping_lists_are_left_alone(text: str) -> None:
    assert wrong(text) == []


def test_a_long_list_is_shown_by_its_ends() -> None:
    parts = "、".join(f"第{'一二三四五六七八九'[n]}类事项信息{n + 1}条" for n in range(9))
    ((seen, total),) = wrong(f"全年公开信息44条，其中{parts}。")
    assert total == "45"
    assert seen.startswith("全年公开信息44条，其中第一类")
    assert "……" in seen
    assert seen.endswith("第九类事项信息9条")
