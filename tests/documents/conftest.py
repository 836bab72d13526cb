"""Templates compiled and a browser started once for all tests of documents."""

from collections.abc import Iterator

import pytest

from nianbao.documents.writer import Writer
from support.chromium import Browser
from support.published_reports import TEMPLATES


@pytest.fixture(scope="session")
def writer() -> Writer:
    """A writer with the templates that come along."""
    return Writer(lambda name: TEMPLATES / name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser with one page open."""
    with Browser() as opened:
        yield opened
