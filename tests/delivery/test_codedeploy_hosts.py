"""CodeDeploy on hosts: batches, minimum healthy hosts, zones (delivery reference, section 1.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.codedeploy import release
from slipway.delivery.codedeploy_hosts import fleet
from slipway.delivery.codedeploy_in_place import InPlace
from slipway.delivery.codedeploy_run import Surroundings
from slipway.delivery.codedeploy_settings import Config, Deployment, Hook, MinimumHealthy, Zonal
from slipway.delivery.controller import Layout
from tests.delivery.codedeploy_deployments import ALARM, bad, bad_from, good, hosts, inputs, kinds, play, silent, why


def batches(controller, measure=good):
    """How many hosts each batch had."""
    told = play(controller, measure)
    return [inputs(each)["hosts"] for each in told if each.kind == "batch"]


def custom(kind, value, **around):
    settings = Deployment(Config("mine", "Server", minimum=MinimumHealthy(kind, value)))
    return InPlace(settings, Surroundings(**around))


def test_one_at_a_time_leaves_all_but_one():
    assert batches(hosts("OneAtATime", hosts=9)) == [1] * 9
    assert batches(hosts("OneAtATime", hosts=200)) == [1] * 200


def test_half_at_a_time_of_nine_is_four_since_five_stay():
    controller = hosts("HalfAtATime", hosts=9)
    assert batches(controller) == [4, 4, 1]
    assert (controller.status, controller.weight_pct) == ("Succeeded", 100)


def test_half_at_a_time_of_nine_succeeds_with_five_and_not_with_four():
    assert play(hosts("HalfAtATime", hosts=9, failing=frozenset({0, 1, 2})))[-1].kind == "succeeded"
    controller = hosts("HalfAtATime", hosts=9, failing=frozenset({0, 1, 2, 3}))
    assert play(controller)[-1].kind == "failed"
    assert controller.fleet.count("old") == 5


def test_all_at_once_succeeds_if_one_of_nine_does():
    controller = hosts("AllAtOnce", hosts=9, failing=frozenset(range(8)))
    assert batches(controller) == [9]
    assert controller.status == "Succeeded"
    assert controller.layout == Layout(0, 1)


def test_all_at_once_fails_if_none_of_nine_succeeds():
    controller = hosts("AllAtOnce", hosts=9, failing=frozenset(range(9)))
    told = play(controller)
    assert controller.status == "Failed"
    assert "not one host succeeded" in why(told, "failed")


@pytest.mark.parametrize(("failing", "status"), [({0}, "Failed"), ({9}, "Succeeded")])
def test_with_nine_of_ten_healthy_any_failure_ends_it_except_the_last(failing, status):
    """The user guide's own example."""
    controller = custom("HOST_COUNT", 9, hosts=10, failing=frozenset(failing))
    play(controller)
    assert controller.status == status


def test_ninety_five_per_cent_of_ten_is_all_of_them_so_nothing_is_deployed():
    controller = custom("FLEET_PERCENT", 95, hosts=10)
    told = play(controller)
    assert kinds(told) == ["failed"]
    assert "10 healthy hosts are not more than the minimum of 10, with 10 left to do" in why(told, "failed")


def test_where_no_host_was_tried_a_rollback_has_nothing_to_do():
    settings = Deployment(
        Config("mine", "Server", minimum=MinimumHealthy("HOST_COUNT", 10)), rollback_events=("DEPLOYMENT_FAILURE",)
    )
    controller = InPlace(settings, Surroundings(hosts=10))
    assert kinds(play(controller)) == ["failed", "roll_back", "rolled_back"]
    assert (controller.phase, controller.layout) == ("rolled_back", Layout(10, 0))


def test_with_a_minimum_of_six_of_nine_three_go_at_a_time():
    assert batches(custom("HOST_COUNT", 6, hosts=9)) == [3, 3, 3]


def test_unhealthy_hosts_are_deployed_to_first_and_cost_no_healthy_one():
    controller = custom("HOST_COUNT", 6, hosts=9, unhealthy=frozenset({7, 8}))
    assert controller.fleet.batch() == (7, 8)
    assert batches(controller) == [2, 3, 3, 1]


def test_a_group_with_too_few_healthy_hosts_loses_none():
    controller = custom("HOST_COUNT", 6, hosts=9, unhealthy=frozenset({5, 6, 7, 8}), failing=frozenset({5, 6, 7, 8}))
    told = play(controller)
    assert kinds(told) == ["batch", "hosts", "failed"]
    assert controller.fleet.count("old") == 5


def test_hosts_are_out_of_service_while_they_are_deployed_to():
    controller = hosts("HalfAtATime", hosts=4, host_s=60)
    layouts = [controller.layout]
    while controller.next_at_s is not None:
        controller.step(controller.next_at_s, good)
        layouts.append(controller.layout)
    assert layouts == [Layout(4, 0), Layout(2, 0), Layout(0, 2), Layout(0, 4)]


def test_where_no_host_serves_one_stands_for_none():
    controller = hosts("AllAtOnce", hosts=4, host_s=60)
    controller.step(0, good)
    assert controller.fleet.healthy == 0
    assert controller.layout == Layout(1, 0)


def test_a_hook_on_the_hosts_fails_the_batch_once_the_new_version_is_seen_to_fail():
    hook = (Hook("ValidateService", "smoke.sh"),)
    controller = hosts("OneAtATime", hosts=3, host_s=60, hooks=hook)
    told = play(controller, bad)
    assert kinds(told)[:4] == ["batch", "hook", "hosts", "batch"]
    assert (controller.status, controller.fleet.count("new")) == ("Failed", 1)
    assert play(hosts("OneAtATime", hosts=3, hooks=hook), silent)[-1].kind == "succeeded"


def test_a_rollback_deploys_the_last_good_revision_to_the_hosts_that_were_tried():
    controller = hosts("OneAtATime", hosts=4, host_s=60, alarms=(ALARM,), rolls_back=True)
    told = play(controller, bad_from(130))
    kinds_told = kinds(told)
    after = kinds_told[kinds_told.index("roll_back") :]
    assert after.count("batch") == 3
    assert (controller.phase, controller.number, controller.layout) == ("rolled_back", 2, Layout(4, 0))
    assert told[-1].at_s > told[kinds_told.index("roll_back")].at_s


def test_an_alarm_without_rollback_leaves_both_revisions():
    controller = hosts("OneAtATime", hosts=4, host_s=60, alarms=(ALARM,))
    play(controller, bad_from(130))
    assert (controller.status, controller.phase) == ("Stopped", "degraded")
    assert (controller.fleet.count("new"), controller.fleet.count("out")) == (2, 1)


ZONAL = Zonal(first_monitor_s=600, monitor_s=60)


def zonal(config=ZONAL, **around):
    settings = Deployment(Config("mine", "Server", minimum=MinimumHealthy("HOST_COUNT", 1), zonal=config))
    return InPlace(settings, Surroundings(hosts=6, host_s=10, **around))


def test_zones_go_one_after_the_other_and_the_first_is_watched_longer():
    told = play(zonal())
    assert [each.at_s for each in told if each.kind == "batch"] == [0, 610, 680]
    assert [inputs(each)["hosts"] for each in told if each.kind == "batch"] == [2, 2, 2]


def test_a_minimum_per_zone_makes_the_batches_smaller():
    assert batches(zonal(Zonal(minimum=MinimumHealthy("HOST_COUNT", 1)))) == [1] * 6
    assert batches(zonal(Zonal())) == [2, 2, 2]


def test_a_zone_with_nothing_to_spare_ends_the_deployment():
    told = play(zonal(Zonal(minimum=MinimumHealthy("HOST_COUNT", 2))))
    assert "zone 1 has no healthy host to spare" in why(told, "failed")


MINIMA = st.builds(MinimumHealthy, st.just("FLEET_PERCENT"), st.integers(0, 100)) | st.builds(
    MinimumHealthy, st.just("HOST_COUNT"), st.integers(0, 30)
)


@given(MINIMA, st.integers(1, 24), st.data(), st.booleans())
def test_no_batch_takes_the_healthy_hosts_below_the_minimum(minimum, count, data, in_zones):
    subsets = st.frozensets(st.integers(0, count - 1))
    failing, unhealthy = data.draw(subsets), data.draw(subsets)
    config = Config("mine", "Server", minimum=minimum, zonal=Zonal() if in_zones else None)
    around = Surroundings(hosts=count, host_s=30, failing=failing, unhealthy=unhealthy)
    controller = release(Deployment(config, rollback_events=("DEPLOYMENT_FAILURE",)), around)
    assert isinstance(controller, InPlace)
    least = min(config.keeps(count), controller.fleet.healthy)
    tried: list[int] = []
    while controller.next_at_s is not None:
        before = controller.fleet.healthy
        for each in controller.step(controller.next_at_s, good):
            if each.kind == "batch":
                tried.append(inputs(each)["hosts"])
                assert inputs(each)["healthy"] >= least or before < least
        assert 0 <= controller.weight_pct <= 100
    if controller.number == 1:
        assert sum(tried) == count or controller.status == "Failed"
        assert controller.status != "Succeeded" or controller.fleet.count("new") >= max(1, config.keeps(count))


@given(MINIMA, st.integers(1, 50))
def test_a_percentage_of_hosts_is_rounded_up(minimum, count):
    kept = fleet(Config("mine", "Server", minimum=minimum), count).minimum
    share = minimum.value / 100 * count
    assert minimum.kind == "HOST_COUNT" or share <= kept + 1e-9 < share + 1 + 1e-9
