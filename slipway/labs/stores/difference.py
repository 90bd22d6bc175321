"""What is different in a store afterwards, row by row, and whose rows they are."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from slipway.labs.stores.store import TEST_TENANT

TABLES = {"viewers": 1, "watches": 2, "rentals": 1}
"""Table to the number of columns, from the first on, that tell its rows apart."""

Kind = Literal["added", "changed", "removed"]
KINDS: tuple[Kind, ...] = ("added", "changed", "removed")
Rows = dict[tuple[Any, ...], tuple[Any, ...]]
Snapshot = dict[str, Rows]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is new, different or gone, and the viewer and tenant it belongs to."""

    table: str
    kind: Kind
    viewer: str
    tenant: str

    @property
    def apart(self) -> bool:
        """Whether it keeps to itself: marked as test data, and in an account that only tests use."""
        return self.tenant == TEST_TENANT and of_tests(self.viewer)


def of_tests(viewer: str) -> bool:
    """Whether an account is one that only tests use."""
    return viewer.startswith("test-")


def snapshot(db: sqlite3.Connection) -> Snapshot:
    """Every row of every table, by its key."""
    return {
        table: {tuple(row[:width]): tuple(row) for row in db.execute(f"SELECT * FROM {table}")}
        for table, width in TABLES.items()
    }


def difference(before: Snapshot, after: Snapshot) -> tuple[RowChange, ...]:
    """All rows that are not as they were."""
    return tuple(change for table in TABLES for change in _in_table(table, before[table], after[table]))


def _in_table(table: str, before: Rows, after: Rows) -> Iterator[RowChange]:
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old != new:
            kind: Kind = "added" if old is None else "removed" if new is None else "changed"
            row = new or old or ()
            yield RowChange(table, kind, row[1] if table == "rentals" else row[0], row[-1])
