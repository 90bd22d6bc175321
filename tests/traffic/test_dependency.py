"""What a service calls makes its requests longer, and at times much longer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.luck import generator
from slipway.traffic.dependency import Dependency, Incident, calls, instance_s, latency_s
from slipway.traffic.pool import Pool
from slipway.traffic.profiles import constant
from slipway.traffic.stream import stream

AT_S = np.array([0.0, 10.0, 15.0, 20.0])


def test_calls_are_slow_and_fail_during_an_incident_and_not_after():
    dependency = Dependency(0.1, 0.2, incidents=(Incident(10, 20, slowdown=5, error_rate=0.5),))
    called = calls(dependency, AT_S, np.ones(4), np.full(4, 0.5))
    assert called.took_s == pytest.approx([0.1, 0.5, 0.5, 0.1])
    assert called.failed.tolist() == [False, True, True, False]


def test_a_call_that_takes_too_long_is_given_up():
    called = calls(Dependency(1.0, timeout_s=2.0), AT_S, np.array([0.5, 1.9, 2.1, 9.0]), np.zeros(4))
    assert called.took_s.tolist() == [0.5, 1.9, 2.0, 2.0]
    assert called.failed.tolist() == [False, False, True, True]


def test_as_many_calls_fail_as_the_rates_say():
    dependency = Dependency(0.1, 0.1, incidents=(Incident(0, 1, error_rate=0.5), Incident(0.5, 2, error_rate=0.5)))
    at_s = np.array([0.2, 0.7, 1.5, 3.0]).repeat(1000)
    luck = np.tile((np.arange(1000) + 0.5) / 1000, 4)
    failed = calls(dependency, at_s, np.ones(4000), luck).failed.reshape(4, 1000).sum(axis=1)
    assert failed.tolist() == [550, 775, 550, 100]


@given(st.floats(1, 10), st.floats(0, 1), st.integers(0, 100))
def test_a_worse_incident_is_never_luckier(slowdown, error_rate, seed):
    luck = generator(seed, "dependency")
    unit, chance = luck.standard_exponential(4), luck.random(4)
    well = calls(Dependency(0.1, 0.1), AT_S, unit, chance)
    ill = calls(Dependency(0.1, 0.1, incidents=(Incident(5, 18, slowdown, error_rate),)), AT_S, unit, chance)
    assert (ill.took_s >= well.took_s).all()
    assert (ill.failed >= well.failed).all()


def answered(synchronous):
    """The mean time to an answer from two instances whose dependency becomes slow."""
    dependency = Dependency(0.02, synchronous=synchronous, incidents=(Incident(60, 120, slowdown=10),))
    pool, luck = Pool(2), generator(1, "calls")
    latencies = []
    for each in stream(constant(20, 180), 1, 10.0, mean_size_s=0.03):
        count = len(each.at_s)
        called = calls(dependency, each.at_s, luck.standard_exponential(count), np.zeros(count))
        served = pool.serve(each.at_s, instance_s(dependency, each.sizes_s, called))
        latencies.append(latency_s(served.waits_s, each.sizes_s, called).mean())
    return np.array(latencies)


def test_a_slow_dependency_that_is_waited_for_takes_the_instances_with_it():
    waiting, going_on = answered(True), answered(False)
    assert going_on[6:12].mean() == pytest.approx(going_on[:6].mean() + 0.18, abs=0.03)
    assert waiting[6:12].mean() > 10 * going_on[6:12].mean()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Incident(5, 5),
        lambda: Incident(0, 1, slowdown=0),
        lambda: Incident(0, 1, error_rate=1.5),
        lambda: Dependency(-1),
        lambda: Dependency(1, timeout_s=0),
        lambda: Dependency(1, error_rate=float("nan")),
    ],
)
def test_a_dependency_that_cannot_be_says_so(make):
    with pytest.raises(ValueError, match="must"):
        make()
