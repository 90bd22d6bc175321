"""CloudWatch alarms on series of datapoints, and composites of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from slipway.alerting.alarm import MetricAlarm, least_measurements, run_alarm, run_alarms, states
from slipway.alerting.composite import (
    Always,
    Composite,
    In,
    Joined,
    Not,
    RuleError,
    holds,
    named,
    read_rule,
    run_composites,
    written,
)
from slipway.alerting.datapoints import Datapoints, Spread, by_period, plain
from slipway.traffic.alarm import MISSING, Alarm, judged

NO = float("nan")
PRIOR = ["OK", "ALARM", "INSUFFICIENT_DATA"]
ROWS = ["0-X-X", "0----", "-----", "0XX-X", "--X--", "00X0X", "0-X--", "----0", "---X-", "----X", "X----"]
WORTH = {"0": 0.0, "X": 1.0, "-": NO}


def minutes(values):
    return plain(np.arange(len(values), dtype=np.float64) * 60.0, np.array(values, dtype=np.float64))


def changes(alarm, values, before="OK"):
    return [
        (event.at_s / 60, event.state)
        for event in run_alarm(MetricAlarm(alarm), minutes(values), 60.0 * len(values), before)
    ]


@pytest.mark.parametrize("before", PRIOR)
@pytest.mark.parametrize("missing", MISSING)
@pytest.mark.parametrize("needed", [2, 3])
@pytest.mark.parametrize("row", ROWS)
def test_an_alarm_at_work_comes_into_the_state_of_the_table_from_every_state(row, needed, missing, before):
    alarm = Alarm("a", "m", threshold=0.5, evaluation_periods=3, datapoints=needed, missing=missing)
    rows = [None if mark == "-" else mark == "X" for mark in row]
    expected = before
    for end in range(1, 6):
        expected = judged(rows[:end], needed, 3, missing).state or expected
    found = changes(alarm, [WORTH[mark] for mark in row], before)
    assert (found[-1][1] if found else before) == expected


def test_it_changes_at_the_end_of_the_period_and_only_tells_changes():
    assert changes(Alarm("a", "m", threshold=0.5, evaluation_periods=2), [0, 1, 1, 1, 0, 1]) == [
        (3, "ALARM"),
        (5, "OK"),
    ]


def test_a_change_says_its_arithmetic():
    alarm = Alarm("High", "Errors", statistic="Sum", threshold=3, evaluation_periods=2, datapoints=1)
    (event,) = run_alarm(MetricAlarm(alarm), minutes([5]), 60, "OK")
    assert event.verdict.arithmetic == "High: Sum of Errors 5; > 3 in 1 of the last 2 periods, needs 1 → ALARM"


@pytest.mark.parametrize(
    ("statistic", "expected"),
    [("Sum", 30), ("Average", 3), ("SampleCount", 10), ("Minimum", 1), ("Maximum", 4), ("p50", 4), ("p10", 1)],
)
def test_statistics_over_a_period_count_measurements(statistic, expected):
    points = Datapoints(np.array([0.0, 60.0]), np.array([1.0, 4.0]), np.array([10 / 3, 20 / 3]))
    assert by_period(points, statistic, 120, 1)[0].tolist() == pytest.approx([expected])


def test_a_percentile_is_read_off_the_spread():
    spread = Spread((10.0, 20.0, np.inf), np.array([[50.0, 50.0, 0.0]]))
    points = Datapoints(np.array([0.0]), np.array([10.0]), np.array([100.0]), spread)
    assert by_period(points, "p75", 60, 1)[0].tolist() == [15.0]


def test_a_period_without_measurements_has_no_datapoint():
    for statistic in ("Sum", "Average", "Maximum", "p99", "SampleCount"):
        assert np.isnan(by_period(minutes([NO, 1, NO]), statistic, 60, 4)[0]).tolist() == [True, False, True, True]


def test_a_percentile_of_few_measurements_may_be_passed_over():
    assert [least_measurements(each) for each in ("p99", "p90", "Sum")] == [1000, 100, 0]
    alarm = Alarm("a", "m", statistic="p99", threshold=0.5)
    points = Datapoints(np.array([0.0, 60.0]), np.array([1.0, 1.0]), np.array([999.0, 1000.0]))
    found = run_alarm(MetricAlarm(alarm, judges_few=False), points, 120, "OK")
    assert [(event.at_s, event.state) for event in found] == [(120, "ALARM")]


def test_later_looks_do_not_count_what_was_passed_over():
    alarm = Alarm("a", "m", statistic="p99", threshold=0.5)
    points = Datapoints(np.array([0.0, 60.0, 120.0]), np.array([0.0, 1.0, NO]), np.array([1000.0, 999.0, 0.0]))
    found = list(run_alarm(MetricAlarm(alarm, judges_few=False), points, 180))
    assert [(event.at_s, event.state) for event in found] == [(60, "OK")]


@pytest.mark.parametrize("statistic", ["Minimum", "Maximum", "Average", "Sum", "SampleCount", "p99"])
def test_measurements_after_the_last_period_change_nothing(statistic):
    later = minutes([5, 2, 9, 0])
    assert by_period(later, statistic, 60, 2)[0].tolist() == by_period(minutes([5, 2]), statistic, 60, 2)[0].tolist()


@given(some.lists(some.sampled_from([0.0, 1.0, NO]), max_size=20), some.integers(1, 3), some.sampled_from(MISSING))
def test_the_future_does_not_change_the_past(values, needed, missing):
    alarm = Alarm("a", "m", threshold=0.5, evaluation_periods=3, datapoints=needed, missing=missing)
    half = len(values) // 2
    early = [each for each in changes(alarm, values) if each[0] <= half]
    assert early == changes(alarm, values[:half])


def test_states_between_changes():
    events = run_alarm(MetricAlarm(Alarm("a", "m", threshold=0.5)), minutes([0, 1, 1]), 180, "OK")
    assert states(events, np.array([0.0, 120.0, 180.0]), "OK") == ["OK", "ALARM", "ALARM"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ALARM(a)", In("a", "ALARM")),
        ('OK("a b") AND NOT TRUE', Joined("AND", (In("a b", "OK"), Not(Always(True))))),
        (
            "ALARM(a) OR ALARM(b) AND INSUFFICIENT_DATA(c)",
            Joined("OR", (In("a", "ALARM"), Joined("AND", (In("b", "ALARM"), In("c", "INSUFFICIENT_DATA"))))),
        ),
        ("((FALSE))", Always(False)),
        ("ALARM(OK-Latency)", In("OK-Latency", "ALARM")),
    ],
)
def test_a_rule_is_read(text, rule):
    assert read_rule(text) == rule


@pytest.mark.parametrize(
    ("text", "at"),
    [("", 0), ("ALARM", 5), ("ALARM(a", 7), ("ALARM(a) ALARM(b)", 8), ("alarm(a)", 0), ("(" * 40 + "TRUE", 31)],
)
def test_a_rule_that_cannot_be_read_says_where(text, at):
    with pytest.raises(RuleError) as error:
        read_rule(text)
    assert error.value.at == at


names = some.from_regex(r"[A-Za-z][A-Za-z0-9 _/-]{0,8}", fullmatch=True)
leaves = some.builds(In, names, some.sampled_from(PRIOR)) | some.builds(Always, some.booleans())
rules = some.recursive(
    leaves,
    lambda inner: (
        some.builds(Not, inner)
        | some.builds(Joined, some.sampled_from(["AND", "OR"]), some.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=8,
)


@given(rules, some.dictionaries(names, some.sampled_from(PRIOR)))
def test_a_rule_reads_back_and_means_the_same(rule, known):
    again = read_rule(written(rule))
    assert holds(again, known) == holds(rule, known)
    assert named(again) == named(rule)


def test_a_composite_follows_its_alarms_and_other_composites():
    alarms = tuple(MetricAlarm(Alarm(name, name, threshold=0.5)) for name in ("errors", "deploying"))
    metrics = {"errors": minutes([0, 1, 1, 0]), "deploying": minutes([1, 1, 0, 0])}
    composites = [
        Composite("outer", read_rule("ALARM(page)")),
        Composite("page", read_rule("ALARM(errors) AND NOT ALARM(deploying)")),
    ]
    events = run_composites(composites, run_alarms(alarms, metrics, 240))
    told = [(event.at_s / 60, event.name, event.state) for event in events if event.kind == "composite"]
    assert told == [
        (0, "page", "OK"),
        (0, "outer", "OK"),
        (3, "page", "ALARM"),
        (3, "outer", "ALARM"),
        (4, "page", "OK"),
        (4, "outer", "OK"),
    ]


def test_composites_in_a_circle_are_refused():
    circle = [Composite("a", read_rule("ALARM(b)")), Composite("b", read_rule("OK(a)"))]
    with pytest.raises(ValueError, match="a, b"):
        run_composites(circle, [])
