"""A release whose instances never become ready: who serves meanwhile, who notices, and what follows by whose rules."""

import pytest

from slipway.delivery.argo_settings import BlueGreen, Canary, Pause, Rollout, SetWeight
from slipway.delivery.deployment import Deployment
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.dialects.argo import DIALECT as ARGO
from slipway.delivery.pod_fleet import PodFleet
from slipway.delivery.pods import Bounds, Pods
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.rollout import Rollout as Played
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import Shipment, read_plan
from slipway.delivery.strategies import STRATEGIES

NEVER = RELEASES["never-ready"]
PLAIN = [name for name in STRATEGIES if name != "rolling"]


def shipped(shipment: Shipment) -> Played:
    service = NEVER.meets(shipment.service(Service()))
    return play(NEVER, service, PROFILES["quiet"], shipment.start(service), 1)


def argo(strategy, **fields):
    return shipped(Shipment("file", ARGO, Rollout("shop", strategy, 10, **fields)))


def told(run):
    return [(each.at_s, each.kind) for each in run.happenings]


@pytest.mark.parametrize("plan", PLAIN)
def test_a_plain_strategy_waits_at_no_traffic_and_tells_it_after_ten_minutes(plan):
    run = shipped(read_plan(plan))
    assert told(run) == [(0, "start"), (600, "progress_deadline")]
    assert (run.phase, run.detected_at_s, run.users_affected, run.weights_pct.max()) == ("degraded", 600, 0, 0)


@pytest.mark.parametrize("plan", ["rolling", "kubernetes/rolling", "argo/rolling"])
def test_a_rolling_update_stops_where_no_more_old_ones_may_be_missing(plan):
    run = shipped(read_plan(plan))
    assert (run.phase, run.detected_at_s, run.users_affected, run.fewest_instances) == ("degraded", 600, 0, 8)
    assert told(run)[-1] == (600, "progress_deadline")


def test_a_deadline_of_its_own_is_kept():
    kubernetes = DIALECTS["kubernetes"]
    run = shipped(Shipment("file", kubernetes, Deployment("shop", 10, progress_deadline_s=120)))
    assert run.detected_at_s == 120


def test_whoever_took_the_old_ones_away_first_has_nobody_who_serves():
    run = shipped(read_plan("kubernetes/all_at_once"))
    assert (run.phase, run.detected_at_s, run.fewest_instances) == ("degraded", 600, 0)
    assert run.telemetry.failed.all()


@pytest.mark.parametrize("router", ["", "nginx"])
def test_argos_canary_exceeds_its_deadline_and_stays_where_it_is(router):
    run = argo(Canary((SetWeight(20), Pause(60)), router=router))
    assert (run.phase, run.detected_at_s, run.users_affected) == ("degraded", 600, 0)
    assert "abort" not in [kind for _, kind in told(run)]


@pytest.mark.parametrize("router", ["", "nginx"])
def test_argo_aborts_at_the_deadline_where_it_is_told_to(router):
    run = argo(Canary((SetWeight(20), Pause(60)), router=router), progress_deadline_s=300, progress_deadline_abort=True)
    assert (300, "abort") in told(run)
    assert (run.phase, run.weights_pct.max(), run.users_affected) == ("degraded", 0, 0)


def test_argos_blue_green_never_switches():
    run = argo(BlueGreen("active", auto_promotion_s=60))
    assert (run.phase, run.detected_at_s, run.weights_pct.max(), run.users_affected) == ("degraded", 600, 0, 0)


def test_flagger_goes_back_at_the_first_tick_after_the_deadline():
    run = shipped(read_plan("flagger/canary;bake_s=60"))
    assert (run.phase, told(run)[-1], run.users_affected) == ("rolled_back", (660, "rollback"), 0)


def test_a_judge_has_no_data_to_compare_and_codedeploy_shifts_nothing():
    assert shipped(read_plan("kayenta")).phase == "rolled_back"
    for plan in ("codedeploy", "codedeploy/rolling"):
        run = shipped(read_plan(plan))
        assert (run.phase in ("degraded", "rolled_back"), run.users_affected) == (True, 0)
    for plan in ("codepipeline", "flagd", "codedeploy/blue_green"):
        run = shipped(read_plan(plan))
        assert (run.phase, run.weights_pct.max()) == ("progressing", 0)


def test_pods_of_the_new_version_start_and_are_never_ready():
    fleet = PodFleet(Bounds(10, 3, 2), Pods(0, 10), 30, Pods(10, 0), new_starts=False)
    assert [pods.stable for pods in fleet.settle(0)] == [8]
    assert (fleet.pods, fleet.serving, fleet.next_at_s, fleet.starting) == (Pods(5, 8), Pods(0, 8), None, True)
    fleet.goal = Pods(0, 10)
    list(fleet.settle(60))
    list(fleet.settle(90))
    assert (fleet.pods, fleet.serving, fleet.arrived, fleet.starting) == (Pods(0, 10), Pods(0, 10), True, False)
