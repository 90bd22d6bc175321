from math import asin, comb, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.assessment.beta import chance_above, regularised

shares = st.floats(0, 1)
inner_shares = st.floats(0.001, 0.999)  # nearer the ends 1 - x loses digits that the oracle needs
counts = st.integers(1, 60)
shapes = st.floats(0.1, 300)


@given(shares, counts, counts)
def test_for_whole_numbers_it_is_a_sum_of_binomial_chances(x, a, b):
    n = a + b - 1
    expected = sum(comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1))
    assert regularised(x, a, b) == pytest.approx(expected, abs=1e-10)


@given(shares, shapes)
def test_with_one_shape_of_1_it_is_a_power(x, shape):
    assert regularised(x, shape, 1) == pytest.approx(x**shape, abs=1e-10)
    assert regularised(x, 1, shape) == pytest.approx(1 - (1 - x) ** shape, abs=1e-10)


@given(inner_shares)
def test_with_shapes_of_one_half_it_is_the_arcsine_law(x):
    assert regularised(x, 0.5, 0.5) == pytest.approx(2 / pi * asin(sqrt(x)), abs=1e-10)


@given(inner_shares, shapes, shapes)
def test_it_is_a_share_and_mirrors(x, a, b):
    assert -1e-12 <= regularised(x, a, b) <= 1 + 1e-12
    assert regularised(x, a, b) == pytest.approx(1 - regularised(1 - x, b, a), abs=1e-9)


@given(st.floats(0.01, 0.98), shapes, shapes)
def test_it_rises(x, a, b):
    assert regularised(x, a, b) <= regularised(x + 0.01, a, b) + 1e-12


def test_the_chance_above_is_what_is_left():
    assert chance_above(0.8, 11, 1) == pytest.approx(1 - 0.8**11)


@pytest.mark.parametrize("wrong", [(-0.1, 1, 1), (1.1, 1, 1), (0.5, 0, 1), (0.5, 1, 0), (float("nan"), 1, 1)])
def test_what_is_no_share_or_shape_is_refused(wrong):
    with pytest.raises(ValueError, match="need"):
        regularised(*wrong)
