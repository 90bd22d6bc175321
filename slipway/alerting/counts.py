"""How many there were, from how many were expected and luck that is the same for every case."""

from math import erf, sqrt

import numpy as np

from slipway.alerting.datapoints import Floats

_EXACT = 50.0
"""Up to here by the distribution itself; above, the square root of a count is as good as normal (Anscombe 1948)."""


def counts(expected: Floats, normal: Floats) -> Floats:
    """Poisson counts of standard normal draws: never fewer where more are expected and luck is the same."""
    small = np.minimum(expected, _EXACT)
    luck = np.array([0.5 * (1 + erf(each / sqrt(2))) for each in normal])
    term, total = np.exp(-small), np.exp(-small)
    found = np.zeros(len(small))
    for number in range(1, int(_EXACT + 12 * sqrt(_EXACT))):
        found += luck > total
        term = term * small / number
        total = total + term
    large = np.maximum(expected, _EXACT)
    return found + np.floor(_anscombe(large, normal)) - np.floor(_anscombe(np.full(len(large), _EXACT), normal))


def _anscombe(expected: Floats, normal: Floats) -> Floats:
    return np.maximum(np.sqrt(expected) + normal / 2, 0) ** 2
