"""What a test is given to work with: a store behind safeguards, and a way to send mail and charge cards."""

import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from slipway.labs.stores.store import TENANT, TEST_TENANT, TEST_VIEWER, StoreName

SAFEGUARDS = ("tag", "rollback", "own-account", "read-only", "stub")

_SAVE = """
INSERT INTO watches VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET share_pct = excluded.share_pct"""


class Killed(Exception):
    """The machine that ran the test went away."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that left the building: a mail, or a charge on a card."""

    kind: Literal["mail", "charge"]
    viewer: str


@dataclass(slots=True)
class Desk:
    """The product as a test sees it; it notes what was read, written and sent."""

    db: sqlite3.Connection
    store: StoreName
    safeguards: frozenset[str]
    sent: list[Sent] = field(default_factory=list)
    read: Counter[str] = field(default_factory=Counter)
    writes: int = 0

    @property
    def tenant(self) -> str:
        """How rows that are written here are marked."""
        return TEST_TENANT if "tag" in self.safeguards else TENANT[self.store]

    @property
    def only(self) -> str:
        """The condition that keeps changes to rows marked as test data."""
        return f"tenant = '{TEST_TENANT}'" if "tag" in self.safeguards else "true"

    @property
    def viewer(self) -> str:
        """Whom the test acts as: an account of its own, or the first that it finds."""
        if "own-account" in self.safeguards:
            return TEST_VIEWER
        return str(self.db.execute("SELECT min(id) FROM viewers").fetchone()[0])

    def viewers(self) -> list[str]:
        """Everybody whom changes may concern."""
        if "own-account" in self.safeguards:
            return [TEST_VIEWER]
        found = self.db.execute(f"SELECT id FROM viewers WHERE {self.only} ORDER BY id")
        viewers = [viewer for (viewer,) in found]
        if not viewers:
            raise LookupError("there is no viewer who is marked as test data")
        return viewers

    def reminders(self, viewer: str) -> dict[str, int]:
        """The titles a viewer almost finished, with the share in per cent."""
        found = self.db.execute("SELECT title, share_pct FROM watches WHERE viewer = ? ORDER BY title", [viewer])
        rows = found.fetchall()
        self.read[viewer] += len(rows)
        return {title: share_pct for title, share_pct in rows if 80 <= share_pct < 100}

    def watch(self, viewer: str, title: str, share_pct: int, tenant: str = "") -> None:
        """Save how far somebody got."""
        statement = _SAVE + (f" WHERE watches.{self.only}" if "tag" in self.safeguards else "")
        self._write(statement, viewer, title, share_pct, tenant or self.tenant)

    def unwatch(self, viewer: str, title: str) -> None:
        """Forget it again."""
        self._write(f"DELETE FROM watches WHERE viewer = ? AND title = ? AND {self.only}", viewer, title)

    def clear_watches(self) -> None:
        """Begin with an empty table."""
        self._write(f"DELETE FROM watches WHERE {self.only}")

    def rent(self, viewer: str, title: str, cents: int) -> int:
        """Rent a film: a row, a charge, a receipt; returns the rental's number."""
        values = (viewer, title, cents, self.tenant)
        rental = self._write("INSERT INTO rentals (viewer, title, cents, tenant) VALUES (?, ?, ?, ?)", *values)
        self._send(Sent("charge", viewer), Sent("mail", viewer))
        return rental

    def rented(self, rental: int) -> bool:
        """Whether the rental is in the books."""
        return self.db.execute("SELECT 1 FROM rentals WHERE id = ?", [rental]).fetchone() is not None

    def cancel(self, rental: int) -> None:
        """Take the row out again; what was sent stays sent."""
        self._write(f"DELETE FROM rentals WHERE id = ? AND {self.only}", rental)

    def mail_reminder(self, viewer: str) -> None:
        """Remind somebody of what they almost finished."""
        self._send(Sent("mail", viewer))

    def lose_the_machine(self) -> None:
        """What happens now and then: the rest of the test does not run."""
        raise Killed

    def _send(self, *things: Sent) -> None:
        if "stub" not in self.safeguards:
            self.sent += things

    def _write(self, statement: str, *values: object) -> int:
        self.writes += 1
        return self.db.execute(statement, values).lastrowid or 0
