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


# The rest of TestScalingWithRules and the two tests of limits alone; None is what holds by default.
@pytest.mark.parametrize(
    ("current", "desired", "least", "most", "up", "down", "expected", "reason"),
    [
        (5, 7, 3, 8, None, None, 7, "DesiredWithinRange"),
        (3, 1, 2, 8, None, None, 2, "TooFewReplicas"),
        (1, 0, 0, 10, None, None, 0, "DesiredWithinRange"),
        (20, 1000, 1, 10, None, None, 10, "TooManyReplicas"),
        (100, 1000, 100, 150, None, None, 150, "TooManyReplicas"),
        (3, 1000, 1, 2000, [("Percent", 1, 60)], None, 4, "ScaleUpLimit"),
        (1000, 3, 3, 2000, None, [("Pods", 20, 60)], 980, "ScaleDownLimit"),
        (10, 50, 1, 1000, None, None, 20, "ScaleUpLimit"),
        (10, 500, 1, 1000, [("Pods", 100, 60), ("Percent", 100, 60)], None, 110, "ScaleUpLimit"),
        (10, 500, 1, 1000, [("Pods", 2, 60), ("Percent", 100, 60)], None, 20, "ScaleUpLimit"),
        (10, 50, 1, 1000, [("Pods", 10000, 60)], None, 50, "DesiredWithinRange"),
        (10, 50, 1, 1000, [("Pods", 30, 60)], None, 40, "ScaleUpLimit"),
        (10, 50, 1, 1000, [("Percent", 200, 60)], None, 30, "ScaleUpLimit"),
        (100, 2, 1, 1000, None, [("Pods", 20, 60), ("Percent", 1, 60)], 80, "ScaleDownLimit"),
        (100, 2, 1, 1000, None, [("Pods", 2, 60), ("Percent", 1, 60)], 98, "ScaleDownLimit"),
        (10, 0, 1, 1000, None, [("Pods", 100, 60)], 1, "TooFewReplicas"),
        (10, 2, 5, 1000, None, [("Percent", 100, 60)], 5, "TooFewReplicas"),
        (10, 2, 1, 1000, None, [("Pods", 5, 60)], 5, "ScaleDownLimit"),
        (10, 5, 1, 1000, None, [("Percent", 50, 60)], 5, "DesiredWithinRange"),
    ],
)
def test_upstreams_limits_without_a_past(current, desired, least, most, up, down, expected, reason):
    ups, downs = (
        Rules(0, tuple(Policy(*each) for each in given)) if given else usual
        for given, usual in ((up, UP), (down, DOWN))
    )
    assert limited(current, desired, least, most, NOW_S, [], ups, downs) == (expected, reason)


@pytest.mark.parametrize(
    ("earlier", "current", "desired", "up_s", "down_s", "expected"),
    [
        ([], 100, 5, 0, 0, 5),
        ([(4, 120), (5, 60)], 100, 3, 0, 180, 5),
        ([(4, 120), (5, 60)], 1, 7, 300, 0, 4),
        ([(1, 120), (2, 60)], 100, 3, 300, 0, 3),
        ([(4, 120), (5, 60)], 1, 3, 0, 300, 3),
        ([(10, 600), (4, 60), (5, 120), (9, 540)], 100, 3, 0, 180, 5),
        ([(10, 6000), (6, 60), (5, 120), (9, 180)], 1, 100, 300, 0, 5),
        ([(2, 6000), (3, 180)], 2, 1, 300, 300, 2),
        ([(2, 6000), (1, 180)], 2, 3, 300, 300, 2),
    ],
)
def test_upstreams_windows(earlier, current, desired, up_s, down_s, expected):
    now_s = 10_000.0
    found = [Recommendation(now_s - ago_s, replicas) for replicas, ago_s in earlier]
    assert stabilized(current, desired, now_s, found, Rules(up_s, ()), Rules(down_s, ())) == expected


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
