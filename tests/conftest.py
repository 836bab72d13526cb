"""What all tests share: one clerk with one blank, and which real programs a run has."""

import pytest

from support import programs
from support.clerk import Clerk

pytest_plugins = ["support.stores"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--without",
        default="",
        metavar="MARKERS",
        help=f"leave out the tests that need these programs: {','.join(programs.PROGRAMS)}",
    )


def pytest_configure(config: pytest.Config) -> None:
    for name in programs.PROGRAMS:
        config.addinivalue_line("markers", f"{name}: needs the program of that name")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was asked for and nothing else; a missing program is a failure."""
    without = programs.named(config.getoption("--without"))
    for item in items:
        # Whoever takes a fixture that is a program needs the program.
        for name in programs.PROGRAMS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(name)
    left_out = [item for item in items if {each.name for each in item.iter_markers()} & without]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    programs.worn.clear()
    programs.worn.update(each.name for each in item.iter_markers())


@pytest.fixture(scope="session")
def clerk() -> Clerk:
    return Clerk()
