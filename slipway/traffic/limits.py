"""A queue with an end, before one instance or several: requests that are turned away, give up, or do not even join."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapreplace
from math import inf

import numpy as np
from numpy.typing import NDArray

from slipway.traffic.balancer import Floats

SERVED, TURNED_AWAY, GAVE_UP, STAYED_AWAY = 0, 1, 2, 3
Fates = NDArray[np.uint8]
"""What became of each request; zeros are requests served."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much queueing there may be; as it stands, any.

    A request that finds `most_waiting` others waiting is turned away at once. One that would wait longer
    than `patience_s` gives up after that time and takes no service. Where `half_stay_away_at` others wait,
    half of those who come do not join; of n others waiting, h/(h + n) join.
    """

    most_waiting: float = inf
    patience_s: float = inf
    half_stay_away_at: float = inf

    def __post_init__(self) -> None:
        if not self.most_waiting >= 0 or not self.patience_s >= 0:
            raise ValueError(f"limits must be 0 or more, got {self.most_waiting} waiting, {self.patience_s} s")
        if not self.half_stay_away_at > 0:
            raise ValueError(f"half_stay_away_at must be more than 0, got {self.half_stay_away_at}")


@dataclass(slots=True)
class Waiting:
    """When each instance is free, as a heap, and when those who wait stop waiting, in order."""

    heap_s: list[float]
    until_s: deque[float]


def limited(
    arrivals_s: Sequence[float],
    sizes_s: Sequence[float],
    state: Waiting,
    limits: Limits,
    luck: Sequence[float] | None = None,
) -> tuple[Floats, Fates]:
    """Waits in seconds and what became of each request; `state` is brought up to date.

    `luck`, one uniform per request, is needed where requests stay away. A plain loop, because each depends on the
    fate of the one before: 0.25 µs per request, as measured.
    """
    waits, fates = np.zeros(len(arrivals_s)), np.zeros(len(arrivals_s), dtype=np.uint8)
    heap, until = state.heap_s, state.until_s
    most, patience, half = limits.most_waiting, limits.patience_s, limits.half_stay_away_at
    if half == inf:
        luck = None
    elif luck is None:
        raise ValueError("requests that may stay away need luck")
    for number, (arrival, size) in enumerate(zip(arrivals_s, sizes_s, strict=True)):
        while until and until[0] <= arrival:
            until.popleft()
        start = heap[0]
        if start <= arrival:
            heapreplace(heap, arrival + size)
            continue
        if len(until) >= most:
            fates[number] = TURNED_AWAY
            continue
        if luck is not None and luck[number] * (half + len(until)) >= half:
            fates[number] = STAYED_AWAY
            continue
        # Whoever comes later also stops waiting later, served or not, so that the queue of ends stays in order.
        if start - arrival > patience:
            waits[number], fates[number] = patience, GAVE_UP
            until.append(arrival + patience)
            continue
        heapreplace(heap, start + size)
        waits[number] = start - arrival
        until.append(start)
    return waits, fates
