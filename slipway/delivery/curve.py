"""The shape of a release's error curve, as somebody would sketch it."""

from math import sqrt
from typing import Literal

import numpy as np

from slipway.delivery.rollout import Rollout

Shape = Literal["flat", "bump", "stays"]
WINDOW_S = 180.0
_DEVIATIONS = 4.0


def shape(rollout: Rollout, base_error_rate: float) -> Shape:
    """Whether failed requests stay at what is usual, rise for a while, or rise and are still up at the end.

    A window of three minutes is high where more requests fail than four standard deviations above the usual, and at
    least two more.
    """
    high = _high(rollout, base_error_rate)
    if not any(high):
        return "flat"
    return "stays" if any(high[-2:]) else "bump"


def _high(rollout: Rollout, base_error_rate: float) -> list[bool]:
    luck, failed = rollout.telemetry.luck, rollout.telemetry.failed
    if not len(luck.at_s):
        return []
    window = (luck.at_s // WINDOW_S).astype(np.intp)
    requests = np.bincount(window)
    failures = np.bincount(window, weights=failed)
    usual = requests * base_error_rate
    return [
        bool(count > expected + _DEVIATIONS * sqrt(expected) + 2)
        for count, expected in zip(failures, usual, strict=True)
    ]
