"""One queue before all instances, first come, first served."""

from heapq import heapreplace

import numpy as np

from slipway.traffic.balancer import Floats

_CHUNK = 4096


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
