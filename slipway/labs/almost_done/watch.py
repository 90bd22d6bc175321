"""How far somebody got in a title, and how a store keeps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """A viewer's place in a title; `hidden` is None until the viewer says yes or no."""

    viewer: str
    title: str
    position_s: int
    length_s: int
    credits_s: int
    seen_at: datetime
    hidden: bool | None = None


class Rows:
    """A watch as a row of plain values, and back."""

    def to_row(self, watch: Watch) -> Row:
        """The values in the order of the table's columns."""
        seen_at = watch.seen_at.isoformat()
        return (watch.viewer, watch.title, watch.position_s, watch.length_s, watch.credits_s, seen_at, watch.hidden)

    def from_row(self, row: Row) -> Watch:
        """The watch that `to_row` was given."""
        viewer, title, position_s, length_s, credits_s, seen_at, hidden = row
        return Watch(viewer, title, position_s, length_s, credits_s, datetime.fromisoformat(seen_at), hidden)


class Unreachable(Exception):
    """The store did not answer."""


class Doubled(Exception):
    """There is such a row already."""


class WatchStore(Protocol):
    """What Paulo's code asks of a store."""

    def insert(self, watch: Watch) -> None:
        """Keep a viewer's first watch of a title."""

    def update(self, watch: Watch) -> None:
        """Replace it by a newer one."""

    def get(self, viewer: str, title: str) -> Watch | None:
        """The one of this viewer and title."""

    def of(self, viewer: str) -> list[Watch]:
        """All of a viewer's that are not hidden."""
