"""What a run comes to: lead time, time blocked, harm, and the five DORA figures, all from its events."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from slipway.pipeline.clock import MINUTES_PER_DAY
from slipway.pipeline.events import Event
from slipway.pipeline.simulate import Run

_WEEK_MIN = 7 * MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class Dora:
    """The five delivery figures (DORA, since 2024); None where nothing was measured.

    `change_fail_share` counts deployments to production that needed immediate intervention (a
    rollback or a fix), `rework_share` those that were unplanned answers to such trouble.
    """

    lead_time_median_min: float | None
    deployments_per_week: float
    recovery_time_median_min: float | None
    change_fail_share: float | None
    rework_share: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a run for the change it follows, and for everybody else."""

    released: bool
    lead_time_minutes: int | None
    blocked_minutes: int
    escaped_defects: tuple[str, ...]
    failed_requests: int
    alarms: int
    rollbacks: int
    data_violations: int
    still_blocked: tuple[str, ...]
    unreleased_changes: tuple[str, ...]
    waiting_minutes: int
    dora: Dora

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def outcome(run: Run) -> Outcome:
    """Measure a run."""
    live = _live_changes(run.events)
    follows = run.world.follows
    return Outcome(
        released=follows in live,
        lead_time_minutes=_lead_time(run.events, follows) if follows in live else None,
        blocked_minutes=_length(_blocked_spans(run.events)),
        escaped_defects=tuple(sorted({e.subject or "" for e in run.events if e.kind == "customers_harmed"})),
        failed_requests=sum(_failed_requests(e) for e in run.events),
        alarms=_count(run.events, "alarm_raised"),
        rollbacks=_count(run.events, "rollback_finished"),
        data_violations=_count(run.events, "data_violated"),
        still_blocked=_still_blocked(run.events),
        unreleased_changes=tuple(c.id for c in run.changes if c.id not in live),
        waiting_minutes=_waiting(run.events),
        dora=dora(run),
    )


def dora(run: Run) -> Dora:
    """The five figures over the span from the first commit to the last event."""
    leads = [lead for c in run.changes if (lead := _lead_time(run.events, c.id)) is not None]
    deployments = _deployments(run.events)
    failed_count = _count_failed(run.events)
    recoveries = [m for e in run.events if e.kind == "harm_ended" for m in [_input(e, "minutes")] if m]
    rework = sum(_is_rework(run, e) for e in deployments) + _count(run.events, "rollback_finished")
    total = len(deployments) + _count(run.events, "rollback_finished")
    span = max(run.events[-1].at_min - run.events[0].at_min, 1)
    return Dora(
        lead_time_median_min=median(leads) if leads else None,
        deployments_per_week=round(total * _WEEK_MIN / span, 2),
        recovery_time_median_min=median(recoveries) if recoveries else None,
        change_fail_share=round(failed_count / len(deployments), 3) if deployments else None,
        rework_share=round(rework / total, 3) if total else None,
    )


def _count(events: Iterable[Event], kind: str) -> int:
    return sum(e.kind == kind for e in events)


def _input(event: Event, name: str) -> int:
    return int(dict(event.verdict.inputs).get(name, 0)) if event.verdict else 0


def _failed_requests(event: Event) -> int:
    return _input(event, "failed_requests") if event.kind == "harm_ended" else 0


def _live_changes(events: Iterable[Event]) -> set[str]:
    live: set[str] = set()
    for event in events:
        if event.kind == "change_released" and event.change:
            live.add(event.change)
        elif event.kind == "change_withdrawn" and event.change:
            live.discard(event.change)
    return live


def _lead_time(events: Iterable[Event], change: str) -> int | None:
    """Minutes from the change's first commit to the release that stayed."""
    committed = next((e.at_min for e in events if e.kind == "change_committed" and e.change == change), None)
    released = [e.at_min for e in events if e.kind == "change_released" and e.change == change]
    return released[-1] - committed if released and committed is not None else None


def _blocked_spans(events: tuple[Event, ...]) -> list[tuple[int, int]]:
    """When at least one stage was blocked; a block nobody ended lasts to the end of the run."""
    spans: list[tuple[int, int]] = []
    blocked: dict[str | None, int] = {}
    for event in events:
        if event.kind == "stage_blocked":
            blocked.setdefault(event.stage, event.at_min)
        elif event.kind in ("stage_unblocked", "stage_retried") and event.stage in blocked:
            spans.append((blocked.pop(event.stage), event.at_min))
    return spans + [(since, events[-1].at_min) for since in blocked.values()]


def _length(spans: list[tuple[int, int]]) -> int:
    """Minutes covered by the spans, overlaps counted once."""
    total, reached = 0, -1
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _still_blocked(events: Iterable[Event]) -> tuple[str, ...]:
    blocked: dict[str, None] = {}
    for event in events:
        if event.kind == "stage_blocked" and event.stage:
            blocked[event.stage] = None
        elif event.kind in ("stage_unblocked", "stage_retried"):
            blocked.pop(event.stage or "", None)
    return tuple(blocked)


def _waiting(events: Iterable[Event]) -> int:
    """Minutes that executions stood at boundaries before they entered or were superseded."""
    since: dict[tuple[str | None, int | None], int] = {}
    total = 0
    for event in events:
        key = (event.stage, event.execution)
        if event.kind in ("execution_waited", "gate_waited"):
            since.setdefault(key, event.at_min)
        elif event.kind in ("stage_entered", "execution_superseded") and key in since:
            total += event.at_min - since.pop(key)
    return total


def _deployments(events: Iterable[Event]) -> list[Event]:
    """One event for each time new changes reached production."""
    firsts: dict[int | None, Event] = {}
    for event in events:
        if event.kind == "change_released":
            firsts.setdefault(event.execution, event)
    return list(firsts.values())


def _count_failed(events: Iterable[Event]) -> int:
    """Deployments after which customers were hurt, each counted once."""
    failed, latest = set(), None
    for event in events:
        if event.kind == "change_released":
            latest = event.execution
        elif event.kind == "customers_harmed":
            failed.add(latest)
    return len(failed)


def _is_rework(run: Run, deployment: Event) -> bool:
    """Whether a deployment follows harm to customers and carries a mend."""
    harmed = any(e.kind == "customers_harmed" and e.at_min < deployment.at_min for e in run.events)
    authored = {c.id for c in run.world.changes}
    carried = {e.change for e in run.events if e.kind == "change_released" and e.execution == deployment.execution}
    return harmed and bool(carried - authored)
