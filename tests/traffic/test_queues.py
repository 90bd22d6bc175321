"""Every way of queueing agrees with the plain loop, whatever the periods, the backlog and the number of instances."""

from heapq import heapify

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.traffic.balancer import assigned, chosen_at_random, chosen_by_weight, round_robin
from slipway.traffic.lanes import lanes
from slipway.traffic.least_outstanding import Outstanding, least_outstanding
from slipway.traffic.shared_queue import shared
from tests.traffic.sequential import fewest_open, one_queue, per_instance
from tests.traffic.workloads import workloads

NEARLY_S = 1e-9


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


@given(workloads(), st.integers(0, 8))
def test_counting_what_is_outstanding_agrees_with_the_plain_loop_over_any_periods(workload, turn):
    arrivals, sizes, free, cuts, _ = workload
    free = np.zeros_like(free)
    turn %= len(free)
    state = Outstanding([0] * len(free), [], turn)
    expected = fewest_open(arrivals.tolist(), sizes.tolist(), len(free), turn)
    waits = [least_outstanding(arrivals[a:b], sizes[a:b], free, state) for a, b in zip(cuts, cuts[1:], strict=False)]
    assert np.concatenate(waits) == pytest.approx(expected, abs=NEARLY_S)


def test_one_of_twice_the_weight_gets_twice_as_many():
    even = (np.arange(7000) + 0.5) / 7000
    assert np.bincount(chosen_by_weight(even, np.array([1, 2, 0, 4]))).tolist() == [1000, 2000, 0, 4000]


@pytest.mark.parametrize("weights", [[0, 0], [3, -1]])
def test_weights_that_choose_nobody_say_so(weights):
    with pytest.raises(ValueError, match="0 or more and not all 0"):
        chosen_by_weight(np.array([0.5]), np.array(weights))
