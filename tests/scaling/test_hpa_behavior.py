"""Windows and policies of an HPA: upstream's vectors, hand-computed cases, and what no policy may do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.scaling.hpa_behavior import DOWN, UP, Event, Policy, Recommendation, Rules, limited, stabilized

NOW_S = 1000.0


def rules(kind, value, period_s, **fields):
    return Rules(0, (Policy(kind, value, period_s),), **fields)


# From the tables of horizontal_test.go (Apache-2.0), values only: what happened before lies within the last 120 s.
@pytest.mark.parametrize(
    ("current", "desired", "before", "least", "most", "rule", "expected", "reason"),
    [
        (100, 500, [1, 5, 9], 1, 1000, ("Pods", 150, 120), 235, "ScaleUpLimit"),
        (100, 500, [15], 1, 1000, ("Percent", 200, 120), 255, "ScaleUpLimit"),
        (100, 500, [15], 1, 1000, ("Pods", 5, 120), 100, "ScaleUpLimit"),
        (6, 24, [4, -2], 1, 1000, ("Percent", 300, 300), 16, "ScaleUpLimit"),
        (100, 500, [15], 1, 200, ("Percent", 10000, 60), 200, "TooManyReplicas"),
        (100, 2, [-15], 1, 1000, ("Pods", 5, 120), 100, "ScaleDownLimit"),
        (100, 0, [-12], 1, 1000, ("Percent", 50, 120), 56, "ScaleDownLimit"),
        (10, 1, [2, -4], 1, 1000, ("Percent", 50, 180), 6, "ScaleDownLimit"),
        (100, 0, [-30], 1, 1000, ("Percent", 10, 120), 100, "ScaleDownLimit"),
        (10, 5, [-30], 1, 1000, ("Percent", 1000, 120), 5, "DesiredWithinRange"),
        (100, 2, [-15], 5, 1000, ("Percent", 100, 120), 5, "TooFewReplicas"),
        (100, 0, [-15], 1, 1000, ("Pods", 115, 120), 1, "TooFewReplicas"),
    ],
)
def test_upstreams_rate_limits(current, desired, before, least, most, rule, expected, reason):
    events = [Event(NOW_S - 10 * number, change) for number, change in enumerate(before)]
    up = down = rules(*rule)
    assert limited(current, desired, least, most, NOW_S, events, up, down) == (expected, reason)


def test_a_lower_recommendation_waits_until_the_window_has_forgotten_the_higher_one():
    earlier = [Recommendation(NOW_S - 600, 10), Recommendation(NOW_S - 60, 4)]
    assert stabilized(4, 2, NOW_S, earlier, UP, DOWN) == 4
    assert stabilized(4, 2, NOW_S + 240, earlier, UP, DOWN) == 2


def test_a_window_upwards_takes_the_lowest():
    up = Rules(60, UP.policies)
    earlier = [Recommendation(NOW_S - 30, 5), Recommendation(NOW_S - 90, 3)]
    assert stabilized(4, 9, NOW_S, earlier, up, DOWN) == 5
    assert stabilized(4, 9, NOW_S, earlier, UP, DOWN) == 9


@pytest.mark.parametrize(("select", "expected"), [("Max", 20), ("Min", 14), ("Disabled", 10)])
def test_of_several_policies_the_selected_one_decides_upwards(select, expected):
    up = Rules(0, (Policy("Percent", 100, 15), Policy("Pods", 4, 15)), select)
    assert limited(10, 50, 1, 100, NOW_S, [], up, DOWN)[0] == expected


@pytest.mark.parametrize(("select", "expected"), [("Max", 5), ("Min", 9), ("Disabled", 10)])
def test_of_several_policies_the_selected_one_decides_downwards(select, expected):
    down = Rules(0, (Policy("Percent", 50, 60), Policy("Pods", 1, 60)), select)
    assert limited(10, 1, 1, 100, NOW_S, [], UP, down)[0] == expected


def test_by_default_it_may_double_or_add_four_each_quarter_of_a_minute():
    assert limited(1, 100, 1, 1000, NOW_S, [], UP, DOWN) == (5, "ScaleUpLimit")
    assert limited(10, 100, 1, 1000, NOW_S, [], UP, DOWN) == (20, "ScaleUpLimit")
    assert limited(20, 100, 1, 1000, NOW_S, [Event(NOW_S - 14, 10)], UP, DOWN) == (20, "ScaleUpLimit")
    assert limited(20, 100, 1, 1000, NOW_S, [Event(NOW_S - 15, 10)], UP, DOWN) == (40, "ScaleUpLimit")


def test_ten_per_cent_of_72_removes_eight():
    assert limited(72, 1, 1, 100, NOW_S, [], UP, rules("Percent", 10, 60)) == (64, "ScaleDownLimit")


policies = st.builds(Policy, st.sampled_from(["Pods", "Percent"]), st.integers(1, 400), st.integers(1, 1800))
directions = st.builds(
    Rules, st.integers(0, 3600), st.lists(policies, max_size=3).map(tuple), st.sampled_from(["Max", "Min", "Disabled"])
)
events_before = st.lists(st.builds(Event, st.floats(0, NOW_S), st.integers(-50, 50)), max_size=6)


@given(st.integers(1, 300), st.integers(0, 600), events_before, directions, directions)
def test_no_policy_turns_a_move_around_or_passes_a_bound(current, desired, events, up, down):
    least, most = 1, 400
    found, _ = limited(current, desired, least, most, NOW_S, events, up, down)
    assert least <= found <= max(most, current)
    assert (found - current) * (desired - current) >= 0
    assert abs(found - current) <= max(abs(desired - current), abs(least - current) if desired < least else 0)


@given(
    st.integers(1, 100),
    st.integers(1, 100),
    st.lists(st.builds(Recommendation, st.floats(0, NOW_S), st.integers(1, 100)), max_size=8),
    directions,
    directions,
)
def test_windows_only_hold_back(current, desired, earlier, up, down):
    found = stabilized(current, desired, NOW_S, earlier, up, down)
    assert min(current, desired) <= found <= max(current, desired)
