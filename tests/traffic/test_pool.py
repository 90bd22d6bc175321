"""A pool is the plain loop with instances that come, go and finish, and it knows exactly how busy it was."""

from collections.abc import Callable
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.luck import generator
from slipway.traffic.balancers import (
    AtRandom,
    Balancer,
    LeastOutstanding,
    LeastWork,
    LimitedEach,
    LimitedQueue,
    RoundRobin,
)
from slipway.traffic.limits import GAVE_UP, SERVED, TURNED_AWAY, Limits
from slipway.traffic.pool import Pool

PERIOD_S = 10.0
BALANCERS: dict[str, Callable[[], Balancer]] = {
    "round robin": RoundRobin,
    "at random": lambda: AtRandom(4),
    "by weight": lambda: AtRandom(4, (1.0, 3.0)),
    "least outstanding": LeastOutstanding,
    "least work": LeastWork,
    "one queue without limits": lambda: LimitedQueue(Limits(), 4),
    "queues without limits": lambda: LimitedEach(RoundRobin(), Limits(), 4),
    "one short queue": lambda: LimitedQueue(Limits(3, 2.0, 5.0), 4),
    "short queues": lambda: LimitedEach(AtRandom(4), Limits(2, 1.0), 4),
}


def traffic(seed, per_s, size_s, periods):
    """Requests of some control periods."""
    luck = generator(seed, "pool")
    for number in range(periods):
        at_s = np.sort(luck.uniform(number * PERIOD_S, (number + 1) * PERIOD_S, luck.poisson(per_s * PERIOD_S)))
        yield number * PERIOD_S, at_s, luck.exponential(size_s, len(at_s))


sizes_of_pools = st.lists(st.integers(0, 7), min_size=1, max_size=8)


class PlainPool:
    """Instances as a list of names and dictionaries of times; round robin over those ready, request by request."""

    def __init__(self, count):
        self.ready = list(range(count))
        self.free = dict.fromkeys(self.ready, 0.0)
        self.boots = []
        self.turn = 0
        self.names = count
        self.intervals = []
        self.left_at = {}

    def resize(self, count, at_s, boot_s):
        self.admit(at_s)
        while len(self.ready) + len(self.boots) < count:
            self.boots.append((at_s + boot_s, self.names))
            self.names += 1
        self.boots.sort()
        while self.boots and len(self.ready) + len(self.boots) > count:
            self.boots.pop()
        for gone in self.ready[count:]:
            self.left_at[gone] = at_s
        del self.ready[count:]
        self.admit(at_s)

    def admit(self, at_s):
        while self.boots and self.boots[0][0] <= at_s:
            ready_s, name = self.boots.pop(0)
            self.ready.append(name)
            self.free[name] = ready_s

    def serve(self, at_s, size):
        self.admit(at_s)
        if not self.ready:
            return None
        name = self.ready[self.turn % len(self.ready)]
        self.turn = (self.turn + 1) % len(self.ready)
        start = max(at_s, self.free[name])
        self.free[name] = start + size
        self.intervals.append((name, start, start + size))
        return start - at_s

    def busy_s(self, begins_s, ends_s):
        """Work within a span, of each instance only while it was in the rotation."""
        return sum(
            max(0.0, min(end, ends_s, self.left_at.get(name, inf)) - max(start, begins_s))
            for name, start, end in self.intervals
        )


@given(st.integers(0, 1000), sizes_of_pools, st.floats(0, 25), st.floats(0.1, 2.0))
def test_a_pool_agrees_with_a_plain_loop_whatever_comes_and_goes(seed, counts, boot_s, size_s):
    pool, plain = Pool(counts[0]), PlainPool(counts[0])
    for count, (begins_s, at_s, sizes) in zip(counts, traffic(seed, 3.0, size_s, len(counts)), strict=True):
        pool.resize(count, begins_s, boot_s)
        plain.resize(count, begins_s, boot_s)
        served = pool.serve(at_s, sizes)
        expected = [plain.serve(at, size) for at, size in zip(at_s.tolist(), sizes.tolist(), strict=True)]
        plain.admit(begins_s + PERIOD_S)
        usage = pool.close(begins_s + PERIOD_S)
        assert served.waits_s == pytest.approx([wait or 0.0 for wait in expected], abs=1e-9)
        assert [fate == TURNED_AWAY for fate in served.fates] == [wait is None for wait in expected]
        assert usage.busy_s == pytest.approx(plain.busy_s(begins_s, begins_s + PERIOD_S), abs=1e-6)
        assert usage.ready == len(plain.ready)
        assert usage.busy == sum(plain.free[name] > begins_s + PERIOD_S for name in plain.ready)


@pytest.mark.parametrize("balancer", BALANCERS)
@given(seed=st.integers(0, 1000), counts=sizes_of_pools, boot_s=st.floats(0, 25))
def test_work_is_neither_lost_nor_made(balancer, seed, counts, boot_s):
    """All work that was taken on has been done in the end, by the rotation or by those that left it."""
    pool = Pool(counts[0], BALANCERS[balancer]())
    taken_s = done_s = 0.0
    for count, (begins_s, at_s, sizes) in zip(counts, traffic(seed, 4.0, 0.7, len(counts)), strict=True):
        pool.resize(count, begins_s, boot_s)
        served = pool.serve(at_s, sizes)
        taken_s += sizes[served.fates == SERVED].sum()
        usage = pool.close(begins_s + PERIOD_S)
        done_s += usage.busy_s
        assert 0 <= usage.utilisation <= 1 + 1e-9
        assert usage.ready_s <= usage.paid_s + 1e-9
    assert done_s + usage.backlog_s <= taken_s + 1e-6
    if counts == sorted(counts):
        assert done_s + usage.backlog_s == pytest.approx(taken_s, abs=1e-6)


@pytest.mark.parametrize("balancer", BALANCERS)
@given(seed=st.integers(0, 1000), count=st.integers(1, 6), cuts=st.integers(1, 6))
def test_control_periods_make_no_difference_where_nothing_is_controlled(balancer, seed, count, cuts):
    at_s = np.concatenate([each for _, each, _ in traffic(seed, 4.0, 0.7, 3)])
    sizes = np.concatenate([each for *_, each in traffic(seed, 4.0, 0.7, 3)])
    at_once = Pool(count, BALANCERS[balancer]()).serve(at_s, sizes)
    pool = Pool(count, BALANCERS[balancer]())
    parts = []
    for chunk in np.array_split(np.arange(len(at_s)), cuts):
        parts.append(pool.serve(at_s[chunk], sizes[chunk]))
    assert np.concatenate([part.waits_s for part in parts]) == pytest.approx(at_once.waits_s, abs=1e-9)
    assert np.concatenate([part.fates for part in parts]).tolist() == at_once.fates.tolist()


def test_a_new_instance_takes_requests_from_when_it_is_ready():
    pool = Pool(1, LeastWork())
    pool.resize(2, 0.0, boot_s=5.0)
    assert (pool.ready, pool.wanted) == (1, 2)
    served = pool.serve(np.array([1.0, 2.0, 4.9, 5.0, 6.0]), np.full(5, 10.0))
    assert served.waits_s.tolist() == [0, 9, 16.1, 0, 9]
    assert pool.ready == 2


def test_an_instance_that_leaves_finishes_what_it_has_and_is_paid_until_then():
    pool = Pool(2)
    assert pool.serve(np.array([0.0, 1.0]), np.array([4.0, 12.0])).waits_s.tolist() == [0, 0]
    pool.close(5.0)
    pool.resize(1, 5.0)
    assert pool.serve(np.array([6.0, 7.0]), np.array([1.0, 1.0])).waits_s.tolist() == [0, 0]
    usage = pool.close(10.0)
    assert (usage.busy_s, usage.ready_s, usage.paid_s) == (2, 5, 10)
    assert pool.close(20.0).paid_s == 10 + 3


def test_an_instance_that_leaves_in_the_middle_of_a_period_is_not_paid_twice():
    pool = Pool(2)
    pool.serve(np.array([0.0, 1.0]), np.array([4.0, 7.0]))
    pool.resize(1, 5.0)
    usage = pool.close(10.0)
    assert (usage.busy_s, usage.ready_s, usage.paid_s) == (8, 15, 18)


def test_who_boots_faster_is_ready_sooner():
    pool = Pool(0)
    pool.resize(1, 0.0, boot_s=20.0)
    pool.resize(2, 1.0, boot_s=4.0)
    assert pool.booting_s == [5, 20]
    pool.resize(1, 2.0)
    assert pool.booting_s == [5]


def test_those_that_boot_are_paid_but_not_counted_as_idle():
    pool = Pool(1)
    pool.resize(3, 0.0, boot_s=8.0)
    usage = pool.close(10.0)
    assert (usage.ready_s, usage.paid_s) == (10 + 2 * 2, 30)


def test_of_fewer_instances_those_that_boot_go_first():
    pool = Pool(2)
    pool.resize(4, 0.0, boot_s=20.0)
    pool.resize(5, 5.0, boot_s=20.0)
    pool.resize(3, 10.0)
    assert (pool.ready, pool.booting_s) == (2, [20.0])


def test_where_nobody_is_ready_requests_are_turned_away():
    pool = Pool(0)
    pool.resize(1, 0.0, boot_s=3.0)
    served = pool.serve(np.array([1.0, 2.0, 3.5]), np.ones(3))
    assert served.fates.tolist() == [TURNED_AWAY, TURNED_AWAY, SERVED]
    assert Pool(0).close(10.0).utilisation == 0


def test_a_full_instance_turns_away_although_others_are_idle():
    pool = Pool(2, LimitedEach(RoundRobin(), Limits(most_waiting=0), 1))
    served = pool.serve(np.array([0.0, 1.0, 2.0, 3.0]), np.array([10.0, 0.5, 1.0, 1.0]))
    assert served.fates.tolist() == [SERVED, SERVED, TURNED_AWAY, SERVED]


def test_instances_weigh_as_much_as_they_are_told_and_others_one():
    counts = np.bincount(AtRandom(1, (1.0, 3.0)).pick(60_000, 4), minlength=4)
    assert counts / 10_000 == pytest.approx([1, 3, 1, 1], abs=0.05)


def test_one_queue_with_patience_loses_those_who_wait_too_long():
    pool = Pool(1, LimitedQueue(Limits(patience_s=3.0), 1))
    served = pool.serve(np.array([0.0, 1.0, 6.0]), np.array([8.0, 8.0, 1.0]))
    assert served.fates.tolist() == [SERVED, GAVE_UP, SERVED]
    assert served.waits_s.tolist() == [0, 3, 2]


def test_what_an_instance_that_left_still_answers_does_not_count_against_a_new_one():
    pool = Pool(2, LeastOutstanding())
    pool.serve(np.array([0.0, 0.1]), np.array([0.5, 50.0]))
    pool.resize(1, 1.0)
    pool.resize(2, 2.0)
    served = pool.serve(np.array([3.0, 3.1]), np.array([5.0, 5.0]))
    assert served.waits_s.tolist() == [0, 0]


@pytest.mark.parametrize(("instances", "boot_s"), [(-1, 0.0), (1, -1.0)])
def test_a_size_that_cannot_be_says_so(instances, boot_s):
    with pytest.raises(ValueError, match="must be 0 or more, got"):
        Pool(1).resize(instances, 0.0, boot_s)
