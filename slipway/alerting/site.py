"""A service in several regions, minute by minute: what its monitoring measures over days, quickly.

Not request by request as `slipway.traffic` does it, but by queueing theory: each region is an M/M/c queue (Erlang C)
whose load follows the traffic, with a backlog where more comes than can be done.
"""

from dataclasses import dataclass
from math import lgamma

import numpy as np

from slipway.alerting.counts import counts
from slipway.alerting.datapoints import Floats
from slipway.alerting.incidents import Incident, Kind
from slipway.luck import generator
from slipway.traffic.arrivals import Profile

MINUTE_S = 60.0
BOUNDS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, float("inf"))
_FULL_PCT, _TIGHT_PCT, _PER_PCT = 100.0, 85.0, 5.0


@dataclass(frozen=True, slots=True)
class Site:
    """What runs; every number is an assumption of ours. `work_s` keeps an instance busy, `call_s` only lasts."""

    regions: tuple[tuple[str, float], ...] = (("eu", 0.6), ("us", 0.4))
    instances: int = 12
    work_s: float = 0.08
    call_s: float = 0.04
    error_rate: float = 0.0005
    timeout_s: float = 10.0
    memory_pct: float = 40.0
    buying: float = 0.03
    full_error_rate: float = 0.3


@dataclass(frozen=True)
class Region:
    """A value for each minute. `within` says for each bound of `BOUNDS_S` how many took at most so long."""

    name: str
    requests: Floats
    failed: Floats
    within: Floats
    mean_s: Floats
    cpu_pct: Floats
    memory_pct: Floats
    waiting: Floats
    checkouts: Floats
    dependency_ms: Floats


@dataclass(frozen=True)
class Measured:
    """A site over time; a minute is measured at its end."""

    minutes: int
    regions: tuple[Region, ...]


def measure(profile: Profile, incidents: tuple[Incident, ...], seed: int, site: Site | None = None) -> Measured:
    """What monitoring sees of the whole profile; the same seed has the same luck whatever goes wrong."""
    site = site or Site()
    minutes = int(profile.lasts_s // MINUTE_S)
    ends_s = np.arange(minutes + 1, dtype=np.float64) * MINUTE_S
    expected = np.diff(profile.cumulative(ends_s))
    regions = [
        _region(name, share * expected, _of(incidents, name), seed, site) for name, share in site.regions if share > 0
    ]
    return Measured(minutes, tuple(regions))


def hurts_from_s(incident: Incident, site: Site) -> float:
    """When customers begin to notice: at once, but a leak only once memory is tight."""
    if incident.kind != "leak" or not incident.size:
        return incident.since_s
    return incident.since_s + max(_TIGHT_PCT - site.memory_pct, 0.0) / incident.size * 3600


def _of(incidents: tuple[Incident, ...], region: str) -> list[Incident]:
    return [each for each in incidents if each.region in ("", region)]


def _during(incidents: list[Incident], kinds: tuple[Kind, ...], minutes: int, rest: float, combine: np.ufunc) -> Floats:
    """The sizes of incidents of these kinds in every minute."""
    found = np.full(minutes, rest)
    begins_s = np.arange(minutes) * MINUTE_S
    for each in incidents:
        if each.kind in kinds:
            inside = (begins_s >= each.since_s) & (begins_s < each.until_s)
            found[inside] = combine(found[inside], each.size)
    return found


def _region(name: str, expected: Floats, incidents: list[Incident], seed: int, site: Site) -> Region:
    minutes = len(expected)
    stays = _during(incidents, ("traffic_drop",), minutes, 0.0, np.maximum)
    more = _during(incidents, ("saturation",), minutes, 1.0, np.multiply)
    expected = expected * more * (1 - stays)
    requests = counts(expected, generator(seed, f"requests-{name}").standard_normal(minutes))
    memory_pct = _memory(incidents, minutes, site)
    tight = 1 + np.maximum(memory_pct - _TIGHT_PCT, 0) / _PER_PCT
    slower = _during(incidents, ("slow_dependency",), minutes, 1.0, np.multiply)
    work_s, call_s = site.work_s * tight, site.call_s * slower
    load = requests / MINUTE_S * work_s / site.instances
    backlog = _backlog(requests, work_s, site)
    late = _tails(load, backlog, work_s, call_s, site)
    failing = _during(incidents, ("error_burst", "region", "spike"), minutes, 0.0, np.maximum)
    full = np.where(memory_pct >= _FULL_PCT, site.full_error_rate, 0.0)
    good = (1 - site.error_rate) * (1 - failing) * (1 - full) * (1 - late[:, BOUNDS_S.index(site.timeout_s)])
    failed = np.minimum(
        counts(requests * (1 - good), generator(seed, f"errors-{name}").standard_normal(minutes)), requests
    )
    busy_pct = _during(incidents, ("batch",), minutes, 0.0, np.add)
    waits_s = backlog * work_s / site.instances
    return Region(
        name,
        requests,
        failed,
        np.floor(requests[:, None] * (1 - late)),
        np.minimum(work_s + call_s + waits_s + _mean_wait_s(load, work_s, site.instances), site.timeout_s),
        np.minimum(100 * load + busy_pct, 100.0),
        memory_pct,
        np.floor(backlog),
        _checkouts(name, requests - failed, incidents, seed, site),
        1000 * call_s,
    )


def _checkouts(name: str, answered: Floats, incidents: list[Incident], seed: int, site: Site) -> Floats:
    """What the business counts: of the good answers a share are purchases."""
    lost = _during(incidents, ("lost_sales",), len(answered), 0.0, np.maximum)
    luck = generator(seed, f"checkouts-{name}").standard_normal(len(answered))
    return np.minimum(counts(answered * site.buying * (1 - lost), luck), answered)


def _memory(incidents: list[Incident], minutes: int, site: Site) -> Floats:
    """What a leak has taken by the end of every minute; when it is mended, all is given back."""
    found = np.full(minutes, site.memory_pct)
    ends_s = (np.arange(minutes, dtype=np.float64) + 1) * MINUTE_S
    for each in incidents:
        if each.kind == "leak":
            inside = (ends_s > each.since_s) & (ends_s <= each.until_s)
            found[inside] += (ends_s[inside] - each.since_s) / 3600 * each.size
    return np.asarray(np.minimum(found, _FULL_PCT))


def _backlog(requests: Floats, work_s: Floats, site: Site) -> Floats:
    """Requests left over at the end of every minute; more than time out are given up."""
    left, found = 0.0, np.zeros(len(requests))
    for minute, (came, takes_s) in enumerate(zip(requests.tolist(), work_s.tolist(), strict=True)):
        can = site.instances * MINUTE_S / takes_s
        left = min(max(left + came - can, 0.0), site.instances * 2 * site.timeout_s / takes_s)
        found[minute] = left
    return found


def erlang_c(load: Floats, instances: int) -> Floats:
    """The chance to wait in M/M/c at a load per instance; 1 from full load on."""
    offered = np.minimum(load, 1 - 1e-9) * instances
    numbers = np.arange(instances)
    factorials = np.array([lgamma(number + 1) for number in range(instances + 1)])
    logs = np.log(np.maximum(offered, 1e-12))[:, None]
    below = np.exp(numbers * logs - factorials[:-1]).sum(axis=1)
    top = np.exp(instances * logs[:, 0] - factorials[-1]) / (1 - np.minimum(load, 1 - 1e-9))
    found: Floats = top / (below + top)
    return np.asarray(np.where(load >= 1, 1.0, found))


def _mean_wait_s(load: Floats, work_s: Floats, instances: int) -> Floats:
    calm = np.minimum(load, 0.99)
    return np.asarray(erlang_c(calm, instances) * work_s / instances / (1 - calm))


def _tails(load: Floats, backlog: Floats, work_s: Floats, call_s: Floats, site: Site) -> Floats:
    """The share of requests that take longer than each bound: M/M/c with a call after, and behind a backlog."""
    served_per_s = (1 / (work_s + call_s))[:, None]
    calm = np.minimum(load, 0.99)
    leaves_per_s = (site.instances / work_s * (1 - calm))[:, None]
    waits = erlang_c(calm, site.instances)[:, None]
    gap = served_per_s - leaves_per_s
    gap = np.where(np.abs(gap) < 1e-6, 1e-6, gap)
    behind_s = (backlog * work_s / site.instances)[:, None]
    into_s = np.maximum(np.array(BOUNDS_S[:-1])[None, :] - behind_s, 0.0)
    quick = np.exp(-served_per_s * into_s)
    slow = np.exp(-leaves_per_s * into_s)
    tails = np.clip(quick + waits * served_per_s * (slow - quick) / gap, 0.0, 1.0)
    found: Floats = np.column_stack([np.minimum.accumulate(tails, axis=1), np.zeros(len(load))])
    return found
