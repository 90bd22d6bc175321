"""A load balancer in front of instances with a queue each: waits of one control period at a time.

`free_s[k]`, when instance k has cleared its work, is the whole state that one period hands to the
next. An instance that boots is one with a free time in the future; one that leaves is taken out
of the array and drains by itself, because a wait is settled the moment a request is assigned.

Start times follow Lindley's recursion, start_i = max(arrival_i, start_{i-1} + size_{i-1}), as a
scan: with C the work assigned to the instance before request i, start_i = C + max_{j<=i}(arrival_j - C_j).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


def round_robin(arrivals_s: Floats, sizes_s: Floats, free_s: Floats, turn: int = 0) -> tuple[Floats, int]:
    """Waits in seconds, and whose turn it is next; `free_s` is brought up to date in place.

    `arrivals_s` ascend. The period is padded to whole rounds with requests that take no time, so
    that each column of a (rounds × instances) matrix is one instance's queue.
    """
    count, instances = len(arrivals_s), len(free_s)
    rounds = -(-(turn + count) // instances)
    if count == 0:
        return np.empty(0), turn
    padding = (turn, rounds * instances - turn - count)
    starts = _padded(arrivals_s, padding, -np.inf).reshape(rounds, instances)
    done = _padded(sizes_s, padding, 0.0).reshape(rounds, instances)
    last = done[-1].copy()
    np.cumsum(done, axis=0, out=done)
    starts[1:] -= done[:-1]
    np.maximum(starts, free_s, out=starts)
    np.maximum.accumulate(starts, axis=0, out=starts)
    starts[1:] += done[:-1]
    free_s[:] = starts[-1] + last
    return starts.ravel()[turn : turn + count] - arrivals_s, (turn + count) % instances


def _padded(values: Floats, padding: tuple[int, int], filler: float) -> Floats:
    """As `np.pad` does it, a good deal faster."""
    before, after = padding
    padded = np.empty(before + len(values) + after)
    padded[:before], padded[before : before + len(values)], padded[before + len(values) :] = filler, values, filler
    return padded


def assigned(arrivals_s: Floats, sizes_s: Floats, instance: Indices, free_s: Floats) -> Floats:
    """Waits in seconds where somebody else has chosen each request's instance: at random, by hash, by weight.

    `free_s` is brought up to date in place. Requests are gathered by instance, in order, and one
    scan runs over all of them, each instance lifted above the one before so that none sees another.
    """
    count = len(arrivals_s)
    if count == 0:
        return np.empty(0)
    order = np.argsort(instance.astype(_narrow(len(free_s))), kind="stable")
    each = np.bincount(instance, minlength=len(free_s))
    used = np.flatnonzero(each)
    each = each[used]
    last = np.cumsum(each) - 1
    first = last - each + 1
    arrivals, sizes = arrivals_s[order], sizes_s[order]
    done = np.cumsum(sizes)
    before = done - sizes
    slack = arrivals - before
    slack[first] = np.maximum(slack[first], free_s[used] - before[first])
    lift = np.repeat(np.arange(len(used)) * (float(slack.max() - slack.min()) + 1.0), each)
    slack += lift
    np.maximum.accumulate(slack, out=slack)
    slack -= lift
    free_s[used] = slack[last] + done[last]
    slack += before
    slack -= arrivals
    waits = np.empty(count)
    waits[order] = slack
    return waits


def chosen_at_random(luck: Floats, instances: int) -> Indices:
    """One uniform per request as the index of an instance."""
    return np.minimum((luck * instances).astype(np.intp), instances - 1)


def chosen_by_weight(luck: Floats, weights: Floats) -> Indices:
    """One uniform per request as the index of an instance; one of twice the weight gets twice as many."""
    until = np.cumsum(weights)
    if not until[-1] > 0 or (np.asarray(weights) < 0).any():
        raise ValueError(f"weights must be 0 or more and not all 0, got {[float(weight) for weight in weights]}")
    return np.searchsorted(until[:-1] / until[-1], luck, side="right")


def _narrow(instances: int) -> type[np.unsignedinteger]:
    """The smallest integer type that tells so many instances apart: sorting bytes is a counting sort."""
    return np.uint8 if instances <= 256 else np.uint16 if instances <= 65_536 else np.uint32
