"""By how much a policy changes a group: a number of instances, a share of those there are, or to an exact number."""

from dataclasses import dataclass
from math import trunc
from typing import Literal, get_args

from slipway.words import say

AdjustmentType = Literal["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"]
ADJUSTMENT_TYPES: tuple[AdjustmentType, ...] = get_args(AdjustmentType)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The capacity that an adjustment makes of another, and how it was reckoned."""

    capacity: int
    arithmetic: str


def rounded(change: float) -> int:
    """Towards 0, but never to 0: 12.7 is 12, 0.67 is 1, −0.58 is −1, −6.67 is −6."""
    if 0 < change < 1:
        return 1
    return -1 if -1 < change < 0 else trunc(change)


def adjusted(kind: AdjustmentType, value: int, capacity: int, least_change: int = 0) -> Adjusted:
    """`value` is instances or per cent; `least_change` (MinAdjustmentMagnitude) holds for shares alone.

    A share of 0 per cent stays 0 whatever the least change is: an assumption, the manual does not say.
    """
    if kind == "ExactCapacity":
        return Adjusted(value, say("autoscaling.exact", value=value))
    if kind == "ChangeInCapacity":
        new = max(capacity + value, 0)
        return Adjusted(new, say("autoscaling.change", capacity=capacity, value=signed(value), new=new))
    raw = capacity * value / 100
    change = rounded(raw)
    if raw and abs(change) < least_change:
        change = least_change if raw > 0 else -least_change
    new = max(capacity + change, 0)
    known = {"value": signed(value), "capacity": capacity, "raw": signed(raw), "change": signed(change), "new": new}
    return Adjusted(new, say("autoscaling.percent", **known))


def signed(value: float) -> str:
    """With its sign, to three digits."""
    return f"{value:+.3g}".replace("-", "−") if value else "0"
