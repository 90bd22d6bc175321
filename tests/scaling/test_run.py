"""A fleet under traffic: what a scaler is shown, what it costs, and who waits."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.scaling.fleet import Fleet
from slipway.scaling.histogram import Histogram
from slipway.scaling.roster import Roster
from slipway.scaling.run import Running, scale, turns
from slipway.scaling.scaler import Decision, Seen
from slipway.scaling.situations import SITUATIONS
from slipway.scaling.ways import WAYS
from slipway.traffic.profiles import constant, spike


@dataclass
class Wishes:
    """A scaler that wants what it is told to want, round by round."""

    wanted: list[int]
    every_s: float = 15.0

    def __post_init__(self) -> None:
        self.seen: list[Seen] = []

    def decide(self, seen: Seen) -> Decision:
        self.seen.append(seen)
        return Decision(seen.at_s, self.wanted[min(len(self.seen), len(self.wanted)) - 1], ())


def started(way: str, **changes):
    return WAYS[way].start(replace(WAYS[way].settings, **changes), {})


def test_a_scaler_sees_the_load_that_queueing_theory_expects():
    scaler = Wishes([8])
    scale(Fleet(instances=8), constant(80, 3600), scaler, 1)
    cpu = np.mean([seen.values["cpu_pct"] for seen in scaler.seen])
    assert cpu == pytest.approx(100 * 80 * 0.05 / 8, rel=0.03)
    assert {seen.desired for seen in scaler.seen} == {8}


def test_an_instance_is_ready_only_once_it_has_booted_and_is_paid_from_its_launch():
    scaler = Wishes([2, 5])
    ran = scale(Fleet(instances=2, boot_s=60), constant(10, 600), scaler, 1)
    ready = dict(zip(ran.rounds.at_s, ran.rounds.ready, strict=True))
    assert (ready[30], ready[75], ready[90]) == (2, 2, 5)
    assert ran.measures.instance_h == pytest.approx((600 * 2 + 570 * 3) / 3600)
    booting = [each for each in scaler.seen[3].instances if each.cpu_pct is None]
    assert [each.launched_s for each in booting] == [30] * 3


def test_of_a_fleet_that_shrinks_the_latest_leave_first():
    roster = Roster(2)
    roster.resize(4, 10, 60)
    roster.resize(3, 20, 60)
    assert [each.launched_s for each in roster.instances(30, 15, 50.0)] == [0, 0, 10]
    assert [each.cpu_pct for each in roster.instances(30, 15, 50.0)] == [50.0, 50.0, None]
    assert roster.instances(75, 10, 50.0)[2].cpu_pct == 25.0


def test_time_that_was_missing_and_time_that_was_too_much_are_counted_apart():
    fleet = Fleet(instances=2, mean_size_s=0.1, good_load=0.5)
    short = scale(fleet, constant(20, 3600), started("fixed", instances=2), 1).measures
    assert short.under_h == pytest.approx(2)
    assert short.over_h == 0
    ample = scale(fleet, constant(20, 3600), started("fixed", instances=7), 1).measures
    assert ample.over_h == pytest.approx(3, rel=0.03)


def test_who_waits_too_long_gives_up_and_nobody_waits_longer():
    ran = scale(Fleet(instances=1, timeout_s=2), constant(40, 600), started("fixed", instances=1), 1)
    assert ran.measures.error_rate > 0.4
    assert ran.measures.p99_ms <= 2000


def test_a_direction_changes_when_down_follows_up():
    assert turns(np.array([4, 6, 6, 5, 4, 7, 7])) == 2
    assert turns(np.array([4, 5, 6])) == 0


def test_a_boot_that_takes_longer_hurts_more_in_a_spike():
    profile = spike(30, 160, 600, 600, 2400)
    quick, slow = (scale(Fleet(boot_s=boot_s), profile, started("hpa"), 1).measures for boot_s in (10, 300))
    assert slow.error_rate > 2 * quick.error_rate


def test_a_run_says_how_far_it_is():
    running = Running(Fleet(), constant(1, 4 * 3600), started("fixed", instances=2), 1)
    assert list(running.hours()) == [0.25, 0.5, 0.75, 1.0]
    assert running.result().measures.requests > 0


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([*SITUATIONS]), st.integers(1, 100), st.floats(0.01, 0.03))
def test_the_same_seed_gives_every_scaler_the_same_requests_and_the_same_answer(name, seed, share):
    situation = SITUATIONS[name]
    profile = replace(situation.profile, per_s=tuple(share * rate for rate in situation.profile.per_s))
    if profile.lasts_s > 86_400:
        profile = constant(1, 3600)
    first, again, other = (scale(situation.fleet, profile, started(way), seed) for way in ("hpa", "hpa", "fixed"))
    assert first.measures == again.measures
    assert first.measures.requests == other.measures.requests
    assert first.rounds.desired.min() >= 1 and first.rounds.desired.max() <= 20


@given(st.lists(st.floats(1e-5, 1e4), min_size=1, max_size=200), st.floats(0.01, 1))
def test_a_quantile_of_the_histogram_is_at_most_a_step_above_the_true_one(values, share):
    histogram = Histogram()
    histogram.add(np.array(values[:100]))
    histogram.add(np.array(values[100:]))
    rank = max(int(np.ceil(share * len(values))) - 1, 0)
    true = sorted(values)[rank]
    assert true * (1 - 1e-12) <= histogram.quantiles((share,))[0] <= true * 2 ** (1 / 64) * (1 + 1e-12)
