"""One queue before all instances, first come, first served; also where a request may be turned away or give up."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapreplace

import numpy as np

from slipway.traffic.balancer import Floats

_CHUNK = 4096
SERVED, TURNED_AWAY, GAVE_UP = 0, 1, 2


def shared(arrivals_s: Floats, sizes_s: Floats, heap_s: list[float]) -> Floats:
    """Waits in seconds; `heap_s` holds when each instance is free, as a heap, and is brought up to date.

    Each request goes to whichever instance is free first; `heapreplace` hands back when that was.
    """
    free = np.empty(len(arrivals_s))
    for start in range(0, len(arrivals_s), _CHUNK):
        here = slice(start, start + _CHUNK)
        arrivals, sizes = arrivals_s[here].tolist(), sizes_s[here].tolist()
        free[here] = [
            heapreplace(heap_s, (arrival if arrival > heap_s[0] else heap_s[0]) + size)
            for arrival, size in zip(arrivals, sizes, strict=True)
        ]
    waits: Floats = np.maximum(free - arrivals_s, 0.0)
    return waits


@dataclass(slots=True)
class Waiting:
    """A queue with an end: when instances are free, and when those who wait will start."""

    heap_s: list[float]
    starts_s: deque[float]


def bounded(
    arrivals_s: Sequence[float], sizes_s: Sequence[float], state: Waiting, most_waiting: int, patience_s: float
) -> tuple[Floats, np.ndarray]:
    """Waits in seconds and what became of each request; `state` is brought up to date.

    A request that finds `most_waiting` others waiting is turned away at once (wait 0). One that would
    wait longer than `patience_s` gives up after that time and takes no service.
    """
    waits, fates = np.zeros(len(arrivals_s)), np.zeros(len(arrivals_s), dtype=np.uint8)
    heap, starts = state.heap_s, state.starts_s
    for number, (arrival, size) in enumerate(zip(arrivals_s, sizes_s, strict=True)):
        while starts and starts[0] <= arrival:
            starts.popleft()
        start = max(arrival, heap[0])
        if start > arrival and len(starts) >= most_waiting:
            fates[number] = TURNED_AWAY
            continue
        wait = start - arrival
        if wait > patience_s:
            waits[number], fates[number] = patience_s, GAVE_UP
            continue
        heapreplace(heap, start + size)
        waits[number] = wait
        if wait > 0:
            starts.append(start)
    return waits, fates
