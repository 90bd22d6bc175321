"""CodePipeline V2's conditions, rule by rule (delivery reference, section 1.5)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.pipeline_conditions import StageRun, Surroundings
from slipway.delivery.pipeline_conditions_settings import (
    RESULTS,
    RETRY_MODES,
    Action,
    Condition,
    OnFailure,
    Pipeline,
    Rule,
    Stage,
)
from tests.delivery.codedeploy_deployments import bad, bad_from, good, in_state, kinds, only, phase, play, why

DEPLOY = Action("Deploy", "Deploy", "CodeDeploy")
TESTS = Action("Tests", "Test", "CodeBuild", 2)
CHECK = Rule("Check", "LambdaInvoke")


def watch(wait_min=20, **fields):
    return Rule("Watch", "CloudWatchAlarm", (("AlarmName", "errors"), ("WaitTime", str(wait_min)), *fields.items()))


def run(*actions, entry=None, success=None, failure=None, **around):
    stage = Stage("Prod", actions or (DEPLOY,), entry, success, failure)
    return StageRun(Pipeline("shop", (stage,)), Surroundings(**{"deploy_s": 30.0, **around}))


def test_a_stage_without_conditions_deploys_to_everybody():
    controller = run()
    told = play(controller)
    assert kinds(told) == ["action", "succeeded"]
    assert (controller.phase, controller.weight_pct, told[-1].at_s) == ("promoted", 100, 30)


@pytest.mark.parametrize(("result", "status", "ends"), [("FAIL", "Failed", "degraded"), ("SKIP", "Skipped", "waiting")])
def test_a_failed_entry_condition_fails_or_skips_the_stage_and_nothing_is_deployed(result, status, ends):
    controller = run(entry=Condition(result, (CHECK,)), failures={"Check": 9})
    told = play(controller)
    assert kinds(told) == ["rule", "condition", result.lower()]
    assert (controller.status, controller.phase, controller.weight_pct) == (status, ends, 0)
    assert f"that is when {result} comes about" in why(told, "condition")


def test_a_met_condition_does_not_bring_about_its_result():
    told = play(run(entry=Condition("FAIL", (CHECK,))))
    assert "FAIL does not come about" in why(told, "condition")
    assert told[-1].kind == "succeeded"


def test_one_rule_that_fails_fails_the_condition():
    rules = (CHECK, Rule("Other", "VariableCheck"))
    assert play(run(entry=Condition("SKIP", rules), failures={"Other": 1}))[-1].kind == "skip"


def test_before_entry_a_quiet_alarm_passes_at_once_and_a_loud_one_may_calm_down():
    entry = Condition("FAIL", (watch(20),))
    assert only(play(run(entry=entry)), "condition").at_s == 0
    calming = run(entry=entry, look=in_state("OK", 0))
    assert only(play(calming), "condition").at_s == 0
    loud = run(entry=entry, look=in_state("ALARM"))
    told = play(loud)
    assert (only(told, "condition").at_s, loud.status, loud.weight_pct) == (1200, "Failed", 0)


def test_after_success_an_alarm_is_watched_for_the_whole_wait():
    told = play(run(success=Condition("ROLLBACK", (watch(20),))))
    assert (only(told, "condition").at_s, told[-1].kind) == (30 + 1200, "succeeded")


def test_an_alarm_during_the_wait_rolls_back_by_running_the_stage_again():
    controller = run(success=Condition("ROLLBACK", (watch(20),)))
    told = play(controller, bad_from(300))
    assert kinds(told) == ["action", "rule", "condition", "roll_back", "rolled_back"]
    assert only(told, "roll_back").at_s == 390
    assert (controller.phase, controller.weight_pct, told[-1].at_s) == ("rolled_back", 0, 420)
    assert "a new execution of type ROLLBACK" in why(told, "roll_back")


def test_an_alarm_after_the_wait_does_nothing():
    controller = run(success=Condition("ROLLBACK", (watch(5),)))
    assert play(controller, bad_from(400))[-1].kind == "succeeded"
    assert controller.step(600, bad) == ()


def test_failing_after_success_leaves_the_version_where_it_is():
    controller = run(success=Condition("FAIL", (watch(20),)))
    told = play(controller, bad)
    assert (told[-1].kind, controller.phase, controller.weight_pct) == ("fail", "degraded", 100)
    assert "100 % of traffic stay on the new version" in why(told, "fail")


@pytest.mark.parametrize("state", ["ALARM", "INSUFFICIENT_DATA", "UNREADABLE"])
@pytest.mark.parametrize("states", ["ALARM", "ALARM,INSUFFICIENT_DATA"])
def test_the_states_that_are_watched_for_fail_the_rule(state, states):
    controller = run(success=Condition("FAIL", (watch(5, AlarmStates=states),)), look=in_state(state))
    fails = state in states.split(",") or state == "UNREADABLE"
    assert (play(controller)[-1].kind == "fail") == fails


def test_there_is_nothing_to_roll_back_to_before_a_first_success():
    controller = run(success=Condition("ROLLBACK", (watch(5),)), succeeded_before=False)
    told = play(controller, bad)
    assert (controller.phase, controller.weight_pct) == ("degraded", 100)
    assert "nothing succeeded there before" in why(told, "fail")


def test_an_action_that_fails_fails_the_stage():
    controller = run(DEPLOY, TESTS, failures={"Tests": 1})
    assert kinds(play(controller)) == ["action", "action", "fail"]
    assert (controller.phase, controller.weight_pct) == ("degraded", 100)


def test_a_failed_action_rolls_back_where_the_stage_says_so():
    controller = run(DEPLOY, TESTS, failure=OnFailure("ROLLBACK"), failures={"Tests": 1})
    assert kinds(play(controller))[-2:] == ["roll_back", "rolled_back"]


@pytest.mark.parametrize(("failures", "last"), [(1, "succeeded"), (2, "fail")])
def test_there_is_one_retry(failures, last):
    controller = run(DEPLOY, TESTS, failure=OnFailure("RETRY"), failures={"Tests": failures})
    told = play(controller)
    assert (told[-1].kind, kinds(told).count("retry")) == (last, 1)


@pytest.mark.parametrize("mode", RETRY_MODES)
def test_a_retry_repeats_what_failed_or_everything(mode):
    controller = run(DEPLOY, TESTS, failure=OnFailure("RETRY", mode), failures={"Tests": 1})
    told = play(controller)
    assert kinds(told).count("action") == (4 if mode == "ALL_ACTIONS" else 3)
    assert told[-1].at_s == (60 if mode == "ALL_ACTIONS" else 30)


def test_success_after_a_retry_must_meet_the_condition_too():
    controller = run(
        *(DEPLOY, TESTS),
        failure=OnFailure("RETRY"),
        success=Condition("ROLLBACK", (watch(5),)),
        failures={"Tests": 1},
    )
    assert play(controller, bad)[-1].kind == "rolled_back"


@pytest.mark.parametrize(("fails", "last"), [(0, "fail"), (1, "rolled_back")])
def test_a_failure_condition_rolls_back_when_it_is_not_met(fails, last):
    controller = run(failure=OnFailure("ROLLBACK", rules=(CHECK,)), failures={"Deploy": 1, "Check": fails})
    assert play(controller)[-1].kind == last


def test_actions_of_one_order_run_side_by_side_and_lower_orders_first():
    late = replace(DEPLOY, name="Late", run_order=3)
    controller = run(late, TESTS, DEPLOY, replace(DEPLOY, name="Twin"))
    told = [each for each in play(controller) if each.kind == "action"]
    names = [why([each], "action").split(": ")[0].split()[-1] for each in told]
    assert (names, [each.at_s for each in told]) == (["Deploy", "Twin", "Tests", "Late"], [30, 30, 30, 60])


def test_an_approval_waits_for_a_person():
    controller = run(Action("Approve", "Approval", "Manual"), replace(DEPLOY, run_order=2))
    play(controller)
    assert (phase(controller), controller.next_at_s, controller.weight_pct) == ("paused", None, 0)
    assert kinds(list(controller.resume(500))) == ["approve"]
    assert play(controller)[-1].at_s == 530
    assert controller.resume(600) == ()


def test_a_person_may_override_entry_and_success_but_not_a_skip():
    entry = run(entry=Condition("FAIL", (watch(20),)), look=in_state("ALARM"))
    entry.step(0, good)
    assert kinds(list(entry.override(10))) == ["override"]
    assert play(entry)[-1].kind == "succeeded"
    success = run(success=Condition("ROLLBACK", (watch(20),)))
    play(success, until_s=60)
    success.override(90)
    assert "overridden" in why(play(success), "condition")
    skipping = run(entry=Condition("SKIP", (watch(20),)), look=in_state("ALARM"))
    skipping.step(0, good)
    assert skipping.override(10) == ()
    failing = run(failure=OnFailure("ROLLBACK", rules=(watch(20),)), failures={"Deploy": 1}, look=in_state("ALARM"))
    play(failing, until_s=60)
    assert failing.override(70) == ()


def test_the_last_stage_that_deploys_is_the_one_that_releases():
    beta, prod, after = Stage("Beta", (DEPLOY,)), Stage("Prod", (DEPLOY,)), Stage("After", (TESTS,))
    assert Pipeline("shop", (beta, prod, after)).released_by == prod
    with pytest.raises(ValueError, match="no stage deploys"):
        Pipeline("shop", (after,))


CONDITIONS = st.none() | st.builds(Condition, st.sampled_from(RESULTS["onSuccess"]), st.just((watch(5), CHECK)))
ENTRIES = st.none() | st.builds(Condition, st.sampled_from(RESULTS["beforeEntry"]), st.just((CHECK,)))
FAILURES = st.none() | st.builds(OnFailure, st.sampled_from(RESULTS["onFailure"]), st.sampled_from(RETRY_MODES))
COUNTS = st.fixed_dictionaries({name: st.integers(0, 2) for name in ("Deploy", "Tests", "Check")})


@given(ENTRIES, CONDITIONS, FAILURES, COUNTS, st.floats(0, 2000))
def test_every_stage_ends_and_what_was_not_entered_was_not_deployed(entry, success, failure, failures, bad_from_s):
    controller = run(DEPLOY, TESTS, entry=entry, success=success, failure=failure, failures=failures)
    told = play(controller, bad_from(bad_from_s))
    assert controller.next_at_s is None
    assert all(each.weight_pct in (0, 100) for each in told)
    if entry and failures["Check"]:
        assert controller.weight_pct == 0 and "action" not in kinds(told)
    assert (controller.phase == "promoted") == (told[-1].kind == "succeeded")
    assert controller.phase != "rolled_back" or controller.weight_pct == 0
    assert controller.phase != "promoted" or controller.weight_pct == 100
