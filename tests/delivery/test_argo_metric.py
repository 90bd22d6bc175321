"""Argo's truth tables: conditions to a measurement's phase, limits to a metric's verdict."""

import pytest

from slipway.delivery.argo_metric import (
    Measurement,
    Metric,
    Provider,
    Tally,
    judge_measurement,
    judge_metric,
    measured,
)

BROKEN = "result[0] > 1"

# argoproj/argo-rollouts utils/evaluate/evaluate.go and evaluate_test.go (Apache-2.0), values transcribed:
# success condition, failure condition, phase. BROKEN stands for a condition whose evaluation fails.
CONDITIONS = [
    ("true", "false", "Successful"),
    ("true", "true", "Failed"),
    ("false", "false", "Inconclusive"),
    ("", "false", "Successful"),
    ("", "true", "Failed"),
    ("false", "", "Failed"),
    ("true", "", "Successful"),
    ("", "", "Successful"),
    (BROKEN, "true", "Error"),
    ("true", BROKEN, "Error"),
]


@pytest.mark.parametrize(("success", "failure", "phase"), CONDITIONS)
def test_conditions_give_a_measurement_its_phase(success: str, failure: str, phase: str) -> None:
    metric = Metric("rate", success_condition=success, failure_condition=failure)
    found, verdict = judge_measurement(metric, Measurement(()))
    assert found == phase
    assert verdict.passed == (phase == "Successful")
    assert verdict.arithmetic.endswith(f"→ {phase}")


def test_a_provider_that_fails_is_an_error_whatever_the_conditions() -> None:
    phase, verdict = judge_measurement(Metric("rate"), Measurement(error="connection refused"))
    assert phase == "Error"
    assert "connection refused" in verdict.arithmetic


@pytest.mark.parametrize(
    ("kind", "value", "result"),
    [("prometheus", 0.5, (0.5,)), ("prometheus", None, ()), ("datadog", 0.5, 0.5), ("datadog", None, None)],
)
def test_no_data_is_an_empty_list_or_nil_by_the_provider(kind: str, value: float | None, result: object) -> None:
    assert measured(Metric("rate", Provider(kind)), value) == Measurement(result)  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "phase"), [(1.0, "Successful"), (0.0, "Failed"), (None, "Error")])
def test_a_job_is_judged_by_its_outcome_alone(value: float | None, phase: str) -> None:
    metric = Metric("smoke", Provider("job"), success_condition="false")
    assert judge_measurement(metric, measured(metric, value))[0] == phase


@pytest.mark.parametrize(
    ("metric", "window_s"),
    [
        (Metric("m"), 60),
        (Metric("m", interval_s=20), 20),
        (Metric("m", Provider(query="rate(x[5m])"), interval_s=20), 300),
        (Metric("m", Provider(query="max_over_time(x[2h:1m])")), 7200),
    ],
)
def test_a_measurement_looks_back_over_the_range_of_its_query(metric: Metric, window_s: float) -> None:
    assert metric.window_s == window_s


def test_a_measurement_carries_its_result_and_conditions() -> None:
    metric = Metric("rate", success_condition="result[0] >= 0.95", failure_condition="result[0] < 0.9")
    _, verdict = judge_measurement(metric, Measurement((0.92,)))
    assert dict(verdict.inputs) == {"metric": "rate", "result": "[0.92]", "phase": "Inconclusive"}
    assert verdict.threshold == "result[0] >= 0.95; result[0] < 0.9"
    assert verdict.arithmetic == "rate = [0.92]: result[0] >= 0.95 is false; result[0] < 0.9 is false → Inconclusive"


# argoproj/argo-rollouts analysis/analysis_test.go TestAssessMetricStatus* (Apache-2.0), values transcribed:
# settings, tally, phase, phase when the run is terminating (None: not given there). The row with a measurement
# in flight is left out: here a measurement takes no time.
LIMITS: list[tuple[Metric, Tally, str, str | None]] = [
    (Metric("m"), Tally(), "Pending", "Successful"),
    (Metric("m", failure_limit=2, interval_s=60), Tally(failed=3, count=3), "Failed", "Failed"),
    (Metric("m", failure_limit=3, interval_s=60), Tally(failed=3, count=3), "Running", "Successful"),
    (
        Metric("m", failure_limit=-1, consecutive_success_limit=3, interval_s=60),
        Tally(failed=3, successful=4, consecutive_success=3, count=7),
        "Successful",
        "Successful",
    ),
    (
        Metric("m", failure_limit=-1, consecutive_success_limit=5, interval_s=60),
        Tally(failed=3, successful=4, consecutive_success=3, count=7),
        "Running",
        "Successful",
    ),
    (
        Metric("m", failure_limit=-1, consecutive_success_limit=5, interval_s=60, count=7),
        Tally(failed=3, successful=4, consecutive_success=3, count=7),
        "Failed",
        "Failed",
    ),
    (
        Metric("m", failure_limit=-1, consecutive_success_limit=3, interval_s=60, count=9),
        Tally(failed=3, successful=4, consecutive_success=3, count=7),
        "Successful",
        "Successful",
    ),
    (
        Metric("m", failure_limit=4, consecutive_success_limit=4, interval_s=60),
        Tally(failed=3, successful=4, consecutive_success=3, count=7),
        "Running",
        "Successful",
    ),
    (
        Metric("m", failure_limit=4, consecutive_success_limit=4, interval_s=60),
        Tally(failed=5, successful=9, consecutive_success=0, count=9),
        "Failed",
        "Failed",
    ),
    (
        Metric("m", failure_limit=4, consecutive_success_limit=4, interval_s=60),
        Tally(failed=3, successful=5, consecutive_success=4, count=8),
        "Successful",
        "Successful",
    ),
    (
        Metric("m", failure_limit=4, consecutive_success_limit=4, interval_s=60),
        Tally(failed=5, successful=5, consecutive_success=4, count=10),
        "Failed",
        "Failed",
    ),
    (
        Metric("m", inconclusive_limit=2, interval_s=60),
        Tally(inconclusive=3, count=3),
        "Inconclusive",
        "Inconclusive",
    ),
    (Metric("m", inconclusive_limit=3, interval_s=60), Tally(inconclusive=3, count=3), "Running", "Successful"),
    (Metric("m", interval_s=60), Tally(consecutive_error=5, count=5), "Error", "Error"),
    (Metric("m", interval_s=60), Tally(consecutive_error=4, count=5), "Running", "Successful"),
    (Metric("m", count=10), Tally(successful=10, count=10), "Successful", None),
    (Metric("m", count=10), Tally(successful=5, inconclusive=5, count=10), "Inconclusive", None),
]


@pytest.mark.parametrize(("metric", "tally", "phase", "terminating"), LIMITS)
def test_limits_give_a_metric_its_verdict(metric: Metric, tally: Tally, phase: str, terminating: str | None) -> None:
    assert judge_metric(metric, tally)[0] == phase
    if terminating:
        assert judge_metric(metric, tally, terminating=True)[0] == terminating


def test_inside_a_metric_error_outdoes_inconclusive_and_that_outdoes_failed() -> None:
    metric = Metric("m", interval_s=60)
    assert judge_metric(metric, Tally(count=2, failed=1, inconclusive=1))[0] == "Inconclusive"
    assert judge_metric(metric, Tally(count=2, failed=1, inconclusive=1, consecutive_error=5))[0] == "Error"


def test_both_limits_in_force_and_neither_reached_at_the_count_is_inconclusive() -> None:
    metric = Metric("m", interval_s=60, count=3, failure_limit=1, consecutive_success_limit=3)
    phase, verdict = judge_metric(metric, Tally(count=3, successful=2, failed=1, consecutive_success=1))
    assert phase == "Inconclusive"
    assert verdict.arithmetic == (
        "m: count 3 reached, consecutive successes 1 < consecutiveSuccessLimit 3 → Inconclusive"
    )


def test_limits_mean_more_than_and_say_so() -> None:
    metric = Metric("m", interval_s=60)
    assert judge_metric(metric, Tally(count=1, failed=1))[1].arithmetic == "m: failed 1 > failureLimit 0 → Failed"
    four, five = (Tally(error=n, consecutive_error=n) for n in (4, 5))
    assert judge_metric(metric, four)[0] == "Running"
    assert judge_metric(metric, five)[1].threshold == 4


@pytest.mark.parametrize(
    ("metric", "count"),
    [(Metric("m"), 1), (Metric("m", interval_s=5), None), (Metric("m", interval_s=5, count=3), 3)],
)
def test_without_an_interval_there_is_one_measurement_and_without_a_count_no_end(metric: Metric, count: int) -> None:
    assert metric.effective_count == count


def test_an_error_is_not_counted_and_breaks_a_row_of_successes() -> None:
    tally = Tally().after("Successful").after("Successful").after("Error")
    assert tally == Tally(count=2, successful=2, error=1, consecutive_error=1)
    assert tally.after("Failed") == Tally(count=3, successful=2, failed=1, error=1)
