"""Waits against queueing theory, and against an independent simulator on the same requests."""

from heapq import heapify
from math import exp, factorial

import numpy as np
import pytest

from slipway.luck import generator
from slipway.traffic.balancer import assigned, chosen_at_random, round_robin
from slipway.traffic.shared_queue import shared

REQUESTS, RUNS, WARM_UP = 200_000, 12, 10_000
TOLERANCE, MOST_ERRORS = 0.02, 4.0
LOADS = (0.5, 0.7, 0.8, 0.9)


def erlang_c(servers, load):
    """The chance to wait in M/M/c; `load` is λ/μ."""
    rho = load / servers
    top = load**servers / factorial(servers) / (1 - rho)
    return top / (sum(load**k / factorial(k) for k in range(servers)) + top)


def requests(seed, rate, sizes="exponential"):
    luck = generator(seed, f"theory/{rate}/{sizes}")
    gaps = luck.standard_exponential(REQUESTS) / rate
    work = luck.standard_exponential(REQUESTS) if sizes == "exponential" else np.ones(REQUESTS)
    return np.cumsum(gaps), work, luck


def close(values, theory):
    """Within 2 % of theory, or within 4 standard errors of the mean over runs."""
    error = np.std(values, ddof=1) / len(values) ** 0.5
    return abs(np.mean(values) - theory) <= max(TOLERANCE * theory, MOST_ERRORS * error)


@pytest.mark.parametrize("rho", LOADS)
@pytest.mark.parametrize("servers", [1, 2, 4, 10])
def test_one_queue_before_several_instances_waits_as_erlang_says(servers, rho):
    means, waited, p95 = [], [], []
    for seed in range(RUNS):
        arrivals, sizes, _ = requests(seed, rho * servers)
        heap = [0.0] * servers
        heapify(heap)
        waits = shared(arrivals, sizes, heap)[WARM_UP:]
        means.append(waits.mean())
        waited.append((waits > 0).mean())
        p95.append((waits > 1.0).mean())
    chance = erlang_c(servers, rho * servers)
    spare = servers * (1 - rho)
    assert close(means, chance / spare)
    assert close(waited, chance)
    assert close(p95, chance * exp(-spare))


@pytest.mark.parametrize("rho", LOADS)
def test_instances_chosen_at_random_are_each_an_mm1(rho):
    means = []
    for seed in range(RUNS):
        arrivals, sizes, luck = requests(seed, rho * 4)
        waits = assigned(arrivals, sizes, chosen_at_random(luck.random(REQUESTS), 4), np.zeros(4))
        means.append(waits[WARM_UP:].mean())
    assert close(means, rho / (1 - rho))


@pytest.mark.parametrize("rho", LOADS)
def test_requests_of_one_size_wait_half_as_long(rho):
    """Pollaczek and Khinchine: W = λ·E[S²] / (2(1 - ρ)); with constant sizes half of M/M/1's."""
    means = []
    for seed in range(RUNS):
        arrivals, sizes, _ = requests(seed, rho, "constant")
        means.append(round_robin(arrivals, sizes, np.zeros(1))[0][WARM_UP:].mean())
    assert close(means, rho / (2 * (1 - rho)))


@pytest.mark.parametrize("rho", LOADS)
def test_round_robin_is_fed_more_evenly_than_by_chance(rho):
    """GI/M/1 with Erlang-4 gaps: σ = (4ρ/(4ρ + 1 - σ))⁴, W = σ/(1 - σ)."""
    sigma = rho
    for _ in range(500):
        sigma = (4 * rho / (4 * rho + 1 - sigma)) ** 4
    means = []
    for seed in range(RUNS):
        arrivals, sizes, _ = requests(seed, rho * 4)
        means.append(round_robin(arrivals, sizes, np.zeros(4))[0][WARM_UP:].mean())
    assert close(means, sigma / (1 - sigma))


@pytest.mark.parametrize("servers", [1, 4, 12])
def test_an_independent_simulator_gives_the_same_waits_for_the_same_requests(servers):
    import simpy

    arrivals, sizes, _ = requests(7, 0.85 * servers)
    arrivals, sizes = arrivals[:4000], sizes[:4000]
    world = simpy.Environment()
    desk = simpy.Resource(world, servers)
    waits = np.empty(len(arrivals))

    def visit(number):
        yield world.timeout(arrivals[number] - world.now)
        with desk.request() as turn:
            yield turn
            waits[number] = world.now - arrivals[number]
            yield world.timeout(sizes[number])

    def all_come():
        for number in range(len(arrivals)):
            yield world.timeout(max(0.0, arrivals[number] - world.now))
            world.process(visit(number))

    world.process(all_come())
    world.run()
    heap = [0.0] * servers
    assert shared(arrivals, sizes, heap) == pytest.approx(waits, abs=1e-9)
