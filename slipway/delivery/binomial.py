"""How many of n requests fail, each with the same chance."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def chances(n: int, rate: float, most: int | None = None) -> Floats:
    """The chance of exactly 0, 1, … n failures, or up to `most`; summed from logarithms, so that a large n is exact."""
    if n < 0 or not 0 <= rate <= 1:
        raise ValueError(f"requests are 0 or more and a rate is from 0 to 1, not {n} and {rate}")
    most = n if most is None else min(n, most)
    if rate in (0, 1):
        certain: Floats = (np.arange(most + 1) == (n if rate else 0)).astype(np.float64)
        return certain
    k = np.arange(1, most + 1)
    ratios = np.log((n - k + 1) / k) + np.log(rate / (1 - rate))
    terms: Floats = np.exp(n * np.log1p(-rate) + np.concatenate([[0.0], np.cumsum(ratios)]))
    return terms


def at_least(n: int, rate: float, failures: int) -> float:
    """The chance of so many failures or more."""
    if failures <= 0:
        return 1.0
    return max(0.0, 1 - float(chances(n, rate, failures - 1).sum())) if failures <= n else 0.0
