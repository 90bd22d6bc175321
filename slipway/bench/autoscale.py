"""Autoscalers on simulated traffic, and a service request by request, against the same traffic without a scaler."""

from dataclasses import replace

from slipway.bench.row import Row, compare, time_ms
from slipway.performance.run import run
from slipway.performance.setting import Setting
from slipway.performance.situations import SITUATIONS
from slipway.scaling.fleet import Fleet
from slipway.scaling.run import scale
from slipway.scaling.ways import WAYS
from slipway.traffic.arrivals import Profile, arrivals
from slipway.traffic.profiles import constant, diurnal

_FLEET = Fleet(instances=10)
_ROUNDS = 3
_TRAFFIC = {"two hours, a million requests": constant(139, 7200), "a day, 200 requests/s at its peak": diurnal(20, 200)}


def bench_autoscale() -> list[Row]:
    """A HorizontalPodAutoscaler against as many instances all the time, and a service against drawing its arrivals."""
    rows = [_scaled(f"an HPA, {name}", profile) for name, profile in _TRAFFIC.items()]
    there = SITUATIONS["calm"]
    served = [time_ms(lambda: run(Setting(), there.site, there.profile, 1)) for _ in range(_ROUNDS)]
    drawn = [time_ms(lambda: arrivals(there.profile, 1)) for _ in range(_ROUNDS)]
    return [*rows, compare("a service request by request, five minutes", served, "drawing its arrivals", drawn)]


def _scaled(what: str, profile: Profile) -> Row:
    hpa, fixed = WAYS["hpa"], WAYS["fixed"]
    settings = replace(hpa.settings, max_replicas=40)
    scaling, fixing = [], []
    for _ in range(_ROUNDS):
        fixing.append(
            time_ms(lambda: scale(_FLEET, profile, fixed.start(replace(fixed.settings, instances=20), {}), 1))
        )
        scaling.append(time_ms(lambda: scale(_FLEET, profile, hpa.start(settings, {}), 1)))
    return compare(what, scaling, "twenty instances all the time", fixing)
