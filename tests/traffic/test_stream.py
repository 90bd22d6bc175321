"""A run in periods holds the same requests as the run at once, however long the periods."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slipway.traffic.arrivals import Profile, arrivals
from slipway.traffic.distribution import Lognormal
from slipway.traffic.profiles import constant, diurnal
from slipway.traffic.stream import stream
from tests.traffic.test_arrivals import profiles


@given(profiles(), st.integers(0, 50), st.floats(1, 700))
@example(Profile((0, 600), (50, 50)), 1, 7.0)
@example(Profile((0, 600), (0, 0)), 1, 60.0)
def test_periods_of_any_length_hold_the_same_requests(profile, seed, period_s):
    periods = list(stream(profile, seed, period_s, Lognormal(0.5), 0.1))
    assert (np.concatenate([each.at_s for each in periods]) == arrivals(profile, seed)).all()
    (whole,) = stream(profile, seed, profile.lasts_s, Lognormal(0.5), 0.1)
    assert (np.concatenate([each.sizes_s for each in periods]) == whole.sizes_s).all()


@given(profiles(), st.floats(1, 700))
def test_periods_follow_one_another_and_keep_to_their_times(profile, period_s):
    periods = list(stream(profile, 1, period_s))
    assert periods[0].begins_s == 0
    assert periods[-1].ends_s == profile.lasts_s
    assert all(
        before.ends_s == after.begins_s < after.ends_s for before, after in zip(periods, periods[1:], strict=False)
    )
    for each in periods:
        assert ((each.at_s >= each.begins_s) & (each.at_s <= each.ends_s)).all()


def test_a_day_need_not_fit_into_memory_to_begin():
    first = next(stream(diurnal(100_000, 1_000_000), 1, 0.01))
    assert 1000 < len(first.at_s) < 10_000


def test_who_comes_at_the_very_end_or_between_two_periods_comes_once(monkeypatch):
    monkeypatch.setattr("slipway.traffic.stream.blocks", lambda *_: iter([np.array([5.0, 10.0])]))
    first, last = stream(constant(1, 10), 1, 5.0)
    assert (first.at_s.tolist(), last.at_s.tolist()) == ([], [5, 10])


def test_sizes_have_the_mean_asked_for():
    (whole,) = stream(constant(100, 1000), 1, 1000, mean_size_s=0.03)
    assert whole.sizes_s.mean() == pytest.approx(0.03, rel=0.02)


def test_a_period_takes_some_time():
    with pytest.raises(ValueError, match="more than 0, got 0"):
        next(stream(constant(1, 10), 1, 0))
