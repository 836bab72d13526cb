"""The tables of the store and how an older database becomes a newer one.

A database carries the number of the last migration it went through. A change to the tables is one
more entry in ``MIGRATIONS``; entries that shipped are never edited.
"""

from collections.abc import Callable

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from nianbao.errors import UsageProblem

METADATA = MetaData()
_JSON = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

VERSION = Table("schema_version", METADATA, Column("version", Integer, nullable=False))

ISSUED = Table(
    "issued",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("code", String, nullable=False),
    Column("body", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("issued_at", String, nullable=False),
    Column("edit", Integer, nullable=False),
    UniqueConstraint("code", "year", "edit"),
)

SUBMISSIONS = Table(
    "submissions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("file_name", String, nullable=False),
    Column("status", String, nullable=False),
    Column("received_at", String, nullable=False),
    Column("body", String),
    Column("year", Integer),
    Column("edit", Integer, nullable=False),
    Column("saved_at", String),
    Column("original", String, nullable=False),
    Column("findings", _JSON, nullable=False),
    Column("report", _JSON),
    Column("particulars", _JSON),
    Column("outputs", _JSON, nullable=False),
    Index("submissions_by_content", "sha256"),
    Index("submissions_by_body", "year", "body"),
)

WAIVERS = Table(
    "waivers",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("body", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("place", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("by", String, nullable=False),
    Column("given_at", String, nullable=False),
    Column("message", String, nullable=False),
    Column("subject", String, nullable=False),
    Index("waivers_by_year", "year"),
)

# Whose a file below the county folder is: the body, or the hash of a return of nobody known.
OUTPUTS = Table(
    "outputs",
    METADATA,
    Column("path", String, primary_key=True),
    Column("owner", String, nullable=False),
)

TEXTS = Table(
    "texts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("part", String, nullable=False),
    Column("body", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("text", String, nullable=False),
    Column("told", Float, nullable=False),
    UniqueConstraint("year", "part", "body"),
)

SHINGLES = Table(
    "shingles",
    METADATA,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("text", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

Migration = Callable[[Connection], None]


def _first(connection: Connection) -> None:
    METADATA.create_all(connection, [ISSUED, SUBMISSIONS])


def _waivers(connection: Connection) -> None:
    METADATA.create_all(connection, [WAIVERS])


def _texts_and_outputs(connection: Connection) -> None:
    METADATA.create_all(connection, [OUTPUTS, TEXTS, SHINGLES])


MIGRATIONS: tuple[Migration, ...] = (_first, _waivers, _texts_and_outputs)
# From this version on a store has its texts indexed and its files listed.
INDEXED_SINCE = 3


def migrate(connection: Connection) -> int:
    """Bring the database up to date and return which version it was, 0 for a new one.

    Raises ``UsageProblem`` where a newer nianbao made it.

    Call it inside the one writing transaction, so that two starts at once do it once.
    """
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise UsageProblem("数据库是更新版本的 nianbao 建立的。请先升级 nianbao。")
    for migration in MIGRATIONS[version:]:
        migration(connection)
    connection.execute(update(VERSION).values(version=len(MIGRATIONS)))
    return version


def is_current(connection: Connection) -> bool:
    """True when nothing is left to migrate: then opening needs no writing."""
    if not inspect(connection).has_table(VERSION.name):
        return False
    return bool(connection.scalar(select(VERSION.c.version)) == len(MIGRATIONS))


def _version(connection: Connection) -> int:
    VERSION.create(connection, checkfirst=True)
    if not connection.scalar(select(func.count()).select_from(VERSION)):
        connection.execute(insert(VERSION).values(version=0))
    return connection.scalar(select(VERSION.c.version)) or 0
