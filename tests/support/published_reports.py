"""Reports to publish: a plain one, hostile ones, and a strategy over all the form allows."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from nianbao.documents.composition import Published
from nianbao.form.basics import BodyKind, Particulars
from nianbao.form.report import FIGURES, LARGEST, Report, walk
from nianbao.prose import clean

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

PLAIN: dict[str, Any] = {
    "organisation": "清溪镇人民政府",
    "year": 2025,
    "overview.disclosure": "全年主动公开信息126条。\n解读政策文件4份。",
    "overview.applications": "全年收到申请3件，均按期答复。",
    "overview.management": "公开前逐件进行保密审查。",
    "overview.platform": "设置查阅点4处。",
    "overview.supervision": "开展社会评议1次，没有责任追究情形。",
    "disclosure.licences": 128,
    "disclosure.fees_wan": Decimal("12.5061"),
    "applications.received.natural_person": 3,
    "applications.outcomes.granted.natural_person": 2,
    "applications.outcomes.unavailable.not_held.natural_person": 1,
    "disputes.reconsideration.upheld": 1,
    "problems": "一是报送信息不够及时。\n二是解读形式单一。",
    "improvements": "一是按月通报报送情况。\n二是增加图表解读。",
    "other.fee_charged": False,
    "other.text": "没有其他需要报告的事项。",
}
PARTICULARS = Particulars(
    kind=BodyKind.TOWNSHIP,
    address="清溪镇迎宾路8号",
    postcode="635000",
    telephone="0818-0000000",
    website="www.example.gov.cn",
    dated="2026-01-09",
)
HOSTILE = (
    "甲 & 乙 &amp; 丙",
    "<b>加粗</b><script>alert(1)</script>",
    "</w:t></w:r></w:p><w:p/>",
    "{{ 7*7 }} {% for 段 in 总体情况 %} {# 注 #} {_{ %}",
    '=HYPERLINK("http://a","b")',
    "两  个空格，'单引号'，\"双引号\"，]]>，<!-- -->",
    "😀👨\u200d👩\u200d👧𠮷𡿨",
    "长" * 20_000,
)

# As the reader hands it on: what Typst, Markdown or a spreadsheet might take for its own.
MARKUP = tuple(
    map(
        clean,
        (
            '#eval("1") #{1+1} $x^2$ @ref <l> `raw` ```code``` *粗* _斜_ \\ \\u{41} \\n ~ --- ... // 注 /* */',
            "= 标题\n- 项\n+ 项\n/ 术语: 甲\nhttps://example.gov.cn/a_b*c",
            "   前面有空格，\t制表符，\u3000全角空格，a\u00a0b，软\u00ad连字",
            "العربية 甲 שלום 乙 ئۇيغۇرچە",
        ),
    )
)


def published(particulars: Particulars = PARTICULARS, **changed: Any) -> Published:
    """Return the plain report with entries changed; ``__`` stands for the dot of a path."""
    entries = PLAIN | {path.replace("__", "."): value for path, value in changed.items()}
    return Published(Report.from_entries(entries), particulars)


def with_text_everywhere(text: str) -> Published:
    """Return a report that says ``text`` in every place a person can write."""
    texts = {path: text for path, field in walk(Report) if "edition" not in path and path in _TEXTS}
    return Published(
        Report.from_entries({**PLAIN, **texts, "organisation": text[:40]}),
        Particulars(address=text[:60], postcode=text[:9], telephone=text[:20], website=text[:60]),
    )


_TEXTS = frozenset(path for path, value in PLAIN.items() if isinstance(value, str))
_counts = st.integers(0, 99) | st.integers(0, LARGEST)
_money = st.decimals(0, LARGEST, places=2, allow_nan=False) | st.just(Decimal(0))
_any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
# What every machine with a Chinese type face can set.
_common_text = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E)
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
    | st.sampled_from("\n，。；：、“”（）《》〈〉【】—…·！？％　０１２一二三"),
    max_size=120,
)


@st.composite
def any_published(draw: st.DrawFn, prose: st.SearchStrategy[str] = _any_text) -> Published:
    """Draw any report that may be published, its texts out of ``prose``."""
    texts = prose.map(clean)
    lines = texts.map(lambda text: text.replace("\n", " ").strip())
    entries: dict[str, Any] = {
        path: draw(_money if path == "disclosure.fees_wan" else _counts)
        for path in draw(st.lists(st.sampled_from(FIGURES), unique=True, max_size=25))
    }
    entries |= {path: draw(texts) for path in _TEXTS if path != "organisation"}
    entries |= {
        "organisation": draw(lines.filter(lambda text: bool(text.strip("\u200c\u200d \u3000")))),
        "year": draw(st.integers(2021, 2100)),
        "other.fee_charged": draw(st.booleans()),
        "other.fee_notices": draw(_counts),
        "other.fee_yuan": draw(_money),
    }
    particulars = Particulars(
        kind=draw(st.sampled_from([None, *BodyKind])),
        address=draw(lines),
        website=draw(lines),
        dated=draw(st.sampled_from(["", "2026-01-09", "2026年1月9日"])),
    )
    return Published(Report.from_entries(entries), particulars)


def settable() -> st.SearchStrategy[Published]:
    """Return reports in characters every Chinese type face has."""
    return any_published(_common_text)
