"""Print how precise the rules T are, and how long the rules take.

Run it from anywhere: ``python tests/bench/bench_words.py``.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from time import process_time

_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]

from nianbao.form.report import Report
from nianbao.rules import CHECKS, Evidence, check, check_county
from nianbao.rules.prose.agreement import words_agree
from nianbao.rules.prose.copying import shelves
from nianbao.rules.prose.narratives import OVERVIEW, PART_FIVE
from support.labelled_sentences import labelled


def precision() -> None:
    """Print precision and recall of each rule T: on what was tuned to, and on what was not."""
    told = [(each, codes_of(each.report)) for each in labelled()]
    for each, found in told:
        for code in sorted(found - each.expected):
            print(f"  误报 {code} {each.size} {each.sentence}")
        for code in sorted(each.expected - found):
            print(f"  漏报 {code} {each.size} {each.sentence}")
    for title, is_tuned in (("按这些句子调过的", True), ("写好后只测、没有调过的", False)):
        part = [(each.expected, found) for each, found in told if each.is_tuned is is_tuned]
        wrong = sum(bool(expected) for expected, _ in part)
        print(f"{title}：{len(part)} 句，其中 {wrong} 句与表不符")
        for line in rates(part):
            print(f"  {line}")


def codes_of(whole: Report) -> frozenset[str]:
    """Return the rules that speak of the words of ``whole``."""
    return frozenset(finding.code for finding in words_agree(whole, Evidence()))


def rates(part: list[tuple[frozenset[str], frozenset[str]]]) -> Iterator[str]:
    """Yield a line for each rule, and one for all, of pairs (expected, found)."""
    right = Counter(code for expected, found in part for code in expected & found)
    false = Counter(code for expected, found in part for code in found - expected)
    missed = Counter(code for expected, found in part for code in expected - found)
    for name in (*sorted(right | false | missed), "合计"):
        counts = (right, false, missed)
        good, bad, lost = (each.total() if name == "合计" else each[name] for each in counts)
        exact, whole = good / ((good + bad) or 1), good / ((good + lost) or 1)
        told = f"（{good} 对，{bad} 误，{lost} 漏）"
        yield f"{name}  查准 {exact:.0%}  查全 {whole:.0%}  {told}"


def speed(bodies: int = 80) -> None:
    """Print how much processor time the rules take over a county of ``bodies`` with full texts."""
    reports = [full_report(number) for number in range(bodies)]
    check(reports[0], Evidence())
    alone = _seconds(lambda: [check(whole, Evidence()) for whole in reports])
    kept = shelves(reports)
    indexed = _seconds(lambda: shelves(reports))
    together = _seconds(
        lambda: [
            (check(whole, Evidence()), check_county(whole, Evidence(shelves=kept)))
            for whole in reports
        ]
    )
    texts = (text for text in reports[0].entries().values() if isinstance(text, str))
    print(f"{bodies} 份，每份约 {sum(map(len, texts))} 字，{len(CHECKS)} 项检查")
    print(f"不查雷同：每份 {1000 * alone / bodies:.2f} 毫秒")
    print(f"连同雷同：全部 {together + indexed:.2f} 秒，其中建索引 {indexed:.2f} 秒")


def full_report(number: int) -> Report:
    """Return a report with 1,600 characters of text of its own and some forty statements."""
    chance = Random(number)
    stated = [each.sentence for each in labelled() if each.size == "部门" and not each.expected]
    texts = {
        path: "".join(_sentence(chance) for _ in range(6)) + "".join(chance.sample(stated, 3))
        for path in (*OVERVIEW, *PART_FIVE)
    }
    return Report.from_entries({"organisation": f"第{number}局", "year": 2025, **texts})


def _sentence(chance: Random) -> str:
    words = "".join(chance.choice(_WORDS) for _ in range(9))
    return f"{words[:14]}，{words[14:]}。"


def _seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of three runs."""
    times = []
    for _ in range(3):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


_WORDS = [
    *(
        "梳理",
        "目录",
        "公开",
        "栏目",
        "群众",
        "查阅",
        "制度",
        "保密",
        "审查",
        "更新",
        "网站",
        "文件",
    ),
    *(
        "解读",
        "培训",
        "责任",
        "科室",
        "答复",
        "规范",
        "流程",
        "监督",
        "反馈",
        "台账",
        "季度",
        "检查",
    ),
    *(
        "领导",
        "分管",
        "信息",
        "发布",
        "平台",
        "内容",
        "建设",
        "管理",
        "落实",
        "要求",
        "情况",
        "工作",
    ),
    *("机制", "队伍", "渠道", "便民", "服务", "意见", "整改", "评议"),
]

if __name__ == "__main__":
    precision()
    speed()
