"""Pods in time: what is started takes a while to be ready, and traffic follows the pods or a router."""

from collections.abc import Iterator
from dataclasses import dataclass

from slipway.delivery.argo_pods import for_weight
from slipway.delivery.argo_settings import Canary, SetCanaryScale
from slipway.delivery.pod_fleet import PodFleet
from slipway.delivery.pods import Bounds, Pods


@dataclass(frozen=True, slots=True)
class Aim:
    """What a canary is to have: a share of traffic, and pods of its own accord where `scale` says so."""

    weight_pct: int
    scale: SetCanaryScale | None = None


@dataclass(slots=True)
class WeighedFleet(PodFleet):
    """Without a router: as many pods as come nearest to a weight."""

    def aim(self, aim: Aim) -> None:
        """Head for a weight from now on."""
        self.goal = for_weight(self.limits.replicas, aim.weight_pct, self.limits.surge)

    def flee(self) -> None:
        """Head for no canary at all; pods give traffic back only as fast as the stable ones return."""
        self.aim(Aim(0))


@dataclass(slots=True)
class RoutedFleet:
    """With a router: traffic moves when the canary's pods are ready, and goes back at once."""

    replicas: int
    pods: Pods
    start_s: float
    shrinks_stable: bool = False
    new_starts: bool = True
    min_pods: int = 0
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
    def starting(self) -> bool:
        """Whether pods are starting; they may never be ready."""
        return self._ready_at_s is not None or self._stuck

    @property
    def _stuck(self) -> bool:
        return not self.new_starts and self._goal.canary > 0

    @property
    def arrived(self) -> bool:
        """Whether pods and traffic are those aimed at."""
        return self._ready_at_s is None and self.pods == self._goal and self.weight_pct == self._target_pct

    def aim(self, aim: Aim) -> None:
        """Head for a weight from now on; the stable version keeps all its pods unless it is to shrink."""
        left = 100 - aim.weight_pct if self.shrinks_stable else 100
        self._goal = Pods(self._canary(aim), self._share(left))
        self._target_pct = float(aim.weight_pct)

    def _canary(self, aim: Aim) -> int:
        scale = aim.scale
        if scale is None or scale.match_traffic_weight:
            return self._share(aim.weight_pct)
        if scale.replicas is not None:
            return scale.replicas
        return self._share(aim.weight_pct if scale.weight_pct is None else scale.weight_pct)

    def _share(self, weight_pct: int) -> int:
        """The pods for a share, and at least so many where there are to be any."""
        pods = -(-self.replicas * weight_pct // 100)
        return max(pods, min(self.min_pods, self.replicas)) if pods else 0

    def flee(self) -> None:
        """Traffic to the stable version as far as it has pods for it, at once or as they return.

        The canary's pods stay until they are told to go; where the stable ones had shrunk they go with their traffic.
        """
        shrank = self.pods.stable < self.replicas
        self._goal = Pods(0 if shrank else self.pods.canary, self.replicas)
        self._target_pct, self._ready_at_s = 0.0, None
        if shrank:
            self.weight_pct = min(self.weight_pct, 100.0 - 100.0 * self.pods.stable / self.replicas)
        else:
            self.pods, self.weight_pct = self._goal, 0.0

    def supersede(self) -> None:
        """The canary's pods go, and with them its traffic."""
        self.weight_pct = self._target_pct = 0.0
        self._ready_at_s = None
        self.keep(Pods(0, self.replicas))

    def keep(self, pods: Pods) -> None:
        """Have these and no others from now on."""
        self.pods = self._goal = pods

    def settle(self, at_s: float) -> Iterator[Pods]:
        """Do what can be done by now; every state of pods passed through."""
        if self._stuck:
            return
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


def canary_fleet(
    strategy: Canary, limits: Bounds, pods: Pods, start_s: float, *, min_ready_s: float, new_starts: bool
) -> WeighedFleet | RoutedFleet:
    """The fleet that a canary strategy asks for."""
    if strategy.router:
        shrinks, least = strategy.dynamic_stable_scale, strategy.min_pods
        return RoutedFleet(limits.replicas, pods, start_s + min_ready_s, shrinks, new_starts, least)
    return WeighedFleet(limits, pods, start_s, pods, min_ready_s, new_starts)
