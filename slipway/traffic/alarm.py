"""CloudWatch alarms as settings, and the rule by which datapoints, missing ones too, make a state of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

State = Literal["OK", "ALARM", "INSUFFICIENT_DATA"]
Comparison = Literal[
    "GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"
]
Missing = Literal["missing", "ignore", "breaching", "notBreaching"]
STATES: tuple[State, ...] = get_args(State)
COMPARISONS: tuple[Comparison, ...] = get_args(Comparison)
MISSING: tuple[Missing, ...] = get_args(Missing)
STATISTIC = re.compile(r"Average|Sum|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d{1,4})?")
MOST_PERIODS = 1440
MORE_FETCHED = 2
"""An assumption: the manual does not say how many periods more than N are looked at; in its examples 5 for N = 3."""
SIGNS: dict[Comparison, str] = {
    "GreaterThanThreshold": ">",
    "GreaterThanOrEqualToThreshold": "≥",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "≤",
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm; of one without a metric nothing but the name is known.

    It goes off where `datapoints` (all, if None) of the last `evaluation_periods` periods are beyond the threshold.
    With `of_new_version` it looks at the new version alone (Lambda's dimension ExecutedVersion), else at all traffic.
    """

    name: str
    metric: str = ""
    statistic: str = "Average"
    comparison: Comparison = "GreaterThanThreshold"
    threshold: float = 0.0
    period_s: int = 60
    evaluation_periods: int = 1
    datapoints: int | None = None
    missing: Missing = "missing"
    namespace: str = ""
    of_new_version: bool = False

    def __post_init__(self) -> None:
        if not STATISTIC.fullmatch(self.statistic):
            raise ValueError(f"{self.name}: {self.statistic!r} is no statistic such as Average, Sum or p99")
        if self.period_s < 1 or not 1 <= self.evaluation_periods <= MOST_PERIODS:
            raise ValueError(f"{self.name}: period_s and evaluation_periods must be 1 or more")
        if self.datapoints is not None and not 1 <= self.datapoints <= self.evaluation_periods:
            raise ValueError(f"{self.name}: datapoints must be from 1 to {self.evaluation_periods}")

    @property
    def needed(self) -> int:
        """How many periods beyond the threshold set it off."""
        return self.datapoints or self.evaluation_periods

    @property
    def fetched(self) -> int:
        """How many periods are looked at: some more than are judged, for late and missing datapoints."""
        return self.evaluation_periods + MORE_FETCHED


@dataclass(frozen=True, slots=True)
class Judged:
    """What datapoints come to: a state, or None where it stays what it was.

    Of the datapoints that were judged `beyond` were beyond the threshold, and `filled` were made up for missing ones.
    """

    state: State | None
    beyond: int
    filled: int


def is_beyond(comparison: Comparison, value: float, threshold: float) -> bool:
    """Whether a value is one to go off for."""
    match comparison:
        case "GreaterThanThreshold":
            return value > threshold
        case "GreaterThanOrEqualToThreshold":
            return value >= threshold
        case "LessThanThreshold":
            return value < threshold
        case _:
            return value <= threshold


def judged(points: Sequence[bool | None], needed: int, periods: int, missing: Missing) -> Judged:
    """`needed` of the last `periods` datapoints; oldest first, True is beyond the threshold, None is missing.

    As many real datapoints as periods make what is missing irrelevant. Else the missing ones count as the setting
    says; where it says nothing, datapoints that are all beyond, but too few, go off once the oldest is old enough.
    """
    real = [point for point in points if point is not None][-periods:]
    filled = periods - len(real)
    beyond = sum(real)
    if not filled:
        return Judged("ALARM" if beyond >= needed else "OK", beyond, 0)
    if missing in ("breaching", "notBreaching"):
        beyond += filled * (missing == "breaching")
        return Judged("ALARM" if beyond >= needed else "OK", beyond, filled)
    if real and beyond >= needed:
        return Judged("ALARM", beyond, 0)
    if not all(real):
        return Judged("OK", beyond, filled)
    if missing == "ignore":
        return Judged(None, beyond, filled)
    is_old = True in points and len(points) - points.index(True) >= needed
    return Judged("ALARM" if is_old else "INSUFFICIENT_DATA", beyond, filled)
