"""What is given before a test is placed: checks, stages, hazards and assumptions. Nothing here is an outcome."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from slipway.ids import Declares, Name
from slipway.pipeline.clock import Minutes
from slipway.pipeline.facts import STRICT, DataKind, DefectKind, Share, StoreRef, TestKind
from slipway.pipeline.stages import Store

Feature = Literal["network", "database", "services", "full_size", "customers", "qa_engineer"]
"""What a check may need of a stage and a stage may have."""

Powers = dict[DefectKind, Share]
Amount = Annotated[float, Field(ge=0, le=1_000_000)]
Count = Annotated[int, Field(ge=0, le=100_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A test that can be placed: what it finds when all conditions are there, what it takes and needs.

    `finds` is the power b per kind of defect. A suite has `count` tests, each red without a defect
    with chance `flaky` per attempt; a red test is repeated up to `retries` times. It `writes` rows
    per run, of which the shares `cleans_up` and `isolated` do no harm. `expects` is the only data on
    which its expected values hold; `exact` says that foreign rows in that data turn it red.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("check")]
    name: str
    kind: TestKind
    finds: Powers
    takes: Minutes
    because: str
    waits: Minutes = 0
    person: Minutes = 0
    count: Annotated[int, Field(ge=1, le=100_000)] = 1
    flaky: Share = 0.0
    retries: Annotated[int, Field(ge=0, le=3)] = 0
    needs: tuple[Feature, ...] = ()
    expects: DataKind | None = None
    exact: bool = False
    writes: Count = 0
    cleans_up: Share = 0.0
    isolated: Share = 0.0
    strains: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A stage as a place for tests: its data, what it has, and how much of reality is there.

    `fidelity` is φ: the share of a defect kind's trigger conditions that exist here. `holds_author`
    is the share of the running time that the author sits and waits. `exposure` is the share of
    customers who already meet the change.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("stage")]
    name: str
    purpose: Literal["source", "build", "test", "deploy"]
    set_up: Minutes
    fidelity: Powers
    because: str
    has: tuple[Feature, ...] = ()
    store: StoreRef | None = None
    holds_author: Share = 0.0
    exposure: Share = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """A defect that a change may carry: how likely, how hard to mend, and what it does to customers.

    A defect that shows only sometimes fails an attempt with chance `shows`, so that retries hide it.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("hazard")]
    title: str
    kind: DefectKind
    chance: Share
    fix: Minutes
    harmed_per_hour: Amount
    noticed_after: Minutes
    because: str
    shows: Share = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """The cost model, in developer minutes; every number is a guess that a learner may change.

    `blind_spot` is ρ: how often all tests overlook the same thing for the same reason.
    """

    __pydantic_config__: ClassVar = STRICT
    blind_spot: Share = 0.2
    changes_per_day: Amount = 8.0
    team: Annotated[int, Field(ge=1, le=1000)] = 6
    search_per_suspect: Amount = 10.0
    triage: Amount = 15.0
    incident: Amount = 90.0
    blocked_share: Share = 0.1
    delay_share: Share = 0.05
    machine_share: Share = 0.02
    minutes_per_harmed: Amount = 0.1
    seen_in_production: Amount = 10.0
    mend_row: Amount = 5.0
    strain_per_minute: Amount = 20.0


@dataclass(frozen=True, slots=True)
class Grounds:
    """All facts in one piece: the pipeline, what can be placed and what can go wrong."""

    stores: tuple[Store, ...]
    stages: tuple[Environment, ...]
    checks: tuple[Check, ...]
    hazards: tuple[Hazard, ...]
    assumptions: Assumptions = field(default_factory=Assumptions)

    def store(self, stage: Environment) -> Store | None:
        """The data that tests in the stage run against."""
        return next((store for store in self.stores if store.id == stage.store), None)
