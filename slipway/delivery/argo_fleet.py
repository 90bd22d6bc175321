"""Pods in time: what is started takes a while to be ready, and traffic follows the pods or a router."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from slipway.delivery.argo_pods import Bounds, Pods, for_weight, toward
from slipway.delivery.argo_settings import Canary, SetCanaryScale


@dataclass(frozen=True, slots=True)
class Aim:
    """What a canary is to have: a share of traffic, and pods of its own accord where `scale` says so."""

    weight_pct: int
    scale: SetCanaryScale | None = None


@dataclass(slots=True)
class PodFleet:
    """Without a router: every pod that is ready gets an equal share of traffic."""

    limits: Bounds
    pods: Pods
    start_s: float
    goal: Pods
    _ready: Pods = Pods(0, 0)
    _ready_at_s: float | None = None

    def __post_init__(self) -> None:
        self._ready = self.pods

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
        """When pods that are starting will be ready."""
        return self._ready_at_s

    @property
    def arrived(self) -> bool:
        """Whether the pods are those aimed at, and ready."""
        return self.pods == self.goal == self._ready

    def aim(self, aim: Aim) -> None:
        """Head for a weight from now on."""
        self.goal = for_weight(self.limits.replicas, aim.weight_pct, self.limits.surge)

    def flee(self) -> None:
        """Head for no canary at all; pods give traffic back only as fast as the stable ones return."""
        self.aim(Aim(0))

    def supersede(self) -> None:
        """The canary's pods are of an old release from now on."""
        self.pods, self._ready = _aged(self.pods), _aged(self._ready)

    def keep(self, pods: Pods) -> None:
        """Have these and no others from now on."""
        self.pods = self.goal = self._ready = pods

    def settle(self, at_s: float) -> Iterator[Pods]:
        """Do what can be done by now; every state of ready pods passed through."""
        if self._ready_at_s is not None and self._ready_at_s <= at_s:
            self._ready, self._ready_at_s = self.pods, None
            yield self._ready
        while (pods := toward(self.pods, self._ready, self.goal, self.limits)) != self.pods:
            before, self.pods = self._ready, pods
            self._ready = pods if self.start_s <= 0 else self._ready.least(pods)
            self._ready_at_s = None if self._ready == pods else at_s + self.start_s
            if self._ready != before:
                yield self._ready


def _aged(pods: Pods) -> Pods:
    return Pods(0, pods.stable, pods.old + pods.canary)


@dataclass(slots=True)
class RoutedFleet:
    """With a router: traffic moves when the canary's pods are ready, and goes back at once."""

    replicas: int
    pods: Pods
    start_s: float
    shrinks_stable: bool = False
    weight_pct: float = 0.0
    _goal: Pods = Pods(0, 0)
    _target_pct: float = 0.0
    _ready_at_s: float | None = None

    @property
    def serving(self) -> Pods:
        """The pods that there are: those that start are not among them."""
        return self.pods

    @property
    def next_at_s(self) -> float | None:
        """When pods that are starting will be ready."""
        return self._ready_at_s

    @property
    def arrived(self) -> bool:
        """Whether pods and traffic are those aimed at."""
        return self._ready_at_s is None and self.pods == self._goal and self.weight_pct == self._target_pct

    def aim(self, aim: Aim) -> None:
        """Head for a weight from now on; the stable version keeps all its pods unless it is to shrink."""
        left = 100 - aim.weight_pct if self.shrinks_stable else 100
        self._goal = Pods(self._canary(aim), _share(self.replicas, left))
        self._target_pct = float(aim.weight_pct)

    def _canary(self, aim: Aim) -> int:
        scale = aim.scale
        if scale is None or scale.match_traffic_weight:
            return _share(self.replicas, aim.weight_pct)
        if scale.replicas is not None:
            return scale.replicas
        return _share(self.replicas, scale.weight_pct or 0)

    def flee(self) -> None:
        """All traffic to the stable version now; the canary's pods stay until they are told to go."""
        self._goal = replace(self.pods, stable=self.replicas)
        self.pods = self._goal
        self._target_pct = self.weight_pct = 0.0
        self._ready_at_s = None

    def supersede(self) -> None:
        """The canary's pods go, and with them its traffic."""
        self.flee()
        self.keep(replace(self.pods, canary=0))

    def keep(self, pods: Pods) -> None:
        """Have these and no others from now on."""
        self.pods = self._goal = pods

    def settle(self, at_s: float) -> Iterator[Pods]:
        """Do what can be done by now; every state of pods passed through."""
        if self._ready_at_s is None and self._grows and self.start_s > 0:
            self._ready_at_s = at_s + self.start_s
        if self._ready_at_s is not None and self._ready_at_s > at_s:
            return
        self._ready_at_s = None
        if not self.arrived:
            self.pods, self.weight_pct = self._goal, self._target_pct
            yield self.pods

    @property
    def _grows(self) -> bool:
        return self._goal.canary > self.pods.canary or self._goal.stable > self.pods.stable


def _share(replicas: int, weight_pct: int) -> int:
    return -(-replicas * weight_pct // 100)


def canary_fleet(strategy: Canary, limits: Bounds, pods: Pods, start_s: float) -> PodFleet | RoutedFleet:
    """The fleet that a canary strategy asks for."""
    if strategy.router:
        return RoutedFleet(limits.replicas, pods, start_s, strategy.dynamic_stable_scale)
    return PodFleet(limits, pods, start_s, pods)
