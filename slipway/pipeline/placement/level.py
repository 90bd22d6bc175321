"""A level: facts to build a testing strategy on, what it should achieve, and proof that it can."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from slipway.ids import Declares, Name, Refers
from slipway.pipeline.clock import Minutes
from slipway.pipeline.facts import STRICT
from slipway.pipeline.placement.expect import Estimate
from slipway.pipeline.placement.facts import Amount, Grounds
from slipway.pipeline.placement.violations import Violation

Put = dict[Annotated[Name, Refers("check")], Annotated[Name, Refers("stage")]]
GoalName = Literal[
    "escapes_per_100", "lead_time", "feedback", "false_stops_per_100", "data_violations", "most_tests", "cost"
]


@dataclass(frozen=True, slots=True)
class Goals:
    """Limits that a placement should keep; a field left out is no goal.

    `escapes_per_100` and `false_stops_per_100` count per 100 changes, `lead_time`, `feedback` and
    `cost` are mean minutes per change, `most_tests` is how many tests may be placed.
    """

    __pydantic_config__: ClassVar = STRICT
    escapes_per_100: Amount | None = None
    lead_time: Minutes | None = None
    feedback: Minutes | None = None
    false_stops_per_100: Amount | None = None
    data_violations: Annotated[int, Field(ge=0, le=0)] | None = None
    most_tests: Annotated[int, Field(ge=1, le=100)] | None = None
    cost: Amount | None = None


@dataclass(frozen=True, slots=True)
class Tempting:
    """A placement that looks fine, and the consequence that shows why it is not."""

    __pydantic_config__: ClassVar = STRICT
    title: str
    put: Put
    consequence: str


@dataclass(frozen=True, slots=True)
class Level:
    """One instance of the placement game. `put` is where the tests stand when the learner comes."""

    id: Annotated[Name, Declares("level")]
    title: str
    story: str
    seed: int
    grounds: Grounds
    goals: Goals
    solution: Put
    tempting: tuple[Tempting, ...]
    put: Put
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class GoalResult:
    """One goal: what was allowed, what came out, and whether that will do."""

    name: GoalName
    limit: float
    value: float

    @property
    def met(self) -> bool:
        """Whether the value keeps within the limit; a hair's breadth of rounding is forgiven."""
        return self.value <= self.limit + 1e-9

    @property
    def excess(self) -> float:
        """How far past the limit, as a share of it; 0 when it is kept."""
        return 0.0 if self.met else (self.value - self.limit) / max(abs(self.limit), 1.0)


def goal_results(goals: Goals, estimate: Estimate, violations: tuple[Violation, ...]) -> tuple[GoalResult, ...]:
    """Every goal of a level with what came out."""
    return tuple(_results(goals, estimate, violations))


def _results(goals: Goals, estimate: Estimate, violations: tuple[Violation, ...]) -> Iterator[GoalResult]:
    measured: dict[GoalName, float] = {
        "escapes_per_100": 100 * estimate.escapes,
        "lead_time": estimate.figure("lead_minutes"),
        "feedback": estimate.feedback,
        "false_stops_per_100": 100 * estimate.figure("false_stops"),
        "data_violations": len(violations),
        "most_tests": len(estimate.line.checks),
        "cost": estimate.cost,
    }
    for name, value in measured.items():
        limit = getattr(goals, name)
        if limit is not None:
            yield GoalResult(name, float(limit), float(value))
