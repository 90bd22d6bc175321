"""Opening a database: embedded SQLite by default, another by URL, always migrated to the newest tables."""

import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

URL_VARIABLE = "SLIPWAY_DATABASE_URL"
_HERE = Path(__file__).parent
_DEFAULT_FILE = _HERE.parents[1] / "var" / "slipway.db"
_WAIT_FOR_LOCK_MS = 10_000
_MIGRATION_LOCK = 5_112_026


def open_engine(url: str | None = None) -> Engine:
    """An engine whose tables are up to date; `url`, else SLIPWAY_DATABASE_URL, else a file under var/."""
    parsed = make_url(url or os.environ.get(URL_VARIABLE) or f"sqlite:///{_DEFAULT_FILE}")
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    _migrate(engine)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    """Real transactions that take the write lock when they begin, waiting for it rather than failing."""

    @event.listens_for(engine, "connect")
    def connected(connection, record) -> None:  # type: ignore[no-untyped-def]
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_WAIT_FOR_LOCK_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(engine: Engine) -> None:
    """Bring the tables up to date; of several processes that start at once one does it and the rest wait."""
    config = Config()
    config.set_main_option("script_location", str(_HERE / "migrations").replace("%", "%%"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
