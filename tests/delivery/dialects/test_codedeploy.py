"""A canary's intent in CodeDeploy's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.all_at_once import AllAtOnceSettings
from slipway.delivery.canary import CanarySettings
from slipway.delivery.codedeploy_predefined import PREDEFINED
from slipway.delivery.codedeploy_settings import ROLLBACK_EVENTS, AllAtOnce, TimeBasedCanary, TimeBasedLinear
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.rollout import play
from slipway.delivery.service import Service

CODEDEPLOY = DIALECTS["codedeploy"]


def expressed(**fields):
    found = CODEDEPLOY.express(CanarySettings(**{"check_every_s": 60.0, "min_requests": 0, **fields}))
    assert found is not None
    return found


def test_one_step_is_a_canary_and_the_predefined_one_where_there_is_one():
    found = expressed(weights_pct=(10.0,), bake_s=300)
    assert found.settings.config == PREDEFINED["CodeDeployDefault.LambdaCanary10Percent5Minutes"]
    assert expressed(weights_pct=(7.0,), bake_s=120).settings.config.routing == TimeBasedCanary(7, 2)


def test_equal_steps_are_linear():
    weights = tuple(10.0 * step for step in range(1, 10))
    found = expressed(weights_pct=weights, bake_s=60)
    assert found.settings.config == PREDEFINED["CodeDeployDefault.LambdaLinear10PercentEvery1Minute"]
    assert expressed(weights_pct=(30.0, 60.0, 90.0), bake_s=120).settings.config.routing == TimeBasedLinear(30, 2)


def test_of_other_steps_only_two_shifts_can_be_said_and_that_is_told():
    found = expressed(weights_pct=(5.0, 25.0, 50.0), bake_s=300)
    assert found.settings.config.routing == TimeBasedCanary(5, 15)
    assert "more than two shifts: 5 % for 15 minutes, then everything; the steps of 25, 50 % are gone" in found.left_out


def test_a_bake_time_at_100_per_cent_cannot_be_said():
    found = expressed(weights_pct=(10.0, 100.0), bake_s=300)
    assert found.settings.config.routing == TimeBasedCanary(10, 5)
    assert any("bake time at 100 %" in line for line in found.left_out)
    assert expressed(weights_pct=(100.0,)).settings.config.routing == AllAtOnce()


def test_checks_become_alarms_on_the_new_version_that_roll_back():
    deployment = expressed(max_error_rate=0.02, max_p95_ms=300, failure_limit=2, check_every_s=120).settings
    errors, latency = deployment.alarms
    assert (errors.threshold, errors.period_s, errors.evaluation_periods, errors.of_new_version) == (0.02, 120, 3, True)
    assert (latency.metric, latency.statistic, latency.threshold) == ("Duration", "p95", 300)
    assert deployment.rollback_events == ROLLBACK_EVENTS


@pytest.mark.parametrize(
    ("fields", "left_out"),
    [
        ({"min_requests": 100}, "waits for 100 requests"),
        ({"failure_limit": 2}, "the alarm goes off after 3 in a row"),
        ({"check_every_s": 90.0}, "more often than every minute, or between minutes"),
        ({"weights_pct": (2.5,)}, "weights with a fraction"),
        ({"weights_pct": (5.0,), "bake_s": 90.0}, "parts of a minute: it waits 2 minutes"),
        ({}, "an alarm looks at its last period"),
    ],
)
def test_what_cannot_be_said_is_told(fields, left_out):
    assert any(left_out in line for line in expressed(**{"weights_pct": (10.0,), **fields}).left_out)


def test_all_at_once_is_all_at_once():
    found = CODEDEPLOY.express(AllAtOnceSettings())
    assert found and found.settings.config == PREDEFINED["CodeDeployDefault.LambdaAllAtOnce"]
    assert (found.settings.alarms, found.left_out) == ((), ())


def test_a_strategy_without_words_for_it_is_not_expressed():
    assert CODEDEPLOY.express(object()) is None


WEIGHTS = st.lists(st.floats(0.1, 100), min_size=1, max_size=5, unique=True).map(sorted).map(tuple)


@given(WEIGHTS, st.floats(0, 1e6), st.floats(1, 1e5), st.integers(0, 10_000))
def test_every_canary_can_be_said_somehow(weights, bake_s, check_every_s, failure_limit):
    settings = CanarySettings(weights, bake_s, check_every_s, failure_limit=failure_limit)
    found = CODEDEPLOY.express(settings)
    assert found and found.settings.alarms
    assert all(0 < share <= 100 for _, share in found.settings.config.routing.shifts)


@pytest.mark.parametrize(("release", "phase"), [("good", "promoted"), ("crash", "rolled_back")])
def test_a_release_is_played_in_traffic(release, phase):
    service = Service()
    controller = CODEDEPLOY.start(expressed(weights_pct=(10.0,)).settings, service)
    assert play(RELEASES[release], service, PROFILES["steady"], controller, 1).phase == phase
