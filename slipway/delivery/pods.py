"""Pods of two versions within bounds: how many may be missing or too many, and in which order they come and go.

The arithmetic of Kubernetes' Deployments, which Argo's canaries without a router share.
"""

from dataclasses import dataclass

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
    spare = _counted(now, ready, goal) - least
    if spare <= 0:
        return Pods(canary, stable)
    most = limits.replicas + limits.surge
    if goal.canary >= now.canary:
        stable -= min(spare, max(0, now.stable - goal.stable))
        stable, canary = _within((stable, ready.stable), (canary, ready.canary), least, most)
    else:
        canary -= min(spare, now.canary - goal.canary)
        canary, stable = _within((canary, ready.canary), (stable, ready.stable), least, most)
    return Pods(canary, stable)


def _within(going: tuple[int, int], coming: tuple[int, int], least: int, most: int) -> tuple[int, int]:
    """Pods of the version that goes and of the one that comes, each given with those ready, with not too many in all.

    Those that come give way, but not ready ones that are needed; then those that go do.
    """
    (old, old_ready), (new, new_ready) = going, coming
    kept = new - max(0, old + new - most)
    needed = max(0, least - min(old_ready, old) - min(new_ready, kept))
    new = kept + min(max(0, new_ready - kept), needed)
    return old - max(0, old + new - most), new


def _up(now: int, goal: int, room: int) -> int:
    return min(goal, now + room) if goal > now else now


def _counted(now: Pods, ready: Pods, goal: Pods) -> int:
    """The pods that count as available: of the version that is being scaled down, all of them."""
    if goal.canary >= now.canary:
        return ready.canary + now.stable
    return now.canary + ready.stable
