"""The facts of a scenario: people, data stores, the pipeline, changes, defects, decisions.

Everything here is what an author writes and nothing is an outcome. The classes are frozen and
pydantic reads them strictly (unknown fields are errors), see `content.scenario`.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from slipway.ids import Declares, Name, Refers
from slipway.pipeline.clock import Minutes, Moment, Workday
from slipway.pipeline.condition import Condition

STRICT: dict[str, str] = {"extra": "forbid"}

DataKind = Literal["made_for_test", "realistic", "customers"]
CheckKind = Literal[
    "compile", "style", "static_analysis", "unit_tests", "integration_tests", "load_test", "manual_qa", "review"
]
ActionKind = Literal[
    "compile", "style", "static_analysis", "unit_tests", "deploy", "integration_tests", "load_test", "manual_qa"
]
DefectKind = Literal[
    "compilation", "style", "logic", "edge_case", "contract", "query", "capacity", "requirement", "data_dependent"
]
Percent = Annotated[float, Field(ge=0, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]

PersonRef = Annotated[Name, Refers("person")]
StoreRef = Annotated[Name, Refers("store")]
StageRef = Annotated[Name, Refers("stage")]
ActionRef = Annotated[Name, Refers("action")]
GateRef = Annotated[Name, Refers("gate")]
ChangeRef = Annotated[Name, Refers("change")]
DefectRef = Annotated[Name, Refers("defect")]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name; `role` is shown beside it."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("person")]
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Store:
    """A database and the kind of data it holds; `clean_up` is the work of undoing what a stray test left."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("store")]
    name: str
    data: DataKind
    clean_up: Minutes = 180


@dataclass(frozen=True, slots=True)
class Action:
    """One step inside a stage, run in the order written; equal `order` numbers run side by side.

    `store` is the data it runs against, `expects` the only data on which its expected values
    hold, `writes` whether it leaves data behind, `flaky` the chance of a red run with no defect.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("action")]
    name: str
    kind: ActionKind
    takes: Minutes
    by: PersonRef | None = None
    store: StoreRef | None = None
    expects: DataKind | None = None
    writes: bool = False
    flaky: Share = 0.0
    retries: Annotated[int, Field(ge=0, le=3)] = 0
    order: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewGate:
    """Every change in the revision has an approved review."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["review"]
    id: Annotated[Name, Declares("gate")]
    name: str
    position: Literal["before_entry", "after_deploy"]
    on: bool = True


@dataclass(frozen=True, slots=True)
class CoverageGate:
    """Covered lines over lines of every changed package is at least the threshold."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["coverage"]
    id: Annotated[Name, Declares("gate")]
    name: str
    position: Literal["before_entry", "after_deploy"]
    threshold_pct: Percent
    on: bool = True


@dataclass(frozen=True, slots=True)
class ApprovalGate:
    """A person says yes; `answers: no` is a refusal, and silence past `timeout` fails the gate.

    `takes` is the working time until the answer. With `holds_stage: false` the stage is free
    for the next revision while the answer is out, which then voids this one.
    """

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["approval"]
    id: Annotated[Name, Declares("gate")]
    name: str
    position: Literal["before_entry", "after_deploy"]
    by: PersonRef
    takes: Minutes
    timeout: Minutes = 7 * 24 * 60
    approves: bool = True
    holds_stage: bool = True
    on: bool = True


@dataclass(frozen=True, slots=True)
class WindowGate:
    """Promotion waits for the next opening: a weekly moment such as `Thu 14:00`."""

    __pydantic_config__: ClassVar = STRICT
    kind: Literal["window"]
    id: Annotated[Name, Declares("gate")]
    name: str
    position: Literal["before_entry"]
    opens: Moment
    on: bool = True


Gate = Annotated[ReviewGate | CoverageGate | ApprovalGate | WindowGate, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Monitor:
    """Raises an alarm when its metric stays past the threshold for `for_min` minutes in a row."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("monitor")]
    name: str
    metric: Literal["error_rate_pct", "traffic_drop_pct"]
    threshold_pct: Percent
    for_min: Minutes


@dataclass(frozen=True, slots=True)
class Stage:
    """A stop on the way to customers.

    `bake` is how long monitors watch a fresh deployment, `min_requests` how many requests they
    must have seen as well; `on_alarm` is what happens when one of them alarms.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("stage")]
    name: str
    purpose: Literal["source", "build", "test", "deploy"]
    store: StoreRef | None = None
    actions: tuple[Action, ...] = ()
    gates: tuple[Gate, ...] = ()
    monitors: tuple[Monitor, ...] = ()
    bake: Minutes = 60
    min_requests: Annotated[int, Field(ge=0)] = 0
    on_alarm: Literal["roll_back", "page"] = "roll_back"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages in order, and the two policies: who waits where, and what a failure stops.

    `mode` is what happens to executions waiting at a boundary: `superseded` keeps only the
    newest, `queued` keeps all in order. `on_failure` is `stop_the_line` (nothing enters a failed
    stage until a mend arrives) or `release` (the next revision may try).
    """

    __pydantic_config__: ClassVar = STRICT
    stages: Annotated[tuple[Stage, ...], Field(min_length=3)]
    mode: Literal["superseded", "queued"] = "superseded"
    on_failure: Literal["stop_the_line", "release"] = "stop_the_line"
    requests_per_minute: Annotated[int, Field(ge=1)] = 1000
    base_error_rate_pct: Percent = 0.1


@dataclass(frozen=True, slots=True)
class Package:
    """Lines a change touches in one package, and how many of them unit tests run through."""

    __pydantic_config__: ClassVar = STRICT
    name: str
    lines: Annotated[int, Field(ge=1)]
    covered: Annotated[int, Field(ge=0)]

    def __post_init__(self) -> None:
        if self.covered > self.lines:
            raise ValueError(f"covered must be at most lines ({self.lines}), got {self.covered}")


@dataclass(frozen=True, slots=True)
class Improvement:
    """What a careful reviewer asks for, and what doing it does to the facts."""

    __pydantic_config__: ClassVar = STRICT
    asks: str
    takes: Minutes
    packages: tuple[Package, ...] = ()
    removes: tuple[DefectRef, ...] = ()
    introduces: tuple[DefectRef, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingTests:
    """Unit tests nobody wrote yet: the lines they would cover and the work they are."""

    __pydantic_config__: ClassVar = STRICT
    package: str
    lines: Annotated[int, Field(ge=1)]
    takes: Minutes


@dataclass(frozen=True, slots=True)
class Change:
    """One person's change, from the first line written to the push.

    `local_checks` are run on the author's machine before the review; `careful` says whether the
    reviewer reads the diff; `self_merge` tries to push without an approval.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("change")]
    title: str
    author: PersonRef
    starts: Moment
    develop: Minutes
    packages: tuple[Package, ...]
    reviewer: PersonRef
    review: Minutes
    local_checks: tuple[CheckKind, ...] = ("unit_tests",)
    local: Minutes = 20
    careful: bool = True
    self_merge: bool = False
    improvement: Improvement | None = None
    missing_tests: MissingTests | None = None
    defects: tuple[DefectRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Find:
    """A check that can find a defect: with what chance, and on which data at all.

    `once_tested` means only after the change's missing unit tests were written.
    """

    __pydantic_config__: ClassVar = STRICT
    check: CheckKind
    chance: Share
    data: tuple[DataKind, ...] = ("made_for_test", "realistic", "customers")
    once_tested: bool = False


@dataclass(frozen=True, slots=True)
class Defect:
    """A fault in the code: what can find it, and what it does to customers.

    It is there when every change in `needs` is in the same revision, too. `reported_after` is
    how long customers bear it before they complain.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("defect")]
    title: str
    kind: DefectKind
    found_by: tuple[Find, ...]
    fix: Minutes
    error_rate_pct: Percent = 0.0
    traffic_drop_pct: Percent = 0.0
    needs: tuple[ChangeRef, ...] = ()
    reported_after: Minutes = 2 * 24 * 60


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
    """The pipeline's execution mode changes; what waits at a boundary is cancelled, as documented."""

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


@dataclass(frozen=True, slots=True)
class Option:
    """One way to decide; its effects hold from the decision on."""

    __pydantic_config__: ClassVar = STRICT
    id: Name
    title: str
    says: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing that may happen next; the engine tells whether it did."""

    __pydantic_config__: ClassVar = STRICT
    id: Name
    text: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Prediction:
    """The bet before the choice: whichever guess comes true first is the one that was right."""

    __pydantic_config__: ClassVar = STRICT
    ask: str
    guesses: Annotated[tuple[Guess, ...], Field(min_length=2)]


@dataclass(frozen=True, slots=True)
class Decision:
    """A fork in the road, reached when its condition is first met; `story` is how the tale goes."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("decision")]
    title: str
    ask: str
    when: Condition
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    story: Name
    predict: Prediction
    by: PersonRef | None = None

    def __post_init__(self) -> None:
        names = [option.id for option in self.options]
        if len(set(names)) < len(names):
            raise ValueError(f"option ids must differ, got {', '.join(names)}")
        if self.story not in names:
            raise ValueError(f"story must be one of the options ({', '.join(names)}), got {self.story!r}")

    def option(self, option_id: str) -> Option:
        """The option of that id; raises KeyError when there is none."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)


@dataclass(frozen=True, slots=True)
class World:
    """All facts of a scenario, before anything happens. `follows` is the change the story is about."""

    __pydantic_config__: ClassVar = STRICT
    people: tuple[Person, ...]
    stores: tuple[Store, ...]
    pipeline: Pipeline
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    follows: ChangeRef
    on_call: PersonRef
    defects: tuple[Defect, ...] = ()
    decisions: tuple[Decision, ...] = ()
    workday: Workday = Workday()
    lasts: Minutes = 28 * 24 * 60
