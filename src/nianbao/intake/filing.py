"""Files of a county folder: whose each is, what an outcome puts there and what it clears away.

``Filing(county, store).filed(outcome, owner, formats)`` writes them and says where they are.
"""

from collections.abc import Mapping
from pathlib import PurePath

from nianbao.county.folder import DOCUMENTS, RETURNED, County
from nianbao.documents.composition import Published, file_stem
from nianbao.documents.formats import FORMATS
from nianbao.files import numbered, safe_name
from nianbao.intake.outcome import Outcome
from nianbao.store.store import Store

_MARKED = "{name}{year}年政府信息公开工作年报退回修改.xlsx"


class Filing:
    """Writes what belongs to a body, never over what belongs to another: ``store`` knows whose."""

    def __init__(self, county: County, store: Store) -> None:
        self._county = county
        self._store = store

    def filed(
        self, outcome: Outcome, owner: str, formats: tuple[str, ...]
    ) -> dict[str, str | None]:
        """Write documents in ``formats`` or the workbook that goes back; return where each is."""
        outputs: dict[str, str | None] = {}
        name = outcome.organisation or PurePath(outcome.file).stem
        name = _MARKED.format(name=name, year=outcome.year)
        if outcome.status == "accepted":
            self._clear_away(f"{RETURNED}/{safe_name(name)}", owner)
        if outcome.marked is not None:
            path = self._own_path(RETURNED, name, owner)
            self._county.write_aside(path, outcome.marked)
            outputs["marked"] = path
        return outputs | self.documents(outcome, owner, formats)

    def documents(
        self, outcome: Outcome, owner: str, formats: tuple[str, ...]
    ) -> dict[str, str | None]:
        """Write the documents of ``outcome`` alone; return where each is."""
        if outcome.report is None or outcome.particulars is None or outcome.body is None:
            return {}
        outputs: dict[str, str | None] = {}
        stem = file_stem(Published(outcome.report, outcome.particulars))
        for kind in formats if outcome.documents else ():
            path = self._own_path(DOCUMENTS, stem + FORMATS[kind].ending, owner)
            if kind in outcome.documents:
                self._county.write_aside(path, outcome.documents[kind])
            else:  # what stands there is of an older report
                (self._county.path / path).unlink(missing_ok=True)
            outputs[kind] = path if kind in outcome.documents else None
        return outputs

    def stands(self, outputs: Mapping[str, str | None]) -> bool:
        """True where nobody has taken away what was written."""
        return all((self._county.path / path).exists() for path in outputs.values() if path)

    def again(self, path: str, content: bytes) -> None:
        """Write a file anew where it stands already."""
        self._county.write_aside(path, content)

    def _clear_away(self, path: str, owner: str) -> None:
        """Remove what went back to ``owner``; nobody is to correct it any more."""
        if self._store.owner_of(path) == owner:
            (self._county.path / path).unlink(missing_ok=True)

    def _own_path(self, folder: str, name: str, owner: str) -> str:
        """Return a path in ``folder`` that no other body's file has."""
        path, number = f"{folder}/{safe_name(name)}", 2
        while (holder := self._store.owner_of(path)) not in (None, owner):
            path, number = f"{folder}/{numbered(name, number)}", number + 1
        if holder is None:
            self._store.own(path, owner)
        return path
