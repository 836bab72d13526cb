"""A rule that is written and not in the policy's lists would be listed, explained, and never run."""

import ast
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import nianbao.rules
from nianbao.rules import CHECKS, COUNTY_CHECKS, Check

LISTED = (*CHECKS, *COUNTY_CHECKS)


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(nianbao.rules.__path__, "nianbao.rules."):
        yield import_module(found.name)


def is_rule(function: Callable[..., Any]) -> bool:
    """A public function of a report and its evidence alone that yields findings."""
    kinds = [each.annotation for each in inspect.signature(function).parameters.values()]
    names = [getattr(kind, "__name__", kind) for kind in kinds]
    gives = str(inspect.signature(function).return_annotation)
    return names == ["Report", "Evidence"] and "Iterator" in gives and "Finding" in gives


def rules_of(module: ModuleType) -> Iterator[Check]:
    for name, function in vars(module).items():
        is_own = inspect.isfunction(function) and function.__module__ == module.__name__
        if is_own and not name.startswith("_") and is_rule(function):
            yield function


def forgotten(module: ModuleType) -> list[str]:
    return [each.__name__ for each in rules_of(module) if each not in LISTED]


def test_every_rule_is_in_the_policys_lists() -> None:
    assert [name for module in modules() for name in forgotten(module)] == []


def test_every_listed_rule_is_seen_by_this_guard() -> None:
    seen = {each for module in modules() for each in rules_of(module)}
    assert [each.__name__ for each in LISTED if each not in seen] == []


def test_a_rule_outside_the_lists_is_noticed() -> None:
    newcomer = ModuleType("newcomer")
    source = (
        "from collections.abc import Iterator\n"
        "from nianbao.findings.finding import Finding\n"
        "from nianbao.form.report import Report\n"
        "from nianbao.rules.evidence import Evidence\n"
        "def never_run(whole: Report, evidence: Evidence) -> Iterator[Finding]: yield from ()\n"
    )
    exec(compile(ast.parse(source), "newcomer", "exec"), newcomer.__dict__)
    assert forgotten(newcomer) == ["never_run"]
