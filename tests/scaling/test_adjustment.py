"""Adjustments: the roundings and the least change of the manual."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.scaling.adjustment import adjusted, rounded


@pytest.mark.parametrize(("change", "whole"), [(12.7, 12), (0.67, 1), (-0.58, -1), (-6.67, -6), (0, 0), (1, 1), (3, 3)])
def test_a_change_is_rounded_towards_nothing_but_never_to_nothing(change, whole):
    assert rounded(change) == whole


@pytest.mark.parametrize(
    ("kind", "value", "capacity", "least", "new"),
    [
        ("ChangeInCapacity", 5, 3, 0, 8),
        ("ChangeInCapacity", -5, 3, 0, 0),
        ("ExactCapacity", 5, 3, 0, 5),
        ("PercentChangeInCapacity", 10, 10, 0, 11),
        ("PercentChangeInCapacity", 25, 4, 2, 6),
        ("PercentChangeInCapacity", -25, 4, 2, 2),
        ("PercentChangeInCapacity", 0, 4, 2, 4),
        ("PercentChangeInCapacity", 50, 8, 2, 12),
        ("PercentChangeInCapacity", 30, 0, 0, 0),
        ("PercentChangeInCapacity", 29, 100, 0, 129),
        ("ChangeInCapacity", 1, 4, 3, 5),
    ],
)
def test_each_kind_changes_as_the_manual_says(kind, value, capacity, least, new):
    found = adjusted(kind, value, capacity, least)
    assert found.capacity == new
    assert str(new) in found.arithmetic


@given(st.integers(0, 10_000), st.integers(1, 300))
def test_a_share_never_adds_more_than_it_says_but_at_least_one(capacity, per_cent):
    added = adjusted("PercentChangeInCapacity", per_cent, capacity).capacity - capacity
    assert added <= max(capacity * per_cent / 100, 1)
    assert added >= (capacity > 0)
