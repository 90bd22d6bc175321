"""Functions of a stretch of samples, for the stretches before many times at once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slipway.alerting.promql.store import Flags, Floats, Samples, Times
from slipway.alerting.promql.sums import exact
from slipway.alerting.promql.vector import Column

_NEAR = 1.1
"""Prometheus stretches a rate to the window's edge where the nearest sample is within 1.1 of the usual gap."""


@dataclass(frozen=True)
class Windows:
    """Samples without marks, and for each window the first index in it, the one after its last, and its two ends."""

    at_ms: Times
    values: Floats
    first: NDArray[np.intp]
    end: NDArray[np.intp]
    begins_ms: Times
    ends_ms: Times
    range_ms: int
    left_open: bool

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many samples are in each."""
        return self.end - self.first


def windows(found: Samples, ends_ms: Times, range_ms: int, left_open: bool) -> Windows:
    """The stretches of `range_ms` that end at these times; the end belongs to them, the beginning in Prometheus 2."""
    at_ms, values = found.at_ms[~found.stale], found.values[~found.stale]
    begins_ms = ends_ms - range_ms
    first = np.searchsorted(at_ms, begins_ms, side="right" if left_open else "left")
    end = np.searchsorted(at_ms, ends_ms, side="right")
    return Windows(at_ms, values, first, np.maximum(end, first), begins_ms, ends_ms, range_ms, left_open)


def _reduced(of: Windows, reduce: np.ufunc, values: Floats) -> Floats:
    """The reduction over each window; over an empty one whatever."""
    padded = np.append(values, 0.0)
    with np.errstate(all="ignore"):
        found: Floats = reduce.reduceat(padded, np.column_stack([of.first, of.end]).ravel())[::2]
    return found


def _rate(of: Windows, per_second: bool, counter: bool) -> Column:
    there = of.counts >= 2
    first, last = np.where(there, of.first, 0), np.where(there, of.end - 1, 0)
    if not len(of.at_ms):
        return Column(np.zeros(len(of.ends_ms)), there)
    grown = of.values[last] - of.values[first]
    if counter:
        grown = grown + _after_resets(of)[last] - _after_resets(of)[first]
    to_start = (of.at_ms[first] - of.begins_ms) / 1000
    to_end = (of.ends_ms - of.at_ms[last]) / 1000
    sampled = (of.at_ms[last] - of.at_ms[first]) / 1000
    gap = np.divide(sampled, of.counts - 1, out=np.ones(len(there)), where=there)
    if of.left_open:
        to_start = np.where(to_start >= gap * _NEAR, gap / 2, to_start)
    if counter:
        known = (grown > 0) & (of.values[first] >= 0)
        share = np.divide(of.values[first], grown, out=np.ones(len(there)), where=known)
        to_start = np.where(known, np.minimum(to_start, sampled * share), to_start)
    if not of.left_open:
        to_start = np.where(to_start >= gap * _NEAR, gap / 2, to_start)
    to_end = np.where(to_end >= gap * _NEAR, gap / 2, to_end)
    factor = np.divide(sampled + to_start + to_end, sampled, out=np.ones(len(there)), where=there & (sampled > 0))
    return Column(grown * (factor / (of.range_ms / 1000) if per_second else factor), there)


def _after_resets(of: Windows) -> Floats:
    """What a counter had counted before it began anew, up to each sample."""
    dropped = np.where(np.diff(of.values, prepend=of.values[:1]) < 0, np.concatenate([[0.0], of.values[:-1]]), 0.0)
    return np.cumsum(dropped)


def _latest_two(of: Windows, per_second: bool) -> Column:
    there = of.counts >= 2
    if not len(of.at_ms):
        return Column(np.zeros(len(of.ends_ms)), there)
    last = np.where(there, of.end - 1, 1 if len(of.at_ms) > 1 else 0)
    before = np.maximum(last - 1, 0)
    grown = of.values[last] - of.values[before]
    if not per_second:
        return Column(grown, there)
    grown = np.where(grown < 0, of.values[last], grown)
    passed = np.maximum(of.at_ms[last] - of.at_ms[before], 1) / 1000
    return Column(grown / passed, there)


def _happened(of: Windows, when: Callable[[Floats, Floats], Flags]) -> Column:
    """How often something happened from one sample to the next."""
    there = of.counts >= 1
    steps = when(of.values[1:], of.values[:-1])
    total = np.concatenate([[0, 0], np.cumsum(steps)])
    if len(total) < 3:
        return Column(np.zeros(len(there)), there)
    found = total[np.where(there, of.end, 1)] - total[np.where(there, of.first + 1, 1)]
    return Column(found.astype(np.float64), there)


def _simple(name: str, of: Windows) -> Column:
    there = of.counts >= 1
    if not len(of.values) or name in ("count", "present"):
        return Column((of.counts if name == "count" else there).astype(np.float64), there)
    if name == "last":
        return Column(of.values[np.where(there, of.end - 1, 0)], there)
    if name in ("min", "max"):
        reduce: np.ufunc = np.fmin if name == "min" else np.fmax
        return Column(_reduced(of, reduce, of.values), there)
    sums = _sums(of)
    return Column(sums if name == "sum" else sums / np.maximum(of.counts, 1), there)


def _sums(of: Windows) -> Floats:
    with np.errstate(all="ignore"):
        sums, sizes = _reduced(of, np.add, of.values), _reduced(of, np.add, np.abs(of.values))
    return exact(sums, np.where(of.counts > 0, sizes, 0.0), lambda at: of.values[of.first[at] : of.end[at]])


def each_window(of: Windows, work: Callable[[Floats, int], float]) -> Column:
    """Some figure of the values in each window, and its number, one after the other."""
    there = of.counts >= 1
    found = np.zeros(len(there))
    for number in np.flatnonzero(there):
        inside = slice(of.first[number], of.end[number])
        found[number] = work(of.values[inside], int(number))
    return Column(found, there)


def lines(of: Windows) -> tuple[Column, Floats]:
    """Slope per second of the straight line nearest to each window's samples (least squares), and its value at the end.

    Sums are taken around the middle of all samples, so that little is lost to rounding.
    """
    there = of.counts >= 2
    if not there.any():
        return Column(np.zeros(len(there)), there), np.zeros(len(there))
    origin_ms = int(of.at_ms[len(of.at_ms) // 2])
    known = of.values[np.isfinite(of.values)]
    into_s, middle = (of.at_ms - origin_ms) / 1000, float(np.median(known)) if len(known) else 0.0
    values = of.values - middle
    counts = np.maximum(of.counts, 1)
    mean_s, mean = _reduced(of, np.add, into_s) / counts, _reduced(of, np.add, values) / counts
    with np.errstate(all="ignore"):
        width = _reduced(of, np.add, into_s**2) - counts * mean_s**2
        slope = (_reduced(of, np.add, into_s * values) - counts * mean_s * mean) / width
    ends_s = (of.ends_ms - origin_ms) / 1000
    least, most = _reduced(of, np.minimum, of.values), _reduced(of, np.maximum, of.values)
    # Where all are alike rounding must not tilt the line: a limit right there is common.
    alike = least == most
    value = np.where(alike, least, middle + mean + slope * (ends_s - mean_s))
    return Column(np.where(alike & np.isfinite(least), 0.0, slope), there), value


def windowed(name: str, of: Windows) -> Column:
    """The function of that name; all but the three below drop the series' name."""
    match name:
        case "rate" | "increase":
            return _rate(of, name == "rate", counter=True)
        case "delta":
            return _rate(of, per_second=False, counter=False)
        case "irate" | "idelta":
            return _latest_two(of, name == "irate")
        case "changes":
            return _happened(of, lambda after, before: (after != before) & ~(np.isnan(after) & np.isnan(before)))
        case "resets":
            return _happened(of, lambda after, before: after < before)
        case "deriv":
            return lines(of)[0]
        case "stddev_over_time":
            return each_window(of, lambda values, _: float(values.std()))
        case "stdvar_over_time":
            return each_window(of, lambda values, _: float(values.var()))
        case _:
            return _simple(name.removesuffix("_over_time"), of)
