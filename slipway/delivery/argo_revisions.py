"""The revisions that a rollout has had, in the order in which they were first wanted."""


class Revisions:
    """A rollback window counts them, whether their pods are still up or not."""

    def __init__(self, *known: str | None) -> None:
        self._known = [each for each in known if each]

    def want(self, revision: str) -> None:
        """Another one, or one that was there before and keeps its place."""
        if revision not in self._known:
            self._known.append(revision)

    def between(self, revision: str, stable: str | None) -> int | None:
        """How many are younger than this one and older than the stable one, None where it is no older itself."""
        if stable is None:
            return None
        between = self._known.index(stable) - self._known.index(revision) - 1
        return between if between >= 0 else None
