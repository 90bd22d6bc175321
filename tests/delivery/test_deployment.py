"""A Deployment's ways: rolling by readiness alone, or nobody serving until all new pods have booted."""

import pytest

from slipway.delivery.canary import CanarySettings
from slipway.delivery.deployment import Deployment
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.rolling import RollingSettings
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan
from slipway.verdict import Verdict
from tests.delivery.monitoring import always, kinds, run

TEN = Service(instances=10, boot_s=30)
EXPRESS = DIALECTS["kubernetes"].express


def shipped(deployment, release="good"):
    return play(RELEASES[release], TEN, PROFILES["steady"], deployment.start(TEN), 1)


def test_recreate_serves_nobody_until_all_have_booted():
    rollout = shipped(Deployment("shop", 10, recreate=True))
    outage = rollout.telemetry.luck.at_s < 30
    assert rollout.telemetry.failed[outage].all()
    assert rollout.telemetry.failed[~outage].mean() < 0.01
    assert (rollout.phase, rollout.fewest_instances, rollout.peak_extra_instances) == ("promoted", 0, 0)
    assert rollout.users_affected > 1000


def test_a_rolling_update_keeps_serving_and_stops_for_no_error():
    good = shipped(Deployment("shop", 10))
    assert good.failed_requests < 0.01 * len(good.telemetry.failed)
    crash = shipped(Deployment("shop", 10), "crash")
    assert (crash.phase, crash.detected_at_s) == ("promoted", None)


def test_everything_may_be_missing_at_once():
    found = kinds(run(Deployment("shop", 10, max_surge="0", max_unavailable="100%").start(TEN), always(0.0)))
    assert [(at_s, weight) for at_s, kind, weight in found if kind == "scale"] == [(0, 0), (30, 100)]


def test_its_defaults_are_those_of_the_api():
    assert Deployment("shop") == Deployment("shop", 1, False, "25%", "25%", 0, 600)
    one = kinds(run(Deployment("shop").start(Service(instances=1)), always(0.0)))
    assert one[-1] == (30, "promote", 100)


@pytest.mark.parametrize(
    "fields",
    [
        {"replicas": 0},
        {"min_ready_s": 600},
        {"max_surge": "0", "max_unavailable": "0%"},
    ],
)
def test_what_the_api_refuses_is_refused(fields):
    with pytest.raises(ValueError, match=r"replica|greater than|both be 0"):
        Deployment("shop", **fields)


def test_a_rolling_update_is_expressed_without_its_alarms():
    found = EXPRESS(RollingSettings(max_surge="0", max_unavailable="0", max_error_rate=0.01, min_ready_s=0.5))
    assert found
    assert found.settings == Deployment("shop", 10, False, "0", "1", 0, 600)
    told = " ".join(found.left_out)
    assert "nobody about errors" in told
    assert "parts of a second" in told


def test_a_deadline_that_would_come_too_early_is_later():
    found = EXPRESS(RollingSettings(min_ready_s=700))
    assert found and (found.settings.min_ready_s, found.settings.progress_deadline_s) == (700, 701)
    assert "701 s" in found.left_out[0]


def test_it_has_no_words_for_a_canary():
    assert EXPRESS(CanarySettings()) is None


def test_the_service_has_as_many_instances_as_the_manifest_and_is_as_busy():
    service = read_plan("kubernetes/rolling").service(Service(instances=5))
    assert service.instances == 10
    assert service.mean_size_s == pytest.approx(2 * Service().mean_size_s)
    assert isinstance(run(read_plan("kubernetes/rolling").start(service), always(0.0))[0].verdict, Verdict)
