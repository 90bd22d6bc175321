"""Every kind of fault under every strategy: who notices, whom it hurts, and what a way back mends."""

from functools import cache

import numpy as np
import pytest

from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.requests import draw
from slipway.delivery.rollout import Rollout, play
from slipway.delivery.service import Service
from slipway.delivery.strategies import STRATEGIES
from slipway.settings_text import from_text

SERVICE = Service()
STEADY = PROFILES["steady"]
WATCHING = ("canary", "linear", "waves", "blue_green", "rolling;max_error_rate=0.01;watch_on_s=600")
BLIND = ("all_at_once", "rolling")
EVERY = (*WATCHING, *BLIND, "flag")


@cache
def luck():
    return draw(SERVICE, STEADY, 1)


@cache
def played(plan: str, release: str) -> Rollout:
    name, _, text = plan.partition(";")
    strategy = STRATEGIES[name]
    service = RELEASES[release].meets(SERVICE)
    controller = strategy.start(from_text(strategy, text), service)
    return play(RELEASES[release], service, STEADY, controller, 1, luck())


def failing(rollout: Rollout, since_s: float) -> float:
    """The share of requests from then on that fail."""
    return float(rollout.telemetry.failed[rollout.telemetry.span(since_s, 1e9)].mean())


def first_weight(rollout: Rollout) -> float:
    """The share of traffic at which the fault was noticed."""
    return next(h.weight_pct for h in rollout.happenings if h.verdict and not h.verdict.passed)


def test_every_strategy_there_is_is_played_here():
    assert {plan.partition(";")[0] for plan in EVERY} == set(STRATEGIES)


@pytest.mark.parametrize("plan", EVERY)
def test_a_good_release_reaches_everybody_and_nobody_is_hurt(plan):
    good = played(plan, "good")
    assert (good.phase, good.users_affected, good.weights_pct[-1]) == ("promoted", 0, 100)


@pytest.mark.parametrize("plan", WATCHING)
@pytest.mark.parametrize("release", ["crash", "errors"])
def test_who_watches_notices_loud_faults_and_undoes_them(plan, release):
    run = played(plan, release)
    assert (run.phase, run.weights_pct[-1]) == ("rolled_back", 0)
    assert run.detected_at_s is not None and run.recovered_at_s is not None
    assert failing(run, run.recovered_at_s + 60) < 0.005
    assert run.users_affected < played("all_at_once", release).users_affected / 2


@pytest.mark.parametrize("plan", BLIND)
@pytest.mark.parametrize("release", [name for name in RELEASES if name not in ("good", "never-ready")])
def test_who_watches_nothing_notices_nothing(plan, release):
    run = played(plan, release)
    assert (run.phase, run.detected_at_s) == ("promoted", None)


def test_fewer_are_hurt_where_fewer_have_it_at_first():
    hurt = [played(plan, "crash").users_affected for plan in ("waves", "linear", "blue_green", "all_at_once")]
    assert hurt == sorted(hurt)


def test_a_subtle_fault_below_the_limit_goes_by_every_alarm():
    for plan in ("linear", "waves", "blue_green", "flag"):
        assert played(plan, "subtle").phase == "promoted"
        assert played(plan, "subtle").users_affected > 1000


@pytest.mark.parametrize("plan", [*WATCHING, "flag"])
def test_a_leak_shows_late_and_only_because_requests_time_out(plan):
    """Nobody looks at latency here, so it is the time-outs that ring."""
    assert (played(plan, "leak").detected_at_s or 0) >= 600


@pytest.mark.parametrize("plan", ["linear", "canary"])
def test_who_looks_at_latency_sees_a_leak_sooner(plan):
    assert (played(f"{plan};max_p95_ms=200", "leak").detected_at_s or 1e9) < (played(plan, "leak").detected_at_s or 0)


def test_a_fault_of_one_region_is_found_only_in_the_wave_that_reaches_it():
    """Regions are taken from the last to the first; a tenth of users, at the very front, have the fault."""
    run = played("waves", "region")
    assert run.phase == "rolled_back"
    assert first_weight(run) == 100
    hit = run.telemetry.luck.region[run.telemetry.luck.user] < 0.1
    before = run.telemetry.version[hit & (run.telemetry.luck.at_s < 900)]
    assert not before.any()


@pytest.mark.parametrize("plan", ["linear", "canary"])
def test_a_share_of_all_users_meets_the_region_at_once(plan):
    assert first_weight(played(plan, "region")) <= 10


@pytest.mark.parametrize("plan", EVERY)
def test_a_release_that_is_slow_under_load_goes_by_where_there_is_no_load(plan):
    assert (played(plan, "under-load").phase, played(plan, "under-load").users_affected) == ("promoted", 0)


@pytest.mark.parametrize("plan", EVERY)
def test_no_way_back_mends_a_migration(plan):
    run = played(plan, "migration")
    assert failing(run, 3000) == pytest.approx(0.05, abs=0.01)


def test_blue_green_breaks_blue_before_anybody_is_on_green_and_cannot_undo_it():
    run = played("blue_green", "migration")
    switched = next(h.at_s for h in run.happenings if h.kind == "switch")
    old = run.telemetry.metric("error_rate", 0, 0, switched)[0]
    assert old is not None and old > 0.03
    assert run.phase == "rolled_back"
    assert run.users_affected == played("all_at_once", "migration").users_affected


def test_a_flag_takes_back_a_fault_behind_it_at_once_from_the_few_who_had_it():
    run = played("flag", "behind-flag")
    assert (run.phase, run.happenings[-1].kind, first_weight(run)) == ("rolled_back", "kill_switch", 1)
    assert run.users_affected < 20
    assert run.peak_extra_instances == 0


@pytest.mark.parametrize("release", ["crash", "errors", "region"])
def test_a_kill_switch_notices_a_fault_of_the_code_in_the_dark_and_does_not_mend_it(release):
    run = played("flag", release)
    assert (run.phase, first_weight(run)) == ("rolled_back", 0)
    assert failing(run, 3000) > 0.04


def test_more_of_a_flags_ramp_only_adds_users():
    run = played("flag", "good")
    luck_, version = run.telemetry.luck, run.telemetry.version
    had = np.zeros(SERVICE.users, dtype=bool)
    for since_s in range(0, 3600, 60):
        span = run.telemetry.span(since_s, since_s + 60)
        users = luck_.user[span]
        assert version[span][had[users]].all()
        had[users[version[span] == 1]] = True


def test_blue_green_pays_for_two_fleets_and_rolling_for_a_quarter_more_at_most():
    assert played("blue_green", "good").peak_extra_instances == SERVICE.instances
    assert played("rolling", "good").peak_extra_instances <= 3
    assert played("rolling", "good").fewest_instances == 8
