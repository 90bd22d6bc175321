"""Argo's blue-green controller, rule by rule."""

import pytest

from slipway.delivery.argo_metric import Metric
from slipway.delivery.pods import Pods
from tests.delivery.argo_releases import CHECK, bad, bad_from, blue_green, good, kinds, last, no_data, phase, play


def test_without_more_ado_it_switches_when_the_preview_is_ready() -> None:
    release = blue_green(_pod_start_s=20.0)
    told = play(release)
    assert kinds(told) == ["switch", "promote", "scale_down"]
    assert last(told, "switch").at_s == 20
    assert last(told, "switch").weight_pct == 100
    assert last(told, "scale_down").at_s == 50
    assert (release.phase, release.pods) == ("promoted", Pods(4, 0))


def test_manual_promotion_waits_for_a_person_and_ignores_the_seconds() -> None:
    release = blue_green(auto_promotion=False, auto_promotion_s=30)
    play(release)
    assert (release.phase, release.weight_pct, release.next_at_s) == ("paused", 0, None)
    release.resume(500)
    assert last(play(release), "promote").at_s == 500


def test_automatic_promotion_may_wait_a_while() -> None:
    assert last(play(blue_green(auto_promotion_s=30)), "switch").at_s == 30


def test_a_small_preview_is_scaled_to_full_before_the_switch() -> None:
    release = blue_green(preview_replicas=1, auto_promotion=False, _pod_start_s=10.0)
    play(release)
    assert release.pods == Pods(1, 4)
    release.resume(100)
    told = play(release)
    assert (last(told, "scale").at_s, last(told, "switch").at_s) == (100, 110)


@pytest.mark.parametrize("measure", [bad, no_data])
def test_a_bad_analysis_before_promotion_means_no_switch(measure) -> None:
    release = blue_green(pre_promotion=CHECK)
    told = play(release, measure)
    assert "switch" not in kinds(told)
    assert (release.phase, release.weight_pct, release.stable) == ("degraded", 0, "old")


def test_a_bad_analysis_after_promotion_leads_the_active_service_back() -> None:
    release = blue_green(post_promotion=CHECK)
    told = play(release, bad_from(5))
    assert kinds(told) == ["switch", "analysis_started", "analysis", "abort", "scale_down"]
    assert [each.weight_pct for each in told if each.kind in ("switch", "abort")] == [100, 0]
    assert release.stable == "old"


def test_an_abort_delay_of_nothing_keeps_the_preview_for_ever() -> None:
    release = blue_green(pre_promotion=CHECK, abort_scale_down_delay_s=0)
    assert kinds(play(release, bad))[-1] == "abort"
    assert release.pods == Pods(4, 4)


def test_the_old_version_is_stable_until_the_analysis_after_promotion_ends() -> None:
    release = blue_green(post_promotion=CHECK)
    play(release, good, until_s=5)
    assert (release.weight_pct, release.stable) == (100, "old")
    play(release, good)
    assert release.stable == "new"


def test_an_inconclusive_analysis_pauses_until_a_fresh_run() -> None:
    unsure = Metric("rate", success_condition="result[0] > 0.999", failure_condition="result[0] < 0.6")
    release = blue_green(unsure, pre_promotion=CHECK)
    play(release)
    assert (release.phase, release.weight_pct) == ("paused", 0)
    release.resume(100)
    assert last(play(release), "measurement").at_s == 100
    assert release.phase == "paused"


def test_the_old_manifest_while_its_pods_are_up_goes_live_at_once_without_analysis() -> None:
    release = blue_green(pre_promotion=CHECK)
    play(release, until_s=20)
    assert release.phase == "promoted"
    assert [each.kind for each in release.deploy(25, "old")] == ["rollback"]
    assert (release.phase, release.weight_pct, release.stable) == ("rolled_back", 0, "old")


def test_the_old_manifest_after_its_pods_are_gone_is_a_release_like_any_other() -> None:
    release = blue_green(pre_promotion=CHECK)
    play(release)
    release.deploy(500, "old")
    assert "analysis_started" in kinds(play(release))
    assert (release.phase, release.stable) == ("promoted", "old")


def test_a_first_deploy_goes_live_without_analysis_or_pause() -> None:
    release = blue_green(pre_promotion=CHECK, auto_promotion=False, _stable=None)
    assert kinds(play(release, bad)) == ["first_deploy", "switch", "promote"]


def test_a_first_deploy_cannot_be_aborted() -> None:
    release = blue_green(_stable=None, _pod_start_s=10.0)
    play(release, until_s=5)
    assert release.abort(5) == ()
    release.deploy(6, "newer")
    play(release)
    assert (release.stable, release.pods) == ("newer", Pods(4, 0))


def test_an_abort_by_hand_and_a_retry() -> None:
    release = blue_green(auto_promotion=False)
    play(release)
    assert [each.kind for each in release.abort(100)] == ["abort"]
    assert phase(release) == "degraded"
    release.retry(110)
    play(release)
    assert release.phase == "paused"


def test_promoting_in_full_skips_the_pause_and_the_analyses() -> None:
    release = blue_green(auto_promotion=False, post_promotion=CHECK)
    play(release)
    release.promote_full(50)
    assert kinds(play(release, bad)) == ["switch", "promote", "scale_down"]


def test_a_newer_version_gets_a_preview_of_its_own() -> None:
    release = blue_green(auto_promotion=False)
    play(release)
    release.deploy(60, "newer")
    play(release)
    assert (release.phase, release.revision, release.stable) == ("paused", "newer", "old")


def test_in_a_chain_of_releases_the_one_before_is_the_way_back() -> None:
    release = blue_green(_stable=None)
    play(release)
    release.deploy(100, "newer")
    play(release, until_s=110)
    assert (release.phase, release.stable) == ("promoted", "newer")
    assert [each.kind for each in release.deploy(120, "new")] == ["rollback"]
    assert release.stable == "new"


def test_a_first_version_that_is_stable_is_the_way_back_while_the_next_is_under_way() -> None:
    release = blue_green(_stable=None, auto_promotion=False)
    play(release)
    release.deploy(100, "newer")
    play(release, until_s=110)
    assert [each.kind for each in release.deploy(120, "new")] == ["rollback"]


def test_pods_that_do_not_come_degrade_the_release() -> None:
    release = blue_green(_pod_start_s=700.0)
    assert kinds(play(release, until_s=650)) == ["progress_deadline"]
    assert phase(release) == "degraded"
    play(release)
    assert phase(release) == "promoted"
