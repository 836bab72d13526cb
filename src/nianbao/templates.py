"""Where the templates are: the county's own ``templates/`` first, else those that came along.

In a wheel they lie inside the package, in a checkout at its top.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_HOMES = (_PACKAGE / "templates", _PACKAGE.parent.parent / "templates")

OWN = "templates"
# What a county may change, the usual one first.
EDITABLE = (
    "report.docx", "report.html.j2", "fragment.html.j2", "report.typ", "index.html.j2",
    "status.html.j2", "退回通知.txt.j2", "催报通知.txt.j2", "slips.csv", "explanations.toml",
)  # fmt: skip


def template(name: str, county: Path | None = None) -> Path:
    """Return the path of template ``name``; ``FileNotFoundError`` when nobody has it."""
    own = (county / OWN,) if county else ()
    homes: tuple[Path, ...] = (*own, *_HOMES)
    for home in homes:
        if (home / name).is_file():
            return home / name
    raise FileNotFoundError(f"template {name} is not installed")
