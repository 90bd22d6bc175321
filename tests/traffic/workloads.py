"""Requests to try queues on."""

import numpy as np
from hypothesis import strategies as st


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
