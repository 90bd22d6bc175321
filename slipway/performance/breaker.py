"""A circuit breaker: after too many failures it lets nobody through for a while, then one to try."""

from collections import deque
from typing import Literal

State = Literal["closed", "open", "half_open"]
WINDOW_S, LEAST_CALLS = 10.0, 10


class Breaker:
    """Opens where of at least ten calls in ten seconds `pct` or more failed; half open one call decides."""

    def __init__(self, pct: float, open_s: float) -> None:
        self.state: State = "closed"
        self.changes: list[tuple[float, State, int, int]] = []
        self._pct, self._open_s = pct, open_s
        self._until_s = 0.0
        self._calls: deque[tuple[float, bool]] = deque()
        self._failed = 0
        self._trying = False

    def lets_through(self, at_s: float) -> bool:
        """Whether a call may be made; one that may is told to `note` afterwards."""
        if self.state == "open" and at_s >= self._until_s:
            self._become("half_open", at_s)
            self._trying = False
        if self.state == "closed":
            return True
        if self.state == "half_open" and not self._trying:
            self._trying = True
            return True
        return False

    def note(self, at_s: float, *, good: bool) -> None:
        """How a call went."""
        if self.state == "half_open":
            self._trying = False
            self._become("closed" if good else "open", at_s)
            return
        if self.state == "open":
            return
        self._calls.append((at_s, good))
        self._failed += not good
        while self._calls[0][0] < at_s - WINDOW_S:
            self._failed -= not self._calls.popleft()[1]
        if len(self._calls) >= LEAST_CALLS and 100 * self._failed >= self._pct * len(self._calls):
            self._become("open", at_s)

    def _become(self, state: State, at_s: float) -> None:
        self.changes.append((at_s, state, self._failed, len(self._calls)))
        self.state = state
        if state == "open":
            self._until_s = at_s + self._open_s
        self._calls.clear()
        self._failed = 0
