"""What a plain canary is likely to do, from thousands of runs at once: catch a fault, and throw away a good release."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from slipway.delivery.canary import CanarySettings
from slipway.delivery.release import Release
from slipway.delivery.service import Service
from slipway.luck import generator

RUNS = 10_000
_SHARES = 100.0


@dataclass(frozen=True, slots=True)
class Chances:
    """Shares of runs that went back; the rest was promoted, or had seen too few requests when time was up."""

    caught: float
    thrown_away: float


def failing_share(release: Release, service: Service) -> float | None:
    """The share of the new version's requests that fail, where it is the same all the time and for any load."""
    base = service.base_error_rate
    extra = release.error_rate * (1 - base)
    match release.fault:
        case "none":
            return base
        case "crash":
            return 1.0
        case "errors":
            return base + extra
        case "region":
            return base + extra * release.region
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Traffic:
    """Steady requests to a service, and for how long."""

    service: Service
    per_s: float
    lasts_s: float


def chances(settings: CanarySettings, bad_share: float, traffic: Traffic, seed: int) -> Chances:
    """A release that fails so many of its requests, and a good one, by the same canary; only errors are looked at."""
    good_share = traffic.service.base_error_rate
    return Chances(went_back(settings, bad_share, traffic, seed), went_back(settings, good_share, traffic, seed))


def went_back(settings: CanarySettings, error_share: float, traffic: Traffic, seed: int, runs: int = RUNS) -> float:
    """The share of runs in which `Canary` rolls back in time.

    Requests come at random: failed and good ones of a span are independent Poisson numbers. A step’s new instances boot
    first; until then those of the step before have their part of the share.
    """
    luck = generator(seed, "chances")
    looking = _Runs.all_at_start(runs)
    back = 0
    for _ in range(int(traffic.lasts_s // settings.check_every_s)):
        expected = looking.expected(settings, traffic)
        looking.failed += luck.poisson(expected * error_share)
        looking.good += luck.poisson(expected * (1 - error_share))
        looking.baked_s += settings.check_every_s
        goes_back = looking.look(settings)
        back += int(goes_back.sum())
        looking = looking.only(~goes_back & (looking.step < len(settings.weights_pct)))
        if not len(looking.step):
            break
    return back / runs


@dataclass(slots=True)
class _Runs:
    """Where each run stands: its step, since when and with how many requests, and how many checks have failed."""

    step: NDArray[np.int64]
    baked_s: NDArray[np.float64]
    failed: NDArray[np.int64]
    good: NDArray[np.int64]
    failures: NDArray[np.int64]

    @classmethod
    def all_at_start(cls, runs: int) -> "_Runs":
        none = np.zeros(runs, dtype=np.int64)
        return cls(none, np.zeros(runs), none.copy(), none.copy(), none.copy())

    def expected(self, settings: CanarySettings, traffic: Traffic) -> NDArray[np.float64]:
        """The requests that each run's canary can expect until the next check."""
        weights = np.array(settings.weights_pct) / _SHARES
        wanted = np.ceil(traffic.service.instances * weights)
        there = np.concatenate([[0.0], wanted])[:-1] / wanted
        booting_s = np.clip(traffic.service.boot_s - self.baked_s, 0, settings.check_every_s)
        serving_s = settings.check_every_s - booting_s * (1 - there[self.step])
        expected: NDArray[np.float64] = traffic.per_s * weights[self.step] * serving_s
        return expected

    def look(self, settings: CanarySettings) -> NDArray[np.bool_]:
        """Check all, tell which go back, and let those that have baked enter their next step."""
        count = self.failed + self.good
        enough = (count >= settings.min_requests) & (count > 0)
        beyond = enough & (self.failed > settings.max_error_rate * count)
        self.failures = self.failures + beyond
        goes_back: NDArray[np.bool_] = self.failures > settings.failure_limit
        on = ~goes_back & enough & (self.baked_s >= settings.bake_s)
        self.step = self.step + on
        self.baked_s, self.failed, self.good = (
            np.where(on, 0, each) for each in (self.baked_s, self.failed, self.good)
        )
        return goes_back

    def only(self, which: NDArray[np.bool_]) -> "_Runs":
        return _Runs(self.step[which], self.baked_s[which], self.failed[which], self.good[which], self.failures[which])


def one_step(settings: CanarySettings, weight_pct: float, bake_s: float) -> CanarySettings:
    """The same checks in a canary of one step."""
    return replace(settings, weights_pct=(weight_pct,), bake_s=bake_s)
