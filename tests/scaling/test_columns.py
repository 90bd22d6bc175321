"""Which recorded series is which metric: by its exact name and unit, or because somebody said so; never by a guess."""

import pytest

from slipway.scaling.columns import fitted, need_of, need_of_group, quantity
from slipway.scaling.metric import Metric
from slipway.scaling.track import Track

CPU = need_of(Metric("Resource", "cpu", "Utilization", 60))
RATE = need_of(Metric("Pods", "requests_per_second", "AverageValue", 10_000))
OWN = need_of(Metric("External", "jobs", "AverageValue", 10_000))


def track(name, instance="", value=60.0, container=""):
    return Track(name, instance, (0.0,), (value,), container)


def taken(tracks, *needs, **chosen):
    return [(each.name, each.values[0]) for each in fitted(tracks, needs, chosen).tracks]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("CPUUtilization", ("cpu_pct", 1.0)),
        ("cpu-ratio", ("cpu_pct", 100.0)),
        ("RequestCountPerTarget", ("requests_per_instance", 1.0)),
        ("requests_per_minute", ("requests_per_s", 1 / 60)),
        ("GroupDesiredCapacity", ("replicas", 1.0)),
    ],
)
def test_a_name_says_a_quantity_and_its_unit(name, meant):
    assert quantity(name) == meant


@pytest.mark.parametrize(
    "name",
    [
        "http_requests_total",
        "requests",
        "cpu_requests",
        "cpu_seconds_total",
        "request_errors",
        "response_bytes",
        "RequestCount",
    ],
)
def test_a_word_in_a_name_says_nothing(name):
    assert quantity(name) is None


def test_units_are_brought_to_that_of_the_metric():
    assert taken([track("requests_per_minute", value=120.0)], RATE) == [("requests_per_second", 2.0)]
    assert taken([track("cpu_ratio", value=0.5)], CPU) == [("cpu_pct", 50.0)]


def test_the_very_name_comes_before_another_of_the_same_quantity():
    both = [track("rps", value=1.0), track("requests_per_second", value=2.0)]
    assert taken(both, RATE) == [("requests_per_second", 2.0)]


def test_another_name_is_taken_where_somebody_says_so_and_in_the_metrics_own_unit():
    assert taken([track("http_requests_total"), track("load", value=7.0)], OWN, jobs="load") == [("jobs", 7.0)]


def test_what_is_not_recorded_is_an_error_that_says_what_would_do():
    with pytest.raises(ValueError, match=r"no series is jobs, .* there are http_requests_total; --column jobs=SERIES"):
        fitted([track("http_requests_total")], [OWN])


def test_a_metric_among_several_that_is_not_recorded_is_told():
    record = fitted([track("cpu")], [CPU, OWN])
    assert record.missing == ("jobs",)
    first, second = record.notes(3)
    assert "jobs" in first and "taken to be 3 throughout" in second


@pytest.mark.parametrize(
    ("chosen", "told"), [({"job": "load"}, "it looks at jobs"), ({"jobs": "lod"}, "no series lod; .* load")]
)
def test_a_choice_that_names_nothing_is_an_error(chosen, told):
    with pytest.raises(ValueError, match=told):
        fitted([track("load")], [OWN], chosen)


def test_one_thing_that_was_recorded_twice_is_an_error_and_not_the_last_of_both():
    with pytest.raises(ValueError, match="jobs of a was recorded by several series"):
        fitted([track("jobs", "a"), track("jobs", "a", 61.0)], [OWN])
    with pytest.raises(ValueError, match="cpu_pct of a was recorded by several"):
        fitted([track("cpu", "a", container="app"), track("cpu", "a", 61.0, container="proxy")], [CPU])


def test_requests_per_instance_follow_from_all_requests():
    need = need_of_group("requests_per_instance")
    assert taken([track("rps", value=5.0)], need) == [("requests_per_s", 5.0)]
    assert taken([track("RequestCountPerTarget", value=5.0)], need) == [("requests_per_instance", 5.0)]


@pytest.mark.parametrize("count", [-1.0, 1e18])
def test_a_number_of_instances_that_cannot_be_is_refused(count):
    with pytest.raises(ValueError, match="instances were recorded at 0 s; 0 to 5000 would do"):
        fitted([track("cpu"), track("replicas", value=count)], [CPU])
