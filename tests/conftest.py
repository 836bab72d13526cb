"""What all tests share: one clerk with one blank, and what to do without LibreOffice."""

import pytest

pytest_plugins = ["support.stores"]

from support import libreoffice
from support.clerk import Clerk


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--without-office", action="store_true", help="leave out the tests that need LibreOffice"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave office tests out only where told to; a missing LibreOffice is a failure."""
    needing = [item for item in items if item.get_closest_marker("office")]
    if config.getoption("--without-office"):
        config.hook.pytest_deselected(items=needing)
        items[:] = [item for item in items if item not in needing]
    elif needing:
        libreoffice.program()


@pytest.fixture(scope="session")
def clerk() -> Clerk:
    return Clerk()
