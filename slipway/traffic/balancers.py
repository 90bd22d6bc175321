"""Load balancers as a pool uses them: each remembers between control periods what it must."""

from collections import deque
from dataclasses import dataclass
from heapq import heapify
from typing import Protocol

import numpy as np

from slipway.luck import generator
from slipway.traffic.balancer import Floats, Indices, assigned, chosen_at_random, chosen_by_weight, round_robin
from slipway.traffic.least_outstanding import Outstanding, least_outstanding
from slipway.traffic.limits import Fates, Limits, Waiting, limited
from slipway.traffic.shared_queue import shared


@dataclass(frozen=True, slots=True)
class Served:
    """Waits in seconds of some requests, and what became of each."""

    waits_s: Floats
    fates: Fates


class Balancer(Protocol):
    """Hands the requests of a control period to instances; when each is free, `free_s`, is brought up to date."""

    def serve(self, arrivals_s: Floats, sizes_s: Floats, free_s: Floats) -> Served:
        """There is at least one instance."""

    def keep(self, instances: int) -> None:
        """From now on there are so many: the first ones stay, new ones come last."""


class Picker(Protocol):
    """Chooses instances without looking at their queues."""

    def pick(self, count: int, instances: int) -> Indices:
        """One instance for each of so many requests."""


def _all_served(waits_s: Floats) -> Served:
    return Served(waits_s, np.zeros(len(waits_s), dtype=np.uint8))


class RoundRobin:
    """Each instance in turn."""

    def __init__(self) -> None:
        self._turn = 0

    def serve(self, arrivals_s: Floats, sizes_s: Floats, free_s: Floats) -> Served:
        waits, self._turn = round_robin(arrivals_s, sizes_s, free_s, self._turn)
        return _all_served(waits)

    def pick(self, count: int, instances: int) -> Indices:
        chosen: Indices = (self._turn + np.arange(count)) % instances
        self._turn = (self._turn + count) % instances
        return chosen

    def keep(self, instances: int) -> None:
        """Turns are counted round whatever number there is."""


class Impatient:
    """Each instance in turn; who would wait longer than `patience_s` gives up after that and takes no service.

    As `LimitedEach` with these limits does it. Each period is first computed as if everybody waited, which is far
    quicker; where nobody has to wait too long that is the same.
    """

    def __init__(self, patience_s: float) -> None:
        self._limits = Limits(patience_s=patience_s)
        self._turn = 0

    def serve(self, arrivals_s: Floats, sizes_s: Floats, free_s: Floats) -> Served:
        free = free_s.copy()
        waits, turn = round_robin(arrivals_s, sizes_s, free, self._turn)
        if len(waits) and waits.max() > self._limits.patience_s:
            return self._one_by_one(arrivals_s, sizes_s, free_s)
        free_s[:], self._turn = free, turn
        return _all_served(waits)

    def _one_by_one(self, arrivals_s: Floats, sizes_s: Floats, free_s: Floats) -> Served:
        count, instances = len(arrivals_s), len(free_s)
        waits, fates = np.zeros(count), np.zeros(count, dtype=np.uint8)
        for k in range(instances):
            mine = slice((k - self._turn) % instances, None, instances)
            state = Waiting([float(free_s[k])], deque())
            waits[mine], fates[mine] = limited(arrivals_s[mine].tolist(), sizes_s[mine].tolist(), state, self._limits)
            free_s[k] = state.heap_s[0]
        self._turn = (self._turn + count) % instances
        return Served(waits, fates)

    def keep(self, instances: int) -> None:
        """Turns are counted round whatever number there is."""


class AtRandom:
    """Any instance, each as likely as its weight says; instances beyond those weighed weigh 1."""

    def __init__(self, seed: int, weights: tuple[float, ...] = ()) -> None:
        self._luck = generator(seed, "balancer")
        self._weights = weights

    def serve(self, arrivals_s: Floats, sizes_s: Floats, free_s: Floats) -> Served:
        return _all_served(assigned(arrivals_s, sizes_s, self.pick(len(arrivals_s), len(free_s)), free_s))

    def pick(self, count: int, instances: int) -> Indices:
        luck = self._luck.random(count)
        if not self._weights:
            return chosen_at_random(luck, instances)
        return chosen_by_weight(luck, np.array([*self._weights, *[1.0] * instances][:instances]))

    def keep(self, instances: int) -> None:
        """Chance has no memory."""


class LeastOutstanding:
    """Whoever has the fewest requests not yet answered."""

    def __init__(self) -> None:
        self._state = Outstanding()

    def serve(self, arrivals_s: Floats, sizes_s: Floats, free_s: Floats) -> Served:
        return _all_served(least_outstanding(arrivals_s, sizes_s, free_s, self._state))

    def keep(self, instances: int) -> None:
        self._state.keep(instances)


class LeastWork:
    """Whoever is free first; with a constant number of instances the same as one queue before all of them."""

    def serve(self, arrivals_s: Floats, sizes_s: Floats, free_s: Floats) -> Served:
        heap = free_s.tolist()
        heapify(heap)
        waits = shared(arrivals_s, sizes_s, heap)
        free_s[:] = heap
        return _all_served(waits)

    def keep(self, instances: int) -> None:
        """Free times say all."""


class LimitedQueue:
    """One queue with limits before all instances."""

    def __init__(self, limits: Limits, seed: int) -> None:
        self._limits = limits
        self._luck = generator(seed, "staying")
        self._until_s: deque[float] = deque()

    def serve(self, arrivals_s: Floats, sizes_s: Floats, free_s: Floats) -> Served:
        state = Waiting(free_s.tolist(), self._until_s)
        heapify(state.heap_s)
        luck = self._luck.random(len(arrivals_s)).tolist()
        waits, fates = limited(arrivals_s.tolist(), sizes_s.tolist(), state, self._limits, luck)
        free_s[:] = state.heap_s
        return Served(waits, fates)

    def keep(self, instances: int) -> None:
        """Who waits goes on waiting."""


class LimitedEach:
    """A queue with limits before each instance; `picker` chooses which one, full or not."""

    def __init__(self, picker: Picker, limits: Limits, seed: int) -> None:
        self._picker, self._limits = picker, limits
        self._luck = generator(seed, "staying")
        self._until_s: list[deque[float]] = []

    def serve(self, arrivals_s: Floats, sizes_s: Floats, free_s: Floats) -> Served:
        waits, fates = np.zeros(len(arrivals_s)), np.zeros(len(arrivals_s), dtype=np.uint8)
        luck = self._luck.random(len(arrivals_s))
        instance = self._picker.pick(len(arrivals_s), len(free_s))
        for k, until_s in enumerate(self._until_s):
            mine = np.flatnonzero(instance == k)
            state = Waiting([float(free_s[k])], until_s)
            arrivals, sizes = arrivals_s[mine].tolist(), sizes_s[mine].tolist()
            waits[mine], fates[mine] = limited(arrivals, sizes, state, self._limits, luck[mine].tolist())
            free_s[k] = state.heap_s[0]
        return Served(waits, fates)

    def keep(self, instances: int) -> None:
        self._until_s = [*self._until_s[:instances], *(deque() for _ in range(instances - len(self._until_s)))]
