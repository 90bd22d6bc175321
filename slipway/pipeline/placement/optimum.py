"""The best placement: one that keeps all goals, or misses them least, and then costs least.

Small levels are searched whole. Larger ones by descent from several starts: move one test, or
swap two, as long as that is better; what this finds is a par to beat and not a proof.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from slipway.luck import uniform
from slipway.pipeline.placement.expect import Estimate, expect
from slipway.pipeline.placement.level import Goals, goal_results
from slipway.pipeline.placement.model import Model, Placement
from slipway.pipeline.placement.violations import violations_of

SMALL = 20_000
_STARTS = 4
Rank = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Par:
    """The best placement found, what it leads to, and whether every other one was looked at."""

    placement: Placement
    estimate: Estimate
    complete: bool


def rank(model: Model, goals: Goals, placement: Placement) -> Rank:
    """By how much goals are missed in sum, then the cost; smaller is better."""
    estimate = expect(model, placement)
    results = goal_results(goals, estimate, violations_of(model.grounds, placement))
    return round(sum(result.excess for result in results), 9), round(estimate.cost, 6)


def instances(model: Model) -> int:
    """How many placements there are."""
    checks, stages, _ = model.shape
    return int((stages + 1) ** checks)


def optimum(model: Model, goals: Goals) -> Par:
    """The best placement of all for a small level, else the best found."""
    complete = instances(model) <= SMALL
    best = brute_force(model, goals) if complete else descend(model, goals)
    return Par(best, expect(model, best), complete)


def brute_force(model: Model, goals: Goals) -> Placement:
    """Look at every placement; of equal ones the first, which leaves out most."""
    places = (None, *(stage.id for stage in model.grounds.stages))
    every = (_placement(model, chosen) for chosen in product(places, repeat=model.shape[0]))
    return min(every, key=lambda placement: rank(model, goals, placement))


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
    places = [None, *(stage.id for stage in model.grounds.stages)]
    for start in range(_STARTS - 1):
        yield _placement(
            model,
            tuple(
                places[int(uniform(start, f"placement-start/{check.id}") * len(places))]
                for check in model.grounds.checks
            ),
        )


def _descent(model: Model, goals: Goals, start: Placement) -> tuple[Placement, Rank]:
    here, best = start, rank(model, goals, start)
    while True:
        moved = min(
            ((neighbour, rank(model, goals, neighbour)) for neighbour in _moves(model, here)), key=lambda end: end[1]
        )
        if moved[1] >= best:
            swaps = ((neighbour, rank(model, goals, neighbour)) for neighbour in _swaps(here))
            moved = min(swaps, key=lambda end: end[1], default=moved)
        if moved[1] >= best:
            return here, best
        here, best = moved


def _moves(model: Model, here: Placement) -> Iterator[Placement]:
    for check in model.grounds.checks:
        rest = {name: stage for name, stage in here.items() if name != check.id}
        if check.id in here:
            yield rest
        for stage in model.grounds.stages:
            if here.get(check.id) != stage.id:
                yield {**rest, check.id: stage.id}


def _swaps(here: Placement) -> Iterator[Placement]:
    for a, b in combinations(here, 2):
        if here[a] != here[b]:
            yield {**here, a: here[b], b: here[a]}
