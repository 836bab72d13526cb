"""SQLite and PostgreSQL behind one door: connections, transactions and their errors in words.

``with writing(engine) as connection`` is one transaction, alone among writers; ``reading`` sees
one state and holds up nobody.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from nianbao.errors import OutputProblem, UsageProblem

PATIENCE = 30.0
# Any number of our own: PostgreSQL lets one writer of nianbao at a time through under it.
_LOCK = 0x6E69616E62616F
_WRITING = {"nianbao_writing": True}


def connected(url: str | URL) -> Engine:
    """Return the engine for ``url`` (sqlite:///… or postgresql+psycopg://…), not yet connected."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            engine = create_engine(parsed, connect_args={"timeout": PATIENCE})
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            engine = create_engine(parsed, isolation_level="REPEATABLE READ")
    except (ArgumentError, NoSuchModuleError) as problem:
        raise UsageProblem("数据库地址（store）写法有误。请检查 nianbao.toml。") from problem
    except ModuleNotFoundError as problem:
        raise UsageProblem(
            "没有安装连接 PostgreSQL 的部件。请运行 pip install nianbao[postgres]。"
        ) from problem
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # We begin transactions ourselves: the driver would begin them late and without the lock.
    connection.isolation_level = None
    with closing(connection.cursor()) as cursor:
        # Of two first starts at once one may find the file busy; the other has set it then.
        with suppress(sqlite3.OperationalError):
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get("nianbao_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state; errors of the database come as ``OutputProblem``."""
    with _worded(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in one transaction, committed at the end, undone when anything raises."""
    options: dict[str, Any] = dict(_WRITING)
    if engine.dialect.name == "postgresql":
        # Waiting for the lock must not freeze what the transaction sees before it has it.
        options["isolation_level"] = "READ COMMITTED"
    with (
        _worded(engine),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


@contextmanager
def _worded(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as problem:
        raise OutputProblem(_sentence(engine, problem)) from problem


def _sentence(engine: Engine, problem: Exception) -> str:
    is_sqlite = engine.dialect.name == "sqlite"
    where = engine.url.database if is_sqlite else engine.url.render_as_string()
    if not is_sqlite and isinstance(problem, OperationalError):
        return f"连不上数据库（{where}）。请检查地址、用户、密码和网络。"
    reason = str(problem).lower()
    for part, sentence in _SENTENCES.items():
        if part in reason:
            return sentence.format(where=where)
    return f"数据库（{where}）出错，本次没有写入。请再试一次，仍不行请联系维护人员。"


_SENTENCES = {
    "database is locked": "数据库（{where}）正被另一个程序占用。请等它结束后再试。",
    "readonly": "数据库（{where}）不能写入。请检查文件和文件夹的权限。",
    "unable to open": "数据库（{where}）打不开。请检查文件夹是否存在、有没有权限。",
    "not a database": "数据库（{where}）已损坏。请从备份中恢复，或移走它重新收表。",
    "malformed": "数据库（{where}）已损坏。请从备份中恢复，或移走它重新收表。",
    "disk is full": "磁盘已满，数据库（{where}）没能写入。请腾出空间后再试。",
    "disk i/o error": "磁盘已满或有故障，数据库（{where}）没能写入。请检查磁盘后再试。",
}
