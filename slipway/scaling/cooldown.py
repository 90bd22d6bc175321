"""Application Auto Scaling's cooldowns, of one policy: growth is not doubled, shrinking waits.

While the one for growth lasts, what was added counts towards the next growth: that is reckoned from the size before,
so only a larger one passes. The one for shrinking blocks it, and ends as soon as the group grows.
"""


class Cooldown:
    """The two cooldowns of a policy; 0 s is none."""

    def __init__(self, out_s: float = 0.0, in_s: float = 0.0) -> None:
        self._out_s, self._in_s = out_s, in_s
        self._out_until_s = self._in_until_s = 0.0
        self._before = 0

    def base(self, at_s: float, capacity: int) -> int:
        """The size from which growth is reckoned."""
        return min(self._before, capacity) if at_s < self._out_until_s else capacity

    def blocks_in_until(self, at_s: float) -> float | None:
        """Until when the group may not shrink, if it may not now."""
        return self._in_until_s if at_s < self._in_until_s else None

    def moved(self, at_s: float, before: int, after: int, own: bool) -> None:
        """The group has changed its size, by this policy's wish or another's."""
        if after > before:
            self._in_until_s = at_s
            if own:
                self._before = before if at_s >= self._out_until_s else self._before
                self._out_until_s = at_s + self._out_s
        elif own:
            self._in_until_s = at_s + self._in_s
