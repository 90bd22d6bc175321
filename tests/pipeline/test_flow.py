"""Stage locks, boundaries, execution modes, transitions, retry."""

from slipway.pipeline.changes import Find, MissingTests, Package
from slipway.pipeline.condition import Condition
from slipway.pipeline.effects import DisableTransition, Mend, SetMode, SetThreshold, Skip
from slipway.pipeline.stages import Action, ApprovalGate, CoverageGate, WindowGate
from tests.pipeline.worlds import (
    MON_9,
    at,
    change,
    decision,
    defect,
    deploy,
    kinds,
    live,
    of,
    play,
    stage,
    suite,
    world,
)

TWO = (change("one"), change("two", pushed_at=MON_9 + 3, author="bob", reviewer="ann"))
THREE = (*TWO, change("three", pushed_at=MON_9 + 6, author="eve", reviewer="ann"))


def test_a_stage_holds_one_execution_at_a_time() -> None:
    run = play(world(stage("beta"), changes=TWO))
    (waited,) = of(run, "execution_waited", stage="beta")
    assert (waited.execution, waited.subject) == (2, "locked")
    entered = of(run, "stage_entered", stage="beta")
    assert [e.at_min for e in entered] == [MON_9, MON_9 + 10]


def test_superseded_mode_keeps_only_the_newest_at_a_boundary() -> None:
    run = play(world(stage("beta"), changes=THREE, mode="superseded"))
    (gone,) = of(run, "execution_superseded")
    assert (gone.execution, gone.subject) == (2, "3")
    assert [e.execution for e in of(run, "stage_entered", stage="beta")] == [1, 3]


def test_a_superseded_execution_never_resumes_but_its_change_arrives() -> None:
    run = play(world(stage("beta"), changes=THREE))
    assert not [e for e in of(run, "stage_entered") if e.execution == 2]
    assert of(run, "change_released", change="two")


def test_an_execution_inside_a_stage_is_never_replaced() -> None:
    run = play(world(stage("beta"), changes=THREE))
    assert of(run, "stage_passed", stage="beta", execution=1)


def test_queued_mode_lets_everybody_through_in_order() -> None:
    run = play(world(stage("beta"), changes=THREE, mode="queued"))
    assert [e.execution for e in of(run, "stage_entered", stage="beta")] == [1, 2, 3]
    assert not of(run, "execution_superseded")


def test_changing_the_mode_cancels_what_waits_and_what_is_active_after_its_current_actions() -> None:
    switch = decision("switch", Condition("execution_waited", count=2), SetMode("set_mode", "superseded"))
    w = world(stage("beta", deploy("beta", 30), suite("beta")), changes=THREE, mode="queued", decisions=(switch,))
    run = play(w, switch="do")
    cancelled = {e.execution: e.at_min for e in of(run, "execution_cancelled")}
    assert cancelled == {2: MON_9 + 6, 3: MON_9 + 6, 1: MON_9 + 30}
    assert of(run, "action_passed", action="beta-deploy")
    assert not of(run, "action_started", action="beta-tests")
    assert not of(run, "change_released")


def test_what_is_pushed_after_a_change_of_mode_takes_everything_along() -> None:
    switch = decision("switch", Condition("execution_waited"), SetMode("set_mode", "superseded"))
    later = change("four", pushed_at=MON_9 + 120)
    run = play(world(stage("beta"), changes=(*TWO, later), mode="queued", decisions=(switch,)), switch="do")
    assert {e.change for e in of(run, "change_released")} == {"one", "two", "four"}


def test_actions_of_equal_order_run_side_by_side() -> None:
    side = (
        Action("a", "A", "compile", 10, order=1),
        Action("b", "B", "style", 4, order=1),
        Action("c", "C", "unit_tests", 5),
    )
    run = play(world(stage("build", *side)))
    assert [e.at_min - MON_9 for e in of(run, "action_started", stage="build")] == [0, 0, 10]


def test_a_failing_test_fails_the_stage_and_blocks_it_for_everybody() -> None:
    bug = defect("bug", Find("integration_tests", 1.0))
    first = change("one", defects=("bug",))
    later = change("two", pushed_at=MON_9 + 40, author="bob", reviewer="ann")
    run = play(world(stage("beta", deploy("beta"), suite("beta")), changes=(first, later), defects=(bug,)))
    assert at(run, "stage_blocked") == MON_9 + 30
    (waited,) = of(run, "execution_waited", stage="beta", subject="blocked")
    assert waited.change is None and "two" in waited.changes
    assert at(run, "stage_unblocked") == MON_9 + 60
    assert {e.change for e in of(run, "change_released")} == {"one", "two", "one-fix"}


def test_the_author_and_everybody_in_the_same_execution_are_told() -> None:
    bug = defect("bug", Find("integration_tests", 1.0))
    changes = (change("two", author="bob", reviewer="ann"), change("one", defects=("bug",)))
    w = world(
        stage("build", Action("c", "C", "compile", 10)),
        stage("beta", deploy("beta"), suite("beta")),
        changes=changes,
        defects=(bug,),
    )
    run = play(w)
    assert of(run, "person_notified", actor="ann", subject="failed_by_you")
    assert of(run, "person_notified", actor="bob", subject="failed_with_you")


def test_without_stopping_the_line_the_next_execution_tries_its_luck_and_the_first_cannot_be_retried() -> None:
    bug = defect("bug", Find("integration_tests", 1.0))
    changes = (change("one", defects=("bug",)), change("two", pushed_at=MON_9 + 32, author="bob", reviewer="ann"))
    again = decision("again", Condition("stage_failed", count=1), Mend("mend", "retry"))
    w = world(
        stage("beta", deploy("beta"), suite("beta")),
        changes=changes,
        defects=(bug,),
        on_failure="release",
        decisions=(again,),
    )
    run = play(w, again="do")
    assert not of(run, "stage_blocked")
    assert of(run, "retry_refused", stage="beta")
    assert [e.execution for e in of(run, "stage_failed", stage="beta")][:2] == [1, 2]


def test_a_retry_runs_only_what_failed_and_what_comes_after() -> None:
    w = world(stage("beta", deploy("beta"), suite("beta", flaky=1.0)))
    run = play(w)
    assert of(run, "stage_retried", stage="beta")
    assert len(of(run, "action_started", action="beta-deploy")) == 1
    assert len(of(run, "action_started", action="beta-tests")) == 3
    assert of(run, "stage_blocked") and not of(run, "change_released")


def test_an_action_with_retries_is_run_again_inside_the_stage() -> None:
    run = play(world(stage("beta", deploy("beta"), suite("beta", flaky=1.0, retries=2))))
    assert len([e for e in of(run, "action_retried") if e.at_min < MON_9 + 80]) == 2


def test_a_disabled_transition_holds_arrivals_with_its_reason_until_it_is_enabled() -> None:
    closed = decision("close", Condition("change_pushed"), DisableTransition("disable_transition", "beta", "Demo", 120))
    run = play(world(stage("beta"), decisions=(closed,)), close="do")
    assert of(run, "transition_disabled")[0].subject == "Demo"
    assert of(run, "execution_waited", stage="beta")[0].subject == "disabled"
    assert at(run, "stage_entered", stage="beta") == MON_9 + 120


def test_what_waits_at_a_disabled_transition_can_still_be_superseded() -> None:
    closed = decision("close", Condition("change_pushed"), DisableTransition("disable_transition", "beta", "Demo", 120))
    run = play(world(stage("beta"), changes=TWO, decisions=(closed,)), close="do")
    assert of(run, "execution_superseded")[0].execution == 1
    assert [e.execution for e in of(run, "stage_entered", stage="beta")] == [2]


def test_a_skipped_action_is_said_to_be_skipped() -> None:
    skip = decision("skip", Condition("change_pushed"), Skip("skip", "beta-tests"))
    run = play(world(stage("beta", deploy("beta"), suite("beta")), decisions=(skip,)), skip="do")
    assert of(run, "action_skipped", action="beta-tests") and not of(run, "action_started", action="beta-tests")
    assert at(run, "stage_passed", stage="beta") == MON_9 + 10


COVERAGE = CoverageGate("coverage", "cover", "Coverage", "after_deploy", 80)
THIN = change("one", packages=(Package("Thin", 383, 272),), missing_tests=MissingTests("Thin", 58, 45))


def test_coverage_below_the_threshold_fails_the_approval_workflow_with_its_arithmetic() -> None:
    run = play(world(stage("build", Action("c", "C", "compile", 5), gates=(COVERAGE,)), changes=(THIN,)))
    failed = of(run, "gate_failed", gate="cover")[0]
    assert failed.verdict and failed.verdict.arithmetic.startswith("coverage 71 % < 80 %, gate fails")
    assert dict(failed.verdict.inputs)["coverage_pct"] == 71.0
    assert failed.verdict.threshold == 80


def test_the_mend_of_a_coverage_failure_is_a_change_like_any_other() -> None:
    run = play(world(stage("build", Action("c", "C", "compile", 5), gates=(COVERAGE,)), changes=(THIN,)))
    assert at(run, "change_pushed", change="one-tests") == MON_9 + 5 + 45
    assert of(run, "review_approved", change="one-tests")
    assert of(run, "gate_passed", gate="cover")[0].verdict.arithmetic.startswith("coverage 86.1 % ≥ 80 %")  # type: ignore[union-attr]


def test_lowering_the_threshold_lets_the_same_code_pass() -> None:
    lower = decision(
        "lower", Condition("gate_failed"), SetThreshold("set_threshold", "cover", 70), Mend("mend", "retry")
    )
    w = world(stage("build", Action("c", "C", "compile", 5), gates=(COVERAGE,)), changes=(THIN,), decisions=(lower,))
    run = play(w, lower="do")
    assert of(run, "stage_retried") and of(run, "change_released", change="one")
    assert not of(run, "mend_started")


def test_taking_the_change_out_frees_the_others_and_withdraws_it() -> None:
    revert = decision("revert", Condition("gate_failed"), Mend("mend", "revert"))
    other = change("two", pushed_at=MON_9 + 7, author="bob", reviewer="ann")
    w = world(
        stage("build", Action("c", "C", "compile", 5), gates=(COVERAGE,)), changes=(THIN, other), decisions=(revert,)
    )
    run = play(w, revert="do")
    released = {e.change for e in of(run, "change_released")}
    assert "two" in released and "one" not in released


def test_an_approval_workflow_starts_only_after_the_promotion_succeeded() -> None:
    yes = ApprovalGate("approval", "yes", "Yes", "after_deploy", "eve", 30)
    run = play(world(stage("beta", deploy("beta"), suite("beta"), gates=(yes,))))
    order = kinds(run)
    assert order.index("promotion_succeeded") < order.index("workflow_started") < order.index("gate_waited")


def test_no_approval_workflow_starts_when_the_promotion_fails() -> None:
    bug = defect("bug", Find("compile", 1.0), fix=10_000)
    broken = stage("build", Action("c", "C", "compile", 5), gates=(COVERAGE,))
    run = play(world(broken, changes=(change(defects=("bug",)),), defects=(bug,)))
    before = run.events[: kinds(run).index("stage_failed")]
    assert "promotion_failed" in [e.kind for e in before]
    assert "workflow_started" not in [e.kind for e in before]


def test_a_stage_with_an_open_approval_stays_locked() -> None:
    yes = ApprovalGate("approval", "yes", "Yes", "after_deploy", "eve", 60)
    run = play(world(stage("beta", gates=(yes,)), changes=TWO))
    assert [e.at_min - MON_9 for e in of(run, "stage_entered", stage="beta")] == [0, 70]
    assert not of(run, "workflow_voided")


def test_where_the_approval_does_not_hold_the_stage_a_newer_version_voids_it() -> None:
    yes = ApprovalGate("approval", "yes", "Yes", "after_deploy", "eve", 60, holds_stage=False)
    run = play(world(stage("beta", gates=(yes,)), changes=TWO))
    (voided,) = of(run, "workflow_voided")
    assert (voided.execution, voided.at_min) == (1, MON_9 + 20)
    assert [e.execution for e in of(run, "stage_passed", stage="beta")] == [2]


def test_silence_past_the_time_out_fails_the_gate_and_blocks_nobody() -> None:
    slow = ApprovalGate("approval", "yes", "Yes", "after_deploy", "eve", 600, timeout=120)
    run = play(world(stage("beta", gates=(slow,))))
    (failed,) = of(run, "gate_failed")
    assert failed.at_min == MON_9 + 10 + 120
    assert failed.verdict and failed.verdict.arithmetic == "no answer within 2 h, gate fails"
    assert not of(run, "stage_blocked")


def test_a_refusal_fails_the_gate() -> None:
    no = ApprovalGate("approval", "yes", "Yes", "after_deploy", "eve", 30, approves=False)
    (failed,) = of(play(world(stage("beta", gates=(no,)))), "gate_failed")
    assert failed.verdict and failed.verdict.arithmetic == "refused after 30 min, gate fails"


def test_a_release_window_holds_a_version_outside_until_it_opens() -> None:
    window = WindowGate("window", "door", "Door", "before_entry", 3 * 1440 + 14 * 60)
    run = play(world(stage("beta"), live(gates=(window,))))
    assert at(run, "stage_entered", stage="live") == 3 * 1440 + 14 * 60
    assert at(run, "gate_waited") < at(run, "gate_passed") == at(run, "stage_entered", stage="live")


def test_a_newer_version_takes_the_place_of_the_one_that_waits_for_the_window() -> None:
    window = WindowGate("window", "door", "Door", "before_entry", 3 * 1440 + 14 * 60)
    run = play(world(stage("beta"), live(gates=(window,)), changes=TWO))
    assert of(run, "workflow_voided", stage="live", execution=1)
    assert [e.execution for e in of(run, "stage_entered", stage="live")] == [2]
