"""Recorded series as a dashboard shows them: a strip for each name."""

from collections.abc import Iterable, Sequence

import numpy as np

from slipway.operations.courses import thinned
from slipway.panel import Strip

Points = tuple[str, Sequence[float], Sequence[float]]
"""A metric's name, times in seconds, values."""
_MOST_STRIPS = 6


def recorded_strips(series: Iterable[Points]) -> tuple[Strip, ...]:
    """For each of the first few names its mean over all that has it at a time, such as the instances."""
    by_name: dict[str, list[Points]] = {}
    for each in series:
        by_name.setdefault(each[0], []).append(each)
    return tuple(_strip(name, few) for name, few in [*by_name.items()][:_MOST_STRIPS])


def _strip(name: str, few: Sequence[Points]) -> Strip:
    at_s = np.concatenate([np.array(times, dtype=np.float64) for _, times, _ in few])
    values = np.concatenate([np.array(found, dtype=np.float64) for _, _, found in few])
    times_s, which = np.unique(at_s, return_inverse=True)
    means = np.bincount(which, weights=values) / np.bincount(which)
    return Strip(name, (thinned(name, times_s, means, "stable"),))
