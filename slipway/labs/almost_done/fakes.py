"""Stand-ins for the store: a quick one, and one that takes more care to behave like it."""

from slipway.labs.almost_done.watch import Doubled, Row, Rows, Unreachable, Watch


class SimpleFake:
    """A dictionary: it takes whatever it is given, and hands out the newest first because that looked practical."""

    def __init__(self, rows: Rows) -> None:
        self.watches: dict[tuple[str, str], Watch] = {}

    def insert(self, watch: Watch) -> None:
        self.watches[watch.viewer, watch.title] = watch

    def update(self, watch: Watch) -> None:
        self.watches[watch.viewer, watch.title] = watch

    def get(self, viewer: str, title: str) -> Watch | None:
        return self.watches.get((viewer, title))

    def of(self, viewer: str) -> list[Watch]:
        newest = reversed(self.watches.values())
        return [watch for watch in newest if watch.viewer == viewer and not watch.hidden]


class FaithfulFake:
    """Keeps rows as the store does, refuses doubles as the store does, and promises no more order than the store."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.kept: dict[tuple[str, str], Row] = {}

    def insert(self, watch: Watch) -> None:
        if (watch.viewer, watch.title) in self.kept:
            raise Doubled(f"a row for {watch.viewer} and {watch.title} exists")
        self.update(watch)

    def update(self, watch: Watch) -> None:
        self.kept[watch.viewer, watch.title] = self.rows.to_row(watch)

    def get(self, viewer: str, title: str) -> Watch | None:
        row = self.kept.get((viewer, title))
        return self.rows.from_row(row) if row else None

    def of(self, viewer: str) -> list[Watch]:
        watches = [self.rows.from_row(self.kept[key]) for key in sorted(self.kept)]
        return [watch for watch in watches if watch.viewer == viewer and not watch.hidden]


class UnreachableFake(SimpleFake):
    """A store that never answers: hard to arrange with a real one."""

    def of(self, viewer: str) -> list[Watch]:
        raise Unreachable("no answer from the store")


Fake = SimpleFake | FaithfulFake
FAKES: dict[str, type[Fake]] = {"simple": SimpleFake, "faithful": FaithfulFake}
