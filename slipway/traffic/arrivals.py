"""When requests come: a rate over time, and arrivals drawn from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from slipway.luck import generator

Floats = NDArray[np.float64]
_BLOCK = 8192
"""So few that their arrays stay in the processor's cache."""


@dataclass(frozen=True)
class Profile:
    """A rate of requests per second, straight lines between points in time; `at_s` ascends from 0."""

    at_s: tuple[float, ...]
    per_s: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.at_s) != len(self.per_s) or len(self.at_s) < 2:
            raise ValueError("a profile needs at least two points, each with a time and a rate")
        if self.at_s[0] != 0 or any(b <= a for a, b in zip(self.at_s, self.at_s[1:], strict=False)):
            raise ValueError("the times of a profile must begin at 0 and ascend")
        if any(rate < 0 or not np.isfinite(rate) for rate in self.per_s):
            raise ValueError("the rates of a profile must be 0 or more")

    @property
    def lasts_s(self) -> float:
        """How long it goes on."""
        return self.at_s[-1]

    @property
    def requests(self) -> float:
        """How many are expected in all."""
        return float(self.cumulative(np.array([self.lasts_s]))[0])

    @cached_property
    def _pieces(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Times and rates of the points, the slopes between them, and the requests expected until each."""
        times, rates = np.array(self.at_s, dtype=float), np.array(self.per_s, dtype=float)
        steps = np.diff(times)
        total = np.concatenate([[0.0], np.cumsum((rates[1:] + rates[:-1]) / 2 * steps)])
        return times, rates, np.diff(rates) / steps, total

    def cumulative(self, at_s: Floats) -> Floats:
        """Expected requests until each time: the integral of the rate."""
        times, rates, slopes, total = self._pieces
        piece = np.searchsorted(times[1:-1], at_s, side="right")
        into = np.clip(at_s - times[piece], 0, times[piece + 1] - times[piece])
        slope = slopes[piece]
        expected: Floats = total[piece] + rates[piece] * into + slope * into**2 / 2
        return expected

    def when(self, expected: Floats) -> Floats:
        """The time at which so many requests are expected to have come: the inverse of `cumulative`."""
        times, rates, slopes, total = self._pieces
        if not len(expected):
            return np.empty(0)
        ends = np.searchsorted(total[1:-1], (expected.min(), expected.max()), side="right")
        # Mostly all lie on one straight line: then a number does for an array, five times as fast.
        piece = ends[0] if ends[0] == ends[1] else np.searchsorted(total[1:-1], expected, side="right")
        rate, slope = rates[piece], slopes[piece]
        missing = np.maximum(expected - total[piece], 0.0)
        root = 2 * slope * missing
        root += rate**2
        np.sqrt(np.maximum(root, 0.0, out=root), out=root)
        # 2·missing / (rate + root) is the root of the quadratic that stays exact when the slope is small.
        root += rate
        missing *= 2
        into = np.divide(missing, root, out=np.zeros_like(missing), where=missing > 0)
        into += times[piece]
        when: Floats = np.minimum(into, times[piece + 1], out=into)
        return when


def arrivals(profile: Profile, seed: int, stream: str = "arrivals") -> Floats:
    """Times in seconds at which requests come, ascending: a Poisson stream of the profile's rate."""
    return np.concatenate([np.empty(0), *blocks(profile, seed, stream)])


def blocks(profile: Profile, seed: int, stream: str = "arrivals") -> Iterator[Floats]:
    """The same, some thousands at a time.

    Unit-rate arrivals are drawn and stretched through the cumulative rate, so that a busier profile
    of the same seed has the same luck.
    """
    luck = generator(seed, stream)
    expected, reached = profile.requests, 0.0
    while reached < expected:
        gaps = luck.standard_exponential(_BLOCK)
        gaps[0] += reached
        unit = np.cumsum(gaps)
        reached = float(unit[-1])
        yield profile.when(unit[: np.searchsorted(unit, expected, side="right")])
