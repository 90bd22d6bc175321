"""Whole runs, period by period through a pool, against the quantiles and means that theory gives."""

from math import exp, factorial

import numpy as np
import pytest

from slipway.traffic.balancers import LeastWork, RoundRobin
from slipway.traffic.distribution import BoundedPareto, Constant, Erlang, Exponential, Hyperexponential, Lognormal
from slipway.traffic.pool import Pool
from slipway.traffic.profiles import constant
from slipway.traffic.stream import stream
from tests.traffic.test_theory import LOADS, close, erlang_c

REQUESTS, RUNS, WARM_UP, PERIODS = 200_000, 10, 10_000, 250
SHARES = (0.5, 0.9, 0.95, 0.99)


def waits_and_sizes(seed, instances, rho, sizes):
    """Of a run of so many requests with sizes of mean 1, cut into control periods; the first ones are dropped."""
    balancer = LeastWork() if instances > 1 else RoundRobin()
    pool, lasts_s = Pool(instances, balancer), REQUESTS / (rho * instances)
    waits, work = [], []
    for period in stream(constant(rho * instances, lasts_s), seed, lasts_s / PERIODS, sizes):
        waits.append(pool.serve(period.at_s, period.sizes_s).waits_s)
        work.append(period.sizes_s)
    return np.concatenate(waits)[WARM_UP:], np.concatenate(work)[WARM_UP:]


def solve(falling, target):
    """Where a function that falls from above the target to below it meets it."""
    low, high = 0.0, 1000.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > target else (low, middle)
    return low


@pytest.mark.parametrize("rho", LOADS)
@pytest.mark.parametrize("instances", [1, 4, 10])
def test_times_to_an_answer_have_the_quantiles_of_mmc(instances, rho):
    """P(T > t) = exp(-t)·(1 + C·(1 - exp(-t·(c - 1 - a)))/(c - 1 - a)) for μ = 1 and a = λ/μ."""
    load = rho * instances
    chance, more = erlang_c(instances, load), instances - 1 - load
    more = more or 1e-9

    def later(t):
        return exp(-t) * (1 + chance * (1 - exp(-t * more)) / more)

    found = []
    for seed in range(RUNS):
        waits, work = waits_and_sizes(seed, instances, rho, Exponential())
        found.append(np.quantile(waits + work, SHARES))
    for share, quantiles in zip(SHARES, np.transpose(found), strict=True):
        assert close(quantiles, solve(later, 1 - share)), share


@pytest.mark.parametrize("rho", LOADS)
@pytest.mark.parametrize(
    "sizes",
    [
        Constant(),
        Erlang(3),
        Lognormal(0.5),
        Exponential(),
        Hyperexponential(1.5),
        Lognormal(1.5),
        BoundedPareto(1.8, 50),
    ],
    ids=str,
)
def test_one_instance_waits_as_pollaczek_and_khinchine_say(rho, sizes):
    """W = ρ·(1 + cv²)/(2·(1 - ρ)) for sizes of mean 1."""
    means = [waits_and_sizes(seed, 1, rho, sizes)[0].mean() for seed in range(RUNS)]
    assert close(means, rho * (1 + sizes.cv**2) / (2 * (1 - rho)))


@pytest.mark.parametrize("rho", LOADS)
def test_requests_of_one_size_wait_longer_than_so_long_as_often_as_md1_says(rho):
    """P(W ≤ t) = (1 - ρ)·Σ_{k ≤ t} (-ρ(t - k))^k / k! · exp(ρ(t - k)): Erlang’s series."""
    runs = [waits_and_sizes(seed, 1, rho, Constant())[0] for seed in range(RUNS)]
    for t in (0.5, 1.5, 4.0):
        terms = [(-rho * (t - k)) ** k / factorial(k) * exp(rho * (t - k)) for k in range(int(t) + 1)]
        assert close([(waits > t).mean() for waits in runs], 1 - (1 - rho) * sum(terms)), t


@pytest.mark.parametrize("rho", LOADS)
def test_quick_and_slow_requests_have_the_quantiles_of_mh1(rho):
    """The transform W*(s) = (1 - ρ)/(1 - ρ·Σ pᵢ/(μᵢ + s)) has two poles, so the tail is two exponentials."""
    cv = 1.5
    quick = (1 + ((cv**2 - 1) / (cv**2 + 1)) ** 0.5) / 2
    shares = np.array([quick, 1 - quick])
    rates = 2 * shares
    below = np.poly(-rates) - rho * np.array([0, 1, shares @ rates[::-1]])
    poles = np.roots(below)
    weights = (1 - rho) * np.polyval(np.poly(-rates), poles) / np.polyval(np.polyder(below), poles) / -poles

    def later(t):
        return float(weights @ np.exp(poles * t))

    assert later(0) == pytest.approx(rho)
    found = [np.quantile(waits_and_sizes(seed, 1, rho, Hyperexponential(cv))[0], (0.9, 0.99)) for seed in range(RUNS)]
    for share, quantiles in zip((0.9, 0.99), np.transpose(found), strict=True):
        assert close(quantiles, solve(later, 1 - share)), share
