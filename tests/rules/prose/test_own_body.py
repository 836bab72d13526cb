import time
from itertools import islice, product

import pytest

from nianbao.form.basics import BodyKind
from nianbao.rules import Evidence
from nianbao.rules.prose.own_body import body_is_own
from support.findings_of import drawn, report

TEXT = "overview.disclosure"
OTHERS = frozenset(
    {"河口县山前镇人民政府", "河口县青石乡人民政府", "河口县财政局", "柳河镇人民政府"}
)


@pytest.mark.parametrize(
    ("text", "seen", "name"),
    [
        ("山前镇坚持以公开为常态。", "山前镇坚持", "山前镇"),
        ("全年平稳。2025年，山前镇人民政府认真落实要求。", "2025年，山前镇人民政府认真", "山前镇"),
        ("（一）主动公开。河口县财政局不断规范流程。", "河口县财政局不断", "财政局"),
        ("修订《青石乡政府信息公开指南》。", "《青石乡政府信息公开指南》", "青石乡"),
        ("我镇（山前镇）设专栏。", "我镇（山前镇", "山前镇"),
    ],
)
def test_s04_a_neighbour_in_ones_own_stead(text: str, seen: str, name: str) -> None:
    assert drawn(body_is_own, {TEXT: text}, others=OTHERS) == [
        f"警告 “{seen}”把“{name}”写成了本机关。请核对是否从别处抄来，改成本机关。"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "柳河镇坚持以公开为常态。",
        "联合县财政局开展培训。",
        "与山前镇交流做法。",
        "经县财政局审核，山前镇、青石乡同步公开。",
        "学习《财政局政务公开工作方案》。",
    ],
)
def test_s04_is_silent_where_others_are_only_named(text: str) -> None:
    assert drawn(body_is_own, {TEXT: text}, others=OTHERS) == []


@pytest.mark.parametrize("own", ["我局", "我乡", "我街道", "本局"])
def test_s04_another_kind_of_body(own: str) -> None:
    assert drawn(body_is_own, {TEXT: f"{own}认真落实要求。"}) == [
        f"警告 文中自称“{own}”，与机关名称“柳河镇人民政府”不符。请改正。"
    ]


@pytest.mark.parametrize(
    "text", ["我镇落实要求", "自我局限", "我局部调整栏目", "本镇村民", "本乡镇"]
)
def test_s04_is_silent_of_ones_own_kind(text: str) -> None:
    assert drawn(body_is_own, {TEXT: text}) == []


def test_s04_is_silent_of_names_without_a_known_ending() -> None:
    whole = report({"organisation": "河口县住房保障中心", TEXT: "我局落实要求。"})
    assert list(body_is_own(whole, Evidence())) == []


def test_s04_a_scope_wider_than_ones_own() -> None:
    text = "2025年，全市共收到政府信息公开申请120件。"
    assert drawn(body_is_own, {TEXT: text}, kind=BodyKind.TOWNSHIP) == [
        "警告 “全市共收到政府信息公开申请120”用的是全市的口径。请只写本机关的工作。"
    ]
    assert drawn(body_is_own, {TEXT: text}, kind=BodyKind.COUNTY) == []
    work = "落实全市政务公开工作要求，参加全省培训2次。"
    assert drawn(body_is_own, {TEXT: work}, kind=BodyKind.TOWNSHIP) == []


def test_s04_costs_the_same_whatever_the_length_of_the_roster() -> None:
    """0.2 ms a return at the most; the bound here leaves room for a busy machine."""
    letters = "山川河湖林田桥亭台谷溪泉石松柏竹梅兰菊云"
    crowd = frozenset(
        "".join(each) + "镇人民政府" for each in islice(product(letters, repeat=4), 20_000)
    )
    whole = report({TEXT: "全年公开渡口检查情况，配发现场照片，群众查阅方便。" * 60})
    taken = []
    for others in (OTHERS, crowd):
        evidence = Evidence(others=others)
        list(body_is_own(whole, evidence))
        started = time.process_time()
        for _ in range(50):
            assert list(body_is_own(whole, evidence)) == []
        taken.append((time.process_time() - started) / 50)
    assert taken[1] < 3 * taken[0] + 0.0005


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("紧紧围绕市场监管工作，深化公开内容。", "围绕市场监管工作"),
        ("聚焦全县自然资源和规划中心工作。", "聚焦全县自然资源和规划中心工作"),
        ("“东山发布”新媒体账号定时转载上级政策。", "“东山发布”"),
    ],
)
def test_another_bodys_work_or_account_in_a_township(text: str, seen: str) -> None:
    known = Evidence(kind=BodyKind.TOWNSHIP, others=frozenset({"东山镇人民政府"}))
    entries = {"organisation": "河口镇人民政府", "overview.disclosure": text}
    assert [each.seen for each in body_is_own(report(entries), known)] == [seen]


@pytest.mark.parametrize(
    "text", ["围绕乡村振兴、市场监管等工作。", "围绕全镇中心工作。", "“河口发布”公众号。"]
)
def test_a_townships_own_work_and_account(text: str) -> None:
    known = Evidence(kind=BodyKind.TOWNSHIP, others=frozenset({"东山镇人民政府"}))
    entries = {"organisation": "河口镇人民政府", "overview.disclosure": text}
    assert list(body_is_own(report(entries), known)) == []
