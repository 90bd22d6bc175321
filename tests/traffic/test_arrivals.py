"""Arrivals follow their profile, and a busier profile of the same seed has the same luck."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.traffic.arrivals import Profile, arrivals

SPIKE = Profile((0, 600, 660, 900, 1200), (10, 10, 80, 20, 20))


@st.composite
def profiles(draw):
    gaps = draw(st.lists(st.floats(1, 500), min_size=1, max_size=6))
    rates = draw(st.lists(st.floats(0, 50), min_size=len(gaps) + 1, max_size=len(gaps) + 1))
    return Profile((0.0, *np.cumsum(gaps).tolist()), tuple(rates))


@given(profiles(), st.integers(0, 100))
def test_arrivals_ascend_and_stay_within_the_profile(profile, seed):
    found = arrivals(profile, seed)
    assert (np.diff(found) >= 0).all()
    assert ((found >= 0) & (found <= profile.lasts_s)).all()


@given(profiles(), st.floats(0.01, 0.99))
def test_the_inverse_undoes_the_cumulative_rate(profile, share):
    total = float(profile.cumulative(np.array([profile.lasts_s]))[0])
    expected = np.array([share * total])
    if total > 1e-6:
        assert profile.cumulative(profile.when(expected)) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_as_many_come_as_the_rate_says():
    counts = np.zeros(4)
    edges = np.array([0, 600, 660, 900, 1200])
    for seed in range(60):
        counts += np.histogram(arrivals(SPIKE, seed), edges)[0]
    expected = 60 * np.diff(SPIKE.cumulative(edges.astype(float)))
    assert (abs(counts - expected) <= 4 * np.sqrt(expected)).all()


def test_a_busier_profile_of_the_same_seed_has_the_same_luck():
    calm = arrivals(Profile((0, 100), (10, 10)), 3)
    busy = arrivals(Profile((0, 100), (20, 20)), 3)
    assert busy[: len(calm)] * 2 == pytest.approx(calm)


def test_the_same_seed_gives_the_same_times_and_another_stream_others():
    assert (arrivals(SPIKE, 1) == arrivals(SPIKE, 1)).all()
    assert len(arrivals(SPIKE, 1)) != len(arrivals(SPIKE, 2)) or (arrivals(SPIKE, 1) != arrivals(SPIKE, 2)).any()


@pytest.mark.parametrize(
    ("at_s", "per_s", "complaint"),
    [
        ((0,), (1,), "at least two points"),
        ((1, 2), (1, 1), "begin at 0 and ascend"),
        ((0, 0), (1, 1), "begin at 0 and ascend"),
        ((0, 1), (1, -1), "0 or more"),
    ],
)
def test_a_profile_that_cannot_be_says_why(at_s, per_s, complaint):
    with pytest.raises(ValueError, match=complaint):
        Profile(at_s, per_s)
