"""The same queues, request by request, with nothing clever in them."""

from collections.abc import Sequence
from math import inf


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


def fewest_open(arrivals: Sequence[float], sizes: Sequence[float], instances: int, turn: int) -> list[float]:
    """Waits where each request takes the instance with the fewest requests not yet answered, by turns."""
    ends: list[list[float]] = [[] for _ in range(instances)]
    waits = []
    for arrival, size in zip(arrivals, sizes, strict=True):
        open_now = [sum(end > arrival for end in each) for each in ends]
        k = min(range(instances), key=lambda n: (open_now[n], (n - turn) % instances))
        start = max([arrival, *ends[k]])
        ends[k].append(start + size)
        turn = (k + 1) % instances
        waits.append(start - arrival)
    return waits


def with_an_end(
    arrivals: Sequence[float], sizes: Sequence[float], free: list[float], most: float = inf, patience: float = inf
) -> list[tuple[float, str]]:
    """Waits and fates before one queue; who waits is counted anew for each request."""
    until: list[float] = []
    fates = []
    for arrival, size in zip(arrivals, sizes, strict=True):
        k = min(range(len(free)), key=lambda n: free[n])
        wait = max(free[k] - arrival, 0.0)
        if wait > 0 and sum(end > arrival for end in until) >= most:
            fates.append((0.0, "turned away"))
        elif wait > patience:
            until.append(arrival + patience)
            fates.append((patience, "gave up"))
        else:
            until.append(arrival + wait)
            free[k] = arrival + wait + size
            fates.append((wait, "served"))
    return fates
