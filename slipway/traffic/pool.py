"""Instances that come and go: a pool carries who is busy until when from one control period to the next."""

from dataclasses import dataclass

import numpy as np

from slipway.traffic.balancer import Floats
from slipway.traffic.balancers import Balancer, RoundRobin, Served
from slipway.traffic.limits import SERVED, TURNED_AWAY


@dataclass(frozen=True, slots=True)
class Usage:
    """How busy a pool was from `begins_s` to `ends_s`; times in instance-seconds.

    `busy_s` is work that instances in the rotation did, of the `ready_s` that they were there. `paid_s` counts
    those too that boot and those that left and finish. At the end `ready` instances are in the rotation, `busy` of
    them have work, and `backlog_s` of it is left.
    """

    begins_s: float
    ends_s: float
    busy_s: float
    ready_s: float
    paid_s: float
    backlog_s: float
    ready: int
    busy: int

    @property
    def utilisation(self) -> float:
        """The share of their time that instances in the rotation worked; 0 where there were none."""
        return self.busy_s / self.ready_s if self.ready_s else 0.0


class Pool:
    """Instances behind a load balancer.

    A request is settled with an instance when it comes. So an instance that leaves finishes what it has, and
    one that is new takes requests from when it is ready on and none of those that already wait.
    """

    def __init__(self, instances: int, balancer: Balancer | None = None) -> None:
        self.free_s: Floats = np.zeros(instances)
        self.booting_s: list[float] = []
        self._balancer = balancer or RoundRobin()
        self._balancer.keep(instances)
        self._leaving: list[tuple[float, float]] = []
        self._begins_s = self._counted_s = 0.0
        self._left_s = self._new_s = self._ready_s = self._booting_s = 0.0

    @property
    def ready(self) -> int:
        """Instances in the rotation."""
        return len(self.free_s)

    @property
    def wanted(self) -> int:
        """Those that boot as well."""
        return len(self.free_s) + len(self.booting_s)

    def resize(self, instances: int, at_s: float, boot_s: float = 0.0) -> None:
        """More instances boot before they serve; of fewer, those that boot go first, the latest one before others.

        Then the last ones leave the rotation and finish what they have. Calls come in order of time.
        """
        if instances < 0 or boot_s < 0:
            raise ValueError(f"instances and boot_s must be 0 or more, got {instances} and {boot_s}")
        self._admit(at_s)
        if instances == self.wanted:
            return
        self.booting_s = sorted([*self.booting_s, *[at_s + boot_s] * (instances - self.wanted)])
        self.booting_s = self.booting_s[: max(instances - self.ready, 0)]
        self._leave(self.free_s[instances:], at_s)
        self._rotate(self.free_s[:instances])
        self._admit(at_s)

    def serve(self, arrivals_s: Floats, sizes_s: Floats) -> Served:
        """What becomes of the requests of a control period; where nobody is ready they are turned away.

        Arrivals ascend and are no earlier than the last resize.
        """
        latest_s = float(arrivals_s[-1]) if len(arrivals_s) else -np.inf
        ready_s = sorted({at_s for at_s in self.booting_s if at_s <= latest_s})
        if not ready_s:
            return self._serve(arrivals_s, sizes_s)
        cuts = np.searchsorted(arrivals_s, ready_s).tolist()
        parts = [self._serve(arrivals_s[: cuts[0]], sizes_s[: cuts[0]])]
        for at_s, first, end in zip(ready_s, cuts, [*cuts[1:], len(arrivals_s)], strict=True):
            self._admit(at_s)
            parts.append(self._serve(arrivals_s[first:end], sizes_s[first:end]))
        return Served(np.concatenate([part.waits_s for part in parts]), np.concatenate([part.fates for part in parts]))

    def close(self, ends_s: float) -> Usage:
        """End a control period, after its requests: how busy the pool was since the one before.

        Exactly, and without a log: what was left over, plus what came, less what is left.
        """
        self._admit(ends_s)
        self._count(ends_s)
        left_s = float(np.maximum(self.free_s - ends_s, 0).sum())
        paid_s = self._ready_s + self._booting_s + self._finishing_s(ends_s)
        usage = Usage(
            begins_s=self._begins_s,
            ends_s=ends_s,
            busy_s=max(self._left_s + self._new_s - left_s, 0.0),
            ready_s=self._ready_s,
            paid_s=paid_s,
            backlog_s=left_s,
            ready=self.ready,
            busy=int((self.free_s > ends_s).sum()),
        )
        self._begins_s, self._left_s = ends_s, left_s
        self._new_s = self._ready_s = self._booting_s = 0.0
        self._leaving = [each for each in self._leaving if each[1] > ends_s]
        return usage

    def _serve(self, arrivals_s: Floats, sizes_s: Floats) -> Served:
        if not self.ready:
            return Served(np.zeros(len(arrivals_s)), np.full(len(arrivals_s), TURNED_AWAY, dtype=np.uint8))
        served = self._balancer.serve(arrivals_s, sizes_s, self.free_s)
        self._new_s += float(sizes_s.sum(where=served.fates == SERVED))
        return served

    def _admit(self, at_s: float) -> None:
        """Instances that have booted by now join the rotation, each at its time."""
        while self.booting_s and self.booting_s[0] <= at_s:
            self._count(self.booting_s[0])
            self._rotate(np.append(self.free_s, self.booting_s.pop(0)))
        self._count(at_s)

    def _leave(self, free_s: Floats, at_s: float) -> None:
        """What these have left is no longer the rotation's work."""
        self._leaving += [(at_s, each) for each in free_s.tolist() if each > at_s]
        self._new_s -= float(np.maximum(free_s - at_s, 0).sum())

    def _rotate(self, free_s: Floats) -> None:
        self.free_s = free_s
        self._balancer.keep(len(free_s))

    def _count(self, at_s: float) -> None:
        """Instance-seconds up to now."""
        passed_s = max(at_s - self._counted_s, 0.0)
        self._ready_s += passed_s * self.ready
        self._booting_s += passed_s * len(self.booting_s)
        self._counted_s = max(at_s, self._counted_s)

    def _finishing_s(self, ends_s: float) -> float:
        """Instance-seconds of this period in which instances that have left were still at work."""
        return sum(
            max(min(free_s, ends_s) - max(left_at_s, self._begins_s), 0.0) for left_at_s, free_s in self._leaving
        )
