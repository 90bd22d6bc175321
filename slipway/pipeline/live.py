"""Production: what a revision does to customers, who notices, and the way back."""

from functools import partial

from slipway.pipeline.changes import Defect, Find
from slipway.pipeline.checks import Cause
from slipway.pipeline.flow import Box, Execution, Flow
from slipway.pipeline.mending import Mending
from slipway.pipeline.rollback import Rollback
from slipway.pipeline.sim import Sim
from slipway.pipeline.stages import Monitor
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
        self._hurting: dict[str, tuple[Defect, str, int]] = {}
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
        self._settle(execution)

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
        present = {defect.id: (defect, change) for defect, change in self.sim.trunk.defects(execution.revision)}
        for defect_id in [d for d in self._hurting if d not in present]:
            self._end_harm(defect_id)
        new = [d for d in present if d not in self._hurting]
        for defect_id in new:
            self._begin_harm(*present[defect_id])
        if new and self.sim.rules.watches(self.box.stage):
            self._watch(execution)

    def _begin_harm(self, defect: Defect, change: str) -> None:
        self._hurting[defect.id] = (defect, change, self.sim.now)
        verdict = self._escape(defect, change)
        self._emit("customers_harmed", change=change, subject=defect.id, verdict=verdict)
        self.sim.later(self.sim.now + defect.reported_after, partial(self._reported, defect, change))

    def _end_harm(self, defect_id: str) -> None:
        defect, change, since = self._hurting.pop(defect_id)
        minutes = self.sim.now - since
        requests = self.sim.world.pipeline.requests_per_minute
        failed = round(minutes * requests * defect.error_rate_pct / 100)
        arithmetic = say(
            "rules.harm", minutes=minutes, requests=requests, rate=f"{defect.error_rate_pct:g}", failed=failed
        )
        verdict = Verdict("harm", False, (("minutes", minutes), ("failed_requests", failed)), None, arithmetic)
        self._emit("harm_ended", change=change, subject=defect_id, verdict=verdict)

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
        if box is not self.box or not self.sim.rules.watches(stage):
            return False
        per_minute = self.sim.world.pipeline.requests_per_minute
        minutes = max(stage.bake, -(-stage.min_requests // per_minute))
        self.sim.later(self.sim.now + minutes, partial(self._baked, execution, minutes, minutes * per_minute))
        return True

    def _baked(self, execution: Execution, minutes: int, requests: int) -> None:
        if self.box.lock is not execution:
            return
        stage = self.box.stage
        arithmetic = say(
            "rules.bake", minutes=minutes, bake=stage.bake, requests=f"{requests:,}", least=f"{stage.min_requests:,}"
        )
        verdict = Verdict("bake", True, (("minutes", minutes), ("requests", requests)), stage.bake, arithmetic)
        self.flow.emit("bake_passed", self.box, execution, verdict=verdict)
        self.flow.leave(self.box, execution)

    def _watch(self, execution: Execution) -> None:
        alarms = [m for m in self.box.stage.monitors if self._measured(m) > m.threshold_pct]
        if alarms:
            first = min(alarms, key=lambda m: m.for_min)
            self.sim.later(self.sim.now + first.for_min, partial(self._alarm, first, execution))

    def _measured(self, monitor: Monitor) -> float:
        defects = [defect for defect, _, _ in self._hurting.values()]
        if monitor.metric == "error_rate_pct":
            return self.sim.world.pipeline.base_error_rate_pct + sum(d.error_rate_pct for d in defects)
        return sum(d.traffic_drop_pct for d in defects)

    def _alarm(self, monitor: Monitor, execution: Execution) -> None:
        measured = self._measured(monitor)
        if measured <= monitor.threshold_pct or self.box.deployed is not execution:
            return
        verdict = alarm_verdict(monitor, measured)
        worst = max(self._hurting.values(), key=lambda h: h[0].error_rate_pct + h[0].traffic_drop_pct)
        defect, change, _ = worst
        self.flow.emit("alarm_raised", self.box, execution, subject=monitor.id, verdict=verdict)
        self.sim.tell(self.sim.world.on_call, "alarm", stage=self.box.stage.id)
        self._answer_alarm(execution, verdict, Cause("alarm", defect.id, change))

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
