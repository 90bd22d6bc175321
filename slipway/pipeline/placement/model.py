"""The facts as numbers: what a check would find, break and cost in each stage, whatever else is placed."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from slipway.pipeline.placement.facts import Check, Environment, Feature, Grounds, Hazard

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
MINUTES_PER_WORKDAY = 8 * 60


def missing(check: Check, stage: Environment) -> tuple[Feature, ...]:
    """What the check needs and the stage has not."""
    return tuple(feature for feature in check.needs if feature not in stage.has)


def detection(check: Check, stage: Environment, hazard: Hazard) -> float:
    """q = b·φ, and for a defect that shows only sometimes the chance that no attempt passes by luck.

    Power b of the check for the defect's kind, fidelity φ of the stage for it; `shows` to the power
    of the attempts, because a red test that turns green when repeated counts as green.
    """
    reach = check.finds.get(hazard.kind, 0.0) * stage.fidelity.get(hazard.kind, 0.0)
    return reach * float(hazard.shows ** (1 + check.retries))


def flake(check: Check) -> float:
    """F = 1 - (1 - f^(1+r))^n: how often a suite of n tests is red though nothing is wrong."""
    return float(1 - (1 - check.flaky ** (1 + check.retries)) ** check.count)


def leak(check: Check) -> float:
    """The share of its writes that a check leaves behind unmarked: (1 - isolated)·(1 - cleans_up)."""
    return (1 - check.isolated) * (1 - check.cleans_up) if check.writes else 0.0


@dataclass(frozen=True)
class Model:
    """The facts compiled into arrays: T checks, S stages, D hazards.

    A check that cannot run in a stage costs and finds nothing there. One whose expected values do
    not hold on the stage's data is red every time, and finds nothing: people learn to ignore it.
    """

    grounds: Grounds

    @cached_property
    def shape(self) -> tuple[int, int, int]:
        """How many checks, stages and hazards there are."""
        return len(self.grounds.checks), len(self.grounds.stages), len(self.grounds.hazards)

    @cached_property
    def index_of_check(self) -> dict[str, int]:
        """The number of each check."""
        return {check.id: number for number, check in enumerate(self.grounds.checks)}

    @cached_property
    def index_of_stage(self) -> dict[str, int]:
        """The number of each stage."""
        return {stage.id: number for number, stage in enumerate(self.grounds.stages)}

    @cached_property
    def index_of_hazard(self) -> dict[str, int]:
        """The number of each hazard."""
        return {hazard.id: number for number, hazard in enumerate(self.grounds.hazards)}

    @cached_property
    def runs(self) -> Bools:
        """Whether a check can run in a stage at all; T × S."""
        return self._pairs(lambda check, stage: not missing(check, stage)).astype(bool)

    @cached_property
    def misfits(self) -> Bools:
        """Whether the stage's data are not those that a check's expected values are for; T × S."""
        return self._pairs(self._misfit).astype(bool) & self.runs

    def _misfit(self, check: Check, stage: Environment) -> bool:
        store = self.grounds.store(stage)
        return check.expects is not None and (store is None or store.data != check.expects)

    @cached_property
    def finds(self) -> Floats:
        """q: the chance that a check finds a hazard in a stage; T × S × D."""
        found = [
            [[detection(check, stage, hazard) for hazard in self.grounds.hazards] for stage in self.grounds.stages]
            for check in self.grounds.checks
        ]
        works = self.runs & ~self.misfits
        return np.array(found).reshape(self.shape) * works[:, :, None]

    @cached_property
    def red(self) -> Floats:
        """How often a check is red in a stage though nothing is wrong, in clean data; T × S."""
        flakes = self._pairs(lambda check, stage: flake(check)) * self.runs
        return np.where(self.misfits, 1.0, flakes)

    @cached_property
    def leaks(self) -> Floats:
        """The share of its rows that a check leaves in a stage's data; T × S."""
        has_store = self._pairs(lambda check, stage: stage.store is not None)
        return self._pairs(lambda check, stage: leak(check)) * self.runs * has_store

    @cached_property
    def rows(self) -> Floats:
        """Rows left behind per run; T × S."""
        return self._pairs(lambda check, stage: check.writes) * self.leaks

    @cached_property
    def minutes(self) -> Floats:
        """Running time with waiting for whoever runs it; T × S."""
        return self._pairs(lambda check, stage: check.takes + check.waits) * self.runs

    @cached_property
    def touches_customers(self) -> Bools:
        """Whether a stage's data are customers'; S."""
        stores = [self.grounds.store(stage) for stage in self.grounds.stages]
        return np.array([store is not None and store.data == "customers" for store in stores])

    @cached_property
    def same_store(self) -> Bools:
        """Whether two stages share their data; S × S."""
        stores = [stage.store for stage in self.grounds.stages]
        return np.array([[a is not None and a == b for b in stores] for a in stores])

    def vector(self, noun: str, field: str) -> Floats:
        """One field of all checks, stages or hazards."""
        key = (noun, field)
        if key not in self._vectors:
            self._vectors[key] = np.array([float(getattr(thing, field)) for thing in getattr(self.grounds, noun)])
        return self._vectors[key]

    @cached_property
    def _vectors(self) -> dict[tuple[str, str], Floats]:
        return {}

    @cached_property
    def pre_live(self) -> Bools:
        """Stages that no customer sees; S."""
        seen_by_nobody: Bools = self.vector("stages", "exposure") == 0
        return seen_by_nobody

    @cached_property
    def shared(self) -> Bools:
        """Stages in which a failure stands in others' way: all but the source; S."""
        return np.array([stage.purpose != "source" for stage in self.grounds.stages])

    def _pairs(self, value: object) -> Floats:
        assert callable(value)
        pairs = [[float(value(check, stage)) for stage in self.grounds.stages] for check in self.grounds.checks]
        return np.array(pairs).reshape(self.shape[:2])


Placement = dict[str, str]
"""Which stage each placed check runs in, by ids; a check that is not in it runs nowhere."""


@dataclass(frozen=True, slots=True)
class Line:
    """A placement as the pipeline sees it: placed checks in running order, and where each runs.

    Within a stage the shortest check goes first; equal ones in the order of the facts.
    """

    checks: NDArray[np.intp]
    stages: NDArray[np.intp]


def check_placement(grounds: Grounds, placement: Placement) -> None:
    """Raise ValueError for a check or a stage that does not exist."""
    checks, stages = [c.id for c in grounds.checks], [s.id for s in grounds.stages]
    for check, stage in placement.items():
        if check not in checks:
            raise ValueError(f"no test {check!r}; there are: {', '.join(checks)}")
        if stage not in stages:
            raise ValueError(f"{check}: no stage {stage!r}; there are: {', '.join(stages)}")


def line_of(model: Model, placement: Placement) -> Line:
    """The running order of a placement; raises ValueError for names that do not exist."""
    check_placement(model.grounds, placement)
    placed = [(model.index_of_check[check], model.index_of_stage[stage]) for check, stage in placement.items()]
    order = sorted(placed, key=lambda pair: (pair[1], model.minutes[pair], pair[0]))
    return Line(np.array([c for c, _ in order], dtype=np.intp), np.array([s for _, s in order], dtype=np.intp))
