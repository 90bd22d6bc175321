"""Alarms on a metric, as monitoring has them: a limit, a window, how many looks must be bad, and what no data mean."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from slipway.delivery.controller import Measure, Query, Reading, Version
from slipway.delivery.requests import METRICS
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

Missing = Literal["ignored", "good", "bad"]
Scope = Literal["new", "service"]
_SHARES = ("error_rate", "success_rate")
_VERSIONS: dict[Scope, tuple[Version, ...]] = {"new": ("canary",), "service": ("stable", "canary")}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Rings when of the last `of_looks` looks `bad_looks` were bad: above the limit, or below it.

    A look is at the last `window_s` of the new version, or of the whole service, where the metric must be a share. One
    with fewer than `min_points` requests has no data: it is ignored, or counts as good or bad. Shares are 0 to 1.
    """

    metric: str
    limit: float
    fires: Literal["above", "below"] = "above"
    scope: Scope = "new"
    window_s: float = 300.0
    min_points: int = 100
    missing: Missing = "ignored"
    bad_looks: int = 1
    of_looks: int = 1

    def __post_init__(self) -> None:
        if self.metric not in METRICS:
            raise ValueError(f"metric must be one of {', '.join(METRICS)}, got {self.metric!r}")
        if self.scope == "service" and self.metric not in _SHARES:
            raise ValueError(f"of the whole service only {' and '.join(_SHARES)} can be watched, got {self.metric!r}")
        if self.window_s <= 0 or self.min_points < 0:
            raise ValueError("window_s must be above 0 and min_points not below 0")
        if not 1 <= self.bad_looks <= self.of_looks:
            raise ValueError(f"bad_looks must be from 1 to of_looks, got {self.bad_looks} of {self.of_looks}")

    def is_beyond(self, value: float) -> bool:
        """Whether a value is one to ring for; the limit itself is not."""
        return value > self.limit if self.fires == "above" else value < self.limit


class Watch:
    """Alarms that are looked at every `every_s`, from when it is told to begin; without alarms it never looks."""

    def __init__(self, alarms: Sequence[Alarm], every_s: float) -> None:
        self.every_s = every_s
        self.next_at_s: float | None = None
        self._looks = {alarm: deque[bool](maxlen=alarm.of_looks) for alarm in alarms}

    def begin(self, at_s: float) -> None:
        """Look for the first time one period from now; a watch that has begun goes on."""
        if self._looks and self.next_at_s is None:
            self.next_at_s = at_s + self.every_s

    def end(self) -> None:
        """Look no more."""
        self.next_at_s = None

    def look(self, at_s: float, measure: Measure) -> tuple[Verdict, ...]:
        """A verdict of each alarm if a look is due; one that has not passed rings."""
        if self.next_at_s is None or at_s < self.next_at_s:
            return ()
        self.next_at_s = at_s + self.every_s
        return tuple(_judged(alarm, looks, _read(alarm, at_s, measure)) for alarm, looks in self._looks.items())


def _read(alarm: Alarm, at_s: float, measure: Measure) -> Reading:
    """The metric over the window; of the whole service the mean of its requests."""
    since_s = max(0.0, at_s - alarm.window_s)
    versions = _VERSIONS[alarm.scope]
    readings = [measure(Query(alarm.metric, version, since_s, at_s)) for version in versions]
    found = [(reading.value, reading.count) for reading in readings if reading.value is not None]
    count = sum(count for _, count in found)
    if len(found) <= 1 or not count:
        return Reading(found[0][0] if found else None, count)
    return Reading(sum(value * count for value, count in found) / count, count)


def _judged(alarm: Alarm, looks: deque[bool], reading: Reading) -> Verdict:
    value, who = reading.value, say(f"delivery.who_{alarm.scope}")
    if value is None or reading.count < alarm.min_points:
        told = say("delivery.look_missing", who=who, count=reading.count, least=alarm.min_points)
        if alarm.missing == "ignored":
            return _verdict(alarm, reading, passed=True, arithmetic=say("delivery.look_ignored", look=told))
        bad = alarm.missing == "bad"
    else:
        bad = alarm.is_beyond(value)
        told = _compared(alarm, value, who, reading.count)
    looks.append(bad)
    rings = sum(looks) >= alarm.bad_looks
    return _verdict(alarm, reading, passed=not rings, arithmetic=_concluded(alarm, told, sum(looks), len(looks), rings))


def _compared(alarm: Alarm, value: float, who: str, count: int) -> str:
    """The value beside its limit, both as they are shown."""
    beyond, scale = alarm.is_beyond(value), _scale(alarm)
    sign = {("above", True): ">", ("above", False): "≤", ("below", True): "<", ("below", False): "≥"}
    return say(
        f"delivery.look_{alarm.metric}",
        who=who,
        value=figure(scale * value),
        count=count,
        sign=sign[alarm.fires, beyond],
        limit=figure(scale * alarm.limit),
    )


def _concluded(alarm: Alarm, told: str, bad: int, looks: int, rings: bool) -> str:
    """What follows of the look; how many looks were bad is said only where it takes several."""
    if alarm.of_looks == 1:
        return say("delivery.alarm_rings" if rings else "delivery.alarm_quiet", look=told)
    counts = {"bad": bad, "looks": looks, "needed": alarm.bad_looks}
    return say("delivery.alarm_rings_of" if rings else "delivery.alarm_quiet_of", look=told, **counts)


def _scale(alarm: Alarm) -> float:
    return 100.0 if alarm.metric in _SHARES else 1.0


def _verdict(alarm: Alarm, reading: Reading, *, passed: bool, arithmetic: str) -> Verdict:
    value = () if reading.value is None else ((alarm.metric, round(_scale(alarm) * reading.value, 4)),)
    inputs = (*value, ("requests", reading.count))
    return Verdict(f"alarm.{alarm.scope}_{alarm.metric}", passed, inputs, _scale(alarm) * alarm.limit, arithmetic)
