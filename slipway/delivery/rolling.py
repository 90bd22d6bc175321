"""A rolling update: old instances go as new ones are ready, within bounds; readiness decides, and alarms if wanted."""

from dataclasses import dataclass

from slipway.delivery.controller import Happening, Layout, Measure, Phase
from slipway.delivery.pod_fleet import PodFleet
from slipway.delivery.pods import Pods, bounds
from slipway.delivery.service import Service
from slipway.delivery.watched import Watched
from slipway.verdict import Verdict
from slipway.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class RollingSettings(Watched):
    """How many instances there may be too many and too few, as counts or percentages of the service's instances.

    As in Kubernetes the surge is rounded up, the rest down, and where both are 0 one may be missing. A new instance
    counts once it has been ready for `min_ready_s`. No progress for `progress_deadline_s` is told and changes nothing.
    With alarms the release is watched on for `watch_on_s` when everybody has it; by default nobody looks.
    """

    max_surge: str = "25%"
    max_unavailable: str = "25%"
    min_ready_s: float = 0.0
    progress_deadline_s: float = 600.0
    watch_on_s: float = 0.0
    max_error_rate: float | None = None

    def __post_init__(self) -> None:
        Watched.__post_init__(self)
        if min(self.min_ready_s, self.watch_on_s) < 0 or self.progress_deadline_s <= 0:
            raise ValueError("min_ready_s and watch_on_s must not be below 0, progress_deadline_s must be above 0")
        for amount in (self.max_surge, self.max_unavailable):
            digits = amount.removesuffix("%")
            if not (digits.isascii() and digits.isdigit()):
                raise ValueError(f"max_surge and max_unavailable must be counts or percentages, got {amount[:40]!r}")
        if self.max_unavailable.endswith("%") and int(self.max_unavailable[:-1]) > 100:
            raise ValueError(f"max_unavailable must be at most 100%, got {self.max_unavailable[:40]!r}")


class RollingUpdate:
    """One release by rolling update; begins at second 0. Going back is a rolling update too, the other way round."""

    def __init__(self, settings: RollingSettings, service: Service) -> None:
        self.phase: Phase = "waiting"
        self._settings = settings
        self._replicas = service.instances
        limits = bounds(self._replicas, settings.max_surge, settings.max_unavailable)
        old = Pods(0, self._replicas)
        self._fleet = PodFleet(limits, old, service.boot_s, old, settings.min_ready_s, service.new_starts)
        self._watch = settings.watch("new")
        self._wakes_s: float | None = 0.0
        self._progress_s = 0.0

    @property
    def weight_pct(self) -> float:
        """The new version's share of the instances that serve."""
        return self._fleet.weight_pct

    @property
    def layout(self) -> Layout:
        """The instances that serve, which may be none."""
        return self._fleet.serving.layout

    @property
    def next_at_s(self) -> float | None:
        """When instances are ready or late, the next look, or the end of watching."""
        times = (self._wakes_s, self._fleet.next_at_s, self._watch.next_at_s, self._late_at_s)
        return min((time for time in times if time is not None), default=None)

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Look, replace what may be replaced now, and end when all is done."""
        told = self._look(at_s, measure)
        if self.phase == "waiting":
            self.phase, self._wakes_s = "progressing", None
            self._watch.begin(at_s)
            self._fleet.goal = Pods(self._replicas, 0)
        told += self._settle(at_s)
        if self._late_at_s is not None and at_s >= self._late_at_s:
            told.append(self._late(at_s))
        if self.phase == "progressing" and self._fleet.arrived:
            told += self._arrived(at_s)
        return tuple(told)

    @property
    def _goes_back(self) -> bool:
        return self._fleet.goal.canary == 0

    @property
    def _late_at_s(self) -> float | None:
        """When instances that are starting have made no progress for too long."""
        if self.phase != "progressing" or not self._fleet.starting:
            return None
        return self._progress_s + self._settings.progress_deadline_s

    def _look(self, at_s: float, measure: Measure) -> list[Happening]:
        verdicts = self._watch.look(at_s, measure)
        told = [Happening(at_s, "check", self.weight_pct, verdict) for verdict in verdicts]
        if all(verdict.passed for verdict in verdicts):
            return told
        self._watch.end()
        self._wakes_s, self._progress_s = None, at_s
        self._fleet.goal = Pods(0, self._replicas)
        return [*told, Happening(at_s, "roll_back", self.weight_pct)]

    def _settle(self, at_s: float) -> list[Happening]:
        told = []
        for pods in self._fleet.settle(at_s):
            self._progress_s = at_s
            if self.phase == "degraded":
                self.phase = "progressing"
            told.append(Happening(at_s, "scale", pods.weight_pct, _serving(pods)))
        return told

    def _late(self, at_s: float) -> Happening:
        self.phase = "degraded"
        limit_s, waited_s = self._settings.progress_deadline_s, at_s - self._progress_s
        told = say("delivery.late", waited=f"{waited_s:g}", limit=f"{limit_s:g}")
        verdict = Verdict("progress_deadline", False, (("waited_s", waited_s),), limit_s, told)
        return Happening(at_s, "progress_deadline", self.weight_pct, verdict)

    def _arrived(self, at_s: float) -> list[Happening]:
        """All instances are those wanted: the end, after a while of watching where that is wanted too."""
        if self._goes_back:
            self.phase = "rolled_back"
            return [Happening(at_s, "rolled_back", 0.0)]
        if self._wakes_s is None:
            self._wakes_s = at_s + (self._settings.watch_on_s if self._settings.has_alarms else 0.0)
        if at_s < self._wakes_s:
            return []
        self._watch.end()
        self.phase, self._wakes_s = "promoted", None
        return [Happening(at_s, "promote", self.weight_pct)]


def _serving(pods: Pods) -> Verdict:
    """The arithmetic from instances to weight."""
    told = say("delivery.serving", canary=pods.canary, stable=pods.stable, weight=f"{pods.weight_pct:.4g}")
    return Verdict("serving", True, (("new", pods.canary), ("old", pods.stable)), None, told)
