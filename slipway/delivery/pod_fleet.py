"""Pods of two versions in time: what is started takes a while to be ready, and traffic follows the pods."""

from collections.abc import Iterator
from dataclasses import dataclass

from slipway.delivery.pods import Bounds, Pods, toward


@dataclass(slots=True)
class PodFleet:
    """Every pod that is ready gets an equal share of traffic.

    A pod serves after `start_s`, and counts as available, so that another may go for it, `settle_s` later. Where
    not `new_starts`, no canary ever does either.
    """

    limits: Bounds
    pods: Pods
    start_s: float
    goal: Pods
    settle_s: float = 0.0
    new_starts: bool = True
    _ready: Pods = Pods(0, 0)
    _available: Pods = Pods(0, 0)
    _ready_at_s: float | None = None
    _available_at_s: float | None = None

    def __post_init__(self) -> None:
        self._ready = self._available = self.pods

    @property
    def weight_pct(self) -> float:
        """The canary's share of traffic now."""
        return self._ready.weight_pct

    @property
    def serving(self) -> Pods:
        """The pods that are ready."""
        return self._ready

    @property
    def next_at_s(self) -> float | None:
        """When pods that are starting will be ready, or count."""
        return self._ready_at_s if self._ready_at_s is not None else self._available_at_s

    @property
    def starting(self) -> bool:
        """Whether there are pods that are not ready, or do not count yet; they may never do."""
        return self.pods != self._available

    @property
    def arrived(self) -> bool:
        """Whether the pods are those aimed at, and count."""
        return self.pods == self.goal == self._available

    def supersede(self) -> None:
        """The canary's pods are of an old release from now on."""
        self.pods, self._ready, self._available = (_aged(each) for each in (self.pods, self._ready, self._available))

    def keep(self, pods: Pods) -> None:
        """Have these and no others from now on."""
        self.pods = self.goal = self._ready = self._available = pods

    def settle(self, at_s: float) -> Iterator[Pods]:
        """Do what can be done by now; every state of ready pods passed through."""
        if self._ready_at_s is not None and self._ready_at_s <= at_s:
            self._ready, self._ready_at_s = self._able(self.pods), None
            yield self._ready
        if self._available_at_s is not None and self._available_at_s <= at_s:
            self._available, self._available_at_s = self._able(self.pods), None
        while (pods := toward(self.pods, self._available, self.goal, self.limits)) != self.pods:
            before, self.pods = self._ready, pods
            self._start(at_s, pods)
            if self._ready != before:
                yield self._ready

    def _start(self, at_s: float, pods: Pods) -> None:
        """Pods beyond those that are ready begin to start; those that are gone serve no more."""
        able = self._able(pods)
        self._ready = able if self.start_s <= 0 else self._ready.least(able)
        self._ready_at_s = None if self._ready == able else at_s + self.start_s
        counts_at_once = self.start_s + self.settle_s <= 0
        self._available = able if counts_at_once else self._available.least(able)
        self._available_at_s = None if self._available == able else at_s + self.start_s + self.settle_s

    def _able(self, pods: Pods) -> Pods:
        """Those of these pods that are ready or will be."""
        return pods if self.new_starts else Pods(0, pods.stable, min(pods.old, self._ready.old))


def _aged(pods: Pods) -> Pods:
    return Pods(0, pods.stable, pods.old + pods.canary)
