"""CloudWatch alarms at work: a metric's datapoints go in, changes of state come out, each with its arithmetic."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from slipway.alerting.datapoints import Datapoints, Floats, by_period
from slipway.alerting.event import Event, Labels
from slipway.traffic.alarm import SIGNS, Alarm, Judged, State, is_beyond, judged
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

Actions = tuple[tuple[State, tuple[str, ...]], ...]
START: State = "INSUFFICIENT_DATA"
"""The state of an alarm that nothing was measured for yet."""
MOST_LOOKS = 1_000_000


@dataclass(frozen=True, slots=True)
class MetricAlarm:
    """An alarm with what it looks at and whom it tells when it comes into a state.

    A percentile of too few measurements is passed over unless `judges_few`: the state stays what it was, and later
    looks do not count it.
    """

    alarm: Alarm
    dimensions: Labels = ()
    actions: Actions = ()
    judges_few: bool = True

    @property
    def name(self) -> str:
        """The alarm's name."""
        return self.alarm.name


def run_alarm(watched: MetricAlarm, points: Datapoints, lasts_s: float, before: State = START) -> Iterator[Event]:
    """Every change of state, at the end of the period that brought it; one look per period (an assumption)."""
    alarm = watched.alarm
    periods = int(lasts_s // alarm.period_s)
    if periods > MOST_LOOKS:
        raise ValueError(say("alerting.alarm_long", name=alarm.name, most=f"{MOST_LOOKS:,}"))
    values, counts = by_period(points, alarm.statistic, alarm.period_s, periods)
    few = (counts > 0) & (counts < (0.0 if watched.judges_few else least_measurements(alarm.statistic)))
    values = np.where(few, np.nan, values)
    seen = [None if np.isnan(value) else is_beyond(alarm.comparison, value, alarm.threshold) for value in values]
    for number in np.flatnonzero(~few).tolist():
        found = judged(
            seen[max(number + 1 - alarm.fetched, 0) : number + 1], alarm.needed, alarm.evaluation_periods, alarm.missing
        )
        state = found.state or before
        if state != before:
            yield Event(
                (number + 1) * alarm.period_s, "alarm", alarm.name, state, _verdict(alarm, values, number, found)
            )
            before = state


def least_measurements(statistic: str) -> float:
    """How many measurements a percentile takes before CloudWatch trusts it; 0 for other statistics."""
    if not statistic.startswith("p"):
        return 0.0
    share = float(statistic[1:]) / 100
    rest = min(share, 1 - share)
    return round(10 / rest, 6) if rest else float("inf")


def states(events: Iterator[Event], at_s: Floats, before: State = START) -> list[str]:
    """The state at each time, from the changes."""
    changes = [(event.at_s, event.state) for event in events]
    places = np.searchsorted([change_s for change_s, _ in changes], at_s, side="right")
    named = [before, *(state for _, state in changes)]
    return [named[place] for place in places]


def run_alarms(alarms: tuple[MetricAlarm, ...], metrics: Mapping[str, Datapoints], lasts_s: float) -> list[Event]:
    """The changes of all alarms in order of time; one whose metric is not measured gets no data."""
    nothing = Datapoints(np.empty(0), np.empty(0), np.empty(0))
    events = [event for each in alarms for event in run_alarm(each, metrics.get(each.alarm.metric, nothing), lasts_s)]
    return sorted(events, key=lambda event: event.at_s)


def _verdict(alarm: Alarm, values: Floats, number: int, found: Judged) -> Verdict:
    value = values[number]
    told = say("alerting.no_datapoint") if np.isnan(value) else figure(value)
    arithmetic = say(
        "alerting.alarm",
        name=alarm.name,
        metric=alarm.metric,
        statistic=alarm.statistic,
        value=told,
        sign=SIGNS[alarm.comparison],
        threshold=figure(alarm.threshold),
        beyond=found.beyond,
        periods=alarm.evaluation_periods,
        needed=alarm.needed,
        filled=say("alerting.alarm_filled", filled=found.filled, missing=alarm.missing) if found.filled else "",
        state=found.state,
    )
    inputs: tuple[tuple[str, str | int | float], ...] = (
        *((("value", round(float(value), 6)),) if not np.isnan(value) else ()),
        ("beyond", found.beyond),
        ("filled", found.filled),
        ("missing", alarm.missing),
    )
    return Verdict("alerting.alarm", found.state != "ALARM", inputs, alarm.threshold, arithmetic)
