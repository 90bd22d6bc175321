"""A fleet under traffic with a scaler at its side: round by round, and what came of it in figures."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from slipway.luck import generator
from slipway.progress import Progress, silent
from slipway.scaling.fleet import Fleet
from slipway.scaling.histogram import Histogram
from slipway.scaling.roster import Roster
from slipway.scaling.scaler import Decision, Scaler, Seen
from slipway.traffic.arrivals import Floats, Profile
from slipway.traffic.balancers import Impatient
from slipway.traffic.dependency import calls, instance_s, latency_s
from slipway.traffic.limits import SERVED
from slipway.traffic.monitor import Answers, Monitor, Monitored
from slipway.traffic.pool import Pool
from slipway.traffic.stream import Period, stream

MINUTE_S = 60.0
_HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Rounds:
    """The loop's own view, a value at each round's end: instances wanted, ready and needed, and what they did."""

    at_s: Floats
    desired: Floats
    ready: Floats
    needed: Floats
    cpu_pct: Floats
    busy_pct: Floats
    per_s: Floats


@dataclass(frozen=True, slots=True)
class Measures:
    """A run in figures. `slow_share` is of all requests, failed ones count as slow; shares are from 0 to 1.

    `under_h` and `over_h` are instance-hours that were missing or too many, against what the traffic needed.
    `turns_per_h` counts how often the direction changed. `slow_min` are minutes whose p95 was slow.
    """

    requests: int
    failed: int
    error_rate: float
    slow_share: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    instance_h: float
    cost_usd: float
    under_h: float
    over_h: float
    turns_per_h: float
    changes: int
    peak_instances: int
    slow_min: int


@dataclass(frozen=True, slots=True)
class Scaled:
    """What came of it: the rounds, the minutes, every decision that changed something, and the figures."""

    rounds: Rounds
    minutes: Monitored
    decisions: tuple[Decision, ...]
    measures: Measures


def scale(fleet: Fleet, profile: Profile, scaler: Scaler, seed: int, progress: Progress = silent) -> Scaled:
    """Run the whole profile; the same seed gives every scaler the same requests. Progress is told by the hour."""
    run = Running(fleet, profile, scaler, seed)
    for share in run.hours():
        progress(share)
    progress(1.0)
    return run.result()


class Running:
    """A run under way, for whoever wants to show how far it is; `hours` yields the share that is done."""

    def __init__(self, fleet: Fleet, profile: Profile, scaler: Scaler, seed: int) -> None:
        self._fleet, self._profile, self._scaler, self._seed = fleet, profile, scaler, seed
        self._roster = Roster(fleet.instances)
        self._pool = Pool(fleet.instances, Impatient(fleet.timeout_s))
        self._monitor = Monitor(MINUTE_S)
        self._latencies = Histogram()
        self._luck = generator(seed, "failing")
        self._call_luck = generator(seed, "calls")
        self._decisions: list[Decision] = []
        self._rounds: list[tuple[float, ...]] = []
        self._failed = self._slow = 0
        self._paid_s = 0.0

    def hours(self) -> Iterator[float]:
        """Go on by an hour at a time."""
        told_s, every_s = 0.0, self._scaler.every_s
        for period in stream(self._profile, self._seed, every_s, mean_size_s=self._fleet.mean_size_s):
            self._round(period)
            if period.ends_s - told_s >= _HOUR_S:
                told_s = period.ends_s
                yield told_s / self._profile.lasts_s

    def result(self) -> Scaled:
        """The figures; once `hours` has ended."""
        at_s, desired, ready, cpu_pct, busy_pct, per_s = np.array(self._rounds).T
        rates = np.interp(at_s, self._profile.at_s, self._profile.per_s)
        rounds = Rounds(at_s, desired, ready, self._fleet.needed(rates), cpu_pct, busy_pct, per_s)
        minutes = self._monitor.table()
        return Scaled(rounds, minutes, tuple(self._decisions), self._measures(rounds, minutes))

    def _round(self, period: Period) -> None:
        fleet, at_s = self._fleet, period.ends_s
        answers, computed_s = self._serve(period)
        usage = self._pool.close(at_s)
        self._paid_s += usage.paid_s
        held_s = usage.busy_s
        cpu_share = min(computed_s / held_s, 1.0) if held_s and fleet.held_s > fleet.mean_size_s else 1.0
        self._monitor.record(usage, answers, cpu_share)
        cpu_pct, lasts_s = 100 * usage.utilisation * cpu_share, at_s - period.begins_s
        per_s = len(period.at_s) / lasts_s
        desired = self._roster.desired
        self._rounds.append((at_s, desired, usage.ready, cpu_pct, 100 * usage.utilisation, per_s))
        waiting = usage.backlog_s / fleet.held_s - usage.busy
        values = {"requests_per_s": per_s, "cpu_pct": cpu_pct, "waiting": max(waiting, 0.0)}
        values |= self._monitor.latest()
        instances = self._roster.instances(at_s, lasts_s, cpu_pct)
        self._decide(Seen(at_s, desired, instances, values))

    def _decide(self, seen: Seen) -> None:
        decision = self._scaler.decide(seen)
        if decision.desired != seen.desired:
            self._decisions.append(decision)
            self._roster.resize(decision.desired, seen.at_s, self._fleet.boot_s)
            self._pool.resize(decision.desired, seen.at_s, self._fleet.boot_s)

    def _serve(self, period: Period) -> tuple[Answers, float]:
        """What becomes of a round's requests, and for how many seconds they will compute."""
        fleet, sizes_s = self._fleet, period.sizes_s
        luck = self._luck.random(len(sizes_s))
        if fleet.dependency is None:
            served = self._pool.serve(period.at_s, sizes_s)
            latency = served.waits_s + sizes_s
            failed = luck < fleet.error_rate
        else:
            unit = self._call_luck.standard_exponential(len(sizes_s))
            called = calls(fleet.dependency, period.at_s, unit, luck)
            served = self._pool.serve(period.at_s, instance_s(fleet.dependency, sizes_s, called))
            latency = latency_s(served.waits_s, sizes_s, called)
            failed = called.failed
        failed = failed | (latency > fleet.timeout_s) | (served.fates != SERVED)
        np.minimum(latency, fleet.timeout_s, out=latency)
        self._failed += int(np.count_nonzero(failed))
        self._slow += int(np.count_nonzero(failed | (latency > fleet.slow_ms / 1000)))
        self._latencies.add(latency)
        return Answers(period.at_s, served.waits_s, latency, failed, ~failed), float(sizes_s.sum())

    def _measures(self, rounds: Rounds, minutes: Monitored) -> Measures:
        fleet, requests = self._fleet, self._latencies.count
        steps_h = np.diff(rounds.at_s, prepend=0.0) / _HOUR_S
        gap = rounds.needed - rounds.ready
        p50_ms, p95_ms, p99_ms = (1000 * value for value in self._latencies.quantiles((0.5, 0.95, 0.99)))
        return Measures(
            requests=requests,
            failed=self._failed,
            error_rate=self._failed / requests if requests else 0.0,
            slow_share=self._slow / requests if requests else 0.0,
            p50_ms=p50_ms,
            p95_ms=p95_ms,
            p99_ms=p99_ms,
            instance_h=self._paid_s / _HOUR_S,
            cost_usd=self._paid_s / _HOUR_S * fleet.instance_usd_per_h,
            under_h=float((np.maximum(gap, 0) * steps_h).sum()),
            over_h=float((np.maximum(-gap, 0) * steps_h).sum()),
            turns_per_h=turns(rounds.desired) / (self._profile.lasts_s / _HOUR_S),
            changes=len(self._decisions),
            peak_instances=int(rounds.ready.max()),
            slow_min=int((minutes.p95_ms > fleet.slow_ms).sum()),
        )


def turns(desired: Floats) -> int:
    """How often it went up after having gone down, or down after up."""
    steps = np.diff(desired)
    ways = np.sign(steps[steps != 0])
    return int((np.diff(ways) != 0).sum())
