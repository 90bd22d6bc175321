"""Alarms: the limit, the window, the number of looks, and what no data mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.alarm import Alarm, Watch
from slipway.delivery.controller import Query, Reading
from tests.delivery.monitoring import answering


def looks(alarm, values):
    """The verdicts of one look after the other, a minute apart."""
    watch, measure = Watch([alarm], 60.0), answering(values)
    watch.begin(0)
    return [watch.look(60.0 * (index + 1), measure)[0] for index in range(len(values))]


def rings(alarm, values):
    return [not verdict.passed for verdict in looks(alarm, values)]


def test_it_rings_beyond_its_limit_and_not_at_it():
    above, below = Alarm("error_rate", 0.01), Alarm("success_rate", 0.99, "below")
    assert rings(above, [(0.01, 500), (0.0101, 500)]) == [False, True]
    assert rings(below, [(0.99, 500), (0.9899, 500)]) == [False, True]


def test_the_arithmetic_says_what_was_held_against_what():
    quiet, loud = looks(Alarm("p95_ms", 300), [(250.0, 400), (310.0, 400)])
    assert quiet.arithmetic == "new version: p95 250 ms in 400 requests ≤ 300 ms, goes on"
    assert loud.arithmetic == "new version: p95 310 ms in 400 requests > 300 ms, alarm"


def test_m_of_the_last_n_looks_must_be_bad():
    alarm = Alarm("error_rate", 0.01, bad_looks=2, of_looks=3)
    values = [(0.5, 500), (0.0, 500), (0.0, 500), (0.5, 500), (0.0, 500), (0.5, 500)]
    assert rings(alarm, values) == [False, False, False, False, False, True]
    assert "2 of the last 3 looks bad ≥ 2, alarm" in looks(alarm, values)[-1].arithmetic


@pytest.mark.parametrize(("missing", "expected"), [("ignored", True), ("good", False), ("bad", True)])
def test_no_data_are_ignored_or_count_as_good_or_bad(missing, expected):
    """A bad look, one without data, and what the two last looks make of it together."""
    alarm = Alarm("error_rate", 0.01, missing=missing, bad_looks=2, of_looks=2)
    assert rings(alarm, [(0.5, 500), (None, 0), (0.5, 500)])[-1] is expected


def test_too_few_requests_are_no_data():
    alarm = Alarm("error_rate", 0.01, min_points=100)
    assert rings(alarm, [(1.0, 99), (1.0, 100)]) == [False, True]
    assert "99 requests < 100, no data: says nothing" in looks(alarm, [(1.0, 99)])[0].arithmetic


def test_the_whole_service_is_the_mean_of_its_requests():
    asked = []

    def measure(query: Query) -> Reading:
        asked.append(query)
        return Reading(0.2, 100) if query.version == "canary" else Reading(0.0, 3900)

    watch = Watch([Alarm("error_rate", 0.01, scope="service"), Alarm("error_rate", 0.01)], 60.0)
    watch.begin(0)
    service, own = watch.look(60.0, measure)
    assert (service.passed, own.passed) == (True, False)
    assert dict(service.inputs) == {"error_rate": 0.5, "requests": 4000}
    assert {query.since_s for query in asked} == {0.0}


def test_a_watch_looks_when_it_is_due_over_its_window():
    asked = []

    def measure(query: Query) -> Reading:
        asked.append((query.since_s, query.until_s))
        return Reading(0.0, 500)

    watch = Watch([Alarm("error_rate", 0.01, window_s=120.0)], 60.0)
    assert watch.look(60.0, measure) == ()
    watch.begin(100.0)
    assert (watch.next_at_s, watch.look(150.0, measure)) == (160.0, ())
    watch.look(160.0, measure)
    watch.end()
    assert (asked, watch.next_at_s) == ([(40.0, 160.0)], None)


@given(st.lists(st.tuples(st.none() | st.floats(0, 1), st.integers(0, 1000)), min_size=1, max_size=20), st.data())
def test_a_lower_limit_never_rings_later(values, data):
    high = data.draw(st.floats(0, 1))
    low = data.draw(st.floats(0, high))
    strict, lax = (rings(Alarm("error_rate", limit, bad_looks=2, of_looks=3), values) for limit in (low, high))
    assert all(a or not b for a, b in zip(strict, lax, strict=True))


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"metric": "colour"}, "one of error_rate"),
        ({"metric": "p95_ms", "scope": "service"}, "whole service"),
        ({"metric": "error_rate", "bad_looks": 3, "of_looks": 2}, "3 of 2"),
        ({"metric": "error_rate", "window_s": 0}, "window_s"),
    ],
)
def test_alarms_that_cannot_be_are_refused(fields, complaint):
    with pytest.raises(ValueError, match=complaint):
        Alarm(limit=1, **fields)
