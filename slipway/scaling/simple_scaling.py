"""Simple scaling, EC2's first kind of policy: an alarm, one adjustment, and then a wait for the cooldown.

The cooldown is the group's: no simple policy acts before it is over, and nothing else cares about it. It begins when
the last instance is launched, which here is at once.
"""

from dataclasses import dataclass

from slipway.scaling.adjustment import AdjustmentType, adjusted
from slipway.scaling.alarm_watch import AlarmWatch
from slipway.scaling.reading import value_of
from slipway.scaling.scaler import Seen
from slipway.scaling.wish import Wish
from slipway.traffic.alarm import Alarm
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

COOLDOWN_S = 300.0
"""Default of an Auto Scaling group."""


@dataclass(frozen=True, slots=True)
class SimpleScaling:
    """A simple policy; without an alarm nothing ever asks it; `cooldown_s` is None where the group's holds."""

    name: str
    adjustment: int
    alarm: Alarm | None = None
    kind: AdjustmentType = "ChangeInCapacity"
    least_change: int = 0
    cooldown_s: float | None = None

    def __post_init__(self) -> None:
        if self.kind == "ExactCapacity" and self.adjustment < 0:
            raise ValueError(f"{self.name}: an exact capacity is 0 or more, got {self.adjustment}")


@dataclass(slots=True)
class Pause:
    """Until when the simple policies of a group wait."""

    until_s: float = 0.0


class SimpleScaler:
    """One simple policy under way; `pause` is shared by all of a group."""

    def __init__(
        self,
        policy: SimpleScaling,
        every_s: float = 60.0,
        cooldown_s: float = COOLDOWN_S,
        pause: Pause | None = None,
    ) -> None:
        self._policy = policy
        self._cooldown_s = policy.cooldown_s if policy.cooldown_s is not None else cooldown_s
        self._pause = pause or Pause()
        self._watch = AlarmWatch(policy.alarm, every_s) if policy.alarm else None

    def ask(self, seen: Seen) -> Wish:
        """One round; calls come in order of time."""
        if self._watch is None:
            return Wish(None, (self._verdict("no_alarm", say("autoscaling.no_alarm", name=self._policy.name)),))
        told = self._watch.see(value_of(self._watch.alarm.metric, seen, 0.0))
        if told is None or self._watch.state != "ALARM":
            return Wish(None, (told,) if told else ())
        if seen.at_s < self._pause.until_s:
            left = figure(self._pause.until_s - seen.at_s)
            return Wish(None, (told, self._verdict("cooldown", say("autoscaling.simple_cooldown", left=left))))
        policy = self._policy
        found = adjusted(policy.kind, policy.adjustment, seen.desired, policy.least_change)
        return Wish(found.capacity, (told, self._verdict("adjust", found.arithmetic, found.capacity)))

    def moved(self, at_s: float, before: int, after: int, own: bool) -> None:
        """The group has changed its size."""
        if own:
            self._pause.until_s = at_s + self._cooldown_s

    def _verdict(self, rule: str, told: str, wanted: int | None = None) -> Verdict:
        return Verdict(f"simple_scaling.{rule}", True, (("policy", self._policy.name),), wanted, told)
