"""A Kubernetes Deployment: a rolling update that nobody watches, or all old pods gone before new ones come."""

from dataclasses import dataclass
from math import inf

from slipway.delivery.controller import Controller, Happening, Layout, Measure, Phase
from slipway.delivery.rolling import RollingSettings, RollingUpdate
from slipway.delivery.service import Service
from slipway.delivery.unready import DEADLINE_S
from slipway.verdict import Verdict
from slipway.words import say

_WHOLE_PCT = 100.0


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a manifest says of its rollout; defaults are those of apps/v1."""

    name: str
    replicas: int = 1
    recreate: bool = False
    max_surge: str = "25%"
    max_unavailable: str = "25%"
    min_ready_s: int = 0
    progress_deadline_s: int = 600

    def __post_init__(self) -> None:
        if self.replicas < 1:
            raise ValueError(f"a release needs at least one replica, got {self.replicas}")
        if self.progress_deadline_s <= self.min_ready_s:
            raise ValueError("progressDeadlineSeconds must be greater than minReadySeconds")
        if not self.recreate and (self.max_surge.strip("%"), self.max_unavailable.strip("%")) == ("0", "0"):
            raise ValueError("maxSurge and maxUnavailable must not both be 0")

    def start(self, service: Service) -> Controller:
        """A controller for one release."""
        if self.recreate:
            return Recreate(service, self.progress_deadline_s)
        settings = RollingSettings(
            max_surge=self.max_surge,
            max_unavailable=self.max_unavailable,
            min_ready_s=self.min_ready_s,
            progress_deadline_s=self.progress_deadline_s,
        )
        return RollingUpdate(settings, service)


class Recreate:
    """One release: first there is nothing, and once the new pods have booted they serve everybody.

    Where they never are ready nobody serves any more, which is told after `deadline_s`.
    """

    def __init__(self, service: Service, deadline_s: float = DEADLINE_S) -> None:
        self.phase: Phase = "waiting"
        self.weight_pct = 0.0
        self.layout = Layout(service.instances, 0)
        self.next_at_s: float | None = 0.0
        self._service = service
        self._deadline_s = deadline_s
        self._ready_at_s = 0.0

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Take all old ones away, then have all new ones."""
        if self.phase == "waiting":
            return (self._begin(at_s),)
        if at_s < self._ready_at_s:
            return (self._late(at_s),)
        self.phase, self.next_at_s, self.weight_pct = "promoted", None, _WHOLE_PCT
        self.layout = Layout(0, self._service.instances)
        return (Happening(at_s, "promote", _WHOLE_PCT),)

    def _begin(self, at_s: float) -> Happening:
        count, boot_s = self._service.instances, self._service.boot_s
        self._ready_at_s = at_s + self._service.new_boot_s
        self.phase, self.next_at_s = "progressing", min(self._ready_at_s, at_s + self._deadline_s)
        self.layout = Layout(0, 0)
        told = say("delivery.nobody_serves", count=count, boot=f"{boot_s:g}")
        return Happening(at_s, "scale_down", 0.0, Verdict("recreate", True, (("old", count),), None, told))

    def _late(self, at_s: float) -> Happening:
        self.phase, self.next_at_s = "degraded", self._ready_at_s if self._ready_at_s < inf else None
        told = say("delivery.nobody_yet", limit=f"{self._deadline_s:g}")
        verdict = Verdict("progress_deadline", False, (), self._deadline_s, told)
        return Happening(at_s, "progress_deadline", 0.0, verdict)
