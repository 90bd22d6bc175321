"""Argo's canary controller, rule by rule."""

from dataclasses import replace

import pytest

from slipway.delivery.argo import release
from slipway.delivery.argo_metric import Metric
from slipway.delivery.argo_settings import (
    AnalysisStep,
    Background,
    Canary,
    ExperimentStep,
    Pause,
    Rollout,
    RouteStep,
    SetCanaryScale,
    SetWeight,
    Template,
)
from slipway.delivery.pods import Pods
from tests.delivery.argo_releases import CHECK, RATE, bad, bad_from, canary, good, kinds, last, no_data, phase, play


def test_steps_go_by_in_order_and_then_the_new_version_is_stable() -> None:
    release = canary(SetWeight(20), Pause(40), SetWeight(60), Pause(20))
    told = play(release)
    assert kinds(told) == ["set_weight", "pause", "pause_over", "set_weight", "pause", "pause_over", "promote"]
    assert [(each.at_s, each.weight_pct) for each in told if each.kind == "scale"][-1] == (60, 100)
    assert last(told, "pause").at_s == 40
    assert (release.phase, release.stable, release.weight_pct) == ("promoted", "new", 100)


def test_a_pause_without_an_end_waits_for_a_person() -> None:
    release = canary(SetWeight(20), Pause(), SetWeight(40))
    play(release)
    assert (release.phase, release.weight_pct, release.next_at_s) == ("paused", 20, None)
    assert [each.kind for each in release.resume(500)] == ["resume"]
    assert last(play(release), "promote").at_s == 500


def test_resuming_ends_a_timed_pause_early() -> None:
    release = canary(SetWeight(20), Pause(100))
    play(release, until_s=0)
    release.resume(30)
    assert last(play(release), "promote").at_s == 30


def test_a_first_deploy_has_no_steps_and_no_analysis() -> None:
    release = canary(SetWeight(20), Pause(), AnalysisStep(CHECK), background=Background(CHECK), _stable=None)
    assert kinds(play(release, bad)) == ["first_deploy", "promote"]
    assert release.weight_pct == 100


def test_a_first_deploy_cannot_be_aborted_and_another_version_is_a_first_one_too() -> None:
    release = canary(SetWeight(20), Pause(), _stable=None, _pod_start_s=10.0)
    play(release, until_s=5)
    assert release.abort(5) == ()
    release.deploy(6, "newer")
    assert last(play(release), "promote")
    assert (release.stable, release.pods) == ("newer", Pods(10, 0))


def test_a_failed_analysis_aborts_and_git_still_names_the_new_version() -> None:
    release = canary(SetWeight(20), AnalysisStep(CHECK))
    told = play(release, bad)
    assert kinds(told) == ["set_weight", "analysis_started", "analysis", "abort"]
    assert (release.phase, release.weight_pct, release.revision, release.stable) == ("degraded", 0, "new", "old")
    verdict = last(told, "abort").verdict
    assert verdict and not verdict.passed
    assert "Git still names new, the cluster runs old" in verdict.arithmetic
    assert last(told, "metric").verdict.arithmetic == "rate: failed 1 > failureLimit 0 → Failed"  # type: ignore[union-attr]


def test_the_fifth_answer_without_data_in_a_row_aborts() -> None:
    release = canary(SetWeight(20), AnalysisStep(CHECK))
    told = play(release, no_data)
    assert len([each for each in told if each.kind == "measurement"]) == 5
    assert last(told, "abort").at_s == 40


def test_a_successful_analysis_lets_the_release_go_on() -> None:
    release = canary(SetWeight(20), AnalysisStep(CHECK))
    told = play(release, good)
    assert last(told, "promote").at_s == 10
    assert last(told, "analysis").verdict.passed  # type: ignore[union-attr]


UNSURE = Metric("rate", success_condition="result[0] > 0.999", failure_condition="result[0] < 0.6")


def test_an_inconclusive_analysis_pauses_and_resuming_makes_a_fresh_run() -> None:
    release = canary(SetWeight(20), AnalysisStep(CHECK), metric=UNSURE)
    told = play(release)
    assert kinds(told)[-2:] == ["analysis", "pause"]
    assert (release.phase, release.next_at_s) == ("paused", None)
    release.resume(300)
    assert last(play(release), "measurement").at_s == 300
    assert phase(release) == "paused"
    assert [each.kind for each in release.abort(400)] == ["abort"]
    assert release.phase == "degraded"


ENDLESS = Metric("rate", interval_s=10, success_condition="result[0] >= 0.95")


def test_a_background_analysis_aborts_in_the_middle_of_a_pause() -> None:
    release = canary(SetWeight(20), Pause(60), SetWeight(50), metric=ENDLESS, background=Background(CHECK))
    told = play(release, bad_from(35))
    assert last(told, "abort").at_s == 40
    assert release.weight_pct == 0


def test_a_background_analysis_without_a_count_ends_successful_with_the_rollout() -> None:
    release = canary(SetWeight(20), Pause(60), metric=ENDLESS, background=Background(CHECK))
    told = play(release)
    assert last(told, "promote").at_s == 60
    assert "the worst of rate Successful" in last(told, "analysis").verdict.arithmetic  # type: ignore[union-attr]


def test_a_background_analysis_begins_at_its_step() -> None:
    release = canary(
        SetWeight(20), Pause(60), SetWeight(50), Pause(60), metric=ENDLESS, background=Background(CHECK, 2)
    )
    told = play(release, bad)
    assert last(told, "abort").at_s == 60


def test_a_background_analysis_that_is_inconclusive_holds_the_release() -> None:
    release = canary(SetWeight(20), Pause(60), metric=UNSURE, background=Background(CHECK))
    play(release)
    assert (release.phase, release.weight_pct, release.next_at_s) == ("paused", 20, None)


def test_resuming_ends_the_pause_of_a_step_and_of_an_analysis_at_once() -> None:
    late = replace(UNSURE, initial_delay_s=10.0)
    release = canary(SetWeight(20), Pause(60), metric=late, background=Background(CHECK))
    assert last(play(release), "pause").at_s == 10
    release.resume(30)
    told = play(release)
    assert kinds(told) == ["pause_over", "analysis", "promote"]
    assert last(told, "promote").at_s == 30


def test_a_way_back_is_not_aborted() -> None:
    release = canary(SetWeight(20), Pause(), _pod_start_s=10.0)
    play(release)
    release.deploy(100, "old")
    assert release.abort(101) == ()
    release.promote_full(102)
    play(release)
    assert (release.phase, release.weight_pct) == ("rolled_back", 0)


def test_an_abort_by_hand_and_a_retry_run_the_same_version_again() -> None:
    release = canary(SetWeight(20), Pause())
    play(release)
    release.abort(100)
    assert (release.phase, release.step_index, play(release)[-1].weight_pct) == ("degraded", 0, 0)
    assert [each.kind for each in release.retry(200)] == ["retry", "set_weight"]
    play(release)
    assert (release.phase, release.weight_pct, release.revision) == ("paused", 20, "new")


def test_going_back_to_the_stable_version_skips_everything() -> None:
    release = canary(SetWeight(20), Pause(), AnalysisStep(CHECK))
    play(release)
    release.deploy(100, "old")
    told = play(release, bad)
    assert kinds(told) == ["rollback"]
    assert (release.phase, release.weight_pct, release.stable) == ("rolled_back", 0, "old")


def test_a_newer_version_begins_at_the_first_step_against_the_same_stable_one() -> None:
    release = canary(SetWeight(20), Pause(), SetWeight(50), Pause())
    play(release)
    release.deploy(100, "newer")
    play(release)
    assert (release.revision, release.stable, release.step_index) == ("newer", "old", 1)
    assert release.pods == Pods(2, 8)


def test_the_pods_of_a_version_that_a_newer_one_replaces_are_old_and_go_first() -> None:
    release = canary(SetWeight(50), Pause(), replicas=4, max_surge="1", max_unavailable="0", _pod_start_s=10.0)
    play(release)
    assert release.pods == Pods(2, 2)
    release.deploy(100, "newer")
    assert (release.pods, release.weight_pct) == (Pods(0, 2, old=2), 0)
    play(release)
    assert (release.pods, release.weight_pct) == (Pods(2, 2), 50)


def test_promoting_in_full_skips_steps_pauses_and_analyses() -> None:
    release = canary(SetWeight(20), Pause(), AnalysisStep(CHECK), metric=ENDLESS, background=Background(CHECK))
    play(release)
    release.promote_full(50)
    assert kinds(play(release, bad)) == ["promote"]


def test_a_release_after_a_promoted_one_goes_against_what_is_stable_now() -> None:
    release = canary(SetWeight(20), Pause(10))
    play(release)
    release.deploy(100, "newer")
    assert kinds(play(release, until_s=105)) == ["pause"]
    assert (release.stable, release.weight_pct) == ("new", 20)
    play(release)
    assert release.stable == "newer"


@pytest.mark.parametrize("router", ["", "istio"])
@pytest.mark.parametrize("at_s", [20, 2000])
def test_a_version_within_the_rollback_window_comes_back_without_steps_pods_up_or_not(router: str, at_s: float) -> None:
    strategy = Canary((SetWeight(20), Pause()), router=router)
    started = release(Rollout("shop", strategy, 4, rollback_window=1))
    started.promote_full(0)
    play(started, until_s=at_s)
    told = [*started.deploy(at_s, "old"), *play(started, until_s=at_s)]
    assert kinds(told) == ["deploy", "promote"]
    assert told[0].verdict and told[0].verdict.arithmetic == (
        "0 revisions between old and new, which is stable, < rollbackWindow 1: everything is skipped"
    )
    without = release(Rollout("shop", strategy, 4))
    without.promote_full(0)
    play(without, until_s=at_s)
    without.deploy(at_s, "old")
    assert "pause" in kinds(play(without, until_s=at_s))
    assert without.phase == "paused"


@pytest.mark.parametrize(("window", "skips"), [(1, False), (2, True)])
def test_versions_in_between_count_against_the_rollback_window(window: int, skips: bool) -> None:
    started = release(Rollout("shop", Canary((Pause(),)), 4, rollback_window=window))
    started.promote_full(0)
    play(started)
    started.deploy(100, "newer")
    started.promote_full(100)
    play(started)
    started.deploy(200, "old")
    assert ("promote" in kinds(play(started))) is skips


def test_a_version_that_is_younger_than_the_stable_one_is_no_way_back() -> None:
    started = release(Rollout("shop", Canary((Pause(),)), 4, rollback_window=9))
    play(started)
    started.deploy(10, "old")
    play(started)
    assert kinds([*started.deploy(20, "new"), *play(started)]) == ["deploy", "pause"]


def test_within_the_rollback_window_nothing_is_analysed_and_nothing_aborted() -> None:
    strategy = Canary(background=Background(CHECK))
    started = release(Rollout("shop", strategy, 4, (Template("check", (RATE,)),), rollback_window=1), pod_start_s=5)
    play(started)
    started.deploy(100, "old")
    assert started.abort(101) == ()
    assert "analysis_started" not in kinds(play(started, bad))
    assert phase(started) == "promoted"


def test_without_a_router_weight_is_pods() -> None:
    release = canary(SetWeight(70), Pause(), replicas=1, max_surge="1")
    play(release)
    assert (release.pods, release.weight_pct) == (Pods(1, 1), 50)


def test_with_a_router_weight_is_exact_and_the_stable_version_keeps_its_pods() -> None:
    release = canary(SetWeight(15), Pause(), replicas=4, router="istio")
    play(release)
    assert (release.pods, release.weight_pct) == (Pods(1, 4), 15)


def test_the_stable_version_shrinks_only_where_it_is_told_to() -> None:
    release = canary(SetWeight(75), Pause(), replicas=4, router="istio", dynamic_stable_scale=True)
    play(release)
    assert release.pods == Pods(3, 1)


def test_with_a_router_an_abort_moves_traffic_at_once_and_pods_later() -> None:
    release = canary(SetWeight(50), Pause(), replicas=4, router="istio")
    play(release)
    release.abort(100)
    assert (release.weight_pct, release.pods) == (0, Pods(2, 4))
    assert last(play(release), "scale_down").at_s == 130
    assert release.pods == Pods(0, 4)


def test_an_abort_delay_of_nothing_means_never() -> None:
    release = canary(SetWeight(50), Pause(), replicas=4, router="istio", abort_scale_down_delay_s=0)
    play(release)
    release.abort(100)
    play(release)
    assert release.pods == Pods(2, 4)


@pytest.mark.parametrize(
    ("scale", "pods"),
    [
        (SetCanaryScale(replicas=3), Pods(3, 4)),
        (SetCanaryScale(weight_pct=50), Pods(2, 4)),
        (SetCanaryScale(match_traffic_weight=True), Pods(1, 4)),
    ],
)
def test_with_a_router_the_canary_may_have_pods_of_its_own_accord(scale: SetCanaryScale, pods: Pods) -> None:
    release = canary(SetWeight(25), scale, Pause(), replicas=4, router="istio")
    play(release)
    assert (release.pods, release.weight_pct) == (pods, 25)


def test_without_a_router_a_scale_of_its_own_does_nothing() -> None:
    release = canary(SetWeight(25), SetCanaryScale(replicas=3), Pause(), replicas=4)
    play(release)
    assert release.pods == Pods(1, 3)


def test_an_experiment_lasts_its_duration_or_until_its_analyses_end() -> None:
    assert last(play(canary(ExperimentStep(90))), "promote").at_s == 90
    assert last(play(canary(ExperimentStep(None, CHECK))), "promote").at_s == 10
    assert last(play(canary(ExperimentStep(90, CHECK)), bad), "abort").at_s == 0


def test_a_route_is_complete_at_once() -> None:
    assert kinds(play(canary(RouteStep("by-header")))) == ["route", "promote"]


def test_weight_moves_only_when_the_pods_are_ready() -> None:
    release = canary(SetWeight(20), Pause(60), _pod_start_s=15.0)
    told = play(release, until_s=14)
    assert release.weight_pct == 0
    told = play(release)
    assert last(told, "pause").at_s == 15
    assert (told[0].at_s, round(told[0].weight_pct, 1)) == (15, 20.0)


def test_without_steps_it_is_a_rolling_update_within_its_bounds() -> None:
    release = canary(replicas=5, max_surge="1", max_unavailable="1", _pod_start_s=10.0)
    told = play(release)
    states = [each.verdict.inputs for each in told if each.kind == "scale" and each.verdict]
    assert kinds(told) == ["promote"]
    assert told[-1].at_s > 20
    for inputs in states:
        pods = dict(inputs)
        assert 4 <= int(pods["canary"]) + int(pods["stable"]) <= 6


def test_pods_that_do_not_come_degrade_the_release_and_abort_it_where_that_is_asked() -> None:
    steps = Canary((SetWeight(20), Pause(60)))
    slow = release(Rollout("shop", steps, 4, progress_deadline_s=100), pod_start_s=300)
    told = play(slow, until_s=200)
    assert kinds(told) == ["set_weight", "progress_deadline"]
    assert phase(slow) == "degraded"
    play(slow)
    assert phase(slow) == "promoted"
    aborting = release(
        Rollout("shop", steps, 4, progress_deadline_s=100, progress_deadline_abort=True), pod_start_s=300
    )
    assert kinds(play(aborting)) == ["set_weight", "progress_deadline", "abort"]
    assert (aborting.phase, aborting.weight_pct) == ("degraded", 0)
    alone = Rollout("shop", Canary(max_unavailable="1"), 1, progress_deadline_s=30, progress_deadline_abort=True)
    empty = release(alone, pod_start_s=40)
    assert last(play(empty), "scale").at_s == 70
    assert empty.phase == "degraded"


def test_a_template_that_is_not_there_makes_the_rollout_invalid() -> None:
    invalid = release(Rollout("shop", Canary((AnalysisStep(CHECK),))))
    told = play(invalid)
    assert kinds(told) == ["invalid_spec"]
    assert (invalid.phase, invalid.weight_pct, invalid.next_at_s) == ("degraded", 0, None)
    assert invalid.retry(10) == invalid.promote_full(10) == invalid.deploy(10, "newer") == ()


def test_between_two_calls_nothing_changes_and_nothing_is_due_early() -> None:
    release = canary(SetWeight(20), Pause(60))
    play(release, until_s=0)
    assert release.step(30, good) == ()
    assert release.next_at_s == 60
