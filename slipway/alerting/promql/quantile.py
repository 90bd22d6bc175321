"""Quantiles as Prometheus has them."""

import numpy as np

from slipway.alerting.promql.store import Floats


def quantile(share: float, values: Floats) -> float:
    """Of values, with a straight line between neighbours; beyond 0 and 1 it is without bounds."""
    if np.isnan(share) or not len(values):
        return float("nan")
    if share < 0 or share > 1:
        return float("-inf") if share < 0 else float("inf")
    ordered = np.sort(values)
    rank = share * (len(ordered) - 1)
    low = int(np.floor(rank))
    high = min(low + 1, len(ordered) - 1)
    weight = rank - low
    return float(ordered[low] * (1 - weight) + ordered[high] * weight)


def bucket_quantile(share: float, bounds: Floats, totals: Floats) -> float:
    """Of a histogram: how many were at most each bound, which ascend to infinity."""
    if np.isnan(share) or len(bounds) < 2 or not np.isinf(bounds[-1]) or bounds[-1] < 0:
        return float("nan")
    if share < 0 or share > 1:
        return float("-inf") if share < 0 else float("inf")
    totals = np.maximum.accumulate(totals)
    if totals[-1] == 0 or np.isnan(totals[-1]):
        return float("nan")
    rank = share * totals[-1]
    bucket = int(np.searchsorted(totals[:-1], rank))
    if bucket == len(bounds) - 1:
        return float(bounds[-2])
    if bucket == 0 and bounds[0] <= 0:
        return float(bounds[0])
    begins, before = (float(bounds[bucket - 1]), float(totals[bucket - 1])) if bucket else (0.0, 0.0)
    inside = float(totals[bucket]) - before
    share_inside = (float(rank) - before) / inside if inside else float("nan")
    return begins + (float(bounds[bucket]) - begins) * share_inside
