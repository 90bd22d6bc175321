"""Where no rule says what follows: instances that never become ready get no traffic, and after a while that is told."""

from collections.abc import Callable
from typing import TypeVar

from slipway.delivery.controller import BESIDE, Controller, Happening, Measure, Phase
from slipway.delivery.service import Service
from slipway.verdict import Verdict
from slipway.words import say

DEADLINE_S = 600.0
"""As long as Kubernetes, Argo Rollouts and Flagger wait; for the plain strategies an assumption of ours."""

Settings = TypeVar("Settings")
Start = Callable[[Settings, Service], Controller]


class Unready:
    """One release that waits for its first instances for ever; the old version serves everybody meanwhile."""

    def __init__(self) -> None:
        self.phase: Phase = "waiting"
        self.weight_pct = 0.0
        self.layout = BESIDE
        self.next_at_s: float | None = 0.0

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Start instances, and tell once that they are late."""
        if self.phase == "waiting":
            self.phase, self.next_at_s = "progressing", at_s + DEADLINE_S
            return (Happening(at_s, "start", 0.0),)
        self.phase, self.next_at_s = "degraded", None
        told = say("delivery.unready", limit=f"{DEADLINE_S:g}")
        return (Happening(at_s, "progress_deadline", 0.0, Verdict("progress_deadline", False, (), DEADLINE_S, told)),)


def once_ready(start: Start[Settings]) -> Start[Settings]:
    """A strategy that begins when its new instances can serve, and never where they never can."""

    def begin(settings: Settings, service: Service) -> Controller:
        return start(settings, service) if service.new_starts else Unready()

    return begin
