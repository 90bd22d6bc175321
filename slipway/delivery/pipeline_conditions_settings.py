"""A CodePipeline V2 pipeline as far as it decides over a release: stages, their actions, and conditions around them."""

from dataclasses import dataclass
from typing import Literal

from slipway.delivery.codedeploy_alarm import STATES, State
from slipway.traffic.alarm import Alarm

Result = Literal["ROLLBACK", "FAIL", "RETRY", "SKIP"]
Position = Literal["beforeEntry", "onSuccess", "onFailure"]
RetryMode = Literal["FAILED_ACTIONS", "ALL_ACTIONS"]
Mode = Literal["SUPERSEDED", "QUEUED", "PARALLEL"]
RESULTS: dict[Position, tuple[Result, ...]] = {
    "beforeEntry": ("FAIL", "SKIP"),
    "onSuccess": ("ROLLBACK", "FAIL"),
    "onFailure": ("ROLLBACK", "RETRY"),
}
"""What a condition may bring about where it stands; it does so when the condition is not met."""
PROVIDERS = ("CloudWatchAlarm", "DeploymentWindow", "LambdaInvoke", "VariableCheck", "Commands", "CodeBuild")
SKIPPING = ("LambdaInvoke", "VariableCheck")
"""The rules that may skip a stage."""
CATEGORIES = ("Source", "Build", "Deploy", "Test", "Invoke", "Approval", "Compute")
MODES: tuple[Mode, ...] = ("SUPERSEDED", "QUEUED", "PARALLEL")
RETRY_MODES: tuple[RetryMode, ...] = ("FAILED_ACTIONS", "ALL_ACTIONS")
MOST_RULES = 5
MOST_WAIT_MIN = 86_400


@dataclass(frozen=True, slots=True)
class Rule:
    """One check of a condition, with the fields that its provider knows, as texts."""

    name: str
    provider: str
    fields: tuple[tuple[str, str], ...] = ()
    commands: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.provider not in PROVIDERS:
            raise ValueError(f"there is no rule {self.provider!r}; there are: {', '.join(PROVIDERS)}")

    def field(self, name: str) -> str:
        """One of its fields, or nothing."""
        return dict(self.fields).get(name, "")

    @property
    def wait_s(self) -> float:
        """How long an alarm is waited for or watched."""
        return 60.0 * int(self.field("WaitTime") or 0)

    @property
    def states(self) -> tuple[State, ...]:
        """The states in which an alarm fails the rule.

        The documentation calls them those to watch for, and leaves open what holds where none is given: ALARM here.
        """
        given = self.field("AlarmStates")
        return tuple(state for state in STATES if state in given.split(",")) if given else ("ALARM",)


@dataclass(frozen=True, slots=True)
class Condition:
    """Rules that must all pass; `result` comes about when one does not."""

    result: Result
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class OnFailure:
    """What follows when an action fails: at once, or where a condition is not met. A retry is made once."""

    result: Result
    retry_mode: RetryMode = "FAILED_ACTIONS"
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """Something a stage does; those of the same order run side by side."""

    name: str
    category: str
    provider: str
    run_order: int = 1


@dataclass(frozen=True, slots=True)
class Stage:
    """Actions and the conditions around them."""

    name: str
    actions: tuple[Action, ...]
    before_entry: Condition | None = None
    on_success: Condition | None = None
    on_failure: OnFailure | None = None

    @property
    def deploys(self) -> bool:
        """Whether one of its actions brings a version to where it runs."""
        return any(action.category == "Deploy" for action in self.actions)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages in order, and what is known of the alarms that rules name."""

    name: str
    stages: tuple[Stage, ...]
    mode: Mode = "SUPERSEDED"
    alarms: tuple[Alarm, ...] = ()

    def __post_init__(self) -> None:
        if not any(stage.deploys for stage in self.stages):
            raise ValueError(f"{self.name}: no stage deploys anything")

    @property
    def released_by(self) -> Stage:
        """The stage that brings a version to users: the last one that deploys."""
        return [stage for stage in self.stages if stage.deploys][-1]

    def alarm(self, name: str) -> Alarm:
        """The alarm of a name; where nothing is known of it, its name alone."""
        return next((alarm for alarm in self.alarms if alarm.name == name), Alarm(name))
