"""What monitoring shows of a run: one value per minute and metric, and nothing of a request before it is answered."""

from dataclasses import dataclass, fields
from math import ceil

import numpy as np
from numpy.typing import NDArray

from slipway.traffic.balancer import Floats, Indices
from slipway.traffic.pool import Usage

Flags = NDArray[np.bool_]
_QUANTILES = (0.5, 0.95, 0.99)
_NEARLY_S = 1e-6


@dataclass(frozen=True, slots=True)
class Answers:
    """What became of requests: when each came, how long it waited for an instance and for its answer in all.

    `checkouts` are those that earned something: the business's own measure.
    """

    at_s: Floats
    waits_s: Floats
    latency_s: Floats
    failed: Flags
    checkouts: Flags


_COLUMNS = tuple(field.name for field in fields(Answers))


@dataclass(frozen=True, slots=True)
class Monitored:
    """A table with a row for each period; a metric of no requests is not a number.

    A request counts when it is answered. `p50_ms` … are latencies of all answers, failed ones too, by nearest rank.
    `cpu_pct` is of the instances in the rotation, `busy_pct` how many of them had work at the period's end, `waiting`
    how many requests then had none to work on them. `instances` is how many were ready.
    """

    begins_s: Floats
    requests: Floats
    error_rate: Floats
    p50_ms: Floats
    p95_ms: Floats
    p99_ms: Floats
    cpu_pct: Floats
    busy_pct: Floats
    waiting: Floats
    instances: Floats
    checkouts: Floats


_METRICS = tuple(field.name for field in fields(Monitored))


class Monitor:
    """Takes in control periods and makes a row of each monitoring period that is over."""

    def __init__(self, period_s: float = 60.0) -> None:
        if not period_s > 0:
            raise ValueError(f"period_s must be more than 0, got {period_s}")
        self._period_s = period_s
        self._rows: list[tuple[float, ...]] = []
        self._new: list[Answers] = []
        self._cpu_s = self._ready_s = 0.0

    def record(self, usage: Usage, answers: Answers, cpu_share: float = 1.0) -> None:
        """A control period, no longer than a monitoring period; in order of time.

        `cpu_share` of an instance's work is computing, the rest is waiting for something else.
        """
        if usage.ends_s - usage.begins_s > self._period_s + _NEARLY_S:
            raise ValueError(f"a control period may last {self._period_s} s, got {usage.ends_s - usage.begins_s} s")
        self._new.append(answers)
        self._cpu_s += usage.busy_s * cpu_share
        self._ready_s += usage.ready_s
        ends_s = (len(self._rows) + 1) * self._period_s
        if usage.ends_s >= ends_s - _NEARLY_S:
            self._rows.append(self._row(ends_s, usage))

    def latest(self) -> dict[str, float]:
        """Of the last period that is over, each metric that had a value."""
        if not self._rows:
            return {}
        return {name: value for name, value in zip(_METRICS, self._rows[-1], strict=True) if value == value}

    def table(self) -> Monitored:
        """The periods that are over."""
        columns = np.array(self._rows).T if self._rows else np.empty((len(fields(Monitored)), 0))
        return Monitored(*columns)

    def _row(self, ends_s: float, usage: Usage) -> tuple[float, ...]:
        """Count what was answered by now; keep the rest."""
        pending = _together(self._new)
        answered = pending.at_s + pending.latency_s < ends_s
        waiting = int(np.count_nonzero(pending.at_s + pending.waits_s > ends_s))
        self._new = [_only(pending, np.flatnonzero(~answered))]
        latency_s, failed = pending.latency_s[answered], pending.failed[answered]
        count = len(latency_s)
        cpu = self._cpu_s / self._ready_s if self._ready_s else 0.0
        self._cpu_s = self._ready_s = 0.0
        return (
            ends_s - self._period_s,
            count,
            int(np.count_nonzero(failed)) / count if count else np.nan,
            *(1000 * quantiles(latency_s, _QUANTILES)),
            100 * cpu,
            100 * usage.busy / usage.ready if usage.ready else 0.0,
            waiting,
            usage.ready,
            int(np.count_nonzero(pending.checkouts[answered])),
        )


def quantiles(values: Floats, shares: tuple[float, ...]) -> Floats:
    """By nearest rank: the smallest value that so large a share of them does not exceed; not a number of none.

    `shares` ascend. Each rank is sought in what lies above the one before, faster than in one partition by all of them.
    """
    if not len(values):
        return np.full(len(shares), np.nan)
    chosen, above, below = np.empty(len(shares)), values, 0
    for number, share in enumerate(shares):
        rank = max(ceil(share * len(values)) - 1, 0)
        above = np.partition(above, rank - below)[rank - below :]
        below, chosen[number] = rank, above[0]
    return chosen


def _together(parts: list[Answers]) -> Answers:
    if len(parts) == 1:
        return parts[0]
    return Answers(*(np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS))


def _only(answers: Answers, which: Indices) -> Answers:
    return Answers(*(getattr(answers, name)[which] for name in _COLUMNS))
