"""Days to watch, and the people who are called; every number is an assumption of ours."""

from dataclasses import dataclass

from slipway.alerting.days import Days
from slipway.alerting.escalation import Escalation, Person
from slipway.alerting.incidents import Harm, Incident, drawn
from slipway.traffic.profiles import diurnal

_DAY_S, _HOUR_S = 86_400.0, 3600.0
_SLEEPER = Person("first", 120, None)


@dataclass(frozen=True)
class Situation:
    """What happens whatever the alerting is; `people` are called in their order, at the times that a learner sets."""

    days: Days
    people: tuple[Person, ...] = (Person("first"), Person("second"), Person("lead", 60, 120))


def _days(count: int, *incidents: Incident, spikes_per_day: float = 1.0, seed: int = 1) -> Days:
    """Days with these incidents, harmless spikes, and the nightly batch."""
    noise = drawn(count, seed, 0, spikes_per_day)
    every = tuple(sorted([*incidents, *noise], key=lambda each: each.since_s))
    return Days(diurnal(20, 150, days=count), every, seed)


def _at(day: int, hour: float) -> float:
    return day * _DAY_S + hour * _HOUR_S


def _incident(kind: Harm, day: int, hour: float, lasts_h: float, size: float, region: str = "") -> Incident:
    since_s = _at(day, hour)
    return Incident(kind, since_s, since_s + lasts_h * _HOUR_S, size, region)


SITUATIONS = {
    "usual": Situation(
        _days(3, _incident("error_burst", 0, 15, 2, 0.1), _incident("slow_dependency", 1, 11, 3, 20), spikes_per_day=2)
    ),
    "nervous": Situation(
        _days(3, _incident("error_burst", 1, 10, 2, 0.08), _incident("error_burst", 2, 19, 2, 0.03), spikes_per_day=10)
    ),
    "leaking": Situation(_days(2, _incident("leak", 0, 9, 10, 12), _incident("leak", 1, 12, 8, 14))),
    "slow-payments": Situation(
        _days(2, _incident("slow_dependency", 0, 10, 6, 3), _incident("slow_dependency", 1, 14, 4, 3))
    ),
    "nobody-buys": Situation(_days(2, _incident("lost_sales", 0, 17, 5, 0.9), _incident("lost_sales", 1, 15, 6, 0.8))),
    "one-region": Situation(
        _days(2, _incident("region", 0, 13, 3, 0.5, "us"), _incident("region", 1, 3, 3, 0.4, "us"))
    ),
    "everything-at-once": Situation(
        _days(2, _incident("saturation", 0, 18, 2, 3.5), _incident("saturation", 1, 19, 2, 3.5))
    ),
    "leak-at-night": Situation(
        _days(
            3,
            _incident("leak", 0, 22.5, 16, 4),
            _incident("error_burst", 1, 23, 3, 0.2),
            _incident("leak", 2, 0.5, 15, 4.5),
        )
    ),
    "nobody-answers": Situation(
        _days(3, _incident("error_burst", 0, 23.5, 5, 0.2), _incident("error_burst", 2, 1, 5, 0.3)),
        (_SLEEPER, Person("second", 300, 900), Person("lead", 60, 300)),
    ),
    "releases-go-wrong": Situation(
        _days(2, *(_incident("error_burst", day, hour, 3, 0.3) for day, hour in ((0, 10), (0, 16), (1, 2), (1, 11))))
    ),
    "week": Situation(Days(diurnal(20, 150, days=7, weekend=0.7), drawn(7, 3, 7, 2.0), 3)),
}
"""By name."""


def escalation_of(situation: Situation, after_min: int) -> Escalation:
    """Who is called when: the first one at once, each next one so much later."""
    return Escalation(tuple((60.0 * after_min * number, person) for number, person in enumerate(situation.people)))
