"""Revisions on their way: boundaries where they wait, stage locks, entry, success and failure.

The rules are those of stage-locked pipelines: one execution per stage; at a boundary either
only the newest waits (superseded) or all wait in order (queued); an execution inside a stage
is never replaced; the lock is given back on success, failure and stop.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from slipway.pipeline.checks import Cause, run_check
from slipway.pipeline.events import Event
from slipway.pipeline.sim import Sim
from slipway.pipeline.stages import Action, Stage
from slipway.pipeline.trunk import Revision
from slipway.pipeline.workflow import Workflow
from slipway.verdict import Verdict


@dataclass(eq=False, slots=True)
class Execution:
    """One revision's run through the pipeline, or a rollback of one stage."""

    number: int
    revision: Revision
    changes: tuple[str, ...]
    rollback: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed stage: which execution, why, and on what verdict."""

    execution: Execution
    stage: str
    cause: Cause
    verdict: Verdict
    action: str | None = None


@dataclass(slots=True)
class Box:
    """What a stage holds: the lock, who waits in front of it, what is deployed and what was good."""

    stage: Stage
    lock: Execution | None = None
    inbound: deque[Execution] = field(default_factory=deque)
    disabled: str = ""
    failure: Failure | None = None
    blocked: bool = False
    deployed: Execution | None = None
    landed: Execution | None = None
    good: list[Execution] = field(default_factory=list)
    asking: Workflow | None = None
    pending: Workflow | None = None
    baking: bool = False


class Flow:
    """All stages behind the source, and the way from one to the next."""

    def __init__(self, sim: Sim) -> None:
        self.sim = sim
        before = Execution(0, Revision(0), ())
        self.boxes = {stage.id: Box(stage, deployed=before, good=[before]) for stage in sim.world.pipeline.stages[1:]}
        self.order = list(self.boxes)
        self.executions = 0
        self.on_arrival: Callable[[Box, Execution], None] = lambda box, execution: None
        self.on_landing: Callable[[Box, Execution], None] = lambda box, execution: None
        self.on_success: Callable[[Box, Execution], bool] = lambda box, execution: False
        self.on_failure: Callable[[Box, Failure], None] = lambda box, failure: None
        sim.on("change_pushed", self._start)

    def new_execution(self, revision: Revision, *, rollback: bool = False) -> Execution:
        """The next execution number, with the changes customers do not have yet."""
        self.executions += 1
        return Execution(self.executions, revision, self.sim.trunk.fresh(revision), rollback)

    def _start(self, event: Event) -> None:
        assert event.change is not None
        revision = (
            self.sim.trunk.head if event.execution == self.sim.trunk.head.number else _revision_at(self.sim, event)
        )
        execution = self.new_execution(revision)
        self.sim.emit("execution_started", execution=execution.number, changes=execution.changes, change=event.change)
        self.arrive(self.order[0], execution)

    def emit(self, kind: str, box: Box, execution: Execution, **fields: object) -> Event:
        """Record something about an execution in a stage."""
        stage, number, changes = box.stage.id, execution.number, execution.changes
        return self.sim.emit(kind, stage=stage, execution=number, changes=changes, **fields)  # type: ignore[arg-type]

    # at the boundary

    def arrive(self, stage: str, execution: Execution) -> None:
        """The execution reaches the boundary in front of the stage."""
        box = self.boxes[stage]
        if self.sim.rules.mode == "superseded" and box.inbound:
            self._supersede(box, box.inbound.popleft(), execution)
        box.inbound.append(execution)
        self.on_arrival(box, execution)
        if execution in box.inbound and (reason := self._held_by(box)):
            self.emit("execution_waited", box, execution, subject=reason)
        self.advance(box)

    def _supersede(self, box: Box, older: Execution, newer: Execution) -> None:
        if box.asking:
            box.asking.void()
            box.asking = None
        self.emit("execution_superseded", box, older, subject=str(newer.number))

    def _held_by(self, box: Box) -> str | None:
        if box.blocked:
            return "blocked"
        if box.disabled:
            return "disabled"
        return "locked" if box.lock else None

    def advance(self, box: Box) -> None:
        """Let the first waiting execution in, if nothing holds the stage and its entry gates agree."""
        if self._held_by(box) or not box.inbound or box.asking:
            return
        execution = box.inbound[0]
        gates = self.sim.rules.gates(box.stage, "before_entry")
        if not gates:
            self._enter(box)
            return
        box.asking = Workflow(self.sim, box.stage, gates, execution)
        box.asking.run(passed=partial(self._agreed, box), failed=partial(self._refused, box, execution))

    def _agreed(self, box: Box) -> None:
        box.asking = None
        if reason := self._held_by(box):
            self.emit("execution_waited", box, box.inbound[0], subject=reason)
            return
        self._enter(box)

    def _refused(self, box: Box, execution: Execution, verdict: Verdict, cause: Cause) -> None:
        box.asking = None
        box.inbound.remove(execution)
        self.fail(box, execution, verdict, cause)

    # inside the stage

    def _enter(self, box: Box) -> None:
        execution = box.inbound.popleft()
        box.lock = execution
        box.failure = None
        self.emit("stage_entered", box, execution)
        self._run_from(box, execution, 0)

    def _run_from(self, box: Box, execution: Execution, position: int) -> None:
        if execution.cancelled:
            self._cancel(box, execution)
            return
        groups = action_groups(box.stage)
        if position == len(groups):
            self._actions_done(box, execution)
            return
        wanted = [a for a in groups[position] if a.id not in self.sim.rules.skipped]
        for action in groups[position]:
            if action not in wanted:
                self.emit("action_skipped", box, execution, action=action.id)
        self._run_group(box, execution, position, wanted)

    def _run_group(self, box: Box, execution: Execution, position: int, actions: list[Action]) -> None:
        left = len(actions)
        failures: list[tuple[Action, Verdict, Cause]] = []

        def finished(action: Action, verdict: Verdict, cause: Cause | None) -> None:
            nonlocal left
            left -= 1
            if cause:
                failures.append((action, verdict, cause))
            if left:
                return
            if failures:
                self._actions_failed(box, execution, *failures[0])
            else:
                self._group_passed(box, execution, position)

        if not actions:
            self._group_passed(box, execution, position)
        for action in actions:
            self._run_action(box, execution, action, finished, action.retries)

    def _run_action(
        self,
        box: Box,
        execution: Execution,
        action: Action,
        finished: Callable[[Action, Verdict, Cause | None], None],
        retries: int,
    ) -> None:
        opens = self.sim.world.workday.opens(self.sim.now) if action.by else self.sim.now
        if opens > self.sim.now:
            self.sim.later(opens, partial(self._run_action, box, execution, action, finished, retries))
            return
        self.emit("action_started", box, execution, action=action.id, actor=action.by)
        self._leave_data(box, execution, action)
        ends = self.sim.work(action.takes) if action.by else self.sim.now + action.takes
        self.sim.later(ends, partial(self._judge, box, execution, action, finished, retries))

    def _judge(
        self,
        box: Box,
        execution: Execution,
        action: Action,
        finished: Callable[[Action, Verdict, Cause | None], None],
        retries: int,
    ) -> None:
        verdict, cause = run_check(self.sim, action, box.stage.id, execution.revision)
        if cause and retries:
            self.emit("action_retried", box, execution, action=action.id, verdict=verdict)
            self._run_action(box, execution, action, finished, retries - 1)
            return
        kind = "action_failed" if cause else "action_passed"
        self.emit(kind, box, execution, action=action.id, actor=action.by, verdict=verdict)
        finished(action, verdict, cause)

    def _leave_data(self, box: Box, execution: Execution, action: Action) -> None:
        store = self.sim.rules.store(action)
        if store is None or not action.writes:
            return
        stray = store.id != box.stage.store or store.data == "customers"
        leaks = stray or (action.leaks > 0 and self.sim.draw(f"leak/{action.id}") < action.leaks)
        if leaks and store.id not in self.sim.rules.contaminated:
            self.sim.rules.contaminated[store.id] = action.id
            self.emit("data_violated", box, execution, action=action.id, subject=store.id)

    def _group_passed(self, box: Box, execution: Execution, position: int) -> None:
        groups = action_groups(box.stage)
        if any(a.kind == "deploy" for a in groups[position]):
            self._land(box, execution)
        self._run_from(box, execution, position + 1)

    def _land(self, box: Box, execution: Execution) -> None:
        """The promotion into the stage succeeded: this revision is the one that stands here now."""
        if box.pending:
            box.pending.void()
            box.pending = None
        box.deployed = execution
        box.landed = execution
        self.emit("promotion_succeeded", box, execution)
        self.on_landing(box, execution)

    def _actions_done(self, box: Box, execution: Execution) -> None:
        if box.landed is not execution:
            self._land(box, execution)
        gates = self.sim.rules.gates(box.stage, "after_deploy")
        if not gates:
            self._succeed(box, execution)
            return
        self.emit("workflow_started", box, execution)
        box.pending = workflow = Workflow(self.sim, box.stage, gates, execution)
        workflow.run(
            passed=partial(self._workflow_passed, box, execution),
            failed=partial(self._workflow_failed, box, execution),
        )
        if box.pending is workflow and not workflow.holds_stage:
            box.lock = None
            self.advance(box)

    def _workflow_passed(self, box: Box, execution: Execution) -> None:
        box.pending = None
        self.emit("workflow_passed", box, execution)
        self._succeed(box, execution)

    def _workflow_failed(self, box: Box, execution: Execution, verdict: Verdict, cause: Cause) -> None:
        box.pending = None
        self.emit("workflow_failed", box, execution, verdict=verdict)
        self.fail(box, execution, verdict, cause)

    def _actions_failed(self, box: Box, execution: Execution, action: Action, verdict: Verdict, cause: Cause) -> None:
        if box.landed is not execution:
            self.emit("promotion_failed", box, execution, action=action.id, verdict=verdict)
        self.fail(box, execution, verdict, cause, action.id)

    # out of the stage

    def _succeed(self, box: Box, execution: Execution) -> None:
        """`on_success` may keep the execution in the stage, as a bake time does; it then calls `leave`."""
        box.baking = self.on_success(box, execution)
        if not box.baking:
            self.leave(box, execution)

    def leave(self, box: Box, execution: Execution) -> None:
        """The stage is done with the execution: lock given back, next boundary."""
        box.baking = False
        box.good.append(execution)
        self.emit("stage_passed", box, execution)
        if box.lock is execution:
            box.lock = None
        after = self.order.index(box.stage.id) + 1
        if after < len(self.order):
            self.arrive(self.order[after], execution)
        self.advance(box)

    def fail(self, box: Box, execution: Execution, verdict: Verdict, cause: Cause, action: str | None = None) -> None:
        """The stage fails for this execution; what follows is for whoever listens to failures."""
        box.baking = False
        box.failure = Failure(execution, box.stage.id, cause, verdict, action)
        if box.lock is execution:
            box.lock = None
        self.emit("stage_failed", box, execution, subject=cause.subject, action=action, verdict=verdict)
        self.on_failure(box, box.failure)
        self.advance(box)

    def retry(self, box: Box) -> bool:
        """Run what failed once more; refused when somebody else has entered since."""
        failure = box.failure
        if failure is None or box.lock is not None:
            return False
        box.lock = failure.execution
        box.failure = None
        self.emit("stage_retried", box, failure.execution, action=failure.action)
        self._run_from(box, failure.execution, self._position(box, failure.action))
        return True

    def _position(self, box: Box, action: str | None) -> int:
        groups = action_groups(box.stage)
        return next((i for i, group in enumerate(groups) if action in [a.id for a in group]), len(groups))

    # transitions and modes

    def disable(self, stage: str, reason: str) -> None:
        """Nothing enters the stage until it is enabled again; what is inside goes on."""
        box = self.boxes[stage]
        box.disabled = reason
        self.sim.emit("transition_disabled", stage=stage, subject=reason)
        for execution in box.inbound:
            self.emit("execution_waited", box, execution, subject="disabled")

    def enable(self, stage: str) -> None:
        """The waiting execution may enter; doing it twice does nothing."""
        box = self.boxes[stage]
        if box.disabled:
            box.disabled = ""
            self.sim.emit("transition_enabled", stage=stage)
            self.advance(box)

    def set_mode(self, mode: str) -> None:
        """Change the execution mode, which cancels what waits, and what is active after its current actions."""
        if mode == self.sim.rules.mode:
            return
        self.sim.rules.mode = mode
        self.sim.emit("mode_changed", subject=mode)
        for box in self.boxes.values():
            self._cancel_waiting(box)
            if box.lock and box.pending:
                box.pending.void()
                box.pending = None
                self._cancel(box, box.lock)
            elif box.lock and not box.baking:
                box.lock.cancelled = True

    def _cancel_waiting(self, box: Box) -> None:
        if box.asking:
            box.asking.void()
            box.asking = None
        while box.inbound:
            self.emit("execution_cancelled", box, box.inbound.popleft())

    def _cancel(self, box: Box, execution: Execution) -> None:
        box.lock = None
        self.emit("execution_cancelled", box, execution)
        self.advance(box)


def action_groups(stage: Stage) -> list[list[Action]]:
    """Actions that run side by side, group after group; no `order` means after the one before."""
    groups: list[list[Action]] = []
    last: int | None = None
    for action in stage.actions:
        if groups and action.order is not None and action.order == last:
            groups[-1].append(action)
        else:
            groups.append([action])
        last = action.order
    return groups


def _revision_at(sim: Sim, event: Event) -> Revision:
    number = event.execution or 0
    return Revision(number, sim.trunk.head.changes[:number])
