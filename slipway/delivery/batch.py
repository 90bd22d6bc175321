"""The same release on many days: how often it ends how, and how many it hurts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from slipway.delivery.release import Release
from slipway.delivery.rollout import Rollout, play
from slipway.delivery.service import Service
from slipway.delivery.shipment import Shipment
from slipway.traffic.arrivals import Profile

_QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Day:
    """What is kept of one run."""

    seed: int
    phase: str
    users_affected: int
    failed_requests: int
    detected_at_s: float | None
    recovered_at_s: float | None


def days(
    shipment: Shipment, release: Release, service: Service, profile: Profile, seeds: Sequence[int]
) -> Iterator[Day]:
    """One run after the other, each with the luck of its seed."""
    wanted = release.meets(shipment.service(service))
    for seed in seeds:
        yield _day(seed, play(release, wanted, profile, shipment.start(wanted), seed))


def _day(seed: int, run: Rollout) -> Day:
    return Day(seed, run.phase, run.users_affected, run.failed_requests, run.detected_at_s, run.recovered_at_s)


@dataclass(frozen=True, slots=True)
class Spread:
    """Shares of ends by phase, and the 5 %, 50 % and 95 % quantiles of users affected and seconds to detect.

    Seconds are of the runs that detected anything; None where none did.
    """

    runs: int
    ends: tuple[tuple[str, float], ...]
    users_affected: tuple[float, float, float]
    detected_at_s: tuple[float, float, float] | None


def spread(found: Sequence[Day]) -> Spread:
    """What several days have in common; raises ValueError for none."""
    if not found:
        raise ValueError("there are no runs to sum up")
    ends = Counter(day.phase for day in found)
    detected = [day.detected_at_s for day in found if day.detected_at_s is not None]
    return Spread(
        runs=len(found),
        ends=tuple((phase, count / len(found)) for phase, count in ends.most_common()),
        users_affected=_quantiles([float(day.users_affected) for day in found]),
        detected_at_s=_quantiles(detected) if detected else None,
    )


def _quantiles(values: list[float]) -> tuple[float, float, float]:
    low, middle, high = (float(each) for each in np.quantile(values, _QUANTILES))
    return low, middle, high
