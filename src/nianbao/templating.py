"""Pages and messages from the templates an official may edit: values are text, never template.

``page`` escapes for HTML; ``plain_text`` is for mail and chat. A template somebody broke is a
``UsageProblem`` that names the line.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nianbao.errors import UsageProblem
from nianbao.templates import template
from nianbao.text_files import decoded

_POLICY = "@content-security-policy@"
_INLINE = {
    kind: re.compile(rf"<{tag}[^>]*>(.*?)</{tag}>", re.DOTALL)
    for kind, tag in (("style-src", "style"), ("script-src", "script"))
}


def page(name: str, home: Path, fields: Mapping[str, Any]) -> bytes:
    """Return the HTML page of template ``name``; ``policy`` in it allows its own script and style.

    Nothing else is allowed to load or run.
    """
    markup = _rendered(name, home, {**fields, "policy": _POLICY}, _environment(escapes=True))
    allowed = [
        f"{kind} {' '.join(_digest(part) for part in inline.findall(markup))}"
        for kind, inline in _INLINE.items()
        if inline.search(markup)
    ]
    policy = "; ".join(("default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"))
    return markup.replace(_POLICY, policy).encode()


def plain_text(name: str, home: Path, fields: Mapping[str, Any]) -> str:
    """Return the plain text of template ``name``."""
    return _rendered(name, home, fields, _environment(escapes=False))


def _environment(*, escapes: bool) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        autoescape=escapes, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


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
