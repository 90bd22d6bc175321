"""What looking again and again at growing data does to a test that was made for one look."""

from functools import cache
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from slipway.luck import generator

Floats = NDArray[np.float64]
Sides = Literal[1, 2]
_NODES = 200
_FAR = 9.0
"""Standard deviations beyond which no chance is left that matters."""


def critical_z(alpha: float, sides: Sides = 2) -> float:
    """The z from which a single look stops."""
    return NormalDist().inv_cdf(1 - alpha / sides)


@cache
def false_alarms(looks: int, alpha: float = 0.05, sides: Sides = 2) -> tuple[float, ...]:
    """The chance to have stopped a harmless canary by look 1, 2, … `looks`, equally spaced, exactly.

    The sum of the data after k looks is a random walk; each look takes the walk's density that has stayed inside
    ±z√k, adds a normal step and cuts again. Gauss-Legendre quadrature. (Armitage, McPherson and Rowe, 1969.)
    """
    z = critical_z(alpha, sides)
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    stopped: list[float] = []
    at, mass = np.zeros(1), np.ones(1)
    for look in range(1, looks + 1):
        bound = z * look**0.5
        low = -bound if sides == 2 else -_FAR * look**0.5
        points = low + (bound - low) * (nodes + 1) / 2
        density = _normal(points[:, None] - at[None, :]) @ mass
        at, mass = points, density * weights * (bound - low) / 2
        stopped.append(1 - float(mass.sum()))
    return tuple(stopped)


def _normal(x: Floats) -> Floats:
    density: Floats = np.exp(-x * x / 2) / (2 * np.pi) ** 0.5
    return density


def simulated_false_alarms(looks: int, runs: int, seed: int, alpha: float = 0.05, sides: Sides = 2) -> Floats:
    """The same by running it: the share of harmless runs stopped by each look."""
    luck = generator(seed, "peeking")
    z, total = critical_z(alpha, sides), np.zeros(runs)
    stopped = np.zeros(runs, dtype=bool)
    shares = np.empty(looks)
    for look in range(looks):
        total += luck.standard_normal(runs)
        beyond = total if sides == 1 else np.abs(total)
        stopped |= beyond > z * (look + 1) ** 0.5
        shares[look] = stopped.mean()
    return shares


def of_many_metrics(metrics: int, alpha: float = 0.05) -> float:
    """The chance that at least one of so many independent metrics raises a false alarm: 1 − (1 − α)^m.

    Right for different metrics at one look, wrong for repeated looks at one metric: those are not independent.
    """
    return 1 - (1 - alpha) ** metrics


def bonferroni(alpha: float, looks: int) -> float:
    """The alpha of each look that keeps all of them together below alpha."""
    return alpha / looks
