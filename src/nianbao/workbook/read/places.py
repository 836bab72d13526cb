"""Where each path stood in the clerk's file; an address is spelt only when somebody asks."""

from collections.abc import Iterator, Mapping

from nianbao.formats.spreadsheet.sheet import Sheet, place
from nianbao.workbook.read.labels import Position


class Places(Mapping[str, str]):
    """Path → ``"sheet!cell"``; ``put`` adds one, as sheet and position."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Position]] = {}

    def put(self, path: str, sheet: Sheet, position: Position) -> None:
        """Note where ``path`` stands."""
        self._known[path] = (sheet.name, position)

    def positions(self) -> Iterator[tuple[str, Position]]:
        """Yield sheet and position of every path."""
        yield from self._known.values()

    def __getitem__(self, path: str) -> str:
        name, position = self._known[path]
        return place(name, position)

    def __contains__(self, path: object) -> bool:
        return path in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
