"""The best placement: one that keeps all goals, or misses them least, and then costs least.

Small levels are searched whole. Larger ones by descent from several starts: move one test, or
swap two, as long as that is better; what this finds is a par to beat and not a proof.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

from slipway.luck import uniform
from slipway.pipeline.placement.expect import Estimate, expect
from slipway.pipeline.placement.level import Goals, goal_results
from slipway.pipeline.placement.model import Model, Placement
from slipway.pipeline.placement.violations import violations_of

SMALL = 8_000
_STARTS = 4
_EARLIER_MIN = 0.25
"""What a test must save per change to run a stage later, or to be placed at all; an assumption, to settle near-ties."""
Rank = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Par:
    """The best placement found, what it leads to, and whether every other one was looked at."""

    placement: Placement
    estimate: Estimate
    complete: bool


def rank(model: Model, goals: Goals, placement: Placement) -> Rank:
    """By how much goals are missed in sum, then the cost with a little for each stage that a test waits."""
    estimate = expect(model, placement)
    results = goal_results(goals, estimate, violations_of(model.grounds, placement))
    lateness = sum(model.index_of_stage[stage] + 1 for stage in placement.values())
    return round(sum(result.excess for result in results), 9), round(estimate.cost + _EARLIER_MIN * lateness, 6)


def options(model: Model, check: int) -> list[str | None]:
    """Where a test may as well be: nowhere, or where it can run; where it cannot is no better than nowhere."""
    stages = model.grounds.stages
    return [None, *(stage.id for number, stage in enumerate(stages) if model.runs[check, number])]


def instances(model: Model) -> int:
    """How many placements are worth a look."""
    return prod(len(options(model, check)) for check in range(model.shape[0]))


def optimum(model: Model, goals: Goals) -> Par:
    """The best placement of all for a small level, else the best found."""
    complete = instances(model) <= SMALL
    best = brute_force(model, goals) if complete else descend(model, goals)
    return Par(best, expect(model, best), complete)


def brute_force(model: Model, goals: Goals) -> Placement:
    """Look at every placement that is worth a look."""
    every = product(*(options(model, check) for check in range(model.shape[0])))
    return min((_placement(model, chosen) for chosen in every), key=lambda placement: rank(model, goals, placement))


def descend(model: Model, goals: Goals) -> Placement:
    """The best end of several descents, each from its own start."""
    ends = (_descent(model, goals, start) for start in _starts(model))
    return min(ends, key=lambda end: end[1])[0]


def _placement(model: Model, chosen: tuple[str | None, ...]) -> Placement:
    pairs = zip(model.grounds.checks, chosen, strict=True)
    return {check.id: stage for check, stage in pairs if stage is not None}


def _starts(model: Model) -> Iterator[Placement]:
    """Nothing placed, and then each test somewhere at random."""
    yield {}
    for start in range(_STARTS - 1):
        places = [options(model, check) for check in range(model.shape[0])]
        yield _placement(
            model, tuple(p[int(uniform(start, "placement-start", n) * len(p))] for n, p in enumerate(places))
        )


def _descent(model: Model, goals: Goals, start: Placement) -> tuple[Placement, Rank]:
    """Each test in turn to where it is best, again and again; when that ends, the best swap."""
    here, best = start, rank(model, goals, start)
    while True:
        before = best
        for check in model.grounds.checks:
            here, best = _better(model, goals, (here, best), _moves(model, here, check.id))
        if best == before:
            here, best = _better(model, goals, (here, best), _swaps(here))
        if best == before:
            return here, best


def _better(
    model: Model, goals: Goals, now: tuple[Placement, Rank], others: Iterator[Placement]
) -> tuple[Placement, Rank]:
    ranked = ((other, rank(model, goals, other)) for other in others)
    return min((now, *ranked), key=lambda pair: pair[1])


def _moves(model: Model, here: Placement, check: str) -> Iterator[Placement]:
    rest = {name: stage for name, stage in here.items() if name != check}
    for stage in options(model, model.index_of_check[check]):
        yield {**rest, check: stage} if stage else rest


def _swaps(here: Placement) -> Iterator[Placement]:
    for a, b in combinations(here, 2):
        if here[a] != here[b]:
            yield {**here, a: here[b], b: here[a]}
