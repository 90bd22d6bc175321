"""Kubernetes' HorizontalPodAutoscaler v2: every 15 s the metrics ask, windows and policies slow down, bounds hold."""

from dataclasses import dataclass

from slipway.scaling.hpa_behavior import DOWN, UP, Event, Recommendation, Rules, limited, stabilized
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
        if not self._recommended:
            self._recommended.append(Recommendation(at_s, current))
        if current == 0 and spec.min_replicas != 0:
            return Decision(at_s, 0, (_verdict("disabled", current, 0, say("scaling.disabled")),))
        if not spec.min_replicas <= current <= spec.max_replicas:
            return self._bounded(at_s, current)
        wanted, told = self._wanted(current, sample)
        if wanted is None:
            return Decision(at_s, current, tuple(told))
        self._recommended.append(Recommendation(at_s, wanted))
        calm = stabilized(current, wanted, at_s, self._recommended, spec.up, spec.down)
        if calm != wanted:
            told.append(_verdict("stabilized", wanted, calm, say("scaling.stabilized", wanted=wanted, calm=calm)))
        replicas, reason = limited(
            current, calm, spec.min_replicas, spec.max_replicas, at_s, self._events, spec.up, spec.down
        )
        told.append(_verdict(reason, calm, replicas, say(f"scaling.{reason}", calm=calm, replicas=replicas)))
        return self._moved(at_s, current, replicas, told)

    def _bounded(self, at_s: float, current: int) -> Decision:
        """Outside its bounds it is brought inside before any metric is asked."""
        replicas = min(max(current, self._spec.min_replicas), self._spec.max_replicas)
        reason = "TooFewReplicas" if replicas > current else "TooManyReplicas"
        told = [_verdict(reason, current, replicas, say(f"scaling.{reason}", calm=current, replicas=replicas))]
        return self._moved(at_s, current, replicas, told)

    def _wanted(self, current: int, sample: Sample) -> tuple[int | None, list[Verdict]]:
        """The largest number that a metric asks for; where one cannot say, the others may not scale down."""
        found: list[int] = []
        told: list[Verdict] = []
        for metric in self._spec.metrics:
            try:
                wanted = _of(metric, current, sample, self._spec.tolerance)
            except NoReplicas as why:
                told.append(
                    _verdict("no_metric", current, current, say("scaling.no_metric", name=metric.name, why=why))
                )
                continue
            found.append(wanted.replicas)
            told.append(_asked(metric, current, wanted))
        failed = len(found) < len(self._spec.metrics)
        if not found or (failed and max(found) < current):
            told.append(_verdict("held", current, current, say("scaling.held", current=current)))
            return None, told
        return max(found), told

    def _moved(self, at_s: float, current: int, replicas: int, told: list[Verdict]) -> Decision:
        self._recommended = [each for each in self._recommended if at_s - each.at_s <= self._remembers_s]
        self._events = [each for each in self._events if at_s - each.at_s <= self._remembers_s]
        if replicas != current:
            self._events.append(Event(at_s, replicas - current))
        return Decision(at_s, replicas, tuple(told))


def _of(metric: Metric, current: int, sample: Sample, tolerance: Tolerance) -> Wanted:
    """What one metric asks for; raises NoReplicas where it is not known."""
    if metric.source in ("Resource", "Pods"):
        pods, cpu = sample.pods.get(metric.name, ()), metric.source == "Resource" and metric.name == "cpu"
        if metric.target_kind == "Utilization":
            return of_resource(pods, current, round(metric.target), tolerance, cpu=cpu)
        return of_pods(pods, current, metric.target, tolerance, cpu=cpu)
    if metric.name not in sample.values:
        raise NoReplicas("no metrics returned")
    value = sample.values[metric.name]
    if metric.target_kind == "AverageValue":
        return of_value_per_pod(current, metric.target, value, tolerance)
    pods = next(iter(sample.pods.values()), (Pod(0.0),) * current)
    return of_value(pods, current, metric.target, value, tolerance)


def _asked(metric: Metric, current: int, wanted: Wanted) -> Verdict:
    known = {"name": metric.name, "usage": _shown(metric, wanted.usage), "target": _shown(metric, metric.target)}
    known |= {"ratio": f"{wanted.ratio:.3g}", "current": str(current), "replicas": str(wanted.replicas)}
    told = say("scaling.keeps", **known) if wanted.replicas == current else say("scaling.asks", **known)
    inputs = (("usage", wanted.usage), ("ratio", round(wanted.ratio, 4)), ("current", current))
    return Verdict(f"hpa.{metric.name}", True, inputs, metric.target, told)


def _shown(metric: Metric, value: float) -> str:
    """Per cent, or the metric's own unit."""
    return f"{value:g} %" if metric.target_kind == "Utilization" else f"{value / 1000:g}"


def _verdict(rule: str, before: int, after: int, told: str) -> Verdict:
    return Verdict(f"hpa.{rule}", True, (("before", before),), after, told)
