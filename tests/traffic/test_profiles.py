"""Traffic by name has the shape that its name says."""

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.traffic.arrivals import Profile
from slipway.traffic.profiles import constant, diurnal, flash_crowd, spike, step

HOUR_S = 3600.0


def rate(profile, at_s):
    return float(np.interp(at_s, profile.at_s, profile.per_s))


def test_constant_traffic_is_the_same_throughout():
    assert constant(50, 900) == Profile((0, 900), (50, 50))
    assert constant(50, 900).requests == 45_000


def test_a_step_goes_from_one_rate_to_another():
    profile = step(10, 40, at_s=300, lasts_s=600, over_s=2)
    assert [rate(profile, at) for at in (0, 300, 301, 302, 600)] == [10, 10, 25, 40, 40]


def test_a_spike_rises_holds_and_is_gone():
    profile = spike(20, 200, at_s=600, holds_s=300, lasts_s=1800, over_s=60)
    assert [rate(profile, at) for at in (0, 600, 630, 660, 960, 990, 1020, 1800)] == [
        *(20, 20, 110, 200, 200, 110, 20, 20)
    ]


@given(st.floats(0, 50), st.floats(60, 500), st.floats(30, 600), st.floats(0, 5))
def test_a_flash_crowd_fades_by_the_exponential(usual, peak, fades_s, after):
    profile = flash_crowd(usual, peak, at_s=100, fades_s=fades_s, lasts_s=110 + 8 * fades_s, over_s=10)
    assert [rate(profile, at) for at in (0, 100, 110)] == pytest.approx([usual, usual, peak])
    exact = usual + (peak - usual) * exp(-after)
    assert -1e-9 <= rate(profile, 110 + after * fades_s) - exact <= (peak - usual) / 800 + 1e-9


def test_a_crowd_that_faded_long_ago_is_no_longer_followed_point_by_point():
    profile = flash_crowd(10, 100, at_s=60, fades_s=1, lasts_s=86_400)
    assert len(profile.at_s) < 150
    assert profile.lasts_s == 86_400


def test_a_day_has_its_low_at_night_and_its_peak_in_its_hour():
    day = diurnal(20, 200, low_h=4, peak_h=20)
    assert day.lasts_s == 24 * HOUR_S
    assert min(day.per_s) == rate(day, 4 * HOUR_S) == 20
    assert max(day.per_s) == rate(day, 20 * HOUR_S) == 200
    assert rate(day, 12 * HOUR_S) == pytest.approx(110)
    assert rate(day, 0) == pytest.approx(rate(day, 24 * HOUR_S)) == pytest.approx(110)


@given(st.integers(0, 23), st.integers(0, 23))
def test_a_day_stays_between_its_low_and_its_peak(low_h, peak_h):
    if low_h == peak_h:
        return
    day = diurnal(5, 50, low_h, peak_h)
    assert all(5 - 1e-9 <= each <= 50 + 1e-9 for each in day.per_s)
    assert rate(day, low_h * HOUR_S) == pytest.approx(5)
    assert rate(day, peak_h * HOUR_S) == pytest.approx(50)


def test_a_week_is_calmer_on_its_last_two_days():
    week = diurnal(20, 200, days=7, weekend=0.5)
    assert week.lasts_s == 7 * 24 * HOUR_S
    assert [rate(week, (24 * number + 20) * HOUR_S) for number in range(7)] == [200] * 5 + [100] * 2


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: constant(-1, 60), "rates of a profile must be 0 or more"),
        (lambda: constant(1, 0), "begin at 0 and ascend"),
        (lambda: step(1, 2, 600, 300), r"lasts_s \(300 s\) must come after change_ends_s \(601 s\)"),
        (lambda: step(1, 2, 0, 300), "at_s .0 s. must come after the beginning"),
        (lambda: spike(1, 2, 100, 0, 900), r"falls_s \(160 s\) must come after risen_s \(160 s\)"),
        (lambda: flash_crowd(1, 2, 100, 0, 900), "fades_s must be more than 0, got 0"),
        (lambda: flash_crowd(1, 2, float("nan"), 10, 900), r"at_s \(nan s\)"),
        (lambda: diurnal(1, 2, 4, 4), "cannot both be at 4 h"),
        (lambda: diurnal(1, 2, days=0), "days must be 1 or more, got 0"),
    ],
)
def test_a_shape_that_cannot_be_says_why(make, complaint):
    with pytest.raises(ValueError, match=complaint):
        make()
