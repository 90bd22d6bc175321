"""Time that jumps from one thing to the next: processes that wait for a while, or in a line for a place."""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Any

Process = Generator[Any, Any, None]
"""It yields how long it waits, in seconds; or what takes it in and lets it go on later, such as `Line.join`."""


class Clock:
    """Things to do in order of time; of those at one time the first that was planned comes first."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._plan: list[tuple[float, int, Callable[[Any], None], Any]] = []
        self._turn = count()

    def call(self, at_s: float, what: Callable[[Any], None], given: Any = None) -> None:
        """Do it then."""
        heappush(self._plan, (at_s, next(self._turn), what, given))

    def follow(self, at_s: Sequence[float], what: Callable[[int], None]) -> None:
        """Do it at each of these times, which ascend, with its number; only the next one is planned: a short plan."""

        def one(number: int) -> None:
            if number + 1 < len(at_s):
                self.call(at_s[number + 1], one, number + 1)
            what(number)

        if at_s:
            self.call(at_s[0], one, 0)

    def start(self, process: Process) -> None:
        """Begin now."""
        self.go_on(process)

    def run(self, until_s: float) -> None:
        """Everything that happens until then."""
        plan = self._plan
        while plan and plan[0][0] <= until_s:
            self.now_s, _, what, given = heappop(plan)
            what(given)
        self.now_s = until_s

    def go_on(self, process: Process, got: bool | None = None) -> None:
        """Let a process know whether it got its place, up to what it waits for next."""
        try:
            wish = process.send(got)
        except StopIteration:
            return
        if isinstance(wish, (float, int)):
            heappush(self._plan, (self.now_s + wish, next(self._turn), self.go_on, process))
        else:
            wish(process)

    def granted(self, process: Process) -> None:
        """Its turn has come."""
        self.go_on(process, True)


class Line:
    """Places, and who waits for one, first come first served.

    At most `most` may wait, None is any number; whoever comes then is refused.
    """

    def __init__(self, clock: Clock, places: int, most: int | None = None) -> None:
        self.places, self.most = places, most
        self.used = self.done = 0
        self.held_s = 0.0
        self._clock = clock
        self._waiting: deque[Process] = deque()
        # When places were given back, less when they were taken; and the same of waiting: a sum, where an integral
        # kept up to date would cost a third of a run.
        self._used_s = self._waited_s = 0.0

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @property
    def used_s(self) -> float:
        """Places in use times seconds, until now: one of the integrals by which the laws of queues can be checked."""
        return self._used_s + self.used * self._clock.now_s

    @property
    def waited_s(self) -> float:
        """How many wait times seconds, until now: the other one."""
        return self._waited_s + len(self._waiting) * self._clock.now_s

    def take(self) -> bool:
        """A place at once, if there is one."""
        if self.used >= self.places:
            return False
        self.used += 1
        self._used_s -= self._clock.now_s
        return True

    def join(self, process: Process) -> None:
        """Wait for a place; the process, which could not take one at once, is sent whether it got one."""
        if self.most is not None and len(self._waiting) >= self.most:
            self._clock.go_on(process, False)
        else:
            self._waited_s -= self._clock.now_s
            self._waiting.append(process)

    def leave(self, held_s: float) -> None:
        """Give the place back, after so long; the next one gets it."""
        now_s = self._clock.now_s
        self.done += 1
        self.held_s += held_s
        if self._waiting:
            self._waited_s += now_s
            # Not at once: whoever gives the place back immediately would call the next one from inside itself.
            self._clock.call(now_s, self._clock.granted, self._waiting.popleft())
        else:
            self.used -= 1
            self._used_s += now_s
