"""What goes wrong in days of traffic, and what only looks like it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from slipway.luck import uniform

Harm = Literal["error_burst", "slow_dependency", "leak", "saturation", "traffic_drop", "region", "lost_sales"]
Noise = Literal["spike", "batch"]
Kind = Harm | Noise
HARMS: tuple[Harm, ...] = get_args(Harm)
NOISES: tuple[Noise, ...] = get_args(Noise)
_DAY_S = 86_400.0
_BATCH_AT_S, _BATCH_S = 2 * 3600.0, 2700.0
_SIZES: dict[Kind, tuple[float, float]] = {
    "error_burst": (0.02, 0.3),
    "slow_dependency": (5.0, 30.0),
    "leak": (20.0, 60.0),
    "saturation": (2.5, 4.0),
    "traffic_drop": (0.4, 0.95),
    "region": (0.2, 0.9),
    "lost_sales": (0.6, 1.0),
    "spike": (0.05, 0.3),
    "batch": (20.0, 45.0),
}
"""The least and the most that is drawn, in the unit of `Incident.size`; assumptions of ours."""
_SHARES = ("error_burst", "region", "spike", "traffic_drop", "lost_sales")
_LASTS_S: dict[Kind, tuple[float, float]] = {
    "error_burst": (900.0, 5400.0),
    "slow_dependency": (1200.0, 7200.0),
    "leak": (10_800.0, 21_600.0),
    "saturation": (1800.0, 7200.0),
    "traffic_drop": (1200.0, 7200.0),
    "region": (1200.0, 5400.0),
    "lost_sales": (3600.0, 14_400.0),
    "spike": (60.0, 180.0),
    "batch": (_BATCH_S, _BATCH_S),
}


@dataclass(frozen=True, slots=True)
class Incident:
    """From `since_s` until `until_s`, by so much, everywhere or in one region.

    `size` is a share of requests that fail (error_burst, region, spike), how many times as long calls take
    (slow_dependency), per cent of memory an hour (leak), how many times the traffic (saturation), the share of traffic
    that stays away (traffic_drop), the share of purchases that do not come about though all answers are good
    (lost_sales), per cent of CPU (batch).
    """

    kind: Kind
    since_s: float
    until_s: float
    size: float
    region: str = ""

    def __post_init__(self) -> None:
        if not self.since_s < self.until_s:
            raise ValueError(f"an incident must end after it began, got {self.since_s} s to {self.until_s} s")
        if not self.size >= 0 or self.kind in _SHARES and self.size > 1:
            raise ValueError(f"size of {self.kind} is out of bounds: {self.size}")

    @property
    def is_harmful(self) -> bool:
        """Whether somebody should be called for it."""
        return self.kind in HARMS


def drawn(days: int, seed: int, harms: int, spikes_per_day: float = 1.0, region: str = "eu") -> tuple[Incident, ...]:
    """So many harms of all kinds in turn, at drawn times that do not meet; a batch every night; harmless spikes."""
    slot_s = days * _DAY_S / max(harms, 1)
    found = [_drawn(HARMS[number % len(HARMS)], number, slot_s, seed, region) for number in range(harms)]
    return tuple(sorted([*found, *_noise(days, seed, spikes_per_day)], key=lambda incident: incident.since_s))


def _noise(days: int, seed: int, spikes_per_day: float) -> Iterator[Incident]:
    for day in range(days):
        size = _between(_SIZES["batch"], uniform(seed, "batch", day))
        since_s = day * _DAY_S + _BATCH_AT_S
        yield Incident("batch", since_s, since_s + _BATCH_S, size)
    for number in range(round(days * spikes_per_day)):
        yield _drawn("spike", number, _DAY_S / spikes_per_day, seed, "")


def _drawn(kind: Kind, number: int, slot_s: float, seed: int, region: str) -> Incident:
    """One somewhere in its own stretch of time, on whole minutes."""
    lasts_s = min(_between(_LASTS_S[kind], uniform(seed, f"{kind}-lasts", number)), slot_s * 0.8) // 60 * 60
    since_s = (number + uniform(seed, f"{kind}-begins", number) * (1 - lasts_s / slot_s)) * slot_s // 60 * 60
    size = _between(_SIZES[kind], uniform(seed, f"{kind}-size", number))
    return Incident(kind, since_s, since_s + max(lasts_s, 60.0), size, region if kind == "region" else "")


def _between(limits: tuple[float, float], luck: float) -> float:
    low, high = limits
    return low + (high - low) * luck
