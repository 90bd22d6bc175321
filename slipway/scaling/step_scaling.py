"""Step scaling: an alarm goes off, and the further the metric is beyond its threshold, the larger the step.

After the user guides of Amazon EC2 Auto Scaling and Application Auto Scaling.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import inf

from slipway.scaling.adjustment import AdjustmentType, adjusted
from slipway.scaling.alarm_watch import AlarmWatch
from slipway.scaling.capacity import capacity_in, capacity_out, is_growing
from slipway.scaling.cooldown import Cooldown
from slipway.scaling.reading import value_of
from slipway.scaling.scaler import Seen
from slipway.scaling.wish import Wish
from slipway.traffic.alarm import Alarm
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure


@dataclass(frozen=True, slots=True)
class Step:
    """So much, where the metric is between two bounds relative to the threshold; None is without end."""

    lower: float | None
    upper: float | None
    adjustment: int

    def __post_init__(self) -> None:
        if self.lower is None and self.upper is None:
            raise ValueError("a step has a lower or an upper bound")
        if self.begin >= self.end:
            raise ValueError(f"a step's lower bound ({self.lower}) must be below its upper bound ({self.upper})")

    @property
    def begin(self) -> float:
        """Where it begins."""
        return -inf if self.lower is None else self.lower

    @property
    def end(self) -> float:
        """Where it ends."""
        return inf if self.upper is None else self.upper

    def holds(self, breach: float, upwards: bool) -> bool:
        """Above the threshold the lower bound belongs to the step, below it the upper one."""
        return self.begin <= breach < self.end if upwards else self.begin < breach <= self.end


@dataclass(frozen=True, slots=True)
class StepScaling:
    """A step policy; without an alarm nothing ever asks it.

    `warmup_s` is None where the group's holds, `cooldown_s` (Application Auto Scaling alone) where the service's does.
    """

    name: str
    steps: tuple[Step, ...]
    alarm: Alarm | None = None
    kind: AdjustmentType = "ChangeInCapacity"
    least_change: int = 0
    warmup_s: float | None = None
    cooldown_s: float | None = None

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError(f"{self.name}: there must be a step")
        ordered = sorted(self.steps, key=lambda step: step.begin)
        if any(before.end != after.begin for before, after in pairwise(ordered)):
            raise ValueError(f"{self.name}: steps may neither overlap nor leave a gap")
        if -inf < ordered[0].begin < 0 or 0 < ordered[-1].end < inf:
            raise ValueError(f"{self.name}: the outermost step must have no bound")
        if self.kind == "ExactCapacity" and any(step.adjustment < 0 for step in self.steps):
            raise ValueError(f"{self.name}: an exact capacity is 0 or more")


class StepScaler:
    """One step policy under way, with the warm-up and the cooldowns that hold for it."""

    def __init__(
        self, policy: StepScaling, every_s: float = 60.0, warmup_s: float = 0.0, cooldown: Cooldown | None = None
    ) -> None:
        self._policy = policy
        self._warmup_s = policy.warmup_s if policy.warmup_s is not None else warmup_s
        self._cooldown = cooldown or Cooldown()
        self._watch = AlarmWatch(policy.alarm, every_s) if policy.alarm else None

    def ask(self, seen: Seen) -> Wish:
        """One round; calls come in order of time."""
        if self._watch is None:
            return Wish(None, (self._verdict("no_alarm", say("autoscaling.no_alarm", name=self._policy.name)),))
        told = self._watch.see(value_of(self._watch.alarm.metric, seen, self._warmup_s))
        if told is None or self._watch.state != "ALARM" or self._watch.newest is None:
            return Wish(None, (told,) if told else ())
        desired, verdict = self._step(seen, self._watch.newest)
        return Wish(desired, (told, verdict))

    def moved(self, at_s: float, before: int, after: int, own: bool) -> None:
        """The group has changed its size."""
        self._cooldown.moved(at_s, before, after, own)

    def _step(self, seen: Seen, value: float) -> tuple[int | None, Verdict]:
        assert self._watch is not None
        alarm = self._watch.alarm
        breach = value - alarm.threshold
        upwards = breach > 0 or (breach == 0 and alarm.comparison.startswith("Greater"))
        step = next((each for each in self._policy.steps if each.holds(breach, upwards)), None)
        if step is None:
            return None, self._verdict("no_step", say("autoscaling.no_step", breach=figure(breach)))
        return self._wanted(seen, breach, step)

    def _wanted(self, seen: Seen, breach: float, step: Step) -> tuple[int | None, Verdict]:
        """Out is reckoned without what still warms, in with what still leaves; which it is the adjustment says."""
        policy, known = self._policy, {"breach": figure(breach), "step": _bounds(step)}
        base = self._cooldown.base(seen.at_s, capacity_out(seen, self._warmup_s))
        out = adjusted(policy.kind, step.adjustment, base, policy.least_change)
        if step.adjustment >= 0 and (policy.kind != "ExactCapacity" or out.capacity >= seen.desired):
            wanted = max(out.capacity, seen.desired)
            told = say("autoscaling.step", arithmetic=out.arithmetic, desired=seen.desired, wanted=wanted, **known)
            return wanted, self._verdict("step", told, breach, wanted)
        if is_growing(seen, self._warmup_s):
            return None, self._verdict("growing", say("autoscaling.growing"))
        if (until_s := self._cooldown.blocks_in_until(seen.at_s)) is not None:
            return None, self._verdict("cooldown", say("autoscaling.cooldown", left=figure(until_s - seen.at_s)))
        less = adjusted(policy.kind, step.adjustment, capacity_in(seen), policy.least_change)
        wanted = min(less.capacity, seen.desired)
        told = say("autoscaling.step", arithmetic=less.arithmetic, desired=seen.desired, wanted=wanted, **known)
        return wanted, self._verdict("step", told, breach, wanted)

    def _verdict(self, rule: str, told: str, breach: float = 0.0, wanted: int | None = None) -> Verdict:
        inputs = (("policy", self._policy.name), ("breach", round(breach, 6)))
        return Verdict(f"step_scaling.{rule}", True, inputs, wanted, told)


def _bounds(step: Step) -> str:
    lower = "−∞" if step.lower is None else figure(step.lower)
    upper = "∞" if step.upper is None else figure(step.upper)
    return f"{lower} … {upper}"
