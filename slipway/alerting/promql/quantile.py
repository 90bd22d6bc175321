"""Quantiles as Prometheus has them."""

import numpy as np

from slipway.alerting.promql.store import Floats


def quantile(share: float, values: Floats) -> float:
    """Of values, with a straight line between neighbours; beyond 0 and 1 it is without bounds. NaN is the least."""
    if np.isnan(share) or not len(values):
        return float("nan")
    if share < 0 or share > 1:
        return float("-inf") if share < 0 else float("inf")
    nothing = np.isnan(values)
    ordered = np.concatenate([values[nothing], np.sort(values[~nothing])])
    rank = share * (len(ordered) - 1)
    low = int(np.floor(rank))
    high = min(low + 1, len(ordered) - 1)
    weight = rank - low
    return float(ordered[low] * (1 - weight) + ordered[high] * weight)


def bucket_quantiles(shares: Floats, bounds: Floats, totals: Floats) -> Floats:
    """Of histograms, one for each column: how many were at most each bound, which ascend to infinity."""
    beyond = np.where(shares < 0, -np.inf, np.where(shares > 1, np.inf, np.nan))
    if len(bounds) < 2 or not np.isinf(bounds[-1]) or bounds[-1] < 0:
        return beyond
    totals = np.maximum.accumulate(totals, axis=0)
    with np.errstate(all="ignore"):
        ranks = shares * totals[-1]
        bucket = np.minimum((totals[:-1] < ranks).sum(axis=0), len(bounds) - 1)
        columns = np.arange(len(shares))
        before = np.where(bucket > 0, totals[np.maximum(bucket - 1, 0), columns], 0.0)
        begins = np.where(bucket > 0, bounds[np.maximum(bucket - 1, 0)], 0.0)
        inside = totals[bucket, columns] - before
        found = begins + (bounds[bucket] - begins) * ((ranks - before) / inside)
    found = np.where(bucket == len(bounds) - 1, bounds[-2], found)
    found = np.where((bucket == 0) & (bounds[0] <= 0), bounds[0], found)
    found = np.where((totals[-1] == 0) | np.isnan(totals[-1]), np.nan, found)
    return np.where((shares >= 0) & (shares <= 1), found, beyond)
