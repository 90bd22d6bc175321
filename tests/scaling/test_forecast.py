"""Forecasts: what repeats is found again by day, by week and with growth, and how good a forecast was is told."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.scaling.forecast import backtest, forecast

DAY = [10 + 8 * math.sin(math.pi * hour / 12) for hour in range(24)]
WEEK = [load * (0.3 if day in (5, 6) else 1) for day in range(7) for load in DAY]


def off_pct(told, truth):
    return 100 * max(abs(each / right - 1) for each, right in zip(told, truth, strict=True))


def test_less_than_a_day_of_history_gives_no_forecast():
    assert forecast(DAY[:23]) == ()
    assert len(forecast(DAY)) == 48


@pytest.mark.parametrize("days", [1, 2, 5, 8, 14, 20])
def test_days_that_repeat_are_told_exactly(days):
    assert forecast(DAY * days) == pytest.approx(DAY * 2)


def test_a_history_that_ends_within_a_day_goes_on_from_there():
    assert forecast((DAY * 5)[:-7]) == pytest.approx((DAY * 3)[17 : 17 + 48])


def test_two_weeks_tell_a_weekend_from_a_working_day_and_four_days_cannot():
    until_friday = [*WEEK, *WEEK[: 5 * 24]]
    weekend = WEEK[5 * 24 :]
    assert off_pct(forecast(until_friday), weekend) < 15
    assert off_pct(forecast(WEEK[: 4 * 24] + WEEK[4 * 24 : 5 * 24]), weekend) > 200


def test_growth_from_week_to_week_carries_on():
    grown = [1.2 * load for load in WEEK]
    told = forecast([*WEEK, *grown])
    assert off_pct(told, [1.44 * load for load in WEEK[:48]]) < 5
    assert sum(told) > sum(grown[:48]) * 1.1


def test_growth_is_taken_to_be_at_most_double():
    assert sum(forecast([*WEEK, *(50 * load for load in WEEK)])) < 2.5 * 50 * sum(WEEK[:48])


def test_only_the_last_14_days_count():
    assert forecast([999.0] * 24 + WEEK * 2) == forecast(WEEK * 2)


def test_yesterday_counts_more_than_the_day_before():
    told = forecast([10.0] * 24 + [20.0] * 24)
    assert all(15 < load < 20 for load in told)


def test_a_backtest_of_what_repeats_is_off_by_nothing():
    found = backtest(DAY * 10, days=3)
    assert (found.first_h, len(found.told)) == (7 * 24, 72)
    assert found.mape_pct == pytest.approx(0, abs=1e-9)


def test_a_backtest_tells_how_far_off_and_how_often_too_low():
    found = backtest([*[10.0] * 24, *[20.0] * 24], days=1)
    assert (found.told, found.truth) == ((10.0,) * 24, (20.0,) * 24)
    assert (found.mape_pct, found.under_pct) == (50, 100)


def test_a_backtest_without_history_says_nothing():
    found = backtest(DAY, days=7)
    assert (found.told, found.truth, found.mape_pct, found.under_pct) == ((), (), 0, 0)


@given(st.lists(st.floats(0, 1e6), min_size=24, max_size=400), st.floats(0.01, 100))
def test_twice_the_load_is_twice_the_forecast_and_never_below_0(history, factor):
    told = forecast(history)
    assert len(told) == 48 and min(told) >= 0
    assert forecast([load * 2 for load in history]) == pytest.approx([load * 2 for load in told], abs=1e-3, rel=1e-3)
