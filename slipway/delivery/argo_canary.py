"""Argo's canary controller: steps, analyses beside and between them, and what people tell it to do."""

from slipway.delivery.argo_events import decided, of_analysis, pods_verdict, taker
from slipway.delivery.argo_fleet import Aim, RoutedFleet, WeighedFleet, canary_fleet
from slipway.delivery.argo_revisions import Revisions
from slipway.delivery.argo_run import AnalysisRun
from slipway.delivery.argo_settings import (
    AnalysisStep,
    Canary,
    ExperimentStep,
    Pause,
    Rollout,
    RouteStep,
    SetCanaryScale,
    SetWeight,
    Step,
)
from slipway.delivery.controller import Happening, Layout, Measure, Phase
from slipway.delivery.pods import Pods, bounds
from slipway.verdict import Verdict
from slipway.words import say


class CanaryRelease:
    """A canary release under way; `stable` is None for a first deploy, which has neither steps nor analysis.

    Pods take `pod_start_s` to be ready, and those of the new version never are where not `new_starts`. `next_at_s` is
    None at a pause without an end too, until a person acts.
    Commands take effect at once; what follows from them comes with the next call of `step`.
    """

    def __init__(
        self,
        rollout: Rollout,
        strategy: Canary,
        *,
        revision: str = "new",
        stable: str | None = "old",
        pod_start_s: float = 0.0,
        new_starts: bool = True,
    ) -> None:
        self.phase: Phase = "waiting"
        self.revision = revision
        self.stable = stable
        self.step_index = 0
        self._rollout = rollout
        self._strategy = strategy
        self._pod_start_s = pod_start_s
        self._new_starts = new_starts
        self._fleet = self._new_fleet()
        self._told: list[Happening] = []
        self._wake_s: float | None = 0.0
        self._since_s = 0.0
        self._progress_s = 0.0
        self._scale_down_s: float | None = None
        self._revisions = Revisions(stable, revision)
        self._going_back = self._within_window = False
        self._under_way = False
        self._resumed = False
        self._late = False
        self._held: set[str] = set()
        self._runs: dict[str, AnalysisRun] = {}

    @property
    def weight_pct(self) -> float:
        """The canary's share of traffic now."""
        return self._fleet.weight_pct

    @property
    def pods(self) -> Pods:
        """The pods that there are, ready or not."""
        return self._fleet.pods

    @property
    def layout(self) -> Layout:
        """The pods that serve; those of an old release count as the stable version's."""
        return self._fleet.serving.layout

    @property
    def next_at_s(self) -> float | None:
        """When it wants to be asked again; what was due while it waited for a person is due when they came."""
        times = [self._wake_s, self._fleet.next_at_s, self._scale_down_s]
        if self._under_way:
            times += [self._step_ends_s, self._deadline_s, *(run.next_at_s for run in self._runs.values())]
        due_s = min((time for time in times if time is not None), default=None)
        return due_s if due_s is None or self._wake_s is None else max(due_s, self._wake_s)

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Decide what is due at this time."""
        if self.next_at_s is not None and at_s >= self.next_at_s:
            self._wake_s = None
            if self.phase == "waiting":
                self._begin(at_s)
            self._scale_down(at_s)
            self._settle(at_s)
            self._watch_deadline(at_s)
            while self._moves(at_s, measure):
                self._settle(at_s)
        return self._drained()

    @property
    def waits(self) -> bool:
        """Whether it waits for a person."""
        return self.phase == "paused" and self._step_ends_s is None

    def resume(self, at_s: float) -> tuple[Happening, ...]:
        """End every pause there is; where an analysis was inconclusive a fresh run is made of it."""
        if self.phase != "paused":
            return ()
        for name in sorted(self._held):
            self._runs[name] = AnalysisRun(self._runs[name].metrics, at_s)
        self._resumed = True
        self._held.clear()
        self.phase = "progressing"
        self._wake_s = at_s
        return self._tell_now(at_s, "resume", decided("resume", say("argo.resumed", step=self.step_index)))

    def abort(self, at_s: float) -> tuple[Happening, ...]:
        """Stop the release by hand: all weight back to the stable version, while Git still names the new one.

        A first deploy has nothing to go back to, and a way back is not aborted.
        """
        if self._can_abort:
            self._abort(at_s, say("argo.by_hand"))
        return self._drained()

    def retry(self, at_s: float) -> tuple[Happening, ...]:
        """Leave the aborted state, which means to try the same new version again from the first step."""
        if self.phase != "degraded" or self._under_way or self._rollout.missing():
            return ()
        self._restart(at_s)
        return self._tell_now(at_s, "retry", decided("retry", say("argo.retried", revision=self.revision)))

    def promote_full(self, at_s: float) -> tuple[Happening, ...]:
        """Skip all steps, pauses and analyses that are left."""
        if self.phase in ("promoted", "rolled_back") or self._rollout.missing():
            return ()
        self._stop_runs(at_s)
        self._restart(at_s, step_index=len(self._strategy.steps), going_back=self._going_back)
        return self._tell_now(at_s, "promote_full", decided("promote_full", say("argo.promoted_full")))

    def deploy(self, at_s: float, revision: str) -> tuple[Happening, ...]:
        """Another revision is wanted: the steps begin anew against the same stable version.

        Going back to the stable version skips everything, and so does going back to one that is older where the
        rollback window allows it, whether its pods are still up or not.
        """
        if revision == self.revision or self._rollout.missing():
            return ()
        self._revisions.want(revision)
        between = self._revisions.between(revision, self.stable)
        fast = between is not None and between < self._rollout.rollback_window
        self._stop_runs(at_s)
        if self.phase == "promoted":
            self._scale_down_s = None
            self.revision = revision
            self._fleet = self._new_fleet()
        self._fleet.supersede()
        self.revision = revision
        back = revision == self.stable
        skips = back or fast or self.stable is None
        self._restart(at_s, step_index=len(self._strategy.steps) if skips else 0, going_back=back, fast=fast)
        key = "argo.deploy_stable" if back else "argo.deploy_window" if fast else "argo.deploy_new"
        named = {"revision": revision, "stable": self.stable or "–"}
        told = say(key, **named, between=between, window=self._rollout.rollback_window) if fast else say(key, **named)
        return self._tell_now(at_s, "deploy", decided("deploy", told))

    @property
    def _can_abort(self) -> bool:
        return self._under_way and self.stable is not None and not self._going_back and not self._within_window

    def _new_fleet(self) -> WeighedFleet | RoutedFleet:
        strategy, replicas = self._strategy, self._rollout.replicas
        limits = bounds(replicas, strategy.max_surge, strategy.max_unavailable)
        if self.stable is None:
            nothing, settle_s = Pods(0, 0), self._rollout.min_ready_s
            return WeighedFleet(limits, nothing, self._pod_start_s, nothing, settle_s, self._new_starts)
        settle_s, pods = self._rollout.min_ready_s, Pods(0, replicas)
        return canary_fleet(
            strategy, limits, pods, self._pod_start_s, min_ready_s=settle_s, new_starts=self._new_starts
        )

    def _begin(self, at_s: float) -> None:
        if missing := self._rollout.missing():
            self.phase = "degraded"
            arithmetic = say("argo.invalid_spec", names=", ".join(missing))
            self._tell(at_s, "invalid_spec", decided("invalid_spec", arithmetic, passed=False))
            return
        first = self.stable is None
        if first:
            self._tell(at_s, "first_deploy", decided("first_deploy", say("argo.first_deploy")))
        self._restart(at_s, step_index=len(self._strategy.steps) if first else 0)
        self._wake_s = None

    def _restart(self, at_s: float, *, step_index: int = 0, going_back: bool = False, fast: bool = False) -> None:
        """Under way from this step on, with no pause and no analysis left from before."""
        self._runs.clear()
        self._held.clear()
        self._under_way, self._going_back, self._within_window, self._late = True, going_back, fast, False
        self._scale_down_s = None
        self._wake_s = at_s
        self.step_index = step_index
        self._enter(at_s)

    @property
    def _current(self) -> Step | None:
        steps = self._strategy.steps
        return steps[self.step_index] if self.step_index < len(steps) else None

    def _aim(self) -> Aim:
        """The last weight and scale set by now; all where the steps are done."""
        if self._current is None:
            return Aim(0 if self._going_back else 100)
        done = self._strategy.steps[: self.step_index + 1]
        weights = [step.weight_pct for step in done if isinstance(step, SetWeight)]
        scales = [step for step in done if isinstance(step, SetCanaryScale)]
        return Aim(weights[-1] if weights else 0, scales[-1] if scales else None)

    def _enter(self, at_s: float) -> None:
        """Begin what stands at the step index."""
        self.phase = "progressing"
        self._since_s = self._progress_s = at_s
        self._resumed = False
        self._runs.pop("step", None)
        self._fleet.aim(self._aim())
        self._start_background(at_s)
        match self._current:
            case SetWeight(weight_pct=weight_pct):
                self._tell_step(at_s, "set_weight", say("argo.set_weight", weight=weight_pct))
            case SetCanaryScale():
                key = "argo.set_scale" if self._strategy.router else "argo.set_scale_ignored"
                self._tell_step(at_s, "set_canary_scale", say(key))
            case Pause(duration_s=duration_s):
                self.phase = "paused"
                self._tell_step(at_s, "pause", _pause_told(at_s, duration_s))
            case AnalysisStep(templates=refs):
                self._runs["step"] = AnalysisRun(self._rollout.metrics(refs), at_s)
                names = ", ".join(ref.name for ref in refs)
                self._tell_step(at_s, "analysis_started", say("argo.analysis_started", names=names))
            case ExperimentStep(templates=refs):
                self._runs["step"] = AnalysisRun(self._rollout.metrics(refs), at_s)
                self._tell_step(at_s, "experiment", say("argo.experiment"))
            case RouteStep(name=name):
                self._tell_step(at_s, "route", say("argo.route", name=name))

    def _start_background(self, at_s: float) -> None:
        background = self._strategy.background
        going_back = self._going_back or self._within_window
        skipped = self.stable is None or going_back or (self._current is None and self._strategy.steps)
        if not background or skipped or "background" in self._runs or self.step_index < background.starting_step:
            return
        self._runs["background"] = AnalysisRun(self._rollout.metrics(background.templates), at_s)
        names = ", ".join(ref.name for ref in background.templates)
        self._tell_step(at_s, "analysis_started", say("argo.background_started", names=names))

    @property
    def _step_ends_s(self) -> float | None:
        """When the step is over by the clock alone."""
        step = self._current
        timed = isinstance(step, Pause | ExperimentStep) and step.duration_s is not None and not self._held
        return self._since_s + step.duration_s if timed else None  # type: ignore[union-attr,operator]

    @property
    def _deadline_s(self) -> float | None:
        """When pods that are still starting are late."""
        if self._late or not self._fleet.starting:
            return None
        return self._progress_s + self._rollout.progress_deadline_s

    def _moves(self, at_s: float, measure: Measure) -> bool:
        """Measure what is due and go on by one step if this one is complete."""
        if not self._under_way:
            return False
        self._analyse(at_s, measure)
        if not self._under_way or self._held or not self._complete(at_s):
            return False
        if self._current is None:
            self._finish(at_s)
            return False
        if isinstance(self._current, Pause):
            self._tell_step(at_s, "pause_over", say("argo.pause_over", step=self.step_index))
        self.step_index += 1
        self._enter(at_s)
        return True

    def _complete(self, at_s: float) -> bool:
        ends_s = self._step_ends_s
        match self._current:
            case None | SetWeight() | SetCanaryScale():
                return self._fleet.arrived
            case Pause():
                return self._resumed or (ends_s is not None and at_s >= ends_s)
            case AnalysisStep():
                return self._runs["step"].completed
            case ExperimentStep():
                return self._runs["step"].completed if ends_s is None else self._experiment_over(at_s, ends_s)
            case RouteStep():
                return True

    def _experiment_over(self, at_s: float, ends_s: float) -> bool:
        if at_s < ends_s:
            return False
        self._told += [of_analysis(judged, self.weight_pct) for judged in self._runs["step"].stop(at_s)]
        return True

    def _analyse(self, at_s: float, measure: Measure) -> None:
        """Step every run; a bad one aborts, an inconclusive one pauses until a person decides."""
        for name, run in tuple(self._runs.items()):
            for judged in run.step(at_s, taker(measure)):
                self._told.append(of_analysis(judged, self.weight_pct))
                if judged.of != "run":
                    continue
                if judged.phase in ("Failed", "Error"):
                    self._abort(at_s, judged.verdict.arithmetic)
                    return
                if judged.phase == "Inconclusive":
                    self._held.add(name)
                    self.phase = "paused"
                    arithmetic = say("argo.held", because=judged.verdict.arithmetic)
                    self._tell(at_s, "pause", decided("inconclusive", arithmetic, passed=False))

    def _abort(self, at_s: float, because: str) -> None:
        self._stop_runs(at_s)
        self._under_way = self._late = False
        self._held.clear()
        self.step_index = 0
        self.phase = "degraded"
        self._fleet.flee()
        self._wake_s = at_s
        if self._strategy.router and self._strategy.abort_scale_down_delay_s > 0 and self._fleet.arrived:
            self._scale_down_s = at_s + self._strategy.abort_scale_down_delay_s
        arithmetic = say("argo.aborted", because=because, revision=self.revision, stable=self.stable or "–")
        self._tell(at_s, "abort", decided("abort", arithmetic, passed=False))

    def _finish(self, at_s: float) -> None:
        self._stop_runs(at_s)
        self._under_way = False
        if self._going_back:
            self.phase = "rolled_back"
            self._tell(at_s, "rollback", decided("rollback", say("argo.rolled_back", stable=self.revision)))
            return
        self.phase = "promoted"
        before, self.stable = self.stable, self.revision
        if self._strategy.router and before:
            self._scale_down_s = at_s + self._strategy.scale_down_delay_s
        self._tell(at_s, "promote", decided("promote", say("argo.promoted", revision=self.revision)))

    def _stop_runs(self, at_s: float) -> None:
        for run in self._runs.values():
            self._told += [of_analysis(judged, self.weight_pct) for judged in run.stop(at_s)]
        self._runs.clear()

    def _scale_down(self, at_s: float) -> None:
        if self._scale_down_s is None or at_s < self._scale_down_s:
            return
        self._scale_down_s = None
        pods = self._fleet.pods
        gone = pods.stable if self.phase == "promoted" else pods.canary
        self._fleet.keep(Pods(pods.canary, 0) if self.phase == "promoted" else Pods(0, pods.stable))
        if gone:
            self._tell(at_s, "scale_down", decided("scale_down", say("argo.scaled_down", pods=gone), pods=gone))

    def _settle(self, at_s: float) -> None:
        for pods in self._fleet.settle(at_s):
            self._progress_s = at_s
            if self._late:
                self._late, self.phase = False, "progressing"
            self._tell(at_s, "scale", pods_verdict(pods, self.weight_pct))

    def _watch_deadline(self, at_s: float) -> None:
        if not self._under_way or self._deadline_s is None or at_s < self._deadline_s:
            return
        self._late = True
        self.phase = "degraded"
        limit_s = self._rollout.progress_deadline_s
        arithmetic = say("argo.late", waited=f"{at_s - self._progress_s:g}", limit=f"{limit_s:g}")
        self._tell(at_s, "progress_deadline", decided("progress_deadline", arithmetic, passed=False, threshold=limit_s))
        if self._rollout.progress_deadline_abort and self._can_abort:
            self._abort(at_s, arithmetic)

    def _tell(self, at_s: float, kind: str, verdict: Verdict) -> None:
        self._told.append(Happening(at_s, kind, self.weight_pct, verdict))

    def _tell_step(self, at_s: float, kind: str, arithmetic: str) -> None:
        self._tell(at_s, kind, decided("step", arithmetic, step=self.step_index))

    def _tell_now(self, at_s: float, kind: str, verdict: Verdict) -> tuple[Happening, ...]:
        """Tell of a command before what it set off."""
        self._told.insert(0, Happening(at_s, kind, self.weight_pct, verdict))
        return self._drained()

    def _drained(self) -> tuple[Happening, ...]:
        told, self._told = tuple(self._told), []
        return told


def _pause_told(at_s: float, duration_s: float | None) -> str:
    if duration_s is None:
        return say("argo.pause")
    return say("argo.pause_for", duration=f"{duration_s:g}", end=f"{at_s + duration_s:g}")
