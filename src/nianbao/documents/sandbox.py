"""The one Jinja environment: values are always escaped, unknown fields fail, nothing is reachable.

What a clerk typed arrives as a value and is never looked at for fields again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nianbao.errors import TemplateProblem

CHECK = "请用 nianbao template check 检查模板。"
_NAMED = re.compile("'([^']+)'")


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Return the environment for XML and HTML templates."""
    return ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True)
class Compiled:
    """A template and the fields it names: ``机关全称``, ``表三``, ``表三.A1``."""

    file: str
    names: frozenset[str]
    template: Template

    def render(self, context: Mapping[str, object]) -> str:
        """Return the filled text; ``TemplateProblem`` on a field nobody knows."""
        try:
            return self.template.render(context)
        except TemplateError as fault:
            named = _NAMED.findall(fault.message or "")
            what = f"没有“{named[-1]}”这个字段" if named else "字段的写法不对"
            raise TemplateProblem(f"模板 {self.file} 填不进去：{what}。{CHECK}") from fault


def compiled(source: str, file: str) -> Compiled:
    """Return ``source`` compiled; ``TemplateProblem`` where a field is not written properly."""
    try:
        tree = environment().parse(source)
        template = environment().from_string(source)
    except TemplateSyntaxError as fault:
        raise TemplateProblem(
            f"模板 {file} 的字段写法有误。"
            "请检查花括号、百分号是否成对，for 和 endfor、if 和 endif 是否配套。"
        ) from fault
    fields = meta.find_undeclared_variables(tree)
    dotted = {
        f"{piece.node.name}.{piece.attr}"
        for piece in tree.find_all(nodes.Getattr)
        if isinstance(piece.node, nodes.Name) and piece.node.name in fields
    }
    return Compiled(file, frozenset(fields | dotted), template)
