"""What a decision alters: one frozen class per kind of effect."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from slipway.pipeline.clock import Minutes
from slipway.pipeline.facts import (
    STRICT,
    ActionRef,
    ChangeRef,
    CheckKind,
    DefectRef,
    GateRef,
    Percent,
    StageRef,
    StoreRef,
)
from slipway.pipeline.stages import Portion, Watched


@dataclass(frozen=True, slots=True)
class Skip:
    """The action is not run from now on."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["skip"]
    action: ActionRef


@dataclass(frozen=True, slots=True)
class RunOn:
    """The action uses another store's data from now on."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["run_on"]
    action: ActionRef
    store: StoreRef


@dataclass(frozen=True, slots=True)
class SetThreshold:
    """A coverage gate asks for more, or less."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["set_threshold"]
    gate: GateRef
    threshold_pct: Percent


@dataclass(frozen=True, slots=True)
class TurnGate:
    """A gate is switched on or off."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["turn_gate"]
    gate: GateRef
    on: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What an approver will say, and after how much working time."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["answer"]
    gate: GateRef
    approves: bool = True
    takes: Minutes | None = None


@dataclass(frozen=True, slots=True)
class TurnMonitors:
    """A stage's monitors are switched on or off."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["turn_monitors"]
    stage: StageRef
    on: bool


@dataclass(frozen=True, slots=True)
class RespondToAlarms:
    """What an alarm in the stage leads to."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["respond_to_alarms"]
    stage: StageRef
    by: Literal["roll_back", "fix_forward", "nothing"]


@dataclass(frozen=True, slots=True)
class Expose:
    """How a new version reaches customers in the stage from now on; with no portions all at once."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["expose"]
    stage: StageRef
    portions: tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class AimMonitors:
    """Whose traffic a stage's monitors look at."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["aim_monitors"]
    stage: StageRef
    at: Watched


@dataclass(frozen=True, slots=True)
class ReviewCarefully:
    """Whether the reviewer reads the diff of this change or approves it unread."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["review_carefully"]
    change: ChangeRef
    careful: bool


@dataclass(frozen=True, slots=True)
class SelfMerge:
    """The author tries to push without an approved review."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["self_merge"]
    change: ChangeRef


@dataclass(frozen=True, slots=True)
class WriteTests:
    """The author writes the missing unit tests with the work at hand."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["write_tests"]
    change: ChangeRef


@dataclass(frozen=True, slots=True)
class CheckLocally:
    """Which checks the author runs before the review."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["check_locally"]
    change: ChangeRef
    checks: tuple[CheckKind, ...]


@dataclass(frozen=True, slots=True)
class Introduce:
    """A defect gets into the change."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["introduce"]
    change: ChangeRef
    defect: DefectRef


@dataclass(frozen=True, slots=True)
class Mend:
    """How the failure at hand is answered: a fix, taking the change out, or trying once more."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["mend"]
    by: Literal["fix", "revert", "retry"]


@dataclass(frozen=True, slots=True)
class RollBack:
    """The stage is put back to the last revision that was good there."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["roll_back"]
    stage: StageRef


@dataclass(frozen=True, slots=True)
class DisableTransition:
    """Nothing enters the stage, with the reason shown; `lasts` ends it, else an enable does."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["disable_transition"]
    stage: StageRef
    reason: str
    lasts: Minutes | None = None


@dataclass(frozen=True, slots=True)
class EnableTransition:
    """The stage can be entered again; the latest waiting revision does."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["enable_transition"]
    stage: StageRef


@dataclass(frozen=True, slots=True)
class SetMode:
    """The pipeline's execution mode changes, which cancels what waits and what is active."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["set_mode"]
    mode: Literal["superseded", "queued"]


Effect = Annotated[
    Skip
    | RunOn
    | SetThreshold
    | TurnGate
    | Answer
    | TurnMonitors
    | RespondToAlarms
    | Expose
    | AimMonitors
    | ReviewCarefully
    | SelfMerge
    | WriteTests
    | CheckLocally
    | Introduce
    | Mend
    | RollBack
    | DisableTransition
    | EnableTransition
    | SetMode,
    Field(discriminator="kind"),
]
