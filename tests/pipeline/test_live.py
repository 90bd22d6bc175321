"""Production: harm, monitors, alarms, rollback, bake time."""

from slipway.pipeline.changes import Find
from slipway.pipeline.condition import Condition
from slipway.pipeline.effects import RespondToAlarms, RollBack, RunOn, TurnMonitors
from slipway.pipeline.stages import Action, Monitor
from tests.pipeline.worlds import MON_9, at, change, decision, defect, deploy, live, of, play, stage, suite, world

BAD = defect("bad", error_rate_pct=5, reported_after=300, fix=60)
LOW = defect("low", error_rate_pct=0.5, reported_after=300, fix=60)


def _shipped(bug: object, *decisions: object, **live_facts: object) -> object:
    one = change(defects=(bug.id,))  # type: ignore[attr-defined]
    return world(stage("beta"), live(**live_facts), changes=(one,), defects=(bug,), decisions=tuple(decisions))


def test_a_defect_nobody_caught_hurts_customers_and_says_why_nobody_did() -> None:
    blind = defect("bad", Find("integration_tests", 1.0, ("realistic",)), Find("load_test", 1.0), error_rate_pct=5)
    w = world(
        stage("beta", deploy("beta"), suite("beta", store="test-db")),
        changes=(change(defects=("bad",)),),
        defects=(blind,),
    )
    (harmed,) = of(play(w), "customers_harmed")
    assert harmed.verdict
    assert harmed.verdict.arithmetic == "integration tests: ran on data that cannot show it; load test: not run on it"


def test_an_alarm_follows_after_the_metric_was_too_high_for_long_enough() -> None:
    run = play(_shipped(BAD))  # type: ignore[arg-type]
    (alarm,) = of(run, "alarm_raised")
    assert alarm.at_min == at(run, "customers_harmed") + 5
    assert alarm.verdict and alarm.verdict.arithmetic == "error rate 5.1 % > 1 % for 5 min, alarm"


def test_an_alarm_rolls_back_to_the_last_version_that_was_good() -> None:
    run = play(_shipped(BAD))  # type: ignore[arg-type]
    assert at(run, "rollback_finished") == at(run, "alarm_raised") + 10
    assert of(run, "change_withdrawn", change="one")
    (ended,) = of(run, "harm_ended")
    assert ended.verdict and ended.verdict.arithmetic == "15 min × 1000 requests/min × 5 % = 750 failed requests"


def test_after_the_rollback_the_stage_is_blocked_until_the_mend_arrives_and_releases_all() -> None:
    run = play(_shipped(BAD))  # type: ignore[arg-type]
    assert of(run, "stage_blocked", stage="live") and of(run, "stage_unblocked", stage="live")
    assert {e.change for e in of(run, "change_released")} == {"one", "one-fix"}


def test_a_paged_person_rolls_back_later_than_a_machine() -> None:
    machine, person = play(_shipped(BAD)), play(_shipped(BAD, on_alarm="page"))  # type: ignore[arg-type]
    assert at(person, "rollback_started") - at(machine, "rollback_started") == 20


def test_fixing_forward_leaves_the_harm_until_the_fix_is_out() -> None:
    forward = decision(
        "forward", Condition("alarm_raised"), RespondToAlarms("respond_to_alarms", "live", "fix_forward")
    )
    w = _shipped(BAD, forward)
    back, out = play(w), play(w, forward="do")  # type: ignore[arg-type]
    assert not of(out, "rollback_started")
    assert at(out, "harm_ended") > at(back, "harm_ended")


def test_silenced_monitors_leave_it_to_the_customers_to_report() -> None:
    silence = decision(
        "silence", Condition("stage_entered", stage="live"), TurnMonitors("turn_monitors", "live", on=False)
    )
    run = play(_shipped(BAD, silence), silence="do")  # type: ignore[arg-type]
    assert not of(run, "alarm_raised") and not of(run, "bake_passed")
    assert at(run, "customers_reported") == at(run, "customers_harmed") + 300


def test_a_fault_below_the_threshold_is_never_alarmed() -> None:
    run = play(_shipped(LOW))  # type: ignore[arg-type]
    assert not of(run, "alarm_raised")
    assert of(run, "bake_passed") and of(run, "customers_reported")


def test_the_traffic_monitor_sees_customers_leave() -> None:
    leaving = defect("bad", traffic_drop_pct=20)
    drop = Monitor("drop", "Drop", "traffic_drop_pct", 10, 3)
    (alarm,) = of(play(_shipped(leaving, monitors=(drop,))), "alarm_raised")  # type: ignore[arg-type]
    assert alarm.subject == "drop"


def test_the_bake_time_lasts_until_enough_requests_were_seen() -> None:
    run = play(world(stage("beta"), live(min_requests=90_000)))
    (baked,) = of(run, "bake_passed")
    assert baked.at_min - at(run, "promotion_succeeded", stage="live") == 90


def test_a_rollback_of_any_stage_goes_back_to_what_was_good_there() -> None:
    back = decision("back", Condition("stage_passed", stage="beta", count=2), RollBack("roll_back", "beta"))
    two = change("two", pushed_at=MON_9 + 60, author="bob", reviewer="ann")
    run = play(world(stage("beta"), changes=(change(), two), decisions=(back,)), back="do")
    (started,) = of(run, "rollback_started", stage="beta")
    assert started.subject == "1" and started.verdict and started.verdict.passed
    assert of(run, "rollback_finished", stage="beta")


def test_a_test_pointed_at_another_stages_data_leaves_strays_that_fail_that_stages_tests() -> None:
    stray = decision("stray", Condition("change_pushed"), RunOn("run_on", "qa", "test-db"))
    qa = Action("qa", "QA", "manual_qa", 60, by="eve", store="real-db", writes=True)
    beta = stage("beta", deploy("beta"), suite("beta", store="test-db", expects="made_for_test"), store="test-db")
    gamma = stage("gamma", deploy("gamma"), qa, store="real-db")
    two = change("two", pushed_at=MON_9 + 60, author="bob", reviewer="ann")
    run = play(world(beta, gamma, changes=(change(), two), decisions=(stray,)), stray="do")
    violated = of(run, "data_violated")[0]
    assert (violated.action, violated.subject) == ("qa", "test-db")
    failed = of(run, "action_failed", action="beta-tests")[0]
    assert failed.verdict and "strays left by another test" in failed.verdict.arithmetic
    assert of(run, "store_cleaned", subject="test-db")
    assert of(run, "change_released", change="two")


def test_expected_values_do_not_hold_on_another_stages_data() -> None:
    wrong = decision("wrong", Condition("change_pushed"), RunOn("run_on", "beta-tests", "real-db"))
    beta = stage("beta", deploy("beta"), suite("beta", store="test-db", expects="made_for_test"), store="test-db")
    run = play(world(beta, decisions=(wrong,)), wrong="do")
    failed = of(run, "action_failed", action="beta-tests")[0]
    assert failed.verdict
    assert failed.verdict.arithmetic == "expects data made for the test, the store holds realistic test data, fails"
    assert of(run, "change_released")
