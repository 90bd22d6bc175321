"""CodePipeline V2's stage for a release: an entry condition, actions, then the condition that its success must meet.

A result comes about when its condition is *not* met. A rollback is the stage once more, with an earlier execution's
artifacts. The deployment itself is all at once here: what it does more slowly is the deploy action's own matter.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from slipway.delivery.codedeploy_alarm import Seen, look
from slipway.delivery.codedeploy_run import Look
from slipway.delivery.controller import BESIDE, Happening, Measure, Phase
from slipway.delivery.pipeline_conditions_settings import (
    Action,
    Condition,
    OnFailure,
    Pipeline,
    Position,
    Result,
    Rule,
)
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

Status = Literal["NotStarted", "InProgress", "Succeeded", "Failed", "Skipped"]
Script = Generator[float | None, None, None]
Checking = Generator[float | None, None, bool]
POLL_S = 60.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a stage meets and no file says: how long a deployment takes, and how often actions and rules fail first.

    `failures` counts by the name of an action or a rule; `succeeded_before` says whether there is something to roll
    back to. `look` says where alarms stand.
    """

    deploy_s: float = 0.0
    failures: Mapping[str, int] = field(default_factory=dict)
    succeeded_before: bool = True
    look: Look = look


class StageRun:
    """One execution in the stage that releases; begins at second 0."""

    def __init__(self, pipeline: Pipeline, around: Surroundings) -> None:
        self.phase: Phase = "waiting"
        self.status: Status = "NotStarted"
        self.weight_pct = 0.0
        self.layout = BESIDE
        self.next_at_s: float | None = 0.0
        self.stage = pipeline.released_by
        self._pipeline = pipeline
        self._around = around
        self._left = dict(around.failures)
        self._script = self._run()
        self._told: list[Happening] = []
        self._now_s = 0.0
        self._measure: Measure | None = None
        self._checking: tuple[Position, Result] | None = None
        self._overridden = False
        self._unfinished: tuple[Action, ...] = ()

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Do what is due."""
        if self.next_at_s is None or at_s < self.next_at_s:
            return ()
        self._now_s, self._measure = at_s, measure
        if self.phase == "waiting":
            self.phase, self.status = "progressing", "InProgress"
        while self.next_at_s is not None and self.next_at_s <= at_s:
            self.next_at_s = next(self._script, None)
        return self._drained()

    @property
    def waits(self) -> bool:
        """Whether it waits for an approval."""
        return self.phase == "paused"

    def resume(self, at_s: float) -> tuple[Happening, ...]:
        """Approve, where the stage waits for that."""
        if self.phase == "paused":
            self.phase, self.next_at_s, self._now_s = "progressing", at_s, at_s
            self._decide("approve", say("codepipeline.approved"))
        return self._drained()

    def override(self, at_s: float) -> tuple[Happening, ...]:
        """Go on although a condition is not met yet; only one of entry or of success can be, and none that skips."""
        if self._checking and self._checking[0] != "onFailure" and self._checking[1] != "SKIP":
            self._overridden = True
            self.next_at_s = self._now_s = at_s
            self._decide("override", say("codepipeline.overridden", position=self._checking[0]))
        return self._drained()

    def _run(self) -> Script:
        entry = self.stage.before_entry
        if entry and not (yield from self._met("beforeEntry", entry)):
            self._not_entered(entry.result)
            return
        if (yield from self._actions(self.stage.actions)):
            yield from self._after_actions()
        else:
            yield from self._failed()

    def _after_actions(self) -> Script:
        success = self.stage.on_success
        if success and not (yield from self._met("onSuccess", success)):
            yield from self._undo(success.result)
            return
        self._end("Succeeded", "promoted", "succeeded", say("codepipeline.succeeded", stage=self.stage.name))

    def _not_entered(self, result: Result) -> None:
        """Nothing was deployed: the stage is skipped, or the execution fails in front of it."""
        if result == "SKIP":
            self._end("Skipped", "waiting", "skip", say("codepipeline.skipped", stage=self.stage.name))
        else:
            self._end(
                "Failed", "degraded", "fail", say("codepipeline.not_entered", stage=self.stage.name), passed=False
            )

    def _actions(self, actions: tuple[Action, ...]) -> Checking:
        """Run them by their order, side by side where that is the same; whether none failed."""
        left = sorted(actions, key=lambda each: each.run_order)
        while left:
            now = [action for action in left if action.run_order == left[0].run_order]
            yield from self._begun(now)
            failed = [action for action in now if not self._done(action)]
            left = left[len(now) :]
            if failed:
                self._unfinished = (*failed, *left)
                return False
        return True

    def _begun(self, actions: list[Action]) -> Script:
        """Wait for what takes its time: a deployment, a person."""
        if any(action.category == "Deploy" for action in actions):
            yield self._now_s + self._around.deploy_s
        for action in actions:
            if action.category == "Approval":
                self.phase = "paused"
                self._decide("approval", say("codepipeline.approval", name=action.name))
                yield None

    def _done(self, action: Action) -> bool:
        succeeded = not self._fails(action.name)
        if action.category == "Deploy" and succeeded:
            self.weight_pct = 100.0
        word = "Succeeded" if succeeded else "Failed"
        arithmetic = say("codepipeline.action", name=action.name, category=action.category, outcome=word)
        self._decide("action", arithmetic, passed=succeeded)
        return succeeded

    def _fails(self, name: str) -> bool:
        """Whether an action or a rule fails this time."""
        left = self._left.get(name, 0)
        self._left[name] = left - 1
        return left > 0

    def _failed(self) -> Script:
        """An action failed: what the stage does about it."""
        then = self.stage.on_failure
        if then is None:
            yield from self._undo("FAIL")
        elif then.result == "RETRY":
            yield from self._retried(then)
        elif then.rules and (yield from self._met("onFailure", Condition(then.result, then.rules))):
            yield from self._undo("FAIL")
        else:
            yield from self._undo(then.result)

    def _retried(self, then: OnFailure) -> Script:
        """Once more, and not again: all actions, or those that failed and what comes after them."""
        self._decide("retry", say("codepipeline.retry", mode=then.retry_mode))
        again = self.stage.actions if then.retry_mode == "ALL_ACTIONS" else self._unfinished
        if (yield from self._actions(again)):
            yield from self._after_actions()
        else:
            yield from self._undo("FAIL")

    def _undo(self, result: Result) -> Script:
        """The stage failed; a rollback runs it again with what succeeded there earlier."""
        if result != "ROLLBACK" or not self._around.succeeded_before:
            word = "nothing_earlier" if result == "ROLLBACK" else "failed"
            arithmetic = say(f"codepipeline.{word}", stage=self.stage.name, weight=figure(self.weight_pct))
            self._end("Failed", "degraded", "fail", arithmetic, passed=False)
            return
        self._decide("roll_back", say("codepipeline.rolls_back", stage=self.stage.name), passed=False)
        yield self._now_s + self._around.deploy_s
        self.weight_pct = 0.0
        self._end("Succeeded", "rolled_back", "rolled_back", say("codepipeline.rolled_back", stage=self.stage.name))

    def _met(self, position: Position, condition: Condition) -> Checking:
        """Check its rules until each has passed, one has failed or a person overrides; whether it is met."""
        self._checking, self._overridden = (position, condition.result), False
        began_s, open_rules = self._now_s, list(condition.rules)
        met = True
        while open_rules and met and not self._overridden:
            for rule in tuple(open_rules):
                passed = self._passed(rule, position, self._now_s - began_s)
                met = met and passed is not False
                if passed:
                    open_rules.remove(rule)
            if open_rules and met:
                yield min([self._now_s + POLL_S, *self._ends(open_rules, began_s)])
        self._checking = None
        met = met or self._overridden
        word = "overridden_condition" if self._overridden else "met" if met else "not_met"
        arithmetic = say(f"codepipeline.{word}", position=position, result=condition.result)
        self._decide("condition", arithmetic, passed=met)
        return met

    def _ends(self, rules: list[Rule], began_s: float) -> list[float]:
        """When the waits of these rules are over, as far as that is ahead."""
        ends = (began_s + rule.wait_s for rule in rules)
        return [end_s for end_s in ends if end_s > self._now_s]

    def _passed(self, rule: Rule, position: Position, waited_s: float) -> bool | None:
        """Whether a rule passes; None where that is not decided yet."""
        if rule.provider != "CloudWatchAlarm":
            succeeded = not self._fails(rule.name)
            word = "Succeeded" if succeeded else "Failed"
            arithmetic = say("codepipeline.rule", name=rule.name, provider=rule.provider, outcome=word)
            self._decide("rule", arithmetic, passed=succeeded)
            return succeeded
        return self._alarm_passes(rule, position, waited_s)

    def _alarm_passes(self, rule: Rule, position: Position, waited_s: float) -> bool | None:
        """After success an alarm is watched for the whole wait; before entry it has that long to go away."""
        seen = self._seen(rule)
        over, watching = waited_s >= rule.wait_s, position == "onSuccess"
        bad = seen.state in rule.states or seen.state == "UNREADABLE"
        if bad != watching and not over:
            return None
        arithmetic = say(
            f"codepipeline.alarm_{'fails' if bad else 'passes'}",
            name=rule.name,
            because=seen.verdict.arithmetic,
            waited=figure(waited_s / 60),
            wait=figure(rule.wait_s / 60),
            states=", ".join(rule.states),
        )
        self._decide("rule", arithmetic, passed=not bad)
        return not bad

    def _seen(self, rule: Rule) -> Seen:
        assert self._measure is not None
        return self._around.look(self._pipeline.alarm(rule.field("AlarmName")), self._now_s, self._measure)

    def _end(self, status: Status, phase: Phase, kind: str, arithmetic: str, *, passed: bool = True) -> None:
        self.status, self.phase = status, phase
        self._decide(kind, arithmetic, passed=passed)

    def _decide(self, kind: str, arithmetic: str, *, passed: bool = True) -> None:
        verdict = Verdict(f"codepipeline.{kind}", passed, (("stage", self.stage.name),), None, arithmetic)
        self._told.append(Happening(self._now_s, kind, self.weight_pct, verdict))

    def _drained(self) -> tuple[Happening, ...]:
        told, self._told = tuple(self._told), []
        return told
