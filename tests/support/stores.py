"""A county folder and its store, on SQLite and on a PostgreSQL server that the tests start."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from nianbao.store.store import Store
from support import programs

_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _binary(name: str) -> str:
    programs.use("postgres")
    homes = os.pathsep.join(str(home) for home in _DEBIAN)
    found = shutil.which(name, path=homes) or shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is missing: the store's tests need the package postgresql")
    return found


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a server of our own on a socket in its own folder; give its URL."""
    home = Path(tempfile.mkdtemp(prefix="nianbao-pg-", dir="/tmp"))
    # The server refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(home, user)
    cluster = home / "cluster"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=home, stdout=subprocess.DEVNULL)

    run(_binary("initdb"), "-D", str(cluster), "-U", "nianbao", "-E", "UTF8", "--no-locale", "-N")
    server = [_binary("pg_ctl"), "-D", str(cluster), "-w"]
    options = f"-k {home} -c listen_addresses='' -c fsync=off"
    run(*server, "-l", str(home / "log"), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://nianbao@/postgres?host={home}"
    finally:
        run(*server, "-m", "immediate", "stop")
        shutil.rmtree(home)


@pytest.fixture
def fresh_postgres(postgres: str) -> str:
    """Return the URL of the server with nothing in its database."""
    engine = create_engine(postgres)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return postgres


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty store, once of each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("fresh_postgres"))
    return f"sqlite:///{tmp_path}/nianbao.db"


@pytest.fixture
def store(store_url: str, tmp_path: Path) -> Iterator[Store]:
    """Return an empty store of each kind."""
    opened = Store.open(store_url, tmp_path)
    yield opened
    opened.close()
