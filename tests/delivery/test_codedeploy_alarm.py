"""CloudWatch alarms: the state after a whole period, by metric, threshold and missing data."""

from dataclasses import replace

import pytest

from slipway.delivery.codedeploy_alarm import assumed, look
from slipway.delivery.controller import Query, Reading
from slipway.traffic.alarm import Alarm

ERRORS = Alarm("HighErrors", "Errors", threshold=0.01)


def measure(**rates):
    """Constant readings by version, of 100 requests each."""

    def read(query: Query) -> Reading:
        rate = rates.get(query.version)
        return Reading(rate, 100 if rate is not None else 0)

    return read


def in_period(values):
    """The canary's rate in the period that ends at so many minutes; nothing in others."""

    def read(query: Query) -> Reading:
        rate = values.get(query.until_s / 60)
        return Reading(rate, 100 if rate is not None else 0) if query.version == "canary" else Reading(None)

    return read


def state(alarm, at_s, readings):
    return look(alarm, at_s, readings).state


def test_an_alarm_goes_off_after_the_period_in_which_the_limit_was_passed():
    bad_from_one_minute_on = in_period({1: 0.0, 2: 0.5})
    assert state(ERRORS, 60, bad_from_one_minute_on) == "OK"
    assert state(ERRORS, 119, bad_from_one_minute_on) == "OK"
    assert state(ERRORS, 120, bad_from_one_minute_on) == "ALARM"


def test_before_the_deployment_all_was_well():
    assert state(ERRORS, 59, measure(canary=1.0)) == "OK"
    assert state(replace(ERRORS, comparison="LessThanThreshold"), 0, measure(canary=0.0)) == "OK"


@pytest.mark.parametrize(
    ("comparison", "value", "expected"),
    [
        ("GreaterThanThreshold", 0.01, "OK"),
        ("GreaterThanOrEqualToThreshold", 0.01, "ALARM"),
        ("LessThanThreshold", 0.01, "OK"),
        ("LessThanOrEqualToThreshold", 0.01, "ALARM"),
        ("LessThanThreshold", 0.001, "ALARM"),
        ("GreaterThanThreshold", 0.011, "ALARM"),
    ],
)
def test_a_value_on_the_limit_counts_as_the_comparison_says(comparison, value, expected):
    assert state(replace(ERRORS, comparison=comparison), 60, measure(canary=value)) == expected


def test_so_many_periods_out_of_so_many():
    two_of_three = replace(ERRORS, evaluation_periods=3, datapoints=2)
    readings = in_period({1: 0.5, 2: 0.0, 3: 0.5, 4: 0.0})
    assert [state(two_of_three, 60 * minute, readings) for minute in (1, 2, 3, 4)] == ["OK", "OK", "ALARM", "OK"]
    all_three = replace(ERRORS, evaluation_periods=3)
    assert state(all_three, 180, readings) == "OK"


def test_all_traffic_dilutes_what_the_new_version_does():
    readings = measure(stable=0.0, canary=0.02)
    assert state(replace(ERRORS, of_new_version=True), 60, readings) == "ALARM"
    assert look(ERRORS, 60, readings).verdict.inputs[1] == ("value", 0.01)
    assert state(ERRORS, 60, readings) == "OK"


@pytest.mark.parametrize(
    ("missing", "expected"),
    [("missing", "INSUFFICIENT_DATA"), ("breaching", "ALARM"), ("notBreaching", "OK"), ("ignore", None)],
)
def test_no_data_are_treated_as_the_alarm_says(missing, expected):
    assert state(replace(ERRORS, missing=missing), 180, measure()) == expected


def test_a_period_without_data_is_passed_over_while_one_with_data_is_near():
    assert state(replace(ERRORS, missing="breaching"), 60, measure()) == "OK"


def test_a_sum_of_errors_counts_them():
    three = replace(ERRORS, statistic="Sum", threshold=3.0)
    assert state(three, 60, measure(canary=0.03)) == "OK"
    assert state(three, 60, measure(canary=0.04)) == "ALARM"


def test_latencies_are_the_nearest_percentile_in_the_unit_of_the_limit():
    asked = []

    def read(query: Query) -> Reading:
        asked.append(query.metric)
        return Reading(1.0, 100)

    slow = Alarm("slow", "TargetResponseTime", "p99", threshold=0.5, of_new_version=True)
    for statistic in ("p99", "p95", "p90", "p50", "Average", "Maximum"):
        look(replace(slow, statistic=statistic), 60, read)
    look(replace(slow, threshold=500.0), 60, read)
    assert asked == ["p99_ms_s", "p95_ms_s", "p95_ms_s", "p50_ms_s", "p50_ms_s", "p99_ms_s", "p99_ms"]


def test_of_two_versions_latencies_the_worse_one_counts():
    readings = measure(stable=100.0, canary=900.0)
    assert state(Alarm("slow", "p95_ms", threshold=500.0), 60, readings) == "ALARM"


def test_an_alarm_that_only_has_a_name_is_assumed_to_watch_what_the_name_says():
    known = assumed(Alarm("prod-errors"))
    assert known and (known.metric, known.threshold) == ("error_rate", 0.01)
    assert state(Alarm("prod-errors"), 60, measure(canary=0.5)) == "ALARM"
    assert assumed(Alarm("pages")) is None
    assert state(Alarm("pages"), 60, measure(canary=0.5)) == "INSUFFICIENT_DATA"


def test_what_cannot_be_read_is_a_state_of_its_own():
    seen = look(ERRORS, 60, lambda query: Reading(None, 0, "the monitoring is down"))
    assert seen.state == "UNREADABLE" and not seen.verdict.passed
    assert "the monitoring is down" in seen.verdict.arithmetic


@pytest.mark.parametrize(
    "fields", [{"period_s": 0}, {"evaluation_periods": 0}, {"datapoints": 2}, {"statistic": "median"}]
)
def test_an_alarm_that_makes_no_sense_is_refused(fields):
    with pytest.raises(ValueError, match="HighErrors"):
        replace(ERRORS, **fields)


def test_the_arithmetic_shows_value_limit_and_periods():
    verdict = look(replace(ERRORS, of_new_version=True), 60, measure(canary=0.052)).verdict
    expected = "HighErrors: Errors 0.052; > 0.01 in 1 of the last 1 periods, needs 1 → ALARM"
    assert (verdict.arithmetic, verdict.passed) == (expected, False)
