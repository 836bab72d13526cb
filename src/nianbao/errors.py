"""The exceptions of nianbao, each with a sentence for people and the exit status it leads to.

NianbaoError
├── UsageProblem        wrong use: settings, roster, arguments (2)
│   └── TemplateProblem a template that cannot become a document (2)
├── Refusal             a file that cannot or must not be read (1), carries its finding: findings
├── OutputProblem       a place that cannot be written (1)
├── MissingGlyphs       characters no type face of the machine has (1): documents.missing_glyphs
└── ProgramFault        our own mistake (3): a finished document that differs from its report
"""


class NianbaoError(Exception):
    """Base of all; ``str()`` is one Chinese sentence for the person at the desk."""

    exit_code = 1


class UsageProblem(NianbaoError):
    """Settings, roster or arguments that one cannot go on with."""

    exit_code = 2


class TemplateProblem(UsageProblem):
    """A template, most often one the county changed, that cannot become a document."""


class OutputProblem(NianbaoError):
    """A folder or file that cannot be written."""


class ProgramFault(NianbaoError):
    """A fault of the program itself; nothing it produced is kept."""

    exit_code = 3
