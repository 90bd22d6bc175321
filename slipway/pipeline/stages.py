"""What a pipeline is made of: people, stores, actions, gates, monitors, stages. Only what an author writes."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from slipway.ids import Declares, Name
from slipway.pipeline.clock import Minutes, Moment
from slipway.pipeline.facts import STRICT, ActionKind, DataKind, Percent, PersonRef, Share, StoreRef


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
    hold, `writes` whether it writes, `leaks` the chance that others stumble over what it leaves in its
    own store, `flaky` the chance of a red run with no defect.
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
    leaks: Share = 0.0
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


Watched = Literal["everybody", "new_version"]


@dataclass(frozen=True, slots=True)
class Monitor:
    """Raises an alarm when its metric stays past the threshold for `for_min` minutes in a row.

    It looks at everybody's traffic, or at that of the new version alone.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("monitor")]
    name: str
    metric: Literal["error_rate_pct", "traffic_drop_pct"]
    threshold_pct: Percent
    for_min: Minutes
    watches: Watched = "everybody"


@dataclass(frozen=True, slots=True)
class Portion:
    """A share of the traffic that a new version gets for a while."""

    __pydantic_config__: ClassVar = STRICT
    share_pct: Annotated[float, Field(gt=0, lt=100)]
    lasts: Minutes


@dataclass(frozen=True, slots=True)
class Stage:
    """A stop on the way to customers.

    `portions` is how a new version reaches them: one portion after the other, then everybody; at once without any. An
    alarm in between stops that, and a rollback puts everybody back. `bake` is how long monitors watch a fresh
    deployment, `min_requests` how many requests they must have seen as well; `on_alarm` is what happens when one of
    them alarms.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("stage")]
    name: str
    purpose: Literal["source", "build", "test", "deploy"]
    store: StoreRef | None = None
    actions: tuple[Action, ...] = ()
    gates: tuple[Gate, ...] = ()
    monitors: tuple[Monitor, ...] = ()
    portions: tuple[Portion, ...] = ()
    bake: Minutes = 60
    min_requests: Annotated[int, Field(ge=0)] = 0
    on_alarm: Literal["roll_back", "page"] = "roll_back"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages in order, and the two policies: who waits where, and what a failure stops.

    `mode` is what happens to executions waiting at a boundary: `superseded` keeps only the
    newest, `queued` keeps all in order. `on_failure` is `stop_the_line` (nothing enters a failed
    stage until a mend arrives) or `release` (the next revision may try). After `mutes_after`
    failures because of wrong data people switch a test off.
    """

    __pydantic_config__: ClassVar = STRICT
    stages: Annotated[tuple[Stage, ...], Field(min_length=3)]
    mode: Literal["superseded", "queued"] = "superseded"
    on_failure: Literal["stop_the_line", "release"] = "stop_the_line"
    mutes_after: Annotated[int, Field(ge=1)] | None = None
    requests_per_minute: Annotated[int, Field(ge=1)] = 1000
    base_error_rate_pct: Percent = 0.1
