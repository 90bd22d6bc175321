"""Kubernetes' HorizontalPodAutoscaler v2: every 15 s the metrics ask, windows and policies slow down, bounds hold."""

from dataclasses import dataclass

from slipway.scaling.hpa_behavior import DOWN, UP, Event, Reason, Recommendation, Rules, limited, stabilized
from slipway.scaling.hpa_replicas import (
    NoReplicas,
    Tolerance,
    Wanted,
    of_pods,
    of_resource,
    of_value,
    of_value_per_pod,
)
from slipway.scaling.hpa_sample import sample_of
from slipway.scaling.hpa_told import asked, limits, verdict
from slipway.scaling.metric import Metric, Sample
from slipway.scaling.pod import Pod
from slipway.scaling.scaler import Decision, Seen
from slipway.verdict import Verdict
from slipway.words import say

SYNC_S = 15.0

CPU_80 = Metric("Resource", "cpu", "Utilization", 80)


@dataclass(frozen=True, slots=True)
class Hpa:
    """The specification; defaults are those of autoscaling/v2."""

    name: str
    max_replicas: int
    min_replicas: int = 1
    metrics: tuple[Metric, ...] = (CPU_80,)
    up: Rules = UP
    down: Rules = DOWN
    tolerance: Tolerance = Tolerance()

    def __post_init__(self) -> None:
        if not 0 <= self.min_replicas <= self.max_replicas or self.max_replicas < 1:
            raise ValueError(
                f"replicas must be from 0 up to the maximum, got {self.min_replicas} to {self.max_replicas}"
            )
        if not self.metrics:
            raise ValueError("there must be a metric")


class HpaScaler:
    """One autoscaler under way; it remembers what it recommended and did."""

    def __init__(self, spec: Hpa) -> None:
        self._spec = spec
        periods_s = [policy.period_s for rules in (spec.up, spec.down) for policy in rules.policies]
        self._remembers_s = max(spec.up.window_s, spec.down.window_s, *periods_s)
        self._recommended: list[Recommendation] = []
        self._events: list[Event] = []
        self._before: tuple[float, int] | None = None

    @property
    def every_s(self) -> float:
        """The controller's sync period."""
        return SYNC_S

    def decide(self, seen: Seen) -> Decision:
        """One round on what monitoring shows."""
        return self.round(seen.at_s, seen.desired, sample_of(seen, self._spec.metrics, self.every_s))

    def round(self, at_s: float, current: int, sample: Sample) -> Decision:
        """One round of the loop on what is known; calls come in order of time."""
        spec = self._spec
        self._noted(at_s, current)
        if not self._recommended:
            self._recommended.append(Recommendation(at_s, current))
        if current == 0 and spec.min_replicas != 0:
            return Decision(at_s, 0, (verdict("disabled", current, 0, say("scaling.disabled")),))
        if not spec.min_replicas <= current <= spec.max_replicas:
            return self._bounded(at_s, current)
        wanted, told = self._wanted(current, sample)
        if wanted is None:
            return Decision(at_s, current, tuple(told))
        self._recommended.append(Recommendation(at_s, wanted))
        calm = stabilized(current, wanted, at_s, self._recommended, spec.up, spec.down)
        if calm != wanted:
            window_s = spec.down.window_s if calm > wanted else spec.up.window_s
            why = say("scaling.stabilized", wanted=wanted, calm=calm, window=window_s)
            told.append(verdict("stabilized", wanted, calm, why))
        replicas, reason = limited(
            current, calm, spec.min_replicas, spec.max_replicas, at_s, self._events, spec.up, spec.down
        )
        how = self._how(at_s, current, reason)
        told.append(verdict(reason, calm, replicas, say(f"scaling.{reason}", calm=calm, replicas=replicas, how=how)))
        return self._moved(at_s, replicas, told)

    def _noted(self, at_s: float, current: int) -> None:
        """What came or went since the round before counts, not what was wanted: a recording goes its own way."""
        if self._before is not None and current != self._before[1]:
            self._events.append(Event(self._before[0], current - self._before[1]))
        self._before = at_s, current

    def _how(self, at_s: float, current: int, reason: Reason) -> str:
        """The arithmetic of the policies, where they hold it back."""
        if reason == "ScaleUpLimit":
            return limits(current, at_s, self._events, self._spec.up, 1)
        return limits(current, at_s, self._events, self._spec.down, -1) if reason == "ScaleDownLimit" else ""

    def _bounded(self, at_s: float, current: int) -> Decision:
        """Outside its bounds it is brought inside before any metric is asked."""
        replicas = min(max(current, self._spec.min_replicas), self._spec.max_replicas)
        reason = "TooFewReplicas" if replicas > current else "TooManyReplicas"
        told = [verdict(reason, current, replicas, say(f"scaling.{reason}", calm=current, replicas=replicas, how=""))]
        return self._moved(at_s, replicas, told)

    def _wanted(self, current: int, sample: Sample) -> tuple[int | None, list[Verdict]]:
        """The largest number that a metric asks for; where one cannot say, the others may not scale down."""
        found: list[int] = []
        told: list[Verdict] = []
        for metric in self._spec.metrics:
            try:
                wanted = _of(metric, current, sample, self._spec.tolerance)
            except NoReplicas as why:
                told.append(verdict("no_metric", current, current, say("scaling.no_metric", name=metric.key, why=why)))
                continue
            found.append(wanted.replicas)
            told.append(asked(metric, current, wanted, self._spec.tolerance))
        failed = len(found) < len(self._spec.metrics)
        if not found or (failed and max(found) < current):
            told.append(verdict("held", current, current, say("scaling.held", current=current)))
            return None, told
        return max(found), told

    def _moved(self, at_s: float, replicas: int, told: list[Verdict]) -> Decision:
        self._recommended = [each for each in self._recommended if at_s - each.at_s <= self._remembers_s]
        self._events = [each for each in self._events if at_s - each.at_s <= self._remembers_s]
        return Decision(at_s, replicas, tuple(told))


def _of(metric: Metric, current: int, sample: Sample, tolerance: Tolerance) -> Wanted:
    """What one metric asks for; raises NoReplicas where it is not known."""
    if metric.is_resource or metric.source == "Pods":
        pods, cpu = sample.pods.get(metric.key, ()), metric.is_resource and metric.name == "cpu"
        if metric.target_kind == "Utilization":
            return of_resource(pods, current, round(metric.target), tolerance, cpu=cpu)
        return of_pods(pods, current, metric.target, tolerance, cpu=cpu)
    if metric.name not in sample.values:
        raise NoReplicas("no metrics returned")
    value = sample.values[metric.name]
    if metric.target_kind == "AverageValue":
        return of_value_per_pod(current, metric.target, value, tolerance)
    return of_value(sample.known_pods or (Pod(0.0),) * current, current, metric.target, value, tolerance)
