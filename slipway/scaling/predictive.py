"""Predictive scaling: what a group will need is forecast from its past, and launched before the hour in which it is.

It only adds: somebody else has to remove. After Amazon EC2 Auto Scaling's user guide: a day of history at least, the
last 14 days, 48 hours ahead, made anew every day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean
from typing import Literal, get_args

from slipway.scaling.forecast import AHEAD_H, DAY_H, HOUR_S, LEAST_H, MOST_H, forecast
from slipway.scaling.reading import CPU, load_of
from slipway.scaling.scaler import Seen
from slipway.scaling.wish import Wish
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

Mode = Literal["ForecastOnly", "ForecastAndScale"]
MODES: tuple[Mode, ...] = get_args(Mode)
BUFFER_S = 300.0
_DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Predictive:
    """A predictive policy: instances enough for the forecast load at `target` each, `buffer_s` before the hour.

    With `max_buffer_pct` the forecast may pass the group's maximum, by so many per cent; with None it may not.
    """

    name: str
    target: float
    metric: str = CPU
    mode: Mode = "ForecastOnly"
    buffer_s: float = BUFFER_S
    max_buffer_pct: int | None = None

    def __post_init__(self) -> None:
        if not self.target > 0:
            raise ValueError(f"{self.name}: the target must be above 0, got {self.target:g}")
        if not 0 <= self.buffer_s <= HOUR_S:
            raise ValueError(f"{self.name}: instances are launched 0 to 3600 s ahead, got {self.buffer_s:g}")
        if self.max_buffer_pct is not None and not 0 <= self.max_buffer_pct <= 100:
            raise ValueError(f"{self.name}: the buffer above the maximum is 0 to 100 %, got {self.max_buffer_pct}")


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was told when: loads per hour from hour `first_h` of the run on, and how many instances they need."""

    first_h: int
    loads: tuple[float, ...]
    capacities: tuple[int, ...]

    def capacity(self, hour: int) -> int | None:
        """The instances that an hour of the run needs."""
        at = hour - self.first_h
        return self.capacities[at] if 0 <= at < len(self.capacities) else None


class PredictiveScaler:
    """One predictive policy under way; `past` is its load hour by hour up to second 0 of the run."""

    def __init__(self, policy: Predictive, past: Sequence[float] = ()) -> None:
        self._policy = policy
        self._past = [float(load) for load in past]
        self._hours: list[float] = []
        self._values: list[float] = []
        self._forecasts: list[Forecast] = []
        self._told: tuple[int, int] | None = None

    @property
    def policy(self) -> Predictive:
        """Its settings."""
        return self._policy

    @property
    def forecasts(self) -> tuple[Forecast, ...]:
        """Every forecast that was made so far, oldest first."""
        return tuple(self._forecasts)

    @property
    def truth(self) -> tuple[float, ...]:
        """The load of each whole hour of the run so far."""
        return tuple(self._hours)

    def ask(self, seen: Seen) -> Wish:
        """One round; calls come in order of time."""
        self._learn(seen)
        self._foretell()
        now, soon = int(seen.at_s // HOUR_S), int((seen.at_s + self._policy.buffer_s) // HOUR_S)
        is_new, self._told = (now, soon) != self._told, (now, soon)
        if not self._forecasts:
            known = len(self._past) + len(self._hours)
            young = self._verdict("young", say("autoscaling.young", known=known, least=LEAST_H))
            return Wish(None, (young,) if is_new else ())
        wanted = self._needed(now, soon)
        told = (self._hour_told(soon, wanted),) if is_new else ()
        if self._policy.mode == "ForecastOnly":
            return Wish(None, told)
        return Wish(wanted, told, floor=True, ceiling=self._ceiling(wanted))

    def moved(self, at_s: float, before: int, after: int, own: bool) -> None:
        """A forecast minds no change of size."""

    def _learn(self, seen: Seen) -> None:
        """A round belongs to the hour that it ends in; an hour without any value is like the one before it."""
        load = load_of(self._policy.metric, seen)
        if load is not None:
            self._values.append(load)
        while seen.at_s >= HOUR_S * (len(self._hours) + 1):
            before = (self._past + self._hours)[-1:] or [0.0]
            self._hours.append(fmean(self._values) if self._values else before[0])
            self._values = []

    def _foretell(self) -> None:
        """At once when there is enough history, and then every day."""
        first_h = len(self._hours)
        if self._forecasts and first_h < self._forecasts[-1].first_h + DAY_H:
            return
        loads = forecast((self._past + self._hours)[-MOST_H:])
        if loads:
            needed = tuple(max(ceil(load / self._policy.target - _DUST), 0) for load in loads)
            self._forecasts.append(Forecast(first_h, loads, needed))

    def _needed(self, now: int, soon: int) -> int:
        """For the hour that is and the one for which instances are launched already."""
        made = self._forecasts[-1]
        return max(made.capacity(now) or 0, made.capacity(soon) or 0)

    def _ceiling(self, wanted: int) -> int:
        buffer = self._policy.max_buffer_pct
        return 0 if buffer is None else ceil(wanted * (100 + buffer) / 100 - _DUST)

    def _hour_told(self, hour: int, wanted: int) -> Verdict:
        made = self._forecasts[-1]
        load = made.loads[min(max(hour - made.first_h, 0), AHEAD_H - 1)]
        known = {"load": figure(load), "target": figure(self._policy.target), "wanted": wanted, "hour": hour}
        if self._policy.mode == "ForecastOnly":
            return self._verdict("only", say("autoscaling.forecast_only", **known), load)
        return self._verdict("forecast", say("autoscaling.forecast", **known), load)

    def _verdict(self, rule: str, told: str, load: float = 0.0) -> Verdict:
        inputs = (("policy", self._policy.name), ("load", round(load, 6)))
        return Verdict(f"predictive.{rule}", True, inputs, self._policy.target, told)
