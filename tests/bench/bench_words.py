"""Print how precise the rules T are, and how long the rules take.

``python tests/bench/bench_words.py`` from the project's root, with ``src`` and ``tests`` on the path.
"""

import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]

from labelled import labelled  # noqa: E402
from nianbao.report import Report  # noqa: E402
from nianbao.rules import CHECKS, Evidence, check  # noqa: E402
from nianbao.rules.copying import shelves  # noqa: E402
from nianbao.rules.words import words_agree  # noqa: E402


def precision() -> None:
    """Print precision and recall of each rule T over the labelled sentences."""
    right: Counter[str] = Counter()
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for each in labelled():
        found = {finding.code for finding in words_agree(each.report, Evidence())}
        right.update(found & each.expected)
        false.update(found - each.expected)
        missed.update(each.expected - found)
        for code in sorted(found - each.expected):
            print(f"  误报 {code} {each.size} {each.sentence}")
        for code in sorted(each.expected - found):
            print(f"  漏报 {code} {each.size} {each.sentence}")
    print(
        f"{len(labelled())} 句，其中 {sum(bool(each.expected) for each in labelled())} 句与表不符"
    )
    for code in sorted(right | false | missed):
        of_found, of_wrong = right[code] + false[code], right[code] + missed[code]
        print(
            f"{code}  查准 {right[code] / (of_found or 1):.0%}  查全 {right[code] / (of_wrong or 1):.0%}"
            f"  （{right[code]} 对，{false[code]} 误，{missed[code]} 漏）"
        )


def speed(bodies: int = 80) -> None:
    """Print how long the rules take over a county of ``bodies`` with full texts."""
    reports = [_full(number) for number in range(bodies)]
    start = perf_counter()
    for whole in reports:
        check(whole, Evidence())
    alone = perf_counter() - start
    start = perf_counter()
    kept = shelves(reports)
    indexed = perf_counter() - start
    for whole in reports:
        check(whole, Evidence(shelves=kept))
    together = perf_counter() - start
    characters = sum(
        len(str(text)) for text in reports[0].entries().values() if isinstance(text, str)
    )
    print(f"{bodies} 份，每份约 {characters} 字，{len(CHECKS)} 项检查")
    print(f"不查雷同：每份 {1000 * alone / bodies:.2f} 毫秒")
    print(f"全部：{together:.2f} 秒，其中建索引 {indexed:.2f} 秒")


def _full(number: int) -> Report:
    """Return a report of 1,600 characters of its own, made of the labelled sentences."""
    sentences = [each.sentence for each in labelled() if each.size == "部门"]
    texts = [
        "".join(
            sentences[(7 * number + 11 * part + 3 * step) % len(sentences)] for step in range(11)
        )
        for part in range(7)
    ]
    names = ("disclosure", "applications", "management", "platform", "supervision")
    return Report.from_entries(
        {
            "organisation": f"第{number}局",
            "year": 2025,
            **{f"overview.{name}": text for name, text in zip(names, texts, strict=False)},
            "problems": texts[5],
            "improvements": texts[6],
        }
    )


if __name__ == "__main__":
    precision()
    speed()
