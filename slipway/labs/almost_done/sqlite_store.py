"""The real store: SQLite, in a file. Its SQL is course material, which is why it does not live in `slipway.store`."""

import sqlite3
from pathlib import Path

from slipway.labs.almost_done.watch import Row, Rows, Watch

_WAITS_S = 0.2


class SqliteStore:
    """Watches in a table, one connection per object."""

    def __init__(self, path: Path, rows: Rows) -> None:
        self.rows = rows
        self.db = sqlite3.connect(path, timeout=_WAITS_S)

    def create(self) -> None:
        """Make the table."""
        self.db.execute("""
            CREATE TABLE watches (
                viewer TEXT, title TEXT, position_s INTEGER, length_s INTEGER, credits_s INTEGER,
                seen_at TEXT, hidden INTEGER,
                PRIMARY KEY (viewer, title)
            ) WITHOUT ROWID""")

    def insert(self, watch: Watch) -> None:
        """Keep a viewer's first watch of a title."""
        row = self.rows.to_row(watch)
        self.db.execute(
            "INSERT INTO watches (viewer, title, position_s, length_s, credits_s, seen_at, hidden)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        self.db.commit()

    def update(self, watch: Watch) -> None:
        """Replace it by a newer one."""
        viewer, title, *values = self.rows.to_row(watch)
        self.db.execute(
            "UPDATE watches SET position_s = ?, length_s = ?, credits_s = ?, seen_at = ?, hidden = ?"
            " WHERE viewer = ? AND title = ?",
            [*values, viewer, title],
        )
        self.db.commit()

    def get(self, viewer: str, title: str) -> Watch | None:
        """The one of this viewer and title."""
        found = self.db.execute("SELECT * FROM watches WHERE viewer = ? AND title = ?", [viewer, title])
        row: Row | None = found.fetchone()
        return self.rows.from_row(row) if row else None

    def of(self, viewer: str) -> list[Watch]:
        """All of a viewer's that are not hidden."""
        found = self.db.execute("SELECT * FROM watches WHERE viewer = ? AND hidden IS NOT 1", [viewer])
        return [self.rows.from_row(row) for row in found]

    def close(self) -> None:
        """Let go of the file; what was not committed is lost."""
        self.db.close()
