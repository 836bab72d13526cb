"""What a workbook is issued with; no library for writing is needed to say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nianbao.form.basics import BodyKind
from nianbao.form.report import Report
from nianbao.workbook.form_code import FormCode


@dataclass(frozen=True)
class Issue:
    """What a workbook is issued with: for whom, for which year, what is already known.

    ``code`` is the body's code on the roster, ``edit`` counts its issues;
    ``bodies`` fills the dropdown (empty: the name is typed in); ``entered`` holds known entries.
    """

    year: int
    code: str
    organisation: str = ""
    edit: int = 0
    kind: BodyKind | None = None
    bodies: tuple[str, ...] = ()
    last: Report | None = None
    office: str = "县政府信息公开工作主管部门"
    deadline: str = ""
    entered: Mapping[str, Any] = field(default_factory=dict)

    @property
    def known(self) -> Mapping[str, Any]:
        """What the entry cells hold from the start: last year's figures, then ``entered``."""
        return {**_carried_on(self.last), **self.entered}

    @property
    def form_code(self) -> FormCode:
        """The code printed in the workbook."""
        return FormCode(self.year, self.code)


def is_carried_on(path: str) -> bool:
    """True for a figure that a workbook holds from the start, where last year's is known."""
    return path.startswith("applications.carried_in.") or path.endswith(".in_force")


def _carried_on(last: Report | None) -> dict[str, Any]:
    """Return what last year's report says about this year: 结转 and 现行有效."""
    if last is None:
        return {}
    carried = dict(last.applications.carried_out.model_dump())
    carried.pop("total")
    known: dict[str, Any] = {f"applications.carried_in.{name}": n for name, n in carried.items()}
    for row in ("regulations", "normative_documents"):
        known[f"disclosure.{row}.in_force"] = getattr(last.disclosure, row).in_force
    return known
