"""The county folder: settings, roster and the places where everything lies.

``County.open(path)`` works with no settings and no roster; ``County.init(path)`` writes both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao import fault_log
from nianbao.county.bodies import Roster
from nianbao.county.roster import read_roster
from nianbao.county.settings import Settings, read_settings
from nianbao.errors import OutputProblem, UsageProblem
from nianbao.files import ORIGINALS, sweep_asides, write_aside
from nianbao.rules import Policy
from nianbao.templating import template

if TYPE_CHECKING:
    from sqlalchemy import URL

SETTINGS = "nianbao.toml"
ROSTER, ROSTER_SHEET = "名册.csv", "名册.xlsx"
DATABASE = "nianbao.db"
STATUS_PAGE, TEMPLATES = "收件情况.html", "templates"
ISSUED, RECEIVED, RETURNED, DOCUMENTS, TOTALS = "发放", ORIGINALS, "退回", "成文", "汇总"
# A Chinese Excel takes a CSV for UTF-8 only with this mark; Notepad of old wants CRLF.
_ENCODINGS: Mapping[str, str] = {SETTINGS: "utf-8", ROSTER: "utf-8-sig"}


@dataclass(frozen=True)
class County:
    """A county folder, opened: ``path`` is absolute and exists."""

    path: Path
    settings: Settings = field(default_factory=Settings)
    roster: Roster = field(default_factory=Roster)

    @classmethod
    def open(cls, path: Path) -> "County":
        """Return the county in folder ``path``; ``UsageProblem`` on wrong settings or roster."""
        if not path.is_dir():
            raise UsageProblem(f"找不到文件夹“{path}”。请检查路径，或者先用 nianbao init 建立。")
        home = path.resolve()
        rosters = [home / name for name in (ROSTER, ROSTER_SHEET) if (home / name).exists()]
        if len(rosters) > 1:
            raise UsageProblem(f"同时有 {ROSTER} 和 {ROSTER_SHEET}，不知道以哪个为准。请只留一个。")
        return cls(
            home,
            read_settings(home / SETTINGS),
            read_roster(rosters[0]) if rosters else Roster(),
        )

    @classmethod
    def init(cls, path: Path) -> tuple[Path, ...]:
        """Make the folder with commented settings and roster; return what was written, if any.

        Nothing that stands is overwritten.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise OutputProblem(f"建不了文件夹“{path}”。请检查路径和权限。") from problem
        missing = [name for name in _ENCODINGS if not (path / name).exists()]
        if (path / ROSTER_SHEET).exists():
            missing = [name for name in missing if name != ROSTER]
        return tuple(write_aside(path, name, _fresh(name)) for name in missing)

    @property
    def issued(self) -> Path:
        """Where the blank workbooks for the bodies go."""
        return self.path / ISSUED

    @property
    def received(self) -> Path:
        """Where originals are kept by content hash."""
        return self.path / RECEIVED

    @property
    def returned(self) -> Path:
        """Where marked workbooks and messages for the bodies go."""
        return self.path / RETURNED

    @property
    def documents(self) -> Path:
        """Where finished documents go."""
        return self.path / DOCUMENTS

    @property
    def totals(self) -> Path:
        """Where the roll-up goes."""
        return self.path / TOTALS

    @property
    def policy(self) -> Policy:
        """The county's severities, thresholds and rules switched off; ``UsageProblem`` if wrong."""
        settings = self.settings
        return Policy.from_settings(settings.rules, settings.thresholds, settings.numbers)

    @property
    def store_url(self) -> "URL":
        """The database: the one set, else a SQLite file in the folder."""
        from sqlalchemy import URL, make_url  # many commands open no store

        if self.settings.store:
            url = make_url(self.settings.store)
            if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
                # A relative one lies in the folder, wherever the program was started.
                url = url.set(database=str(self.path / str(url.database)))
            return url
        return URL.create("sqlite", database=str(self.path / DATABASE))

    @property
    def own_paths(self) -> frozenset[Path]:
        """What the program itself keeps in the folder: no input where a folder is read whole."""
        url = self.store_url
        kept = url.database if url.get_backend_name() == "sqlite" and url.database else DATABASE
        database = [f"{kept}{more}" for more in ("", "-wal", "-shm", "-journal")]
        files = (SETTINGS, ROSTER, ROSTER_SHEET, STATUS_PAGE, fault_log.NAME, *database)
        folders = (ISSUED, RECEIVED, RETURNED, DOCUMENTS, TOTALS, TEMPLATES)
        return frozenset(self.path / name for name in (*files, *folders))

    @property
    def holds_originals(self) -> bool:
        """True where something was received: its records must be somewhere too."""
        return any(path.is_file() for path in self.received.glob("??/*"))

    def write_aside(self, path: Path | str, content: bytes) -> Path:
        """Write a file of the folder whole or not at all; ``OutputProblem`` where it cannot be."""
        return write_aside(self.path, path, content)

    def sweep(self) -> None:
        """Remove what interrupted runs left half-written."""
        for folder in (self.issued, self.received, self.returned, self.documents, self.totals):
            sweep_asides(folder)


def _fresh(name: str) -> bytes:
    text = template(name).read_text(encoding="utf-8")
    return text.replace("\n", "\r\n").encode(_ENCODINGS[name])
