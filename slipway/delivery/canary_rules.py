"""When each rule rolls back, over many runs at once; every rule looks after every step at all data so far."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from slipway.delivery.canary_runs import Counts, Draws, Errors, Floats, Setup
from slipway.delivery.confidence_sequence import multiplier
from slipway.delivery.peeking import critical_z
from slipway.delivery.sprt import Sprt
from slipway.delivery.threshold_test import allowed_errors

Flags = NDArray[np.bool_]


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


def _ends(setup: Setup, looks: Iterable[tuple[Flags, Flags | None]]) -> Ends:
    """Each look says which runs to stop and which are ready; the first word on a run is the last."""
    rolled_back = np.zeros(setup.runs, dtype=bool)
    waiting = np.ones(setup.runs, dtype=bool)
    at_step = np.full(setup.runs, setup.steps, dtype=np.int64)
    for step, (stop, ready) in enumerate(looks, start=1):
        decided = waiting & (stop if ready is None else stop | ready)
        rolled_back |= decided & stop
        at_step[decided] = step
        waiting &= ~decided
    return Ends(rolled_back, at_step)


def _totals(draws: Errors, setup: Setup) -> Iterator[tuple[int, Floats, Floats]]:
    """Look by look: steps so far, and errors so far of canary and baseline.

    One row at a time stays in the processor's cache; whole tables at once take three times as long.
    """
    canary, baseline = np.zeros(setup.runs), np.zeros(setup.runs)
    for step in range(setup.steps):
        canary += draws.canary_errors[step]
        baseline += draws.baseline_errors[step]
        yield step + 1, canary, baseline


def by_z_test(draws: Errors, setup: Setup, alpha: float = 0.05, first_step: int = 1) -> Ends:
    """Two proportions, one-sided, at the same alpha at every look from `first_step` on: the test that peeking spoils.

    With the last step as the first it looks once, as it was made to.
    """
    z = critical_z(alpha, 1)
    not_yet = np.zeros(setup.runs, dtype=bool)

    def looks() -> Iterator[tuple[Flags, None]]:
        for steps, canary, baseline in _totals(draws, setup):
            if steps < first_step:
                yield not_yet, None
                continue
            n1, n0 = steps * setup.canary_requests, steps * setup.baseline_requests
            pooled = (canary + baseline) / (n1 + n0)
            apart = canary / n1 - baseline / n0
            # Squares on both sides: a root for every look of every run would cost more than all the rest.
            yield (apart > 0) & (apart * apart > pooled * (1 - pooled) * (z * z * (1 / n1 + 1 / n0))), None

    return _ends(setup, looks())


def by_threshold(draws: Errors, setup: Setup, min_success_pct: float = 99.0, threshold: int = 1) -> Ends:
    """Flagger's: a step's success rate under the minimum is a failed check; so many failed checks roll back."""
    allowed = allowed_errors(setup.canary_requests, min_success_pct)

    def looks() -> Iterator[tuple[Flags, None]]:
        failed = np.zeros(setup.runs, dtype=np.int16)
        for errors in draws.canary_errors:
            failed += errors > allowed
            yield failed >= threshold, None

    return _ends(setup, looks())


def by_sprt(draws: Errors, setup: Setup, test: Sprt) -> Ends:
    """Wald's, weighed after each step; a run that passes is decided too."""

    def looks() -> Iterator[tuple[Flags, Flags]]:
        for steps, canary, _ in _totals(draws, setup):
            requests = steps * setup.canary_requests
            evidence = canary * (test.error_weight - test.success_weight) + requests * test.success_weight
            yield evidence >= test.upper, evidence <= test.lower

    return _ends(setup, looks())


def by_confidence_sequence(draws: Errors, setup: Setup, alpha: float = 0.05, expected_step: int | None = None) -> Ends:
    """Roll back once the two-sided sequence for the difference lies above zero; tightest at `expected_step`."""
    per_step = setup.canary_requests + setup.baseline_requests
    expected = per_step * (expected_step or setup.steps)

    def looks() -> Iterator[tuple[Flags, None]]:
        for steps, canary, baseline in _totals(draws, setup):
            n1, n0 = steps * setup.canary_requests, steps * setup.baseline_requests
            reach = multiplier(n1 + n0, expected, alpha)
            rate1, rate0 = canary / n1, baseline / n0
            apart = rate1 - rate0
            variance = rate1 * (1 - rate1) / n1 + rate0 * (1 - rate0) / n0
            yield (apart > 0) & (apart * apart > reach * reach * variance), None

    return _ends(setup, looks())


def by_mann_whitney(draws: Draws, setup: Setup, alpha: float = 0.05, first_step: int = 5) -> Ends:
    """The rank test on the points of both sides, one-sided, from `first_step` on.

    U grows by the pairs that a step adds: the new canary point against all of the baseline's, the older canary
    points against the new one of the baseline. Ties count half; the deviation is that without ties, which only
    makes the rule slower to stop.
    """
    z = critical_z(alpha, 1)

    def looks() -> Iterator[tuple[Flags, None]]:
        doubled = np.zeros(setup.runs)
        for step in range(setup.steps):
            doubled += _wins(draws.canary_points[step], draws.baseline_points[: step + 1])
            doubled += 2 * step - _wins(draws.baseline_points[step], draws.canary_points[:step])
            n = step + 1
            enough = z * sqrt(n * n * (2 * n + 1) / 12) if n >= first_step else np.inf
            yield doubled / 2 - n * n / 2 > enough, None

    return _ends(setup, looks())


def _wins(row: Floats, others: Floats) -> NDArray[np.int16]:
    """Twice how many of the others each run's value exceeds, one for each that it equals."""
    above: NDArray[np.uint8] = (row > others).view(np.uint8).sum(axis=0, dtype=np.uint8)
    not_below: NDArray[np.uint8] = (row >= others).view(np.uint8).sum(axis=0, dtype=np.uint8)
    return np.add(above, not_below, dtype=np.int16)
