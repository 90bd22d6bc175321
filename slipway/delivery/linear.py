"""Traffic in equal steps at equal times, with alarms on the way."""

from dataclasses import dataclass

from slipway.delivery.staged import Stage, Staged
from slipway.delivery.watched import Watched

_WHOLE_PCT = 100.0
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearSettings(Watched):
    """Another `step_pct` of traffic every `step_s`, the first at once; with all of it watched on for `watch_on_s`.

    10 % every minute has everybody after nine minutes.
    """

    step_pct: float = 10.0
    step_s: float = 60.0
    watch_on_s: float = 300.0

    def __post_init__(self) -> None:
        Watched.__post_init__(self)
        if not _WHOLE_PCT / _MOST_STEPS <= self.step_pct <= _WHOLE_PCT:
            raise ValueError(f"step_pct must be from {_WHOLE_PCT / _MOST_STEPS:g} to 100, got {self.step_pct:g}")
        if self.step_s < 0 or self.watch_on_s < 0:
            raise ValueError("step_s and watch_on_s must not be below 0")

    @property
    def weights_pct(self) -> tuple[float, ...]:
        """The share after each step; the last step may be smaller."""
        steps = -int(-_WHOLE_PCT // self.step_pct)
        return tuple(min(_WHOLE_PCT, self.step_pct * (step + 1)) for step in range(steps))


def linear(settings: LinearSettings) -> Staged:
    """A controller for one release."""
    *before, last = settings.weights_pct
    stages = [Stage("set_weight", weight_pct, settings.step_s) for weight_pct in before]
    return Staged([*stages, Stage("set_weight", last, settings.watch_on_s)], settings.watch("new"))
