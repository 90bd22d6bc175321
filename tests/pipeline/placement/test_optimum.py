"""The best placement found is the best there is, wherever all of them can be looked at."""

from itertools import product

import pytest

from slipway.pipeline.placement.level import Goals
from slipway.pipeline.placement.model import Model
from slipway.pipeline.placement.optimum import SMALL, brute_force, descend, instances, optimum, rank
from tests.course import course
from tests.pipeline.placement.grounds import assuming, check, grounds

LEVELS = list(course().levels.values())
SMALL_LEVELS = [level for level in LEVELS if instances(Model(level.grounds)) <= SMALL]


def test_most_levels_are_small_enough_to_be_searched_whole():
    assert len(SMALL_LEVELS) >= 5


@pytest.mark.parametrize("level", SMALL_LEVELS, ids=lambda level: level.id)
def test_the_descent_finds_what_looking_at_every_placement_finds(level):
    model = Model(level.grounds)
    found, best = descend(model, level.goals), brute_force(model, level.goals)
    assert rank(model, level.goals, found) == rank(model, level.goals, best)


@pytest.mark.parametrize("level", [LEVELS[0]], ids=lambda level: level.id)
def test_leaving_out_stages_where_a_test_cannot_run_misses_nothing(level):
    model = Model(level.grounds)
    places = [None, *(stage.id for stage in level.grounds.stages)]
    checks = [check.id for check in level.grounds.checks]
    every = ({c: s for c, s in zip(checks, chosen, strict=True) if s} for chosen in product(places, repeat=len(checks)))
    best = min(rank(model, level.goals, placement) for placement in every)
    assert rank(model, level.goals, optimum(model, level.goals).placement) == best


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
def test_no_single_move_makes_par_better(level):
    model = Model(level.grounds)
    par = optimum(model, level.goals).placement
    best = rank(model, level.goals, par)
    for one in level.grounds.checks:
        rest = {name: stage for name, stage in par.items() if name != one.id}
        for stage in level.grounds.stages:
            assert rank(model, level.goals, {**rest, one.id: stage.id}) >= best
        assert rank(model, level.goals, rest) >= best


def test_a_goal_counts_more_than_any_cost():
    costly = check(finds={"logic": 1.0}, takes=1000)
    model = Model(grounds(costly, assumptions=assuming(delay_share=1)))
    assert optimum(model, Goals()).placement == {}
    assert optimum(model, Goals(escapes_per_100=1)).placement != {}


def test_a_goal_out_of_reach_is_missed_as_little_as_can_be():
    model = Model(grounds(check(finds={"logic": 0.9})))
    par = optimum(model, Goals(escapes_per_100=0))
    assert par.estimate.escapes == pytest.approx(0.01)
