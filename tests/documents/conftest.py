"""Templates compiled once for all tests of documents."""

import pytest

from documents.cases import TEMPLATES
from nianbao.documents import Writer


@pytest.fixture(scope="session")
def writer() -> Writer:
    """A writer with the templates that come along."""
    return Writer(lambda name: TEMPLATES / name)
