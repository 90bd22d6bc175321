"""A canary's intent in Argo's words."""

from slipway.delivery.all_at_once import AllAtOnceSettings
from slipway.delivery.argo_settings import Pause, SetWeight
from slipway.delivery.canary import CanarySettings
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.service import Service

ARGO = DIALECTS["argo"]


def expressed(**fields):
    found = ARGO.express(CanarySettings(**fields))
    assert found is not None
    return found


def test_weights_become_steps_with_pauses():
    rollout = expressed(weights_pct=(10.0, 50.0), bake_s=120).settings
    assert rollout.strategy.steps == (SetWeight(10), Pause(120), SetWeight(50), Pause(120))


def test_checks_become_a_background_analysis_that_knows_the_limits():
    rollout = expressed(max_error_rate=0.02, max_p95_ms=300, failure_limit=2, check_every_s=30).settings
    errors, latency = rollout.templates[0].metrics
    assert (errors.success_condition, latency.success_condition) == ("result[0] <= 0.02", "result[0] <= 300")
    assert (errors.failure_limit, errors.interval_s) == (2, 30)


def test_what_cannot_be_said_is_told():
    told = " ".join(expressed(weights_pct=(2.5,), min_requests=100).left_out)
    assert "100 requests" in told
    assert "fraction" in told
    assert expressed(weights_pct=(2.0,), min_requests=0).left_out == ()


def test_a_strategy_without_words_for_it_is_not_expressed():
    assert ARGO.express(AllAtOnceSettings()) is None


def test_the_service_has_the_replicas_of_the_manifest_and_is_as_busy_as_before():
    rollout = expressed().settings
    ten = Service(instances=20, mean_size_s=0.06)
    assert ARGO.service(rollout, ten) == Service(instances=10, mean_size_s=0.03)
