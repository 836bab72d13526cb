"""The shape of the code: imports run downwards, modules and functions stay small, words stay put.

The order of the rooms and of the modules in them is that of docs/architecture.md. Each check takes
sources, so each is shown to fail on a bad one.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES, PAGE = ROOT / "src" / "nianbao", ROOT / "docs" / "architecture.md"
LONGEST_MODULE, LONGEST_FUNCTION, MOST_PARAMETERS = 400, 40, 5

# Above everything else: they start the program.
TOP = ("__main__",)
SECTION = re.compile(r"^### (?:`(?P<folder>[\w/]+)/`|The ground)$", re.MULTILINE)
ROW = re.compile(r"^\| `(?P<module>\w+)` \|", re.MULTILINE)


@cache
def floors() -> Mapping[str, int]:
    """Return the height of every module listed in docs/architecture.md, by its name."""
    text = PAGE.read_text("utf-8")
    heads = list(SECTION.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    names = [
        f"{(head['folder'] or '').replace('/', '.')}.{row['module']}".lstrip(".")
        for head, end in zip(heads, ends, strict=True)
        for row in ROW.finditer(text, head.end(), end)
    ]
    return {name: at for at, name in enumerate([*names, *TOP])}


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


def room_of(name: str) -> str:
    return name.split(".")[0]


def doors() -> frozenset[str]:
    """Return the folders: their ``__init__`` may show what stands anywhere in them."""
    return frozenset(
        ".".join(path.parent.relative_to(SOURCES).parts) for path in SOURCES.rglob("__init__.py")
    )


def upward_imports(modules: Mapping[str, str]) -> list[str]:
    known, heights, folders = frozenset(modules), floors(), doors()
    top_of_room = {room_of(name): height for name, height in heights.items()}
    found = []
    for name, source in modules.items():
        for other in imported(name, source, known):
            if not other or not name or (name in folders and other.startswith(f"{name}.")):
                continue
            # A folder stands as high as the highest of its room.
            own, its = (heights.get(each, top_of_room.get(room_of(each))) for each in (name, other))
            if own is None or its is None or its >= own:
                found.append(f"{name} imports {other}")
    return found


def without_a_place(modules: Mapping[str, str]) -> list[str]:
    """Return the modules that docs/architecture.md does not list, and those it lists in vain."""
    homeless = sorted(set(modules) - doors() - set(floors()))
    gone = sorted(set(floors()) - set(modules))
    return [f"{name} has no place" for name in homeless] + [f"{name} is gone" for name in gone]


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
    {
        "workbook.layout",
        "workbook.write.drawing",
        "workbook.write.sheets",
        "workbook.write.marked",
        "workbook.write.roll_up",
    }
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
# Where sentences that are no findings stand: exceptions, prompts and guide in the workbook,
# explanations of the form, messages of the county folder, words of the command line.
MAY_SPEAK = (
    "findings", "form.report", "files", "fault_log", "templating", "rules.policy",
    "rules.explanations", "rules.prose.lexicon",
    "workbook.layout", "workbook.read.reader", "workbook.write", "documents", "store", "county",
    "mail", "intake", "desk", "cli",
)  # fmt: skip
# The catalogue itself, and the store, which gives back the findings it was given.
RESTORES = frozenset(
    {"findings.finding", "findings.sentences", "findings.sentences_on_words", "store.submissions"}
)
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
        if any(name == each or name.startswith(f"{each}.") for each in MAY_SPEAK):
            continue
        for text in literal_texts(source):
            if CJK.search(text) and SENTENCE_END.search(text) and text not in ADVICE:
                found.append(f"{name}: {text}")
    return found


CHECKS = {
    "upward": upward_imports,
    "place": without_a_place,
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
        ("upward", "form.report", "from nianbao.rules import check", "form.report imports rules"),
        ("upward", "prose", "def f():\n    import nianbao.form.report",
         "prose imports form.report"),
        ("upward", "rules.policy", "from nianbao.documents import word",
         "rules.policy imports documents.word"),
        ("upward", "workbook.read.entries", "from nianbao.workbook.read import reader",
         "workbook.read.entries imports workbook.read.reader"),
        ("upward", "formats.limits", "from nianbao.workbook.layout import layout",
         "formats.limits imports workbook.layout"),
        ("place", "newcomer", "", "newcomer has no place"),
        ("long module", "form.report", "x = 1\n" * 401, "form.report: 401"),
        ("long function", "form.report", "def f():\n" + "    x = 1\n" * 40, "form.report.f: 41"),
        ("parameters", "form.report", "def f(a, b, c, d, *, e, g): ...", "form.report.f: 6"),
        ("address", "workbook.read.reader", "at = 'D36'", "workbook.read.reader: D36"),
        ("address", "workbook.write.check_sheet", "at = '$D$8:$I$30'",
         "workbook.write.check_sheet: $D$8:$I$30"),
        ("worded", "rules.plausibility", "yield Finding('C-01', 'error', (), '不对。')",
         "rules.plausibility makes a Finding"),
        ("worded", "rules.plausibility", "text = '规章应为零。'",
         "rules.plausibility: 规章应为零。"),
    ],
)  # fmt: skip
def test_each_check_can_fail(name: str, module: str, source: str, complaint: str) -> None:
    assert complaint in CHECKS[name]({**sources(), module: source})


def test_the_page_lists_the_whole_house() -> None:
    assert len(floors()) > 100
