"""The three databases: Beta's, made for its tests; Gamma's, realistic; production's, with customers in it."""

import sqlite3
from collections.abc import Iterator
from typing import Literal

from slipway.luck import uniform

StoreName = Literal["beta", "gamma", "production"]
STORES: tuple[StoreName, ...] = ("beta", "gamma", "production")
TENANT = {"beta": "beta", "gamma": "rehearsal", "production": "customer"}
"""Whose a row is if nobody says otherwise."""

TEST_TENANT = "test"
TEST_VIEWER = "test-0001"
TITLES = ("Faust", "Metropolis", "Nosferatu", "Pandora", "Safety Last", "Sherlock Jr.", "Sunrise", "The General")

_CUSTOMERS = (
    *("Ana Ferreira", "Bartosz Nowak", "Chidi Okafor", "Dilnoza Karimova", "Elif Demir", "Farid Haddad"),
    *("Greta Lund", "Hanh Tran", "Ivo Petrov", "Jia Chen", "Kwame Mensah", "Lucía Romero", "Marta Kowalska"),
    *("Nikhil Rao", "Oona Virtanen", "Pita Tamati", "Rosa Bianchi", "Sami Nasser", "Tomoko Sato", "Yusuf Aydin"),
)
_GAMMA_VIEWERS = 30
_RENTAL_CENTS = (299, 399, 499)

_TABLES = """
CREATE TABLE viewers (id TEXT PRIMARY KEY, name TEXT, tenant TEXT);
CREATE TABLE watches (viewer TEXT, title TEXT, share_pct INTEGER, tenant TEXT, PRIMARY KEY (viewer, title));
CREATE TABLE rentals (id INTEGER PRIMARY KEY, viewer TEXT, title TEXT, cents INTEGER, tenant TEXT);
"""


def make_store(name: StoreName, seed: int) -> sqlite3.Connection:
    """A database in memory, the same for the same seed; every statement commits itself."""
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    db.executescript(_TABLES)
    if name == "beta":
        add_test_viewer(db, TENANT["beta"])
        _add_viewer(db, "test-0002", "Made up", TENANT["beta"], {"Faust": 20, "Sunrise": 95})
        return db
    people = _customers() if name == "production" else _made_anonymous()
    for number, (viewer, person) in enumerate(people):
        _add_viewer(db, viewer, person, TENANT[name], _watched(seed, f"{name}/{viewer}"))
        _add_rentals(db, viewer, TENANT[name], seed, number)
    return db


def add_test_viewer(db: sqlite3.Connection, tenant: str) -> None:
    """The viewer that tests have for themselves, with three films almost done."""
    watched = {"Faust": 85, "Metropolis": 93, "Nosferatu": 80, "Sunrise": 40}
    _add_viewer(db, TEST_VIEWER, "Made up", tenant, watched)


def _customers() -> Iterator[tuple[str, str]]:
    for name in _CUSTOMERS:
        yield name.lower().replace(" ", "-"), name


def _made_anonymous() -> Iterator[tuple[str, str]]:
    for number in range(_GAMMA_VIEWERS):
        yield f"viewer-{number:02}", f"Viewer {number:02}"


def _watched(seed: int, stream: str) -> dict[str, int]:
    """How far somebody got in which titles; some are finished, some were hardly begun."""
    chosen = [title for n, title in enumerate(TITLES) if uniform(seed, f"{stream}/title", n) < 0.7]
    return {title: 5 + int(96 * uniform(seed, f"{stream}/{title}")) for title in chosen}


def _add_viewer(db: sqlite3.Connection, viewer: str, name: str, tenant: str, watched: dict[str, int]) -> None:
    db.execute("INSERT INTO viewers VALUES (?, ?, ?)", [viewer, name, tenant])
    rows = [(viewer, title, share_pct, tenant) for title, share_pct in watched.items()]
    db.executemany("INSERT INTO watches VALUES (?, ?, ?, ?)", rows)


def _add_rentals(db: sqlite3.Connection, viewer: str, tenant: str, seed: int, number: int) -> None:
    for turn in range(2):
        luck = uniform(seed, f"rental/{number}", turn)
        title, cents = TITLES[int(luck * len(TITLES))], _RENTAL_CENTS[int(luck * 97) % len(_RENTAL_CENTS)]
        values = [viewer, title, cents, tenant]
        db.execute("INSERT INTO rentals (viewer, title, cents, tenant) VALUES (?, ?, ?, ?)", values)
