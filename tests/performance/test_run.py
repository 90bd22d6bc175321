"""A whole run: nothing is lost, the same luck for everybody, and each remedy does what it is for."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.performance.client import GOOD
from slipway.performance.laws import bottleneck, utilisation_law, waiting_law
from slipway.performance.run import run
from slipway.performance.setting import BACKOFFS, Setting
from slipway.performance.site import Fault, Site
from slipway.performance.situations import SITUATIONS
from slipway.traffic.profiles import constant

SHORT = constant(60, 20)
SICK = Site(
    partner_ms=40,
    partner_share=0.5,
    faults=(Fault("database", 5, 9, 6), Fault("partner", 8, 14, 50), Fault("instance", 3, 15)),
)
SETTINGS = st.builds(
    Setting,
    instances=st.integers(1, 5),
    workers=st.integers(1, 20),
    queue_limit=st.integers(0, 30),
    drop_late=st.booleans(),
    timeout_ms=st.sampled_from([0, 100, 500, 2000]),
    tries=st.integers(1, 4),
    backoff=st.sampled_from(BACKOFFS),
    retry_budget_pct=st.integers(0, 50),
    cache_ttl_s=st.sampled_from([0, 1, 60]),
    cache_keys=st.integers(1, 500),
    coalesce=st.booleans(),
    pool_size=st.integers(1, 40),
    database_cores=st.integers(1, 8),
    batch_size=st.integers(1, 12),
    partner_timeout_ms=st.sampled_from([0, 200]),
    breaker=st.booleans(),
)


def measured(situation, **changes):
    there = SITUATIONS[situation]
    return run(replace(Setting(), **changes), there.site, there.profile, 1).measures


def figures(verdict):
    return {name: float(value) for name, value in verdict.inputs}


@settings(max_examples=25, deadline=None)
@given(SETTINGS)
def test_every_request_is_settled_once_whatever_the_setting(setting):
    ran = run(setting, SICK, SHORT, 3)
    measures = ran.measures
    assert len(ran.fates) == measures.requests
    assert measures.requests <= measures.attempts <= measures.requests * setting.tries
    finished = np.isfinite(ran.ends_s)
    assert (ran.ends_s[finished] >= ran.at_s[finished]).all()
    assert [fate == "unfinished" for fate in ran.fates] == (~finished).tolist()
    assert measures.error_rate == pytest.approx(sum(fate not in GOOD for fate in ran.fates) / len(ran.fates))
    assert all(0 <= each.utilisation <= 1 + 1e-9 for each in ran.stations)


@settings(max_examples=5, deadline=None)
@given(SETTINGS, st.integers(1, 50))
def test_the_same_seed_gives_the_same_run(setting, seed):
    first, second = (run(setting, SICK, SHORT, seed) for _ in range(2))
    assert first.fates == second.fates
    assert (first.ends_s == second.ends_s).all()


def test_a_setting_changes_no_luck():
    small, large = (run(Setting(instances=count), SICK, SHORT, 1) for count in (1, 5))
    assert (small.at_s == large.at_s).all()


def test_a_cache_asks_the_database_less_and_its_answers_are_older_the_longer_it_keeps_them():
    none, short, long = (measured("busy-database", cache_ttl_s=ttl_s) for ttl_s in (0, 20, 600))
    assert none.database_calls > short.database_calls > long.database_calls
    assert none.stale_share < short.stale_share < long.stale_share
    assert short.p95_ms < none.p95_ms


def test_one_who_fetches_for_all_ends_a_stampede():
    many, one = (measured("front-page", cache_ttl_s=20, coalesce=coalesce) for coalesce in (False, True))
    assert one.stampede == 1 < many.stampede
    assert one.p99_ms < many.p99_ms


def test_a_pool_can_be_too_small_and_too_large():
    small, right, large = (measured("crowded", pool_size=size) for size in (3, 8, 100))
    assert right.p95_ms < small.p95_ms
    assert right.p95_ms < large.p95_ms


def test_a_partner_that_hangs_takes_everything_down_unless_its_calls_end():
    hanging, ending = (measured("slow-partner", partner_timeout_ms=ms) for ms in (0, 300))
    assert ending.error_rate < 0.25 < hanging.error_rate


def test_an_open_breaker_answers_without_the_partner():
    setting = {"partner_timeout_ms": 300}
    without, with_it = measured("slow-partner", **setting), measured("slow-partner", breaker=True, **setting)
    assert with_it.error_rate < without.error_rate / 10
    assert with_it.fallback_share > 0.1 > without.fallback_share


def test_retries_without_a_budget_keep_the_service_down_after_the_database_has_recovered():
    setting = {"timeout_ms": 500, "partner_timeout_ms": 100, "tries": 4}
    storm, budget = measured("blip", **setting), measured("blip", retry_budget_pct=5, **setting)
    assert storm.recovered_s is None
    assert budget.recovered_s is not None
    assert storm.attempts > 2 * budget.attempts


def test_a_short_queue_serves_more_people_than_a_long_one():
    long, short = measured("rush"), measured("rush", queue_limit=5)
    assert short.error_rate < long.error_rate / 2
    assert short.p95_ms < long.p95_ms


def test_reading_together_makes_fewer_calls():
    alone, together = measured("small-rows"), measured("small-rows", batch_size=10)
    assert together.database_calls < alone.database_calls / 2
    assert together.p95_ms < alone.p95_ms


def test_the_bottleneck_is_the_full_place_that_waits_for_nobody():
    there = SITUATIONS["slow-somewhere"]
    ran = run(Setting(database_cores=2), there.site, there.profile, 1)
    assert all(each.utilisation > 0.95 for each in ran.stations)
    assert "Database" in bottleneck(ran.stations).arithmetic


def test_the_laws_of_queues_hold_on_a_runs_own_figures():
    there = SITUATIONS["calm"]
    for station in run(Setting(), there.site, there.profile, 1).stations:
        inputs = figures(utilisation_law(station))
        told = inputs["per_s"] * inputs["mean_s"] / inputs["places"]
        assert told == pytest.approx(station.utilisation, rel=0.01)
        little = figures(waiting_law(station))
        assert little["per_s"] * little["wait_s"] == pytest.approx(station.waiting_s / station.lasts_s)


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"instances": 0}, "instances must be 1 or more, got 0"), ({"timeout_ms": -1}, "timeout_ms must be 0 or more")],
)
def test_a_setting_that_cannot_be_is_refused(changes, says):
    with pytest.raises(ValueError, match=says):
        Setting(**changes)
