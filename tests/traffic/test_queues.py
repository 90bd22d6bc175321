"""Every way of queueing agrees with the plain loop, whatever the periods, the backlog and the number of instances."""

from collections import deque
from heapq import heapify

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.traffic.balancer import assigned, busy_s, chosen_at_random, round_robin
from slipway.traffic.lanes import lanes
from slipway.traffic.shared_queue import GAVE_UP, SERVED, TURNED_AWAY, Waiting, bounded, shared
from tests.traffic.sequential import one_queue, per_instance

NEARLY_S = 1e-9


@st.composite
def workloads(draw):
    """Arrivals, sizes and free times, cut into a few periods."""
    count = draw(st.integers(0, 120))
    instances = draw(st.integers(1, 9))
    luck = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    load = draw(st.floats(0.2, 3.0))
    arrivals = np.cumsum(luck.exponential(1.0, count))
    sizes = luck.exponential(load * instances, count)
    free = luck.uniform(0, 10, instances)
    cuts = sorted(draw(st.lists(st.integers(0, count), max_size=4)))
    return arrivals, sizes, free, [0, *cuts, count], luck


@given(workloads(), st.integers(0, 8))
def test_round_robin_agrees_with_the_plain_loop_over_any_periods(workload, turn):
    arrivals, sizes, free, cuts, _ = workload
    turn %= len(free)
    plain = free.tolist()
    expected = per_instance(arrivals, sizes, [(turn + n) % len(free) for n in range(len(arrivals))], plain)
    waits = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        found, turn = round_robin(arrivals[a:b], sizes[a:b], free, turn)
        waits.append(found)
    assert np.concatenate(waits) == pytest.approx(expected, abs=NEARLY_S)
    assert free == pytest.approx(plain, abs=NEARLY_S)


@given(workloads())
def test_chosen_instances_agree_with_the_plain_loop_over_any_periods(workload):
    arrivals, sizes, free, cuts, luck = workload
    instance = chosen_at_random(luck.random(len(arrivals)), len(free))
    plain = free.tolist()
    expected = per_instance(arrivals, sizes, instance.tolist(), plain)
    waits = [assigned(arrivals[a:b], sizes[a:b], instance[a:b], free) for a, b in zip(cuts, cuts[1:], strict=False)]
    assert np.concatenate(waits) == pytest.approx(expected, abs=NEARLY_S)
    assert free == pytest.approx(plain, abs=NEARLY_S)


@given(workloads())
def test_the_shared_queue_agrees_with_the_plain_loop_to_the_last_bit(workload):
    arrivals, sizes, free, cuts, _ = workload
    heap = free.tolist()
    heapify(heap)
    waits = [shared(arrivals[a:b], sizes[a:b], heap) for a, b in zip(cuts, cuts[1:], strict=False)]
    assert np.concatenate(waits).tolist() == one_queue(arrivals, sizes, free.tolist())


@settings(max_examples=40)
@given(workloads())
def test_lanes_agree_with_the_shared_queue(workload):
    arrivals, sizes, free, _, _ = workload
    heap = free.tolist()
    heapify(heap)
    side_by_side = np.sort(np.repeat(free[:, None], 3, axis=1), axis=0)
    waits = lanes(np.repeat(arrivals[:, None], 3, axis=1), np.repeat(sizes[:, None], 3, axis=1), side_by_side)
    expected = shared(arrivals, sizes, heap)
    assert (waits == expected[:, None]).all()
    assert side_by_side[:, 0].tolist() == sorted(heap)


def test_a_lane_may_have_fewer_instances_than_its_neighbour():
    free = np.array([[0.0, 0.0], [0.0, np.inf]])
    waits = lanes(np.zeros((3, 2)), np.ones((3, 2)), free)
    assert waits[:, 0].tolist() == [0, 0, 1]
    assert waits[:, 1].tolist() == [0, 1, 2]


@given(workloads())
def test_a_queue_without_end_and_boundless_patience_is_the_shared_queue(workload):
    arrivals, sizes, free, _, _ = workload
    heap, state = free.tolist(), Waiting(free.tolist(), deque())
    heapify(heap)
    heapify(state.heap_s)
    waits, fates = bounded(arrivals.tolist(), sizes.tolist(), state, 10_000, float("inf"))
    assert (waits == shared(arrivals, sizes, heap)).all()
    assert (fates == SERVED).all()


def test_a_full_queue_turns_away_and_a_long_wait_is_given_up():
    state = Waiting([0.0], deque())
    waits, fates = bounded([0, 0, 0, 0], [10, 10, 10, 10], state, 2, 15)
    assert fates.tolist() == [SERVED, SERVED, GAVE_UP, GAVE_UP]
    assert waits.tolist() == [0, 10, 15, 15]
    waits, fates = bounded([1, 1, 1], [10, 10, 10], Waiting([10.0], deque()), 1, 100)
    assert fates.tolist() == [SERVED, TURNED_AWAY, TURNED_AWAY]


@given(workloads())
def test_utilisation_needs_no_log_of_events(workload):
    arrivals, sizes, free, _, _ = workload
    begins, ends = 5.0, 60.0
    inside = (arrivals >= begins) & (arrivals < ends)
    before = free.copy()
    waits, _ = round_robin(arrivals[inside], sizes[inside], free)
    starts = np.maximum(arrivals[inside] + waits, begins)
    finished = np.minimum(starts + sizes[inside], ends)
    worked = np.maximum(finished - starts, 0).sum() + np.clip(before - begins, 0, ends - begins).sum()
    assert busy_s(before, free, sizes[inside].sum(), begins, ends) == pytest.approx(worked, abs=1e-6)
