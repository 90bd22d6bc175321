"""Recorded measurements, judged as Argo would have."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.delivery.argo_judge import Judgement, judge
from slipway.delivery.argo_metric import Measurement, Metric

OK = Measurement((0.99,))
BAD = Measurement((0.5,))
UNSURE = Measurement((0.92,))
NONE = Measurement(())
BROKEN = Measurement(error="connection refused")
RATE = Metric("rate", success_condition="result[0] >= 0.95", failure_condition="result[0] < 0.9")


def _rate(**settings: object) -> Metric:
    fields = {"interval_s": 60.0, "success_condition": RATE.success_condition}
    return Metric("rate", **{**fields, "failure_condition": RATE.failure_condition, **settings})  # type: ignore[arg-type]


def _phases(judgement: Judgement) -> list[str]:
    return [each.phase for each in judgement.measurements]


def test_each_measurement_gets_its_phase_and_the_metric_and_the_run_theirs() -> None:
    judgement = judge([_rate(count=3, failure_limit=1)], {"rate": [OK, BAD, OK]})
    assert _phases(judgement) == ["Successful", "Failed", "Successful"]
    assert [each.at_s for each in judgement.measurements] == [0, 60, 120]
    assert [each.phase for each in judgement.metrics] == ["Successful"]
    assert judgement.run.phase == "Successful"
    assert judgement.run.verdict.arithmetic == "the worst of rate Successful → Successful"


def test_no_data_is_an_error_and_the_fifth_in_a_row_ends_the_run() -> None:
    four = judge([_rate()], {"rate": [NONE] * 4})
    five = judge([_rate()], {"rate": [NONE] * 9})
    assert (four.run.phase, five.run.phase) == ("Running", "Error")
    assert _phases(five) == ["Error"] * 5
    assert [each.at_s for each in five.measurements] == [0, 10, 20, 30, 40]
    assert five.metrics[0].verdict.arithmetic == "rate: consecutive errors 5 > consecutiveErrorLimit 4 → Error"


def test_a_success_ends_a_row_of_errors() -> None:
    judgement = judge([_rate(count=2)], {"rate": [BROKEN] * 4 + [OK] + [BROKEN] * 4 + [OK]})
    assert judgement.run.phase == "Successful"


def test_the_first_measurement_waits_for_the_initial_delay() -> None:
    assert [each.at_s for each in judge([_rate(count=2, initial_delay_s=30)], {"rate": [OK, OK]}).measurements] == [
        30,
        90,
    ]


def test_a_bad_metric_ends_its_siblings_which_are_then_successful() -> None:
    sibling = Metric("delay", interval_s=60.0)
    judgement = judge([_rate(), sibling], {"rate": [OK, BAD], "delay": [OK] * 9})
    assert {each.metric: each.phase for each in judgement.metrics} == {"rate": "Failed", "delay": "Successful"}
    assert len([each for each in judgement.measurements if each.metric == "delay"]) == 2
    assert judgement.run.phase == "Failed"


def test_a_run_weighs_failed_over_error_over_inconclusive() -> None:
    metrics = [Metric(name, success_condition="result", consecutive_error_limit=0) for name in ("a", "b")]
    both = judge(metrics, {"a": [BROKEN], "b": [Measurement(False)]})
    assert both.run.phase == "Failed"
    unsure = Metric("b", success_condition="result", failure_condition="result")
    assert judge([metrics[0], unsure], {"a": [BROKEN], "b": [Measurement(False)]}).run.phase == "Error"


def test_a_dry_run_metric_is_judged_but_does_not_count() -> None:
    judgement = judge([_rate(dry_run=True)], {"rate": [BAD]})
    assert judgement.metrics[0].phase == "Failed"
    assert judgement.run.phase == "Successful"
    assert "dry run, does not count" in judgement.run.verdict.arithmetic


def test_a_dry_run_metric_that_fails_does_not_end_its_siblings() -> None:
    sibling = Metric("delay", interval_s=60.0, count=3)
    judgement = judge([_rate(dry_run=True), sibling], {"rate": [BAD], "delay": [OK] * 3})
    assert len([each for each in judgement.measurements if each.metric == "delay"]) == 3


def test_a_run_without_a_count_ends_only_from_outside_and_is_then_successful() -> None:
    assert judge([_rate()], {"rate": [OK] * 3}).run.phase == "Running"
    stopped = judge([_rate()], {"rate": [OK] * 3}, stopped=True)
    assert stopped.run.phase == "Successful"
    assert stopped.metrics[0].verdict.arithmetic == (
        "rate: the run was stopped and nothing had gone too far → Successful"
    )


def test_an_inconclusive_measurement_is_one_too_many_by_default() -> None:
    assert judge([_rate(count=2)], {"rate": [UNSURE]}).run.phase == "Inconclusive"
    assert judge([_rate(count=2, inconclusive_limit=1)], {"rate": [UNSURE, OK]}).run.phase == "Successful"


def test_measurements_of_a_metric_that_is_not_there_are_refused() -> None:
    with pytest.raises(KeyError, match="speed"):
        judge([_rate()], {"speed": [OK]})


RECORDED = st.lists(st.sampled_from([OK, BAD, UNSURE, NONE, BROKEN]), max_size=12)
METRICS = st.builds(
    _rate,
    count=st.integers(0, 5),
    failure_limit=st.integers(-1, 3),
    inconclusive_limit=st.integers(0, 3),
    consecutive_error_limit=st.integers(0, 4),
    consecutive_success_limit=st.integers(0, 4),
    dry_run=st.booleans(),
)


@settings(deadline=None)
@given(METRICS, RECORDED)
def test_the_same_measurements_give_the_same_judgement(metric: Metric, recorded: list[Measurement]) -> None:
    assert judge([metric], {"rate": recorded}) == judge([metric], {"rate": recorded})


@settings(deadline=None)
@given(METRICS, RECORDED, RECORDED)
def test_later_measurements_change_no_earlier_phase(
    metric: Metric, recorded: list[Measurement], more: list[Measurement]
) -> None:
    short = judge([metric], {"rate": recorded}).measurements
    assert judge([metric], {"rate": recorded + more}).measurements[: len(short)] == short


@settings(deadline=None)
@given(METRICS, RECORDED)
def test_a_run_that_is_stopped_always_has_a_verdict(metric: Metric, recorded: list[Measurement]) -> None:
    judgement = judge([metric], {"rate": recorded}, stopped=True)
    assert judgement.run.phase in ("Successful", "Inconclusive", "Error", "Failed")
    assert len(judgement.measurements) <= len(recorded)
