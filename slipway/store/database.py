"""Opening a database: embedded SQLite by default, another by URL, always migrated to the newest tables."""

import os
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

URL_VARIABLE = "SLIPWAY_DATABASE_URL"
WRITES = "slipway_writes"
_HERE = Path(__file__).parent
_DEFAULT_FILE = _HERE.parents[1] / "var" / "slipway.db"
_WAIT_FOR_LOCK_MS = 10_000
_MIGRATION_LOCK = 5_112_026
_ONE_AT_A_TIME = Lock()


def open_engine(url: str | None = None) -> Engine:
    """An engine whose tables are up to date; `url`, else SLIPWAY_DATABASE_URL, else a file under var/."""
    parsed = _parse(url or os.environ.get(URL_VARIABLE) or f"sqlite:///{_DEFAULT_FILE}")
    engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else create_engine(parsed, pool_pre_ping=True)
    _migrate(engine)
    return engine


def for_writing(engine: Engine) -> Engine:
    """The same engine, whose transactions mean to write."""
    return engine.execution_options(**{WRITES: True})


def _parse(url: str) -> URL:
    """The URL with our driver for PostgreSQL; a bad one is not quoted, it may hold a password."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        expected = "sqlite:///folder/file.db or postgresql://user:password@host/name"
        raise ValueError(f"{URL_VARIABLE} is not a database URL; expected one like {expected}") from None
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername in ("postgresql", "postgres") else parsed


def _sqlite(url: URL) -> Engine:
    """Real transactions: one that writes takes the lock when it begins, and waits for it rather than fail."""
    engine = create_engine(url, **_memory_or_file(url))

    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_WAIT_FOR_LOCK_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _memory_or_file(url: URL) -> dict[str, Any]:
    """A database in memory lives in one connection, which threads take in turn."""
    if url.database in (None, "", ":memory:"):
        one = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
        return {**one, "connect_args": {"check_same_thread": False}}
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    return {}


def _migrate(engine: Engine) -> None:
    """Bring the tables up to date; of several threads or processes that start at once one does it and the rest wait."""
    config = Config()
    config.set_main_option("script_location", str(_HERE / "migrations").replace("%", "%%"))
    with _ONE_AT_A_TIME, for_writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
