"""A group with all its policies: each decides for itself, the largest wish wins, and bounds hold.

It grows if any policy wants it. For target tracking it shrinks only if all such policies with scale-in on want it; a
step or simple policy may shrink it on its own. A forecast is a floor. After Amazon EC2 Auto Scaling's user guide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import gcd

from slipway.scaling.cooldown import Cooldown
from slipway.scaling.predictive import Predictive, PredictiveScaler
from slipway.scaling.scaler import Decision, Seen
from slipway.scaling.scheduled import MONDAY, Bounds, Schedule, Scheduled
from slipway.scaling.simple_scaling import COOLDOWN_S, Pause, SimpleScaler, SimpleScaling
from slipway.scaling.step_scaling import StepScaler, StepScaling
from slipway.scaling.target_tracking import TargetTracker, TargetTracking
from slipway.scaling.wish import PolicyRun, Wish
from slipway.verdict import Verdict
from slipway.words import say

Policy = TargetTracking | StepScaling | SimpleScaling | Predictive
ECS = "ecs:service:DesiredCount"
_WAITING = ("ecs", "ec2", "elasticmapreduce", "appstream", "rds", "sagemaker", "custom-resource")
_MINUTE_S = 60
MOST_INSTANCES = 5000
"""A limit of ours to what is simulated."""


@dataclass(frozen=True, slots=True)
class Group:
    """An Auto Scaling group, or with a `dimension` a scalable target of Application Auto Scaling, with its policies.

    `desired` is None where it is the minimum, `warmup_s` (DefaultInstanceWarmup) where it is not set, as by default.
    """

    name: str
    least: int
    most: int
    desired: int | None = None
    policies: tuple[Policy, ...] = ()
    scheduled: tuple[Scheduled, ...] = ()
    warmup_s: float | None = None
    cooldown_s: float = COOLDOWN_S
    dimension: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most <= MOST_INSTANCES:
            raise ValueError(f"{self.name}: bounds are 0 ≤ minimum ≤ maximum ≤ {MOST_INSTANCES}, got {self._bounds}")
        if self.desired is not None and not self.least <= self.desired <= self.most:
            raise ValueError(f"{self.name}: {self.desired} is not within {self._bounds}")
        names = [each.name for each in (*self.policies, *self.scheduled)]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"{self.name}: {', '.join(sorted(twice))} is there twice")
        if sum(isinstance(each, Predictive) and each.mode == "ForecastAndScale" for each in self.policies) > 1:
            raise ValueError(f"{self.name}: only one predictive policy may scale")

    @property
    def _bounds(self) -> str:
        return f"{self.least} to {self.most}"

    @property
    def first(self) -> int:
        """How many there are at the beginning."""
        return self.least if self.desired is None else self.desired

    @property
    def round_s(self) -> int:
        """How long a round is in which every alarm's periods are whole: a minute, or less for high resolution."""
        return gcd(_MINUTE_S, *(period for policy in self.policies for period in _periods(policy)))

    @property
    def default_warmup_s(self) -> float:
        """What holds for a policy that says nothing: an instance refuses to count until then."""
        if self.dimension:
            return 0.0
        return self.cooldown_s if self.warmup_s is None else self.warmup_s

    @property
    def default_cooldown_s(self) -> float:
        """Application Auto Scaling's, for a policy that says nothing; EC2's tracking and step policies have none."""
        return COOLDOWN_S if self.dimension.split(":")[0] in _WAITING else 0.0


class GroupScaler:
    """A group under way: one scaler of all its policies, which looks every `every_s`, or as often as its alarms want.

    Second 0 is the instant `begin`. `past` holds what the group had to do before it, per metric hour by hour up to
    second 0: the sum of all instances' CPU in per cent for `cpu_pct`, requests per minute for `requests_per_instance`.
    """

    def __init__(
        self,
        group: Group,
        every_s: float | None = None,
        begin: datetime = MONDAY,
        past: Mapping[str, Sequence[float]] | None = None,
    ) -> None:
        self._group = group
        self._every_s = float(group.round_s) if every_s is None else every_s
        self._schedule = Schedule(group.scheduled, begin)
        self._bounds = Bounds(group.least, group.most, group.first)
        self._pause = Pause()
        self._runs = [self._run(policy, past or {}) for policy in group.policies]

    @property
    def every_s(self) -> float:
        """How long a round is."""
        return self._every_s

    @property
    def forecasters(self) -> list[PredictiveScaler]:
        """The predictive policies, whose forecasts can be drawn."""
        return [run for run in self._runs if isinstance(run, PredictiveScaler)]

    def decide(self, seen: Seen) -> Decision:
        """One round; calls come in order of time."""
        told: list[Verdict] = []
        bounds = self._scheduled(seen, told)
        start = replace(seen, desired=bounds.desired)
        wishes = [run.ask(start) for run in self._runs]
        told += [verdict for wish in wishes for verdict in wish.verdicts]
        chosen = _chosen(bounds.desired, wishes, told)
        desired = self._bounded(chosen, wishes, told)
        self._tell(start, wishes, chosen, desired)
        if not told:
            told.append(_verdict("quiet", seen.desired, desired, say("autoscaling.quiet", desired=desired)))
        return Decision(seen.at_s, desired, tuple(told))

    def _scheduled(self, seen: Seen, told: list[Verdict]) -> Bounds:
        bounds = replace(self._bounds, desired=seen.desired)
        for action in self._schedule.due(seen.at_s):
            after = action.changed(bounds)
            told.append(action.verdict(bounds, after))
            bounds = after
        self._bounds = bounds
        return bounds

    def _bounded(self, chosen: int, wishes: list[Wish], told: list[Verdict]) -> int:
        least, most = self._bounds.least, max([self._bounds.most, *(wish.ceiling for wish in wishes)])
        if chosen > most:
            told.append(_verdict("most", chosen, most, say("autoscaling.most", chosen=chosen, most=most)))
            return most
        if chosen < least:
            told.append(_verdict("least", chosen, least, say("autoscaling.least", chosen=chosen, least=least)))
            return least
        return chosen

    def _tell(self, start: Seen, wishes: list[Wish], chosen: int, desired: int) -> None:
        """Whose wish it was minds its cooldown."""
        if desired != start.desired:
            for run, wish in zip(self._runs, wishes, strict=True):
                run.moved(start.at_s, start.desired, desired, wish.desired == chosen)

    def _run(self, policy: Policy, past: Mapping[str, Sequence[float]]) -> PolicyRun:
        group, usual_s = self._group, self._group.default_cooldown_s
        match policy:
            case TargetTracking():
                cooldown = Cooldown(_or(policy.out_cooldown_s, usual_s), _or(policy.in_cooldown_s, usual_s))
                return TargetTracker(policy, self._every_s, group.default_warmup_s, cooldown)
            case StepScaling():
                wait_s = _or(policy.cooldown_s, usual_s)
                return StepScaler(policy, self._every_s, group.default_warmup_s, Cooldown(wait_s, wait_s))
            case SimpleScaling():
                return SimpleScaler(policy, self._every_s, group.cooldown_s, self._pause)
            case _:
                return PredictiveScaler(policy, past.get(policy.metric, ()))


def looks_at(group: Group) -> tuple[str, ...]:
    """The metrics of its policies, each once."""
    return tuple(dict.fromkeys(metric for policy in group.policies if (metric := _metric(policy))))


def _metric(policy: Policy) -> str:
    if isinstance(policy, TargetTracking | Predictive):
        return policy.metric
    return policy.alarm.metric if policy.alarm else ""


def _periods(policy: Policy) -> tuple[int, ...]:
    """Of its alarms, in seconds."""
    if isinstance(policy, TargetTracking):
        return policy.high.period_s, policy.low.period_s
    alarm = None if isinstance(policy, Predictive) else policy.alarm
    return (alarm.period_s,) if alarm else ()


def _or(given: float | None, usual: float) -> float:
    return usual if given is None else given


def _chosen(desired: int, wishes: list[Wish], told: list[Verdict]) -> int:
    """The largest of the wishes that count, and of the forecasts; without any it stays."""
    trackers = [wish for wish in wishes if wish.agrees]
    agreed = all(_shrinks(wish, desired) for wish in trackers)
    if not agreed and any(_shrinks(wish, desired) for wish in trackers):
        told.append(_verdict("disagree", desired, desired, say("autoscaling.disagree")))
    counted = [wish for wish in wishes if agreed or not (wish.agrees and _shrinks(wish, desired))]
    moving = [wish.desired for wish in counted if wish.desired is not None and not wish.floor]
    floors = [wish.desired for wish in counted if wish.desired is not None and wish.floor]
    found = max([max(moving, default=desired), *floors])
    if len(moving) + len(floors) > 1:
        listed = ", ".join(str(each) for each in sorted({*moving, *floors}))
        told.append(_verdict("largest", desired, found, say("autoscaling.largest", wishes=listed, found=found)))
    return found


def _shrinks(wish: Wish, desired: int) -> bool:
    return wish.desired is not None and wish.desired < desired


def _verdict(rule: str, before: int, after: int, told: str) -> Verdict:
    return Verdict(f"group.{rule}", True, (("before", before),), after, told)
