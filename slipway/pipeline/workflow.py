"""Gates one after another for one execution: rules at once, approvals and windows in their time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from slipway.pipeline.checks import Cause
from slipway.pipeline.clock import MINUTES_PER_DAY, clock_label, duration_label
from slipway.pipeline.gates import judge_coverage, judge_review
from slipway.pipeline.sim import Sim
from slipway.pipeline.stages import ApprovalGate, CoverageGate, Gate, ReviewGate, Stage, WindowGate
from slipway.pipeline.trunk import Revision
from slipway.verdict import Verdict
from slipway.words import say

WEEK_MIN = 7 * MINUTES_PER_DAY


class Subject(Protocol):
    """What a gate is asked about."""

    @property
    def number(self) -> int: ...
    @property
    def revision(self) -> Revision: ...
    @property
    def changes(self) -> tuple[str, ...]: ...


@dataclass(eq=False, slots=True)
class Workflow:
    """Some gates of a stage being asked about one execution; void once something newer counts."""

    sim: Sim
    stage: Stage
    gates: tuple[Gate, ...]
    execution: Subject
    _voided: bool = False
    _over: bool = False
    _passed: Callable[[], None] = lambda: None
    _failed: Callable[[Verdict, Cause], None] = lambda verdict, cause: None

    @property
    def holds_stage(self) -> bool:
        """Whether the stage stays locked while an answer is out."""
        return all(g.holds_stage for g in self.gates if isinstance(g, ApprovalGate))

    def run(self, passed: Callable[[], None], failed: Callable[[Verdict, Cause], None]) -> None:
        """Ask the gates in order; exactly one of the two is called, unless the workflow is voided."""
        self._passed, self._failed = passed, failed
        self._ask(0)

    def void(self) -> None:
        """A newer revision counts now; whatever is still answered is ignored."""
        if not self._over:
            self._voided = True
            self._emit("workflow_voided")

    def _emit(self, kind: str, **fields: object) -> None:
        number, changes = self.execution.number, self.execution.changes
        self.sim.emit(kind, stage=self.stage.id, execution=number, changes=changes, **fields)  # type: ignore[arg-type]

    def _ask(self, position: int) -> None:
        if position == len(self.gates):
            self._over = True
            self._passed()
            return
        match gate := self.gates[position]:
            case ReviewGate():
                self._answer(position, *judge_review(self.sim, gate, self.execution.revision))
            case CoverageGate():
                self._answer(position, *judge_coverage(self.sim, gate, self.execution.revision))
            case ApprovalGate():
                self._ask_person(position, gate)
            case WindowGate():
                self._wait_for(position, gate)

    def _answer(self, position: int, verdict: Verdict, cause: Cause | None, actor: str | None = None) -> None:
        if self._voided:
            return
        gate = self.gates[position]
        if cause is None:
            self._emit("gate_passed", gate=gate.id, actor=actor, verdict=verdict)
            self._ask(position + 1)
            return
        self._over = True
        self._emit("gate_failed", gate=gate.id, actor=actor, change=cause.change, verdict=verdict)
        self._failed(verdict, cause)

    def _ask_person(self, position: int, gate: ApprovalGate) -> None:
        self._emit("gate_waited", gate=gate.id, actor=gate.by)
        if not self.sim.rules.is_on(gate):
            self._ask(position + 1)
            return
        self.sim.tell(gate.by, "approval_wanted", stage=self.stage.id, gate=gate.id)
        approves, takes = self.sim.rules.answer(gate)
        asked, answered = self.sim.now, self.sim.work(takes)
        waited = min(answered - asked, gate.timeout)
        verdict, cause = approval_verdict(gate, approves=approves, needs_min=answered - asked)
        self.sim.later(asked + waited, partial(self._answer, position, verdict, cause, gate.by))

    def _wait_for(self, position: int, gate: WindowGate) -> None:
        opens = self.sim.now + (gate.opens - self.sim.now) % WEEK_MIN
        label = clock_label(opens)
        verdict = Verdict("window", True, (("opens", label),), label, say("rules.window_open", opens=label))
        if opens > self.sim.now:
            self._emit("gate_waited", gate=gate.id)
        self.sim.later(opens, partial(self._answer, position, verdict, None))


def approval_verdict(gate: ApprovalGate, *, approves: bool, needs_min: int) -> tuple[Verdict, Cause | None]:
    """Yes in time passes; no, or no answer within the time-out, does not."""
    late = needs_min > gate.timeout
    limit = duration_label(gate.timeout)
    key = "rules.approval_late" if late else "rules.approval_yes" if approves else "rules.approval_no"
    passed = approves and not late
    verdict = Verdict(
        rule="approval",
        passed=passed,
        inputs=(("answer_after_min", needs_min), ("approves", "yes" if approves else "no")),
        threshold=gate.timeout,
        arithmetic=say(key, after=duration_label(needs_min), limit=limit),
    )
    return verdict, None if passed else Cause("unanswered" if late else "refused", gate.id)
