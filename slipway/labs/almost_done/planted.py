"""Paulo's code as it would be with a mistake in it: each class has one method that is wrong."""

from slipway.labs.almost_done.service import AlmostDone
from slipway.labs.almost_done.sqlite_store import SqliteStore
from slipway.labs.almost_done.watch import Row, Rows, Watch


class AfterEighty(AlmostDone):
    def is_almost_done(self, watch: Watch) -> bool:
        """From 80 % of the film; whoever has reached the credits is done."""
        share = watch.position_s / (watch.length_s - watch.credits_s)
        return 0.8 < share < 1


class FinishedToo(AlmostDone):
    def is_almost_done(self, watch: Watch) -> bool:
        """From 80 % of the film; whoever has reached the credits is done."""
        share = watch.position_s / (watch.length_s - watch.credits_s)
        return share >= 0.8


class CreditsCounted(AlmostDone):
    def is_almost_done(self, watch: Watch) -> bool:
        """From 80 % of the film to its very last second."""
        share = watch.position_s / watch.length_s
        return 0.8 <= share < 1


class OneTooFew(AlmostDone):
    def shortened(self, watches: list[Watch]) -> list[str]:
        """The titles that are almost done, as many as there is room for."""
        titles = [watch.title for watch in watches if self.is_almost_done(watch)]
        return titles[: self.MOST - 1]


class OldestFirst(AlmostDone):
    def newest_first(self, watches: list[Watch]) -> list[Watch]:
        """The watches, the latest on top."""
        return sorted(watches, key=lambda watch: watch.seen_at)


class StoreOrder(AlmostDone):
    def newest_first(self, watches: list[Watch]) -> list[Watch]:
        """The watches, the latest on top."""
        return watches


class NoFallback(AlmostDone):
    def reminders(self, viewer: str) -> list[str]:
        """The titles to show, newest first; none while the store is out of reach."""
        watches = self.store.of(viewer)
        return self.shortened(self.newest_first(watches))


class InsertTwice(AlmostDone):
    def watched(self, watch: Watch) -> None:
        """Save how far a viewer got; a later watch replaces an earlier one."""
        self.store.insert(watch)


class SecondsLost(Rows):
    def to_row(self, watch: Watch) -> Row:
        """The values in the order of the table's columns."""
        seen_at = watch.seen_at.isoformat(timespec="minutes")
        return (watch.viewer, watch.title, watch.position_s, watch.length_s, watch.credits_s, seen_at, watch.hidden)


class SwappedColumns(SqliteStore):
    def insert(self, watch: Watch) -> None:
        """Keep a viewer's first watch of a title."""
        row = self.rows.to_row(watch)
        self.db.execute(
            "INSERT INTO watches (viewer, title, length_s, position_s, credits_s, seen_at, hidden)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        self.db.commit()


class NoCommit(SqliteStore):
    def insert(self, watch: Watch) -> None:
        """Keep a viewer's first watch of a title."""
        row = self.rows.to_row(watch)
        self.db.execute(
            "INSERT INTO watches (viewer, title, position_s, length_s, credits_s, seen_at, hidden)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )


class NullHidden(SqliteStore):
    def of(self, viewer: str) -> list[Watch]:
        """All of a viewer's that are not hidden."""
        found = self.db.execute("SELECT * FROM watches WHERE viewer = ? AND hidden <> 1", [viewer])
        return [self.rows.from_row(row) for row in found]


class OtherCase(SqliteStore):
    def create(self) -> None:
        """Make the table."""
        self.db.execute("""
            CREATE TABLE watches (
                viewer TEXT, title TEXT COLLATE NOCASE, position_s INTEGER, length_s INTEGER, credits_s INTEGER,
                seen_at TEXT, hidden INTEGER,
                PRIMARY KEY (viewer, title)
            ) WITHOUT ROWID""")
