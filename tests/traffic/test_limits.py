"""Queues with an end: against the plain loop, against theory, and against an independent simulator."""

from collections import deque
from heapq import heapify
from math import exp, factorial, inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.luck import generator
from slipway.traffic.limits import GAVE_UP, SERVED, STAYED_AWAY, TURNED_AWAY, Limits, Waiting, limited
from slipway.traffic.shared_queue import shared
from tests.traffic.sequential import with_an_end
from tests.traffic.test_theory import close
from tests.traffic.workloads import workloads

NAMES = {SERVED: "served", TURNED_AWAY: "turned away", GAVE_UP: "gave up"}
REQUESTS, RUNS, WARM_UP = 60_000, 10, 2_000


def idle(instances):
    return Waiting([0.0] * instances, deque())


@given(workloads())
def test_a_queue_without_end_is_the_shared_queue(workload):
    arrivals, sizes, free, _, _ = workload
    heap, state = free.tolist(), Waiting(free.tolist(), deque())
    heapify(heap)
    heapify(state.heap_s)
    waits, fates = limited(arrivals.tolist(), sizes.tolist(), state, Limits())
    assert (waits == shared(arrivals, sizes, heap)).all()
    assert (fates == SERVED).all()


@given(workloads(), st.one_of(st.just(inf), st.integers(0, 5)), st.one_of(st.just(inf), st.floats(0, 30)))
def test_limits_agree_with_the_plain_loop_over_any_periods(workload, most, patience):
    arrivals, sizes, free, cuts, _ = workload
    expected = with_an_end(arrivals.tolist(), sizes.tolist(), free.tolist(), most, patience)
    state = Waiting(sorted(free.tolist()), deque())
    found: list[tuple[float, str]] = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        waits, fates = limited(arrivals[a:b].tolist(), sizes[a:b].tolist(), state, Limits(most, patience))
        found += zip(waits.tolist(), (NAMES[fate] for fate in fates.tolist()), strict=True)
    assert [fate for _, fate in found] == [fate for _, fate in expected]
    assert [wait for wait, _ in found] == pytest.approx([wait for wait, _ in expected], abs=1e-9)


def test_who_will_give_up_keeps_others_out_until_then():
    waits, fates = limited([0, 0, 0, 0, 16], [10, 10, 10, 10, 10], idle(1), Limits(2, 15))
    assert fates.tolist() == [SERVED, SERVED, GAVE_UP, TURNED_AWAY, SERVED]
    assert waits.tolist() == [0, 10, 15, 0, 4]


def test_of_those_who_find_a_queue_some_stay_away():
    _, fates = limited([0, 0, 0, 0], [10, 10, 10, 10], idle(1), Limits(half_stay_away_at=1), [0.9, 0.9, 0.6, 0.4])
    assert fates.tolist() == [SERVED, SERVED, STAYED_AWAY, SERVED]


def test_staying_away_needs_luck():
    with pytest.raises(ValueError, match="need luck"):
        limited([0.0], [1.0], idle(1), Limits(half_stay_away_at=2))


@pytest.mark.parametrize("wrong", [{"most_waiting": -1}, {"patience_s": float("nan")}, {"half_stay_away_at": 0}])
def test_limits_that_cannot_be_say_so(wrong):
    with pytest.raises(ValueError, match="must be"):
        Limits(**wrong)


def share(fate, load, servers, limits):
    """How many of them meet that fate in M/M/c with limits, in each of several runs."""
    shares = []
    for seed in range(RUNS):
        luck = generator(seed, f"limits/{load}/{servers}")
        arrivals = np.cumsum(luck.standard_exponential(REQUESTS)) / load
        sizes = luck.standard_exponential(REQUESTS)
        chances = luck.random(REQUESTS).tolist()
        _, fates = limited(arrivals.tolist(), sizes.tolist(), idle(servers), limits, chances)
        shares.append((fates[WARM_UP:] == fate).mean())
    return shares


@pytest.mark.parametrize(("load", "servers"), [(0.5, 1), (3.0, 4), (6.0, 5)])
def test_without_room_to_wait_as_many_are_lost_as_erlang_says(load, servers):
    """Erlang's loss formula."""
    states = [load**k / factorial(k) for k in range(servers + 1)]
    assert close(share(TURNED_AWAY, load, servers, Limits(most_waiting=0)), states[-1] / sum(states))


@pytest.mark.parametrize(("rho", "room"), [(0.8, 4), (1.2, 9)])
def test_a_full_queue_loses_as_many_as_mm1k_says(rho, room):
    """M/M/1/K with K = room + 1: P(full) = (1 - ρ)·ρ^K / (1 - ρ^(K+1))."""
    most = room + 1
    full = (1 - rho) * rho**most / (1 - rho ** (most + 1))
    assert close(share(TURNED_AWAY, rho, 1, Limits(most_waiting=room)), full)


@pytest.mark.parametrize(("rho", "patience"), [(0.8, 2.0), (1.3, 3.0)])
def test_as_many_lose_patience_as_theory_says(rho, patience):
    """M/M/1 with constant patience τ: P = (1 - ρ)·ρ·e / (1 - ρ²·e), e = exp(-(1 - ρ)·τ), from the density of work."""
    e = exp(-(1 - rho) * patience)
    assert close(share(GAVE_UP, rho, 1, Limits(patience_s=patience)), (1 - rho) * rho * e / (1 - rho**2 * e))


@pytest.mark.parametrize(("rho", "half"), [(0.9, 1.0), (1.5, 3.0)])
def test_as_many_stay_away_as_the_balance_of_states_says(rho, half):
    """Births λ·h/(h + n - 1) from state n on, deaths μ: the stationary states by their ratio."""
    states = [1.0]
    for n in range(200):
        joining = half / (half + max(n - 1, 0)) if n else 1.0
        states.append(states[-1] * rho * joining)
    away = sum(p * (1 - half / (half + n - 1)) for n, p in enumerate(states) if n) / sum(states)
    assert close(share(STAYED_AWAY, rho, 1, Limits(half_stay_away_at=half)), away)


@pytest.mark.parametrize("servers", [1, 3])
def test_an_independent_simulator_loses_the_same_requests(servers):
    import simpy

    luck = generator(5, f"limits/simpy/{servers}")
    arrivals = np.cumsum(luck.standard_exponential(3000)) / (1.1 * servers)
    sizes = luck.standard_exponential(3000)
    most, patience = 4, 1.5
    world = simpy.Environment()
    desk = simpy.Resource(world, servers)
    fates = [""] * len(arrivals)

    def visit(number):
        if desk.count == servers and len(desk.queue) >= most:
            fates[number] = "turned away"
            return
        with desk.request() as turn:
            yield turn | world.timeout(patience)
            fates[number] = "served" if turn.triggered else "gave up"
            if turn.triggered:
                yield world.timeout(sizes[number])

    def all_come():
        for number in range(len(arrivals)):
            yield world.timeout(max(0.0, arrivals[number] - world.now))
            world.process(visit(number))

    world.process(all_come())
    world.run()
    _, found = limited(arrivals.tolist(), sizes.tolist(), idle(servers), Limits(most, patience))
    assert [NAMES[fate] for fate in found.tolist()] == fates
    assert set(fates) == {"served", "turned away", "gave up"}
