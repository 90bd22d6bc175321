"""Points for a placement: the share of the avoidable cost that it avoids, halved for each goal missed."""

from dataclasses import dataclass

from slipway.pipeline.placement.expect import Estimate, expect
from slipway.pipeline.placement.level import GoalResult, Level, goal_results
from slipway.pipeline.placement.model import Model, Placement
from slipway.pipeline.placement.optimum import Par
from slipway.pipeline.placement.violations import Violation, violations_of
from slipway.words import say


@dataclass(frozen=True, slots=True)
class Score:
    """What a placement is worth: 0 is as dear as no test at all, 100 is par."""

    points: int
    arithmetic: str


@dataclass(frozen=True, slots=True)
class Result:
    """A placement, judged: the exact means, violations, goals and points."""

    placement: Placement
    estimate: Estimate
    violations: tuple[Violation, ...]
    goals: tuple[GoalResult, ...]
    score: Score

    @property
    def solved(self) -> bool:
        """Whether every goal is met."""
        return all(goal.met for goal in self.goals)


def judge(model: Model, level: Level, par: Par, placement: Placement) -> Result:
    """Judge a placement; raises ValueError for names that do not exist."""
    estimate = expect(model, placement)
    violations = violations_of(model.grounds, placement)
    goals = goal_results(level.goals, estimate, violations)
    missed = sum(not goal.met for goal in goals)
    score = score_of(expect(model, {}).cost, estimate.cost, par.estimate.cost, missed)
    return Result(placement, estimate, violations, goals, score)


def score_of(nothing: float, yours: float, par: float, missed: int) -> Score:
    """100·(cost without tests - yours)/(cost without tests - par), kept within 0 to 100, halved per goal missed."""
    share = (nothing - yours) / (nothing - par) if nothing > par else float(yours <= par)
    full = 100 * min(1.0, max(0.0, share))
    points = int(full / 2**missed + 0.5)
    return Score(
        points,
        say(
            "placement.score_missed" if missed else "placement.score",
            nothing=f"{nothing:.0f}",
            yours=f"{yours:.0f}",
            par=f"{par:.0f}",
            full=f"{full:.0f}",
            missed=missed,
            factor=2**missed,
            points=points,
        ),
    )
