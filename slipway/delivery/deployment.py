"""A Kubernetes Deployment: a rolling update that nobody watches, or all old pods gone before new ones come."""

from dataclasses import dataclass

from slipway.delivery.controller import Controller, Happening, Layout, Measure, Phase
from slipway.delivery.rolling import RollingSettings, RollingUpdate
from slipway.delivery.service import Service
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
            return Recreate(service)
        settings = RollingSettings(
            max_surge=self.max_surge,
            max_unavailable=self.max_unavailable,
            min_ready_s=self.min_ready_s,
            progress_deadline_s=self.progress_deadline_s,
        )
        return RollingUpdate(settings, service)


class Recreate:
    """One release: first there is nothing, and once the new pods have booted they serve everybody."""

    def __init__(self, service: Service) -> None:
        self.phase: Phase = "waiting"
        self.weight_pct = 0.0
        self.layout = Layout(service.instances, 0)
        self.next_at_s: float | None = 0.0
        self._service = service

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Take all old ones away, then have all new ones."""
        count, boot_s = self._service.instances, self._service.boot_s
        if self.phase == "waiting":
            self.phase, self.next_at_s = "progressing", at_s + boot_s
            self.layout = Layout(0, 0)
            told = say("delivery.nobody_serves", count=count, boot=f"{boot_s:g}")
            return (Happening(at_s, "scale_down", 0.0, Verdict("recreate", True, (("old", count),), None, told)),)
        self.phase, self.next_at_s, self.weight_pct = "promoted", None, _WHOLE_PCT
        self.layout = Layout(0, count)
        return (Happening(at_s, "promote", _WHOLE_PCT),)
