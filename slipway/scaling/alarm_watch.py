"""A CloudWatch alarm under way: rounds become datapoints, datapoints a state, and the state asks a policy to act.

Actions of Auto Scaling are repeated in every period for as long as the alarm is in ALARM.
"""

from math import ceil, isclose
from statistics import fmean

from slipway.traffic.alarm import SIGNS, Alarm, State, is_beyond, judged
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure


class AlarmWatch:
    """One alarm that is told a value every round; `newest` is the last datapoint that there was, in any period."""

    def __init__(self, alarm: Alarm, every_s: float) -> None:
        rounds = alarm.period_s / every_s
        if rounds < 1 or not isclose(rounds, round(rounds)):
            raise ValueError(f"{alarm.name}: a period of {alarm.period_s} s is no multiple of a round of {every_s:g} s")
        self.alarm = alarm
        self.state: State = "INSUFFICIENT_DATA"
        self.newest: float | None = None
        self.is_current = False
        self._rounds = round(rounds)
        self._count = 0
        self._values: list[float] = []
        self._points: list[bool | None] = []

    def see(self, value: float | None) -> Verdict | None:
        """Take the value of a round; a verdict where this ended a period."""
        self._count += 1
        if value is not None:
            self._values.append(value)
        if self._count % self._rounds:
            return None
        point = _aggregated(self.alarm.statistic, self._values) if self._values else None
        self._values = []
        return self._judge(point)

    def _judge(self, point: float | None) -> Verdict:
        alarm = self.alarm
        beyond = None if point is None else is_beyond(alarm.comparison, point, alarm.threshold)
        self._points = [*self._points, beyond][-alarm.fetched :]
        found = judged(self._points, alarm.needed, alarm.evaluation_periods, alarm.missing)
        self.state = found.state or self.state
        self.is_current = point is not None
        self.newest = point if point is not None else self._kept()
        known = {"name": alarm.name, "metric": alarm.metric, "state": self.state, "beyond": str(found.beyond)}
        known |= {"value": figure(point) if point is not None else "–", "sign": SIGNS[alarm.comparison]}
        known |= {"limit": figure(alarm.threshold), "periods": str(alarm.evaluation_periods)}
        told = say("autoscaling.alarm", needed=str(alarm.needed), **known)
        inputs = (("value", "none" if point is None else point), ("beyond", found.beyond), ("state", self.state))
        return Verdict(f"alarm.{alarm.name}", self.state != "ALARM", inputs, alarm.threshold, told)

    def _kept(self) -> float | None:
        """The last datapoint is forgotten when it leaves what the alarm looks at."""
        return self.newest if any(each is not None for each in self._points) else None


def _aggregated(statistic: str, values: list[float]) -> float:
    """The datapoint of a period; `Sum` adds up the rounds."""
    match statistic:
        case "Sum":
            return sum(values)
        case "Minimum":
            return min(values)
        case "Maximum":
            return max(values)
        case "SampleCount":
            return float(len(values))
        case "Average":
            return fmean(values)
        case _:
            at = ceil(float(statistic[1:]) / 100 * len(values)) - 1
            return sorted(values)[max(at, 0)]
