"""Traffic and the fleet that it meets, to try scalers on; every number is an assumption of ours."""

from dataclasses import dataclass, field

import numpy as np

from slipway.scaling.fleet import Fleet
from slipway.scaling.reading import CPU, PER_INSTANCE
from slipway.traffic.arrivals import Profile
from slipway.traffic.dependency import Dependency, Incident
from slipway.traffic.profiles import constant, diurnal, flash_crowd, spike

_HOUR_S, _DAY_S = 3600.0, 86_400.0
_PAST_H = 14 * 24


@dataclass(frozen=True)
class Situation:
    """What happens whatever the scaler does."""

    profile: Profile
    fleet: Fleet = field(default_factory=Fleet)

    @property
    def past(self) -> dict[str, list[float]]:
        """What the fleet had to do in the two weeks before, were they like this: empty for less than a day."""
        days = int(self.profile.lasts_s // _DAY_S)
        if not days:
            return {}
        hourly = np.diff(self.profile.cumulative(np.arange(days * 24 + 1, dtype=np.float64) * _HOUR_S)) / _HOUR_S
        per_s = np.resize(hourly, _PAST_H)
        return {
            CPU: (100 * per_s * self.fleet.mean_size_s).tolist(),
            PER_INSTANCE: (60 * per_s).tolist(),
        }


def _waves(low_per_s: float, high_per_s: float, every_s: float, lasts_s: float) -> Profile:
    """Up and down in straight lines."""
    points = [number * every_s / 2 for number in range(round(2 * lasts_s / every_s) + 1)]
    return Profile(tuple(points), tuple(high_per_s if number % 2 else low_per_s for number in range(len(points))))


def _openings(quiet_per_s: float, open_per_s: float, days: int) -> Profile:
    """A shop that sells from nine to eleven each morning, and hardly at all before and after."""
    at_s, per_s = [0.0], [quiet_per_s]
    for day in range(days):
        nine_s = day * 24 * _HOUR_S + 9 * _HOUR_S
        at_s += [nine_s, nine_s + 60, nine_s + 2 * _HOUR_S, nine_s + 2.5 * _HOUR_S]
        per_s += [quiet_per_s, open_per_s, open_per_s, quiet_per_s]
    return Profile((*at_s, days * 24 * _HOUR_S), (*per_s, quiet_per_s))


_SLOW = Dependency(0.08, timeout_s=4.0, incidents=(Incident(1800, 5400, slowdown=8.0),))
_WAITING = Dependency(0.2, synchronous=True)
_WAITERS = Fleet(instances=6, mean_size_s=0.02, slow_ms=900, dependency=_WAITING)

SITUATIONS = {
    "steady": Situation(constant(60, 2 * _HOUR_S)),
    "evening": Situation(Profile((0, 1800, 3600, 5400, 7200), (30, 60, 140, 120, 40))),
    "spike": Situation(spike(40, 180, 2400, 1200, 2 * _HOUR_S)),
    "flash-crowd": Situation(flash_crowd(30, 260, 1800, 900, 2 * _HOUR_S)),
    "waves": Situation(_waves(60, 100, 480, 2 * _HOUR_S)),
    "robots": Situation(spike(50, 700, 1800, 1800, 1.5 * _HOUR_S)),
    "slow-database": Situation(constant(60, 2 * _HOUR_S), Fleet(instances=6, slow_ms=600, dependency=_SLOW)),
    "waits-a-lot": Situation(
        spike(15, 60, 1800, 2400, 2 * _HOUR_S), Fleet(instances=6, mean_size_s=0.02, slow_ms=900, dependency=_WAITING)
    ),
    "slow-boot": Situation(spike(40, 180, 2400, 1200, 2 * _HOUR_S), Fleet(boot_s=360)),
    "day": Situation(diurnal(8, 80)),
    "openings": Situation(_openings(4, 90, 3), Fleet(instances=2, boot_s=180)),
    "week": Situation(diurnal(8, 60, days=7, weekend=0.6)),
}
"""By name."""
