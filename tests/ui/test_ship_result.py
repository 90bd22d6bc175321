"""A drawn curve is judged in words that quote it."""

from slipway.delivery.sketch import LEAST_PCT, MOST_PCT, POINTS
from slipway.ui.ship_result import told_sketch

FLAT = (LEAST_PCT,) * POINTS


def test_a_curve_that_is_close_is_called_close():
    assert told_sketch(FLAT, FLAT, 60).startswith("You drew the curve, and it is close: off by a factor of 1 ")


def test_where_a_curve_is_farthest_off_is_quoted_in_plain_numbers():
    told = told_sketch(FLAT, (*FLAT[:-1], MOST_PCT), 60)
    assert "around minute 60: you drew 0.1 %, and 100 % came" in told
    assert told_sketch(FLAT, (MOST_PCT,) * POINTS, 10).startswith(
        "You drew the curve, and it is far off: by a factor of 1,000 "
    )
