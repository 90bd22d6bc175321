"""Balancers as a pool uses them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slipway.traffic.balancers import Impatient, LimitedEach, RoundRobin
from slipway.traffic.limits import Limits


@given(st.integers(0, 10_000), st.integers(1, 6), st.floats(0.5, 3), st.floats(0.01, 1))
def test_impatient_requests_fare_as_behind_a_queue_with_that_limit_before_each_instance(
    seed, instances, load, patience
):
    luck = np.random.default_rng(seed)
    arrivals = np.cumsum(luck.exponential(0.1 / instances / load, 300))
    sizes = luck.exponential(0.1, 300)
    exact = LimitedEach(RoundRobin(), Limits(patience_s=patience), seed)
    exact.keep(instances)
    quick = Impatient(patience)
    exact_free, quick_free = np.zeros(instances), np.zeros(instances)
    for part in (slice(0, 100), slice(100, 107), slice(107, 300)):
        wanted = exact.serve(arrivals[part], sizes[part], exact_free)
        got = quick.serve(arrivals[part], sizes[part], quick_free)
        assert np.abs(got.waits_s - wanted.waits_s).max() < 1e-9
        assert (got.fates == wanted.fates).all()
    assert np.abs(exact_free - quick_free).max() < 1e-9
