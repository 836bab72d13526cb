"""The exceptions of nianbao, each with a sentence for people and the exit status it leads to.

NianbaoError
├── UsageProblem        wrong use: settings, roster, arguments (2)
│   └── TemplateProblem a template that cannot become a document (2)
├── Refusal             a file that cannot or must not be read (1), carries its finding
├── OutputProblem       a place that cannot be written (1)
├── MissingGlyphs       a report with characters no type face of the machine has (1)
└── ProgramFault        our own mistake (3): a finished document that differs from its report
"""

from collections.abc import Mapping

from nianbao.findings.finding import Finding, finding


class NianbaoError(Exception):
    """Base of all; ``str()`` is one Chinese sentence for the person at the desk."""

    exit_code = 1


class UsageProblem(NianbaoError):
    """Settings, roster or arguments that one cannot go on with."""

    exit_code = 2


class TemplateProblem(UsageProblem):
    """A template, most often one the county changed, that cannot become a document."""


class Refusal(NianbaoError):
    """A file that is not a workbook of ours, or not safe to open."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding

    def __reduce__(self) -> tuple[type["Refusal"], tuple[Finding]]:
        return Refusal, (self.finding,)


class OutputProblem(NianbaoError):
    """A folder or file that cannot be written."""


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


class ProgramFault(NianbaoError):
    """A fault of the program itself; nothing it produced is kept."""

    exit_code = 3
