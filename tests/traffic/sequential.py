"""The same queues, request by request, with nothing clever in them."""

from collections.abc import Sequence


def per_instance(
    arrivals: Sequence[float], sizes: Sequence[float], instance: Sequence[int], free: list[float]
) -> list[float]:
    """Waits where each request's instance is given; `free` is brought up to date."""
    waits = []
    for arrival, size, k in zip(arrivals, sizes, instance, strict=True):
        start = max(arrival, free[k])
        free[k] = start + size
        waits.append(start - arrival)
    return waits


def one_queue(arrivals: Sequence[float], sizes: Sequence[float], free: list[float]) -> list[float]:
    """Waits where each request takes the instance that is free first; `free` is brought up to date."""
    waits = []
    for arrival, size in zip(arrivals, sizes, strict=True):
        k = min(range(len(free)), key=lambda n: free[n])
        start = max(arrival, free[k])
        free[k] = start + size
        waits.append(start - arrival)
    return waits
