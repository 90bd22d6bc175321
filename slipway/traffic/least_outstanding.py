"""A load balancer that counts: each request goes to the instance with the fewest requests not yet answered."""

from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

import numpy as np

from slipway.traffic.balancer import Floats


@dataclass(slots=True)
class Outstanding:
    """Requests not yet answered: how many each instance has, who will answer which when, and whose turn it is."""

    each: list[int] = field(default_factory=list)
    ends: list[tuple[float, int]] = field(default_factory=list)
    turn: int = 0

    def keep(self, instances: int) -> None:
        """The first so many instances stay; what the others still answer is no longer counted."""
        self.each = [*self.each[:instances], *[0] * (instances - len(self.each))]
        self.ends = [end for end in self.ends if end[1] < instances]
        heapify(self.ends)
        self.turn = self.turn % instances if instances else 0


def least_outstanding(arrivals_s: Floats, sizes_s: Floats, free_s: Floats, state: Outstanding) -> Floats:
    """Waits in seconds; `free_s` and `state`, which has as many instances, are brought up to date.

    Instances with equally few take turns. A plain loop over requests, because each choice depends on all before:
    0.8 µs per request before 2 instances, 1.6 µs before 50, as measured.
    """
    each, ends, turn = state.each, state.ends, state.turn
    free, starts = free_s.tolist(), []
    for arrival, size in zip(arrivals_s.tolist(), sizes_s.tolist(), strict=True):
        while ends and ends[0][0] <= arrival:
            each[heappop(ends)[1]] -= 1
        least = min(each)
        chosen = each.index(least, turn) if least in each[turn:] else each.index(least)
        start = arrival if arrival > free[chosen] else free[chosen]
        starts.append(start)
        free[chosen] = start + size
        heappush(ends, (start + size, chosen))
        each[chosen] += 1
        turn = (chosen + 1) % len(each)
    free_s[:] = free
    state.turn = turn
    return np.array(starts) - arrivals_s
