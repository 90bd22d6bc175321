"""How fast an HPA may move: stabilisation windows, policies, and the limits of each direction.

After the documentation of autoscaling/v2 and pkg/controller/podautoscaler/horizontal.go.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, inf, trunc
from typing import Literal

PolicyKind = Literal["Pods", "Percent"]
Select = Literal["Max", "Min", "Disabled"]
Reason = Literal["DesiredWithinRange", "ScaleUpLimit", "ScaleDownLimit", "TooManyReplicas", "TooFewReplicas"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How many pods, or what share of them in per cent, may come or go within `period_s`."""

    kind: PolicyKind
    value: int
    period_s: int

    def __post_init__(self) -> None:
        if self.value < 1 or not 1 <= self.period_s <= 1800:
            raise ValueError(f"a policy has a value from 1 and a period of 1 to 1800 s, got {self}")


@dataclass(frozen=True, slots=True)
class Rules:
    """One direction: a window in which recommendations count, policies, and which of them decides."""

    window_s: int
    policies: tuple[Policy, ...]
    select: Select = "Max"

    def __post_init__(self) -> None:
        if not 0 <= self.window_s <= 3600:
            raise ValueError(f"a stabilisation window is 0 to 3600 s, got {self.window_s}")


UP = Rules(0, (Policy("Percent", 100, 15), Policy("Pods", 4, 15)))
DOWN = Rules(300, (Policy("Percent", 100, 15),))
"""What holds where nothing is said, as documented.

Upstream's code differs by a pod or two where a manifest has no `behavior` at all: it lets there be twice as many or 4
(convertDesiredReplicasWithRules), so 1 grows to 4 and not to 5.
"""


@dataclass(frozen=True, slots=True)
class Event:
    """So many pods came (above 0) or went at a time."""

    at_s: float
    change: int


@dataclass(frozen=True, slots=True)
class Offer:
    """How many pods a policy lets there be, after so many when its period began."""

    policy: Policy
    begin: int
    replicas: int


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the metrics asked for at a time, before anything slowed it down."""

    at_s: float
    replicas: int


def stabilized(
    current: int, desired: int, now_s: float, earlier: Iterable[Recommendation], up: Rules, down: Rules
) -> int:
    """The recommendation that all in the windows agree on: no higher than any of them upwards, no lower downwards."""
    lowest, highest = desired, desired
    for each in earlier:
        if now_s - each.at_s < up.window_s:
            lowest = min(lowest, each.replicas)
        if now_s - each.at_s < down.window_s:
            highest = max(highest, each.replicas)
    return min(max(current, lowest), highest)


def limited(
    current: int,
    desired: int,
    least: int,
    most: int,
    now_s: float,
    events: Sequence[Event],
    up: Rules,
    down: Rules,
) -> tuple[int, Reason]:
    """As many as policies, minimum and maximum allow, and which of them said so."""
    if desired > current:
        allowed = max(current, _up_limit(current, now_s, events, up))
        if desired <= min(allowed, most):
            return desired, "DesiredWithinRange"
        return (int(allowed), "ScaleUpLimit") if allowed < most else (most, "TooManyReplicas")
    if desired < current:
        allowed = min(current, _down_limit(current, now_s, events, down))
        if desired >= max(allowed, least):
            return desired, "DesiredWithinRange"
        return (int(allowed), "ScaleDownLimit") if allowed > least else (least, "TooFewReplicas")
    return desired, "DesiredWithinRange"


def offers(current: int, now_s: float, events: Sequence[Event], rules: Rules, way: int) -> tuple[Offer, ...]:
    """What each policy lets there be, upwards with a `way` of 1 and downwards with -1."""
    begins = [(policy, _at_begin(current, now_s, events, policy)) for policy in rules.policies]
    return tuple(Offer(policy, begin, _offered(policy, begin, way)) for policy, begin in begins)


def _offered(policy: Policy, begin: int, way: int) -> int:
    """Shares are rounded so that at least one pod may come, and no more may go than the share."""
    if policy.kind == "Pods":
        return begin + way * policy.value
    share = begin * (1 + way * policy.value / 100)
    return ceil(share) if way > 0 else trunc(share)


def _up_limit(current: int, now_s: float, events: Sequence[Event], rules: Rules) -> float:
    """The most pods that the policies let there be."""
    if rules.select == "Disabled":
        return current
    found = [_offered(each, _at_begin(current, now_s, events, each), 1) for each in rules.policies]
    return min(found, default=inf) if rules.select == "Min" else max(found, default=current)


def _down_limit(current: int, now_s: float, events: Sequence[Event], rules: Rules) -> float:
    """The fewest pods that the policies let there be."""
    if rules.select == "Disabled":
        return current
    found = [_offered(each, _at_begin(current, now_s, events, each), -1) for each in rules.policies]
    return max(found, default=-inf) if rules.select == "Min" else min(found, default=current)


def _at_begin(current: int, now_s: float, events: Sequence[Event], policy: Policy) -> int:
    """How many there were when the policy's period began."""
    return current - sum(event.change for event in events if now_s - event.at_s < policy.period_s)
