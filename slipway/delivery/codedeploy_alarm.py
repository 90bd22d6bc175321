"""CloudWatch alarms as a deployment watches them: a metric over periods against a threshold, and the state it gives."""

from dataclasses import dataclass, replace
from typing import Literal

from slipway.delivery.controller import Measure, Query, Reading, Version
from slipway.delivery.meaning import in_unit_of, meaning_of
from slipway.delivery.requests import METRICS
from slipway.traffic.alarm import SIGNS, Alarm, Comparison, is_beyond, judged
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

State = Literal["OK", "ALARM", "INSUFFICIENT_DATA", "UNREADABLE"]
"""CloudWatch's three states, and what is left where nobody can ask for one."""
STATES: tuple[State, ...] = ("OK", "ALARM", "INSUFFICIENT_DATA")
_ASSUMED: dict[str, tuple[Comparison, float]] = {
    "error_rate": ("GreaterThanThreshold", 0.01),
    "success_rate": ("LessThanThreshold", 0.99),
    "p50_ms": ("GreaterThanThreshold", 200.0),
    "p95_ms": ("GreaterThanThreshold", 500.0),
    "p99_ms": ("GreaterThanThreshold", 1000.0),
}
"""Limits of alarms of which only the name is known; an assumption of ours."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The state of an alarm, and by which arithmetic; `state` is None where it stays what it was."""

    state: State | None
    verdict: Verdict


def assumed(alarm: Alarm) -> Alarm | None:
    """The alarm with what its name says it measures where it does not say so itself; None where that says nothing."""
    if alarm.metric:
        return alarm
    meaning = meaning_of(alarm.name)
    if meaning is None or meaning.metric not in _ASSUMED:
        return None
    comparison, threshold = _ASSUMED[meaning.metric]
    return replace(alarm, metric=meaning.metric, comparison=comparison, threshold=threshold)


def look(alarm: Alarm, at_s: float, measure: Measure) -> Seen:
    """The alarm's state after the last whole period; before the deployment began all was well."""
    known = assumed(alarm)
    if known is None or meaning_of(known.metric) is None:
        return Seen("INSUFFICIENT_DATA", verdict_of(alarm, "INSUFFICIENT_DATA", say("codedeploy.alarm_unknown")))
    end_s = at_s // known.period_s * known.period_s
    periods = (end_s - known.period_s * back for back in range(known.fetched))
    readings = [_reading(known, until_s, measure) for until_s in periods]
    if error := next((reading.error for reading in readings if reading.error), ""):
        return Seen("UNREADABLE", verdict_of(alarm, "UNREADABLE", error))
    return _judged(known, readings)


def verdict_of(alarm: Alarm, state: State, because: str, value: float | None = None) -> Verdict:
    """Why an alarm is in a state."""
    measured = (("value", round(value, 6)),) if value is not None else ()
    inputs = (("state", state), *measured, ("alarm", alarm.name))
    arithmetic = say("codedeploy.alarm", name=alarm.name, because=because, state=state)
    return Verdict("codedeploy.alarm", state in ("OK", "INSUFFICIENT_DATA"), inputs, alarm.threshold, arithmetic)


def _judged(alarm: Alarm, readings: list[Reading]) -> Seen:
    values = [reading.value for reading in readings if reading.value is not None]
    if not values and alarm.missing in ("missing", "ignore"):
        state: State | None = "INSUFFICIENT_DATA" if alarm.missing == "missing" else None
        return Seen(state, verdict_of(alarm, state or "OK", say("codedeploy.alarm_no_data")))
    points = [
        None if reading.value is None else is_beyond(alarm.comparison, reading.value, alarm.threshold)
        for reading in reversed(readings)
    ]
    found = judged(points, alarm.needed, alarm.evaluation_periods, alarm.missing)
    because = say(
        "codedeploy.alarm_beyond",
        metric=alarm.metric,
        value=figure(values[0]) if values else "–",
        sign=SIGNS[alarm.comparison],
        threshold=figure(alarm.threshold),
        beyond=found.beyond,
        periods=alarm.evaluation_periods,
        needed=alarm.needed,
    )
    verdict = verdict_of(alarm, found.state or "OK", because, values[0] if values else None)
    return Seen(found.state, verdict)


def _reading(alarm: Alarm, until_s: float, measure: Measure) -> Reading:
    """The metric over one period; a period from before the deployment is one in which nothing was beyond anything."""
    since_s = until_s - alarm.period_s
    if since_s < 0:
        return Reading(_calm(alarm))
    metric = "requests" if alarm.statistic == "SampleCount" else _simulated(alarm)
    if alarm.statistic == "Sum" and metric == "error_rate":
        rate = _of_versions(alarm, metric, since_s, until_s, measure)
        return Reading(None if rate.value is None else rate.value * rate.count, rate.count, rate.error)
    return _of_versions(alarm, in_unit_of(metric, [alarm.threshold]), since_s, until_s, measure)


def _calm(alarm: Alarm) -> float:
    """A value that is not beyond the threshold."""
    return alarm.threshold + (1.0 if alarm.comparison.startswith("Less") else -1.0)


def _simulated(alarm: Alarm) -> str:
    """The simulator's metric nearest to the alarm's: a mean latency reads as the median, the largest one as p99."""
    meaning = meaning_of(alarm.metric)
    metric = meaning.metric if meaning else alarm.metric
    if alarm.metric in METRICS or not metric.endswith("_ms") or alarm.statistic == "Sum":
        return metric
    if not alarm.statistic.startswith("p"):
        return "p99_ms" if alarm.statistic == "Maximum" else "p50_ms"
    wanted = float(alarm.statistic[1:])
    return "p50_ms" if wanted <= 75 else "p95_ms" if wanted <= 97 else "p99_ms"


def _of_versions(alarm: Alarm, metric: str, since_s: float, until_s: float, measure: Measure) -> Reading:
    """The new version's reading, or that of all traffic: means by requests, the worse of two latencies."""
    versions: tuple[Version, ...] = ("canary",) if alarm.of_new_version else ("stable", "canary")
    readings = [measure(Query(metric, version, since_s, until_s)) for version in versions]
    if error := next((reading.error for reading in readings if reading.error), ""):
        return Reading(None, 0, error)
    found = [(reading.value, reading.count) for reading in readings if reading.value is not None]
    count = sum(each for _, each in found)
    if metric == "requests":
        return Reading(float(count), count)
    if not found or not count:
        return Reading(None, 0)
    if metric.startswith("p"):
        return Reading(max(value for value, _ in found), count)
    return Reading(sum(value * each for value, each in found) / count, count)
