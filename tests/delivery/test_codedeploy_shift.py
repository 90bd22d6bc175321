"""CodeDeploy on Lambda and ECS, rule by rule (delivery reference, section 1.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.codedeploy import release
from slipway.delivery.codedeploy_run import Surroundings
from slipway.delivery.codedeploy_settings import (
    HOOK_EVENTS,
    ROLLBACK_EVENTS,
    Config,
    Deployment,
    Hook,
    TimeBasedCanary,
    TimeBasedLinear,
)
from slipway.delivery.controller import BESIDE, Layout
from tests.delivery.codedeploy_deployments import (
    ALARM,
    bad,
    bad_from,
    good,
    in_state,
    inputs,
    kinds,
    only,
    phase,
    play,
    shift,
    silent,
    why,
)

ECS_HOOKS = tuple(Hook(event, f"check-{event}") for event in HOOK_EVENTS["ECS"])
LAMBDA_HOOKS = tuple(Hook(event, f"check-{event}") for event in HOOK_EVENTS["Lambda"])


def test_a_last_linear_step_takes_what_is_left():
    assert TimeBasedLinear(30, 2).shifts == ((0, 30), (120, 60), (240, 90), (360, 100))


def test_lambda_runs_its_hooks_before_and_after_the_shift():
    told = play(shift(hooks=LAMBDA_HOOKS))
    assert kinds(told) == ["hook", "set_weight", "set_weight", "hook", "succeeded"]
    assert [each.at_s for each in told] == [0, 0, 300, 300, 300]


def test_a_failed_hook_before_traffic_fails_the_deployment_with_no_traffic_shifted():
    controller = shift(hooks=LAMBDA_HOOKS, answers={"BeforeAllowTraffic": "Failed"})
    told = play(controller)
    assert kinds(told) == ["hook", "failed"]
    assert (controller.status, controller.phase, controller.weight_pct) == ("Failed", "degraded", 0)


def test_no_answer_within_an_hour_is_a_failure():
    told = play(shift(hooks=LAMBDA_HOOKS, answers={"BeforeAllowTraffic": "none"}))
    assert only(told, "failed").at_s == 3600
    assert "no answer in 3600 s" in why(told, "failed")


def test_a_hook_after_traffic_finds_a_version_that_fails_most_requests():
    controller = shift(hooks=LAMBDA_HOOKS, rolls_back=True)
    told = play(controller, bad)
    assert kinds(told)[-4:] == ["failed", "roll_back", "set_weight", "rolled_back"]
    assert (controller.number, controller.phase, controller.weight_pct) == (2, "rolled_back", 0)


def test_a_hook_without_anything_measured_believes_its_function():
    assert kinds(play(shift(hooks=LAMBDA_HOOKS), silent))[-1] == "succeeded"


def test_an_alarm_stops_the_deployment_and_leaves_traffic_where_it_is():
    controller = shift(alarms=(ALARM,))
    told = play(controller, bad_from(100))
    assert kinds(told) == ["set_weight", "alarm", "stopped"]
    assert only(told, "stopped").at_s == 120
    assert (controller.status, controller.phase, controller.weight_pct) == ("Stopped", "degraded", 10)
    assert "nothing is rolled back, 10 % of traffic stay on the new version" in why(told, "stopped")


def test_a_rollback_is_a_new_deployment_of_the_last_good_revision():
    controller = shift(alarms=(ALARM,), rolls_back=True)
    told = play(controller, bad_from(100))
    assert kinds(told) == ["set_weight", "alarm", "stopped", "roll_back", "set_weight", "rolled_back"]
    assert "deployment 2 begins" in why(told, "roll_back")
    assert "what scripts did besides is not undone" in why(told, "rolled_back")
    assert (controller.number, controller.status, controller.phase) == (2, "Succeeded", "rolled_back")


@pytest.mark.parametrize("event", ROLLBACK_EVENTS)
def test_only_the_event_that_is_listed_rolls_back(event):
    controller = shift(alarms=(ALARM,), rollback_events=(event,))
    play(controller, bad_from(100))
    assert (controller.number == 2) == (event == "DEPLOYMENT_STOP_ON_ALARM")
    by_hand = shift(rollback_events=(event,))
    play(by_hand, until_s=0)
    assert ("roll_back" in kinds(list(by_hand.stop(60)))) == (event == "DEPLOYMENT_STOP_ON_REQUEST")


def test_events_of_a_rollback_that_is_switched_off_do_nothing():
    controller = shift(alarms=(ALARM,), rolls_back=True, rollback_enabled=False)
    play(controller, bad_from(100))
    assert controller.number == 1


def test_alarms_that_are_switched_off_are_not_looked_at():
    assert kinds(play(shift(alarms=(ALARM,), alarms_enabled=False), bad))[-1] == "succeeded"


def test_an_alarm_after_success_does_nothing():
    controller = shift(alarms=(ALARM,))
    told = play(controller, bad_from(400))
    assert told[-1].kind == "succeeded" and told[-1].at_s == 300
    assert "from now on its alarms stop nothing" in why(told, "succeeded")
    assert controller.next_at_s is None
    assert controller.step(600, bad) == ()


def test_an_alarm_that_was_on_before_stops_the_deployment_at_once():
    controller = shift(alarms=(ALARM,), look=in_state("ALARM"))
    assert kinds(play(controller)) == ["alarm", "stopped"]
    assert controller.weight_pct == 0


@pytest.mark.parametrize("ignored", [True, False])
def test_an_alarm_that_cannot_be_read_stops_the_deployment_unless_that_is_ignored(ignored):
    controller = shift(alarms=(ALARM,), look=in_state("UNREADABLE", 60), ignore_poll_failure=ignored)
    play(controller)
    assert controller.status == ("Succeeded" if ignored else "Stopped")


def test_too_few_data_stop_nothing():
    controller = shift(alarms=(ALARM,), look=in_state("INSUFFICIENT_DATA", 60))
    play(controller)
    assert controller.status == "Succeeded"


def test_ecs_runs_its_hooks_in_order_around_the_green_fleet():
    controller = shift("ECSCanary10Percent5Minutes", hooks=ECS_HOOKS, host_s=30)
    told = play(controller)
    steps = [each.kind if inputs(each) else why([each], each.kind).split()[0] for each in told]
    assert steps == [
        "BeforeInstall",
        "the",
        "AfterInstall",
        "AfterAllowTestTraffic",
        "BeforeAllowTraffic",
        "set_weight",
        "set_weight",
        "AfterAllowTraffic",
        "the",
        "everything",
    ]
    assert [each.at_s for each in told if each.kind == "set_weight"] == [30, 330]


def test_a_failed_before_install_cannot_roll_back():
    controller = shift("ECSAllAtOnce", hooks=ECS_HOOKS, answers={"BeforeInstall": "Failed"}, rolls_back=True)
    assert kinds(play(controller)) == ["hook", "failed"]
    later = shift("ECSAllAtOnce", hooks=ECS_HOOKS, answers={"AfterInstall": "Failed"}, rolls_back=True)
    assert "roll_back" in kinds(play(later))


def test_the_green_fleet_is_whole_beside_the_blue_one_until_that_is_terminated():
    controller = shift("ECSCanary10Percent5Minutes", hosts=4, host_s=30, termination_wait_min=10)
    layouts = [controller.layout]
    while controller.next_at_s is not None:
        controller.step(controller.next_at_s, good)
        layouts.append(controller.layout)
    assert list(dict.fromkeys(layouts)) == [Layout(4, 0), Layout(4, 4), Layout(0, 4)]
    assert shift().layout == BESIDE


def test_an_alarm_while_the_blue_fleet_stays_still_brings_it_back():
    fields = {"hosts": 4, "termination_wait_min": 10, "alarms": (ALARM,), "rolls_back": True}
    controller = shift("ECSAllAtOnce", **fields)
    told = play(controller, bad_from(200))
    assert only(told, "stopped").at_s == 240
    assert (controller.phase, controller.layout) == ("rolled_back", Layout(4, 0))


def test_a_ready_fleet_waits_for_a_person_and_is_stopped_when_nobody_comes():
    controller = shift("ECSAllAtOnce", ready_wait_min=15)
    told = play(controller)
    assert kinds(told) == ["install", "ready", "stopped"]
    assert (only(told, "stopped").at_s, controller.status, controller.weight_pct) == (900, "Stopped", 0)


def test_a_person_lets_traffic_over_to_a_ready_fleet():
    controller = shift("ECSAllAtOnce", ready_wait_min=15)
    play(controller, until_s=0)
    assert (controller.status, phase(controller)) == ("Ready", "paused")
    assert kinds(list(controller.resume(300))) == ["continue"]
    assert only(play(controller), "set_weight").at_s == 300
    assert phase(controller) == "promoted"
    assert controller.resume(400) == ()


def test_nothing_is_due_early():
    controller = shift()
    play(controller, until_s=0)
    assert controller.step(100, bad) == ()
    assert controller.next_at_s == 300


ROUTINGS = st.builds(TimeBasedCanary, st.integers(1, 99), st.integers(1, 60)) | st.builds(
    TimeBasedLinear, st.integers(1, 99), st.integers(1, 60)
)


@given(ROUTINGS, st.sampled_from(["Lambda", "ECS"]), st.floats(0, 10_000), st.booleans())
def test_weights_grow_from_0_to_100_and_fall_only_in_a_rollback(routing, platform, bad_from_s, rolls_back):
    events = ROLLBACK_EVENTS if rolls_back else ()
    settings = Deployment(Config("mine", platform, routing), (ALARM,), rollback_events=events)
    controller = release(settings, Surroundings())
    told = play(controller, bad_from(bad_from_s))
    forward = [each.weight_pct for each in told if each.kind == "set_weight"]
    back = kinds(told).index("roll_back") if "roll_back" in kinds(told) else len(told)
    assert all(0 <= each.weight_pct <= 100 for each in told)
    before = [each.weight_pct for each in told[:back]]
    assert before == sorted(before)
    assert controller.weight_pct in (0, 100) or not rolls_back
    assert (controller.status == "Succeeded") == (controller.phase in ("promoted", "rolled_back"))
    assert forward[-1] == (0 if controller.number == 2 else controller.weight_pct)
