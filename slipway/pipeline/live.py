"""Production: what a revision does to customers, who notices, and the way back."""

from functools import partial

from slipway.pipeline.changes import Defect, Find
from slipway.pipeline.checks import Cause
from slipway.pipeline.exposure import Exposure, Harm
from slipway.pipeline.flow import Box, Execution, Flow
from slipway.pipeline.mending import Mending
from slipway.pipeline.rollback import Rollback
from slipway.pipeline.sim import Sim
from slipway.pipeline.stages import Monitor, Portion, Stage
from slipway.verdict import Verdict
from slipway.words import say

PAGED_ANSWER_MIN = 20
"""Minutes until somebody who is paged rolls back by hand; an assumption."""


class Live:
    """The last stage: releases, harm to customers, monitors, bake time, alarms."""

    def __init__(self, sim: Sim, flow: Flow, mending: Mending, rollback: Rollback) -> None:
        self.sim = sim
        self.flow = flow
        self.mending = mending
        self.rollback = rollback
        self.box = flow.boxes[flow.order[-1]]
        self._hurting: dict[str, Harm] = {}
        self._exposure = Exposure(sim)
        self._whole_at_min = 0
        self._rising: set[tuple[int, str]] = set()
        flow.on_landing = self._landed
        flow.on_success = self._bake

    def _landed(self, box: Box, execution: Execution) -> None:
        if box is not self.box:
            return
        before, now = (
            [w.change.id for w in self.sim.trunk.standing(revision)]
            for revision in (self.sim.trunk.live, execution.revision)
        )
        self._tell_release(before, now, execution)
        self.sim.trunk.live = execution.revision
        portions = () if execution.rollback else self.sim.rules.portions(self.box.stage)
        self._whole_at_min = self.sim.now + sum(portion.lasts for portion in portions)
        self._exposure.begin(execution.revision)
        self._expose(execution, portions)

    def _expose(self, execution: Execution, portions: tuple[Portion, ...]) -> None:
        """The new version gets the first of the portions, or everybody where none is left."""
        self._exposure.share = portions[0].share_pct / 100 if portions else 1.0
        if portions:
            first = portions[0]
            share = say("rules.share", share=f"{first.share_pct:g}", minutes=first.lasts)
            self._tell_share(execution, f"{first.share_pct:g} %", share)
            self.sim.later(self.sim.now + first.lasts, partial(self._go_on, execution, portions))
        self._settle(execution)

    def _go_on(self, execution: Execution, portions: tuple[Portion, ...]) -> None:
        """A portion is over: unless the version is gone or has failed, it gets the next."""
        failure = self.box.failure
        if self.box.deployed is not execution or (failure and failure.execution is execution):
            return
        over, *more = portions
        if not more:
            self._tell_share(execution, "100 %", say("rules.share_all", minutes=over.lasts))
        self._expose(execution, tuple(more))
        if self._hurting and self.sim.rules.watches(self.box.stage):
            self._watch(execution)

    def _tell_share(self, execution: Execution, share: str, arithmetic: str) -> None:
        verdict = Verdict("portion", True, (("share", share),), None, arithmetic)
        self.flow.emit("traffic_shifted", self.box, execution, subject=share, verdict=verdict)

    def _tell_release(self, before: list[str], now: list[str], execution: Execution) -> None:
        for change in (c for c in before if c not in now):
            self._emit("change_withdrawn", change=change, execution=execution.number)
        for change in (c for c in now if c not in before):
            self._emit("change_released", change=change, execution=execution.number)
            self.sim.tell(self.sim.trunk.works[change].change.author, "released", change=change)

    def _emit(self, kind: str, **fields: object) -> None:
        self.sim.emit(kind, stage=self.box.stage.id, **fields)  # type: ignore[arg-type]

    def _settle(self, execution: Execution) -> None:
        """Start and end harm so that it fits the defects customers now have."""
        present = self._exposure.defects()
        for defect_id in [d for d in self._hurting if d not in present]:
            self._end_harm(defect_id)
        new = [d for d in present if d not in self._hurting]
        for defect_id, (defect, change, share) in present.items():
            if defect_id in new:
                self._begin_harm(defect, change, share)
            else:
                self._hurting[defect_id].meet(self.sim.now, share)
        if new and self.sim.rules.watches(self.box.stage):
            self._watch(execution)

    def _begin_harm(self, defect: Defect, change: str, share: float) -> None:
        self._hurting[defect.id] = Harm(defect, change, self.sim.now, share, self.sim.now)
        verdict = self._escape(defect, change)
        self._emit("customers_harmed", change=change, subject=defect.id, verdict=verdict)
        self.sim.later(self.sim.now + defect.reported_after, partial(self._reported, defect, change))

    def _end_harm(self, defect_id: str) -> None:
        harm = self._hurting.pop(defect_id)
        harm.meet(self.sim.now, 0.0)
        verdict = harm_verdict(harm, self.sim.world.pipeline.requests_per_minute)
        self._emit("harm_ended", change=harm.change, subject=defect_id, verdict=verdict)

    def end(self, at_min: int) -> None:
        """Harm that nobody ended is counted up to the end of the run's time."""
        if self._hurting:
            self.sim.now = at_min
        for defect_id in list(self._hurting):
            self._end_harm(defect_id)

    def _reported(self, defect: Defect, change: str) -> None:
        if defect.id not in self._hurting:
            return
        self._emit("customers_reported", change=change, subject=defect.id)
        self.sim.tell(self.sim.trunk.works[change].change.author, "customers_complain", change=change)
        self.mending.mend(Cause("defect", defect.id, change))

    # monitors

    def _bake(self, box: Box, execution: Execution) -> bool:
        stage = box.stage
        is_watched = self.sim.rules.watches(stage)
        exposing = max(self._whole_at_min - self.sim.now, 0)
        if box is not self.box or not (is_watched or exposing):
            return False
        per_minute = self.sim.world.pipeline.requests_per_minute
        minutes = max(stage.bake, -(-stage.min_requests // per_minute)) if is_watched else 0
        self.sim.later(
            self.sim.now + exposing + minutes, partial(self._baked, execution, minutes, minutes * per_minute)
        )
        return True

    def _baked(self, execution: Execution, minutes: int, requests: int) -> None:
        if self.box.lock is not execution:
            return
        if self.sim.rules.watches(self.box.stage):
            self.flow.emit("bake_passed", self.box, execution, verdict=bake_verdict(self.box.stage, minutes, requests))
        self.flow.leave(self.box, execution)

    def _watch(self, execution: Execution) -> None:
        alarms = [m for m in self.box.stage.monitors if self._measured(m) > m.threshold_pct]
        first = min(alarms, key=lambda m: m.for_min, default=None)
        if first and (execution.number, first.id) not in self._rising:
            self._rising.add((execution.number, first.id))
            self.sim.later(self.sim.now + first.for_min, partial(self._alarm, first, execution))

    def _measured(self, monitor: Monitor) -> float:
        """Of everybody's traffic, or of the new version's alone."""
        alone = self.sim.rules.aim(self.box.stage, monitor) == "new_version"
        met = self._exposure.of_new() if alone else [(d, share) for d, _, share in self._exposure.defects().values()]
        if monitor.metric == "error_rate_pct":
            base_pct = self.sim.world.pipeline.base_error_rate_pct
            return base_pct + sum(defect.error_rate_pct * share for defect, share in met)
        return sum(defect.traffic_drop_pct * share for defect, share in met)

    def _alarm(self, monitor: Monitor, execution: Execution) -> None:
        self._rising.discard((execution.number, monitor.id))
        measured = self._measured(monitor)
        if measured <= monitor.threshold_pct or self.box.deployed is not execution:
            return
        verdict = alarm_verdict(monitor, measured)
        worst = max(self._hurting.values(), key=lambda harm: harm.defect.error_rate_pct + harm.defect.traffic_drop_pct)
        self.flow.emit("alarm_raised", self.box, execution, subject=monitor.id, verdict=verdict)
        self.sim.tell(self.sim.world.on_call, "alarm", stage=self.box.stage.id)
        self._answer_alarm(execution, verdict, Cause("alarm", worst.defect.id, worst.change))

    def _answer_alarm(self, execution: Execution, verdict: Verdict, cause: Cause) -> None:
        response = self.sim.rules.alarm_response.get(self.box.stage.id, self.box.stage.on_alarm)
        if response == "nothing":
            return
        self.flow.fail(self.box, execution, verdict, cause)
        if response in ("roll_back", "page"):
            wait = PAGED_ANSWER_MIN if response == "page" else 0
            self.sim.later(self.sim.now + wait, partial(self.rollback.start, self.box.stage.id))

    # why nobody found it

    def _escape(self, defect: Defect, change: str) -> Verdict:
        reasons = "; ".join(dict.fromkeys(self._miss(defect, change, find) for find in defect.found_by))
        rates = (("error_rate_pct", defect.error_rate_pct), ("traffic_drop_pct", defect.traffic_drop_pct))
        return Verdict("escape", False, rates, None, reasons or say("rules.escape_unseen"))

    def _miss(self, defect: Defect, change: str, find: Find) -> str:
        check = say(f"check.{find.check}")
        drawn = [m for m in self.sim.misses if m.inputs[:2] == (("defect", defect.id), ("check", find.check))]
        if drawn:
            return say("rules.escape_missed", check=check, arithmetic=drawn[-1].arithmetic)
        if find.once_tested and not self.sim.trunk.has_tests(change, self.sim.trunk.live):
            return say("rules.escape_untested", check=check)
        key = "rules.escape_wrong_data" if self._ran(find, change) else "rules.escape_not_run"
        return say(key, check=check)

    def _ran(self, find: Find, change: str) -> bool:
        ids = {a.id for stage in self.sim.stages.values() for a in stage.actions if a.kind == find.check}
        return any(e.kind == "action_passed" and e.action in ids and change in e.changes for e in self.sim.events)


def harm_verdict(harm: Harm, requests_per_minute: int) -> Verdict:
    """How many requests failed while the defect was met."""
    minutes = harm.at_min - harm.since_min
    failed = round(harm.whole_min * requests_per_minute * harm.defect.error_rate_pct / 100)
    told = {"minutes": minutes, "requests": requests_per_minute, "rate": f"{harm.defect.error_rate_pct:g}"}
    if harm.whole_min == minutes:
        arithmetic = say("rules.harm", failed=failed, **told)
    else:
        arithmetic = say("rules.harm_shared", share=f"{100 * harm.whole_min / minutes:.3g}", failed=failed, **told)
    return Verdict("harm", False, (("minutes", minutes), ("failed_requests", failed)), None, arithmetic)


def bake_verdict(stage: Stage, minutes: int, requests: int) -> Verdict:
    """Watched for long enough, on enough requests, without an alarm."""
    least = f"{stage.min_requests:,}"
    arithmetic = say("rules.bake", minutes=minutes, bake=stage.bake, requests=f"{requests:,}", least=least)
    return Verdict("bake", True, (("minutes", minutes), ("requests", requests)), stage.bake, arithmetic)


def alarm_verdict(monitor: Monitor, measured: float) -> Verdict:
    """The metric stayed above its threshold for as long as the monitor asks."""
    arithmetic = say(
        "rules.alarm",
        metric=say(f"metric.{monitor.metric}"),
        measured=f"{measured:g}",
        threshold=f"{monitor.threshold_pct:g}",
        minutes=monitor.for_min,
    )
    inputs = ((monitor.metric, measured), ("for_min", monitor.for_min))
    return Verdict("monitor", False, inputs, monitor.threshold_pct, arithmetic)
