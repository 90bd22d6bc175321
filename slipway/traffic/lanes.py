"""Many replications of a shared queue side by side, one lane each: for questions about chance."""

import numpy as np

from slipway.traffic.balancer import Floats


def lanes(arrivals_s: Floats, sizes_s: Floats, free_s: Floats) -> Floats:
    """Waits in seconds; arrivals and sizes are (requests × lanes), `free_s` (instances × lanes), ascending per lane.

    Kiefer and Wolfowitz' vector: who is free first takes the request, and a chain of minima and
    maxima puts the new free time in its place. A lane with fewer instances has +inf in the rest; a
    pad is a request of no size. `free_s` is brought up to date.
    """
    waits = np.empty_like(arrivals_s)
    carry, lower = np.empty(free_s.shape[1]), np.empty(free_s.shape[1])
    for number in range(len(arrivals_s)):
        np.maximum(free_s[0], arrivals_s[number], out=carry)
        np.subtract(carry, arrivals_s[number], out=waits[number])
        carry += sizes_s[number]
        for k in range(len(free_s) - 1):
            np.minimum(carry, free_s[k + 1], out=lower)
            np.maximum(carry, free_s[k + 1], out=carry)
            free_s[k] = lower
        free_s[-1] = carry
    return waits
