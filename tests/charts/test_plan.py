"""A plan's settings in words: only those that are changed, in the units they are asked in."""

import pytest

from slipway.charts.plan import told_settings
from slipway.delivery.strategies import STRATEGIES


@pytest.mark.parametrize("name", STRATEGIES)
def test_usual_settings_need_no_words(name):
    assert told_settings(name) == ""


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ("canary;max_p95_ms=200", "Goes back above this p95 200 ms"),
        (
            "argo/canary;bake_s=600;weights_pct=1,10",
            "Shares of traffic, step by step 1, 10 %; Bake time of each step 10 min",
        ),
        ("rolling;max_surge=0", "Instances too many at most 0"),
    ],
)
def test_changed_settings_are_told_with_their_units(plan, told):
    assert told_settings(plan) == told


def test_a_setting_that_there_is_not_is_named():
    with pytest.raises(ValueError, match="nosuch"):
        told_settings("canary;nosuch=1")
