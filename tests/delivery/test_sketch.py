"""A drawn curve of failed requests: read and written again, and held against what came by how many times it is off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan
from slipway.delivery.sketch import LEAST_PCT, POINTS, as_text, came, distance, drawn, from_text

FLAT = (LEAST_PCT,) * POINTS
rates = st.lists(st.floats(0, 100), min_size=POINTS, max_size=POINTS)


def shipped(release, plan):
    return came(play(RELEASES[release], Service(), PROFILES["steady"], read_plan(plan).start(Service()), 1))


@given(rates)
def test_what_is_written_is_read_again(rates_pct):
    assert from_text(as_text(drawn(rates_pct))) == drawn(rates_pct)


@pytest.mark.parametrize(
    "text",
    ["", "1_2_3", "_".join(["1"] * 12 + ["x"]), "_".join(["nan"] * 13), "_".join(["-1"] * 13), "_".join(["101"] * 13)],
)
def test_what_is_no_curve_is_named_and_said_what_would_do(text):
    with pytest.raises(ValueError, match=r"a drawn (curve has 13 numbers|share must be a number from 0 to 100 %), got"):
        from_text(text)


@pytest.mark.parametrize("sent", [None, 5, {}, [[1]] * 13, [None] * 13, [True] * 12])
def test_whatever_a_browser_sends_is_a_curve_or_refused(sent):
    with pytest.raises(ValueError, match="a drawn"):
        drawn(sent)


@given(rates, rates)
def test_ten_times_too_little_is_as_far_as_ten_times_too_much(mine, other):
    there, back = distance(drawn(mine), drawn(other)), distance(drawn(other), drawn(mine))
    assert there.factor == pytest.approx(back.factor)
    assert 1 <= there.factor <= there.worst_factor * (1 + 1e-9)


def test_a_curve_is_off_by_the_factor_that_it_is_off_by():
    off = distance(tuple(2 * pct for pct in FLAT), FLAT)
    assert off.factor == pytest.approx(2)
    assert off.worst_factor == pytest.approx(2)


def test_an_ordinary_day_lies_along_the_bottom():
    assert distance(FLAT, shipped("good", "canary")).nearness == "close"


def test_a_fault_that_everybody_has_stands_where_it_stands():
    errors = shipped("errors", "all_at_once")
    assert all(4 < pct < 5.7 for pct in errors)
    assert distance(FLAT, errors).nearness == "far"
    assert distance((5.0,) * POINTS, errors).nearness == "close"


def test_a_flat_curve_is_not_close_where_it_misses_the_bump():
    bump = shipped("crash", "blue_green")
    missed = distance(FLAT, bump)
    assert missed.nearness != "close"
    assert bump[missed.worst_at] == max(bump) > 5
