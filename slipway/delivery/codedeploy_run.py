"""What every deployment of CodeDeploy does: watch alarms, run hooks, end, and roll back by a new deployment.

A deployment is a script that says when it goes on (`yield` a time) and does its next thing then; what stops it from
outside, an alarm or a person, comes before the script's next line.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from slipway.delivery.codedeploy_alarm import Seen, State, look
from slipway.delivery.codedeploy_settings import Deployment, Hook, RollbackEvent
from slipway.delivery.controller import Happening, Layout, Measure, Phase, Query
from slipway.traffic.alarm import Alarm
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

Status = Literal["Created", "InProgress", "Ready", "Succeeded", "Failed", "Stopped"]
"""CodeDeploy's words; Queued and Baking are its too, and are not told apart from InProgress here."""
Answer = Literal["Succeeded", "Failed", "none"]
Look = Callable[[Alarm, float, Measure], Seen]
Script = Generator[float, None, None]
HOOK_TIMEOUT_S = 3600.0
POLL_S = 60.0
_FAILING_RATE = 0.5
"""From this share of failed requests on, a hook that tries the new version is taken to fail; an assumption of ours."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a deployment meets and no file says: hosts and how long each takes, what hooks answer, who may not deploy.

    `failing` hosts fail their deployment, `unhealthy` ones were not well before. `look` says where alarms stand; it
    is asked at `polls_s`, or after each period where that is None.
    """

    hosts: int = 10
    host_s: float = 0.0
    zones: int = 3
    answers: Mapping[str, Answer] = field(default_factory=dict)
    failing: frozenset[int] = frozenset()
    unhealthy: frozenset[int] = frozenset()
    look: Look = look
    polls_s: tuple[float, ...] | None = None


class Failed(Exception):
    """The deployment cannot go on; `event` sets off a rollback where the settings ask for one."""

    def __init__(self, because: str, event: RollbackEvent | None, status: Status = "Failed") -> None:
        super().__init__(because)
        self.because, self.event, self.status = because, event, status


class Run(ABC):
    """One deployment under way, and the rollback that may follow it; begins at second 0."""

    def __init__(self, deployment: Deployment, around: Surroundings) -> None:
        self.phase: Phase = "waiting"
        self.status: Status = "Created"
        self.deployment = deployment
        self.number = 1
        self.weight_pct = 0.0
        self._around = around
        self._script = self._deploy()
        self._script_due_s: float | None = 0.0
        self._poll_due_s: float | None = 0.0 if deployment.watched else None
        self._states: dict[str, State] = {}
        self._told: list[Happening] = []
        self._now_s = 0.0
        self._traffic_since_s: float | None = None
        self._measure: Measure | None = None

    @property
    @abstractmethod
    def layout(self) -> Layout:
        """How the versions lie now."""

    @abstractmethod
    def _deploy(self) -> Script:
        """Bring the new revision in; raises Failed."""

    @abstractmethod
    def _roll_back(self) -> Script:
        """Bring the last good revision back."""

    @property
    def next_at_s(self) -> float | None:
        """When it wants to be asked again."""
        return min((due for due in (self._script_due_s, self._poll_due_s) if due is not None), default=None)

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Look at the alarms, then do what is due."""
        due_s = self.next_at_s
        if due_s is None or at_s < due_s:
            return ()
        self._now_s, self._measure = at_s, measure
        if self.status == "Created":
            self.phase, self.status = "progressing", "InProgress"
        self._poll(at_s, measure)
        while self._script_due_s is not None and self._script_due_s <= at_s:
            self._go_on()
        return self._drained()

    def stop(self, at_s: float) -> tuple[Happening, ...]:
        """Stop it by hand."""
        if self.phase in ("waiting", "progressing", "paused"):
            self._now_s = at_s
            self._fail(Failed(say("codedeploy.by_hand"), "DEPLOYMENT_STOP_ON_REQUEST", "Stopped"))
        return self._drained()

    def _go_on(self) -> None:
        try:
            self._script_due_s = next(self._script, None)
        except Failed as failed:
            self._fail(failed)

    def _poll(self, at_s: float, measure: Measure) -> None:
        if self._poll_due_s is None or at_s < self._poll_due_s:
            return
        watched = self.deployment.watched
        self._poll_due_s = self._next_poll_s(at_s)
        for alarm in watched:
            seen = self._around.look(alarm, at_s, measure)
            if seen.state is None or seen.state == self._states.get(alarm.name, "OK"):
                continue
            self._states[alarm.name] = seen.state
            self._tell("alarm", seen.verdict)
            if seen.state == "ALARM" or (seen.state == "UNREADABLE" and not self.deployment.ignore_poll_failure):
                self._fail(Failed(seen.verdict.arithmetic, "DEPLOYMENT_STOP_ON_ALARM", "Stopped"))
                return

    def _next_poll_s(self, at_s: float) -> float | None:
        if self._around.polls_s is not None:
            return next((poll_s for poll_s in self._around.polls_s if poll_s > at_s), None)
        return at_s + min(POLL_S, *(alarm.period_s for alarm in self.deployment.watched))

    def _fail(self, failed: Failed) -> None:
        """End, and begin the rollback where the settings ask for one on such an end."""
        self._script.close()
        again = failed.event is not None and self.number == 1 and self.deployment.rolls_back_on(failed.event)
        self.status = failed.status
        self._poll_due_s = self._script_due_s = None
        rest = say("codedeploy.rolls_back") if again else say("codedeploy.stays", weight=figure(self.weight_pct))
        arithmetic = say("codedeploy.ended", because=failed.because, status=failed.status, rest=rest)
        self.phase = "progressing" if again else "degraded"
        self._decide("failed" if failed.status == "Failed" else "stopped", arithmetic, passed=False)
        if again:
            self._begin_again()

    def _begin_again(self) -> None:
        self.number += 1
        self.status = "InProgress"
        self._decide("roll_back", say("codedeploy.new_deployment", number=self.number))
        self._script = self._roll_back()
        self._script_due_s = self._now_s
        self._go_on()

    def _succeed(self) -> None:
        """The end of a script: the new revision is the good one, or the last good one is back."""
        self.status = "Succeeded"
        self.phase = "promoted" if self.number == 1 else "rolled_back"
        self._poll_due_s = None
        if self.number == 1:
            self._decide("succeeded", say("codedeploy.succeeded"))
        else:
            self._decide("rolled_back", say("codedeploy.rolled_back", number=self.number))

    def _hooks(self, event: str) -> Script:
        """Run what is hooked to a lifecycle event; raises Failed where it fails or says nothing for an hour."""
        for hook in self.deployment.hooks:
            if hook.event == event:
                yield from self._hook(hook)

    def _hook(self, hook: Hook) -> Script:
        answer = self._around.answers.get(hook.event, "Succeeded")
        because = say("codedeploy.hook_answers", answer=answer)
        if answer == "none":
            yield self._now_s + HOOK_TIMEOUT_S
            because = say("codedeploy.hook_silent", seconds=figure(HOOK_TIMEOUT_S))
        elif answer == "Succeeded" and (rate := self._failing_rate()) is not None:
            answer = "Failed" if rate >= _FAILING_RATE else answer
            sign = "≥" if answer == "Failed" else "<"
            because = say("codedeploy.hook_tried", rate=f"{100 * rate:.1f}", sign=sign, limit=f"{_FAILING_RATE:.0%}")
        arithmetic = say("codedeploy.hook", event=hook.event, function=hook.function, because=because)
        self._decide("hook", arithmetic, passed=answer == "Succeeded")
        if answer != "Succeeded":
            raise Failed(arithmetic, None if hook.event == "BeforeInstall" else "DEPLOYMENT_FAILURE")

    def _failing_rate(self) -> float | None:
        """The new version's error rate since it had traffic."""
        if self._traffic_since_s is None or self._measure is None:
            return None
        return self._measure(Query("error_rate", "canary", self._traffic_since_s, self._now_s)).value

    def _route(self, weight_pct: float) -> None:
        """The new version's share of traffic from now on."""
        self.weight_pct = weight_pct
        if weight_pct and self._traffic_since_s is None:
            self._traffic_since_s = self._now_s

    def _decide(self, kind: str, arithmetic: str, *, passed: bool = True, **inputs: str | float) -> None:
        threshold = inputs.pop("threshold", None)
        self._tell(kind, Verdict(f"codedeploy.{kind}", passed, tuple(inputs.items()), threshold, arithmetic))

    def _tell(self, kind: str, verdict: Verdict) -> None:
        self._told.append(Happening(self._now_s, kind, self.weight_pct, verdict))

    def _drained(self) -> tuple[Happening, ...]:
        told, self._told = tuple(self._told), []
        return told
