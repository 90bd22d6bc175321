"""What a metric's name in somebody's file means."""

import pytest

from slipway.scaling.meaning import meaning_of


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("p95_milliseconds", ("p95_ms", 1.0)),
        ("latency_ms", ("p95_ms", 1.0)),
        ("http_request_duration_seconds", ("p95_ms", 0.001)),
        ("response_time_s", ("p95_ms", 0.001)),
        ("queue_length", ("waiting", 1.0)),
        ("http-requests-per-second", ("requests_per_s", 1.0)),
        ("container_cpu", ("cpu_pct", 1.0)),
        ("errors_total", ("error_rate", 1.0)),
        ("moon_phase", None),
    ],
)
def test_a_name_says_what_is_measured_and_in_what_unit(name, meant):
    assert meaning_of(name) == meant
