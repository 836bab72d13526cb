"""The one Jinja environment: values are always escaped, unknown fields fail, nothing is reachable.

What a clerk typed arrives as a value and is never looked at for fields again.
"""

from collections.abc import Iterable

from jinja2 import StrictUndefined, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment


def environment() -> ImmutableSandboxedEnvironment:
    """Return a fresh environment for XML and HTML templates."""
    return ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def names(source: str) -> frozenset[str]:
    """Return the fields a template names; raises ``jinja2.TemplateSyntaxError``."""
    return frozenset(meta.find_undeclared_variables(environment().parse(source)))


def names_any(used: frozenset[str], fields: Iterable[str]) -> bool:
    """True where the template names one of ``fields``."""
    return not used.isdisjoint(fields)
