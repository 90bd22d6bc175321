"""What a metric's name in somebody's file means."""

import pytest

from slipway.delivery.meaning import Meaning, in_unit_of, meaning_of


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("error_rate", Meaning("error_rate")),
        ("success-rate", Meaning("success_rate")),
        ("success-rate_pct", Meaning("success_rate", 100.0)),
        ("request-success-rate", Meaning("success_rate")),
        ("request-duration", Meaning("p95_ms")),
        ("latency-p99_s", Meaning("p99_ms", 0.001)),
        ("http-5xx", Meaning("error_rate")),
        ("rps", Meaning("requests")),
    ],
)
def test_a_name_says_what_is_measured(name, meaning):
    assert meaning_of(name) == meaning


def test_a_name_that_says_nothing_means_nothing():
    assert meaning_of("happiness") is None


@pytest.mark.parametrize(
    ("name", "limits", "asked"),
    [
        ("success-rate", (0.95,), "success-rate"),
        ("success-rate", (95.0,), "success-rate_pct"),
        ("latency", (0.5,), "latency_s"),
        ("latency", (500.0,), "latency"),
        ("happiness", (3.0,), "happiness"),
        ("success-rate", (), "success-rate"),
    ],
)
def test_limits_betray_the_unit(name, limits, asked):
    assert in_unit_of(name, limits) == asked
