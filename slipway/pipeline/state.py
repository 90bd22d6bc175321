"""What the pipeline looks like after k events: a fold over them, and nothing else.

The state is a flat mapping such as `{"stage/build": "running", "queue/beta": ["cache"]}`; each
event yields only the entries that it changes, so a whole run travels as a list of small updates.
"""

from collections.abc import Callable, Iterator
from typing import Any

from slipway.pipeline.events import Event
from slipway.pipeline.simulate import Run
from slipway.pipeline.world import World
from slipway.words import say

State = dict[str, Any]
SOURCE_ROWS = ("develop", "local_checks", "review", "push")
_SOURCE_ROW_OF = {"local_fix": "local_checks", "revise": "develop"}
_MARKS = {"started": "running", "passed": "passed", "failed": "failed", "skipped": "skipped", "retried": "running"}


class Fold:
    """Turns events into updates, one after another; remembers only the state so far."""

    def __init__(self, run: Run) -> None:
        self.world: World = run.world
        self.source = run.world.pipeline.stages[0].id
        self.stages = {stage.id: stage for stage in run.world.pipeline.stages}
        self.mends = {change.id for change in run.changes} - {change.id for change in run.world.changes}
        self.state: State = {}
        self._entered: dict[str, set[str]] = {stage: set() for stage in self.stages}
        self._committed: int | None = None
        self._released = False
        self._blocked: dict[str, int] = {}
        self._blocked_min = 0
        self._blocked_since = 0

    def step(self, event: Event) -> State:
        """The entries that this event changes, already taken over into `state`."""
        before = self.state
        update = {key: value for key, value in self._updates(event).items() if before.get(key) != value}
        self.state = {**before, **update}
        return update

    def _updates(self, event: Event) -> State:
        handler = _HANDLERS.get(event.kind)
        changed = handler(self, event) if handler else {}
        return {**changed, **self._meters(event)}

    # people at work

    def work_started(self, event: Event) -> State:
        return {
            **self._source_row(event, "running"),
            **self._under_way(event, present=True),
            "stage/" + self.source: "running",
        }

    def work_finished(self, event: Event) -> State:
        return self._source_row(event, "passed")

    def defect_found(self, event: Event) -> State:
        return self._source_row(event, "failed", "local_checks") if event.stage == self.source else {}

    def review_commented(self, event: Event) -> State:
        return self._source_row(event, "waiting", "review")

    def review_approved(self, event: Event) -> State:
        return self._source_row(event, "passed", "review")

    def push_refused(self, event: Event) -> State:
        return self._source_row(event, "failed", "push")

    def change_pushed(self, event: Event) -> State:
        away = self._under_way(event, present=False)
        left = away[f"in/{self.source}"]
        return {
            **self._source_row(event, "passed", "push"),
            **away,
            f"stage/{self.source}": "running" if left else "passed",
        }

    def _source_row(self, event: Event, mark: str, row: str | None = None) -> State:
        row = row or _SOURCE_ROW_OF.get(event.subject or "", event.subject or "")
        followed = event.change == self.world.follows or event.change in self.mends
        return {f"action/{self.source}-{row}": mark} if followed and row in SOURCE_ROWS else {}

    def _under_way(self, event: Event, *, present: bool) -> State:
        key = f"in/{self.source}"
        others = [c for c in self.state.get(key, []) if c != event.change]
        return {key: [*others, event.change] if present else others}

    # at the boundary

    def execution_waited(self, event: Event) -> State:
        stage = event.stage or ""
        new = [c for c in event.changes if c not in self._entered[stage]]
        return {f"queue/{stage}": new or list(event.changes[-1:])}

    def transition_disabled(self, event: Event) -> State:
        return {f"transition/{event.stage}": event.subject}

    def transition_enabled(self, event: Event) -> State:
        return {f"transition/{event.stage}": ""}

    # in a stage

    def stage_entered(self, event: Event) -> State:
        stage = self.stages[event.stage or ""]
        self._entered[stage.id].update(event.changes)
        rows: State = {f"action/{action.id}": "idle" for action in stage.actions}
        for gate in stage.gates:
            if gate.position == "after_deploy":
                rows |= {f"gate/{gate.id}": "idle", f"gate_note/{gate.id}": ""}
        here = {f"queue/{stage.id}": [], f"in/{stage.id}": list(event.changes)}
        return {**rows, **here, f"stage/{stage.id}": "running", f"stage_note/{stage.id}": "", f"alarm/{stage.id}": ""}

    def action_changed(self, event: Event) -> State:
        return {f"action/{event.action}": _MARKS[event.kind.removeprefix("action_")], f"stage/{event.stage}": "running"}

    def promotion_succeeded(self, event: Event) -> State:
        return {f"live/{event.stage}": list(event.changes)}

    def gate_waited(self, event: Event) -> State:
        stage = self.stages[event.stage or ""]
        before = next(g.position for g in stage.gates if g.id == event.gate) == "before_entry"
        waiting = {f"queue/{stage.id}": list(event.changes)} if before else {f"stage/{stage.id}": "waiting"}
        return {f"gate/{event.gate}": "waiting", **waiting}

    def gate_judged(self, event: Event) -> State:
        passed = event.kind == "gate_passed"
        note = _short_note(event) if event.verdict else ""
        return {f"gate/{event.gate}": "passed" if passed else "failed", f"gate_note/{event.gate}": note}

    def workflow_voided(self, event: Event) -> State:
        gates = self.stages[event.stage or ""].gates
        return {f"gate/{g.id}": "void" for g in gates if self.state.get(f"gate/{g.id}") == "waiting"}

    def stage_passed(self, event: Event) -> State:
        return {f"stage/{event.stage}": "passed", f"in/{event.stage}": [], f"stage_note/{event.stage}": ""}

    def stage_failed(self, event: Event) -> State:
        note = event.verdict.arithmetic if event.verdict else ""
        return {f"stage/{event.stage}": "failed", f"stage_note/{event.stage}": note}

    def stage_blocked(self, event: Event) -> State:
        return {f"stage/{event.stage}": "blocked"}

    def stage_unblocked(self, event: Event) -> State:
        return {f"stage/{event.stage}": "idle", f"stage_note/{event.stage}": "", f"in/{event.stage}": []}

    def stage_retried(self, event: Event) -> State:
        return {
            f"stage/{event.stage}": "running",
            f"in/{event.stage}": list(event.changes),
            f"stage_note/{event.stage}": "",
        }

    # production

    def rollback_started(self, event: Event) -> State:
        return {f"stage/{event.stage}": "running", f"stage_note/{event.stage}": say("state.rolling_back")}

    def rollback_finished(self, event: Event) -> State:
        blocked = event.stage in self._blocked
        note = say("state.rolled_back")
        update = {
            f"live/{event.stage}": list(event.changes),
            f"in/{event.stage}": [],
            f"stage_note/{event.stage}": note,
        }
        return {**update, f"stage/{event.stage}": "blocked" if blocked else "idle", f"alarm/{event.stage}": ""}

    def alarm_raised(self, event: Event) -> State:
        return {f"alarm/{event.stage}": event.verdict.arithmetic if event.verdict else ""}

    def customers_harmed(self, event: Event) -> State:
        title = next(d.title for d in self.world.defects if d.id == event.subject)
        return {"harm": title, f"hurt/{event.subject}": title}

    def harm_ended(self, event: Event) -> State:
        others = [
            t for key, t in self.state.items() if key.startswith("hurt/") and t and key != f"hurt/{event.subject}"
        ]
        return {f"hurt/{event.subject}": "", "harm": others[-1] if others else ""}

    def data_violated(self, event: Event) -> State:
        return {f"store/{event.subject}": say("state.strays"), f"store_of/{event.stage}": event.subject}

    def store_cleaned(self, event: Event) -> State:
        return {f"store/{event.subject}": ""}

    # meters

    def _meters(self, event: Event) -> State:
        follows = self.world.follows
        if event.kind == "change_committed" and event.change == follows and self._committed is None:
            self._committed = event.at_min
        if event.kind == "stage_blocked":
            self._open_block(event)
        elif event.kind in ("stage_unblocked", "stage_retried"):
            self._close_block(event)
        lead = self.state.get("meter/lead_min", -1)
        if self._committed is not None and not self._released:
            lead = event.at_min - self._committed
        if event.change == follows and event.kind in ("change_released", "change_withdrawn"):
            self._released = event.kind == "change_released"
        return {"meter/lead_min": lead, "meter/blocked_min": self._blocked_now(event.at_min)}

    def _open_block(self, event: Event) -> None:
        if not self._blocked:
            self._blocked_since = event.at_min
        self._blocked[event.stage or ""] = event.at_min

    def _close_block(self, event: Event) -> None:
        if self._blocked.pop(event.stage or "", None) is not None and not self._blocked:
            self._blocked_min += event.at_min - self._blocked_since

    def _blocked_now(self, at_min: int) -> int:
        return self._blocked_min + (at_min - self._blocked_since if self._blocked else 0)


def _short_note(event: Event) -> str:
    assert event.verdict is not None
    inputs = dict(event.verdict.inputs)
    if event.verdict.rule == "coverage" and "coverage_pct" in inputs:
        sign = "≥" if event.verdict.passed else "<"
        return f"{inputs['coverage_pct']:g} % {sign} {event.verdict.threshold:g} %"
    return ""


_Handler = Callable[[Fold, Event], State]
_HANDLERS: dict[str, _Handler] = {
    **{kind: getattr(Fold, kind) for kind in vars(Fold) if not kind.startswith("_") and kind != "step"},
    **{f"action_{end}": Fold.action_changed for end in _MARKS},
    "gate_passed": Fold.gate_judged,
    "gate_failed": Fold.gate_judged,
}


def updates(run: Run) -> Iterator[State]:
    """For each event the entries it changes."""
    fold = Fold(run)
    return (fold.step(event) for event in run.events)


def state_at(run: Run, count: int) -> State:
    """The state after the first `count` events."""
    state: State = {}
    for _, update in zip(range(count), updates(run), strict=False):
        state |= update
    return state
