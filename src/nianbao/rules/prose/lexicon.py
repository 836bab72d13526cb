"""The words a narrative tells its figures with: templates/words.toml, which a county may extend.

``lexicon().tokens("全年收到申请")`` cuts a clause into known words and the gaps between them.
A word has one kind, ``section.name`` of the file; of two that begin alike the longer one counts.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from nianbao.errors import UsageProblem
from nianbao.templating import template

FILE = "words.toml"
GAP = "?"
_NOTHING = (GAP, GAP, "")
SURE, BARE = "application.sure", "application.bare"
_SURE, _BARE = (SURE, "application", "sure"), (BARE, "application", "bare")

_NO_KINDS = frozenset({"application", "units", "required"})
_YEAR = "20[0-9]{2}年(?:度)?"
_BODY = "局|镇|乡|街道|政府办(?:公[室厅])?|办公[室厅]|办事处|管委会|委员会|开发区"
_OWN = "[我本全](?:局|镇|乡|街道|街|县|区|市|旗|办|委|机关|单位|系统|园区)"


class Token(NamedTuple):
    """A known word of a clause, or a gap (kind ``GAP``) of words nobody listed.

    ``kind`` is ``section.name`` of the file.
    """

    kind: str
    section: str
    name: str
    words: str
    start: int


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The known words by kind, and the one pattern that finds them.

    ``required`` are the words that tell the numbers a county may ask for, by the number's name.
    """

    kinds: Mapping[str, tuple[str, str, str]]
    pattern: re.Pattern[str]
    units: str
    required: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, sections: Mapping[str, Mapping[str, Iterable[str]]]) -> "Lexicon":
        """Return the lexicon of ``section → name → words``; what stands later wins."""
        kinds = {
            word: _NOTHING if section == "unknown" else (f"{section}.{name}", section, name)
            for section, names in sections.items()
            if section not in _NO_KINDS
            for name, words in names.items()
            for word in words
        }
        applied = {name: _either(words) for name, words in sections["application"].items()}
        application = (
            f"(?:(?:{applied['sure']})的?)*+(?:{applied['head']})"
            f"(?:{applied['sure']}|{applied['head']}|{applied['tail']})*+(?!{applied['not']})"
        )
        pattern = (
            f"(?P<application>{application})|(?P<own>{_OWN})|(?P<year>{_YEAR})"
            f"|(?P<known>{_either(kinds)})|(?P<body>{_BODY})|(?P<month>[0-9]{{1,2}}月)"
            "|(?P<and>[、和及与或])"
        )
        units = _either(word for words in sections["units"].values() for word in words)
        required = {name: tuple(words) for name, words in sections["required"].items()}
        return cls(kinds, re.compile(pattern), units, required)

    def tokens(self, clause: str) -> tuple[Token, ...]:
        """Return the words of ``clause`` (no white space) and the gaps between them, in order."""
        return _cut(self, clause)

    def cut(self, clause: str) -> Iterator[Token]:
        """Yield what ``tokens`` keeps."""
        behind = 0
        for match in self.pattern.finditer(clause):
            if match.start() > behind:
                yield Token(*_NOTHING, clause[behind : match.start()], behind)
            yield Token(*self._kind(match), match[0], match.start())
            behind = match.end()
        if behind < len(clause):
            yield Token(*_NOTHING, clause[behind:], behind)

    def _kind(self, match: re.Match[str]) -> tuple[str, str, str]:
        found = match.lastgroup or GAP
        if found == "known":
            return self.kinds[match[0]]
        if found == "application":
            return _SURE if "公开" in match[0] or "信息" in match[0] else _BARE
        return found, found, ""


@lru_cache(maxsize=2048)
def _cut(words: Lexicon, clause: str) -> tuple[Token, ...]:
    """Several questions are asked of one clause: it is cut once."""
    return tuple(words.cut(clause))


@cache
def lexicon(county: Path | None = None) -> Lexicon:
    """Return the words that came along and those the folder ``county`` adds."""
    return Lexicon.of(_sections(county))


@cache
def _sections(county: Path | None) -> Mapping[str, Mapping[str, list[str]]]:
    sections: dict[str, dict[str, list[str]]] = {}
    for home in dict.fromkeys((template(FILE), template(FILE, county))):
        for section, names in _read(home).items():
            for name, words in names.items():
                sections.setdefault(section, {}).setdefault(name, []).extend(words)
    return sections


def _either(words: Iterable[str]) -> str:
    """Return a pattern of any of ``words``, the longest first, those that begin alike together."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(
        f"{re.escape(first)}(?:{'|'.join(rest)})" if rest != [""] else re.escape(first)
        for first, rest in sorted(by_first.items())
    )


def _read(path: Path) -> dict[str, dict[str, list[str]]]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UsageProblem(f"{path} 写法有误，读不了。请恢复原来的文件。") from problem
    for section, names in read.items():
        if not isinstance(names, dict):
            raise UsageProblem(f"{path} 中的“{section}”不在小节里。请写在 [小节] 的下面。")
        for name, words in names.items():
            if not (isinstance(words, list) and all(isinstance(w, str) and w for w in words)):
                raise UsageProblem(f'{path} 的 [{section}] 中，{name} 要写成 ["说法", "说法"]。')
    return read
