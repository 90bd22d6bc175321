"""Decisions: noticed the moment their condition is met, answered at once, in force from then on."""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial

from slipway.pipeline import effects as e
from slipway.pipeline.decisions import Decision
from slipway.pipeline.events import Event
from slipway.pipeline.flow import Flow
from slipway.pipeline.mending import Mending
from slipway.pipeline.rollback import Rollback
from slipway.pipeline.sim import Sim
from slipway.pipeline.stages import ApprovalGate


class Decider:
    """Watches every event for decisions that fall due; what was not chosen goes as the story goes."""

    def __init__(self, sim: Sim, choices: Mapping[str, str], flow: Flow, mending: Mending, rollback: Rollback) -> None:
        self.sim = sim
        self.choices = choices
        self.flow = flow
        self.mending = mending
        self.rollback = rollback
        self._seen: dict[str, int] = defaultdict(int)
        self._open: dict[str, list[Decision]] = defaultdict(list)
        for decision in sim.world.decisions:
            self._open[decision.when.kind].append(decision)
        sim.watch = self.look

    def look(self, event: Event) -> None:
        """Take every decision that this event brings up, in the order authored."""
        for decision in [d for d in self._open[event.kind] if d.when.matches(event)]:
            self._seen[decision.id] += 1
            if self._seen[decision.id] == decision.when.count:
                self._open[event.kind].remove(decision)
                self._take(decision, event)

    def _take(self, decision: Decision, event: Event) -> None:
        option = decision.option(self.choices.get(decision.id, decision.story))
        where = {"stage": event.stage, "change": event.change, "actor": decision.by, "subject": decision.id}
        self.sim.emit("decision_reached", **where)
        self.sim.emit("decision_taken", option=option.id, **where)
        for effect in option.effects:
            self._apply(effect)

    def _apply(self, effect: e.Effect) -> None:
        """One line per kind of effect: long, flat, and the only place that knows them all."""
        rules = self.sim.rules
        match effect:
            case e.Skip():
                rules.skipped.add(effect.action)
            case e.RunOn():
                rules.store_of_action[effect.action] = effect.store
            case e.SetThreshold():
                rules.thresholds_pct[effect.gate] = effect.threshold_pct
            case e.TurnGate():
                rules.gates_on[effect.gate] = effect.on
            case e.Answer():
                self._answer(effect)
            case e.TurnMonitors():
                rules.monitors_on[effect.stage] = effect.on
            case e.RespondToAlarms():
                rules.alarm_response[effect.stage] = effect.by
            case e.Expose():
                rules.exposed[effect.stage] = effect.portions
            case e.AimMonitors():
                rules.aimed[effect.stage] = effect.at
            case e.ReviewCarefully():
                rules.careful[effect.change] = effect.careful
            case e.SelfMerge():
                rules.self_merge.add(effect.change)
            case e.WriteTests():
                rules.write_tests.add(effect.change)
            case e.CheckLocally():
                rules.local_checks[effect.change] = effect.checks
            case e.Introduce():
                self.sim.trunk.works[effect.change].defects.append(effect.defect)
            case e.Mend():
                self.mending.answer = effect.by
            case e.RollBack():
                self.sim.later(self.sim.now, partial(self.rollback.start, effect.stage))
            case e.DisableTransition():
                self._disable(effect)
            case e.EnableTransition():
                self.sim.later(self.sim.now, partial(self.flow.enable, effect.stage))
            case e.SetMode():
                self.sim.later(self.sim.now, partial(self.flow.set_mode, effect.mode))

    def _answer(self, effect: e.Answer) -> None:
        gates = (g for stage in self.sim.stages.values() for g in stage.gates)
        usual = next(g.takes for g in gates if g.id == effect.gate and isinstance(g, ApprovalGate))
        self.sim.rules.answers[effect.gate] = (effect.approves, usual if effect.takes is None else effect.takes)

    def _disable(self, effect: e.DisableTransition) -> None:
        self.flow.disable(effect.stage, effect.reason)
        if effect.lasts is not None:
            self.sim.later(self.sim.now + effect.lasts, partial(self.flow.enable, effect.stage))
