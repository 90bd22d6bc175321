"""The shift interval: R's own figures, plain pair counting, and the root finder under it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.mann_whitney import AllTied, excess, ranks, shift
from slipway.delivery.root import brent

# Points and R's answers from spinnaker/kayenta, MannWhitneySuite "tie out with R version" (Apache-2.0).
CONTROL = """
1.5 6 5 2.5 2.5 2 2 3.5 3 3 3 2 3 8 4 2.5 3 2.5 2.5 2 2.5 2 2 2.5 3.5 3 1.5 5 2.5 5.5 2 2.5 3.5 2 2.5 4 2 2 2 2 5.5
4.5 4 3 3 3.5 2.5 3 2.5 4 6 2 5 6 3.5 3 54.5 3 5 6 3.5 4.5 2.5 2 6 5 2.5 3.5 2 3 2.5 3.5 3.5 2.5 3 4.5 3 15.5 5 2.5 3
4 3.5 4 4 2 4.5 2.5 4 3
"""
EXPERIMENT = """
2.5 2.5 2 2.5 3.5 2 3.5 1.5 3 3 2.5 3.5 2 2.5 2 2 5 3 2 1.5 2 4 3 2.5 3 2 2 2 2.5 3.5 1.5 1.5 3.5 2 2.5 2.5 3 3.5 2.5
6.5 2.5 4 2.5 3 2.5 6.5 2.5 3 1.5 2 2.5 3 7.5 1.5 2 4 2.5 2 2.5 3.5 4 2.5 3 2.5 2 3.5 3 16.5 3 3 7 4.5 5 2 3.5 6 1.5 3
2.5 4 3 1.5 5 3 2.5 5.5 3 1.5 2.5 6
"""

POINTS = st.lists(st.integers(-20, 20).map(float), min_size=2, max_size=30)


def points(text: str) -> np.ndarray:
    return np.array(text.split(), dtype=np.float64)


def test_the_interval_is_the_one_that_r_prints() -> None:
    found = shift(points(CONTROL), points(EXPERIMENT), 0.95)
    assert found.low == pytest.approx(-0.500002521696696, abs=1e-12)
    assert found.high == pytest.approx(-3.486287505871302e-5, abs=1e-12)
    assert found.estimate == pytest.approx(-0.4999393907180323, abs=1e-4)


@given(POINTS, POINTS)
def test_excess_counts_the_pairs_that_the_experiment_wins(control: list[float], experiment: list[float]) -> None:
    won = sum((e > c) + 0.5 * (e == c) for e in experiment for c in control)
    over, deviation = excess(np.array(control), np.array(experiment))
    assert over == won - len(control) * len(experiment) / 2
    assert deviation >= 0


@given(st.lists(st.integers(0, 9).map(float), min_size=1))
def test_ranks_sum_to_what_they_must_whatever_is_tied(values: list[float]) -> None:
    ranked, ties = ranks(np.array(values))
    assert ranked.sum() == len(values) * (len(values) + 1) / 2
    assert ties.sum() == len(values)


def test_ties_make_the_deviation_smaller() -> None:
    """Two of four tied: σ² = 4/12·(5 − (8 − 2)/12)."""
    _, deviation = excess(np.array([1.0, 2.0]), np.array([2.0, 3.0]))
    assert deviation**2 == pytest.approx(4 / 12 * (5 - 6 / 12))


@given(POINTS, POINTS)
def test_the_estimate_lies_in_the_interval_and_moves_with_the_experiment(
    control: list[float], experiment: list[float]
) -> None:
    if len(set(control)) == 1 and len(set(experiment)) == 1:
        return
    here = shift(np.array(control), np.array(experiment))
    moved = shift(np.array(control), np.array(experiment) + 64)
    assert here.low - 1e-4 <= here.estimate <= here.high + 1e-4
    assert moved.low == pytest.approx(here.low + 64, abs=1e-3)
    assert moved.high == pytest.approx(here.high + 64, abs=1e-3)


def test_without_a_change_of_sign_the_end_of_the_span_is_given() -> None:
    found = shift(np.array([1.0, 2.0]), np.array([5.0, 7.0]))
    assert (found.low, found.high) == (3.0, 6.0)


@pytest.mark.parametrize("sides", [([1.0], [2.0]), ([3.0, 3.0], [5.0, 5.0])])
def test_points_that_are_all_tied_have_no_interval(sides: tuple[list[float], list[float]]) -> None:
    with pytest.raises(AllTied):
        shift(np.array(sides[0]), np.array(sides[1]))


@given(st.floats(0.01, 0.99))
def test_brent_finds_the_root_within_its_tolerance(root: float) -> None:
    assert brent(lambda x: math.exp(x) - math.exp(root), 0, 1, 1e-9) == pytest.approx(root, abs=1e-9)
    assert brent(lambda x: 1.0 if x < root else -1.0, 0, 1, 1e-4) == pytest.approx(root, abs=1e-4)
    assert brent(lambda x: x**3 - root**3, 0, 1, 1e-9) == pytest.approx(root, abs=1e-8)
