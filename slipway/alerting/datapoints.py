"""Measurements as CloudWatch keeps them: per minute a mean, how many there were, and where wanted their spread."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """How many measurements were at most each bound, and above the bound before: a row for each minute."""

    bounds: tuple[float, ...]
    counts: Floats


@dataclass(frozen=True)
class Datapoints:
    """One metric: when each stretch begins, the mean of its measurements (not a number where there is none), how many.

    Times ascend. Without a `spread` each stretch counts as so many measurements of its mean.
    """

    at_s: Floats
    values: Floats
    counts: Floats
    spread: Spread | None = None


def plain(at_s: Floats, values: Floats) -> Datapoints:
    """Single measurements."""
    return Datapoints(at_s, values, np.where(np.isnan(values), 0.0, 1.0))


def by_period(points: Datapoints, statistic: str, period_s: float, periods: int) -> tuple[Floats, Floats]:
    """The statistic of each period from 0 on, not a number where nothing was measured; and how many measurements.

    Percentiles of a spread are read off with straight lines between its bounds.
    """
    ends_s = np.arange(1, periods + 1) * period_s
    cuts = np.searchsorted(points.at_s, np.concatenate([[0.0], ends_s]))
    known = np.where(np.isnan(points.values), 0.0, points.counts)
    counts = _sums(known, cuts)
    nothing = counts == 0
    if statistic == "SampleCount":
        return np.where(nothing, np.nan, counts), counts
    if statistic.startswith("p"):
        return _percentiles(points, known, cuts, float(statistic[1:]) / 100), counts
    values = np.nan_to_num(points.values)
    if statistic in ("Sum", "Average"):
        sums = _sums(values * known, cuts)
        found = sums if statistic == "Sum" else np.divide(sums, counts, out=np.zeros_like(sums), where=~nothing)
        return np.where(nothing, np.nan, found), counts
    extreme, worst = (np.minimum, np.inf) if statistic == "Minimum" else (np.maximum, -np.inf)
    # What comes after the last period belongs to none.
    padded = np.append(np.where(known > 0, values, worst)[: cuts[-1]], worst)
    return np.where(nothing, np.nan, extreme.reduceat(padded, np.minimum(cuts[:-1], cuts[-1]))), counts


def _sums(values: Floats, cuts: NDArray[np.intp]) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(values)])
    found: Floats = total[cuts[1:]] - total[cuts[:-1]]
    return found


def _percentiles(points: Datapoints, known: Floats, cuts: NDArray[np.intp], share: float) -> Floats:
    found = np.full(len(cuts) - 1, np.nan)
    for number, (first, end) in enumerate(zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)):
        if known[first:end].sum() > 0:
            found[number] = _percentile(points, known, first, end, share)
    return found


def _percentile(points: Datapoints, known: Floats, first: int, end: int, share: float) -> float:
    if points.spread is not None:
        return quantile_of(points.spread.bounds, points.spread.counts[first:end].sum(axis=0), share)
    present = np.flatnonzero(known[first:end] > 0) + first
    order = present[np.argsort(points.values[present], kind="stable")]
    total = np.cumsum(known[order])
    return float(points.values[order[np.searchsorted(total, share * total[-1] - 1e-9)]])


def quantile_of(bounds: tuple[float, ...], counts: Floats, share: float) -> float:
    """The value that so large a share does not exceed; above the last finite bound, that bound."""
    total = np.cumsum(counts)
    wanted = share * total[-1]
    bucket = int(np.searchsorted(total, wanted))
    if bucket >= len(bounds) or np.isinf(bounds[bucket]):
        return bounds[-2] if np.isinf(bounds[-1]) else bounds[-1]
    low, before = (bounds[bucket - 1], float(total[bucket - 1])) if bucket else (0.0, 0.0)
    inside = float(counts[bucket])
    return low + (bounds[bucket] - low) * ((float(wanted) - before) / inside if inside else 1.0)
