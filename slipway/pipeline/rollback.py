"""Rollback of one stage: the last revision that was good there is deployed again."""

from functools import partial

from slipway.pipeline.flow import Box, Execution, Flow
from slipway.pipeline.sim import Sim
from slipway.verdict import Verdict
from slipway.words import say

LOCK_RETRY_MIN = 5
HAND_DEPLOY_MIN = 10
"""Minutes for a stage whose deploy action does not say how long it takes."""


def target_of(box: Box) -> Execution | None:
    """The newest execution that succeeded in the stage with another revision than stands there now."""
    now = box.deployed.revision if box.deployed else None
    return next((e for e in reversed(box.good) if e.revision != now), None)


class Rollback:
    """A rollback is a new execution of an old revision, in one stage, with that stage's lock."""

    def __init__(self, sim: Sim, flow: Flow) -> None:
        self.sim = sim
        self.flow = flow

    def start(self, stage: str) -> None:
        """Roll the stage back, once its lock is free; refused when nothing was ever good there before."""
        box = self.flow.boxes[stage]
        if box.lock:
            self.sim.later(self.sim.now + LOCK_RETRY_MIN, partial(self.start, stage))
            return
        target = target_of(box)
        good = int(target is not None)
        key = "rules.rollback_possible" if good else "rules.rollback_impossible"
        verdict = Verdict("rollback_target", bool(good), (("good_earlier", good),), 1, say(key, good=good))
        if target is None:
            self.sim.emit("rollback_refused", stage=stage, verdict=verdict)
            return
        execution = self.flow.new_execution(target.revision, rollback=True)
        box.lock = execution
        if box.pending:
            box.pending.void()
            box.pending = None
        self.flow.emit("rollback_started", box, execution, subject=str(target.number), verdict=verdict)
        takes = sum(a.takes for a in box.stage.actions if a.kind == "deploy") or HAND_DEPLOY_MIN
        self.sim.later(self.sim.now + takes, partial(self._finish, box, execution))

    def _finish(self, box: Box, execution: Execution) -> None:
        box.deployed = execution
        box.lock = None
        self.flow.emit("rollback_finished", box, execution)
        self.flow.on_landing(box, execution)
        self.flow.advance(box)
