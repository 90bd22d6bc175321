"""Many canary releases at once: what thousands of runs would measure, step by step.

All luck is drawn up front, from a stream per side and kind, and stretched by the rates. So rules are compared on the
same runs, and a worse build of the same seed never has fewer errors or a faster point.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slipway.delivery.binomial import chances
from slipway.luck import generator, uniforms

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
MOST_STEPS = 250


@dataclass(frozen=True, slots=True)
class Setup:
    """Traffic and builds; requests are per step and side, rates from 0 to 1.

    Besides requests every side gives one point per step, such as a latency, of spread 1; the canary's are higher by
    `canary_shift`.
    """

    canary_rate: float
    baseline_rate: float = 0.01
    canary_requests: int = 50
    baseline_requests: int = 950
    canary_shift: float = 0.0
    steps: int = 30
    runs: int = 10_000

    def __post_init__(self) -> None:
        if not 1 <= self.steps <= MOST_STEPS or self.runs < 1 or min(self.canary_requests, self.baseline_requests) < 1:
            raise ValueError(f"1 to {MOST_STEPS} steps, and at least one run and one request per side and step")


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """Failed requests; both arrays have a row per step and a column per run, and count that step alone."""

    canary_errors: Counts
    baseline_errors: Counts


@dataclass(frozen=True, slots=True, eq=False)
class Draws(Errors):
    """All that was measured: errors, and points in arrays of the same shape."""

    canary_points: Floats
    baseline_points: Floats


def draw_errors(setup: Setup, seed: int) -> Errors:
    """The luck of all runs without their points; of the same runs, more steps leave earlier ones as they were."""
    shape = (setup.steps, setup.runs)
    return Errors(
        _errors(uniforms(seed, "canary/errors", shape), setup.canary_requests, setup.canary_rate),
        _errors(uniforms(seed, "baseline/errors", shape), setup.baseline_requests, setup.baseline_rate),
    )


def draw(setup: Setup, seed: int) -> Draws:
    """All luck of all runs."""
    shape = (setup.steps, setup.runs)
    errors = draw_errors(setup, seed)
    return Draws(
        errors.canary_errors,
        errors.baseline_errors,
        generator(seed, "canary/points").standard_normal(shape) + setup.canary_shift,
        generator(seed, "baseline/points").standard_normal(shape),
    )


def _errors(luck: Floats, requests: int, rate: float) -> Counts:
    """Binomial counts by inversion, which grow with the rate for the same luck."""
    below = np.cumsum(chances(requests, rate))
    reachable = below[: int(np.searchsorted(below, 1 - 2.0**-53)) + 1]
    counts: Counts = np.minimum(np.searchsorted(reachable, luck, side="right"), requests)
    return counts
