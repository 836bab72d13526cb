"""The shape of the code: imports run downwards, modules and functions stay small, words stay put.

Each check takes sources, so each is shown to fail on a bad one.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

SOURCES = Path(__file__).parent.parent / "src" / "nianbao"
LONGEST_MODULE, LONGEST_FUNCTION, MOST_PARAMETERS = 400, 40, 5

# From the bottom up; a module may import only from layers below its own, and from its own package.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("prose", "templates", "rulebook"),
    ("pieces",),
    ("report",),
    ("particulars",),
    ("tables", "cells"),
    ("sentences",),
    ("findings",),
    ("errors",),
    ("rules",),
    ("workbook", "documents"),
    ("county",),
    ("booking",),
    ("examine",),
    ("workers", "inbox"),
    ("ingest", "issuing"),
    ("summing",),
    ("console", "chinese"),
    ("commands",),
    ("cli",),
    ("__main__",),
)
# Inside the workbook package: the gate knows no form, the reader no writer.
WORKBOOK_LAYERS: tuple[tuple[str, ...], ...] = (
    ("number_formats",),
    ("limits", "notes", "addresses", "dates", "saving"),
    ("package",),
    ("plain_text",),
    ("markup", "thinning", "biff", "compound", "unlike", "plain_sheet"),
    ("sheet_xml", "xls_cipher", "ods_styles"),
    ("gate_xlsx", "gate_xls", "gate_ods"),
    ("gate",),
    ("grid", "text_cells"),
    ("entries", "identity", "labels", "layout"),
    ("passages", "checks", "validations", "styling", "reading", "places", "issue", "saved_at"),
    ("untidy", "copies"),
    ("reader", "canvas"),
    ("sheets", "table_sheets"),
    ("blank",),
    ("marked",),
)


@cache
def sources() -> Mapping[str, str]:
    """Return every module's source by its name below ``nianbao``: ``"workbook.layout"``."""
    found = {}
    for path in sorted(SOURCES.rglob("*.py")):
        parts = path.relative_to(SOURCES).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path.read_text("utf-8")
    return found


def imported(name: str, source: str, known: frozenset[str]) -> Iterator[str]:
    """Yield the modules of nianbao that ``source`` imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            base = node.module or ""
            if base.split(".")[0] == "nianbao":
                below = base.removeprefix("nianbao").lstrip(".")
                for alias in node.names:
                    whole = f"{below}.{alias.name}".lstrip(".")
                    yield whole if whole in known else below
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "nianbao":
                    yield alias.name.removeprefix("nianbao").lstrip(".")


def layer_of(part: str, layers: tuple[tuple[str, ...], ...]) -> int | None:
    return next((at for at, names in enumerate(layers) if part in names), None)


def upward_imports(modules: Mapping[str, str]) -> list[str]:
    known = frozenset(modules)
    found = []
    for name, source in modules.items():
        for other in imported(name, source, known):
            if not other or not name:
                continue
            own, its = (layer_of(each.split(".")[0], LAYERS) for each in (name, other))
            is_same_package = name.split(".")[0] == other.split(".")[0]
            if own is None or its is None or (its >= own and not is_same_package):
                found.append(f"{name} imports {other}")
    return found


def upward_imports_in_workbook(modules: Mapping[str, str]) -> list[str]:
    known = frozenset(modules)
    found = []
    for name, source in modules.items():
        own = layer_of(name.removeprefix("workbook."), WORKBOOK_LAYERS)
        if not name.startswith("workbook.") or own is None:
            continue
        for other in imported(name, source, known):
            its = layer_of(other.removeprefix("workbook."), WORKBOOK_LAYERS)
            if other.startswith("workbook.") and its is not None and its >= own:
                found.append(f"{name} imports {other}")
    return found


def long_modules(modules: Mapping[str, str]) -> list[str]:
    sizes = {name: source.count("\n") for name, source in modules.items()}
    return [f"{name}: {size}" for name, size in sizes.items() if size > LONGEST_MODULE]


def functions(modules: Mapping[str, str]) -> Iterator[tuple[str, ast.FunctionDef]]:
    for name, source in modules.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                yield f"{name}.{node.name}", node


def long_functions(modules: Mapping[str, str]) -> list[str]:
    sizes = {
        name: (node.end_lineno or node.lineno) - node.lineno + 1
        for name, node in functions(modules)
    }
    return [f"{name}: {size}" for name, size in sizes.items() if size > LONGEST_FUNCTION]


def many_parameters(modules: Mapping[str, str]) -> list[str]:
    found = []
    for name, node in functions(modules):
        given = node.args
        plain = [each.arg for each in (*given.posonlyargs, *given.args)]
        count = len(plain) + len(given.kwonlyargs) - (plain[:1] in (["self"], ["cls"]))
        if count > MOST_PARAMETERS:
            found.append(f"{name}: {count}")
    return found


ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,4}(:\$?[A-Z]{1,3}\$?[1-9][0-9]{0,4})?")
# A title line, and the frozen head of a plain list, are drawn where the sheet is drawn.
DRAWING = frozenset(
    {"workbook.canvas", "workbook.sheets", "workbook.layout", "workbook.marked", "workbook.roll_up"}
)


def literal_texts(source: str) -> Iterator[str]:
    """Yield every string of ``source`` that is no docstring."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    # A bare string below a field documents it.
    docstrings |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings:
            yield node.value  # type: ignore[attr-defined]


def literal_addresses(modules: Mapping[str, str]) -> list[str]:
    return [
        f"{name}: {text}"
        for name, source in modules.items()
        if name.startswith("workbook.") and name not in DRAWING
        for text in literal_texts(source)
        if ADDRESS.fullmatch(text)
    ]


CJK = re.compile("[\u4e00-\u9fff]")
SENTENCE_END = re.compile("[。！]$")
# Where sentences that are no findings stand: prompts and guide in the workbook, explanations of
# the form, exceptions and messages of the county folder, words of the command line.
MAY_SPEAK = (
    "findings", "rulebook", "sentences", "report", "workbook.sheets", "workbook.table_sheets",
    "workbook.validations", "workbook.layout", "workbook.canvas", "workbook.checks", "county",
    "cli", "chinese", "console", "issuing", "ingest", "documents", "workbook.reader", "booking",
    "workbook.roll_up", "workbook.marked", "rules.policy", "rules.explanations", "commands",
    "summing",
)  # fmt: skip
# The store gives back the findings it was given.
RESTORES = frozenset({"findings", "sentences", "county.submissions"})
# The advice that fills a place in a sentence of the catalogue.
ADVICE = frozenset({"请用原来发放的表重新填报。", "请核对机关全称。"})


def worded_findings(modules: Mapping[str, str]) -> list[str]:
    """Return where a Finding is made beside the catalogue, or a sentence stands that it lacks."""
    found = []
    for name, source in modules.items():
        for node in ast.walk(ast.parse(source)):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if name in RESTORES:
                continue
            if is_call and node.func.id in ("Finding", "Sentence"):  # type: ignore[attr-defined]
                found.append(f"{name} makes a {node.func.id}")  # type: ignore[attr-defined]
        if name in MAY_SPEAK or name.split(".")[0] in MAY_SPEAK:
            continue
        for text in literal_texts(source):
            if CJK.search(text) and SENTENCE_END.search(text) and text not in ADVICE:
                found.append(f"{name}: {text}")
    return found


CHECKS = {
    "upward": upward_imports,
    "upward in workbook": upward_imports_in_workbook,
    "long module": long_modules,
    "long function": long_functions,
    "parameters": many_parameters,
    "address": literal_addresses,
    "worded": worded_findings,
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_code_keeps_its_shape(name: str) -> None:
    assert CHECKS[name](sources()) == []


@pytest.mark.parametrize(
    ("name", "module", "source", "complaint"),
    [
        ("upward", "report", "from nianbao.rules import check", "report imports rules"),
        ("upward", "prose", "def f():\n    import nianbao.form.report", "prose imports report"),
        ("upward", "documents.word", "from nianbao.workbook import reader",
         "documents.word imports workbook.reader"),
        ("upward", "newcomer", "from nianbao import report", "newcomer imports report"),
        ("upward in workbook", "workbook.gate", "from nianbao.workbook.layout import layout",
         "workbook.gate imports workbook.layout"),
        ("long module", "report", "x = 1\n" * 401, "report: 401"),
        ("long function", "report", "def f():\n" + "    x = 1\n" * 40, "report.f: 41"),
        ("parameters", "report", "def f(a, b, c, d, *, e, g): ...", "report.f: 6"),
        ("address", "workbook.reader", "at = 'D36'", "workbook.reader: D36"),
        ("address", "workbook.checks", "at = '$D$8:$I$30'", "workbook.checks: $D$8:$I$30"),
        ("worded", "rules.sense", "yield Finding('C-01', 'error', (), '不对。')",
         "rules.sense makes a Finding"),
        ("worded", "rules.sense", "text = '规章应为零。'", "rules.sense: 规章应为零。"),
    ],
)  # fmt: skip
def test_each_check_can_fail(name: str, module: str, source: str, complaint: str) -> None:
    assert complaint in CHECKS[name]({**sources(), module: source})


def test_every_module_has_its_layer() -> None:
    tops = {name.split(".")[0] for name in sources()} - {"", "__main__"}
    assert {name for name in tops if layer_of(name, LAYERS) is None} == set()
    assert len(sources()) > 60
