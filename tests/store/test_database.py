import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from slipway.store import database, open_store
from slipway.store.database import for_writing, open_engine
from slipway.store.tables import metadata
from tests.assessment.attempts import attempt

ROOT = Path(__file__).parents[2]
START = "import sys; from slipway.store import open_store; open_store(sys.argv[1]).mark(sys.argv[2], 'a', 'b')"


@pytest.fixture
def engine(url) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


def test_an_empty_database_is_brought_to_what_the_tables_say(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert set(metadata.tables) < set(inspect(connection).get_table_names())


def test_opening_again_changes_nothing(url, engine):
    again = open_engine(url)
    with again.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == ["0001"]
    again.dispose()


def test_processes_that_start_at_once_on_an_empty_database_all_come_up(url):
    command = [sys.executable, "-c", START, url]
    started = [subprocess.Popen([*command, f"learner-{n}"], cwd=ROOT, stderr=subprocess.PIPE) for n in range(4)]
    complaints = [process.communicate(timeout=60)[1].decode() for process in started]
    assert complaints == [""] * 4
    store = open_store(url)
    assert [len(store.marks(f"learner-{n}")) for n in range(4)] == [1] * 4
    store.close()


def test_threads_that_open_at_once_all_come_up(url):
    with ThreadPoolExecutor(4) as pool:
        for engine in pool.map(open_engine, [url] * 4):
            engine.dispose()


def test_somebody_who_reads_does_not_wait_for_somebody_who_writes(engine):
    with for_writing(engine).begin() as writing:
        writing.execute(text("INSERT INTO learners (id, created_at) VALUES ('ann', '2026-03-02 09:00:00')"))
        with engine.begin() as reading:
            assert reading.execute(text("SELECT count(*) FROM learners")).scalar_one() == 0


def test_sqlite_is_set_up_for_many_at_once(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'new' / 'folder' / 'a.db'}")
    with engine.connect() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in PRAGMAS}
    engine.dispose()
    assert pragmas == PRAGMAS


PRAGMAS = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000}


def test_a_database_in_memory_is_one_for_all_threads():
    store = open_store("sqlite://")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: store.submit(attempt(try_no=n, hours=24 * n)), range(1, 9)))
    assert len(store.attempts("ann")) == 8
    store.close()


def test_the_url_comes_from_the_environment_and_else_is_a_file_under_var(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "_DEFAULT_FILE", tmp_path / "var" / "slipway.db")
    monkeypatch.setenv("SLIPWAY_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    open_engine().dispose()
    assert (tmp_path / "elsewhere.db").exists()
    monkeypatch.delenv("SLIPWAY_DATABASE_URL")
    open_engine().dispose()
    assert (tmp_path / "var" / "slipway.db").exists()


def test_a_url_that_is_none_is_refused_without_quoting_it():
    with pytest.raises(
        ValueError, match="SLIPWAY_DATABASE_URL is not a database URL; expected one like sqlite"
    ) as error:
        open_engine("secret-password@host")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_reached_by_the_driver_we_ship(scheme):
    assert database._parse(f"{scheme}://host/name").drivername == "postgresql+psycopg"
