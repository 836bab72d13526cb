"""axe-core in the tests' browser: what of a page shuts somebody out, by the WCAG and good practice."""

from functools import cache
from importlib.metadata import distribution
from pathlib import Path

from support.chromium import Browser

# The package is installed for the script it brings alone (tests/environment.sh).
PACKAGE, SCRIPT = "axe-playwright-python", "axe_playwright_python/axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
# The contrast of a cell over several rows cannot be told; it is that of the other cells.
_RUN = """axe.run(document, {runOnly: %s}).then(found => ({
  passed: found.passes.length,
  wrong: [...found.violations, ...found.incomplete.filter(rule => rule.id !== "color-contrast")]
    .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}`)),
}))"""


@cache
def _script() -> str:
    return Path(str(distribution(PACKAGE).locate_file(SCRIPT))).read_text("utf-8")


def violations(browser: Browser) -> list[str]:
    """Return ``rule: element`` for all that is wrong, or that axe cannot judge, on the open page."""
    browser.run(_script())
    found = browser.run(_RUN % list(RULES))
    assert found["passed"], "axe looked at nothing"
    return list(found["wrong"])
