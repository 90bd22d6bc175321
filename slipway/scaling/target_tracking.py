"""Target tracking: a high and a low alarm around a target, and as many instances as bring the metric back to it.

After the user guides of Amazon EC2 Auto Scaling and Application Auto Scaling. The manual does not give the shape of the
alarms: 3 of 3 and 15 of 15 periods are what AWS staff named (aws-samples/amazon-aurora-labs-for-mysql#3), 90 % of the
target is what people commonly see. That the newest datapoint gives the size is an assumption.
"""

from dataclasses import dataclass
from math import ceil

from slipway.scaling.alarm_watch import AlarmWatch
from slipway.scaling.capacity import capacity_in, capacity_out, is_growing
from slipway.scaling.cooldown import Cooldown
from slipway.scaling.reading import CPU, unfit, value_of
from slipway.scaling.scaler import Seen
from slipway.scaling.wish import Wish
from slipway.traffic.alarm import Alarm, Comparison
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

_DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Shape:
    """When an alarm goes off: `needed` of the last `periods` periods are beyond."""

    period_s: int = 60
    periods: int = 3
    needed: int = 3


HIGH, LOW = Shape(), Shape(periods=15, needed=15)


@dataclass(frozen=True, slots=True)
class TargetTracking:
    """A target for a metric; the low alarm is at `low_share` of it.

    `warmup_s` is None where the group's holds, the cooldowns (Application Auto Scaling alone) where the service's do.
    """

    name: str
    target: float
    metric: str = CPU
    scale_in: bool = True
    warmup_s: float | None = None
    out_cooldown_s: float | None = None
    in_cooldown_s: float | None = None
    high: Shape = HIGH
    low: Shape = LOW
    low_share: float = 0.9

    def __post_init__(self) -> None:
        if not self.target > 0:
            raise ValueError(f"{self.name}: the target must be above 0, got {self.target:g}")
        if not 0 < self.low_share <= 1:
            raise ValueError(f"{self.name}: low_share must be above 0 and at most 1, got {self.low_share:g}")

    @property
    def high_alarm(self) -> Alarm:
        """Goes off above the target."""
        return self._alarm("high", "GreaterThanThreshold", self.target, self.high)

    @property
    def low_alarm(self) -> Alarm:
        """Goes off well below the target."""
        return self._alarm("low", "LessThanThreshold", self.target * self.low_share, self.low)

    def _alarm(self, side: str, comparison: Comparison, threshold: float, shape: Shape) -> Alarm:
        name = f"{self.name}-{side}"
        return Alarm(name, self.metric, "Average", comparison, threshold, shape.period_s, shape.periods, shape.needed)


class TargetTracker:
    """One target-tracking policy under way, with the warm-up and the cooldowns that hold for it."""

    def __init__(
        self, policy: TargetTracking, every_s: float = 60.0, warmup_s: float = 0.0, cooldown: Cooldown | None = None
    ) -> None:
        self._policy = policy
        self._warmup_s = policy.warmup_s if policy.warmup_s is not None else warmup_s
        self._cooldown = cooldown or Cooldown()
        self._high, self._low = AlarmWatch(policy.high_alarm, every_s), AlarmWatch(policy.low_alarm, every_s)
        self._warning = unfit(policy.metric)

    def ask(self, seen: Seen) -> Wish:
        """One round; calls come in order of time."""
        value = value_of(self._policy.metric, seen, self._warmup_s)
        high, low = self._high.see(value), self._low.see(value)
        told = [each for each in (self._warning, high, low) if each]
        self._warning = None
        desired: int | None = None
        if high and self._high.state == "ALARM" and self._high.newest is not None:
            desired, why = self._out(seen, self._high.newest)
            told.append(why)
        elif low and self._low.state == "ALARM" and self._low.newest is not None:
            desired, why = self._in(seen, self._low.newest)
            told.append(why)
        return Wish(desired, tuple(told), agrees=self._policy.scale_in)

    def moved(self, at_s: float, before: int, after: int, own: bool) -> None:
        """The group has changed its size."""
        self._cooldown.moved(at_s, before, after, own)

    def _out(self, seen: Seen, value: float) -> tuple[int, Verdict]:
        base = self._cooldown.base(seen.at_s, capacity_out(seen, self._warmup_s))
        wanted = max(_proportional(base, value, self._policy.target), seen.desired)
        known = {"base": base, "value": figure(value), "target": figure(self._policy.target)}
        raw = figure(base * value / self._policy.target)
        told = say("autoscaling.track_out", raw=raw, desired=seen.desired, wanted=wanted, **known)
        return wanted, self._verdict("out", value, told)

    def _in(self, seen: Seen, value: float) -> tuple[int | None, Verdict]:
        """Rounded up too, so that never too many go; a metric that is not known at the moment removes nothing."""
        if not self._policy.scale_in:
            return None, self._verdict("in_off", value, say("autoscaling.in_off"))
        if not self._low.is_current:
            return None, self._verdict("no_data", value, say("autoscaling.no_data"))
        if is_growing(seen, self._warmup_s):
            return None, self._verdict("growing", value, say("autoscaling.growing"))
        if (until_s := self._cooldown.blocks_in_until(seen.at_s)) is not None:
            left = figure(until_s - seen.at_s)
            return None, self._verdict("cooldown", value, say("autoscaling.cooldown", left=left))
        base = capacity_in(seen)
        wanted = min(_proportional(base, value, self._policy.target), seen.desired)
        known = {"base": base, "value": figure(value), "target": figure(self._policy.target)}
        raw = figure(base * value / self._policy.target)
        told = say("autoscaling.track_in", raw=raw, desired=seen.desired, wanted=wanted, **known)
        return wanted, self._verdict("in", value, told)

    def _verdict(self, rule: str, value: float, told: str) -> Verdict:
        inputs = (("policy", self._policy.name), ("value", value))
        return Verdict(f"target_tracking.{rule}", True, inputs, self._policy.target, told)


def _proportional(capacity: int, value: float, target: float) -> int:
    """So many that the metric would be at its target or below; a sum that is whole but for rounding stays whole."""
    return max(ceil(capacity * value / target - _DUST), 0)
