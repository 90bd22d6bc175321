"""A release in traffic: each fault hurts whom it should, and strategies share their requests."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.delivery.argo_metric import Metric
from slipway.delivery.argo_settings import Background, Pause, SetWeight
from slipway.delivery.canary import Canary, CanarySettings
from slipway.delivery.controller import Happening, Layout, Phase, Query
from slipway.delivery.release import Release
from slipway.delivery.requests import CANARY, draw
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.traffic.arrivals import Profile
from tests.delivery import argo_releases as argo
from tests.delivery.fixed import Fixed

CALM = Profile((0, 600), (40, 40))
SERVICE = Service(instances=6, users=3000)
REGIONS = Layout(split="regions")
FLAGGED = Layout(flagged=True)


def played(release, weight_pct=20.0, seed=1, **fields):
    return play(release, Service(instances=6, users=3000, **fields), CALM, Fixed(weight_pct), seed)


def metric(rollout, name, version, since_s, until_s):
    value = rollout.telemetry.metric(name, version, since_s, until_s)[0]
    assert value is not None
    return value


def rate(rollout, version):
    mine = rollout.telemetry.version == version
    return rollout.telemetry.failed[mine].mean()


@given(st.sampled_from([5.0, 10.0, 50.0]), st.integers(0, 200))
@settings(max_examples=15)
def test_the_canary_gets_its_share_of_users(weight_pct, seed):
    rollout = played(Release("good"), weight_pct, seed)
    users = SERVICE.users
    served = rollout.telemetry.luck.at_s > 40
    share = (rollout.telemetry.version[served] == CANARY).mean()
    assert abs(share - weight_pct / 100) < 5 * np.sqrt(weight_pct / 100 * (1 - weight_pct / 100) / users) + 0.01


def test_a_user_stays_on_one_side_and_more_weight_only_adds_users():
    small, large = (played(Release("good"), weight).telemetry for weight in (10.0, 30.0))
    users = small.luck.user
    for telemetry in (small, large):
        ready = telemetry.luck.at_s > 40
        sides = {user: set(telemetry.version[ready & (users == user)]) for user in np.unique(users)[:200]}
        assert all(len(side) <= 1 for side in sides.values())
    assert (large.version >= small.version).all()


def test_two_strategies_meet_the_same_requests():
    a, b = played(Release("good"), 10.0).telemetry, played(Release("bad", "crash"), 80.0).telemetry
    assert (a.luck.at_s == b.luck.at_s).all()
    assert (a.luck.user == b.luck.user).all()


@given(st.floats(0, 0.3), st.floats(0, 0.3), st.integers(0, 50))
@settings(max_examples=15)
def test_a_worse_release_is_never_luckier(rate_a, rate_b, seed):
    good, bad = sorted((rate_a, rate_b))
    failed = [played(Release("v", "errors", error_rate=each), 30.0, seed).telemetry.failed for each in (good, bad)]
    assert (failed[0] <= failed[1]).all()


def test_a_crash_fails_every_request_of_the_canary_and_no_other():
    rollout = played(Release("bad", "crash"))
    assert rate(rollout, CANARY) == 1
    assert rate(rollout, 0) < 0.01


def test_errors_come_at_their_rate_beside_the_usual_ones():
    assert rate(played(Release("bad", "errors", error_rate=0.2)), CANARY) == pytest.approx(0.2, abs=0.03)


def test_a_fault_of_one_region_spares_the_others():
    telemetry = (rollout := played(Release("bad", "region", error_rate=1.0, region=0.25), 50.0)).telemetry
    inside = telemetry.luck.region[telemetry.luck.user] < 0.25
    mine = telemetry.version == CANARY
    assert telemetry.failed[mine & inside].all()
    assert telemetry.failed[mine & ~inside].mean() < 0.01
    assert rollout.users_affected > 0


def test_a_fault_behind_a_flag_meets_those_whose_flag_is_on():
    off, on = (played(Release("bad", "behind_flag", error_rate=1.0, flag_pct=pct), 100.0) for pct in (0, 30))
    assert rate(off, CANARY) < 0.01
    assert rate(on, CANARY) == pytest.approx(0.3, abs=0.05)


def test_a_leak_is_slower_every_minute():
    leaking = played(Release("bad", "leak", slowdown=60.0), 50.0)
    early, late = (metric(leaking, "p95_ms", CANARY, *span) for span in ((60, 120), (500, 560)))
    assert late > 2 * early


def test_under_load_latency_grows_only_when_the_canary_is_busy():
    busy = Profile((0, 600), (150, 150))
    release = Release("bad", "under_load", slowdown=3.0)
    calm, strained = (play(release, SERVICE, profile, Fixed(50.0), 1) for profile in (CALM, busy))
    good = play(Release("good"), SERVICE, busy, Fixed(50.0), 1)
    p95 = [metric(each, "p95_ms", CANARY, 300, 600) for each in (calm, good, strained)]
    assert p95[2] > 1.5 * p95[1] > p95[0]


def test_a_version_that_has_more_than_it_can_do_answers_no_later_than_people_wait():
    crowd = Profile((0, 1800), (150, 150))
    drowned = play(Release("bad", "under_load", slowdown=6.0), SERVICE, crowd, Fixed(100.0), 1)
    assert drowned.telemetry.latency_s.max() == SERVICE.timeout_s
    assert rate(drowned, CANARY) > 0.5


def test_under_load_a_request_never_takes_longer_than_at_full_load():
    crowd = Profile((0, 1800), (150, 150))
    patient = Service(instances=6, users=3000, timeout_s=100_000)
    drowned = play(Release("bad", "under_load", slowdown=6.0), patient, crowd, Fixed(100.0), 1)
    work_s = 7 * patient.mean_size_s * crowd.requests / patient.instances
    assert drowned.telemetry.latency_s.max() < 1.1 * work_s


def test_a_migration_breaks_both_versions_once_the_canary_has_started():
    rollout = play(Release("bad", "migration", error_rate=0.5), SERVICE, CALM, Fixed(10.0, from_s=300.0), 1)
    before, after = (metric(rollout, "error_rate", 0, *span) for span in ((0, 300), (335, 600)))
    assert before < 0.01
    assert after == pytest.approx(0.5, abs=0.05)


def test_a_controller_measures_what_came_before_it_asked():
    queries = tuple(Query(name, "stable", 0, 300) for name in ("requests", "error_rate", "p95_ms"))
    controller = Fixed(10.0, 300.0, (*queries, Query("error_rate", "canary", 0, 300)))
    rollout = play(Release("good"), SERVICE, CALM, controller, 1)
    requests, errors, p95, canary = controller.readings
    assert requests.value == (rollout.telemetry.luck.at_s < 300).sum()
    assert errors.value is not None and errors.value < 0.01
    assert p95.value is not None and 30 < p95.value < 500
    assert canary.value is None


def test_new_instances_boot_before_they_serve():
    telemetry = played(Release("good"), 50.0, boot_s=60.0).telemetry
    assert telemetry.metric("requests", CANARY, 0, 60)[0] == 0
    assert telemetry.metric("requests", CANARY, 65, 125)[0] > 0
    assert not telemetry.failed[telemetry.version == CANARY].mean() > 0.01


def test_a_metric_that_does_not_exist_is_named():
    telemetry = played(Release("good")).telemetry
    with pytest.raises(ValueError, match="no metric 'colour'"):
        telemetry.metric("colour", CANARY, 0, 60)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Release("x", "errors", error_rate=2),
        lambda: Release("x", "leak", slowdown=-1),
        lambda: Service(instances=0),
        lambda: Service(mean_size_s=0),
        lambda: Service(base_error_rate=2),
    ],
)
def test_facts_that_cannot_be_are_refused(make):
    with pytest.raises(ValueError, match="must|at least"):
        make()


def test_the_same_seed_gives_the_same_run():
    luck = draw(SERVICE, CALM, 3)
    first = play(Release("bad", "errors", error_rate=0.1), SERVICE, CALM, Fixed(20.0), 3)
    again = play(Release("bad", "errors", error_rate=0.1), SERVICE, CALM, Fixed(20.0), 3, luck)
    assert (first.telemetry.latency_s == again.telemetry.latency_s).all()
    assert first.failed_requests == again.failed_requests


def test_a_controller_may_say_which_instances_serve():
    bare = play(Release("good"), SERVICE, CALM, Fixed(50.0, layout=Layout(3, 3)), 1)
    assert (bare.peak_extra_instances, bare.fewest_instances) == (0, 6)
    assert (bare.telemetry.version == CANARY).mean() == pytest.approx(0.5, abs=0.05)
    short = play(Release("good"), SERVICE, CALM, Fixed(50.0, layout=Layout(2, 2)), 1)
    assert short.fewest_instances == 4
    assert short.cost_usd < bare.cost_usd


def test_a_version_without_instances_gets_no_traffic():
    telemetry = play(Release("good"), SERVICE, CALM, Fixed(50.0, layout=Layout(6, 0)), 1).telemetry
    assert not telemetry.version.any()


def test_waves_take_whole_regions_the_last_first():
    run = play(Release("bad", "region", error_rate=1.0, region=0.2), SERVICE, CALM, Fixed(70.0, layout=REGIONS), 1)
    assert rate(run, CANARY) < 0.01
    luck = run.telemetry.luck
    served = luck.at_s > 40
    assert ((run.telemetry.version == CANARY) == (luck.region[luck.user] >= 0.3))[served].all()


def test_a_fault_behind_a_flag_hurts_only_those_who_have_it_on():
    run = play(Release("bad", "behind_flag", error_rate=0.5), SERVICE, CALM, Fixed(10.0, layout=FLAGGED), 1)
    assert rate(run, CANARY) == pytest.approx(0.5, abs=0.1)
    assert rate(run, 0) < 0.01
    assert run.peak_extra_instances == 0


def test_a_flag_does_not_hold_back_a_fault_of_the_binary():
    run = play(Release("bad", "crash"), SERVICE, CALM, Fixed(10.0, layout=FLAGGED), 1)
    assert run.telemetry.failed.all()


def test_the_baseline_is_as_much_of_the_stable_version_as_the_canary_gets():
    query = Query("requests", "baseline", 100, 500)
    canary = Query("requests", "canary", 100, 500)
    fixed = Fixed(10.0, queries=(query, canary), layout=Layout(6, 1))
    fixed.next_at_s = 500.0
    play(Release("good"), SERVICE, CALM, fixed, 1)
    baseline, own = (reading.count for reading in fixed.readings)
    assert baseline == pytest.approx(own, rel=0.3)


def test_a_good_release_that_goes_back_is_a_false_rollback():
    strict = CanarySettings(max_error_rate=0.0, min_requests=0, check_every_s=30)
    assert play(Release("good"), SERVICE, CALM, Canary(strict), 1).false_rollback
    assert not play(Release("bad", "crash"), SERVICE, CALM, Canary(strict), 1).false_rollback


def test_a_metric_that_nobody_knows_is_told_as_an_error():
    fixed = Fixed(10.0, from_s=100.0, queries=(Query("happiness", "canary", 0, 100),))
    play(Release("good"), SERVICE, CALM, fixed, 1)
    assert fixed.readings[0].value is None
    assert "happiness" in fixed.readings[0].error


class Waiting(Fixed):
    """Waits for a person at once."""

    phase: Phase = "paused"

    @property
    def waits(self):
        return self.phase == "paused"

    def resume(self, at_s):
        self.phase, self.resumed_s = "progressing", at_s
        return (Happening(at_s, "resume", self.weight_pct),)


def test_somebody_lets_a_waiting_release_go_on_or_nobody_does():
    assert play(Release("good"), SERVICE, CALM, Waiting(5.0), 1).phase == "paused"
    resumed = play(Release("good"), SERVICE, CALM, Waiting(5.0), 1, resumes_after_s=120.0)
    assert resumed.phase == "progressing"
    assert [happening.at_s for happening in resumed.happenings] == [120.0]


def test_somebody_comes_to_a_release_that_measures_on_while_it_waits():
    def shipped(after_s):
        unjudged = Metric("error-rate", interval_s=60)
        controller = argo.canary(SetWeight(10), Pause(), metric=unjudged, background=Background(argo.CHECK))
        return play(Release("good"), SERVICE, CALM, controller, 1, resumes_after_s=after_s)

    assert (shipped(None).phase, shipped(120.0).phase) == ("paused", "promoted")
