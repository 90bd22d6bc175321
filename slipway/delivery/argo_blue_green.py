"""Argo's blue-green controller: a preview, an analysis before and after the switch, and the old pods kept a while."""

from math import inf
from typing import Literal

from slipway.delivery.argo_events import decided, of_analysis, pods_verdict, taker
from slipway.delivery.argo_run import AnalysisRun
from slipway.delivery.argo_settings import BlueGreen, Rollout, TemplateRef
from slipway.delivery.controller import Happening, Layout, Measure, Phase
from slipway.delivery.pods import Pods
from slipway.verdict import Verdict
from slipway.words import say

Stage = Literal["preview", "before", "pause", "full", "after", "done"]
"""What a release passes through in order: preview pods, pre-promotion analysis, a pause, all pods, then the switch and
the post-promotion analysis, during which the stable version is still the old one."""

_NEXT: dict[Stage, Stage] = {"preview": "before", "before": "pause", "pause": "full", "full": "after", "after": "done"}


class BlueGreenRelease:
    """A blue-green release under way; `stable` is None for a first deploy, which goes live without analysis.

    Pods take `pod_start_s` to be ready, which may be for ever. `next_at_s` is None at a pause without an end
    too, until a person acts.
    """

    def __init__(
        self,
        rollout: Rollout,
        strategy: BlueGreen,
        *,
        revision: str = "new",
        stable: str | None = "old",
        pod_start_s: float = 0.0,
    ) -> None:
        self.phase: Phase = "waiting"
        self.revision = revision
        self.stable = stable
        self.weight_pct = 0.0
        self.pods = Pods(0, rollout.replicas if stable else 0)
        self._rollout = rollout
        self._strategy = strategy
        self._pod_start_s = pod_start_s
        self._stage: Stage = "preview"
        self._told: list[Happening] = []
        self._wake_s: float | None = 0.0
        self._ready_s: float | None = None
        self._pause_ends_s: float | None = None
        self._scale_down_s: float | None = None
        self._run: AnalysisRun | None = None
        self._before: str | None = stable
        self._under_way = False
        self._held = False
        self._late_s: float | None = None
        self._skips_analysis = stable is None

    @property
    def layout(self) -> Layout:
        """The pods of both colours."""
        return self.pods.layout

    @property
    def next_at_s(self) -> float | None:
        """When it wants to be asked again."""
        times = [self._wake_s, self._scale_down_s]
        if self._under_way:
            times += [self._ready_s, self._late_s, self._pause_ends_s, self._run.next_at_s if self._run else None]
        return min((time for time in times if time is not None and time < inf), default=None)

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Decide what is due at this time."""
        if self.next_at_s is not None and at_s >= self.next_at_s:
            self._wake_s = None
            if self.phase == "waiting":
                self._begin(at_s)
            self._scale_down(at_s)
            self._watch_deadline(at_s)
            while self._moves(at_s, measure):
                self._enter(at_s, _NEXT[self._stage])
        return self._drained()

    @property
    def waits(self) -> bool:
        """Whether it waits for a person."""
        return self.phase == "paused" and self._pause_ends_s is None

    def resume(self, at_s: float) -> tuple[Happening, ...]:
        """Promote at a pause; where an analysis was inconclusive a fresh run is made of it."""
        if self.phase != "paused":
            return ()
        if self._held and self._run:
            self._run = AnalysisRun(self._run.metrics, at_s)
        self._held = False
        self.phase = "progressing"
        self._wake_s = at_s
        return self._tell_now(at_s, "resume", say("argo.resumed_blue"))

    def abort(self, at_s: float) -> tuple[Happening, ...]:
        """Stop the release by hand: the active service goes back to the stable version, if there is one."""
        if self._under_way and self.stable is not None:
            self._abort(at_s, say("argo.by_hand"))
        return self._drained()

    def retry(self, at_s: float) -> tuple[Happening, ...]:
        """Leave the aborted state, which means to try the same new version again."""
        if self.phase != "degraded" or self._under_way or self._rollout.missing():
            return ()
        self._start(at_s)
        return self._tell_now(at_s, "retry", say("argo.retried_blue", revision=self.revision))

    def promote_full(self, at_s: float) -> tuple[Happening, ...]:
        """Skip the pause and the analyses that are left."""
        if self.phase in ("promoted", "rolled_back") or self._rollout.missing():
            return ()
        self._stop_run(at_s)
        self._start(at_s)
        self._skips_analysis = True
        return self._tell_now(at_s, "promote_full", say("argo.promoted_full"))

    def deploy(self, at_s: float, revision: str) -> tuple[Happening, ...]:
        """Another revision is wanted; one whose pods are still up goes live at once and without analysis."""
        if revision == self.revision or self._rollout.missing():
            return ()
        self._stop_run(at_s)
        up = revision == self.stable or (revision == self._before and self._scale_down_s is not None)
        if up:
            self._switch_back(at_s, revision)
            return self._drained()
        self.revision, self.weight_pct = revision, 0.0
        self.pods = Pods(0, self._rollout.replicas if self.stable else 0)
        self._start(at_s)
        return self._tell_now(at_s, "deploy", say("argo.deploy_blue", revision=revision))

    def _begin(self, at_s: float) -> None:
        if missing := self._rollout.missing():
            self.phase = "degraded"
            arithmetic = say("argo.invalid_spec", names=", ".join(missing))
            self._tell(at_s, "invalid_spec", decided("invalid_spec", arithmetic, passed=False))
            return
        if self.stable is None:
            self._tell(at_s, "first_deploy", decided("first_deploy", say("argo.first_deploy")))
        self._start(at_s)
        self._wake_s = None

    def _start(self, at_s: float) -> None:
        self._under_way = True
        self._held = False
        self._skips_analysis = self.stable is None
        self._scale_down_s = None
        self._wake_s = at_s
        self._enter(at_s, "preview")

    def _enter(self, at_s: float, stage: Stage) -> None:
        self.phase = "progressing"
        self._stage = stage
        self._run = self._pause_ends_s = None
        match stage:
            case "preview":
                self._scale_up(at_s, self._preview_pods)
            case "before":
                self._analyse(at_s, self._strategy.pre_promotion)
            case "pause":
                self._pause(at_s)
            case "full":
                self._scale_up(at_s, self._rollout.replicas)
            case "after":
                self._switch(at_s)
                self._analyse(at_s, self._strategy.post_promotion)
            case "done":
                self._finish(at_s)

    @property
    def _preview_pods(self) -> int:
        wanted = self._strategy.preview_replicas
        return self._rollout.replicas if wanted is None or self.stable is None else wanted

    def _scale_up(self, at_s: float, canary: int) -> None:
        if canary <= self.pods.canary:
            return
        self.pods = Pods(canary, self.pods.stable)
        self._ready_s = at_s + self._pod_start_s
        deadline_s = self._rollout.progress_deadline_s
        self._late_s = at_s + deadline_s if self._pod_start_s > deadline_s else None
        self._tell(at_s, "scale", pods_verdict(self.pods, self.weight_pct))

    def _analyse(self, at_s: float, refs: tuple[TemplateRef, ...]) -> None:
        if not refs or self._skips_analysis:
            return
        self._run = AnalysisRun(self._rollout.metrics(refs), at_s)
        names = ", ".join(ref.name for ref in refs)
        arithmetic = say("argo.analysis_started", names=names)
        self._tell(at_s, "analysis_started", decided("step", arithmetic, stage=self._stage))

    def _pause(self, at_s: float) -> None:
        strategy = self._strategy
        if self._skips_analysis or (strategy.auto_promotion and strategy.auto_promotion_s <= 0):
            return
        self.phase = "paused"
        arithmetic = say("argo.pause")
        if strategy.auto_promotion:
            self._pause_ends_s = at_s + strategy.auto_promotion_s
            arithmetic = say("argo.pause_for", duration=f"{strategy.auto_promotion_s:g}", end=f"{self._pause_ends_s:g}")
        self._tell(at_s, "pause", decided("step", arithmetic, stage="pause"))

    def _switch(self, at_s: float) -> None:
        self.weight_pct = 100.0
        arithmetic = say("argo.switched", revision=self.revision)
        self._tell(at_s, "switch", decided("switch", arithmetic))

    def _moves(self, at_s: float, measure: Measure) -> bool:
        """Measure what is due, and whether the stage is over."""
        if not self._under_way:
            return False
        self._measure(at_s, measure)
        return self._under_way and not self._held and self._over(at_s)

    def _over(self, at_s: float) -> bool:
        if self._ready_s is not None:
            if at_s < self._ready_s:
                return False
            self._ready_s = None
        if self._stage == "pause" and self.phase == "paused":
            return self._pause_ends_s is not None and at_s >= self._pause_ends_s
        return self._run is None or self._run.completed

    def _measure(self, at_s: float, measure: Measure) -> None:
        for judged in self._run.step(at_s, taker(measure)) if self._run else ():
            self._told.append(of_analysis(judged, self.weight_pct))
            if judged.of != "run":
                continue
            if judged.phase in ("Failed", "Error"):
                self._abort(at_s, judged.verdict.arithmetic)
            elif judged.phase == "Inconclusive":
                self._held = True
                self.phase = "paused"
                arithmetic = say("argo.held", because=judged.verdict.arithmetic)
                self._tell(at_s, "pause", decided("inconclusive", arithmetic, passed=False))

    def _abort(self, at_s: float, because: str) -> None:
        self._stop_run(at_s)
        self._under_way = self._held = False
        self._ready_s = self._late_s = None
        self.phase = "degraded"
        self.weight_pct = 0.0
        if self._strategy.abort_scale_down_delay_s > 0:
            self._scale_down_s = at_s + self._strategy.abort_scale_down_delay_s
        arithmetic = say("argo.aborted", because=because, revision=self.revision, stable=self.stable or "–")
        self._tell(at_s, "abort", decided("abort", arithmetic, passed=False))

    def _finish(self, at_s: float) -> None:
        self._under_way = False
        self.phase = "promoted"
        self._before, self.stable = self.stable, self.revision
        if self._before:
            self._scale_down_s = at_s + self._strategy.scale_down_delay_s
        self._tell(at_s, "promote", decided("promote", say("argo.promoted_blue", revision=self.revision)))

    def _switch_back(self, at_s: float, revision: str) -> None:
        """The pods of this revision are still up: traffic goes to them now."""
        self._under_way = self._held = False
        self._scale_down_s = self._ready_s = self._late_s = None
        self.phase = "rolled_back"
        self.revision = self.stable = revision
        self.weight_pct = 0.0
        self.pods = Pods(0, self._rollout.replicas)
        self._tell(at_s, "rollback", decided("rollback", say("argo.switched_back", revision=revision)))

    def _scale_down(self, at_s: float) -> None:
        if self._scale_down_s is None or at_s < self._scale_down_s:
            return
        self._scale_down_s = None
        pods, live = self.pods, self.phase == "promoted"
        gone = pods.stable if live else pods.canary
        self.pods = Pods(pods.canary, 0) if live else Pods(0, pods.stable)
        self._tell(at_s, "scale_down", decided("scale_down", say("argo.scaled_down", pods=gone), pods=gone))

    def _watch_deadline(self, at_s: float) -> None:
        if not self._under_way or self._late_s is None or at_s < self._late_s:
            return
        self._late_s = None
        self.phase = "degraded"
        limit_s = self._rollout.progress_deadline_s
        arithmetic = say("argo.late", waited=f"{limit_s:g}", limit=f"{limit_s:g}")
        self._tell(at_s, "progress_deadline", decided("progress_deadline", arithmetic, passed=False, threshold=limit_s))
        if self._rollout.progress_deadline_abort and self.stable is not None:
            self._abort(at_s, arithmetic)

    def _stop_run(self, at_s: float) -> None:
        if self._run:
            self._told += [of_analysis(judged, self.weight_pct) for judged in self._run.stop(at_s)]
        self._run = None

    def _tell(self, at_s: float, kind: str, verdict: Verdict) -> None:
        self._told.append(Happening(at_s, kind, self.weight_pct, verdict))

    def _tell_now(self, at_s: float, kind: str, arithmetic: str) -> tuple[Happening, ...]:
        """Tell of a command before what it set off."""
        self._told.insert(0, Happening(at_s, kind, self.weight_pct, decided(kind, arithmetic)))
        return self._drained()

    def _drained(self) -> tuple[Happening, ...]:
        told, self._told = tuple(self._told), []
        return told
