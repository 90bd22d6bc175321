"""Pods for a weight, and the order in which they come and go."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.delivery.argo_pods import for_weight
from slipway.delivery.pods import Bounds, Pods, bounds, toward

# argoproj/argo-rollouts utils/replicaset/canary_test.go TestApproximateWeightedNewStableReplicaCounts (Apache-2.0),
# values transcribed: replicas, weight, surge, canary, stable.
# fmt: off
COUNTS = [
    (0, 0, 0, 0, 0), (0, 50, 0, 0, 0), (0, 100, 0, 0, 0), (0, 0, 1, 0, 0), (0, 50, 1, 0, 0), (0, 100, 1, 0, 0),
    (1, 0, 0, 0, 1), (1, 1, 0, 0, 1), (1, 49, 0, 0, 1), (1, 50, 0, 1, 0), (1, 99, 0, 1, 0), (1, 100, 0, 1, 0),
    (1, 0, 1, 0, 1), (1, 1, 1, 1, 1), (1, 49, 1, 1, 1), (1, 50, 1, 1, 1), (1, 99, 1, 1, 1), (1, 100, 1, 1, 0),
    (2, 0, 0, 0, 2), (2, 1, 0, 1, 1), (2, 50, 0, 1, 1), (2, 99, 0, 1, 1), (2, 100, 0, 2, 0), (2, 0, 1, 0, 2),
    (2, 1, 1, 1, 2), (2, 50, 1, 1, 1), (2, 99, 1, 2, 1), (2, 100, 1, 2, 0), (3, 10, 0, 1, 2), (3, 25, 0, 1, 2),
    (3, 33, 0, 1, 2), (3, 34, 0, 1, 2), (3, 49, 0, 1, 2), (3, 50, 0, 2, 1), (3, 10, 1, 1, 3), (3, 25, 1, 1, 3),
    (3, 33, 1, 1, 2), (3, 34, 1, 1, 2), (3, 49, 1, 2, 2), (3, 50, 1, 2, 2), (10, 0, 1, 0, 10), (10, 1, 0, 1, 9),
    (10, 14, 0, 1, 9), (10, 15, 0, 2, 8), (10, 16, 0, 2, 8), (10, 99, 0, 9, 1), (10, 100, 1, 10, 0),
    (10, 0, 1, 0, 10), (10, 1, 1, 1, 10), (10, 18, 1, 2, 9), (10, 19, 1, 2, 9), (10, 20, 1, 2, 8), (10, 23, 1, 2, 8),
    (10, 24, 1, 3, 8), (10, 25, 1, 3, 8), (10, 99, 1, 10, 1), (10, 100, 1, 10, 0),
]
# fmt: on


@pytest.mark.parametrize(("replicas", "weight", "surge", "canary", "stable"), COUNTS)
def test_the_pods_for_a_weight_are_argos(replicas: int, weight: int, surge: int, canary: int, stable: int) -> None:
    assert for_weight(replicas, weight, surge) == Pods(canary, stable)


@pytest.mark.parametrize("weight", range(1, 100))
def test_one_replica_with_a_surge_is_half_at_every_weight(weight: int) -> None:
    assert for_weight(1, weight, 1).weight_pct == 50


@pytest.mark.parametrize(
    ("replicas", "surge", "unavailable", "expected"),
    [
        (10, "25%", "25%", Bounds(10, 3, 2)),
        (1, "25%", "25%", Bounds(1, 1, 0)),
        (10, "0", "0", Bounds(10, 0, 1)),
        (10, "0%", "5%", Bounds(10, 0, 1)),
        (5, "1", "2", Bounds(5, 1, 2)),
    ],
)
def test_a_surge_is_rounded_up_and_what_may_be_missing_down(
    replicas: int, surge: str, unavailable: str, expected: Bounds
) -> None:
    assert bounds(replicas, surge, unavailable) == expected


# argoproj/argo-rollouts utils/replicaset/canary_test.go TestCalculateReplicaCountsForCanary (Apache-2.0), values
# transcribed, without a router: replicas, weight, surge, unavailable; stable and canary pods, each with those
# available, and older ones; stable and canary pods wanted.
# fmt: off
MOVES = [
    (10, 100, "3", "0", (7, 8), (6, 3), 0, (7, 6)), (10, 20, "2", "0", (10, 10), (0, 0), 0, (10, 2)),
    (10, 20, "20%", "0", (10, 10), (0, 0), 0, (10, 2)), (10, 20, "20%", "0", (10, 10), (2, 2), 0, (8, 2)),
    (10, 30, "2", "0", (10, 10), (0, 0), 0, (10, 2)), (10, 20, "0", "2", (10, 10), (0, 0), 0, (8, 0)),
    (10, 20, "0", "20%", (10, 10), (0, 0), 0, (8, 0)), (10, 30, "0", "2", (10, 10), (0, 0), 0, (8, 0)),
    (10, 50, "2", "1", (10, 10), (0, 0), 0, (9, 2)), (10, 0, "1", "1", (10, 10), (1, 1), 0, (10, 0)),
    (10, 100, "1", "1", (1, 1), (10, 10), 0, (0, 10)), (1, 20, "1", "0", (1, 1), (0, 0), 0, (1, 1)),
    (1, 90, "1", "0", (1, 1), (0, 0), 0, (1, 1)), (1, 49, "0", "1", (1, 1), (0, 0), 0, (1, 0)),
    (1, 51, "0", "1", (1, 1), (0, 0), 0, (0, 0)), (1, 51, "0", "1", (0, 0), (0, 0), 0, (0, 1)),
    (10, 30, "1", "0", (1, 1), (0, 0), 3, (7, 1)), (10, 30, "0", "3", (8, 5), (4, 4), 0, (7, 3)),
    (10, 100, "1", "0", (10, 2), (10, 8), 0, (2, 9)), (10, 30, "0", "1", (8, 6), (4, 2), 3, (8, 4)),
    (10, 5, "0", "1", (10, 10), (0, 0), 0, (9, 0)), (10, 5, "0", "1", (9, 9), (0, 0), 0, (9, 1)),
    (10, 10, "0%", "0%", (10, 10), (0, 0), 0, (9, 0)), (4, 100, "1", "0", (4, 1), (0, 0), 0, (4, 1)),
    (3, 99, "0", "2", (3, 3), (0, 0), 0, (1, 0)), (3, 99, "0", "2", (1, 1), (0, 0), 0, (1, 2)),
    (4, 100, "1", "0", (4, 1), (1, 1), 0, (3, 1)), (4, 0, "1", "0", (0, 0), (4, 4), 0, (1, 4)),
    (4, 0, "1", "0", (1, 0), (4, 4), 0, (1, 4)), (4, 0, "1", "0", (1, 1), (4, 4), 0, (1, 3)),
    (4, 100, "4", "4", (4, 4), (0, 0), 0, (0, 4)), (4, 100, "3", "0", (4, 4), (0, 0), 0, (4, 3)),
]
# fmt: on


@pytest.mark.parametrize(("replicas", "weight", "surge", "missing", "stable", "canary", "old", "wanted"), MOVES)
def test_the_next_move_is_argos(replicas, weight, surge, missing, stable, canary, old, wanted) -> None:
    limits = bounds(replicas, surge, missing)
    now, ready = Pods(canary[0], stable[0], old), Pods(canary[1], stable[1], old)
    moved = toward(now, ready.least(now), for_weight(replicas, weight, limits.surge), limits)
    assert (moved.stable, moved.canary) == wanted


def test_the_stable_version_grows_first_and_the_old_one_shrinks_first() -> None:
    assert toward(Pods(0, 4), Pods(0, 4), Pods(5, 5), Bounds(8, 2, 0)) == Pods(5, 5)
    assert toward(Pods(0, 8), Pods(0, 8), Pods(5, 9), Bounds(8, 2, 0)) == Pods(1, 9)
    now = Pods(2, 8, old=2)
    assert toward(now, now, Pods(4, 4), Bounds(8, 2, 1)) == Pods(2, 8)


WEIGHTS = st.integers(0, 100)


@settings(deadline=None)
@given(st.integers(0, 12), st.integers(0, 3), st.integers(0, 3), WEIGHTS, WEIGHTS, st.integers(0, 3))
def test_pods_get_there_without_ever_leaving_their_bounds(
    replicas: int, surge: int, unavailable: int, start: int, weight: int, old: int
) -> None:
    limits = bounds(replicas, str(surge), str(unavailable))
    begin, goal = for_weight(replicas, start, surge), for_weight(replicas, weight, surge)
    now = Pods(begin.canary, begin.stable, old)
    for _ in range(100):
        moved = toward(now, now, goal, limits)
        assert moved.total <= max(now.total, replicas + limits.surge)
        assert moved.total >= min(now.total, replicas - limits.unavailable)
        now = moved
    assert now == goal


@settings(deadline=None)
@given(st.integers(2, 30), st.integers(1, 99), st.integers(0, 2))
def test_with_two_pods_neither_version_is_without_one(replicas: int, weight: int, surge: int) -> None:
    pods = for_weight(replicas, weight, surge)
    assert pods.canary and pods.stable
