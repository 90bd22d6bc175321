"""A whole run: every request of the traffic through the service, and what it came to."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from slipway.performance.client import FALLBACK, GOOD
from slipway.performance.clock import Clock, Line
from slipway.performance.luck import draw
from slipway.performance.service import Service
from slipway.performance.setting import Setting
from slipway.performance.site import Site
from slipway.progress import Progress, silent
from slipway.traffic.arrivals import Profile
from slipway.traffic.monitor import quantiles
from slipway.verdict import Verdict
from slipway.words import say

Floats = NDArray[np.float64]
PERIOD_S = 5.0
CALM_ERRORS, CALM_FOR = 0.02, 3
"""Recovered is where so few fail for so many periods in a row; assumptions of ours."""
_AFTER_S = 60.0


@dataclass(frozen=True, slots=True)
class Station:
    """One place where requests wait and are worked on, over the whole run; `places` as configured, times in seconds."""

    name: str
    places: int
    done: int
    busy_s: float
    waiting_s: float
    held_s: float
    lasts_s: float

    @property
    def utilisation(self) -> float:
        """The share of its places that was in use."""
        return self.busy_s / (self.places * self.lasts_s)


@dataclass(frozen=True, slots=True)
class Series:
    """A value for each period; errors and latencies of requests that were settled in it."""

    begins_s: Floats
    offered_per_s: Floats
    sent_per_s: Floats
    good_per_s: Floats
    error_pct: Floats
    p95_ms: Floats
    worker_pct: Floats
    pool_pct: Floats
    database_pct: Floats
    waiting: Floats


@dataclass(frozen=True, slots=True)
class Measures:
    """The run in figures; shares from 0 to 1, `recovered_s` after the last fault began, None where it never did."""

    requests: int
    attempts: int
    error_rate: float
    fallback_share: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    hit_rate: float
    stale_share: float
    database_calls: int
    wasted: int
    stampede: int
    cost_usd_per_h: float
    recovered_s: float | None


@dataclass(frozen=True, slots=True)
class Ran:
    """Everything about a run; `ends_s` is inf for what never ended."""

    at_s: Floats
    ends_s: Floats
    fates: tuple[str, ...]
    series: Series
    stations: tuple[Station, ...]
    measures: Measures
    events: tuple[tuple[float, str, Verdict], ...]


def run(setting: Setting, site: Site, profile: Profile, seed: int, progress: Progress = silent) -> Ran:
    """The same seed gives every setting the same requests. After the traffic there is a minute to finish."""
    luck = draw(site, profile, seed)
    clock = Clock()
    service = Service(clock, setting, site, luck)
    clock.follow(luck.at_s, service.clients.ask)
    lasts_s = profile.lasts_s
    sampler = _Sampler(service, lambda: progress(clock.now_s / lasts_s))
    for end_s in np.arange(PERIOD_S, lasts_s + PERIOD_S / 2, PERIOD_S).tolist():
        clock.call(end_s, sampler.sample)
    clock.run(lasts_s)
    stations = tuple(_stations(service, setting, lasts_s))
    clock.run(lasts_s + _AFTER_S)
    at_s, ends_s = np.array(luck.at_s), np.array(service.clients.ends_s)
    fates = tuple(fate or "unfinished" for fate in service.clients.fates)
    series = _series(at_s, ends_s, fates, service, sampler, lasts_s)
    measures = _measures(at_s, ends_s, fates, service, setting, site, series)
    return Ran(at_s, ends_s, fates, series, stations, measures, tuple(_events(service)))


class _Sampler:
    """How busy everything was in each period."""

    def __init__(self, service: Service, tell: Callable[[], None]) -> None:
        self.rows: list[tuple[float, float, float, float]] = []
        self._service, self._tell = service, tell
        self._before = (0.0, 0.0, 0.0)

    def sample(self, _: object) -> None:
        service = self._service
        lines = [*service.instances, service.pool, service.database]
        workers = sum(line.used_s for line in service.instances)
        now = (workers, service.pool.used_s, service.database.used_s)
        places = (sum(line.places for line in service.instances), service.pool.places, service.database.places)
        shares = [
            100 * (after - before) / (places_of * PERIOD_S)
            for after, before, places_of in zip(now, self._before, places, strict=True)
        ]
        waiting = sum(line.waiting for line in lines)
        self.rows.append((shares[0], shares[1], shares[2], float(waiting)))
        self._before = now
        self._tell()


def _stations(service: Service, setting: Setting, lasts_s: float) -> list[Station]:
    workers = service.instances
    found = [
        Station(
            "workers",
            setting.instances * setting.workers,
            sum(line.done for line in workers),
            sum(line.used_s for line in workers),
            sum(line.waited_s for line in workers),
            sum(line.held_s for line in workers),
            lasts_s,
        )
    ]
    named: tuple[tuple[str, Line], ...] = (("pool", service.pool), ("database", service.database))
    found += [
        Station(name, line.places, line.done, line.used_s, line.waited_s, line.held_s, lasts_s) for name, line in named
    ]
    return found


def _series(
    at_s: Floats, ends_s: Floats, fates: tuple[str, ...], service: Service, sampler: _Sampler, lasts_s: float
) -> Series:
    edges = np.arange(0.0, lasts_s + PERIOD_S / 2, PERIOD_S)
    good = np.array([fate in GOOD for fate in fates])
    latency_ms = 1000 * (ends_s - at_s)
    settled = np.histogram(ends_s, edges)[0]
    well = np.histogram(ends_s[good], edges)[0]
    period = np.searchsorted(edges, ends_s, side="right") - 1
    p95 = np.full(len(edges) - 1, np.nan)
    order = np.argsort(period, kind="stable")
    cuts = np.searchsorted(period[order], np.arange(len(edges)))
    for number in range(len(p95)):
        here = latency_ms[order[cuts[number] : cuts[number + 1]]]
        if len(here):
            p95[number] = quantiles(here, (0.95,))[0]
    worker, pool, database, waiting = np.array(sampler.rows).T
    return Series(
        edges[:-1],
        np.histogram(at_s, edges)[0] / PERIOD_S,
        np.histogram(service.clients.sent_s, edges)[0] / PERIOD_S,
        well / PERIOD_S,
        np.where(settled > 0, 100 * (1 - well / np.maximum(settled, 1)), np.nan),
        p95,
        worker,
        pool,
        database,
        waiting,
    )


def _measures(
    at_s: Floats,
    ends_s: Floats,
    fates: tuple[str, ...],
    service: Service,
    setting: Setting,
    site: Site,
    series: Series,
) -> Measures:
    count = max(len(at_s), 1)
    finished = np.isfinite(ends_s)
    p50, p95, p99 = 1000 * quantiles((ends_s - at_s)[finished], (0.5, 0.95, 0.99))
    cache = service.cache
    return Measures(
        requests=len(at_s),
        attempts=len(service.clients.sent_s),
        error_rate=sum(fate not in GOOD for fate in fates) / count,
        fallback_share=fates.count(FALLBACK) / count,
        p50_ms=float(p50),
        p95_ms=float(p95),
        p99_ms=float(p99),
        hit_rate=cache.hits / cache.asked if cache and cache.asked else 0.0,
        stale_share=cache.stale / count if cache else 0.0,
        database_calls=service.database.done,
        wasted=service.clients.wasted,
        stampede=service.stampede,
        cost_usd_per_h=cost_usd_per_h(setting, site),
        recovered_s=_recovered_s(site, series),
    )


def cost_usd_per_h(setting: Setting, site: Site) -> float:
    """What the machines cost an hour."""
    instances = setting.instances * (site.instance_usd_per_h + setting.workers * site.worker_usd_per_h)
    cache = site.thousand_keys_usd_per_h * setting.cache_keys / 1000 if setting.cache_ttl_s else 0.0
    return instances + setting.database_cores * site.core_usd_per_h + cache


def _recovered_s(site: Site, series: Series) -> float | None:
    """From when the last fault began until few requests fail for some periods in a row; 0 without a fault."""
    begins_s = max((fault.since_s for fault in site.faults), default=inf)
    if begins_s == inf:
        return 0.0
    calm = np.nan_to_num(series.error_pct, nan=100.0) <= 100 * CALM_ERRORS
    last_bad = np.flatnonzero(~calm)
    if not len(last_bad) or series.begins_s[last_bad[-1]] < begins_s:
        return 0.0
    if last_bad[-1] > len(calm) - 1 - CALM_FOR:
        return None
    return float(series.begins_s[last_bad[-1]] + PERIOD_S - begins_s)


def _events(service: Service) -> list[tuple[float, str, Verdict]]:
    """Changes of the breaker, and the largest stampede."""
    found = []
    for at_s, state, failed, calls in service.breaker.changes if service.breaker else ():
        told = say(f"performance.breaker_{state}", failed=failed, calls=calls)
        verdict = Verdict("breaker", state == "closed", (("failed", failed), ("calls", calls)), None, told)
        found.append((at_s, say(f"performance.is_{state}"), verdict))
    if service.stampede > 1:
        told = say("performance.stampede", count=service.stampede)
        verdict = Verdict("cache.stampede", False, (("fetches", service.stampede),), 1, told)
        found.append((service.stampede_at_s, say("performance.is_stampede"), verdict))
    return sorted(found, key=lambda each: each[0])
