"""Service times have the mean and the spread that they claim, and one stream of luck however it is cut."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.luck import generator
from slipway.traffic.distribution import BoundedPareto, Constant, Erlang, Exponential, Hyperexponential, Lognormal

ALL = [
    Exponential(),
    Constant(),
    Erlang(1),
    Erlang(4),
    Lognormal(0.3),
    Lognormal(1.5),
    Hyperexponential(1.2),
    Hyperexponential(3.0),
    BoundedPareto(1.5, 60),
    BoundedPareto(2.0, 100),
    BoundedPareto(1.0, 50),
]
RUNS, EACH = 20, 50_000


@pytest.mark.parametrize("distribution", ALL, ids=str)
def test_the_mean_is_one_and_the_spread_as_stated(distribution):
    drawn = [distribution.draw(generator(seed, "distribution"), EACH) for seed in range(RUNS)]
    for values, theory in (
        ([run.mean() for run in drawn], 1.0),
        ([(run**2).mean() for run in drawn], 1 + distribution.cv**2),
    ):
        error = np.std(values, ddof=1) / RUNS**0.5
        assert abs(np.mean(values) - theory) <= 4 * error + 1e-12
        assert error < 0.03 * theory


@pytest.mark.parametrize("distribution", ALL, ids=str)
def test_no_request_takes_less_than_no_time(distribution):
    assert (distribution.draw(generator(1, "distribution"), EACH) >= 0).all()


@pytest.mark.parametrize("distribution", ALL, ids=str)
@given(cut=st.integers(0, 300))
def test_two_short_draws_are_one_long_one(distribution, cut):
    whole = distribution.draw(generator(3, "cut"), 300)
    luck = generator(3, "cut")
    parts = np.concatenate([distribution.draw(luck, cut), distribution.draw(luck, 300 - cut)])
    assert (parts == whole).all()


def test_a_bounded_pareto_stays_within_its_ratio():
    drawn = BoundedPareto(1.1, 200).draw(generator(1, "pareto"), EACH)
    assert drawn.max() / drawn.min() <= 200 * (1 + 1e-12)
    assert drawn.max() / drawn.min() > 100


def test_half_of_the_work_is_done_for_the_quick_and_half_for_the_slow():
    """Of balanced means: p/μ₁ = (1 - p)/μ₂, so the share of requests that are quick is (1 + √((c² - 1)/(c² + 1)))/2."""
    cv, at = 2.0, 0.7
    quick = (1 + ((cv**2 - 1) / (cv**2 + 1)) ** 0.5) / 2
    drawn = Hyperexponential(cv).draw(generator(2, "hyper"), 400_000)
    theory = quick * np.exp(-2 * quick * at) + (1 - quick) * np.exp(-2 * (1 - quick) * at)
    assert (drawn > at).mean() == pytest.approx(theory, abs=4 * 0.5 / 400_000**0.5)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: Erlang(0), "phases must be 1 or more, got 0"),
        (lambda: Lognormal(0), "must be more than 0, got 0"),
        (lambda: Lognormal(float("nan")), "must be more than 0, got nan"),
        (lambda: Hyperexponential(1), "must be more than 1, got 1"),
        (lambda: BoundedPareto(0, 10), "alpha must be more than 0, got 0"),
        (lambda: BoundedPareto(1, 1), "ratio must be more than 1, got 1"),
    ],
)
def test_a_distribution_that_cannot_be_says_why(make, complaint):
    with pytest.raises(ValueError, match=complaint):
        make()
