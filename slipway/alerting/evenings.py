"""Evenings to be on call; every number is an assumption of ours."""

from slipway.alerting.days import Days
from slipway.alerting.drill import Evening
from slipway.alerting.incidents import Harm, Incident, drawn
from slipway.alerting.ways.rules import RulesSettings, watching
from slipway.traffic.profiles import diurnal

_HOUR_S = 3600.0
_BEGINS_H, _LASTS_MIN = 16, 360
_ALERTS = RulesSettings(
    errors_for_min=5,
    by_region=True,
    latency="page",
    latency_ms=1500,
    memory="page",
    memory_ahead_h=1,
    sales="page",
    dependency="page",
)


def _evening(*incidents: Incident, releases: tuple[str, ...], seed: int = 1) -> Evening:
    """From four in the afternoon until ten: what goes wrong, a few harmless spikes, releases, and the alerts."""
    every = tuple(sorted([*incidents, *drawn(1, seed, 0, 3)], key=lambda each: each.since_s))
    days, released_s = Days(diurnal(20, 150), every, seed), tuple(map(_second, releases))
    return Evening(days, watching(_ALERTS), _BEGINS_H * _HOUR_S, _LASTS_MIN, released_s)


def _second(clock: str) -> float:
    hour, minute = clock.split(":")
    return int(hour) * _HOUR_S + int(minute) * 60


def _incident(kind: Harm, since_h: float, until_h: float, size: float, region: str = "") -> Incident:
    return Incident(kind, since_h * _HOUR_S, until_h * _HOUR_S, size, region)


EVENINGS = {
    "first-evening": _evening(
        _incident("error_burst", 16.5, 21, 0.12),
        _incident("saturation", 18.5, 20.5, 3.2),
        _incident("region", 20.75, 22, 0.6, "us"),
        releases=("16:29", "18:12", "20:31"),
    ),
    "second-evening": _evening(
        _incident("leak", 13, 23.5, 12),
        _incident("slow_dependency", 18.5, 19.75, 20),
        _incident("error_burst", 20.25, 23, 0.3),
        releases=("16:40", "20:14"),
    ),
    "third-evening": _evening(
        _incident("region", 16.25, 19, 0.4, "eu"),
        _incident("slow_dependency", 17.75, 18.75, 8),
        _incident("leak", 14.5, 23.5, 14),
        _incident("error_burst", 20.5, 23, 0.05),
        releases=("16:06", "20:28"),
        seed=2,
    ),
}
"""By name."""
