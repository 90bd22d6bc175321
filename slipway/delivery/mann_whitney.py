"""The Mann-Whitney rank test as a canary judge uses it: by how much one set of points lies above another."""

from dataclasses import dataclass
from math import copysign, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from slipway.delivery.root import brent

Floats = NDArray[np.float64]
TOLERANCE = 1e-4


class AllTied(ValueError):
    """Every point of both sides is the same, so that ranks tell nothing."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the experiment lies above the control, in the metric's unit.

    The Hodges-Lehmann estimate, and the interval that holds the true shift at the level asked for.
    """

    low: float
    high: float
    estimate: float


def ranks(values: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Ranks from 1, ties sharing their mean rank, and the size of each group of ties."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return middle[place], counts.astype(np.int64)


def excess(control: Floats, experiment: Floats) -> tuple[float, float]:
    """U − nm/2 and its standard deviation under no difference, ties corrected.

    U is the experiment's rank sum less n(n+1)/2: the pairs in which it is the larger, ties counting half.
    σ² = nm/12·[(n+m+1) − Σ(t³−t)/((n+m)(n+m−1))].
    """
    n, m = len(experiment), len(control)
    ranked, ties = ranks(np.concatenate([experiment, control]))
    over = float(ranked[:n].sum()) - n * (n + 1) / 2 - n * m / 2
    total = n + m
    tied = float((ties**3 - ties).sum()) / (total * (total - 1))
    return over, sqrt(max(0.0, n * m / 12 * (total + 1 - tied)))


def shift(control: Floats, experiment: Floats, confidence: float = 0.98) -> Shift:
    """The interval and the estimate of the shift, by finding where the test turns.

    The roots of f(μ) = (U(E−μ) − nm/2 − ½·sgn)/σ(μ) − q: q = ±z for the interval, 0 for the estimate, between
    min E − max C and max E − min C; an end of that span where f does not change its sign. Tolerance 1e-4 in the
    metric's unit, as in Kayenta and R, so that smaller shifts are not told from zero.
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    return Shift(*(_root(control, experiment, q) for q in (z, -z, 0.0)))


def _root(control: Floats, experiment: Floats, quantile: float) -> float:
    low = float(experiment.min() - control.max())
    high = float(experiment.max() - control.min())
    if low == high:
        raise AllTied("two single values have no interval")

    def turn(by: float) -> float:
        over, deviation = excess(control, experiment - by)
        if deviation == 0:
            raise AllTied("the interval cannot be computed when all points are tied")
        return (over - (copysign(0.5, over) if over else 0.0)) / deviation - quantile

    if turn(low) <= 0:
        return low
    if turn(high) >= 0:
        return high
    return brent(turn, low, high, TOLERANCE)
