"""What can happen in a run: one frozen `Event` shape, every kind of it named here.

Kinds are past tense. An event says when, what, and to whom; a decision of the engine carries
its `Verdict`, so that whoever tells the story has the rule and the arithmetic at hand.
"""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from slipway.verdict import Verdict

EventKind = Literal[
    # people at work on a change, before it is pushed
    "work_started",
    "work_finished",
    "local_checks_passed",
    "defect_found",
    "change_committed",
    "review_published",
    "review_commented",
    "review_approved",
    "push_refused",
    "change_pushed",
    # a revision on its way through the pipeline
    "execution_started",
    "execution_waited",
    "execution_superseded",
    "transition_disabled",
    "transition_enabled",
    "stage_entered",
    "action_started",
    "action_passed",
    "action_failed",
    "action_retried",
    "action_skipped",
    "promotion_succeeded",
    "promotion_failed",
    "workflow_started",
    "workflow_passed",
    "workflow_failed",
    "workflow_voided",
    "gate_waited",
    "gate_passed",
    "gate_failed",
    "stage_passed",
    "stage_failed",
    "stage_blocked",
    "stage_unblocked",
    "stage_retried",
    "retry_refused",
    "mend_started",
    "store_cleaned",
    "test_muted",
    "rollback_started",
    "rollback_finished",
    "rollback_refused",
    "mode_changed",
    "execution_cancelled",
    # production and the people who live with it
    "change_released",
    "change_withdrawn",
    "traffic_shifted",
    "customers_harmed",
    "customers_reported",
    "harm_ended",
    "alarm_raised",
    "bake_passed",
    "data_violated",
    "person_notified",
    # the learner's part, and the end
    "decision_reached",
    "decision_taken",
    "run_ended",
]

EVENT_KINDS: tuple[str, ...] = get_args(EventKind)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at `at_min` (minutes since Monday 00:00 of the first week).

    `execution` is the number of the pipeline execution, `changes` what it carries; `subject`
    names whatever else the kind is about (a defect, a store, a decision, a monitor, work).
    """

    at_min: int
    kind: EventKind
    stage: str | None = None
    change: str | None = None
    actor: str | None = None
    action: str | None = None
    gate: str | None = None
    subject: str | None = None
    option: str | None = None
    execution: int | None = None
    changes: tuple[str, ...] = ()
    verdict: Verdict | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; fields that do not apply are left out."""
        plain: dict[str, Any] = {"at": self.at_min, "kind": self.kind}
        for name in ("stage", "change", "actor", "action", "gate", "subject", "option", "execution"):
            if (value := getattr(self, name)) is not None:
                plain[name] = value
        if self.changes:
            plain["changes"] = list(self.changes)
        if self.verdict is not None:
            plain["verdict"] = self.verdict.as_dict()
        return plain
