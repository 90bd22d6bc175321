"""The luck of a run, drawn before it: the same requests whatever the setting."""

from dataclasses import dataclass

import numpy as np

from slipway.luck import generator
from slipway.performance.site import Site
from slipway.traffic.arrivals import Profile, arrivals


@dataclass(frozen=True)
class Luck:
    """For each request: when it comes, its share of the mean times, its key, and uniforms for what may happen."""

    at_s: list[float]
    cpu: list[float]
    row: list[float]
    partner: list[float]
    key: list[int]
    calls_partner: list[bool]
    stale: list[float]
    jitter: list[float]


def draw(site: Site, profile: Profile, seed: int) -> Luck:
    """Every stream by its own name."""
    at_s = arrivals(profile, seed)
    count = len(at_s)
    ranks = np.arange(1, site.keys + 1, dtype=np.float64) ** -site.popularity
    chances = np.cumsum(ranks / ranks.sum())
    keys = np.searchsorted(chances, generator(seed, "keys").random(count))
    return Luck(
        at_s.tolist(),
        generator(seed, "cpu").standard_exponential(count).tolist(),
        generator(seed, "rows").standard_exponential(count).tolist(),
        generator(seed, "partner").standard_exponential(count).tolist(),
        np.minimum(keys, site.keys - 1).tolist(),
        (generator(seed, "calls-partner").random(count) < site.partner_share).tolist(),
        generator(seed, "stale").random(count).tolist(),
        generator(seed, "jitter").random(count).tolist(),
    )
