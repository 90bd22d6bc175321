"""Many runs at once: as a plain loop would have it, the false stops known, and a worse build never luckier."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.delivery.canary_rules import (
    Ends,
    by_confidence_sequence,
    by_mann_whitney,
    by_sprt,
    by_threshold,
    by_z_test,
)
from slipway.delivery.canary_runs import Draws, Setup, draw, draw_errors
from slipway.delivery.confidence_sequence import interval
from slipway.delivery.mann_whitney import excess
from slipway.delivery.peeking import critical_z
from slipway.delivery.sprt import Sprt
from slipway.delivery.two_proportions import z_score

SMALL = Setup(canary_rate=0.03, runs=40, steps=12, canary_shift=0.4)
SPRT = Sprt(0.01, 0.05)


def rules(draws: Draws, setup: Setup) -> dict[str, Ends]:
    return {
        "z": by_z_test(draws, setup),
        "threshold": by_threshold(draws, setup, 96.0, 3),
        "sprt": by_sprt(draws, setup, SPRT),
        "sequence": by_confidence_sequence(draws, setup),
        "ranks": by_mann_whitney(draws, setup),
    }


def loop_z(draws: Draws, setup: Setup, run: int, step: int) -> bool:
    a, b = (int(errors[:step, run].sum()) for errors in (draws.canary_errors, draws.baseline_errors))
    return z_score(a, step * setup.canary_requests, b, step * setup.baseline_requests) > critical_z(0.05, 1)


def loop_sequence(draws: Draws, setup: Setup, run: int, step: int) -> bool:
    n1, n0 = step * setup.canary_requests, step * setup.baseline_requests
    p1, p0 = draws.canary_errors[:step, run].sum() / n1, draws.baseline_errors[:step, run].sum() / n0
    error = (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) ** 0.5
    per_step = setup.canary_requests + setup.baseline_requests
    return p1 > p0 and interval(p1 - p0, error, n1 + n0, setup.steps * per_step)[0] > 0


def loop_ranks(draws: Draws, setup: Setup, run: int, step: int) -> bool:
    over, deviation = excess(draws.baseline_points[:step, run], draws.canary_points[:step, run])
    return step >= 5 and over > critical_z(0.05, 1) * deviation


@pytest.mark.parametrize(
    ("rule", "loop"), [(by_z_test, loop_z), (by_confidence_sequence, loop_sequence), (by_mann_whitney, loop_ranks)]
)
def test_a_rule_stops_where_a_plain_loop_stops(rule, loop) -> None:
    draws = draw(SMALL, 5)
    found = rule(draws, SMALL)
    steps = range(1, SMALL.steps + 1)
    firsts = [next((s for s in steps if loop(draws, SMALL, run, s)), 0) for run in range(SMALL.runs)]
    assert found.rolled_back.tolist() == [first > 0 for first in firsts]
    assert found.at_step.tolist() == [first or SMALL.steps for first in firsts]


def test_threshold_and_sprt_stop_where_a_plain_loop_stops() -> None:
    draws = draw(SMALL, 6)
    threshold, sprt = by_threshold(draws, SMALL, 96.0, 3), by_sprt(draws, SMALL, SPRT)
    for run in range(SMALL.runs):
        errors = draws.canary_errors[:, run]
        failed = [step for step in range(SMALL.steps) if errors[step] > 2]
        assert threshold.rolled_back[run] == (len(failed) >= 3)
        assert threshold.at_step[run] == (failed[2] + 1 if len(failed) >= 3 else SMALL.steps)
        seen = [SPRT.decide(int(errors[: s + 1].sum()), int(50 * (s + 1) - errors[: s + 1].sum())) for s in range(12)]
        decided = next((s for s, decision in enumerate(seen) if decision != "go_on"), 11)
        assert sprt.rolled_back[run] == (seen[decided] == "roll_back")
        assert sprt.at_step[run] == decided + 1


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.floats(0, 0.3), st.floats(0, 0.3), st.floats(0, 2))
def test_a_worse_build_is_never_luckier(seed: int, rate: float, more: float, slower: float) -> None:
    good = replace(SMALL, canary_rate=rate)
    bad = replace(good, canary_rate=rate + more, canary_shift=good.canary_shift + slower)
    ours, theirs = draw(good, seed), draw(bad, seed)
    assert (theirs.canary_errors >= ours.canary_errors).all()
    assert (theirs.canary_points >= ours.canary_points).all()
    assert (theirs.baseline_errors == ours.baseline_errors).all()
    for name, ends in rules(ours, good).items():
        assert (rules(theirs, bad)[name].rolled_back >= ends.rolled_back).all(), name


def test_the_same_seed_gives_the_same_runs() -> None:
    first, again = draw(SMALL, 9), draw(SMALL, 9)
    assert (first.canary_errors == again.canary_errors).all()
    assert (first.baseline_points == again.baseline_points).all()


def test_a_longer_canary_has_the_same_luck_in_its_first_steps() -> None:
    short, long = draw_errors(SMALL, 9), draw_errors(replace(SMALL, steps=20), 9)
    assert (short.canary_errors == long.canary_errors[: SMALL.steps]).all()
    assert (short.baseline_errors == draw(SMALL, 9).baseline_errors).all()


def test_a_test_that_looks_once_is_the_last_look_of_one_that_looks_at_every_step() -> None:
    mild = replace(SMALL, canary_rate=0.012)
    draws = draw(mild, 5)
    once = by_z_test(draws, mild, first_step=mild.steps)
    assert once.rolled_back.tolist() == [loop_z(draws, mild, run, mild.steps) for run in range(mild.runs)]
    assert set(once.at_step.tolist()) == {mild.steps}
    assert 0 < once.share < by_z_test(draws, mild).share


def test_errors_come_at_their_rates() -> None:
    setup = Setup(canary_rate=0.05)
    draws = draw(setup, 2)
    assert draws.canary_errors.mean() / 50 == pytest.approx(0.05, rel=0.01)
    assert draws.baseline_errors.mean() / 950 == pytest.approx(0.01, rel=0.01)
    assert draws.canary_errors.var() == pytest.approx(50 * 0.05 * 0.95, rel=0.02)
    assert draw(replace(setup, canary_rate=1, runs=5), 2).canary_errors.min() == 50
    assert draw(replace(setup, canary_rate=0, runs=5), 2).canary_errors.max() == 0


def test_false_stops_of_a_harmless_canary() -> None:
    """One-sided 5 % at each of 30 looks: 27 % for proportions, whose counts are small, 19 % for ranks."""
    setup = Setup(canary_rate=0.01)
    draws = draw(setup, 1)
    assert by_z_test(draws, setup).share == pytest.approx(0.27, abs=0.02)
    assert by_mann_whitney(draws, setup).share == pytest.approx(0.19, abs=0.015)
    assert by_confidence_sequence(draws, setup).share < 0.025
    assert by_sprt(draws, setup, SPRT).share < 0.05 / 0.8


def test_ties_count_half() -> None:
    setup = replace(SMALL, runs=3, steps=30)
    alike = np.ones((30, 3))
    none = np.zeros((30, 3), dtype=np.int64)
    assert by_mann_whitney(Draws(none, none, alike, alike), setup).share == 0
    higher = by_mann_whitney(Draws(none, none, alike + 1, alike), setup)
    assert (higher.share, higher.mean_step) == (1, 5)


@pytest.mark.parametrize("wrong", [{"steps": 0}, {"steps": 251}, {"runs": 0}, {"canary_requests": 0}])
def test_a_setup_without_runs_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least one run"):
        Setup(0.01, **wrong)
