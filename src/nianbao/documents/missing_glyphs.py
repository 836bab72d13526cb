"""Which characters of which texts have no glyph in any type face of this machine.

Typst's diagnostic names the characters, the reports tell where they stand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from nianbao.documents.composition import PART_FIVE, Published
from nianbao.errors import NianbaoError
from nianbao.findings.finding import Finding, finding
from nianbao.form import report as form
from nianbao.form.basics import CONTACT, Particulars
from nianbao.form.report import PART_FIVE_TITLE, Report, walk

_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
_LISTED = 5
# What holds other characters together lacks with them.
_JOINING = frozenset("\u200c\u200d\ufe0e\ufe0f")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


class MissingGlyphs(NianbaoError):
    """A report with characters that no type face of this machine has: no PDF can be made of it.

    ``characters`` are those of each text, by its path and its label.
    """

    def __init__(self, body: str, characters: Mapping[tuple[str, str], str]) -> None:
        super().__init__(body, characters)
        self.body = body
        self.characters = characters

    def __str__(self) -> str:
        return "\n".join(f"{self.body}：{each.message}" for each in self.findings({}))

    def findings(self, places: Mapping[str, str]) -> list[Finding]:
        """Return a finding for each text, at its place where ``places`` knows its path."""
        return [
            finding("no glyph", [places[path]] if path in places else [], seen=seen, expected=label)
            for (path, label), seen in self.characters.items()
        ]


def missing_glyphs(diagnostic: str, reports: Sequence[Published]) -> MissingGlyphs | None:
    """Return what to raise for the first report with such characters, None if there is none."""
    lacking = set("".join(map(_characters, _LACKING.findall(diagnostic)))) - _JOINING
    for published in reports:
        found = {
            (path, label): _shown(seen)
            for path, label, text in _texts(published)
            if (seen := [each for each in dict.fromkeys(text) if each in lacking])
        }
        if found:
            return MissingGlyphs(published.report.organisation, found)
    return None


def _characters(escaped: str) -> str:
    """Return a text as Typst quotes it, without its escapes."""
    return _ESCAPED.sub(lambda seen: chr(int(seen[1], 16)) if seen[1] else seen[2], escaped)


def _shown(characters: Sequence[str]) -> str:
    """Return characters with their code points: many of them cannot be seen."""
    listed = "、".join(
        f"{each}（U+{ord(each):04X}）" if each.isprintable() else f"U+{ord(each):04X}"
        for each in characters[:_LISTED]
    )
    return f"{listed}等 {len(characters)} 个字" if len(characters) > _LISTED else listed


def _texts(published: Published) -> Iterator[tuple[str, str, str]]:
    """Yield path, label and text of everything a person wrote that a document prints."""
    whole, particulars = published.report, published.particulars
    entries = whole.entries()
    for path, _ in walk(Report):
        text = entries.get(path)
        if isinstance(text, str):
            yield path, _label(path), text
    for name in CONTACT:
        yield name, Particulars.model_fields[name].title or name, getattr(particulars, name)


def _label(path: str) -> str:
    part, _, name = path.partition(".")
    if part in PART_FIVE:
        return f"{PART_FIVE_TITLE}，{PART_FIVE[part]}"
    return f"{form.label(part)}，{form.label(path)}" if name else form.label(path)
