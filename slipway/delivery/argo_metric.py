"""An AnalysisTemplate's metric: its settings, the phase of a measurement, its tally and the verdict on it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from slipway.delivery.argo_condition import Condition, read
from slipway.delivery.argo_value import EvaluationError, Value, shown
from slipway.verdict import Verdict
from slipway.words import say

AnalysisPhase = Literal["Pending", "Running", "Successful", "Inconclusive", "Error", "Failed"]
"""From best to worst, as a run weighs its metrics."""

COMPLETED: tuple[AnalysisPhase, ...] = ("Successful", "Inconclusive", "Error", "Failed")
ERROR_RETRY_S = 10.0
NO_LIMIT = -1
DRY_RUN = re.compile(r"\^?(?:[\w /:-]|\.[*+]?){0,200}\$?")
"""The patterns of dry runs that are read: names, with `.`, `.*`, `.+`, `^` and `$`; of the stars `MOST_STARS`."""
MOST_STARS = 3
_DEFAULT_WINDOW_S = 60.0
_RANGE = re.compile(r"\[(\d{1,6})([smh])[]:]")
_LIMIT = re.compile(r"(?<![\w.\[])\d+(?:\.\d+)?(?![\w\]])")
_UNITS_S = {"s": 1.0, "m": 60.0, "h": 3600.0}


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a metric's values come from; databases of time series answer with a list of values, the others with one."""

    kind: str = "prometheus"
    query: str = ""
    address: str = ""

    @property
    def gives_list(self) -> bool:
        """Whether its result is a list, to be indexed by a condition."""
        return self.kind in ("prometheus", "graphite", "influxdb")


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured, how often, and how much of each outcome is borne; limits are 'more than', not 'at least'.

    Raises ConditionError for a condition outside the subset.
    """

    name: str
    provider: Provider = Provider()
    interval_s: float | None = None
    count: int = 0
    initial_delay_s: float = 0.0
    success_condition: str = ""
    failure_condition: str = ""
    failure_limit: int = 0
    inconclusive_limit: int = 0
    consecutive_error_limit: int = 4
    consecutive_success_limit: int = 0
    dry_run: bool = False

    def __post_init__(self) -> None:
        self.conditions()

    def conditions(self) -> tuple[Condition | None, Condition | None]:
        """The conditions for success and for failure, where they are given."""
        texts = (self.success_condition, self.failure_condition)
        success, failure = (read(text) if text else None for text in texts)
        return success, failure

    @property
    def window_s(self) -> float:
        """How far back a measurement looks: the range in a Prometheus query, else the interval, else a minute."""
        found = _RANGE.search(self.provider.query)
        if found:
            return int(found[1]) * _UNITS_S[found[2]]
        return self.interval_s or _DEFAULT_WINDOW_S

    @property
    def limits(self) -> tuple[float, ...]:
        """The numbers that the conditions hold a value against."""
        return tuple(float(found) for found in _LIMIT.findall(f"{self.success_condition} {self.failure_condition}"))

    @property
    def effective_count(self) -> int | None:
        """How many measurements there will be: the count; one without an interval; else no end (None)."""
        return self.count or (None if self.interval_s else 1)


def is_dry(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of these patterns (see `DRY_RUN`) is found in a metric's name."""
    return any(re.search(pattern, name) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a provider answered: a result, or the error why there is none."""

    result: Value = None
    error: str = ""


def measured(metric: Metric, value: float | None, error: str = "") -> Measurement:
    """A provider's answer of one value; no data is an empty list for a database of time series, nil for the others."""
    if error:
        return Measurement(error=error)
    if metric.provider.gives_list:
        return Measurement(() if value is None else (value,))
    return Measurement(value)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a metric's completed measurements came to; an error is not counted among `count`."""

    count: int = 0
    successful: int = 0
    failed: int = 0
    inconclusive: int = 0
    error: int = 0
    consecutive_success: int = 0
    consecutive_error: int = 0

    def after(self, phase: AnalysisPhase) -> "Tally":
        """The tally with one more measurement of this phase."""
        if phase == "Error":
            errors = self.consecutive_error + 1
            return replace(self, error=self.error + 1, consecutive_error=errors, consecutive_success=0)
        good = phase == "Successful"
        return replace(
            self,
            count=self.count + 1,
            successful=self.successful + good,
            failed=self.failed + (phase == "Failed"),
            inconclusive=self.inconclusive + (phase == "Inconclusive"),
            consecutive_success=self.consecutive_success + 1 if good else 0,
            consecutive_error=0,
        )


def judge_measurement(metric: Metric, measurement: Measurement) -> tuple[AnalysisPhase, Verdict]:
    """A measurement's phase; where both conditions hold, failure wins.

    A job has no result but its outcome: 0 or false where it failed. Conditions do not count for it.
    """
    if measurement.error:
        return _measured(metric, measurement, "Error", measurement.error)
    if metric.provider.kind == "job":
        return _job(metric, measurement)
    success, failure = metric.conditions()
    try:
        succeeds = success.holds(measurement.result) if success else None
        fails = failure.holds(measurement.result) if failure else None
    except EvaluationError as error:
        return _measured(metric, measurement, "Error", str(error))
    held = ((metric.success_condition, succeeds), (metric.failure_condition, fails))
    told = [say("argo.condition_is", condition=text, truth=shown(truth)) for text, truth in held if truth is not None]
    return _measured(metric, measurement, _phase(succeeds, fails), "; ".join(told) or say("argo.no_condition"))


def _job(metric: Metric, measurement: Measurement) -> tuple[AnalysisPhase, Verdict]:
    if not isinstance(measurement.result, bool | int | float):
        return _measured(metric, measurement, "Error", say("argo.job_unknown"))
    if measurement.result:
        return _measured(metric, measurement, "Successful", say("argo.job_succeeded"))
    return _measured(metric, measurement, "Failed", say("argo.job_failed"))


def _phase(succeeds: bool | None, fails: bool | None) -> AnalysisPhase:
    if fails:
        return "Failed"
    if succeeds:
        return "Successful"
    if succeeds is None:
        return "Successful"
    return "Failed" if fails is None else "Inconclusive"


def _measured(
    metric: Metric, measurement: Measurement, phase: AnalysisPhase, because: str
) -> tuple[AnalysisPhase, Verdict]:
    result = "" if measurement.error else shown(measurement.result)
    arithmetic = say("argo.measured", metric=metric.name, result=result or "–", because=because, phase=phase)
    inputs = (("metric", metric.name), ("result", result), ("phase", phase))
    threshold = "; ".join(filter(None, (metric.success_condition, metric.failure_condition)))
    return phase, Verdict("argo.measurement", phase == "Successful", inputs, threshold or None, arithmetic)


@dataclass(frozen=True, slots=True)
class _Finding:
    phase: AnalysisPhase
    limit: int | None
    because: str


def judge_metric(metric: Metric, tally: Tally, *, terminating: bool = False) -> tuple[AnalysisPhase, Verdict]:
    """Where a metric stands after its measurements so far; Error outdoes Inconclusive, which outdoes Failed.

    `terminating` says that the run has been told to stop: what has not failed by then is Successful.
    """
    finding = _finding(metric, tally, terminating)
    arithmetic = say("argo.metric", metric=metric.name, because=finding.because, phase=finding.phase)
    inputs: tuple[tuple[str, str | int | float], ...] = (
        ("metric", metric.name),
        ("count", tally.count),
        ("successful", tally.successful),
        ("failed", tally.failed),
        ("inconclusive", tally.inconclusive),
        ("error", tally.error),
        ("consecutive_success", tally.consecutive_success),
        ("consecutive_error", tally.consecutive_error),
        ("phase", finding.phase),
    )
    passed = finding.phase in ("Pending", "Running", "Successful")
    return finding.phase, Verdict("argo.metric", passed, inputs, finding.limit, arithmetic)


def _finding(metric: Metric, tally: Tally, terminating: bool) -> _Finding:
    if not tally.count and not tally.consecutive_error:
        phase: AnalysisPhase = "Successful" if terminating else "Pending"
        return _Finding(phase, None, say("argo.stopped") if terminating else say("argo.nothing_measured"))
    exceeded = list(_exceeded(metric, tally))
    if exceeded:
        return exceeded[-1]
    wanted = metric.consecutive_success_limit
    if 0 < wanted <= tally.consecutive_success:
        because = say("argo.enough_successes", have=tally.consecutive_success, limit=wanted)
        return _Finding("Successful", wanted, because)
    if metric.effective_count is not None and tally.count >= metric.effective_count:
        return _at_count(metric, tally, metric.effective_count)
    if terminating:
        return _Finding("Successful", None, say("argo.stopped"))
    return _Finding("Running", metric.effective_count, _progress(metric, tally))


def _exceeded(metric: Metric, tally: Tally) -> Iterator[_Finding]:
    """The limits that are broken, the one that decides last."""
    if 0 <= metric.failure_limit < tally.failed:
        because = say("argo.failures", have=tally.failed, limit=metric.failure_limit)
        yield _Finding("Failed", metric.failure_limit, because)
    if tally.inconclusive > metric.inconclusive_limit:
        because = say("argo.inconclusives", have=tally.inconclusive, limit=metric.inconclusive_limit)
        yield _Finding("Inconclusive", metric.inconclusive_limit, because)
    if tally.consecutive_error > metric.consecutive_error_limit:
        because = say("argo.errors", have=tally.consecutive_error, limit=metric.consecutive_error_limit)
        yield _Finding("Error", metric.consecutive_error_limit, because)


def _at_count(metric: Metric, tally: Tally, count: int) -> _Finding:
    """The count is reached and no limit broken; a success limit that was not reached then decides."""
    if metric.consecutive_success_limit <= 0:
        reached = say("argo.count_reached", have=tally.count, count=count)
        return _Finding("Successful", count, _with_borne(reached, metric, tally))
    phase: AnalysisPhase = "Failed" if metric.failure_limit <= NO_LIMIT else "Inconclusive"
    because = say(
        "argo.too_few_successes",
        have=tally.consecutive_success,
        limit=metric.consecutive_success_limit,
        count=count,
    )
    return _Finding(phase, metric.consecutive_success_limit, because)


def _progress(metric: Metric, tally: Tally) -> str:
    if metric.effective_count is None:
        return _with_borne(say("argo.no_end", have=tally.count), metric, tally)
    return _with_borne(say("argo.so_far", have=tally.count, count=metric.effective_count), metric, tally)


def _with_borne(told: str, metric: Metric, tally: Tally) -> str:
    """With what went wrong and is within its limit."""
    borne = list(_borne(metric, tally))
    return say("argo.borne", told=told, within=", ".join(borne)) if borne else told


def _borne(metric: Metric, tally: Tally) -> Iterator[str]:
    if tally.failed:
        key = "argo.failures_unlimited" if metric.failure_limit <= NO_LIMIT else "argo.failures_borne"
        yield say(key, have=tally.failed, limit=metric.failure_limit)
    if tally.inconclusive:
        yield say("argo.inconclusives_borne", have=tally.inconclusive, limit=metric.inconclusive_limit)
    if tally.consecutive_error:
        yield say("argo.errors_borne", have=tally.consecutive_error, limit=metric.consecutive_error_limit)
