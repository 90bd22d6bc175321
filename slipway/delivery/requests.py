"""The requests of one run: drawn once, the same for every strategy that is tried on them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from slipway.delivery.service import Service
from slipway.luck import generator, uniforms
from slipway.traffic.arrivals import Profile, arrivals

Floats = NDArray[np.float64]
_QUANTILES = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
METRICS = ("error_rate", "success_rate", "requests", *_QUANTILES)
STABLE, CANARY = 0, 1


@dataclass(frozen=True, slots=True)
class Luck:
    """All that chance decides, by request and by user."""

    at_s: Floats
    user: NDArray[np.intp]
    size: Floats
    failing: Floats
    bucket: Floats
    region: Floats
    flag: Floats


def draw(service: Service, profile: Profile, seed: int) -> Luck:
    """Arrivals, who sends each, how much work it is, and the luck by which it fails."""
    at_s = arrivals(profile, seed)
    count = len(at_s)
    return Luck(
        at_s=at_s,
        user=np.minimum((uniforms(seed, "rollout/user", (count,)) * service.users).astype(np.intp), service.users - 1),
        size=generator(seed, "rollout/size").standard_exponential(count),
        failing=uniforms(seed, "rollout/failing", (count,)),
        bucket=uniforms(seed, "rollout/bucket", (service.users,)),
        region=uniforms(seed, "rollout/region", (service.users,)),
        flag=uniforms(seed, "rollout/flag", (service.users,)),
    )


class Telemetry:
    """What became of each request so far, and metrics over any span of it."""

    def __init__(self, luck: Luck) -> None:
        self.luck = luck
        self.version = np.zeros(len(luck.at_s), dtype=np.uint8)
        self.latency_s = np.zeros(len(luck.at_s))
        self.failed = np.zeros(len(luck.at_s), dtype=bool)

    def span(self, since_s: float, until_s: float) -> slice:
        """The requests that came from `since_s` on and before `until_s`."""
        first, last = np.searchsorted(self.luck.at_s, [since_s, until_s])
        return slice(int(first), int(last))

    def metric(
        self, name: str, version: int, since_s: float, until_s: float, from_bucket: float = 0.0
    ) -> tuple[float | None, int]:
        """A metric of one version over a span, and from how many requests; None where there were none.

        Users below `from_bucket` are left out.
        `error_rate` and `success_rate` are shares, `requests` a count, `p50_ms`, `p95_ms` and `p99_ms` latencies.
        """
        here = self.span(since_s, until_s)
        mine = self.version[here] == version
        if from_bucket > 0:
            mine &= self.luck.bucket[self.luck.user[here]] >= from_bucket
        count = int(mine.sum())
        if name == "requests":
            return float(count), count
        if not count:
            return None, 0
        if name in ("error_rate", "success_rate"):
            share = float(self.failed[here][mine].mean())
            return (share if name == "error_rate" else 1 - share), count
        if name not in _QUANTILES:
            raise ValueError(f"no metric {name!r}; there are: {', '.join(METRICS)}")
        return float(1000 * np.quantile(self.latency_s[here][mine], _QUANTILES[name])), count

    @cached_property
    def minutes(self) -> int:
        """How many minutes there are, begun ones included."""
        return int(np.ceil((self.luck.at_s[-1] if len(self.luck.at_s) else 0.0) / 60))
