"""A curve of failed requests that somebody drew beforehand, and how far it lies from what came."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from slipway.delivery.rollout import PERIOD_S, Rollout

POINTS = 13
LEAST_PCT, MOST_PCT = 0.1, 100.0
_BETWEEN = "_"
_CLOSE, _CLOSE_ANYWHERE, _NEAR = 1.5, 4.0, 3.0
Nearness = Literal["close", "near", "far"]
Curve = tuple[float, ...]
"""Failed requests of all, in per cent, at `POINTS` moments that divide the run evenly; never below `LEAST_PCT`."""


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a drawn curve is off: by which factor on the average, and at which point by how much at most."""

    factor: float
    worst_at: int
    worst_factor: float

    @property
    def nearness(self) -> Nearness:
        """Close is close everywhere; near is not far on the average."""
        if self.factor <= _CLOSE and self.worst_factor <= _CLOSE_ANYWHERE:
            return "close"
        return "near" if self.factor <= _NEAR else "far"


def drawn(rates_pct: object) -> Curve:
    """What a browser or an address says was drawn; raises ValueError where it is no curve."""
    if not isinstance(rates_pct, list | tuple) or len(rates_pct) != POINTS:
        raise ValueError(f"a drawn curve has {POINTS} numbers, got {str(rates_pct)[:40]!r}")
    return tuple(_pct(each) for each in rates_pct)


def _pct(value: object) -> float:
    """Two significant digits, between the least and the most that can be drawn."""
    try:
        number = float(value) if isinstance(value, int | float | str) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not 0 <= number <= MOST_PCT:
        raise ValueError(f"a drawn share must be a number from 0 to {MOST_PCT:g} %, got {str(value)[:40]!r}")
    return float(f"{max(number, LEAST_PCT):.2g}")


def as_text(curve: Curve) -> str:
    """A curve for an address, as `from_text` reads it."""
    return _BETWEEN.join(f"{pct:g}" for pct in curve)


def from_text(text: str) -> Curve:
    """A curve from an address; raises ValueError where it is none."""
    return drawn(text.split(_BETWEEN))


def came(rollout: Rollout) -> Curve:
    """What came: the share of all requests that failed from half a step before each point to half a step after it."""
    telemetry = rollout.telemetry
    step_s = len(rollout.weights_pct) * PERIOD_S / (POINTS - 1)
    point = np.minimum(np.rint(telemetry.luck.at_s / step_s).astype(np.intp), POINTS - 1)
    requests = np.bincount(point, minlength=POINTS)
    failures = np.bincount(point, weights=telemetry.failed, minlength=POINTS)
    rates_pct = 100 * failures / np.maximum(requests, 1)
    return tuple(float(pct) for pct in np.maximum(rates_pct, LEAST_PCT))


def distance(mine: Curve, true: Curve) -> Distance:
    """By how many times it is off, geometrically: ten times too little is as far as ten times too much."""
    off = np.abs(np.log10(mine) - np.log10(true))
    worst = int(off.argmax())
    return Distance(float(10 ** off.mean()), worst, float(10 ** off[worst]))
