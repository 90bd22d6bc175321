"""When each rule rolls back, over many runs at once; every rule looks after every step at all data so far."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from slipway.delivery.canary_runs import Draws, Setup
from slipway.delivery.confidence_sequence import multiplier
from slipway.delivery.peeking import critical_z
from slipway.delivery.sprt import Sprt
from slipway.delivery.threshold_test import allowed_errors

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """How each run ended: whether it was rolled back, and after which step it was decided (the last, if at none)."""

    rolled_back: Flags
    at_step: Counts

    @property
    def share(self) -> float:
        """The share of runs rolled back."""
        return float(self.rolled_back.mean())

    @property
    def mean_step(self) -> float:
        """Steps until the decision, on average."""
        return float(self.at_step.mean())


def _ends(stop: Flags, ready: Flags | None = None) -> Ends:
    """The first step at which a rule says stop, unless it said ready before."""
    decided = stop if ready is None else stop | ready
    first = decided.argmax(axis=0)
    any_decided = decided.any(axis=0)
    runs = np.arange(stop.shape[1])
    return Ends(stop[first, runs], np.where(any_decided, first + 1, len(stop)).astype(np.int64))


def _totals(draws: Draws, setup: Setup) -> tuple[Floats, Floats, Floats, Floats]:
    """Errors so far on both sides, and requests so far, of the canary first."""
    steps = np.arange(1.0, setup.steps + 1)[:, None]
    return (
        np.cumsum(draws.canary_errors, axis=0, dtype=np.float64),
        np.cumsum(draws.baseline_errors, axis=0, dtype=np.float64),
        steps * setup.canary_requests,
        steps * setup.baseline_requests,
    )


def by_z_test(draws: Draws, setup: Setup, alpha: float = 0.05) -> Ends:
    """Two proportions, one-sided, at the same alpha at every look: the test that peeking spoils."""
    canary, baseline, n1, n0 = _totals(draws, setup)
    z = critical_z(alpha, 1)
    pooled = (canary + baseline) / (n1 + n0)
    apart = canary / n1 - baseline / n0
    # Squares on both sides, since a root for every look of every run costs more than all the rest.
    return _ends((apart > 0) & (apart * apart > pooled * (1 - pooled) * (z * z * (1 / n1 + 1 / n0))))


def by_threshold(draws: Draws, setup: Setup, min_success_pct: float = 99.0, threshold: int = 1) -> Ends:
    """Flagger's: a step's success rate under the minimum is a failed check; so many failed checks roll back."""
    failed = draws.canary_errors > allowed_errors(setup.canary_requests, min_success_pct)
    return _ends(np.cumsum(failed, axis=0, dtype=np.int16) >= threshold)


def by_sprt(draws: Draws, setup: Setup, test: Sprt) -> Ends:
    """Wald's, weighed after each step; a run that passes is decided too."""
    errors = np.cumsum(draws.canary_errors, axis=0, dtype=np.float64)
    requests = np.arange(1.0, setup.steps + 1)[:, None] * setup.canary_requests
    evidence = errors * (test.error_weight - test.success_weight) + requests * test.success_weight
    return _ends(evidence >= test.upper, evidence <= test.lower)


def by_confidence_sequence(draws: Draws, setup: Setup, alpha: float = 0.05, expected_step: int | None = None) -> Ends:
    """Roll back once the two-sided sequence for the difference lies above zero; tightest at `expected_step`."""
    canary, baseline, n1, n0 = _totals(draws, setup)
    total = n1 + n0
    expected = float(total[(expected_step or setup.steps) - 1, 0])
    reach = np.array([multiplier(n, expected, alpha) for n in total[:, 0]])[:, None]
    rate1, rate0 = canary / n1, baseline / n0
    apart = rate1 - rate0
    variance = rate1 * (1 - rate1) / n1 + rate0 * (1 - rate0) / n0
    return _ends((apart > 0) & (apart * apart > reach * reach * variance))


def by_mann_whitney(draws: Draws, setup: Setup, alpha: float = 0.05, first_step: int = 5) -> Ends:
    """The rank test on the points of both sides, one-sided, from `first_step` on.

    U grows by the pairs that a step adds: the new canary point against all of the baseline's, the older canary
    points against the new one of the baseline. Ties count half; the deviation is that without ties, which only
    makes the rule slower to stop.
    """
    z = critical_z(alpha, 1)
    doubled = np.zeros(setup.runs)
    stop = np.zeros((setup.steps, setup.runs), dtype=bool)
    for step in range(setup.steps):
        doubled += _wins(draws.canary_points[step], draws.baseline_points[: step + 1])
        if step:
            doubled += 2 * step - _wins(draws.baseline_points[step], draws.canary_points[:step])
        n = step + 1
        if n >= first_step:
            stop[step] = doubled / 2 - n * n / 2 > z * sqrt(n * n * (2 * n + 1) / 12)
    return _ends(stop)


def _wins(row: Floats, others: Floats) -> NDArray[np.uint16]:
    """Twice how many of the others each run's value exceeds, one for each that it equals."""
    above: NDArray[np.uint8] = (row > others).view(np.uint8).sum(axis=0, dtype=np.uint8)
    not_below: NDArray[np.uint8] = (row >= others).view(np.uint8).sum(axis=0, dtype=np.uint8)
    return np.add(above, not_below, dtype=np.uint16)
