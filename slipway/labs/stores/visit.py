"""Tests run against a store, one after the other, for real; then the store is compared with what it was."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from slipway.labs.checks import Verdict, run_test
from slipway.labs.stores.desk import Desk, Killed, Sent
from slipway.labs.stores.difference import RowChange, difference, snapshot
from slipway.labs.stores.store import TEST_TENANT, TEST_VIEWER, StoreName, add_test_viewer, make_store
from slipway.labs.stores.tests import TESTS

READING = ("reads-only", "exact-count")
"""Tests that only look, and so can be asked again afterwards."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A test and what it did: the rows it left different, those it had hold of, who was read, what was sent."""

    key: str
    verdict: Verdict
    killed: bool
    left: tuple[RowChange, ...]
    held: tuple[RowChange, ...]
    read: dict[str, int]
    sent: tuple[Sent, ...]
    writes: int
    green_in_beta: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """All of them, and the store before and after."""

    store: StoreName
    safeguards: frozenset[str]
    tried: tuple[Tried, ...]
    changes: tuple[RowChange, ...]
    names: dict[str, str]
    revenue_cents: tuple[int, int]
    reminders: tuple[int, int]
    spoilt: tuple[str, ...]


def visit(store: StoreName, tests: Iterable[str], safeguards: Iterable[str], seed: int) -> Visit:
    """Run the tests in the order in which they stand in the file."""
    chosen, guards = [key for key in TESTS if key in set(tests)], frozenset(safeguards)
    db = _prepared(store, guards, seed)
    before, revenue, reminders, green = snapshot(db), _revenue(db), _reminders(db), _green(db, store, guards)
    tried = tuple(_try(db, key, store, guards, seed) for key in chosen)
    spoilt = tuple(key for key in green if key not in _green(db, store, guards))
    names = dict(db.execute("SELECT id, name FROM viewers"))
    changes = difference(before, snapshot(db))
    after = _revenue(db), _reminders(db)
    db.close()
    return Visit(store, guards, tried, changes, names, (revenue, after[0]), (reminders, after[1]), spoilt)


def _prepared(store: StoreName, guards: frozenset[str], seed: int) -> sqlite3.Connection:
    """The store, with an account for tests where there is to be one."""
    db = make_store(store, seed)
    if "own-account" in guards:
        db.execute("DELETE FROM viewers WHERE id = ?", [TEST_VIEWER])
        db.execute("DELETE FROM watches WHERE viewer = ?", [TEST_VIEWER])
        add_test_viewer(db, TEST_TENANT)
    return db


def _try(db: sqlite3.Connection, key: str, store: StoreName, guards: frozenset[str], seed: int) -> Tried:
    before, desk = snapshot(db), Desk(db, store, guards)
    with _guarded(db, guards):
        verdict, killed = _run(desk, key)
        held = difference(before, snapshot(db))
    left = difference(before, snapshot(db))
    green_in_beta = verdict.passed or (store != "beta" and _green_in_beta(key, guards, seed))
    return Tried(key, verdict, killed, left, held, dict(desk.read), tuple(desk.sent), desk.writes, green_in_beta)


@contextmanager
def _guarded(db: sqlite3.Connection, guards: frozenset[str]) -> Iterator[None]:
    """Read-only credentials and a transaction that is rolled back, where they are on."""
    db.execute(f"PRAGMA query_only = {'ON' if 'read-only' in guards else 'OFF'}")
    if "rollback" in guards:
        db.execute("BEGIN")
    yield
    if "rollback" in guards:
        db.execute("ROLLBACK")
    db.execute("PRAGMA query_only = OFF")


def _run(desk: Desk, key: str) -> tuple[Verdict, bool]:
    """A test that was killed had said all it had to say."""
    killed = False

    def test() -> None:
        nonlocal killed
        try:
            TESTS[key](desk)
        except Killed:
            killed = True

    return run_test(TESTS[key], test), killed


def _green(db: sqlite3.Connection, store: StoreName, guards: frozenset[str]) -> list[str]:
    """Which of the tests that only look would pass now."""
    return [key for key in READING if _run(Desk(db, store, guards), key)[0].passed]


def _green_in_beta(key: str, guards: frozenset[str], seed: int) -> bool:
    db = _prepared("beta", guards, seed)
    with _guarded(db, guards):
        verdict, _ = _run(Desk(db, "beta", guards), key)
    db.close()
    return verdict.passed


def _revenue(db: sqlite3.Connection) -> int:
    """What the finance report says: all rentals but those marked as test data."""
    query = "SELECT coalesce(sum(cents), 0) FROM rentals WHERE tenant <> ?"
    return int(db.execute(query, [TEST_TENANT]).fetchone()[0])


def _reminders(db: sqlite3.Connection) -> int:
    """How many reminders the screens show, test data left out."""
    query = "SELECT count(*) FROM watches WHERE tenant <> ? AND share_pct BETWEEN 80 AND 99"
    return int(db.execute(query, [TEST_TENANT]).fetchone()[0])
