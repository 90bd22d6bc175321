"""An AnalysisRun: metrics measured in time until the worst of them is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from slipway.delivery.argo_metric import (
    COMPLETED,
    ERROR_RETRY_S,
    AnalysisPhase,
    Measurement,
    Metric,
    Tally,
    judge_measurement,
    judge_metric,
)
from slipway.verdict import Verdict
from slipway.words import say

Take = Callable[[Metric, float], Measurement | None]
"""Measures a metric at a time; None when there will be no further measurement."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict reached at a time: on a measurement, on a metric or on the whole run."""

    of: Literal["measurement", "metric", "run"]
    metric: str
    at_s: float
    phase: AnalysisPhase
    verdict: Verdict


@dataclass(slots=True)
class _Watch:
    """One metric of a run under way; `due_s` is None once nothing more is measured."""

    metric: Metric
    due_s: float | None
    tally: Tally = Tally()
    phase: AnalysisPhase = "Pending"

    @property
    def counts(self) -> bool:
        return not self.metric.dry_run


@dataclass(slots=True)
class AnalysisRun:
    """Measures what is due and weighs it; between two calls of `step` nothing changes."""

    metrics: Sequence[Metric]
    start_s: float
    phase: AnalysisPhase = "Running"
    _watches: list[_Watch] = field(init=False)

    def __post_init__(self) -> None:
        self._watches = [_Watch(metric, self.start_s + metric.initial_delay_s) for metric in self.metrics]

    @property
    def next_at_s(self) -> float | None:
        """When the next measurement is due."""
        if self.completed:
            return None
        return min((watch.due_s for watch in self._watches if watch.due_s is not None), default=None)

    @property
    def completed(self) -> bool:
        """Whether the run has its verdict."""
        return self.phase in COMPLETED

    def step(self, at_s: float, take: Take) -> tuple[Judged, ...]:
        """Take the measurements due by now, all of them before any is held against another's verdict."""
        judged: list[Judged] = []
        for watch in self._watches:
            if not self.completed and watch.due_s is not None and watch.due_s <= at_s:
                judged += self._measure(watch, at_s, take)
        if judged:
            judged += self._assess(at_s)
        return tuple(judged)

    def stop(self, at_s: float) -> tuple[Judged, ...]:
        """End the run: what has not failed by now is Successful."""
        return () if self.completed else (*self._terminate(at_s), self._conclude(at_s))

    def standing(self, at_s: float) -> tuple[Judged, ...]:
        """The verdict on each metric and on the run as they are, finished or not."""
        metrics = [self._metric_verdict(watch, at_s, terminating=False) for watch in self._watches]
        return (*metrics, self._run_verdict(at_s))

    def _measure(self, watch: _Watch, at_s: float, take: Take) -> list[Judged]:
        measurement = take(watch.metric, at_s)
        if measurement is None:
            watch.due_s = None
            return []
        phase, verdict = judge_measurement(watch.metric, measurement)
        watch.tally = watch.tally.after(phase)
        wait_s = ERROR_RETRY_S if phase == "Error" else watch.metric.interval_s or ERROR_RETRY_S
        watch.due_s = at_s + wait_s
        return [Judged("measurement", watch.metric.name, at_s, phase, verdict)]

    def _assess(self, at_s: float) -> list[Judged]:
        judged = [each for watch in self._watches for each in self._settled(watch, at_s, terminating=False)]
        if any(watch.counts and watch.phase in ("Inconclusive", "Error", "Failed") for watch in self._watches):
            judged += self._terminate(at_s)
        if all(watch.phase in COMPLETED for watch in self._watches):
            judged.append(self._conclude(at_s))
        return judged

    def _terminate(self, at_s: float) -> list[Judged]:
        return [each for watch in self._watches for each in self._settled(watch, at_s, terminating=True)]

    def _settled(self, watch: _Watch, at_s: float, *, terminating: bool) -> list[Judged]:
        """The verdict on a metric if it is complete only now."""
        if watch.phase in COMPLETED:
            return []
        judged = self._metric_verdict(watch, at_s, terminating=terminating)
        watch.phase = judged.phase
        if judged.phase not in COMPLETED:
            return []
        watch.due_s = None
        return [judged]

    def _metric_verdict(self, watch: _Watch, at_s: float, *, terminating: bool) -> Judged:
        phase, verdict = judge_metric(watch.metric, watch.tally, terminating=terminating)
        return Judged("metric", watch.metric.name, at_s, phase, verdict)

    def _conclude(self, at_s: float) -> Judged:
        """The worst of the metrics that count; where none counts, all is well."""
        phases = [watch.phase for watch in self._watches if watch.counts]
        self.phase = max(phases, key=COMPLETED.index, default="Successful")
        return self._run_verdict(at_s)

    def _run_verdict(self, at_s: float) -> Judged:
        told = ", ".join(self._told(watch) for watch in self._watches)
        arithmetic = say("argo.run", metrics=told, phase=self.phase)
        inputs = tuple((watch.metric.name, watch.phase) for watch in self._watches)
        verdict = Verdict("argo.run", self.phase in ("Running", "Successful"), inputs, None, arithmetic)
        return Judged("run", "", at_s, self.phase, verdict)

    def _told(self, watch: _Watch) -> str:
        name, phase = watch.metric.name, watch.phase
        return (
            say("argo.metric_is", metric=name, phase=phase)
            if watch.counts
            else say("argo.dry", metric=name, phase=phase)
        )
