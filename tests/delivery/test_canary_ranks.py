"""Ranks over many runs at once: as the single test has it, ties and all, and careful with what it throws away."""

from dataclasses import replace

import numpy as np
import pytest

from slipway.delivery.canary_ranks import by_ranks
from slipway.delivery.canary_runs import Errors, Setup, draw_errors
from slipway.delivery.mann_whitney import excess
from slipway.delivery.peeking import critical_z

SMALL = Setup(canary_rate=0.03, canary_requests=50, baseline_requests=50, runs=200, steps=25)


def judged_alone(errors: Errors, run: int) -> bool:
    over, deviation = excess(
        errors.baseline_errors[:, run].astype(np.float64), errors.canary_errors[:, run].astype(np.float64)
    )
    return over - 0.5 > critical_z(0.02) * deviation


@pytest.mark.parametrize("requests", [3, 50, 800])
def test_every_run_is_judged_as_the_single_rank_test_judges_it(requests: int) -> None:
    setup = replace(SMALL, canary_requests=requests, baseline_requests=requests)
    errors = draw_errors(setup, 4)
    found = by_ranks(errors, setup)
    assert found.rolled_back.tolist() == [judged_alone(errors, run) for run in range(setup.runs)]
    assert 0 < found.share < 1 or requests != 50
    assert found.mean_step == setup.steps


def test_equal_sides_are_thrown_away_in_one_of_a_hundred_at_most() -> None:
    setup = replace(SMALL, canary_rate=0.01, runs=5_000)
    assert 0.003 < by_ranks(draw_errors(setup, 1), setup).share < 0.0135


def test_points_that_are_all_the_same_tell_nothing() -> None:
    setup = replace(SMALL, runs=2)
    same = np.ones((25, 2), dtype=np.int64)
    assert by_ranks(Errors(same, same), setup).share == 0
    assert by_ranks(Errors(same + 1, same), setup).share == 1


def test_sides_of_different_size_are_refused() -> None:
    setup = replace(SMALL, baseline_requests=950)
    with pytest.raises(ValueError, match="equally many requests"):
        by_ranks(draw_errors(setup, 1), setup)
