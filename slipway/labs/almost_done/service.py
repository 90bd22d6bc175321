"""Paulo's operation: which titles could a viewer finish?"""

from slipway.labs.almost_done.watch import Unreachable, Watch, WatchStore


class AlmostDone:
    """Saves how far viewers get, and reminds them of what they nearly finished."""

    MOST = 3

    def __init__(self, store: WatchStore) -> None:
        self.store = store

    def watched(self, watch: Watch) -> None:
        """Save how far a viewer got; a later watch replaces an earlier one."""
        if self.store.get(watch.viewer, watch.title) is None:
            self.store.insert(watch)
        else:
            self.store.update(watch)

    def reminders(self, viewer: str) -> list[str]:
        """The titles to show, newest first; none while the store is out of reach."""
        try:
            watches = self.store.of(viewer)
        except Unreachable:
            return []
        return self.shortened(self.newest_first(watches))

    def is_almost_done(self, watch: Watch) -> bool:
        """From 80 % of the film; whoever has reached the credits is done."""
        share = watch.position_s / (watch.length_s - watch.credits_s)
        return 0.8 <= share < 1

    def newest_first(self, watches: list[Watch]) -> list[Watch]:
        """The watches, the latest on top."""
        return sorted(watches, key=lambda watch: watch.seen_at, reverse=True)

    def shortened(self, watches: list[Watch]) -> list[str]:
        """The titles that are almost done, as many as there is room for."""
        titles = [watch.title for watch in watches if self.is_almost_done(watch)]
        return titles[: self.MOST]
