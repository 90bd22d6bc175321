"""Sums that lose nothing where large numbers cancel out, as Prometheus' compensated ones do not either."""

from collections.abc import Callable
from math import fsum

import numpy as np

from slipway.alerting.promql.store import Floats

_MANY = 1e4
"""Numbers so much larger than their sum cost four digits of sixteen; then it is added up again, exactly."""


def exact(sums: Floats, sizes: Floats, values_of: Callable[[int], Floats]) -> Floats:
    """The sums, mended where the sizes of what was added say that digits were lost; `values_of` gives the numbers."""
    found = sums.copy()
    with np.errstate(all="ignore"):
        lost = np.isfinite(sizes) & (sizes > _MANY * np.abs(sums))
    for number in np.flatnonzero(lost):
        found[number] = fsum(values_of(int(number)).tolist())
    return found
