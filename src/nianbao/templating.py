"""Templates: where they lie, the one Jinja environment, and pages filled from them.

The county's own ``templates/`` come first, else those that came along: in a wheel they lie inside
the package, in a checkout at its top. Values are text, never template: nothing a clerk typed is
looked at for fields again, and a template reaches nothing but the fields it is given.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nianbao.errors import TemplateProblem, UsageProblem
from nianbao.text_files import decoded

OWN = "templates"
# What a county may change, the usual one first.
EDITABLE = (
    "report.docx", "report.html.j2", "fragment.html.j2", "report.typ", "index.html.j2",
    "status.html.j2", "退回通知.txt.j2", "催报通知.txt.j2", "slips.csv", "words.toml",
    "explanations.toml",
)  # fmt: skip
CHECK = "请用 nianbao template check 检查模板。"

_PACKAGE = Path(__file__).resolve().parent
_HOMES = (_PACKAGE / "templates", _PACKAGE.parent.parent / "templates")
_NAMED = re.compile("'([^']+)'")
_POLICY = "@content-security-policy@"
_INLINE = {
    kind: re.compile(rf"<{tag}[^>]*>(.*?)</{tag}>", re.DOTALL)
    for kind, tag in (("style-src", "style"), ("script-src", "script"))
}


def template(name: str, county: Path | None = None) -> Path:
    """Return the path of template ``name``; ``FileNotFoundError`` when nobody has it."""
    own = (county / OWN,) if county else ()
    homes: tuple[Path, ...] = (*own, *_HOMES)
    for home in homes:
        if (home / name).is_file():
            return home / name
    raise FileNotFoundError(f"template {name} is not installed")


@cache
def environment(*, escapes: bool = True) -> ImmutableSandboxedEnvironment:
    """Return the environment for XML and HTML, or for plain text where nothing is escaped."""
    return ImmutableSandboxedEnvironment(
        autoescape=escapes,
        undefined=StrictUndefined,
        keep_trailing_newline=escapes,
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


def page(name: str, home: Path, fields: Mapping[str, Any]) -> bytes:
    """Return the HTML page of template ``name``; ``policy`` in it allows its own script and style.

    Nothing else is allowed to load or run. A template somebody broke is a ``UsageProblem`` that
    names the line.
    """
    markup = _rendered(name, home, {**fields, "policy": _POLICY}, environment())
    allowed = [
        f"{kind} {' '.join(_digest(part) for part in inline.findall(markup))}"
        for kind, inline in _INLINE.items()
        if inline.search(markup)
    ]
    policy = "; ".join(("default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"))
    return markup.replace(_POLICY, policy).encode()


def plain_text(name: str, home: Path, fields: Mapping[str, Any]) -> str:
    """Return the plain text of template ``name``, for mail and chat; ``UsageProblem`` as above."""
    return _rendered(name, home, fields, environment(escapes=False))


def style_digests(source: str) -> str:
    """Return what a page's policy allows as ``style-src``: the styles that stand in ``source``."""
    return " ".join(_digest(style) for style in _INLINE["style-src"].findall(source))


def _rendered(
    name: str, home: Path, fields: Mapping[str, Any], environment: ImmutableSandboxedEnvironment
) -> str:
    source = decoded(template(name, home).read_bytes())
    if source is None:
        raise UsageProblem(f"模板 {name} 的文字编码无法识别。请用记事本另存为 UTF-8。")
    try:
        return environment.from_string(source).render(fields)
    except TemplateSyntaxError as problem:
        raise UsageProblem(
            f"模板 {name} 第 {problem.lineno} 行写法有误。请对照原模板。"
        ) from problem
    except (TemplateError, TypeError) as problem:
        raise UsageProblem(f"模板 {name} 用了没有的内容（{problem}）。请对照原模板。") from problem


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
