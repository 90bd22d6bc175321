"""How many of n requests fail, each with the same chance."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def chances(n: int, rate: float) -> Floats:
    """The chance of exactly 0, 1, … n failures; summed from logarithms, so that no term is lost to a large n."""
    if n < 0 or not 0 <= rate <= 1:
        raise ValueError(f"requests are 0 or more and a rate is from 0 to 1, not {n} and {rate}")
    found = np.zeros(n + 1)
    if rate in (0, 1):
        found[n if rate else 0] = 1.0
        return found
    k = np.arange(1, n + 1)
    ratios = np.log((n - k + 1) / k) + np.log(rate / (1 - rate))
    terms: Floats = np.exp(n * np.log1p(-rate) + np.concatenate([[0.0], np.cumsum(ratios)]))
    return terms


def at_least(n: int, rate: float, failures: int) -> float:
    """The chance of so many failures or more."""
    return min(1.0, float(chances(n, rate)[max(0, failures) :].sum()))
