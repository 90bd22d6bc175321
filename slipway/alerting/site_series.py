"""A site's measurements as Prometheus stores them, and as CloudWatch does."""

import numpy as np

from slipway.alerting.datapoints import Datapoints, Floats, Spread
from slipway.alerting.event import labels_of
from slipway.alerting.promql.store import Store, Times, samples
from slipway.alerting.site import BOUNDS_S, MINUTE_S, Measured

METRICS = (
    "RequestCount",
    "Errors",
    "HTTPCode_5XX",
    "Latency",
    "CPUUtilization",
    "MemoryUtilization",
    "Backlog",
    "Checkouts",
    "DependencyLatency",
)
_MS = 1000.0


def as_store(measured: Measured) -> Store:
    """Counters `requests_total{region, code}`, `request_seconds_bucket`, `_count` and `_sum`; gauges `cpu_pct`,
    `memory_pct`, `waiting`, `dependency_ms`; the counter `checkouts_total`: a sample each minute, from 0 on."""
    at_ms = np.arange(measured.minutes + 1, dtype=np.int64) * int(MINUTE_S * 1000)
    store = Store()
    for region in measured.regions:
        counters = {
            ("requests_total", ("code", "500")): region.failed,
            ("requests_total", ("code", "200")): region.requests - region.failed,
            ("checkouts_total", ("", "")): region.checkouts,
            ("request_seconds_count", ("", "")): region.requests,
            ("request_seconds_sum", ("", "")): region.requests * region.mean_s,
        }
        for number, bound in enumerate(BOUNDS_S):
            text = "+Inf" if np.isinf(bound) else f"{bound:g}"
            counters["request_seconds_bucket", ("le", text)] = region.within[:, number]
        gauges = {"cpu_pct": region.cpu_pct, "memory_pct": region.memory_pct, "waiting": region.waiting}
        gauges["dependency_ms"] = region.dependency_ms
        for (name, (label, value)), each in counters.items():
            _add(store, name, {"region": region.name, label: value}, at_ms, np.concatenate([[0.0], np.cumsum(each)]))
        for name, each in gauges.items():
            _add(store, name, {"region": region.name}, at_ms, np.concatenate([each[:1], each]))
    return store


def _add(store: Store, name: str, labels: dict[str, str], at_ms: Times, values: Floats) -> None:
    store.add(labels_of({"__name__": name, **labels}), samples(at_ms, values))


def as_datapoints(measured: Measured) -> dict[str, Datapoints]:
    """The metrics of METRICS over all regions; Latency in milliseconds, Errors a share of requests.

    A count is a single measurement a minute. A minute without requests has no latency.
    """
    at_s = np.arange(measured.minutes, dtype=np.float64) * MINUTE_S
    once = np.ones(measured.minutes)
    requests = np.sum([region.requests for region in measured.regions], axis=0)
    failed = np.sum([region.failed for region in measured.regions], axis=0)
    within = np.sum([region.within for region in measured.regions], axis=0)
    took = np.sum([region.mean_s * region.requests for region in measured.regions], axis=0)
    some = requests > 0
    spread = Spread(tuple(bound * _MS for bound in BOUNDS_S), np.diff(within, axis=1, prepend=0))
    per_request = {"Errors": failed, "Latency": took * _MS}
    found = {
        name: Datapoints(at_s, np.divide(total, requests, out=np.full(len(total), np.nan), where=some), requests)
        for name, total in per_request.items()
    }
    found["Latency"] = Datapoints(at_s, found["Latency"].values, requests, spread)
    found |= {"RequestCount": Datapoints(at_s, requests, once), "HTTPCode_5XX": Datapoints(at_s, failed, once)}
    checkouts = np.sum([region.checkouts for region in measured.regions], axis=0)
    found["Checkouts"] = Datapoints(at_s, checkouts, once)
    for name, column in (
        ("CPUUtilization", "cpu_pct"),
        ("MemoryUtilization", "memory_pct"),
        ("Backlog", "waiting"),
        ("DependencyLatency", "dependency_ms"),
    ):
        values = np.mean([getattr(region, column) for region in measured.regions], axis=0)
        found[name] = Datapoints(at_s, values, once)
    return found
