"""How many pods of each version make a weight, and in which order a canary's pods come and go."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from slipway.delivery.controller import Layout


@dataclass(frozen=True, slots=True)
class Pods:
    """Pods by version; `old` ones are of a release that a newer one has replaced."""

    canary: int
    stable: int
    old: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.canary + self.stable + self.old

    @property
    def weight_pct(self) -> float:
        """The canary's share of the pods, 0 where there are none."""
        return 100 * self.canary / self.total if self.total else 0.0

    @property
    def layout(self) -> Layout:
        """As instances that serve; old ones do as the stable version's do."""
        return Layout(self.stable + self.old, self.canary)

    def least(self, other: "Pods") -> "Pods":
        """The smaller number of each version."""
        return Pods(min(self.canary, other.canary), min(self.stable, other.stable), min(self.old, other.old))


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many pods there may be beyond the replicas, and how many may be missing."""

    replicas: int
    surge: int
    unavailable: int


def bounds(replicas: int, max_surge: str, max_unavailable: str) -> Bounds:
    """Counts or percentages (`25%`) as pods: the surge rounded up, the rest down, and never both 0."""
    surge = _pods(max_surge, replicas, up=True)
    unavailable = _pods(max_unavailable, replicas, up=False)
    return Bounds(replicas, surge, unavailable if surge or unavailable else 1)


def _pods(amount: str, replicas: int, *, up: bool) -> int:
    if not amount.endswith("%"):
        return int(amount)
    hundredths = int(amount[:-1]) * replicas
    return -(-hundredths // 100) if up else hundredths // 100


def for_weight(replicas: int, weight_pct: int, surge: int) -> Pods:
    """The pods that come nearest to a weight without a router; on a tie no surge, and else more canaries.

    With two pods or more, one that may be surged included, neither version is without a pod at 1 to 99 %.
    """
    if not replicas:
        return Pods(0, 0)
    may_be_all = weight_pct in (0, 100) or (replicas == 1 and not surge)
    options: list[Pods] = []
    for total in (replicas, replicas + 1) if surge else (replicas,):
        more, less = ceil(total * weight_pct / 100), floor(total * weight_pct / 100)
        if more < total or may_be_all:
            options.append(Pods(more, total - more))
        if less or may_be_all:
            options.append(Pods(less, total - less))
    return min(options, key=lambda pods: abs(Fraction(pods.canary, pods.total) - Fraction(weight_pct, 100)))


def toward(now: Pods, ready: Pods, goal: Pods, limits: Bounds) -> Pods:
    """One move from `now` to `goal`: up within the surge, the stable first; down as far as enough stay ready.

    Pods of an old release go first of all, and while there are any no other goes.
    """
    room = max(0, limits.replicas + limits.surge - now.total)
    stable = _up(now.stable, goal.stable, room)
    canary = _up(now.canary, goal.canary, room - (stable - now.stable))
    least = limits.replicas - limits.unavailable
    if now.old:
        return Pods(canary, stable, now.old - min(now.old, max(0, ready.total - least)))
    spare = max(0, _counted(now, ready, goal) - least)
    gone = min(spare, max(0, now.canary - goal.canary))
    lost = min(spare - gone, max(0, now.stable - goal.stable))
    return Pods(canary - gone, stable - lost)


def _up(now: int, goal: int, room: int) -> int:
    return min(goal, now + room) if goal > now else now


def _counted(now: Pods, ready: Pods, goal: Pods) -> int:
    """The pods that count as available: of the version that is being scaled down, all of them."""
    if goal.canary >= now.canary:
        return ready.canary + now.stable
    return now.canary + ready.stable
